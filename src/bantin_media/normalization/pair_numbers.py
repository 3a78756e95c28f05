"""Two numbers with a mark between them → a `Pair`: its parts, its unit, and the readings that the numbers permit."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..regex import regex
from . import around
from .context import Place
from .date import is_day
from .decimal import AMOUNT, value
from .measure import tail
from .pair_hours import may_be_hours

CHAINED = regex(r"\d [-–—]$")
"""More numbers before, each with a spaced dash: "70 – 75 – 80" is a list."""
DASHED = regex(rf"({AMOUNT})(?:(?<=\.\d{{3}})\.(?=-\d))?(\s?)([-–—÷−])\s?({AMOUNT})(?!\s?[-–]\s?\d|[/:]\d)")
SLASHED = regex(rf"({AMOUNT})( ?)(/) ?({AMOUNT})(?!/)")
DOTTED_DAY = regex(r"(\d{1,2})\.(\d{1,2})")
DOTTED_BEFORE_DASH = regex(r"([0-3]?\d)()(\.)([01]?\d)(?= ?[-–—])")
DOTTED = regex(r"([0-3]?\d)()(\.)([01]?\d)(?![\w/%°º]|[.,]\d)")
SCHOOL_YEAR = regex(r"(?:19|20)\d\d")
SECOND = regex(r"(?: ?[-–] ?| đến )\d{1,2}/\d{1,2}(?![/\w])")
GLUED_WORD = regex(r"[^\W\d_]{2,7}(?!\w)")
COUNTED = frozenset({"count", "noun", "measured"})
HOUR_BEHIND = regex(r" ?(?:giờ|h)(?!\w)")
"""In "5 giờ 30 - 11 giờ" the first number is minutes."""
ELEMENT = regex(r" ?[NPK](?!\w)")
"""A component of a fertilizer: "1/3N + 1/4 P"."""
LARGEST_OF_ONE, LARGEST_SHARE, FEW = 100, 20, 10
"""A single part may be a share of up to 100, several parts of up to 20; "hơn 5/12" is not a share."""
LARGEST_SIMPLE = 4
LARGEST_GOALS = 200
HOURS = "hours"


class Pair(NamedTuple):
    """Two numbers as they are written, up to `end`; a unit after them ends at `unit_end`."""

    start: int
    end: int
    first: str
    mark: str
    last: str
    unit: str
    unit_end: int
    unit_rule: str
    beyond: int
    """The start of the following words: after the second of two shares ("1/5-2/5 diện tích")."""
    possible: frozenset[str] = frozenset()

    @property
    def is_few(self) -> bool:
        """Return whether the second number may be a denominator: at most ten."""
        return self.is_whole and int(self.last) <= FEW

    @property
    def is_simple(self) -> bool:
        """Return whether the second number is a usual denominator, such as that of 3/4."""
        return value(self.last) <= LARGEST_SIMPLE and (self.first, self.last) != ("2", "4")

    @property
    def is_whole(self) -> bool:
        """Return whether both are whole numbers in plain digits."""
        return self.first.isdecimal() and self.last.isdecimal()


def parse(at: Place) -> Pair | None:
    """Return the two numbers that begin here, or None."""
    before = at.char_before
    if before.isdecimal() or before == "/" or (before.isalpha() and not around.before(at).kinds):
        return None
    for pattern, mark in ((DASHED, "-"), (SLASHED, "/"), (DOTTED, ".")):
        if found := at.match(pattern):
            return _pair(at, found, mark)
    return None


def _pair(at: Place, found: re.Match[str], mark: str) -> Pair | None:
    first, last, end = found[1], found[4], found.end()
    if mark == "-" and _are_dotted_days(at, first, last, end):
        return _pair(at, dotted, ".") if (dotted := at.match(DOTTED_BEFORE_DASH)) else None
    goes_on = at.char_before in ("-", "–") and all(one.rule != "range" for one in at.line.said[-1:])
    is_clock = mark == "-" and at.follows(("giờ",)) and HOUR_BEHIND.match(at.text, end)
    is_chained = found[2] == " " and CHAINED.search(at.left) is not None
    if is_clock or is_chained or (goes_on and mark == "-"):
        return None
    if mark == "/" and SCHOOL_YEAR.fullmatch(first) and len(last) in (2, 4):
        return None
    of_element = mark == "/" and ELEMENT.match(at.text, end)
    unit_end, unit, rule = (end, "", "") if of_element else tail(at, end)
    if mark == "." and unit:
        return None
    following = at.text[end : end + 1]
    if not unit and (following.isalnum() or following == "_") and not of_element and not _is_glued_noun(at, end):
        return None
    second = SECOND.match(at.text, end) if mark == "/" else None
    beyond = second.end() if second else end
    possible = _possible(first, mark, last, may_be_day=not goes_on and rule != "percent")
    if mark == "-" and not unit and may_be_hours(at, first, last):
        possible |= {HOURS}
    return Pair(at.start, end, first, mark, last, unit, unit_end, rule, beyond, possible)


def _is_glued_noun(at: Place, end: int) -> bool:
    """Return whether a counted noun or a calendar is attached without a space: the hộ of "3-5hộ", 11/1ÂL."""
    word = GLUED_WORD.match(at.line.lower, end)
    return word is not None and bool(around.kinds().get(word.group(), frozenset()) & {*COUNTED, "after"})


def _are_dotted_days(at: Place, first: str, last: str, end: int) -> bool:
    """Return whether a dash joins two days with points ("30.4 - 1.5") and not two amounts ("1.5-2.5 lần")."""
    days = [DOTTED_DAY.fullmatch(one) for one in (first, last)]
    if not all(day and is_day(day[1], day[2]) for day in days) or tail(at, end)[1]:
        return False
    dated = around.before(at).kinds & {"when", "holiday", "day", "today", "weekday", "part"}
    falling = value(first) > value(last)
    return bool(dated or falling) and not around.behind(at, end).kinds & {"measured", "count", "amount", "mass"}


HALF = "0,5"
"""What each player has of a drawn game of chess."""


def _possible(first: str, mark: str, last: str, *, may_be_day: bool) -> frozenset[str]:
    """Return the readings that the numbers permit."""
    whole = first.isdecimal() and last.isdecimal()
    one, other = value(first), value(last)
    readings = []
    if may_be_day and whole and len(first) < 3 and len(last) < 3 and is_day(first, last):
        readings.append("date")
    if mark == "-":
        readings += ["range", "list"]
        if whole and len(first) < 4 and len(last) < 4 and max(one, other) < LARGEST_GOALS:
            readings.append("score")
        if first == last == HALF:
            readings.append("score")
    elif mark == "/":
        readings.append("over")
        zeros = first[0] == "0" or last[0] == "0"
        if whole and not zeros and 0 < one < other <= (LARGEST_OF_ONE if one == 1 else LARGEST_SHARE):
            readings.append("share")
    elif readings:
        readings.append("decimal")
    return frozenset(readings)
