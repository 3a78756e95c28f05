"""Abbreviated days, months and quarters.  "T7, CN" → "thứ bảy …", "T10/2026" → "tháng mười …".

"Q.IV/2026" → "quý bốn …", "9T/2026", "6T đầu năm" → "chín tháng năm …", "sáu tháng đầu năm".  A single T with a digit
is a day only with evidence beside it: another day, a date, an hour or a schedule ("cảng T3" has none).  After certain
words it is a month ("so với T8" → "so với tháng tám").
"""

from __future__ import annotations

import re

from ..model import Certainty
from ..regex import regex
from .cardinal import cardinal, year
from .context import WINDOW, Match, Place
from .roman import value
from .words import one_of, phrases

MONTHS = regex(r"T(0?[1-9]|1[0-2]) ?[-–] ?T?(0?[1-9]|1[0-2]) ?[/-] ?((?:19|20)\d\d)(?![\w/]|[.,]\d)")
MONTH_RANGE = regex(r"T(0?[1-9]|1[0-2]) ?[-–] ?T(0?[1-9]|1[0-2])(?![\w/]|[.,-]\d)")
MONTH_LIST = regex(r"T(?:1[0-2]|[1-9])(?:(?:, ?| và )T(?:1[0-2]|[1-9])){1,11}(?![\w/]|[.,-]\d)")
WEEK = range(2, 8)
"""T2 to T7 may be days of the week; a T with another number cannot."""
MONTH = regex(r"T\.? ?(0?[1-9]|1[0-2]) ?[/-] ?((?:19|20)\d\d)(?![\w/]|[.,]\d)")
PADDED_MONTH = regex(r"T\.(0[1-9]|1[0-2])[/-](\d\d)(?![\w/]|[.,-]\d)")
BARE_MONTH = regex(r"T(0?[1-9]|1[0-2])(?![\w/]|[.,-]\d)")
MONTHS_OF = regex(r"(0?[1-9]|1[0-2]) ?T(?:[/-]?((?:19|20)\d\d)(?![\w/]|[.,]\d)|(?= (?:đầu|cuối|năm) ))")
MONTHS_SO_FAR = regex(r"(0?[1-9]|1[0-2]) ?T()(?!\w)")
QUARTER = regex(r"Q\.? ?(IV|I{1,3}|[1-4]) ?[/-] ?((?:19|20)\d\d)(?![\w/]|[.,]\d)")
DAYS = regex(r"T([2-7]) ?[-–] ?(?:T([2-7])|(CN))(?!\w)")
LISTED_DAYS = regex(r"T([2-7](?:[-–,/.] ?[2-7]){2,5})(?![\w%]|[-–./]\d)")
DAY = regex(r"(?:T([2-7])|CN)(?!\w)")
DATED = regex(r"(?:T([2-7])|CN)(?=,? \(?(?:ngày )?(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])(?!\d))")
"""A day of the week before its date: "T2 (7/12)"."""
MARK_BEFORE = regex(r"[^\W\d_][-–]$")
"""A letter and a dash directly before: the T is part of a code, as in "DVB-T2"."""
LABEL = regex(r"T[2-7]:")
HEAD = regex(r"[;:,.] ?(?:T[2-7] ?(?::|[^\W\d_])|CN [^\W\d_])")
HEAD_BEFORE = regex(r"(?:^|[;:,.] ?)T[2-7] ?(?::|[^\W\d_])|^[^;:,.]{2,40} T[2-7]:")
"""A day at the beginning of another item of a schedule: "T2 họp giao ban; T4 tiếp dân"."""
HOUR_BEFORE = regex(r"(?<!\d)\d{1,2} ?(?:h|g|giờ)(?: ?\d{2})?,?$")
HOUR_BEHIND = regex(
    rf"(?:T[2-7] ?[:,–-]?|CN)(?: {one_of('date', 'hourly')})? ?\(?\d{{1,2}} ?(?:h|g|giờ|:\d\d)(?![^\W\d_h])"
)
DATE_BEFORE = regex(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])(?:[/-](?:19|20)\d\d)? ?([(,])$")
OF_A_YEAR = regex(r"T(0?[1-9]|1[0-2])(?= năm (?:nay|ngoái|trước|sau|\d{4}))")
"""A month with the year in words: "T3 năm ngoái"."""
BESIDE = regex(r"(?:,| và|,? hoặc|/) ?(?:T[2-7]|CN)(?!\w)")
CALENDAR = regex(r"(?:PL ?[.:]? ?(25\d\d)|DL ?[.:]? ?((?:19|20)\d\d))(?![\w/]|[.,]\d)")
LIFE = regex(r"([sm])\. ?(1\d{3}|20\d\d)(?=\)| ?[-–,;])(?![-–]\d)")
LIFE_BEFORE = regex(r"(?:\(|\d ?[-–,;])$")
NAMES = {"4": "tư"}
SIGHT = 3
FAR = 40
"""In tokens: how far back another count of months is evidence that "9T" is one too: "6T: 231ha; 9T ước đạt"."""
SCHEDULE_SIGHT = 8
"""In words: how far before a day its schedule may be named, and how far after "T7:" a duty."""


def read(at: Place) -> Match | None:
    """Match a month or a quarter with its year, and two or more adjacent days of the week."""
    if at.char_before.isalnum() or MARK_BEFORE.search(at.left):
        return None
    if dated := _of_year(at):
        return dated
    if found := at.match(QUARTER):
        number = found[1] if found[1].isdecimal() else str(value(found[1]))
        return Match(found.end(), f"quý {cardinal(number, at.style)} năm {year(found[2], at.style)}")
    if _is_month(at) and (found := at.match(BARE_MONTH)):
        return Match(found.end(), f"tháng {_month(at, found[1])}")
    if match := _months(at) or _season(at):
        return match
    return None if at.follows(phrases("date", "not-month")) else _weekdays(at)


def read_calendar(at: Place) -> Match | None:
    """Match a year of a named calendar: "PL.2568 - DL.2024" → "phật lịch hai nghìn năm trăm sáu mươi tám, …"."""
    found = at.match(CALENDAR)
    if found is None or at.char_before.isalnum():
        return None
    name, digits = ("phật lịch", found[1]) if found[1] else ("dương lịch", found[2])
    return Match(found.end(), f"{name} {year(digits, at.style)}")


def read_life(at: Place) -> Match | None:
    """Accept the year in which someone was born or died, in a bracket: "(s. 1450)", "(1450 - m. 1513)"."""
    found = at.match(LIFE)
    if found is None or not LIFE_BEFORE.search(at.left):
        return None
    return Match(found.end(), f"{'sinh' if found[1] == 's' else 'mất'} năm {year(found[2], at.style)}")


def read_months_of(at: Place) -> Match | None:
    """Match a number of months of a year: "9T/2026"; "9T" alone may be tons."""
    before = (one.written for one in at.line.said[-FAR:] if one.rule == "date")
    is_so_far = at.follows(phrases("date", "so-far")) or any(map(MONTHS_SO_FAR.fullmatch, before))
    found = at.match(MONTHS_OF) or (at.match(MONTHS_SO_FAR) if is_so_far else None)
    if found is None or at.char_before.isalnum():
        return None
    spoken = f"{cardinal(found[1].lstrip('0'), at.style)} tháng"
    return Match(found.end(), f"{spoken} năm {year(found[2], at.style)}" if found[2] else spoken)


def _of_year(at: Place) -> Match | None:
    """Read a month with its year, or two: "T10/2026", "T1-T3/2027"."""
    if found := at.match(MONTHS):
        first, last = (_month(at, one) for one in found.groups()[:2])
        return Match(found.end(), f"tháng {first} đến tháng {last} năm {year(found[3], at.style)}")
    if found := at.match(MONTH):
        return Match(found.end(), f"tháng {_month(at, found[1])} năm {year(found[2], at.style)}")
    if found := at.match(PADDED_MONTH):
        return Match(found.end(), f"tháng {_month(at, found[1])} năm {cardinal(found[2], at.style)}")
    return None


def _months(at: Place) -> Match | None:
    """Read a range or a list of months if at least one number is not a weekday's (2 to 7): "T9-T10", "T1, T2".

    Does not match after a noun that takes such codes: "nhà ga T1-T2".
    """
    if listed := at.match(MONTH_LIST):
        numbers = re.findall(r"\d+", listed.group())
        if {*map(int, numbers)} <= {*WEEK} or at.follows(phrases("date", "not-month")):
            return None
        return Match(listed.end(), ", ".join(f"tháng {_month(at, one)}" for one in numbers))
    found = at.match(MONTH_RANGE)
    if found is None or {int(found[1]), int(found[2])} <= {*WEEK} or at.follows(phrases("date", "not-month")):
        return None
    return Match(found.end(), f"tháng {_month(at, found[1])} đến tháng {_month(at, found[2])}")


def lone_month(at: Place, written: str) -> str:
    """Return `written` spoken as a month ("T11" → "tháng mười một") or a number of months ("6T" → "sáu tháng").

    Empty if it is neither, or after a noun that takes such codes ("nhà ga T3").
    """
    if number := MONTHS_SO_FAR.fullmatch(written):
        return f"{cardinal(number[1].lstrip('0'), at.style)} tháng"
    found = BARE_MONTH.fullmatch(written)
    if found is None or MARK_BEFORE.search(at.left) or at.follows(phrases("date", "not-month")):
        return ""
    return f"tháng {_month(at, found[1])}"


def _is_month(at: Place) -> bool:
    """Return whether T and a number are a month: "so với T8", "từ T3 năm ngoái"; not "nhà ga T3 năm 2025"."""
    if at.follows(phrases("date", "short-month")):
        return True
    return at.match(OF_A_YEAR) is not None and at.follows(phrases("date", "dated-month"))


def _month(at: Place, digits: str) -> str:
    return at.style.april if int(digits) == 4 else cardinal(digits, at.style)


def _weekdays(at: Place) -> Match | None:
    if found := at.match(DAYS):
        last = "chủ nhật" if found[3] else _day(at, found[2])
        return Match(found.end(), f"{_day(at, found[1])} đến {last}", "weekday")
    if (several := at.match(LISTED_DAYS)) and (digits := re.findall(r"\d", several[1])) == sorted({*digits}):
        return Match(several.end(), ", ".join(_day(at, digit) for digit in digits), "weekday")
    found = at.match(DAY)
    if found is None:
        return None
    listed = any(token.rule == "weekday" for token in at.line.said[-SIGHT:])
    listed = listed or (bool(found[1]) and at.follows((*phrases("date", "part"), *phrases("date", "day-before"))))
    listed = listed or (bool(found[1]) and _is_of_a_week(at, found.end()))
    listed = listed or at.match(HOUR_BEHIND) is not None or _heads_an_item(at)
    if not (listed or at.match(DATED) or _follows_date(at, found) or (found[1] and BESIDE.match(at.text, found.end()))):
        return None
    return Match(found.end(), _day(at, found[1]) if found[1] else "chủ nhật", "weekday")


def _season(at: Place) -> Match | None:
    """Read two numbers that may be weekdays as months, if the season of a crop precedes: "vụ xuân T3–T5"."""
    found = at.match(MONTH_RANGE)
    if found is None or not at.follows(phrases("date", "season")):
        return None
    first, last = (_month(at, one) for one in found.groups())
    days = f"{_day(at, found[1])} đến {_day(at, found[2])}"
    return Match(found.end(), f"tháng {first} đến tháng {last}", "", (), Certainty.GUESS, "", days)


def _is_of_a_week(at: Place, end: int) -> bool:
    """Return whether the day belongs to a week, by its hour, a schedule or a word for a week or a part of the day.

    The hour ("19h30 T5") and the schedule precede, the word follows directly.
    """
    if HOUR_BEFORE.search(at.left) or at.follows(phrases("date", "schedule")):
        return True
    is_scheduled = not set(phrases("date", "schedule")).isdisjoint(at.words_before(SCHEDULE_SIGHT))
    return is_scheduled or at.precedes(end, phrases("date", "weekly"))


def _heads_an_item(at: Place) -> bool:
    """Return whether the day begins an item of a schedule.

    That is so if an adjacent item also begins with a day, or if a duty follows ("T7: trực ban").
    """
    left = at.text[max(0, at.start - WINDOW) : at.start].rstrip()
    behind = at.text[at.start + 2 : at.start + WINDOW]
    if at.match(LABEL) and not {*phrases("date", "duty")}.isdisjoint(at.words_after(at.start + 2, SCHEDULE_SIGHT)):
        return True
    is_head = not left or left[-1] in ";:,." or at.text[at.start + 2 : at.start + 3] == ":"
    return is_head and (HEAD_BEFORE.search(left) is not None or HEAD.search(behind) is not None)


def _follows_date(at: Place, day: re.Match[str]) -> bool:
    """Return whether the date of the day precedes: "22/12 (CN)", "22/12, T3"; "22/12, CN Agribank" is a branch."""
    before = DATE_BEFORE.search(at.left)
    return before is not None and (before[1] == "(" or bool(day[1]) or at.text[day.end() : day.end() + 1] in {",", "."})


def _day(at: Place, digit: str) -> str:
    return f"thứ {NAMES.get(digit) or cardinal(digit, at.style)}"
