"""Symbols.  "A & B" → "A và B", "≥ 5" → "lớn hơn hoặc bằng năm"; emoji are silent and reported.

Letters are never symbols.  An unknown symbol is left to the last row, which reports it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from ..messages import message
from ..model import Certainty, Notice
from ..regex import regex
from ..vietnamese.tables import read_table
from .cardinal import cardinal
from .context import Match, Place
from .words import phrases

STARS = regex(r"([1-7])\*(?![\w*])")
STAR_SIGHT = 8
"""In words: how far before its stars a product or a hotel may be named."""
_INVISIBLE = regex("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]{1,400}")
_TURNING = regex("[\u202a-\u202e\u2066-\u2069]{1,400}")
_DECORATION = regex(r"([=*#_~^<>+])\1{2,400}")
_COMPARED = regex(r"[<>]=(?!=)")
_LIMIT = regex(r"(?<![\w<>])([<>])(?:(?=\d)|[ ]?(?=\d{1,3} ?(?:t|tuổi)(?!\w)))")
_POWER = regex(r"\^([\-−–]?)(?=\d)")
_ARROWS = regex(r">>|<<|(?:-{1,3}|={1,3})>(?! ?\d)")
_TO = regex(r"(?:-{1,3}|={1,3})> ?(?=\d)")
_PLUS_MINUS = regex(r"\+/?[-–−](?= ?\d)")
_RESULT = regex(r"\(([+\-–−])\)")
_SIGHT = 6
_NUMBER_NEXT = regex(r" ?[\d+\-–(]?\d")
_AROUND = " .\ufe0e\ufe0f"
_BEFORE_NUMBER = regex(r"#\d{1,3}(?![\d*#])")
_GRADE = regex(r"(?<![*#\w])([Mm]\.?)?\d{1,4} ?$")
_GRADE_SIGHT = 8
_EMOJI_CATEGORIES = frozenset({"So", "Sk", "Cn", "Co"})


def read(at: Place) -> Match | None:
    """Match a symbol of the table, an invisible mark, a row of ornaments, or an emoji with its modifiers."""
    if found := at.match(_TURNING):
        return _turning(at, found.end())
    if found := at.match(_INVISIBLE):
        return Match(found.end(), "")
    if found := at.match(_DECORATION):
        return Match(found.end(), ",")
    char = at.text[at.start]
    for spoken, where in _symbols().get(char, ()):
        if not where or _STANDS[where](at.text, at.start):
            return Match(at.start + 1, spoken)
    if char > "\u2100" and unicodedata.category(char) in _EMOJI_CATEGORIES:
        return _emoji(at)
    return None


def read_number_sign(at: Place) -> Match | None:
    """Match # beside a number: silent after a grade ("mác 250#"), "số" before a number; never a telephone's key."""
    if {*at.words_before(_SIGHT)} & {*phrases("label", "keyed")}:
        return None
    if _BEFORE_NUMBER.match(at.text, at.start):
        return Match(at.start + 1, "số") if not at.char_before.isalnum() and at.char_before != "*" else None
    found = _GRADE.search(at.text[max(0, at.start - _GRADE_SIGHT) : at.start])
    if found is None or at.text[at.start + 1 : at.start + 2].isalnum():
        return None
    if found[1] or {*at.words_before(_SIGHT)} & {*phrases("label", "graded")}:
        return Match(at.start + 1, "")
    return Match(at.start + 1, "", "", (), Certainty.GUESS, "", "thăng")


def read_several(at: Place) -> Match | None:
    """Match a symbol of several marks: ">= 5" → "lớn hơn hoặc bằng năm", "(+)" → "dương tính", "->" → a pause."""
    for pattern, read_as in _SEVERAL:
        if found := at.match(pattern):
            return read_as(at, found)
    return None


def _result(at: Place, found: re.Match[str]) -> Match | None:
    """Read the result of a test: "(+)" → "dương tính"."""
    if {*at.words_before(_SIGHT), *at.words_after(found.end())}.isdisjoint(phrases("label", "tested")):
        return None
    return Match(found.end(), "dương tính" if found[1] == "+" else "âm tính")


def _to_a_number(at: Place, found: re.Match[str]) -> Match:
    """Read an arrow before a number: "đến" behind another number; else a pause, or "=>" typed for "≥", as a guess."""
    end = found.end()
    if at.left[-1:].isdecimal():
        return Match(end, "đến", "", (), Certainty.CONTEXT, "1 → 2")
    if found.group().rstrip() != "=>":
        return Match(end, ",")
    return Match(end, ",", "", (), Certainty.GUESS, "", _reading("≥"))


def _turning(at: Place, end: int) -> Match:
    """Report marks that change the writing direction, because the displayed text may differ from the spoken text."""
    notice = Notice(
        "reading.turned-text",
        at.line.where,
        message(
            "an invisible mark changes the direction of the text here: the visible text may differ from the spoken text"
        ),
        message("Type the passage again in the source."),
    )
    return Match(end, "", notices=(notice,))


def _emoji(at: Place) -> Match:
    end = at.start + 1
    limit = min(len(at.text), at.start + 32)
    while end < limit and _goes_on(at.text[end]):
        end += 1
    written = at.text[at.start : end]
    name = unicodedata.name(written[0], f"U+{ord(written[0]):04X}")
    notice = Notice(
        "reading.silent-symbol",
        at.line.where,
        message('the emoji "{written}" ({name}) is not spoken', written=written, name=name),
        message("Add to lexicon.tsv if it is to be spoken: {row}", row=f"{written}\t…"),
    )
    return Match(end, ",", notices=(notice,))


def _goes_on(char: str) -> bool:
    """Return whether `char` modifies the emoji before it: a joiner, a variant, a skin colour, another emoji."""
    joined = char in "\u200d\ufe0f\u20e3" or "\U0001f3fb" <= char <= "\U0001f3ff"
    return joined or unicodedata.category(char) in _EMOJI_CATEGORIES


def _is_number_next(text: str, start: int) -> bool:
    return _NUMBER_NEXT.match(text, start + 1) is not None


_SEVERAL: tuple[tuple[re.Pattern[str], Callable[[Place, re.Match[str]], Match | None]], ...] = (
    (_COMPARED, lambda _, found: Match(found.end(), _reading({"<": "≤", ">": "≥"}[found.group()[0]]))),
    (_POWER, lambda _, found: Match(found.end(), "mũ âm" if found[1] else "mũ")),
    (_ARROWS, lambda _, found: Match(found.end(), ",")),
    (_TO, _to_a_number),
    (_PLUS_MINUS, lambda _, found: Match(found.end(), _reading("±"))),
    (_LIMIT, lambda _, found: Match(found.end(), "dưới" if found[1] == "<" else "trên")),
    (_RESULT, _result),
)
"""The symbols of several marks, in the order in which they are tried."""


def _reading(sign: str) -> str:
    """Return the reading of a sign that needs no position."""
    return _symbols()[sign][0][0]


_STANDS: dict[str, Callable[[str, int], bool]] = {
    "number": _is_number_next,
    "between": lambda text, start: text[:start].rstrip()[-1:].isdecimal() and _is_number_next(text, start),
    "alone": lambda text, start: len(text.strip(_AROUND)) == 1,
}
"""Whether a row of the table applies: before a number, between two, or in a line of the sign alone."""


@cache
def _symbols() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return sign → its readings and their positions, the most specific first."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for written, spoken, where in read_table(__package__, "symbol"):
        found[written] = tuple(sorted((*found.get(written, ()), (spoken, where)), key=lambda row: not row[1]))
    return found


def read_stars(at: Place) -> Match | None:
    """Match the stars of a product or a hotel: "OCOP 3*" → "ô cốp ba sao"."""
    found = at.match(STARS)
    kind = phrases("label", "stars")
    if found is None or set(kind).isdisjoint(at.words_before(STAR_SIGHT)):
        return None
    return Match(found.end(), f"{cardinal(found[1], at.style)} {kind[0]}")
