"""This machine and the settings → a row for every installed or available voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from ...errors import ConfigError
from ...messages import message
from ...vietnamese.tables import read_table
from ..engine import Voices
from ..engines import piper_voices
from ..engines.http.description import is_loopback
from .catalogue import offers

_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One voice, for display; `needs` is empty if it can be used at once."""

    voice: str
    what: str
    language: str
    rate: str
    size: str
    network: str
    licence: str
    needs: str


def rows(described: Voices = ()) -> tuple[Row, ...]:
    """Return the usable voices, then the available ones with their requirements.

    `described` are the voices of the settings (`http:<name>`).
    """
    found = [*_known(), *_added(), *_offered(), *_described(described)]
    return tuple(sorted(found, key=lambda row: bool(row.needs)))


def as_table(shown: Sequence[Row]) -> str:
    """Return rows as a table with a header, in columns."""
    head = Row(
        message("VOICE"), message("WHAT IT IS"), message("LANGUAGE"), message("RATE"), message("SIZE"),
        message("NETWORK"), message("LICENCE"), message("STILL NEEDS"),
    )  # fmt: skip
    lines = [astuple(row) for row in (head, *shown)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        _GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _known() -> Iterator[Row]:
    for voice, what, language, rate_hz, network, licence, library, needs in read_table(__package__, "known"):
        steps = [_installation(library)] if library and not _is_installed(library) else []
        steps += [message(needs)] if needs else []
        if voice.startswith("http") and not _is_installed("httpx"):
            steps.insert(0, _installation("httpx"))
        yield Row(
            voice, message(what), _translated(language), f"{rate_hz} Hz" if rate_hz else "", "", _translated(network),
            _translated(licence), "; ".join(steps),
        )  # fmt: skip


def _added() -> Iterator[Row]:
    for name in piper_voices.names():
        try:
            voice = piper_voices.read(name)
        except ConfigError as error:
            yield Row(f"piper:{name}", "", "", "", "", "", "", f"{error.what}: {error.hint}")
            continue
        what = message("Piper, neural, local")
        if voice.speakers:
            what += " " + message("({number} speakers)", number=len(voice.speakers))
        needs = "" if _is_installed("piper-tts") else _installation("piper-tts")
        yield Row(
            f"piper:{name}", what, voice.language, f"{voice.sample_rate_hz} Hz", _size(voice.size_bytes), message("no"),
            voice.licence or message("not said"), needs,
        )  # fmt: skip


def _offered() -> Iterator[Row]:
    for offer in offers():
        if offer.voice.removeprefix("piper:") not in piper_voices.names():
            yield Row(
                offer.voice, message(offer.what), offer.language, "", _size(offer.size_bytes), message("no"),
                offer.licence, f"make voice NAME={offer.name}",
            )  # fmt: skip


def _described(described: Voices) -> Iterator[Row]:
    for name, voice in described:
        network = message("no") if is_loopback(voice.address) else message("yes")
        needs = "" if _is_installed("httpx") else _installation("httpx")
        yield Row(
            f"http:{name}", message("any speech server"), ", ".join(voice.languages), f"{voice.sample_rate_hz} Hz", "",
            network, message("the server's"), needs,
        )  # fmt: skip


def _translated(cell: str) -> str:
    return message(cell) if " " in cell or cell in {"yes", "no"} else cell


def _is_installed(library: str) -> bool:
    try:
        version(library)
    except PackageNotFoundError:
        return False
    return True


def _installation(library: str) -> str:
    return f".venv/bin/pip install {library}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
