"""`data/catalogue.tsv` → the voices that can be fetched by their name alone, with digests, licence and terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ...vietnamese.tables import read_table
from ..engines import piper_voices


@dataclass(frozen=True, slots=True)
class Offer:
    """One voice of the catalogue: where it is, what its two files have to be, and on which terms it may be used."""

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
    """The line that its licence wants to be printed."""
    terms: str
    """What an office has to know before it fetches."""

    @property
    def voice(self) -> str:
        """Return the name that the settings call it by, once it is there: "piper:vi_VN-vais1000-medium"."""
        return f"piper:{PurePosixPath(urlsplit(self.address).path).name.removesuffix(piper_voices.MODEL)}"

    def at(self, mirror: str) -> str:
        """Return its address, on `mirror` in place of the server that the catalogue names if there is one."""
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
    """Return the voice called `name`; None if the catalogue has none."""
    return next((one for one in offers() if one.name == name), None)
