"""The machine-readable day of an element: `<time datetime="2026-11-25T18:30:00Z">`, `data-utime="1764063000"`.

A page often shows less ("5 ngày trước", "25/11/26").  The day is that of Vietnam, not of the server's zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

from ...regex import regex

_VIETNAM: Final = timezone(timedelta(hours=7))
_NAMES: Final = (
    "datetime",
    "data-utime",
    "data-time",
    "data-timestamp",
    "data-date",
    "data-published",
)
_MOMENT: Final = regex(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)"
    r"(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)? ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_WRITTEN: Final = regex(r"(?P<day>\d{1,2}) (?:thg|tháng) (?P<month>\d{1,2}),? (?:năm )?(?P<year>20\d\d)")
_SECONDS: Final = regex(r"1\d{9}")
"""Since 1970: the years 2001 to 2033."""
_MILLISECONDS: Final = regex(r"(1\d{9})\d{3}")


def stamp_of(element: Any) -> str:
    """Return the day (ISO) in the attributes of an element, empty if they have none."""
    days = (local_day(element.get(name, "")) for name in _NAMES)
    return next(filter(None, days), "") or _written(element.get("title", ""))


def _written(title: str) -> str:
    """Return the day (ISO) that an element shows when it is pointed at: "3 thg 12, 2026"; empty for other text."""
    match = _WRITTEN.fullmatch(title.strip()[:40])
    if match is None:
        return ""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return ""


def local_day(moment: str) -> str:
    """Return the day in Vietnam (ISO) of a moment in ISO form or in seconds since 1970; empty for other text."""
    moment = moment.strip()[:40]
    seconds = _SECONDS.fullmatch(moment) or _MILLISECONDS.fullmatch(moment)
    if seconds:
        return datetime.fromtimestamp(int(seconds[0][:10]), UTC).astimezone(_VIETNAM).date().isoformat()
    match = _MOMENT.search(moment)
    if match is None:
        return ""
    try:
        at = datetime.fromisoformat(f"{match['day']}T{match['clock'] or '00:00'}{match['zone'] or ''}")
    except ValueError:
        return ""
    return (at.astimezone(_VIETNAM) if at.tzinfo else at).date().isoformat()
