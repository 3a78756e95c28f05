"""Finds the title: the line above the story that the date, the blank lines and its own form point to.

What stands above the title is the page's, not the article's, and is dropped; where more than one line could be
the title the editor is told.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import Final

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import Draft, LineKind, SourceLine
from ..vietnamese.syllables import is_syllable
from .byline import is_house, labelled_author, labelled_source
from .characters import LEADING_EMOJI, TRAILING_EMOJI, folded, toml_string
from .dates import is_dateline, take_apart
from .furniture import zones
from .markers import is_item
from .rules import rules, starts_with
from .sheet import Line, Sheet, Use

LONGEST: Final = 300
_SHORTEST_SENTENCE: Final = 6
_VERSES: Final = 3
_LONGEST_VERSE: Final = 60
_LONGEST_LABEL: Final = 5
"""In words between spaces."""
_MOST_CANDIDATES: Final = 40
"""A title stands among the first lines: a page of thousands of short lines must not be compared line by line."""
_NULL: Final = re.compile(r"^(?:null|undefined|none)\s+(?=\S)", re.IGNORECASE)
_LABEL: Final = re.compile(r"^(?:tiêu đề|tên bài|tít)\s*:\s*", re.IGNORECASE)
_EMPTY_BRACKETS: Final = re.compile(r"\s*[(\[]\s*[)\]]\s*$")
_SITE: Final = re.compile(r"\s+[|–—\-]\s+(?P<site>[^|–—]{3,80})$")
_GLUE: Final = re.compile(r"(?P<left>[^\W\d_]+)(?P<right>[^\W\d_]+)")


def find_title(sheet: Sheet, draft: Draft, override: ArticleOverride) -> int | None:
    """Mark the title's line and return its index; None, with a notice, where no line can be the title."""
    known = dict(draft.metadata).get("title", "")
    index = _editors(sheet, override)
    if index is None:
        index = _structural(sheet)
    if index is None:
        candidates = _candidates(sheet)
        if not candidates and override.title is None:
            candidates = _unglue(sheet)
        index = _choose(sheet, candidates, folded(bare(known)))
    if index is None:
        return None
    _doubt(sheet, index)
    sheet.mark(index, Use.TITLE)
    index = _join_second_half(sheet, index)
    _clear_above(sheet, index)
    _drop_repeats(sheet, index)
    return index


def trim(sheet: Sheet, index: int) -> tuple[str, str]:
    """Return the title without what the website glued to it, and the site's name (empty where there is none)."""
    text = sheet.lines[index].text
    for pattern, reason in (
        (_NULL, message("printed by the website before the title")),
        (_LABEL, message("a label before the title")),
        (_EMPTY_BRACKETS, message("empty brackets after the title")),
        (LEADING_EMOJI, ""),
        (TRAILING_EMOJI, ""),
    ):
        match = pattern.search(text)
        if match and text[: match.start()] + text[match.end() :]:
            if reason:
                sheet.drop_part(index, match[0].strip(), reason)
            text = (text[: match.start()] + text[match.end() :]).strip()
    match = _SITE.search(text)
    if match and is_house(match["site"]) and match.start() > 8:
        return text[: match.start()], match["site"].strip()
    return text, ""


def bare(text: str) -> str:
    """Return a title without its site's name and the website's leftovers, for comparison."""
    text = _EMPTY_BRACKETS.sub("", _NULL.sub("", text))
    match = _SITE.search(text)
    return text[: match.start()] if match and is_house(match["site"]) else text


def _editors(sheet: Sheet, override: ArticleOverride) -> int | None:
    if override.title is None:
        return None
    sought = folded(override.title)
    return next((i for i in sheet.open() if folded(bare(sheet.lines[i].text)) == sought), None)


def _structural(sheet: Sheet) -> int | None:
    """Return the line the file's structure calls the title: its role, else the first heading of level 1."""
    opened = [i for i in sheet.open() if sheet.lines[i].text]
    by_role = next((i for i in opened if sheet.lines[i].source.role == "title"), None)
    if by_role is not None:
        return by_role
    first, _ = zones(sheet)
    return next(
        (
            i
            for i in opened
            if sheet.lines[i].source.kind is LineKind.HEADING and sheet.lines[i].source.level == 1 and i < first
        ),
        None,
    )


def _candidates(sheet: Sheet) -> list[int]:
    first, _ = zones(sheet)
    found: list[int] = []
    opened = sheet.open()
    for position, index in enumerate(opened):
        line = sheet.lines[index]
        if index > first or len(found) == _MOST_CANDIDATES:
            break
        if index == first and not _titles_prose(sheet, opened, position):
            break
        pieces = take_apart(line.text)
        if (line.source.kind in {LineKind.TEXT, LineKind.HEADING} and len(line.text) <= LONGEST and line.text
                and not line.text.endswith((":", ";", ",")) and not is_dateline(line.text, pieces)
                and not line.source.role and pieces.rest and not line.kept):  # fmt: skip
            found.append(index)
    return found


def _titles_prose(sheet: Sheet, opened: list[int], position: int) -> bool:
    """Return whether the first prose line is itself a long title: one sentence over much longer text."""
    line = sheet.lines[opened[position]]
    rest = [sheet.lines[index] for index in opened[position + 1 : position + 2]]
    above = any(sheet.lines[index].syllables > 3 for index in opened[:position])
    return (not above and len(line.text) < 260 and bool(rest) and len(rest[0].text) > 1.5 * len(line.text)
            and len(re.findall(r"[.!?…] ", line.text)) == 0)  # fmt: skip


def _choose(sheet: Sheet, candidates: list[int], known: str) -> int | None:
    candidates = [i for i in candidates if _heads_something(sheet, i)]
    if not candidates:
        return None
    plain = [i for i in candidates if not _is_slogan(sheet.lines[i].text) and not is_section(sheet.lines[i].text)]
    plausible = [i for i in plain if sheet.lines[i].syllables >= 4] or plain or candidates
    names = {i: folded(bare(sheet.lines[i].text)) for i in plausible}
    for index in plausible:
        if known and (names[index] == known or (len(known) > 20 and names[index].startswith(known))):
            return index
    if (again := _printed_twice(sheet, names)) is not None:
        return again
    document = next((i for i in candidates if folded(sheet.lines[i].text) in rules().documents), None)
    if document is not None and document + 1 in candidates:
        return document
    below_date = _beside_date(sheet, plausible)
    told = below_date is not None and sheet.lines[below_date].text.endswith(".")
    if below_date is not None and not (told and any(i < below_date for i in plain)):
        return below_date
    return _by_form(sheet, plain, plausible)


def _by_form(sheet: Sheet, plain: list[int], plausible: list[int]) -> int:
    """Return the first plausible line without a sentence's mark; the line above it where it is text itself."""
    chosen = next((i for i in plausible if not sheet.lines[i].is_final), plausible[0])
    if sheet.lines[chosen].text.endswith("."):  # a sentence: the short line above it is rather the title
        return next((i for i in plain if i < chosen and not sheet.lines[i].is_final), chosen)
    if _begins_verse(sheet, chosen):
        return next((i for i in reversed(plain) if i < chosen), chosen)
    return _below_label(sheet, plausible, chosen)


def _begins_verse(sheet: Sheet, index: int) -> bool:
    """Return whether a line is the first of a run of short ones, as verses are: then the title stands above it."""
    below = [sheet.lines[i] for i in sheet.open() if i > index][:_VERSES]
    return len(below) == _VERSES and all(
        len(line.text) <= _LONGEST_VERSE and line.is_text and not is_item(line.text) and not take_apart(line.text).dates
        for line in (sheet.lines[index], *below)
    )


def _heads_something(sheet: Sheet, index: int) -> bool:
    """Return whether anything to publish stands below a line: else it is itself the article, and no title."""
    for line in sheet.lines[index + 1 :]:
        if line.use not in {Use.OPEN, Use.CAPTION}:
            continue
        pieces = take_apart(line.text)
        by = labelled_author(line.text) or labelled_source(line.text)
        told = line.source.picture or line.source.rows or line.kept or (pieces.rest and not by)
        if told and (not is_dateline(line.text, pieces) or line.is_final):
            return True
    return False


def _below_label(sheet: Sheet, plausible: list[int], chosen: int) -> int:
    """Return the title under a short label ("Hệ thống văn bản"), an office's or a page's name; else `chosen`."""
    line = sheet.lines[chosen]
    after = next((i for i in plausible if i > chosen), None)
    if after is None or not line.is_text or line.syllables > _LONGEST_LABEL or line.is_final:
        return chosen
    below = sheet.lines[after]
    low = below.text.casefold()
    shows = starts_with(low, rules().openings) and not is_label_of_document(below.text)
    if below.is_final or below.syllables < 8 or below.text[:1].islower() or shows:
        return chosen
    under = next((sheet.lines[i] for i in sheet.open() if i > after), None)
    heads = under is not None and (under.is_final or under.is_prose or take_apart(under.text).dates)
    return after if heads or (under is not None and under.text.endswith(":")) else chosen


def is_label_of_document(text: str) -> bool:
    """Return whether a line begins with what a document calls itself: "Thông báo về …", "Kế hoạch …"."""
    return starts_with(text.casefold(), rules().documents)


def _doubt(sheet: Sheet, index: int) -> None:
    """Notice a long first line that nothing sets off: it may be a caption whose title was lost in copying."""
    line = sheet.lines[index]
    set_off = sheet.blank_after(index) or line.is_text is False or any(
        take_apart(sheet.lines[i].text).dates for i in (index - 1, index + 1) if 0 <= i < len(sheet.lines)
    )  # fmt: skip
    if len(line.text) > 100 and not set_off:
        sheet.notice(
            "title.guess", index,
            message("“{line}” was taken for the title, but may be a caption", line=line.text),
            message("If the title is another, write: title = \"…\", and this line under captions."),
        )  # fmt: skip


def _printed_twice(sheet: Sheet, names: dict[int, str]) -> int | None:
    """Return the line that the page prints twice above the story, with something between or a "null" before it.

    Twice in a row and letter for letter is a caption, not a title.  The one beside the date is the article's.
    """
    for first, name in names.items():
        for second, other in names.items():
            same = first < second and name == other and not sheet.lines[first].is_final
            if same and (second > first + 1 or sheet.lines[first].text != sheet.lines[second].text):
                between = [take_apart(sheet.lines[i].text).dates for i in range(first + 1, second)]
                return first if any(between) else second
    return None


def _beside_date(sheet: Sheet, plausible: list[int]) -> int | None:
    """Return the plausible line right above the article's own date line (not the visitor's clock)."""
    opened = sheet.open()
    for position, index in enumerate(opened[1:], 1):
        line = sheet.lines[index]
        pieces = take_apart(line.text)
        above = opened[position - 1]
        if not is_dateline(line.text, pieces) or pieces.is_clock or above not in plausible:
            continue
        below = next((i for i in opened[position + 1 : position + 2] if i in plausible), None)
        label = sheet.lines[above].syllables <= 6 and not pieces.rest
        if label and below is not None and sheet.lines[below].syllables >= 8 and not sheet.lines[below].is_final:
            return below
        return above
    return None


def _is_slogan(text: str) -> bool:
    low = text.casefold().strip(" .!")
    return any(pattern.fullmatch(low) for pattern in rules().slogans)


def _join_second_half(sheet: Sheet, index: int) -> int:
    """Join a title printed on two lines: the second begins with a small letter, or says what a document is about."""
    for upper, lower in ((index - 1, index), (index, index + 1)):
        if upper < 0 or lower >= len(sheet.lines):
            continue
        first, second = sheet.lines[upper], sheet.lines[lower]
        whole = all(line.use in {Use.OPEN, Use.TITLE} and line.is_text for line in (first, second))
        document = upper == index and folded(first.text) in rules().documents
        document = document and _heads_something(sheet, lower)
        goes_on = document or (second.text[:1].islower() and not second.blank_before and not first.is_final)
        if whole and goes_on and not second.is_prose and len(second.text) <= LONGEST:
            joined: tuple[SourceLine, ...] = (second.source, *second.joined)
            merged: Line = replace(
                first, text=f"{first.text} {second.text}", use=Use.TITLE, joined=(*first.joined, *joined)
            )
            sheet.lines[upper : lower + 1] = [merged]
            return upper
    return index


def _clear_above(sheet: Sheet, index: int) -> None:
    lost = []
    for above in [i for i in sheet.open() if i < index]:
        line = sheet.lines[above]
        pieces = take_apart(line.text)
        if line.source.picture is not None or line.source.rows or is_dateline(line.text, pieces):
            continue
        if line.source.role or line.after_picture or line.is_prose:
            continue
        if line.text.endswith(".") and line.syllables >= _SHORTEST_SENTENCE and not _is_slogan(line.text):
            continue  # a sentence is the article's, wherever it stands
        if is_section(line.text):
            sheet.drop(above, message("the name of a section"))
            continue
        sheet.drop(
            above, message("a slogan above the title") if _is_slogan(line.text) else message("stands above the title")
        )
        if line.syllables >= 4 and not _is_slogan(line.text) and not _alike(line.text, sheet.lines[index].text):
            lost.append(above)
    if lost:
        sheet.notice(
            "title.above", lost[0],
            message("“{line}” stands above the title and was left out", line=sheet.lines[lost[0]].text[:80]),
            message("If it is the title, write: title = {line}", line=toml_string(sheet.lines[lost[0]].text)),
        )  # fmt: skip


def _drop_repeats(sheet: Sheet, index: int) -> None:
    first, _ = zones(sheet)
    title = folded(bare(sheet.lines[index].text))
    for other in sheet.open():
        line = sheet.lines[other]
        if other < first and line.text and folded(bare(line.text)) == title and not line.after_picture:
            sheet.drop(other, message("the title again"))
    for line_index, line in enumerate(sheet.lines):
        if line.use is Use.DROPPED and line_index < index and folded(bare(line.text)) == title:
            sheet.drop(line_index, message("the title again"))


def is_section(text: str) -> bool:
    """Return whether a line is made of section names alone: "Văn hóa - Xã hội"."""
    parts = re.split(r"\s+[-–|&/]\s+|\s*,\s*|\s+và\s+", folded(text))
    return len(text) <= 80 and all(part in rules().sections for part in parts)


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, folded(bare(one)), folded(bare(other)), autojunk=False).ratio() > 0.8


def _unglue(sheet: Sheet) -> list[int]:
    """Cut a title off the lead it was glued to ("…công dânTrong năm…"), with a notice; return its index."""
    opened = [i for i in sheet.open() if sheet.lines[i].is_text]
    if not opened or len(sheet.lines[opened[0]].text) < 60:
        return []
    index = opened[0]
    text = sheet.lines[index].text
    for match in re.finditer(r"(?<=[^\W\d_])(?=[^\W\d_])", text[:LONGEST]):
        at = match.start()
        if not (text[at - 1].islower() and text[at].isupper()):
            continue
        left, right = text[:at].split()[-1], text[at:].split()[0].strip(",.:;")
        if (
            is_syllable(left)
            and is_syllable(right.lower())
            and 4 <= len(text[:at].split()) <= 45
            and not re.search(r"[.!?] ", text[:at])
        ):
            line = sheet.lines[index]
            sheet.lines[index : index + 1] = [
                replace(line, text=text[:at]),
                replace(line, text=text[at:], blank_before=False),
            ]
            sheet.notice(
                "title.glued", index,
                message("the title “{title}” was glued to the lead and has been cut off", title=text[:at]),
                message("If the title is another, write: title = \"…\""),
            )  # fmt: skip
            return [index]
    return []
