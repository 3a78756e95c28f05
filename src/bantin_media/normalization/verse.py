"""Chapter and verse of scripture.  "Mt 5,3-12" → "Mát thêu năm, ba đến mười hai", "1 Cr 2,14b" → "… hai, mười bốn bê".

The comma separates chapter and verses and is not decimal; a point separates verses that are not consecutive.  The
abbreviations of books are in the table `verse`.  Without a religious word before it, "Ga 8,2" alone is a guess.
"""

from __future__ import annotations

import re

from ..model import Certainty
from ..regex import regex
from ..vietnamese.letters import spell
from .cardinal import cardinal
from .context import Match, Place
from .words import phrases, readings

_VERSES = regex(
    r"((?:[123] ?)?[A-ZĐ][a-zđê]{0,2}) (\d{1,3}),(\d{1,3}[a-c]?(?:[-–.]\d{1,3}[a-c]?){0,9})(?![\w/]|[.,]\d| ?%)"
)
_BEHIND = regex(r"(\d{1,3}),(\d{1,3}[a-c]?(?:[-–.]\d{1,3}[a-c]?){0,9})(?![\w/]|[.,]\d| ?%)")
_PIECE = regex(r"(\d+)([a-c]?)([-–.]?)")
_JOINTS = {"-": " đến ", "–": " đến ", ".": ", ", "": ""}
_SIGHT = 10


def read(at: Place) -> Match | None:
    """Match the abbreviation of a book with a chapter and verses."""
    found = at.match(_VERSES)
    if found is None or at.char_before.isalnum():
        return None
    number, book = _book(found[1])
    name = readings("verse").get(book)
    if name is None:
        return None
    spoken = f"{cardinal(number, at.style)} {name}" if number else name
    spoken += f" {cardinal(found[2], at.style)}, {_verses(at, found[3])}"
    if evidence := _evidence(at, found.end(), found[3]):
        return Match(found.end(), spoken, "", (), Certainty.CONTEXT, evidence)
    other = f"{book} {cardinal(found[2], at.style)} phẩy {cardinal(found[3], at.style)}"
    return Match(found.end(), spoken, "", (), Certainty.GUESS, "", other)


def read_behind(at: Place) -> Match | None:
    """Match chapter and verses after a book whose abbreviation is also a word: "Ga 8,2-11"; never "ga 8,2 km"."""
    found = at.match(_BEHIND)
    book = at.text[max(0, at.start - 4) : at.start].rpartition(" ")[0].rpartition(" ")[2] if found else ""
    if found is None or book not in readings("verse"):
        return None
    evidence = _evidence(at, found.end(), found[2])
    spoken = f"{cardinal(found[1], at.style)}, {_verses(at, found[2])}"
    return Match(found.end(), spoken, "", (), Certainty.CONTEXT, evidence) if evidence else None


def books() -> frozenset[str]:
    """Return the short names of books in lower case."""
    return frozenset(one.lower() for one in readings("verse"))


def _evidence(at: Place, end: int, verses: str) -> str:
    """Return the evidence for a quotation: a religious word before, a range of verses, a list of quotations."""
    near = f" {' '.join(at.words_before(_SIGHT))} "
    if faith := next((one for one in phrases("label", "faith") if f" {one} " in near), ""):
        return f"{faith} …"
    if at.text[end : end + 1] in (")", ";"):
        return f"… {at.text[end]}"
    return "" if verses.isdecimal() else "a,b-c"


def _book(written: str) -> tuple[str, str]:
    """Return the ordinal of a book that has several parts, and its name: "1 Cr" → "1", "Cr"."""
    book = written.lstrip("123 ")
    return written[: len(written) - len(book)].strip(), book


def _verses(at: Place, written: str) -> str:
    return "".join(_verse(at, piece) for piece in _PIECE.finditer(written))


def _verse(at: Place, piece: re.Match[str]) -> str:
    letter = f" {spell(piece[2], at.style.letter_names)}" if piece[2] else ""
    return f"{cardinal(piece[1], at.style)}{letter}{_JOINTS[piece[3]]}"
