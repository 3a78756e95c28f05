"""Finds the title: the line above the article text that date, blank lines and its own form indicate.

Lines above the title belong to the page and are dropped.  If several lines could be the title, a notice says so.
"""

from __future__ import annotations

import difflib
import re
from typing import Final

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import LineKind
from .boilerplate import zones
from .byline import labelled_author
from .caption_words import is_view, shows_picture, tells
from .characters import LEADING_EMOJI, folded, toml_string
from .dates import is_dateline, take_apart
from .labelling import Label, Labelling
from .letters import is_address
from .markers import COUNTED, is_item, is_signed_item, same_count
from .rules import rules, starts_with
from .title_choice import LONGEST_UNASKED, choose, is_section, is_slogan
from .title_lines import is_set_off, join_lines, names_writer
from .title_text import LONGEST, bare, unglue

_SHORTEST_SENTENCE: Final = 6
_STORY: Final = 80
"""In characters: a sentence of this length or more is article text."""
_MOST_CANDIDATES: Final = 40
"""The title is among the first lines; without this limit, a page of many short lines would take quadratic time."""


def find_title(labels: Labelling, known: str, override: ArticleOverride) -> int | None:
    """Label the title and return its index; None if no line can be the title.

    `known` is the title in the file's own fields, or the subject of a mail.
    """
    index = _editors(labels, override)
    if index is None:
        index = _structural(labels)
    if index is None:
        candidates = _candidates(labels)
        if not candidates and override.title is None:
            candidates = unglue(labels)
        index = choose(labels, candidates, folded(bare(known)))
    if index is None:
        _drop_section(labels)
        return None
    _doubt(labels, index)
    labels.mark(index, Label.TITLE)
    index = join_lines(labels, index)
    _clear_above(labels, index)
    _drop_repeats(labels, index)
    _drop_section_below(labels, index)
    return index


def _drop_section(labels: Labelling) -> None:
    """Drop the name of a section above a text without a title."""
    opened = labels.open()
    first = labels.lines[opened[0]].text if opened else ""
    if len(opened) > 1 and is_section(first) and folded(first) not in rules().documents:
        labels.drop(opened[0], message("the name of a section"))


def _drop_section_below(labels: Labelling, index: int) -> None:
    """Drop the name of a section between the title and the text, if it is the only one: several are headings."""
    lines = labels.lines
    below = [i for i in labels.open() if i > index and not is_dateline(lines[i].text, take_apart(lines[i].text))]
    named = [i for i in below if lines[i].is_text and is_section(lines[i].text)]
    if (
        len(below) > 1
        and named == below[:1]
        and labels.lines[below[1]].is_final
        and labels.lines[below[1]].blank_before
    ):
        labels.drop(below[0], message("the name of a section"))


def _editors(labels: Labelling, override: ArticleOverride) -> int | None:
    if override.title is None:
        return None
    sought = folded(override.title)
    return next((i for i in labels.open() if folded(bare(labels.lines[i].text)) == sought), None)


def _structural(labels: Labelling) -> int | None:
    """Return the title by the structure of the file: the line with this role, else the first heading of level 1."""
    opened = [i for i in labels.open() if labels.lines[i].text]
    by_role = next((i for i in opened if labels.lines[i].source.role == "title"), None)
    if by_role is not None:
        return by_role
    first, _ = zones(labels)
    return next(
        (
            i
            for i in opened
            if labels.lines[i].source.kind is LineKind.HEADING and labels.lines[i].source.level == 1 and i < first
        ),
        None,
    )


def _candidates(labels: Labelling) -> list[int]:
    first, _ = zones(labels)
    found: list[int] = []
    opened = labels.open()
    for position, index in enumerate(opened):
        line = labels.lines[index]
        if index > first or len(found) == _MOST_CANDIDATES or _has_begun(labels, opened[:position]):
            break
        if (index == first and not _titles_prose(labels, opened, position)) or _begins_list(labels, index):
            break
        pieces = take_apart(line.text)
        told = line.source.kind not in {LineKind.TEXT, LineKind.HEADING} or line.source.role or line.kept
        named = line.text and len(line.text) <= LONGEST and pieces.rest and not is_dateline(line.text, pieces)
        if named and not told and not line.text.endswith((":", ";")) and _may_be_title(labels, index):
            found.append(index)
    return found


def _has_begun(labels: Labelling, above: list[int]) -> bool:
    """Return whether two sentences, even short ones, are above; then the article text has begun."""
    said = (labels.lines[i] for i in above if labels.lines[i].is_final and labels.lines[i].is_text)
    return sum(len(line.text) >= _STORY for line in said) > 1


def _begins_list(labels: Labelling, index: int) -> bool:
    """Return whether a line is the first of a counted list: "I. Thời gian" with "II. …" below it is body text."""
    text = labels.lines[index].text
    among = (one.text for one in labels.lines[index + 1 : index + 30] if one.label is Label.OPEN)
    return COUNTED.match(text) is not None and any(same_count(text, other) for other in among)


def _may_be_title(labels: Labelling, index: int) -> bool:
    """Return whether a line is neither a salutation, a caption, a list item nor the author's line."""
    text = labels.lines[index].text
    if (
        text.startswith("(")
        or (labelled_author(text) and starts_with(text.casefold(), rules().strong))
        or is_address(text)
        or shows_picture(text)
        or (is_view(text) and not is_set_off(labels, index))
        or names_writer(labels, index)
        or (text.endswith(",") and not text.isupper())
    ):
        return False
    return (
        COUNTED.match(text) is not None
        or not is_signed_item(text)
        or text.startswith(("“", "*"))
        or bool(LEADING_EMOJI.match(text))
    )


def _titles_prose(labels: Labelling, opened: list[int], position: int) -> bool:
    """Return whether the first prose line is itself a long title: one sentence above a much longer text."""
    line = labels.lines[opened[position]]
    rest = [labels.lines[index] for index in opened[position + 1 : position + 2]]
    above = any(labels.lines[index].syllables > 3 for index in opened[:position])
    return (not above and len(line.text) < 260 and bool(rest) and len(rest[0].text) > 1.5 * len(line.text)
            and len(re.findall(r"[.!?…] ", line.text)) == 0)  # fmt: skip


def _doubt(labels: Labelling, index: int) -> None:
    """Add a notice if nothing separates a long first line from the text: it may be a caption whose title was lost."""
    line = labels.lines[index]
    set_off = line.is_text is False or is_set_off(labels, index)
    long = len(line.text) > LONGEST_UNASKED and line.is_text
    if long or (not set_off and (len(line.text) > 100 or tells(line.text.casefold()))):
        labels.notice(
            "title.guess", index,
            message("“{line}” was taken for the title, but may be a caption", line=line.text),
            message("If the title is another, write: title = \"…\", and this line under captions."),
        )  # fmt: skip


def _clear_above(labels: Labelling, index: int) -> None:
    lost = []
    for above in [i for i in labels.open() if i < index]:
        line = labels.lines[above]
        pieces = take_apart(line.text)
        if line.source.picture is not None or line.source.rows or is_dateline(line.text, pieces):
            continue
        if line.source.role or line.after_picture or line.is_prose:
            continue
        if line.text.endswith((".", ":")) and line.syllables >= _SHORTEST_SENTENCE and not is_slogan(line.text):
            continue  # a sentence above the title belongs to the article
        if (
            (is_item(line.text) and not LEADING_EMOJI.match(line.text))
            or is_address(line.text)
            or shows_picture(line.text)
        ):
            continue
        if is_section(line.text):
            labels.drop(above, message("the name of a section"))
            continue
        labels.drop(
            above, message("a slogan above the title") if is_slogan(line.text) else message("is above the title")
        )
        if line.syllables >= 4 and not is_slogan(line.text) and not _alike(line.text, labels.lines[index].text):
            lost.append(above)
    if lost:
        labels.notice(
            "title.above", lost[0],
            message("“{line}” is above the title and was left out", line=labels.lines[lost[0]].text[:80]),
            message("If it is the title, write: title = {line}", line=toml_string(labels.lines[lost[0]].text)),
        )  # fmt: skip


def _drop_repeats(labels: Labelling, index: int) -> None:
    first, _ = zones(labels)
    title = folded(bare(labels.lines[index].text))
    for other in labels.open():
        line = labels.lines[other]
        if other < first and line.text and folded(bare(line.text)) == title and not line.after_picture:
            labels.drop(other, message("the title again"))
    for line_index, line in enumerate(labels.lines):
        if line.label is Label.DROPPED and line_index < index and folded(bare(line.text)) == title:
            labels.drop(line_index, message("the title again"))


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, folded(bare(one)), folded(bare(other)), autojunk=False).ratio() > 0.8
