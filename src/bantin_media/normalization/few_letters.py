"""One or two letters with a meaning of their own: "phía B" → "phía bắc", "M 88 l/p" → "mạch …", "số BK 123456"."""

from __future__ import annotations

from ..regex import regex
from ..vietnamese.abbreviations import abbreviations
from ..vietnamese.letters import UPPER, spell
from .context import Match, Place
from .evidence import choose
from .words import phrases

_ONE = regex(rf"[{UPPER}](?![\w.&/–-])")
_SERIAL = regex(rf"([{UPPER}]{{2}}) ?\d{{5,8}}(?![\w/]|[.,]\d)")
"""Two letters before the digits of a certificate or a bank note: "số BK 123456"."""


def read(at: Place) -> Match | None:
    """Match two letters before the digits of a certificate, and one letter whose meaning the context decides."""
    return _serial(at) or _one_letter(at)


def _serial(at: Place) -> Match | None:
    """Read the letters of the number of a certificate: "số BK 123456" → "số bê ca …"."""
    found = at.match(_SERIAL)
    if found is None or not at.follows(phrases("label", "serial")):
        return None
    return Match(found.end(1), spell(found[1], at.style.letter_names))


def _one_letter(at: Place) -> Match | None:
    """Read a letter by its meaning after its own words: "phía B" → "phía bắc", "M 88 l/p" → "mạch …"."""
    found = at.match(_ONE)
    chosen = choose(at, found.end(), abbreviations().get(found.group(), ())) if found else None
    if found is None or chosen is None or not chosen.evidence or chosen.other:
        return None
    return chosen.match(found.end(), chosen.meaning.spoken)
