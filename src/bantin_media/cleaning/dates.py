"""A metadata line → dates, times, weekdays, labels, counters, buttons, and the rest of its words.

"Thứ tư - 28/09/2022 21:45   Đã xem: 254" → one date and no rest: a date line.  "Như Tâm - 08:54, 30/11/2024" → a
date, and a name as the rest.  A paragraph that mentions a date has a long rest and is not a date line.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Final

from ..regex import regex
from .byline import is_account, is_name, is_person
from .characters import tidy
from .rules import rules, starts_with
from .word_table import one_of

LONGEST: Final = 200
"""In characters.  Longer lines are prose and are not analysed."""
_SENTENCE: Final = 90
"""In characters: a line of this length with a full stop and without a digit is prose, too."""
_DIGIT: Final = regex(r"\d")
_DATE: Final = regex(
    r"(?P<d>\d{1,2}) ?(?P<s>[/.\-]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?P<y2>(?:19|20)\d\d)(?P<s2>[/\-])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})(?:t(?=\d)|(?!\d))"
    r"|(?:ngày )?(?P<d3>\d{1,2})[.,]? (?:tháng|thg\.?) (?P<m3>\d{1,2})[,.]? ?(?:năm )?(?P<y3>(?:19|20)\d\d)(?!\d)"
)
_TIME: Final = regex(
    r"(?:\d{1,2}:\d{2}(?P<seconds>:\d{2})?|\d{1,2} ?(?:h|giờ) ?(?:\d{1,2}(?: ?(?:phút|p|'))?)?)"
    r"(?: ?[ap]m\b| ?(?:sa|ch)\b)?"
)
_APPOINTMENT: Final = regex(r"\bthời gian\b.{0,20}(?:\d ?h|\d ?giờ|từ |đến |sáng|chiều|tối)", re.IGNORECASE)
"""The time of an event: "Thời gian: 7 giờ 30, ngày 28/3/2026" is a line of an announcement."""
_TODAY: Final = regex(r"hôm nay(?: là)?,? .{4,80}[.!]", re.IGNORECASE)
""""hôm nay" inside a spoken sentence; the clock of a web page is not a sentence."""
_WEEKDAY: Final = regex(rf"(?:{one_of('weekdays')}|(?:thứ |t)[2-7])(?!\w)")
_ZONE: Final = regex(r"\(?(?:gmt|utc) ?\+ ?7(?::00|00)?\)?|[+]07:?00|z(?!\w)")
_ZONE_BEGINS: Final = frozenset("(gu+z")
_POSTER: Final = regex(
    rf"{one_of('posters')} ?:? ?(?:[a-z][a-z._\-]{{1,20}}\d{{1,6}}(?!\w)|[^|,;–\d]{{1,40}}?(?=\s*(?:[|,;–\d]| - |$)))"
)
_AGO: Final = regex(r"(?:khoảng )?\d{1,2} (?:phút|giờ|ngày|tuần|tháng|năm) trước(?!\w)")
_ICON: Final = regex(rf"{one_of('icons')}(?:{one_of('weekdays')}(?!\w)|(?=\d))")
"""The name of a picture sign, glued to the date: "ClockThứ Hai, 18/03/2019"."""
_BY: Final = regex(rf"{one_of('writers')} ?:? ?(?=\S)")
_NAME_END: Final = regex(r"\s*(?:[|,;–·•\d]| - |$)")
_SECTION: Final = regex(r"(?:^|[\d)])\s*[|»>]\s*(?P<section>[^|.!?:\d]{2,40})$")
"""A section behind the date: "19:20 30/06/2017 | Sản phẩm - Dịch vụ"."""
_FIELDS: Final = regex(r"(?:[^:|]{2,25}: ?[^|]{1,40}\|){1,5}[^:|]{2,25}: ?[^|]{1,40}")
"""Labels with values between bars: "Ngày phát: 04/12/2026 | Thời lượng: 03:12 | Giọng đọc: Thùy Dung"."""
_ISSUE: Final = regex(r"số \d{1,4}(?:/\d{4})?", re.IGNORECASE)
"""The number of a bulletin behind its day: "Ngày phát hành: 24/11/2026, số 48"."""
_BARS: Final = regex(r"[|•·]")
_FEWEST_FIELDS: Final = 3
_LONGEST_FIELD: Final = 4
"""In words: the name of a section between bars."""
_STAMP: Final = regex(r"^(?:True|False) \d{2,6}(?=Ngày )")
"""A flag and the article's number, which some provincial portals print before "Ngày cập nhật"."""
_BETWEEN: Final = regex(r"[\s+|,;·•()\[\]\-–—/:'’_.…*>«»]+")
_WORD: Final = regex(r"(?:(?![-–—](?:thứ |chủ nhật))[^\s|;()\[\]•·])+")
"""A word ends at a weekday that follows without a space: "Nông Thủy-Thứ bảy"."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The parts of a line; `rest` contains the words that are not metadata, in their original spelling."""

    dates: tuple[date, ...] = ()
    rest: str = ""
    has_weekday: bool = False
    has_time: bool = False
    has_seconds: bool = False
    has_zone: bool = False
    is_posted: bool = False
    """The line contains a label such as "Ngày đăng" or "Cập nhật"."""
    is_clock: bool = False
    """The line says that it gives today's date."""
    in_words: bool = False
    """The date has the form "ngày … tháng … năm …", as in letters and documents."""
    counters: int = 0
    buttons: int = 0
    is_english: bool = False
    """The weekday is English, as in the heads of blog posts; a clock for visitors is in Vietnamese on these sites."""
    is_blog: bool = False
    """The date has the form of Vietnamese blogs: "Thứ Hai, 30 tháng 11, 2026"."""
    is_updated: bool = False
    """The only label is that of a change ("Cập nhật")."""

    @property
    def is_boilerplate(self) -> bool:
        """Return whether the line consists of buttons, counters and labels only."""
        return not self.rest and not self.dates and bool(self.counters or self.buttons or self.is_clock)


@lru_cache(maxsize=2048)
def take_apart(text: str) -> Pieces:
    """Return the parts of a line; if it is too long for metadata, only its words as the rest."""
    text = _STAMP.sub("", tidy(text), count=1)
    if len(text) > LONGEST or (len(text) >= _SENTENCE and text.endswith((".", "…")) and not _DIGIT.search(text)):
        return Pieces(rest=text)
    return _of_fields(text) or _Scanner(text).scan()


def _of_fields(text: str) -> Pieces | None:
    """Return the parts of a line of fields: "bởi Thu Cúc | 27/11/2026 | Tin xã"; None if it is no such line.

    The rest is the field with a person's name; a field of few words is a section of the website.
    """
    fields = [one.strip() for one in _BARS.split(text) if one.strip()]
    if len(fields) < _FEWEST_FIELDS:
        return None
    found = [_Scanner(one).scan() for one in fields]
    dated = [one for one in found if one.dates and not one.rest]
    names = [
        one.rest
        for one, field in zip(found, fields, strict=True)
        if ":" not in field and not one.dates and is_person(one.rest)
    ]
    others = [one.rest for one in found if one.rest and one.rest not in names]
    if len(dated) != 1 or len(names) > 1 or any(len(one.split()) > _LONGEST_FIELD for one in others):
        return None
    return replace(
        dated[0], rest=names[0] if names else "", is_english=text.isascii(),
        counters=sum(one.counters for one in found), buttons=sum(one.buttons for one in found),
    )  # fmt: skip


def is_dateline(text: str, pieces: Pieces) -> bool:
    """Return whether a line is metadata with a date, and not a sentence that mentions one."""
    if not pieces.dates or text.endswith(";") or _APPOINTMENT.search(text[:60]) or _TODAY.fullmatch(text):
        return False
    if (
        not pieces.rest
        or is_name(pieces.rest)
        or (
            len(pieces.rest.split()) <= 3
            and pieces.has_time
            and not starts_with(pieces.rest.casefold(), rules().periods)
        )
    ):
        return True
    if pieces.is_posted and is_account(pieces.rest):
        return True
    if pieces.is_posted and (_FIELDS.fullmatch(text) or _ISSUE.fullmatch(pieces.rest)):
        return True
    section = _SECTION.search(text) if pieces.has_time or pieces.has_weekday else None
    return section is not None and section["section"].strip() == pieces.rest


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    table = rules()
    return {
        "weekday": _WEEKDAY, "counter": table.counters, "clock": table.clock, "icon": _ICON, "poster": _POSTER,
        "posted": table.posted, "ago": _AGO, "button": table.phrases, "filler": table.fillers,
    }  # fmt: skip


@cache
def _any_label() -> re.Pattern[str]:
    """Return one pattern for all labels: it excludes most words at once."""
    return regex("|".join(f"(?:{one.pattern})" for one in _labels().values()))


@cache
def _date_begins() -> frozenset[str]:
    """Return the first characters of dates and times: digits, those of "ngày" and "tháng", and of English months."""
    return frozenset(["n", "t", *"0123456789", *(month[0] for month in rules().months)])


class _Scanner:
    """Scans a line once from left to right; characters that match no table become the rest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = text.lower() if len(text.lower()) == len(text) else text
        self.dates: list[date] = []
        self.changes: list[date] = []
        """The dates behind a label such as "Cập nhật"."""
        self.is_change = False
        self.dated = -1
        """Where the last date ended: pages print "27/11/2026by" without a space."""
        self.rest: list[tuple[int, int]] = []
        self.seen: dict[str, int] = {}

    def scan(self) -> Pieces:
        at = 0
        while at < len(self.text):
            between = _BETWEEN.match(self.low, at)
            if between and not self._known(at):
                at = between.end()
            elif end := self._piece(at):
                at = end
            else:
                word = _WORD.match(self.low, at)
                end = word.end() if word else at + 1
                self.rest.append((at, end))
                at = end
        kinds = self.seen
        rest = self.text[self.rest[0][0] : self.rest[-1][1]] if self.rest else ""
        return Pieces(
            (*self.dates, *self.changes), rest.strip(" -–—,|/:;.()"), "weekday" in kinds, "time" in kinds,
            "seconds" in kinds, "zone" in kinds, "posted" in kinds, "clock" in kinds, "words" in kinds,
            kinds.get("counter", 0), kinds.get("button", 0) + kinds.get("poster", 0), self.text.isascii(),
            is_blog="blog" in kinds, is_updated=bool(self.changes) and not self.dates,
        )  # fmt: skip

    def _known(self, at: int) -> bool:
        return self.low[at] in _ZONE_BEGINS and _ZONE.match(self.low, at) is not None

    def _see(self, what: str, match: re.Match[str] | None) -> int:
        if match is None or match.end() == match.start():
            return 0
        self.seen[what] = self.seen.get(what, 0) + 1
        return match.end()

    def _piece(self, at: int) -> int:
        """Return the end of the part that begins at `at`; 0 if it matches no table."""
        first = self.low[at]
        if at and first.isalpha() and self.low[at - 1].isalnum() and at != self.dated:
            return 0
        if first in _date_begins() and (end := self._date(at) or self._time(at)):
            return end
        if first in _ZONE_BEGINS and (end := self._see("zone", _ZONE.match(self.low, at))):
            return end
        if _any_label().match(self.low, at) is None:
            return 0
        matches = [(what, match) for what, one in _labels().items() if (match := one.match(self.low, at))]
        # "đăng nhập" is a button, but "đăng" alone labels a date: the longest match wins
        what, match = max(matches, key=lambda found: found[1].end())
        if what == "posted":
            self.is_change = match[0] in rules().updated
        if what == "poster" and (by := _BY.match(self.low, at)) and self._names_person(by.end()):
            return by.end()
        return self._see(what, match)

    def _names_person(self, at: int) -> bool:
        """Return whether the words at `at` are a person's name, and not that of an account."""
        end = _NAME_END.search(self.text, at)
        return is_person(self.text[at : end.start() if end else None].strip())

    def _time(self, at: int) -> int:
        match = _TIME.match(self.low, at)
        if match and match["seconds"]:
            self.seen["seconds"] = 1
        return self._see("time", match)

    def _date(self, at: int) -> int:
        match = _DATE.match(self.low, at)
        named = None if match else rules().month_date.match(self.low, at)
        if match:
            day, month, year = (int(match[one] or match[one + "2"] or match[one + "3"]) for one in "dmy")
        elif named:
            day, year = (int(named[one] or named[one + "2"]) for one in "dy")
            month = rules().months[(named["m"] or named["m2"]).removeprefix("tháng ")]
        else:
            return 0
        if month > 12 >= day and match and match["d"]:
            day, month = month, day  # American order: 11/18/2026
        with contextlib.suppress(ValueError):
            (self.changes if self.is_change else self.dates).append(date(year, month, day))
            self.is_change = False
            if match and match["d3"] and "năm" in match[0]:
                self.seen["words"] = 1
            elif match and match["d3"] and re.search(r"(?<!năm), \d{4}$", match[0]):
                self.seen["blog"] = 1
            self.dated = (match or named).end()  # type: ignore[union-attr]
            return self.dated
        return 0
