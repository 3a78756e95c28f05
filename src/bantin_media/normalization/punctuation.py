"""Punctuation: commas, dashes between words and brackets are pauses; quotation marks are silent.

"Nông Văn Chí - Phó Bí thư" → "Nông Văn Chí, Phó Bí thư", "Số: 12" → "số mười hai"; "./." and "…/." end a sentence.  The
dash between numbers belongs to the number classes, which precede this row; the hyphen inside a name belongs to
*foreign*.
"""

from __future__ import annotations

from functools import cache

from ..regex import regex
from ..vietnamese.tables import read_table
from .context import Match, Place
from .words import one_of

_END = regex(r"(?:\.{1,400}|…{1,400})[ ]?/\.{1,3}|[.…]{2,400}|…|[?!]{1,400}[.…]{0,3}|\.")
_ENDS = frozenset(".…?!")
_SAME = regex(r"([,;:\-–—―_()\[\]{}\"“”„«»‘’'`´/|])\1{0,400}")
_COUNT = regex(rf"\b{one_of('label', 'quantity')} số$")
"""Words that end in "số" but do not introduce a number: the colon after them is a pause."""

MARKS = frozenset(".?!…,;:-–—―_()[]{}\"“”„«»‘’'`´/|")


def read(at: Place) -> Match | None:
    """Match one mark, or a run of equal marks."""
    if at.text[at.start] in _ENDS and (found := at.match(_END)):
        return Match(found.end(), _end_mark(found.group()))
    found = at.match(_SAME)
    if found is None:
        return None
    mark = found[1]
    if mark == ":" == found[0] and at.follows(("số",)) and not _COUNT.search(at.left):
        return Match(found.end(), "")
    return Match(found.end(), _marks()[mark])


def _end_mark(mark: str) -> str:
    if "?" in mark:
        return "?"
    return "!" if "!" in mark else "."


@cache
def _marks() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "punctuation")}
