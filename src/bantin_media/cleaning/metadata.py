"""Date, author, source and section: read off whole lines above, right below and at the end of the story.

The visitor's clock at the page's head is not the article's date, and a date quoted in the body never is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import Draft, Official
from .byline import (
    AFTER_END,
    has_surname,
    is_capitals,
    is_name,
    is_office,
    is_person,
    labelled_author,
    labelled_source,
    signed,
    split_source,
    tag,
)
from .characters import folded
from .dates import Pieces, is_dateline, take_apart
from .furniture import zones
from .markers import is_item
from .rules import rules
from .sheet import Sheet, Use

_SIGNED_WITHIN = 12
"""A signature stands among so many lines at the end; what follows it there is short."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the metadata lines say: empty strings and None where they say nothing."""

    date: date | None = None
    author: str = ""
    source: str = ""
    section: str = ""


def find_metadata(
    sheet: Sheet, draft: Draft, override: ArticleOverride, *, title: int | None, official: Official | None = None
) -> Found:
    """Mark the metadata lines and return what they say; the editor's word comes before all of it.

    Of an `official` document the date and the signer are already known.
    """
    by_role = _roles(sheet)
    if official is not None:
        by_role = replace(by_role, date=official.date or by_role.date, author=official.signer or by_role.author)
    day = _date(sheet, draft, override, title=title, known=by_role.date)
    author = override.author if override.author is not None else by_role.author
    if override.author != "" and not (official and official.signer):
        found = _author(sheet, title=title)
        author = author or found
    source = override.source if override.source is not None else by_role.source
    if override.source != "":
        found = _source(sheet, title=title)
        source = source or found
    section = override.section if override.section is not None else by_role.section or _section(sheet)
    return Found(day, author or "", source or "", section or dict(draft.metadata).get("section", ""))


def _roles(sheet: Sheet) -> Found:
    found = Found()
    for index in sheet.open():
        line = sheet.lines[index]
        role = line.source.role
        if role == "author":
            name = labelled_author(line.text) or line.text
            if folded(name) in folded(found.author):
                sheet.drop(index, message("the author again"))
                continue
            found = replace(found, author=f"{found.author} - {name}" if found.author else name)
            sheet.mark(index, Use.AUTHOR)
        elif role == "source" and not found.source:
            found = replace(found, source=labelled_source(line.text) or line.text)
            sheet.mark(index, Use.SOURCE)
        elif role == "section" and not found.section:
            found = replace(found, section=line.text)
            sheet.drop(index, message("the section's name, which was taken as the section"))
        elif role == "date" and found.date is None and take_apart(line.text).dates:
            found = replace(found, date=take_apart(line.text).dates[0])
            _consume_date(sheet, index)
    return found


def _consume_date(sheet: Sheet, index: int) -> None:
    """Mark a date line as used; one that says more than the date is shown as dropped, with the reason."""
    text = sheet.lines[index].text
    if re.search(r"[^\W\d_]|\d:\d", text):
        sheet.drop(index, message("its date was taken as the article's date"))
    else:
        sheet.mark(index, Use.DATE)


# ------------------------------------------------------------------------------------------------- the date


def _date(
    sheet: Sheet, draft: Draft, override: ArticleOverride, *, title: int | None, known: date | None
) -> date | None:
    ranked = sorted(_date_lines(sheet, title=title))
    clocks = [index for rank, _, index in ranked if rank > 4]
    usable = [(rank, index) for rank, _, index in ranked if rank <= 4]
    day = override.date or known
    for rank, index in usable:
        pieces = take_apart(sheet.lines[index].text)
        if day is None:
            day = pieces.dates[0]
            if rank == 4 or (pieces.has_seconds and title is not None and index < title):
                _guess_date(sheet, index, day)
        if rank == 4 and (title is None or index > title):
            continue  # a place and date under a letter are words of the article
        if rank != 4 and is_name(pieces.rest) and not labelled_author(pieces.rest):
            sheet.lines[index] = replace(sheet.lines[index], use=Use.AUTHOR, reason="")
        elif pieces.dates[0] == day:
            _consume_date(sheet, index)
        else:
            sheet.drop(index, message("another date of the page"))
    for index in clocks:
        sheet.drop(index, message("the visitor's clock, not the article's date"))
    if day is None and clocks:
        _guess_date(sheet, clocks[0], take_apart(sheet.lines[clocks[0]].text).dates[0], clock=True)
    return day or _from_metadata(sheet, draft)


def _from_metadata(sheet: Sheet, draft: Draft) -> date | None:
    known = dict(draft.metadata).get("date", "")
    match = re.match(r"\d{4}-\d{2}-\d{2}", known)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[0])
    except ValueError:
        return None
    sheet.notice(
        "date.guess", None,
        message("the date {date} stands in the file's own fields, not in its text", date=f"{day:%d/%m/%Y}"),
        message("If it is wrong, write: date = {date}", date=day.isoformat()),
    )  # fmt: skip
    return day


def _guess_date(sheet: Sheet, index: int, day: date, *, clock: bool = False) -> None:
    hint = message("If it is wrong, write: date = {date}", date=day.isoformat())
    what = message("the date {date} was taken from a line that may mean something else", date=f"{day:%d/%m/%Y}")
    if clock:
        what = message(
            "{date} above the title was taken for the visitor's clock: the article has no date", date=f"{day:%d/%m/%Y}"
        )
        hint = message("If it is the article's date, write: date = {date}", date=day.isoformat())
    sheet.notice("date.clock" if clock else "date.guess", index, what, hint)


def _date_lines(sheet: Sheet, *, title: int | None) -> list[tuple[int, int, int]]:
    """Return `(rank, distance from the title, index)` of the date lines; ranks above 4 are clocks."""
    top = -1 if title is None else title
    prose = [i for i in sheet.open() if i > top and sheet.lines[i].is_prose]
    second = prose[1] if len(prose) > 1 else len(sheet.lines)
    _, last = zones(sheet)
    found = []
    for index in sheet.open():
        line = sheet.lines[index]
        pieces = take_apart(line.text)
        if not is_dateline(line.text, pieces) and not labelled_author(pieces.rest):
            continue
        if not pieces.dates or (second <= index <= last):
            continue
        found.append((_rank(pieces, index, title=title, last=last), abs(index - top), index))
    return found


def _rank(pieces: Pieces, index: int, *, title: int | None, last: int) -> int:
    above = title is not None and index < title
    letter = pieces.in_words and bool(pieces.rest) and not pieces.has_time and not pieces.is_posted
    if letter:
        return 4
    stands_by_title = above and index + 1 == title and index > 0 and not pieces.has_weekday
    if pieces.is_clock or (pieces.has_seconds and above and not stands_by_title):
        return 5
    if pieces.is_posted:
        return 0
    if not above:
        return 1 if index < last or last < 0 else 3
    return 2 if not pieces.has_weekday or pieces.has_zone else 5


# ------------------------------------------------------------------------------------------------ the author


def _author(sheet: Sheet, *, title: int | None) -> str:
    dated = [one.text for one in sheet.lines if one.use is Use.AUTHOR and take_apart(one.text).dates]
    above = take_apart(dated[0]).rest if dated else _author_above(sheet, title=title)
    below = _author_below(sheet) or _author_behind_end(sheet)
    if above and below and folded(above) == folded(below):
        last = max(index for index, line in enumerate(sheet.lines) if line.use is Use.AUTHOR)
        sheet.drop(last, message("the author again"))
    elif above and below:
        return f"{above} - {below}"
    return above or below


def signed_below_pictures(sheet: Sheet, found: Found) -> Found:
    """Return `found` with the author who stands under the last captions, where none was found before them."""
    return found if found.author else replace(found, author=_author_below(sheet))


def account(sheet: Sheet, *, title: str, author: str, source: str) -> None:
    """Record what metadata lines held besides what the article shows of them: labels, times, replaced words."""
    shown = {Use.TITLE: title, Use.AUTHOR: author, Use.SOURCE: source}
    for index, line in enumerate(sheet.lines):
        if line.use not in shown:
            continue
        words = shown[line.use]
        recorded = {one.text for one in sheet.dropped if one.line == line.number}
        if words and words in line.text:
            rest = line.text.replace(words, " ", 1)
            rest = (rest.replace(source, " ") if source else rest).strip(" ()[]*:.,;-–—|/")
            if re.search(r"\w", rest) and rest not in recorded and line.use is not Use.TITLE:
                sheet.drop_part(index, rest, message("stands beside the name that was taken"))
            continue
        if recorded:
            continue
        part = next((part for part in (line.text, take_apart(line.text).rest) if part and part in words), "")
        if not part:
            sheet.drop_part(index, line.text, message("replaced by edition.toml"))
        elif line.use is not Use.TITLE and re.search(r"\w", rest := _beside(line.text, part)):
            sheet.drop_part(index, rest, message("stands beside the name that was taken"))


def _beside(text: str, name: str) -> str:
    return text.replace(name, " ", 1).strip(" ()[]*:.,;-–—|/")


def _author_above(sheet: Sheet, *, title: int | None) -> str:
    """Return the name between title and body: labelled, beside the date line, or alone under the title."""
    prose = [i for i in sheet.open() if sheet.lines[i].is_prose]
    second = prose[1] if len(prose) > 1 else len(sheet.lines)
    for index in sheet.open():
        line = sheet.lines[index]
        if index >= second or not line.is_text or (title is not None and index < title) or title is None:
            continue
        if name := labelled_author(line.text):
            sheet.mark(index, Use.AUTHOR)
            return name
        if is_name(line.text) and not _is_label(line.text) and _beside_date(sheet, index):
            sheet.mark(index, Use.AUTHOR)
            return line.text.strip(" ()*")
        alone = (
            index == title + 1 and is_person(line.text) and not is_capitals(line.text) and prose and index < prose[0]
        )
        if alone and line.syllables <= 4:
            sheet.mark(index, Use.AUTHOR)
            _guess_author(sheet, index)
            return line.text
    return ""


def _is_label(text: str) -> bool:
    """Return whether a line in capitals is a heading rather than a name: no surname, and only one name in it."""
    if text.casefold() in rules().pen_names:
        return False
    return is_capitals(text) and not any(mark in text for mark in "-–,/&") and not has_surname(text)


def _beside_date(sheet: Sheet, index: int) -> bool:
    for other in (index - 1, index + 1):
        if 0 <= other < len(sheet.lines):
            line = sheet.lines[other]
            pieces = take_apart(line.text)
            if line.use in {Use.DATE, Use.DROPPED} and pieces.dates and not pieces.rest:
                return True
    return False


def _author_below(sheet: Sheet) -> str:
    """Return the name under the story: the first short line after its end that is a name or an office."""
    _, last = zones(sheet)
    tail = [i for i in sheet.open() if i > last and sheet.lines[i].is_text]
    for index in tail:
        line = sheet.lines[index]
        if name := labelled_author(line.text):
            sheet.mark(index, Use.AUTHOR)
            return name
    for position, index in list(enumerate(tail))[-_SIGNED_WITHIN:]:
        line = sheet.lines[index]
        if not (_may_sign(sheet, index) or _signs_verse(sheet, index)) or labelled_source(line.text):
            continue
        rest = [sheet.lines[i] for i in tail[position + 1 :]]
        name = signed(line.text) or (line.text if is_office(line.text) and not rest else "")
        if name and not _is_label(name) and all(len(one.text) < 120 for one in rest):
            sheet.mark(index, Use.AUTHOR)
            if not is_name(name):
                _guess_author(sheet, index)
            return name
    return ""


def _may_sign(sheet: Sheet, index: int) -> bool:
    """Return whether the story has ended above a line: with a sentence's mark, or after long text or a list."""
    body = {Use.OPEN, Use.HEADING, Use.CAPTION}
    line = next((one for one in reversed(sheet.lines[:index]) if one.text and one.use in body), None)
    if line is None:
        return False
    return line.use is Use.CAPTION or line.is_final or len(line.text) > 100 or is_item(line.text) or not line.is_text


def _signs_verse(sheet: Sheet, index: int) -> bool:
    """Return whether a person's name stands apart under lines that end without a mark, as verses do."""
    line = sheet.lines[index]
    return line.blank_before and is_person(line.text) and has_surname(line.text) and not is_capitals(line.text)


def _guess_author(sheet: Sheet, index: int) -> None:
    sheet.notice(
        "author.guess", index,
        message("“{line}” was taken for the author", line=sheet.lines[index].text),
        message("If it is not, write: author = \"\""),
    )  # fmt: skip


def _author_behind_end(sheet: Sheet) -> str:
    """Cut the author off the last paragraph's end mark: "… hơn./. Thu Cúc"."""
    body = [i for i in sheet.open() if sheet.lines[i].is_text]
    for index in body[-2:]:
        line = sheet.lines[index]
        match = AFTER_END.search(line.text)
        if match is None:
            continue
        name = labelled_author(match["name"]) or match["name"].strip(" ()")
        if is_name(name):
            sheet.lines[index] = replace(line, text=line.text[: match.end("end")])
            sheet.lines.insert(index + 1, replace(line, text=match["name"], use=Use.AUTHOR, blank_before=False))
            return name
    return ""


# ---------------------------------------------------------------------------------------- source and section


def _source(sheet: Sheet, *, title: int | None) -> str:
    _, last = zones(sheet)
    for index in sheet.open():
        line = sheet.lines[index]
        if index > last and line.is_text and (title is None or index > title) and (name := labelled_source(line.text)):
            above = [sheet.lines[i] for i in range(index) if sheet.lines[i].text]
            if above and (above[-1].use is Use.CAPTION or above[-1].after_picture):
                continue
            sheet.mark(index, Use.SOURCE)
            return name
    for line in sheet.lines:
        if line.use is Use.AUTHOR and (name := split_source(line.text.strip(" *"))[1]):
            return name
    for index in sheet.open():
        line = sheet.lines[index]
        if (title is None or index > title) and (line.is_prose or (line.is_final and len(line.text) > 50)):
            return tag(line.text)
    return ""


def _section(sheet: Sheet) -> str:
    """Return the last label of a breadcrumb above the title ("Trang chủ > Tin tức > Kinh tế")."""
    for index, line in enumerate(sheet.lines):
        if line.use is not Use.DROPPED or line.is_prose or len(line.text) > 160:
            continue
        labels = [label.strip() for label in re.split(r"\s*[>»›/]\s*", line.text) if label.strip()]
        if len(labels) > 1 and folded(labels[0]) in {"trang chủ", "home", "trang nhất"}:
            last = labels[-1]
            if len(last.split()) <= 8 and folded(last) not in {"tin tức", "chi tiết", "chi tiết tin"}:
                sheet.drop(index, message("the section's name, which was taken as the section"))
                return last
            return ""
        match = re.fullmatch(r"(?i)(?:chuyên mục|danh mục|chuyên trang)\s*:\s*(.{2,60})", line.text)
        if match:
            return match[1].strip()
    return ""
