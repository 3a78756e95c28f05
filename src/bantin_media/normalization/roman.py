"""Roman numerals, only where they are numerals.  "khóa XV" → "khóa mười lăm", "lần thứ IV" → "lần thứ tư".

"Khu vực I, II và III" → "một, hai và ba", "quý I/2022" → "quý một năm …", "thế kỷ XVIII - XIX" → "… đến …".  One letter
is a numeral after a counted noun or in a list of numerals only: never "vitamin C", "nhóm máu O", "điểm C", "Lý A Dì".
"""

from __future__ import annotations

import re
from functools import cache

from ..configuration.settings import ReadingStyle
from ..vietnamese.tables import read_table
from .cardinal import cardinal, year
from .context import Match, Place
from .words import phrases

_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMERAL = re.compile(rf"({_ROMAN})(?:(?: ?[-–] ?)({_ROMAN}))?(?:(?: ?[/\-–] ?)((?:19|20)\d\d))?(?![\w&])")
_PARTS = re.compile(r"([IVX]{1,5})((?:\.\d{1,2}){1,3})(?![\w/]|[.,]\d)")
_LISTED = re.compile(r"(?:^|[^\w])(?:và|hoặc|đến|,|-|–)$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ORDINAL = {1: "nhất", 4: "tư"}
_SMALL = frozenset("IVX")
"""Nobody counts in the others alone: "loại C" is a letter."""


def read(at: Place) -> Match | None:
    """Accept a numeral, a range of two, the year a quarter carries, and the parts of a heading ("mục IV.2")."""
    if at.char_before.isalnum() or at.char_before in {".", "/", "&"}:
        return None
    if (found := at.match(_PARTS)) and at.follows(phrases("label", "parted")):
        parts = (str(value(found[1])), *found[2].split(".")[1:])
        return Match(found.end(), " chấm ".join(cardinal(part, at.style) for part in parts))
    found = at.match(_NUMERAL)
    if found is None:
        return None
    first, last, in_year = found.groups()
    if not ((is_counted(at) and _SMALL.issuperset(first)) or _is_listed(at) or _is_evident(first)) or (
        last and not _is_evident(last)
    ):
        return _one_letter_range(at, found) if last else None
    if in_year and "/" not in found.group() and not at.follows(("quý", "quí")):
        return None if last else _without_year(at, found)
    ordinal = at.follows(("thứ",))
    spoken = _say(first, at.style, ordinal=ordinal)
    if last:
        spoken += f" đến {_say(last, at.style, ordinal=ordinal)}"
    if in_year:
        spoken += f" năm {year(in_year, at.style)}"
    return Match(found.end(), spoken)


def value(numeral: str) -> int:
    """Return what a well-formed numeral counts: XIV → 14."""
    total = 0
    for letter, following in zip(numeral, numeral[1:] + " ", strict=True):
        worth = _VALUES[letter]
        total += -worth if _VALUES.get(following, 0) > worth else worth
    return total


def _without_year(at: Place, found: re.Match[str]) -> Match:
    """Read "lần thứ II - 2018" up to the dash: only a quarter has its year behind one."""
    ordinal = at.follows(("thứ",))
    return Match(found.end(1), _say(found[1], at.style, ordinal=ordinal))


def _one_letter_range(at: Place, found: re.Match[str]) -> Match | None:
    """Read "I - V" after a counted noun, and decline all else."""
    first, last, in_year = found.groups()
    if not is_counted(at) or not _SMALL.issuperset(last) or in_year:
        return None
    return Match(found.end(), f"{_say(first, at.style, ordinal=False)} đến {_say(last, at.style, ordinal=False)}")


def _say(numeral: str, style: ReadingStyle, *, ordinal: bool) -> str:
    number = value(numeral)
    return _ORDINAL.get(number, "") if ordinal and number in _ORDINAL else cardinal(number, style)


def _is_evident(numeral: str) -> bool:
    """Whether letters alone tell: two and more of I, V and X ("XIII"); "XX" and "XL" may be a placeholder or a size."""
    return len(numeral) > 1 and _SMALL.issuperset(numeral) and numeral not in {"XX", "XXX"}


def is_counted(at: Place) -> bool:
    """Return whether a noun stands before that is counted in Roman numerals ("chương I")."""
    left = at.left
    return any(left.endswith(noun) and not left[: -len(noun)][-1:].isalnum() for noun in _nouns())


def _is_listed(at: Place) -> bool:
    """Whether the last thing said was a numeral too, with a comma or "và" between."""
    if not _LISTED.search(at.left):
        return False
    for token in reversed(at.line.said[-5:]):
        if token.rule == "roman":
            return True
        if token.rule not in ("space", "punctuation") and token.written.strip() not in ("và", "hoặc", "đến"):
            return False
    return False


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(row[0] for row in read_table(__package__, "roman"))
