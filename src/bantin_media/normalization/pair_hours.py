"""Two numbers after a part of the day: hours, or a day and a month.

"sáng 7-11, chiều 1-4" → "sáng bảy đến mười một giờ, chiều một đến bốn giờ".

Both numbers must be hours of that part (the table `part_of_day`): "Chiều 7-11" and "Sáng 12-3" are days.  Another part
of the day with hours in the same line is the best evidence, words for opening hours are weaker.
"""

from __future__ import annotations

from functools import cache

from ..regex import regex
from ..vietnamese.tables import read_table
from .context import NOT_LETTERS, Place, last_word
from .words import one_of, phrases

OF_A_PART = regex(rf"(?<!\w)({one_of('date', 'part')})(?: từ)?:? ?(\d{{1,2}}) ?[-–—] ?(\d{{1,2}})(?![\w/:]|\.\d)")
HOUR = regex(r"(?<!\w)\d{1,2}(?:h\d{0,2}|g\d\d|:\d\d| giờ)(?!\w)")
CLAUSE, NEAR = regex(r"[.;!?]"), 7
AROUND = 120
"""In characters: the distance within which the line may show hours."""


@cache
def _spans() -> dict[str, tuple[range, ...]]:
    found: dict[str, tuple[range, ...]] = {}
    for part, first, last in read_table(__package__, "part_of_day"):
        found[part] = (*found.get(part, ()), range(int(first), int(last) + 1))
    return found


def may_be_hours(at: Place, first: str, last: str) -> bool:
    """Return whether a part of the day precedes, and both numbers are hours of it: "sáng 7-11", "đêm 22-6"."""
    return _are_hours(last_word(at.left.rstrip(" :(")), first, last)


def _are_hours(part: str, first: str, last: str) -> bool:
    spans = _spans().get(part)
    if spans is None or not (first.isdecimal() and last.isdecimal() and first[0] != "0"):
        return False
    one, other = int(first), int(last)
    if one < other:
        return any(one in span and other in span for span in spans)
    return one > other and _is_over_midnight(one, other, spans)


def _is_over_midnight(one: int, other: int, spans: tuple[range, ...]) -> bool:
    return any(one in span for span in spans if span[0]) and any(other in span for span in spans if not span[0])


def hours(at: Place, last: str, end: int) -> list[str]:
    """Return what the line shows of hours: another part of the day with its hours, a clock, words for opening hours."""
    line = at.line.lower
    before, behind = line[max(0, at.start - AROUND) : at.start], line[end : end + AROUND]
    part = last_word(at.left.rstrip(" :("))
    others = [one for side in (before, behind) for one in OF_A_PART.finditer(side) if one[1] != part]
    found = []
    if any(one[3] != last and _are_hours(one[1], one[2], one[3]) for one in others):
        found.append("other-part")
    if HOUR.search(before) or HOUR.search(behind):
        found.append("clock")
    words = f" {' '.join(NOT_LETTERS.sub(' ', CLAUSE.split(before)[-1]).split()[-NEAR:])} "
    if any(f" {phrase} " in words for phrase in phrases("time", "opening")):
        found.append("opening")
    return found
