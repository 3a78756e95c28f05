"""Dates in all their writings.  "27/4/2009" → "ngày hai mươi bảy tháng tư năm hai nghìn không trăm linh chín".

"tháng 02/2023", "Tháng 7-2022", "từ ngày 2-9/5", "hai ngày 20 và 21/6", "Quốc khánh 2-9".  A day and a month alone
are a date only where the words around say so, or where they can be nothing else ("27/4"): "1/5 diện tích" is a
share, "2-9 xã" a range, "số nhà 1/5" an address, "hỗ trợ 24/7" day and night.
"""

from __future__ import annotations

import re

from ..configuration.settings import ReadingStyle
from .cardinal import cardinal, year
from .context import Match, Place, ends_in
from .words import phrases

_YEAR = r"(?:1[0-9]|20|21)\d\d"
_END = r"(?![\w/]|[-.,]\d)"
FULL = re.compile(rf"(\d{{1,2}}) ?([/.\-]) ?(\d{{1,2}}) ?\2 ?({_YEAR}|\d\d)(?!\w|[/.,]\d|-\d)")
FULL_BEFORE_RANGE = re.compile(rf"(\d{{1,2}})([/.])(\d{{1,2}})\2({_YEAR})(?=-\d)")
ISO = re.compile(rf"({_YEAR})-(\d\d)-(\d\d){_END}")
DAYS = re.compile(rf"(\d{{1,2}}) ?[-–] ?(\d{{1,2}})[/.](\d{{1,2}})(?:[/.]({_YEAR}))?(?![\w/]|[-.,]\d)")
DAY_MONTH = re.compile(r"(\d{1,2}) ?([/.\-]) ?(\d{1,2})(?![\w/]|[.,]\d)")
MONTHS_YEAR = re.compile(rf"(\d{{1,2}}) ?[-–] ?(\d{{1,2}}) ?[/\-.] ?({_YEAR}){_END}")
MONTH_YEAR = re.compile(r"(\d{1,2}) ?([/\-.]) ?((?:19|20)\d\d)(?![\w/]|[.,]\d)")
MONTH = re.compile(r"(0?[1-9]|1[0-2])(?![\w/]|[.,]\d|[-–]\d)")
MONTHS = re.compile(r"(0?[1-9]|1[0-2]) ?[-–] ?(0?[1-9]|1[0-2])(?![\w/]|[.,]\d)")
SLASH_YEAR = re.compile(rf" ?[/\-] ?({_YEAR})(?![\w/])")
AFTER_TIME = re.compile(rf"/ ?(\d{{1,2}})([-/.])(\d{{1,2}})(?:\2({_YEAR}))?(?![\w/]|[-.,]\d)")
ANOTHER_DATE = re.compile(
    r"(?:\s?[-–]|,? đến(?: hết)?(?: ngày)?|,? và(?: ngày)?|,| hoặc)\s?\d{1,2}[/\-.]\d{1,2}(?:[/.\-]\d{4})?(?![\w/])"
)
COUNTED_MONTHS = re.compile(r"(?<!ngày )(?<!mùng )(?<!mồng )\b(?:[1-9]|0[1-9]|1[0-2]) tháng$")
BARE_DAY = re.compile(r"(?:^|[^\d/.\-])\d{1,2}(?:,| và| đến| hoặc|, và)$")
HOURS = re.compile(r" ?(?:[hgH]|giờ|người|em|ca)(?!\w)")
ROUND_THE_CLOCK = "24/7"
NAMED_DAY = re.compile(r"\bngày (?:[^\W\d_]+ ){1,9}\(?$")


def read(at: Place) -> Match | None:
    """Accept a day with its month and year, where day and month can be; two-digit years are said as written."""
    if _goes_on(at):
        return None
    if found := at.match(ISO):
        if _is_day(found.group(3), found.group(2)):
            return Match(found.end(), _date(at, found.group(3), found.group(2), found.group(1)))
        return None
    found = at.match(FULL) or at.match(FULL_BEFORE_RANGE)
    if found is None:
        return None
    day, _, month, in_year = found.groups()
    if not _is_day(day, month) or (len(in_year) == 2 and not (_is_introduced(at) or found.group(2) == "/")):
        return None
    return Match(found.end(), _date(at, day, month, in_year))


def read_days(at: Place) -> Match | None:
    """Accept a range of days in one month: "từ ngày 2-9/5", "20-25/11/2022"."""
    found = at.match(DAYS)
    if found is None:
        return None
    first, last, month, in_year = found.groups()
    if not (_is_day(first, month) and _is_day(last, month) and int(first) < int(last)):
        return None
    if "." in found.group() and not at.follows(phrases("date", "day")):
        return None
    is_after_day = at.follows(phrases("date", "day"))
    if at.follows(phrases("ratio", "scale") + phrases("label", "address")):
        return None
    if not is_after_day and at.precedes(found.end(), phrases("ratio", "count")):
        return None
    said = f"{cardinal(first, at.style)} đến ngày {_day_month(at.style, last, month)}"
    if in_year:
        said += f" năm {year(in_year, at.style)}"
    return Match(found.end(), said if is_after_day else f"ngày {said}")


def read_day_month(at: Place) -> Match | None:
    """Accept a day and a month where the words around, or the numbers themselves, leave no other reading."""
    found = at.match(DAY_MONTH)
    if found is None or _goes_on(at):
        return None
    day, mark, month = found.groups()
    if not _is_day(day, month) or (" " in found.group() and mark != "/" and not at.follows(phrases("date", "day"))):
        return None
    if mark == "-" and at.precedes(found.end(), phrases("date", "month-follows")):
        return None
    if _names_street(at, found):
        return Match(found.end(), _day_month(at.style, day, month))
    if at.text[found.end() : found.end() + 1] == "%" or not _is_day_here(at, found, mark):
        return None
    return Match(found.end(), _date(at, day, month, ""))


def read_month(at: Place) -> Match | None:
    """Accept a month with its year, months after "tháng", and the year of a quarter, a term or an issue."""
    after_month = at.follows(phrases("date", "month"))
    if found := at.match(MONTHS_YEAR):
        first, last, in_year = found.groups()
        if 0 < int(first) < int(last) <= 12:
            said = f"{_month(at.style, first)} đến tháng {_month(at.style, last)} năm {year(in_year, at.style)}"
            return Match(found.end(), said if after_month else f"tháng {said}")
    if found := at.match(MONTH_YEAR):
        return _month_year(at, found, after_month=after_month)
    if not after_month or COUNTED_MONTHS.search(at.left):
        return _listed_month(at)
    if found := at.match(MONTHS):
        first, last = found.groups()
        return Match(found.end(), f"{_month(at.style, first)} đến tháng {_month(at.style, last)}")
    found = at.match(MONTH)
    return Match(found.end(), _month(at.style, found.group(1))) if found else None


def read_slash_year(at: Place) -> Match | None:
    """Accept the year after a quarter, a term or a numeral said just before: "quý I/2022", "đợt hai/2023"."""
    found = at.match(SLASH_YEAR)
    if found is None or not at.line.said or at.char_before == " ":
        return None
    if at.line.said[-1].rule not in ("roman", "ordinal", "cardinal", "date", "word"):
        return None
    return Match(found.end(), f"năm {year(found.group(1), at.style)}")


def read_after_time(at: Place) -> Match | None:
    """Accept the slash and the day behind a time of day: "7h/19-8" → "bảy giờ, ngày mười chín tháng tám"."""
    found = at.match(AFTER_TIME)
    if found is None or not at.line.said or at.line.said[-1].rule != "time" or not _is_day(found[1], found[3]):
        return None
    said = f"ngày {_day_month(at.style, found[1], found[3])}"
    if found[4]:
        said += f" năm {year(found[4], at.style)}"
    return Match(found.end(), f", {said}")


def _month_year(at: Place, found: re.Match[str], *, after_month: bool) -> Match | None:
    number, mark, in_year = found.groups()
    said_year = f"năm {year(in_year, at.style)}"
    if at.follows(phrases("date", "numbered")):
        return Match(found.end(), f"{cardinal(number, at.style)}, {said_year}") if mark in "/-" else None
    if not 0 < int(number) <= 12 or at.follows(phrases("ratio", "scale")):
        return None
    if mark != "/" and not after_month:
        return None
    said = f"{_month(at.style, number)} {said_year}"
    listed = after_month or (at.follows_list(("tháng",)) and at.left[-1:] not in ("-", "–"))
    return Match(found.end(), said if listed else f"tháng {said}")


def _listed_month(at: Place) -> Match | None:
    """Read the 5 of "tháng 4, 5", "tháng 4 và 5": as any number, only April has a word of its own."""
    if at.left[-1:].isalnum() and not at.follows(("và", "đến", "hoặc")):
        return None
    found = at.match(MONTH)
    is_listed = found is not None and found.group(1).lstrip("0") == "4" and at.follows_list(("tháng",))
    return Match(found.end(), _month(at.style, "4")) if found and is_listed else None


def _is_day(day: str, month: str) -> bool:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 0 < int(month) <= 12 and 0 < int(day) <= longest[int(month) - 1]


def _goes_on(at: Place) -> bool:
    """Return whether digits or a joint stand right before, so that only a part of something begins here."""
    before = at.char_before
    return (
        before.isdecimal()
        or before == "/"
        or (before in ("-", "–") and all(one.rule != "range" for one in at.line.said[-1:]))
    )


def _is_introduced(at: Place) -> bool:
    return at.follows(phrases("date", "day")) or at.follows(phrases("date", "evening"))


def _is_day_here(at: Place, found: re.Match[str], mark: str) -> bool:
    """Return whether a day and a month stand here, by the words on the left, then on the right, then the numbers."""
    end = found.end()
    if at.follows(phrases("date", "day")) or _is_listed_day(at):
        return True
    if at.follows(phrases("label", "address") + phrases("ratio", "scale")):
        return False
    counted = at.precedes(end, phrases("ratio", "count") + phrases("ratio", "mass"))
    if counted and not at.precedes(end, phrases("date", "after")):
        return False
    on_a_part = at.follows(phrases("date", "part")) and not HOURS.match(at.text, end)
    on_a_part = on_a_part and not at.precedes(end, phrases("per", "noun"))
    is_set_off = mark == "." and at.text[end : end + 1] in ("", ",", ";", ")")
    if (on_a_part and (mark == "-" or is_set_off)) or (mark == "-" and _stands_alone(at, end)):
        return True
    if mark != "." and (at.precedes(end, phrases("date", "after")) or _is_holiday(at)):
        return True
    return mark == "/" and _is_bare_day(at, found)


def _names_street(at: Place, found: re.Match[str]) -> bool:
    """Return whether a feast names a street, a school: "đường 30/4"."""
    return found.group() in phrases("date", "feast") and at.follows(phrases("date", "street"))


def _stands_alone(at: Place, end: int) -> bool:
    """Return whether a dashed day is set off behind a word of time: "Trước đó, 9-11, …", "Từ 1-12, …"."""
    if at.text[end : end + 1] not in ("", ",", ".", ";", ")") or at.text[end + 1 : end + 3].strip()[:1].isdecimal():
        return False
    if at.left.endswith(","):
        return ends_in(at.left[:-1], phrases("date", "then"))
    return at.follows(phrases("date", "evening")) and not at.follows(("sau", "trước", "hội nghị"))


def _is_bare_day(at: Place, found: re.Match[str]) -> bool:
    """Return whether a slash joins a day and a month although no word says so: another date near, or no share."""
    end, day, month = found.end(), int(found.group(1)), int(found.group(3))
    if at.follows(phrases("date", "evening")):
        return True
    if found.group() == ROUND_THE_CLOCK:
        return False
    if at.left.endswith(",") and next((one.rule for one in at.line.said[::-1] if one.spoken.strip(", ")), "") == "time":
        return True
    another = ANOTHER_DATE.match(at.line.lower, end)
    is_span = another is not None and day > month
    if not (is_span or at.left.endswith("(")) and at.follows(phrases("ratio", "share") + phrases("date", "not")):
        return False
    if another:
        return not at.precedes(another.end(), phrases("ratio", "count") + phrases("ratio", "mass"))
    return day > month


def _is_holiday(at: Place) -> bool:
    """Return whether a feast stands before ("Quốc tế Lao động 1/5"), or "Ngày" with the feast's name."""
    left = at.left
    named = NAMED_DAY.search(left + " ")
    if named:
        written = at.text[max(0, at.start - len(named.group()) - 1) : at.start].split()
        return sum(word[0].isupper() for word in written) > 1 or "ngày" not in written[:1]
    return at.follows(phrases("date", "holiday"))


def _is_listed_day(at: Place) -> bool:
    """Return whether a date or "ngày" opened the list that this day ends: "30/4 và 1/5", "hai ngày 20 và 21/6"."""
    if at.left[-1:] not in (",", "-", "–") and at.left.split(" ")[-1:] not in (["và"], ["đến"], ["hoặc"], ["tới"]):
        return False
    if at.follows_list(("ngày",)):
        return True
    for token in reversed(at.line.said[-4:]):
        if token.rule == "date":
            return True
        if token.rule not in ("space", "punctuation", "range") and token.written.strip() not in ("và", "đến", "hoặc"):
            return False
    return False


def _date(at: Place, day: str, month: str, in_year: str) -> str:
    said = _day_month(at.style, day, month)
    if in_year:
        said += f" năm {year(in_year, at.style)}"
    bare_list = not in_year and BARE_DAY.search(at.left) is not None and at.follows_list(("ngày",))
    return said if at.follows(phrases("date", "day")) or bare_list else f"ngày {said}"


def _day_month(style: ReadingStyle, day: str, month: str) -> str:
    return f"{cardinal(day, style)} tháng {_month(style, month)}"


def _month(style: ReadingStyle, month: str) -> str:
    return style.april if int(month) == 4 else cardinal(month, style)
