"""`data/catalogue.tsv` → the voices that can be downloaded by name, with digests, licence and terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ...vietnamese.tables import read_table
from ..engines import piper_voices


@dataclass(frozen=True, slots=True)
class Offer:
    """One voice of the catalogue: its address, the digests and sizes of its two files, and its terms."""

    name: str
    what: str
    language: str
    address: str
    size_bytes: int
    sha256: str
    config_bytes: int
    config_sha256: str
    licence: str
    credit: str
    """The credit line that its licence requires."""
    terms: str
    """The terms that an office must know before the download."""

    @property
    def voice(self) -> str:
        """Return its name in the settings after installation: "piper:vi_VN-vais1000-medium"."""
        return f"piper:{PurePosixPath(urlsplit(self.address).path).name.removesuffix(piper_voices.MODEL)}"

    def at(self, mirror: str) -> str:
        """Return its address, on `mirror` if one is given."""
        parts = urlsplit(self.address)
        return f"{mirror.rstrip('/')}{parts.path}" if mirror else self.address


@cache
def offers() -> tuple[Offer, ...]:
    """Return all voices of the catalogue, in its order."""
    return tuple(
        Offer(name, what, language, address, int(size), sha256, int(config_size), config_sha256, *rest)
        for name, what, language, address, size, sha256, config_size, config_sha256, *rest in read_table(
            __package__, "catalogue"
        )
    )


def offer(name: str) -> Offer | None:
    """Return the voice called `name`; None if it is not in the catalogue."""
    return next((one for one in offers() if one.name == name), None)
