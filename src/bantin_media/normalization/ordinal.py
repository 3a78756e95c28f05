"""Ordinals and days of the week.  "đứng thứ 4" → "thứ tư", "lần thứ 1" → "thứ nhất", "thứ 2, 4, 6" → "hai, tư, sáu".

Elsewhere 4 is read "bốn" ("lớp 4", "năm thứ 5" → "năm thứ năm").
"""

from __future__ import annotations

from ..regex import regex
from .cardinal import cardinal
from .context import Match, Place

RANK = regex(r"0?(\d{1,4})(?![\w/]|[.,]\d| ?[-–/] ?\d)")
WEEKDAYS = regex(r"([2-7])[ ]?[-–][ ]?([2-7])(?![\w/]|[.,]\d)")
RANKS = regex(r"(\d{1,3}) ?[-–] ?(\d{1,3})(?![\w/]|[.,\-]\d)")
SPECIAL = {"1": "nhất", "4": "tư"}


def read(at: Place) -> Match | None:
    """Match a number directly after "thứ", and the numbers listed with it."""
    if at.follows(("thứ",)):
        if found := at.match(WEEKDAYS):
            return Match(found.end(), f"{_said(at, found.group(1))} đến thứ {_said(at, found.group(2))}")
        if (found := at.match(RANKS)) and int(found[1]) < int(found[2]):
            return Match(found.end(), f"{_said(at, found[1])} đến {_said(at, found[2])}")
    elif not (at.follows_list(("thứ",)) and at.left[-1:] in (",", "à")):
        return None
    found = at.match(RANK)
    return Match(found.end(), _said(at, found.group(1))) if found else None


def _said(at: Place, digits: str) -> str:
    return SPECIAL.get(digits) or cardinal(digits, at.style)
