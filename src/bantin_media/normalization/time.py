"""Times of day and lengths of time.  "7h30" → "bảy giờ ba mươi phút", "9g15", "08:15", "17giờ 30 phút", "từ 7-9h".

Full hours keep no minutes ("7h00" → "bảy giờ").  "3:2" after tỷ lệ is a ratio, and 25:70 is no time.
"""

from __future__ import annotations

import re

from ..configuration.settings import ReadingStyle
from .cardinal import cardinal, digits_one_by_one
from .context import Match, Place
from .words import phrases

CLOCK = re.compile(
    r"(\d{1,2}) ?(?:[hHg]|giờ(?=\d)) ?(\d{2})(?:[hp:](\d{2})s?)? ?(?:'|’|′|ph(?:út)?(?!\w)|p(?!\w)|m(?!\w))?(?!\w)"
)
HOUR = re.compile(r"(\d{1,2}) ?[hHg](?!\w)")
DIGITAL = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[ ]?(AM|PM|am|pm))?(?![\w:]|[.,]\d)")
SPANS = re.compile(r"(\d{1,2})[ ]?[-–][ ]?(\d{1,2})[hH](\d{2})?(?!\w)")
MINUTES = re.compile(r"(\d{1,3})p(?:h|hút)?(?:(\d{2})s?)?(?!\w)")
STOPWATCH = re.compile(r"(\d{1,3})['’′](\d{1,2})(?:''|[\"”″])?(?!\w)")
SECONDS = re.compile(r"(\d{1,3})(?:''|[″\"”])(\d{1,2})(?!\w)")
OF_DAY = {"AM": "sáng", "PM": "chiều"}


def read(at: Place) -> Match | None:
    """Accept a time with h, g or a colon whose hours and minutes can be; "5 g" is a weight without "lúc"."""
    if (found := at.match(SPANS)) and int(found.group(1)) <= 24 and int(found.group(2)) <= 24:
        last = _said(at.style, found.group(2), found.group(3) or "", "")
        return Match(found.end(), f"{cardinal(found.group(1), at.style)} đến {last}")
    for pattern in (CLOCK, DIGITAL):
        found = at.match(pattern)
        if found and _is_possible(found) and not at.follows(phrases("ratio", "scale")):
            hours, minutes, seconds = found.group(1), found.group(2), found.group(3) or ""
            said = _said(at.style, hours, minutes, seconds)
            if pattern is DIGITAL and found.group(4):
                said += f" {OF_DAY[found.group(4).upper()]}"
            return Match(found.end(), said)
    found = at.match(HOUR)
    if found is None or int(found.group(1)) > 24 or (found.group()[-1] == "g" and not _is_of_day(at, found.end())):
        return _minutes(at)
    return Match(found.end(), f"{cardinal(found.group(1), at.style)} giờ")


def _is_of_day(at: Place, end: int) -> bool:
    before = [token.rule for token in at.line.said[-2:]]
    if before == ["time", "range"]:
        return True
    return at.follows(phrases("time", "before")) or at.precedes(end, phrases("time", "after"))


def _minutes(at: Place) -> Match | None:
    if (found := at.match(SECONDS)) and at.char_before not in ('"', "“"):
        said = f"{cardinal(found.group(1), at.style)} giây {digits_one_by_one(found.group(2))}"
        return Match(found.end(), said)
    found = at.match(MINUTES) or at.match(STOPWATCH)
    if found is None:
        return None
    said = f"{cardinal(found.group(1), at.style)} phút"
    if found.group(2):
        said += f" {cardinal(found.group(2), at.style)} giây"
    return Match(found.end(), said)


def _is_possible(found: re.Match[str]) -> bool:
    return int(found.group(1)) <= 24 and int(found.group(2)) < 60 and int(found.group(3) or 0) < 60


def _said(style: ReadingStyle, hours: str, minutes: str, seconds: str) -> str:
    said = f"{cardinal(hours, style)} giờ"
    if int(minutes or 0) or seconds:
        said += f" {cardinal(minutes, style)} phút"
    if seconds:
        said += f" {cardinal(seconds, style)} giây"
    return said
