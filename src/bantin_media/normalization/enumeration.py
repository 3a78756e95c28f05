"""Item markers.  "1.  Rà soát" → "một, rà soát", "a) …" → "a, …", "I. …" → "một, …", "- …" → silent.

At the start of a line, and after a colon or a semicolon within one.  Does not match initials ("C. Mác"), a decimal
("1.5 ha"), a date ("30.4"), or a minus before a number.
"""

from __future__ import annotations

import re

from ..messages import message
from ..model import Notice
from ..regex import regex
from ..vietnamese.letters import LOWER, UPPER, spell
from . import roman, title
from .cardinal import cardinal
from .context import Match, Place
from .measure import tail
from .words import phrases

_BULLET = regex(r"(?:[-–—+*•●○◦▪■□▫◆◇❖➢➤►▶✓✔✦★☆·→⇒→]|\u2011)\s+(?=\S)|[•●▪➢❖✓✔➤►]\s*(?=\w)")
_DATELINE = regex(rf"\(([{UPPER}][{UPPER}{LOWER}.& ]{{0,18}})\) ?[-–—] *(?=[\w“\"])")
_SHORT_DATELINE = regex(rf"([{UPPER}]{{2,5}}) [-–—] (?=[{UPPER}][{LOWER}])")
_INNER_BULLET = regex(r"[+-] (?=[^\W\d_])|>{2,6} ?")
_NUMBER = regex(r"[(\[]?(\d{1,2})(?:[.)\]]{1,2}[-/]?|[-/](?= [^\W\d_]))\s+(?=\D)|\((\d{1,2})\)\s*(?=\D)")
_PARTS = regex(r"((?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){1,3})\.?\s+(?=[^\W\d_])")
_DECIMAL = regex(r"\d{1,2}\.\d{1,2}(?=\s)")
_LETTER = regex(r"\(?([a-zđ])(?:[./]\s+|\.?\)\s*)(?=[^\W\d_])|\(([a-zđ])\)\s*")
_ROMAN = regex(r"([IVX]{1,5})[./)]\s+(?=\S)|([IVX]{1,5}) ?[-–] +(?=[^\W\d_])")
_GLUED_ROMAN = regex(rf"(?:([IVX]{{2,5}})[-–,.)]|(I)[-–,)]|([VX]),)(?=[{UPPER}][{LOWER}])")
"""A heading without a space, "I,Tổng quan", "II-Kết quả"; not "V-League" or the initial "I.Newton"."""
_SMALL_ROMAN = regex(r"\((i{1,3}|iv|vi{0,3}|ix)\)\s*(?=[^\W\d_])")
_LATER_ROMAN = regex(r"\((i{2,3}|iv|vi{1,3}|ix|i(?=\).{1,400}\(ii\)))\)")
_CAPITAL = regex(rf"([A-GĐ])[./)]\s+(?=[{UPPER}])")
_PART_OF_LINE = regex(rf"([IVX]{{1,4}})( ?[.)\-–] ?)(?=[{UPPER}])")
_SECOND_PART = regex(rf"(?<![\w.])II ?[.)\-–] ?[{UPPER}]")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_BEFORE_PART = (":", ";", ".", ",")
_PART_SIGHT = 400
"""In characters: the distance of two numbers of parts in a line."""
_PLACE = regex(rf"[XĐ]\. [{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]+(?![\w]| [{UPPER}]{{2}})")
"""A commune or a street, not the item "X.": "X. Cao Thượng"."""


def read_line_start(at: Place) -> Match | None:
    """Match the marker of an item at the start of a line."""
    if found := at.match(_BULLET):
        return Match(found.end(), "")
    if found := at.match(_PARTS):
        if _is_measure(at, found.end()):
            return None
        return Match(found.end(), " chấm ".join(_part(at, part) for part in found[1].split(".")) + ",")
    if at.match(_PLACE):
        return None
    if (found := at.match(_ROMAN) or at.match(_GLUED_ROMAN)) and _is_roman(
        numeral := next(filter(None, found.groups()))
    ):
        return Match(found.end(), f"{cardinal(roman.value(numeral), at.style)},")
    return _numbered(at)


def read_dateline(at: Place) -> Match | None:
    """Match the abbreviation of an office before its report, "(VLP) - Sáng nay …": it is silent, with a notice."""
    found = at.match(_DATELINE)
    if found is None and (short := at.match(_SHORT_DATELINE)) and at.precedes(short.end(), phrases("label", "opening")):
        found = short
    if found is None:
        return None
    notice = Notice(
        "reading.dateline",
        at.line.where,
        message('"{written}" is the abbreviation of an office and is not spoken', written=found.group().strip()),
        message("Add to lexicon.tsv if it is to be spoken: {row}", row=f"{found[1]}\t…"),
    )
    return Match(found.end(), "", "enumeration", (notice,))


def read_inside(at: Place) -> Match | None:
    """Match "(1)", "1.", "a)" after a colon, a semicolon or a comma within a line."""
    if (found := at.match(_LATER_ROMAN)) and at.char_before in {"", " "}:
        return Match(found.end(1) + 1, f", {cardinal(roman.value(found[1].upper()), at.style)},")
    left = at.left
    if left[-1:] not in {":", ";", ","} or not at.char_before.isspace():
        return None
    if left.endswith(",") and ")" not in at.text[at.start : at.start + 4]:
        return None
    return _numbered(at)


def read_part(at: Place) -> Match | None:
    """Match the number of a part within a line that has several: "gồm: I. Tình hình; II. Kết quả".

    After a mark it is one if the line has a second part.  Without a mark the part before it must precede: the "II." of
    "I. Đánh giá chung II. Nhiệm vụ".  Never an initial: "Ông V. Putin".
    """
    found = at.match(_PART_OF_LINE)
    if found is None or not roman.is_well_formed(found[1]):
        return None
    number = f"{cardinal(roman.value(found[1]), at.style)},"
    begin = max(0, at.start - _PART_SIGHT)
    if at.left[-1:] in _BEFORE_PART and _SECOND_PART.search(at.text, begin, at.start + _PART_SIGHT):
        return Match(found.end(), number)
    place = _NUMERALS.index(found[1]) if found[1] in _NUMERALS else 0
    follows = place > 0 and at.char_before.isspace() and found[2] == ". "
    if follows and f" {_NUMERALS[place - 1]}. " in f" {at.text[begin : at.start]}":
        return Match(found.end(), f", {number}")
    return None


def read_bullet(at: Place) -> Match | None:
    """Match a bullet within a line, "; + Cây ngô", ">> Xem thêm": the mark before it is the pause."""
    found = at.match(_INNER_BULLET)
    if found is None or (at.start and not at.char_before.isspace()):
        return None
    if found.group()[0] == ">":
        return Match(found.end(), "," if at.left else "")
    if at.left[-1:] not in {":", ";", ".", ",", "!", "?", "…"}:
        return None
    return Match(found.end(), ",")


def _numbered(at: Place) -> Match | None:
    if found := at.match(_NUMBER):
        return Match(found.end(), f"{cardinal(found[1] or found[2], at.style)},")
    if (found := at.match(_SMALL_ROMAN)) and _is_small_roman(at, found):
        return Match(found.end(), f"{cardinal(roman.value(found[1].upper()), at.style)},")
    if found := at.match(_LETTER):
        return Match(found.end(), f"{spell(found[1] or found[2], at.style.letter_names)},")
    if (found := at.match(_CAPITAL)) and not _is_named(at, found):
        return Match(found.end(), f"{spell(found[1], at.style.letter_names)},")
    return None


def _is_named(at: Place, found: re.Match[str]) -> bool:
    """Return whether the letter is of a name: "C. Mác", "B. Hoàng Thị Lý" (bà)."""
    is_woman = found[1] == "B" and title.WOMAN.match(at.text, found.end()) is not None
    return is_woman or at.right(found.end()).startswith(phrases("label", "thinker"))


def _is_small_roman(at: Place, found: re.Match[str]) -> bool:
    """Return whether "(ii)" is a numeral; "(i)" and "(v)" are letters unless a numeral is beside them."""
    if len(found[1]) > 1:
        return True
    return "(ii)" in at.right(found.end()) or "(iv)" in at.left or "(vi)" in at.right(found.end())


def _part(at: Place, part: str) -> str:
    return cardinal(part if part.isdecimal() else roman.value(part), at.style)


def _is_roman(numeral: str) -> bool:
    return len(numeral) == 1 or numeral in {
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "XI",
        "XII",
        "XIII",
        "XIV",
        "XV",
    }


def _is_measure(at: Place, end: int) -> bool:
    """Return whether a small letter or a unit follows, so that "1.5 ha" and "3.46 USD" are not headings."""
    number = _DECIMAL.match(at.text, at.start)
    return at.text[end : end + 1].islower() or (number is not None and bool(tail(at, number.end())[1]))
