"""Finds the article's date among the lines with dates, such as a page's clock or the date of a letter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import Draft
from ..regex import regex
from .boilerplate import zones
from .byline import has_surname, is_name, is_person, labelled_author
from .characters import folded
from .dates import Pieces, is_dateline, take_apart
from .labelling import Label, LabelledLine, Labelling
from .markers import is_signed_item
from .rules import rules, starts_with

_BEHIND: Final = regex(r"\s*[(\[](?P<date>[\d:,/.\- ]{8,30})[)\]]$")
_ZONE: Final = regex(r"[(\[]?(?:GMT|UTC) ?\+ ?7[)\]]?")
_PROGRAMME_WITHIN: Final = 5
"""In lines from the first one."""
_LONGEST_STAMPED: Final = 3
"""In words that are no label: more of them next to a date for machines are text."""
_AGAIN_WITHIN: Final = 3
"""In lines: the distance within which a page prints the title a second time."""


def days_of(line: LabelledLine) -> tuple[date, ...]:
    """Return the dates in a line, or the one that the file gives for machines next to "5 ngày trước"."""
    dates = take_apart(line.text).dates
    return dates or ((date.fromisoformat(line.source.stamp),) if line.source.stamp else ())


def _apart(line: LabelledLine) -> Pieces:
    """Return the parts of a line; if only machines can read its date, without words such as "5 ngày trước"."""
    pieces = take_apart(line.text)
    if pieces.dates or not line.source.stamp or len(pieces.rest.split()) > _LONGEST_STAMPED:
        return pieces
    return replace(pieces, dates=days_of(line), rest="", is_posted=True)


def consume(labels: Labelling, index: int) -> None:
    """Mark a date line as used; if it contains more than the date, record it as dropped with the reason."""
    text = labels.lines[index].text
    pieces = take_apart(text)
    labels.had_dateline = labels.had_dateline or pieces.has_time or pieces.is_posted or pieces.has_weekday
    if re.search(r"[^\W\d_]|\d:\d", text):
        labels.drop(index, message("its date was taken as the article's date"))
    else:
        labels.mark(index, Label.DATE)


def find_date(
    labels: Labelling, draft: Draft, override: ArticleOverride, *, title: int | None, known: date | None
) -> date | None:
    """Return the article's date and mark its lines; `known` is the date from the file's roles or official head."""
    known = known or _title_again(labels, title)
    ranked = sorted(_date_lines(labels, title=title))
    clocks = [index for rank, _, index in ranked if rank > 4]
    usable = [(rank, index) for rank, _, index in ranked if rank <= 4]
    day = override.date or known
    for rank, index in usable:
        pieces = _apart(labels.lines[index])
        if day is None:
            day = pieces.dates[0]
            if rank == 4 or (pieces.has_seconds and title is not None and index < title):
                _guess_date(labels, index, day)
        if rank == 4 and (title is None or index > title):
            continue  # place and date below a letter are part of the article
        if rank != 4 and (is_name(pieces.rest) or labelled_author(pieces.rest) or _is_small_name(pieces.rest)):
            labels.lines[index] = replace(labels.lines[index], label=Label.AUTHOR, reason="")
        elif pieces.dates[0] == day:
            consume(labels, index)
        else:
            labels.drop(index, message("another date of the page"))
    for index in clocks:
        labels.drop(index, message("the page's clock, not the article's date"))
    if day is None and clocks:
        _guess_date(labels, clocks[0], days_of(labels.lines[clocks[0]])[0], clock=True)
    return day or _from_box(labels) or _from_metadata(labels, draft)


def _is_small_name(text: str) -> bool:
    """Return whether a line is a person's name in lower case, as some websites print it: "nguyễn tuyết"."""
    return text.islower() and is_person(text.title()) and has_surname(text)


def _title_again(labels: Labelling, title: int | None) -> date | None:
    """Return the date in brackets after a repetition of the title; the line is dropped."""
    below = [] if title is None else [i for i in labels.open() if title < i <= title + _AGAIN_WITHIN]
    for index in below:
        match = _BEHIND.search(labels.lines[index].text)
        days = take_apart(match["date"]).dates if match else ()
        if (
            match
            and days
            and folded(labels.lines[index].text[: match.start()]) == folded(labels.lines[title or 0].text)
        ):
            labels.drop(index, message("its date was taken as the article's date"))
            return days[0]
    return None


def _from_box(labels: Labelling) -> date | None:
    """Return the date among a page's buttons for sharing and printing, if there is exactly one."""
    shared = message("sharing and printing")
    lines = [take_apart(one.text) for one in labels.dropped if one.reason == shared]
    days = {one.dates[0] for one in lines if one.dates and not one.rest and (one.has_time or one.is_posted)}
    if len(days) != 1:
        return None
    (day,) = days
    labels.notice(
        "date.guess", None,
        message("the date {date} is among the page's buttons", date=f"{day:%d/%m/%Y}"),
        message("If it is wrong, write: date = {date}", date=day.isoformat()),
    )  # fmt: skip
    return day


def _from_metadata(labels: Labelling, draft: Draft) -> date | None:
    known = dict(draft.metadata).get("date", "")
    match = re.match(r"\d{4}-\d{2}-\d{2}", known)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[0])
    except ValueError:
        return None
    labels.notice(
        "date.guess", None,
        message("the date {date} was taken from the file's metadata, not from its text", date=f"{day:%d/%m/%Y}"),
        message("If it is wrong, write: date = {date}", date=day.isoformat()),
    )  # fmt: skip
    return day


def _guess_date(labels: Labelling, index: int, day: date, *, clock: bool = False) -> None:
    hint = message("If it is wrong, write: date = {date}", date=day.isoformat())
    what = message("the date {date} was taken from a line that may mean something else", date=f"{day:%d/%m/%Y}")
    if clock:
        what = message(
            "{date} above the title was taken for the page's clock: the article has no date", date=f"{day:%d/%m/%Y}"
        )
        hint = message("If it is the article's date, write: date = {date}", date=day.isoformat())
    labels.notice("date.clock" if clock else "date.guess", index, what, hint)


def _date_lines(labels: Labelling, *, title: int | None) -> list[tuple[int, int, int]]:
    """Return `(rank, distance from the title, index)` of each line with a date; above rank 4 it is the page's clock."""
    top = -1 if title is None else title
    prose = [i for i in labels.open() if i > top and labels.lines[i].is_prose]
    second = prose[1] if len(prose) > 1 else len(labels.lines)
    _, last = zones(labels)
    found = []
    for index in labels.open():
        line = labels.lines[index]
        pieces = _apart(line)
        if (
            not is_dateline(line.text, pieces)
            and not labelled_author(pieces.rest)
            and not _is_of_section(labels, index, top)
            and not _is_of_programme(line, index)
        ):
            continue
        if not pieces.dates or (second <= index <= last) or (is_signed_item(line.text) and not pieces.is_posted):
            continue  # "- 8 giờ, ngày 20/11" is the time of an event
        of_article = _is_counted(labels, index) or _zone_below(labels, index)
        rank = 2 if of_article else _rank(pieces, index, title=title, last=last, text=line.text)
        found.append((rank, abs(index - top), index))
    return found


def _is_counted(labels: Labelling, index: int) -> bool:
    """Return whether the line below a date gives the number of readers: "Lượt đọc: 50"."""
    below = labels.lines[index + 1] if index + 1 < len(labels.lines) else None
    return below is not None and below.label is Label.DROPPED and bool(take_apart(below.text).counters)


def _zone_below(labels: Labelling, index: int) -> bool:
    """Return whether the next line is a time zone, as some pages print it below the date of an article: "(GMT+7)"."""
    below = labels.lines[index + 1] if index + 1 < len(labels.lines) else None
    return below is not None and _ZONE.fullmatch(below.text) is not None


def _is_of_programme(line: LabelledLine, index: int) -> bool:
    """Return whether a line at the top names a radio programme with its day: "BẢN TIN NGÀY 03/12/2026 (phát 5h15)"."""
    return index < _PROGRAMME_WITHIN and starts_with(line.text.casefold(), rules().programmes)


def _is_of_section(labels: Labelling, index: int, title: int) -> bool:
    """Return whether a line next to the title is a section's name with a date: "Audio thời sự 18-07-2019"."""
    text = labels.lines[index].text
    pieces = take_apart(text)
    if pieces.has_time or pieces.is_posted or not text[:1].isalpha():
        return False
    named = 2 <= len(pieces.rest.split()) <= 5 and re.search(r"\d{4}$", text) and len(text) <= 50
    return bool(named) and abs(index - title) == 1 and index + 1 < len(labels.lines)


def _rank(pieces: Pieces, index: int, *, title: int | None, last: int, text: str) -> int:
    above = title is not None and index < title
    signed = bool(labelled_author(pieces.rest))
    behind = text.rstrip().endswith(
        pieces.rest
    )  # a place is before the date of a letter, a writer behind that of a page
    letter = (
        pieces.in_words
        and bool(pieces.rest)
        and not behind
        and not signed
        and not pieces.has_time
        and not pieces.is_posted
    )
    if letter:
        return 4
    stands_by_title = above and index + 1 == title and index > 0 and not pieces.has_weekday
    if pieces.is_clock or (pieces.has_seconds and above and not stands_by_title):
        return 5
    if pieces.is_posted:
        return int(pieces.is_updated)
    if not above:
        return 1 if index < last or last < 0 else 3
    return 2 if not pieces.has_weekday or pieces.has_zone or pieces.is_english or pieces.is_blog else 5
