"""Finds captions: for certain where a picture or its print stands beside them, otherwise by their form, with a notice.

A caption shows: it is short, stands alone, names who or what is seen and where.  A heading is shorter and has a
story under it; a sentence of the story tells (đã, sẽ, được, là …).  Points are counted for each sign.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from ..messages import message
from ..model import LineKind
from ..vietnamese.sentences import split
from .caption_words import (
    LABELLED,
    LONGEST,
    NUMBERED_PICTURE,
    bare_caption,
    contains,
    credited,
    has_no_marks,
    is_bare_credit,
    is_credit,
    is_view,
    shows,
    tells,
)
from .characters import beginning, folded, toml_string
from .markers import is_item, is_signed_item
from .rules import rules, starts_with
from .sheet import Line, Sheet, Use
from .tables import cells

_LONGEST_SHOWN: Final = 25
_SHORTEST_CAPTION: Final = 3
_SHORTEST_PARAGRAPH: Final = 90
ENOUGH: Final = 3
ENOUGH_FOR_SENTENCE: Final = 4
_FILE_NAME: Final = re.compile(r"[^/\\:*?\"<>|]{1,120}\.(?:jpe?g|png|gif|bmp|webp|tiff?|heic|jfif|svg)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s(?:ảnh|hình)\s?\d{1,3}$")
_PLACEHOLDER: Final = re.compile(
    r"[\[(]?(?:(?:hình )?ảnh|hình|image|img|picture|photo|ảnh minh (?:ho[aạ]|họa)|no image|ảnh đại diện|avatar)"
    r"[\])]?\s*\.?|nhập mô tả (?:vào đây|ảnh)|mô tả ảnh|chú thích ảnh",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a line stands: its neighbours among the lines of the body, and how many stand before it."""

    line: Line
    above: Line | None
    below: Line | None
    position: int
    """0 directly under the title, 1 under the first paragraph."""
    body_indent: int
    spaced: bool
    """It is a paragraph of its own: so a file's structure says, or empty lines on both sides."""


def find_captions(sheet: Sheet, *, title: int | None, pictures: bool, by_form: bool = True) -> None:
    """Mark the captions below the title; those found by form alone bring a notice, and are read aloud.

    `pictures` says that files of pictures lie beside the source.  Form counts in a paste, whose pictures were lost:
    a document says itself where its pictures are (`by_form` is false of an official one).
    """
    heading = folded(sheet.lines[title].text) if title is not None else ""
    _picture_prints(sheet, heading)
    _certain(sheet)
    page = is_of_a_page(sheet)
    _doubled(sheet, page=page)
    indent = _body_indent(sheet)
    body = [i for i in sheet.body() if title is None or i > title]
    lost = by_form and not sheet.has_structure
    paste = lost and (pictures or page)
    story = 0
    for at, index in enumerate(body):
        line = sheet.lines[index]
        if line.use is Use.OPEN and line.is_text and not is_item(line.text) and credited(line.text):
            sheet.mark(index, Use.CAPTION)
            continue
        setting = _setting(sheet, body, at, indent, story)
        story += line.use is not Use.CAPTION
        if setting is None:
            continue
        if LABELLED.match(setting.line.text) or _stands_over_credit(setting) or _repeats(setting, heading):
            story -= 1
            sheet.mark(index, Use.CAPTION)
        elif (paste and _has_its_form(setting, heading)) or (lost and _is_plain_view(line)):
            story -= 1
            _guess(sheet, index)
    _stray_credits(sheet)


def _has_its_form(setting: _Setting, title: str) -> bool:
    if setting.line.is_final:
        return _sentence_points(setting) >= ENOUGH_FOR_SENTENCE
    return _points(setting, title) >= ENOUGH


def _is_plain_view(line: Line) -> bool:
    """Return whether a short line shows in its own words: "Quang cảnh buổi tập huấn."."""
    return is_view(line.text) and line.syllables <= _LONGEST_SHOWN and not tells(line.text.casefold())


def _guess(sheet: Sheet, index: int) -> None:
    sheet.mark(index, Use.CAPTION, guessed=True)
    text = sheet.lines[index].text
    sheet.notice(
        "caption.guess", index,
        message("“{line}” was taken for a caption, and is read all the same", line=text[:120]),
        message("If it is a paragraph, write: keep = [{begin}]", begin=toml_string(beginning(text))),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ what is certain


def _picture_prints(sheet: Sheet, title: str) -> None:
    """Drop printed file names and "… - Ảnh 2." lines, and remember that a picture stood there."""
    pending = False
    same = {i for i, one in enumerate(sheet.lines) if len(one.text) <= LONGEST and _unnumbered(one.text) == title}
    printed = sum(sheet.lines[i].use is not Use.TITLE for i in same) > 1
    for index in range(len(sheet.lines)):
        line = sheet.lines[index]
        again = printed and index in same
        if line.use in {Use.DROPPED, Use.TITLE}:
            pending = pending or (again and index > 0) or line.text.startswith("[")
        if line.use is not Use.OPEN or line.kept:
            continue
        if again:
            sheet.drop(index, message("a picture's stand-in, printed by the website"))
            pending = True
            continue
        if line.source.picture is not None:
            pending = not line.text
            continue
        numbered = NUMBERED_PICTURE.fullmatch(line.text) if len(line.text) <= LONGEST else None
        alternative = numbered is not None and (
            not numbered["text"] or has_no_marks(line.text) or _same(folded(numbered["text"]), title)
        )
        if _FILE_NAME.fullmatch(line.text) and line.is_text:
            sheet.drop(index, message("a picture's file name"))
            pending = True
        elif (alternative or _PLACEHOLDER.fullmatch(line.text)) and line.is_text:
            sheet.drop(index, message("a picture's stand-in, printed by the website"))
            pending = not line.text.startswith("(")
        elif pending:
            sheet.lines[index] = replace(line, after_picture=True)
            pending = False


def _unnumbered(text: str) -> str:
    """Return a line, folded, without the number of its picture: "Chợ phiên ảnh 2" → "chợ phiên"."""
    return _NUMBER.sub("", folded(text)).rstrip(" -–:")


def _certain(sheet: Sheet) -> None:
    """Mark what the file calls captions, and what stands right under a picture and is no sentence of the story."""
    for index in sheet.open():
        line = sheet.lines[index]
        lost = line.source.kind is LineKind.PICTURE and line.source.picture is None
        if lost or line.source.kind is LineKind.CAPTION or line.source.role == "caption":
            sheet.mark(index, Use.CAPTION)
        elif line.after_picture and line.is_text and _fits(sheet, index):
            if line.is_final and not credited(line.text) and not is_view(line.text):
                _guess(sheet, index)
            else:
                sheet.mark(index, Use.CAPTION)


def _fits(sheet: Sheet, index: int) -> bool:
    """Return whether a line right under a picture is its caption rather than the story going on.

    A whole sentence is one only if it shows and does not tell: "Bà con thu hoạch chè tại bản Nà Lùng."
    """
    line = sheet.lines[index]
    if len(line.text) > LONGEST or is_item(line.text) or line.text.endswith((":", ";", ",")) or line.text[:1].islower():
        return False
    if credited(line.text):
        return True
    sentences = split(line.text)
    if len(sentences) == 2 and is_bare_credit(sentences[1]):
        return len(line.text) <= 220
    headed = line.source.bold and line.syllables < 13
    one = len(line.text) <= 220 and len(sentences) == 1 and not headed and not _goes_on_below(sheet, index)
    shown = shows(line.text, least=_SHORTEST_CAPTION) and line.syllables <= _LONGEST_SHOWN
    return one and (shown if line.is_final else _is_label(line))


def _is_label(line: Line) -> bool:
    """Return whether a line without a closing mark does not begin as a sentence of the story does."""
    low = line.text.casefold()
    return not (starts_with(low, rules().narrative) and tells(low))


def _goes_on_below(sheet: Sheet, index: int) -> bool:
    """Return whether a picture cut a sentence in two: the next words begin with a small letter."""
    below = next((one for one in sheet.lines[index + 1 : index + 4] if one.text and one.use is Use.OPEN), None)
    return below is not None and below.text[:1].islower() and not sheet.lines[index].is_final


def _doubled(sheet: Sheet, *, page: bool) -> None:
    """Make one caption of a line that stands twice in a row (a picture's alternative text and its caption).

    A line that nothing ties to a picture stands twice because it is said twice, as calls to a village are: both
    stay, and the editor is told.
    """
    body = [i for i in sheet.body() if sheet.lines[i].text and not sheet.lines[i].kept]
    for first, second in itertools.pairwise(body):
        one, two = sheet.lines[first], sheet.lines[second]
        if len(one.text) > LONGEST or not one.is_text or bare_caption(one.text) != bare_caption(two.text):
            continue
        if not _of_a_picture(sheet, first, second, page=page):
            if two.use is Use.OPEN and two.is_text:
                _tell_twice(sheet, second)
            continue
        shorter, longer = (second, first) if len(one.text) >= len(two.text) else (first, second)
        if Use.CAPTION in {one.use, two.use} or credited(sheet.lines[longer].text):
            sheet.mark(longer, Use.CAPTION)
        else:
            _guess(sheet, longer)
        sheet.drop(shorter, message("the caption again"))


def _of_a_picture(sheet: Sheet, first: int, second: int, *, page: bool) -> bool:
    """Return whether two like lines belong to a picture: marks, its print or a credit say so, on a page their form."""
    one, two = sheet.lines[first], sheet.lines[second]
    beside = first > 0 and sheet.lines[first - 1].source.picture is not None
    marked = Use.CAPTION in {one.use, two.use} or one.after_picture or beside
    named = credited(one.text) or credited(two.text) or folded(one.text) != folded(two.text)
    return marked or named or (page and shows(one.text))


def is_of_a_page(sheet: Sheet) -> bool:
    """Return whether the source was copied from a page: it had buttons, a date line, or says where it is from."""
    return sheet.had_boilerplate or any(line.use in {Use.DATE, Use.SOURCE} for line in sheet.lines)


def _tell_twice(sheet: Sheet, index: int) -> None:
    sheet.notice(
        "line.twice", index,
        message("“{line}” stands twice in a row, and is read twice", line=beginning(sheet.lines[index].text)),
        message("If it is a caption, write it under captions; if once is enough, take one out of the source."),
    )  # fmt: skip


def _stray_credits(sheet: Sheet) -> None:
    """Drop "Ảnh: …" lines that stand under no caption and no picture; under a caption they belong to it."""
    above: Line | None = None
    for index in sheet.body():
        line = sheet.lines[index]
        under = above is not None and (above.use is Use.CAPTION or above.source.picture is not None)
        if line.use is Use.OPEN and line.is_text and is_credit(line.text) and not under:
            sheet.drop(index, message("a picture's credit without its picture"))
        elif line.text or line.source.picture:
            above = line


def _stands_over_credit(setting: _Setting) -> bool:
    """Return whether a picture's credit follows: at once, or under a line that ends as no sentence does."""
    below = setting.below
    return below is not None and is_credit(below.text) and not (setting.line.is_final and below.blank_before)


def _repeats(setting: _Setting, title: str) -> bool:
    line = setting.line
    return line.is_text and len(line.text) <= LONGEST and setting.position > 0 and _same(folded(line.text), title)


def _same(one: str, title: str) -> bool:
    if not one or not title:
        return False
    return one == title or (len(one) > 30 and difflib.SequenceMatcher(None, one, title, autojunk=False).ratio() > 0.9)


# --------------------------------------------------------------------------------------------- what is guessed


def _setting(sheet: Sheet, body: list[int], at: int, indent: int, story: int) -> _Setting | None:
    index = body[at]
    line = sheet.lines[index]
    if (
        line.use is not Use.OPEN
        or not line.is_text
        or len(line.text) > LONGEST
        or line.text.isupper()
        or is_item(line.text)
    ):
        return None
    if (
        len(cells(line)) > 1
        or line.text.endswith((":", ";", ",", "?", "?”"))
        or not line.text[:1].isalpha()
        or len(split(line.text)) != 1
    ):
        return None
    above = sheet.lines[body[at - 1]] if at else None
    below = sheet.lines[body[at + 1]] if at + 1 < len(body) else None
    if below is not None and is_signed_item(below.text):
        return None
    spaced = sheet.has_structure or (line.blank_before and sheet.blank_after(index))
    return _Setting(line, above, below, story, indent, spaced)


def _body_indent(sheet: Sheet) -> int:
    """Return how far the paragraphs are indented: what at least two prose lines share, to two spaces; else 0."""
    indents = Counter(sheet.lines[i].source.indent // 3 for i in sheet.open() if sheet.lines[i].is_prose)
    common = indents.most_common(1)
    total = sum(sheet.lines[i].source.indent for i in sheet.open() if sheet.lines[i].is_prose)
    count = sum(indents.values())
    return total // count if common and count >= 2 and total // count >= 3 else 0


def _points(setting: _Setting, title: str) -> int:
    """Count the signs that a line without a closing mark is a caption, not a heading."""
    line, table = setting.line, rules()
    low = line.text.casefold()
    telling = tells(low)
    if setting.below is None and (telling or ":" in low or not starts_with(low, table.openings)):
        return 0  # the last line of a text that was cut off
    points = (2 if line.syllables >= 13 else 0) + (1 if line.syllables >= 20 else 0) - (2 if line.syllables < 8 else 0)
    points += 2 if starts_with(low, table.openings) else 0
    points += 3 if starts_with(low, table.views) else 0
    points += 1 if contains(low, table.scenes) else 0
    points += 1 if " tại " in low else 0
    points += 1 if setting.position == 1 else 0
    points += (
        2 if len(low) > 30 and difflib.SequenceMatcher(None, folded(low), title, autojunk=False).ratio() > 0.6 else 0
    )
    points += 4 if any(place in low for place in table.places) else 0
    points -= 2 if line.source.bold else 0
    points -= 2 if telling and starts_with(low, table.narrative) else 0
    points -= 2 if re.search(r"\d[.,]?\d* ?%", low) else 0
    return points


def _sentence_points(setting: _Setting) -> int:
    """Count the signs that a whole sentence is a caption, not a short paragraph."""
    line, table = setting.line, rules()
    low = line.text.casefold()
    below = setting.below
    indented = setting.body_indent and abs(line.source.indent - setting.body_indent) > 2
    telling = tells(low)
    shown = starts_with(low, table.openings) and contains(low, table.scenes) and not telling
    apart = setting.spaced or indented or (shown and line.syllables <= 20)
    if line.syllables > 40 or len(line.text) > 200 or line.source.bold or not apart:
        return 0
    if starts_with(low, table.narrative) or below is None or not _goes_on_after(below):
        return 0
    points = 2 if indented else 0
    points += 4 if any(place in low for place in table.places) else 0
    points += 2 if shown else 0
    points += 2 if setting.position == 1 else 0
    points += 2 if setting.position == 0 and not telling and len(line.text) <= 120 else 0
    points += 0 if telling else 1
    points += 1 if " tại " in low and not telling else 0
    points += 1 if line.syllables <= 12 else 0
    points += 1 if len(below.text) >= 3 * len(line.text) else 0
    points += 1 if setting.above is not None and setting.above.text.endswith(("./.", "…/.")) else 0
    return points


def _goes_on_after(below: Line) -> bool:
    """Return whether the story goes on below a caption, with a paragraph of its own."""
    return below.is_prose or (below.is_final and len(below.text) >= _SHORTEST_PARAGRAPH and not is_item(below.text))
