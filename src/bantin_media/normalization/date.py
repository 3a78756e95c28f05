"""Dates in all forms.  "27/4/2009" → "ngày hai mươi bảy tháng tư năm hai nghìn không trăm linh chín".

"tháng 02/2023", "Tháng 7-2022", "từ ngày 2-9/5", "hai ngày 20 và 21/6", "Quốc khánh 2-9".  A day and a month without a
year are a date only if the context indicates it, or if no other reading is possible ("27/4"): "1/5 diện tích" is a
share, "2-9 xã" a range, "số nhà 1/5" an address, "hỗ trợ 24/7" day and night.
"""

from __future__ import annotations

import re

from ..configuration.settings import ReadingStyle
from ..model import Certainty
from ..regex import regex
from . import around
from .cardinal import cardinal, year
from .context import Match, Place
from .words import phrases

_YEAR = r"(?:1[0-9]|20|21)\d\d"
_END = r"(?![\w/]|[-.,]\d)"
FULL = regex(rf"(\d{{1,2}}) ?([/.\-]) ?(\d{{1,2}}) ?\2 ?({_YEAR}|\d\d)(?!\w|[/.,]\d|-\d)")
MIXED = regex(rf"(\d{{1,2}})([/.])(\d{{1,2}})[/.\-]({_YEAR})(?!\w|[/.,]\d|-\d)")
"""Two different marks in one date, as in "15.8-2019"; "5-10/2022" are months."""
FULL_BEFORE_RANGE = regex(rf"(\d{{1,2}})([/.])(\d{{1,2}})\2({_YEAR})(?=-\d)")
ISO = regex(rf"({_YEAR})-(\d\d)-(\d\d){_END}")
DAYS_DASHED = regex(rf"(\d{{1,2}}) [-–] (\d{{1,2}})-(\d{{1,2}})(?:-({_YEAR}))?(?![\w/]|[-.,]\d)")
TWO_DAYS = regex(r"(\d{1,2})-(\d{1,2}) [-–] (\d{1,2})-(\d{1,2})(?![\w/]|[-.,]\d)")
DAYS = regex(rf"(\d{{1,2}}) ?[-–] ?(\d{{1,2}})[/.](\d{{1,2}})(?:[/.]({_YEAR}))?(?![\w/]|[-.,]\d)")
MONTHS_YEAR = regex(rf"(\d{{1,2}}) ?[-–] ?(\d{{1,2}}) ?[/\-.] ?({_YEAR}){_END}")
MONTH_YEAR = regex(r"(\d{1,2}) ?([/\-.]) ?((?:19|20)\d\d)(?![\w/]|[.,]\d)")
TOGETHER = regex(rf"((?:(?:0?[1-9]|1[0-2]) ?\+ ?){{1,11}}(?:0?[1-9]|1[0-2]))(?:/({_YEAR}))?(?![\w/+]|[.,]\d)")
SHORT_YEAR = regex(r"(0?[1-9]|1[0-2])/(1[3-9]|[2-9]\d)(?![\w/]|[.,]\d)")
"""A month or a quarter, and the last two digits of a year that cannot be another month: "tháng 12/26"."""
SPACED_YEAR = regex(r"(0?[1-9]|1[0-2]) ((?:19|20)\d\d)(?![\w/\-–+]|[.,]\d| [\-–+/]| \d)")
MONTH = regex(r"(0?[1-9]|1[0-2])(?![\w/]|[.,]\d|[-–]\d)")
MONTHS = regex(r"(0?[1-9]|1[0-2]) ?[-–] ?(0?[1-9]|1[0-2])(?![\w/]|[.,]\d)")
SO_MANY_MONTHS = regex(r"\d tháng$")
SLASH_YEAR = regex(rf" ?[/\-] ?({_YEAR})(?![\w/])")
AFTER_TIME = regex(rf"/ ?(\d{{1,2}})([-/.])(\d{{1,2}})(?:\2({_YEAR}))?(?![\w/]|[-.,]\d)")
BEGINS = regex(r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-]|\d{4}-\d\d-")
BEGINS_DAYS = regex(r"\d{1,2} ?[-–] ?\d{1,2}(?:[/.\-]| [-–])")
BEGINS_MONTHS = regex(r"\d{1,2} ?(?:\+|/\d\d(?!\d)|(?:[-–] ?\d{1,2} ?)?[/\-.] ?\d{4})")
"""The starts of dates, days and months: quick tests."""
COUNTED_MONTHS = regex(r"(?<!ngày )(?<!mùng )(?<!mồng )\b(?:[1-9]|0[1-9]|1[0-2]) tháng$")
COUNTED = frozenset({"measured", "count", "mass", "amount", "noun"})
TWO_OF = ("tháng", "quý", "quí", "tuần")
QUARTERS = frozenset({"quý", "quí"})
BARE_DAY = regex(r"(?:^|[^\d/.,\-–])(\d{1,2})(?:,|;| và| đến| hoặc|, và)$")


def read(at: Place) -> Match | None:
    """Match day, month and year, if day and month exist; a year of two digits is read as it is written."""
    if not at.match(BEGINS) or _goes_on(at):
        return None
    if found := at.match(ISO):
        is_one = is_day(found[3], found[2])
        return Match(found.end(), say_date(at, found[3], found[2], found[1])) if is_one else None
    found = at.match(FULL) or at.match(FULL_BEFORE_RANGE) or at.match(MIXED)
    if found is None:
        return None
    day, _, month, in_year = found.groups()
    if not is_day(day, month) or (len(in_year) == 2 and not _may_be_short(at, found)):
        return None
    return Match(found.end(), say_date(at, day, month, in_year))


def _may_be_short(at: Place, found: re.Match[str]) -> bool:
    """Return whether two digits at the end are a year: "6/12/26", but not the month of "1 - 12-11"."""
    if at.follows(phrases("label", "address")) or DAYS_DASHED.match(at.text, at.start):
        return False
    return _is_introduced(at) or found[2] == "/" or _is_padded(at, found)


def read_days(at: Place) -> Match | None:
    """Match a range of days in one month: "từ ngày 2-9/5", "20-25/11/2022"."""
    begins = at.match(BEGINS_DAYS)
    found = (at.match(DAYS) or at.match(DAYS_DASHED)) if begins else None
    if found is None or at.match(TWO_DAYS):
        return _two_days(at) if begins else None
    first, last, month, in_year = found.groups()
    if not (is_day(first, month) and is_day(last, month) and int(first) < int(last)):
        return None
    is_after_day = at.follows(phrases("date", "day"))
    if "." in found.group() and not is_after_day:
        return None
    if at.follows(phrases("ratio", "scale") + phrases("label", "address")):
        return None
    if not is_after_day and at.precedes(found.end(), phrases("ratio", "count")):
        return None
    spoken = f"{cardinal(first, at.style)} đến ngày {say_day_month(at.style, last, month)}"
    if in_year:
        spoken += f" năm {year(in_year, at.style)}"
    return Match(found.end(), spoken if is_after_day else f"ngày {spoken}")


def _two_days(at: Place) -> Match | None:
    """Read two days joined by a spaced dash: "từ 2-9 - 5-9"."""
    found = at.match(TWO_DAYS)
    if found is None or not (is_day(found[1], found[2]) and is_day(found[3], found[4])):
        return None
    spoken = " đến ngày ".join(say_day_month(at.style, found[one], found[one + 1]) for one in (1, 3))
    return Match(found.end(), spoken if at.follows(phrases("date", "day")) else f"ngày {spoken}")


def read_month(at: Place) -> Match | None:
    """Match a month with its year, months after "tháng", and the year of a quarter, a term or an issue."""
    after_month = at.follows(phrases("date", "month")) and not at.follows(phrases("date", "each month"))
    if after_month or at.match(BEGINS_MONTHS):
        if match := _several_months(at, after_month=after_month):
            return match
        if found := at.match(SHORT_YEAR) if after_month or at.word in QUARTERS else None:
            pause = "" if after_month else ","
            return Match(found.end(), f"{_month(at.style, found[1])}{pause} năm {year(found[2], at.style)}")
        if found := at.match(MONTH_YEAR):
            return _month_year(at, found, after_month=after_month)
    if not after_month or COUNTED_MONTHS.search(at.left):
        return _listed_month(at)
    if (found := at.match(SPACED_YEAR)) and not around.behind(at, found.end()).kinds & COUNTED:
        return Match(found.end(), f"{_month(at.style, found[1])} năm {year(found[2], at.style)}")
    found = at.match(MONTH)
    return Match(found.end(), _month(at.style, found[1])) if found else None


def _several_months(at: Place, *, after_month: bool) -> Match | None:
    """Read "5-10/2022", "tháng 5+6/2026", "tháng 9 - 12"."""
    if found := at.match(MONTHS_YEAR):
        first, last, in_year = found.groups()
        if 0 < int(first) < int(last) <= 12:
            spoken = f"{_month(at.style, first)} đến tháng {_month(at.style, last)} năm {year(in_year, at.style)}"
            return Match(found.end(), spoken if after_month else f"tháng {spoken}")
    if (found := at.match(TOGETHER)) and at.follows(TWO_OF):
        *first, last = (_month(at.style, one.strip()) for one in found[1].split("+"))
        in_year = f" năm {year(found[2], at.style)}" if found[2] else ""
        spoken = f"{', '.join(first)} và {last}{in_year}"
        if len(first) == 1:
            return Match(found.end(), spoken)
        return Match(found.end(), spoken, "", (), Certainty.GUESS, "", f"{' cộng '.join((*first, last))}{in_year}")
    found = at.match(MONTHS) if after_month and not COUNTED_MONTHS.search(at.left) else None
    if found is None:
        return None
    return Match(found.end(), f"{_month(at.style, found[1])} đến tháng {_month(at.style, found[2])}")


def read_slash_year(at: Place) -> Match | None:
    """Match the year after a quarter, a term or a numeral that has just been read: "quý I/2022", "đợt hai/2023"."""
    found = at.match(SLASH_YEAR)
    if found is None or not at.line.said or at.char_before == " ":
        return None
    so_many = SO_MANY_MONTHS.search(at.left)
    if not so_many and at.line.said[-1].rule not in ("roman", "ordinal", "cardinal", "date", "word"):
        return None
    pause = ", " if so_many else ""
    return Match(found.end(), f"{pause}năm {year(found.group(1), at.style)}")


def read_after_time(at: Place) -> Match | None:
    """Match the slash and the day after a time of day: "7h/19-8" → "bảy giờ, ngày mười chín tháng tám"."""
    found = at.match(AFTER_TIME)
    if found is None or not at.line.said or at.line.said[-1].rule != "time" or not is_day(found[1], found[3]):
        return None
    spoken = f"ngày {say_day_month(at.style, found[1], found[3])}"
    if found[4]:
        spoken += f" năm {year(found[4], at.style)}"
    return Match(found.end(), f", {spoken}")


def _month_year(at: Place, found: re.Match[str], *, after_month: bool) -> Match | None:
    number, mark, in_year = found.groups()
    said_year = f"năm {year(in_year, at.style)}"
    if at.follows(phrases("date", "numbered")):
        return Match(found.end(), f"{cardinal(number, at.style)}, {said_year}") if mark in "/-" else None
    if not 0 < int(number) <= 12 or at.follows_list(phrases("ratio", "scale")):
        return None
    if mark == "-" and at.follows(phrases("label", "paper")):
        return Match(found.end(), f"{cardinal(number, at.style)}, {said_year}")
    if mark != "/" and not (after_month or _is_dated(at, found.end())):
        return None
    spoken = f"{_month(at.style, number)} năm {year(in_year, at.style)}"
    is_in_list = mark == "/" and at.follows_list(("tháng",)) and at.left[-1:] not in ("-", "–")
    listed = after_month or is_in_list
    return Match(found.end(), spoken if listed else f"tháng {spoken}")


def _is_dated(at: Place, end: int) -> bool:
    """Return whether a word of time precedes and nothing counted follows: "từ đầu năm đến 7-2021"."""
    of_time = (*phrases("date", "evening"), *phrases("date", "short-month"), "đến", "tới", "tính đến")
    return at.follows(of_time) and not around.behind(at, end).kinds & COUNTED


def _listed_month(at: Place) -> Match | None:
    """Read the 5 of "tháng 4, 5", "tháng 4 và 5" as an ordinary number; only April has a word of its own."""
    if at.left[-1:].isalnum() and not at.follows(("và", "đến", "hoặc")):
        return None
    found = None if COUNTED_MONTHS.search(at.before_list) else at.match(MONTH)
    is_listed = found is not None and found.group(1).lstrip("0") == "4" and at.follows_list(("tháng",))
    return Match(found.end(), _month(at.style, "4")) if found and is_listed else None


def is_day(day: str, month: str) -> bool:
    """Return whether this day exists in any year."""
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 0 < int(month) <= 12 and 0 < int(day) <= longest[int(month) - 1]


def _goes_on(at: Place) -> bool:
    """Return whether a digit or a joining mark directly precedes, so that only a part of a number begins here."""
    before = at.char_before
    return (
        before.isdecimal()
        or before == "/"
        or (before in ("-", "–") and all(one.rule != "range" for one in at.line.said[-1:]))
    )


def _is_padded(at: Place, found: re.Match[str]) -> bool:
    """Return whether a bracket contains only a date of three padded numbers: "[14-03-24]"."""
    following = at.text[found.end() : found.end() + 1]
    return f"{at.char_before}{following}" in ("()", "[]") and all(len(found[one]) == 2 for one in (1, 3, 4))


def _is_introduced(at: Place) -> bool:
    return at.follows(phrases("date", "day")) or at.follows(phrases("date", "evening"))


def say_date(at: Place, day: str, month: str, in_year: str = "") -> str:
    """Return the words of a day, with "ngày" only if no such word precedes."""
    spoken = say_day_month(at.style, day, month)
    if in_year:
        spoken += f" năm {year(in_year, at.style)}"
    listed = None if in_year else BARE_DAY.search(at.left)
    bare_list = listed and (int(listed[1]) < int(day) or at.follows_list(("ngày",)))
    return spoken if at.follows(phrases("date", "day")) or bare_list else f"ngày {spoken}"


def say_day_month(style: ReadingStyle, day: str, month: str) -> str:
    """Return the words of a day and a month, without "ngày"."""
    return f"{cardinal(day, style)} tháng {_month(style, month)}"


def _month(style: ReadingStyle, month: str) -> str:
    return style.april if int(month) == 4 else cardinal(month, style)
