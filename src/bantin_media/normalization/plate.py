"""Identifiers of letters and numbers: plates, boats, varieties, short codes.

"29A – 005.06" → "hai chín a, không không …", "QNg 90123 TS" → "quy nờ gờ chín không một hai ba tê ét", "lúa IR 50404" →
"i rờ năm không …", "*101#" → "sao một không một thăng".  Every zero is read.  Does not match a range ("20 - 30") or a
letter that is a unit ("24K").
"""

from __future__ import annotations

from functools import cache

from ..regex import regex
from ..vietnamese.letters import LOWER, UPPER, spell
from ..vietnamese.tables import read_table
from . import roman
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .words import phrases

_PLATE = regex(r"(\d\d)-?([A-ZĐ]{1,2}\d?)(?: ?[-–—] ?| )(\d{3}\.\d\d|\d{4,5})(?![\w/]|[.,]\d)")
_GLUED = regex(r"(\d\d)([A-ZĐ]{1,2})(\d{3}\.\d\d|\d{5})(?![\w/]|[.,]\d)")
_BOAT = regex(rf"([{UPPER}]{{1,3}}[{LOWER}]?)[ \-–]{{1,3}}(\d{{3,5}})[ \-–]{{0,3}}(TSA?)(?!\w)")
_NUMBERED = regex(rf"([{UPPER}]{{1,4}}) ?(\d{{1,6}})(?:-(\d{{1,4}}))?(?![\w/%]|[.,-]\d)")
_STARRED = regex(r"\*(\d{1,5}(?:\*\d{1,20}){0,4})#")
_GRADED = regex(r"(RON) ?(\d\d)-(V|IV|I{1,3})(?!\w)")
_SHORT = regex(r"\d{3,5}(?![\w/]|[.,]\d)")
"""Words for messages to a short number."""
_SERIES = 6
"""In digits: the number of a certificate behind the letters of its series."""
_LONGEST_NUMBER = 2
"""In digits: a variety's number up to this length is read as a number, a longer one digit by digit."""


def read(at: Place) -> Match | None:
    """Match a plate, a boat's number, a variety's name or a code with a star."""
    if at.char_before.isalnum() or at.char_before in {"/", "-"}:
        return None
    return _starred(at) or _texted(at) or _graded(at) or _plate(at) or _boat(at) or _variety(at)


def _plate(at: Place) -> Match | None:
    found = at.match(_PLATE) or at.match(_GLUED)
    if found is None:
        return None
    series = found[2].rstrip("0123456789")
    letters = " ".join(filter(None, (spell(series, at.style.letter_names), digits_one_by_one(found[2][len(series) :]))))
    number = ", ".join(digits_one_by_one(part) for part in found[3].split("."))
    return Match(found.end(), f"{digits_one_by_one(found[1])} {letters}, {number}")


def _boat(at: Place) -> Match | None:
    found = at.match(_BOAT)
    if found is None:
        return None
    home = _homes().get(found[1]) or spell(found[1], at.style.letter_names)
    kind = spell(found[3], at.style.letter_names)
    return Match(found.end(), f"{home} {digits_one_by_one(found[2])} {kind}")


def _variety(at: Place) -> Match | None:
    """Read the name of a variety or an office: its letters, and a long number digit by digit ("giống lúa OM 5451")."""
    found = at.match(_NUMBERED)
    if found is None or not (
        found[1].lower() in phrases("label", "variety")
        or at.follows(phrases("label", "of variety"))
        or (len(found[2]) == _SERIES and at.follows(phrases("label", "of series")))
        or (found[1].lower() in phrases("label", "office") and at.follows(phrases("label", "of office")))
    ):
        return None
    numbers = [_number(at, digits) for digits in found.groups()[1:] if digits]
    return Match(found.end(), " ".join([spell(found[1], at.style.letter_names), *numbers]))


def _number(at: Place, digits: str) -> str:
    is_long = len(digits) > _LONGEST_NUMBER or digits[0] == "0"
    return digits_one_by_one(digits) if is_long else cardinal(digits, at.style)


def _graded(at: Place) -> Match | None:
    """Read the grade of a fuel: "RON 95-V" → "ron chín mươi lăm, năm"."""
    found = at.match(_GRADED)
    if found is None:
        return None
    number, grade = cardinal(found[2], at.style), cardinal(roman.value(found[3]), at.style)
    return Match(found.end(), f"{found[1].lower()} {number}, {grade}")


def _texted(at: Place) -> Match | None:
    """Read the short number to which a message is sent: "soạn BHXH gửi 8079", not "gửi 500 hộ"."""
    found = at.match(_SHORT)
    if found is None or not at.follows(phrases("label", "sent to")):
        return None
    if set(phrases("label", "writing")).isdisjoint(at.words_before(12)):
        return None
    return Match(found.end(), digits_one_by_one(found.group()))


def _starred(at: Place) -> Match | None:
    found = at.match(_STARRED)
    if found is None:
        return None
    groups = (digits_one_by_one(group) for group in found[1].split("*"))
    return Match(found.end(), f"sao {' sao '.join(groups)} thăng")


@cache
def _homes() -> dict[str, str]:
    """Letters → the province in which a boat is registered."""
    return {row[0]: row[1] for row in read_table(__package__, "boat")}
