"""Finds captions: with certainty next to a picture or the text of a lost picture, otherwise by form, with a notice.

`placeholders` recognizes the text that a website prints in place of a picture; `sequence` decides by form and place.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

from ..messages import message
from ..model import LineKind
from ..vietnamese.sentences import split
from . import placeholders
from .caption_words import (
    CAPTION_LABEL,
    LONGEST,
    bare_caption,
    credited,
    is_bare_credit,
    is_credit,
    is_labelled,
    is_view,
    shows,
    tells,
)
from .characters import beginning, folded, is_bracketed, toml_string
from .labelling import Label, LabelledLine, Labelling
from .letters import is_address
from .markers import is_item
from .rules import rules, starts_with
from .sequence import CAPTIONS

_LONGEST_SHOWN: Final = 25
_SHORTEST_CAPTION: Final = 3
_SERIES: Final = 3
"""If this many lines occur twice in a row, they are alternative texts and captions of a web page's pictures."""


def find_captions(labels: Labelling, *, title: int | None) -> None:
    """Mark the captions; one that only its form and its place indicate brings a notice, and is read aloud."""
    heading = folded(labels.lines[title].text) if title is not None else ""
    placeholders.strike_out(labels, heading)
    _certain(labels)
    page = is_of_a_page(labels)
    _doubled(labels, page=page)
    _by_sequence(labels, heading)
    _doubled(labels, page=page, tell=True)
    _stray_credits(labels)
    _without_frames(labels)


def _by_sequence(labels: Labelling, heading: str) -> None:
    """Mark lines with a credit or a caption label, and those that are captions by the sequence of all lines."""
    body = labels.body()
    for at, index in enumerate(body):
        line = labels.lines[index]
        if line.label is not Label.OPEN or not line.is_text or is_item(line.text):
            continue
        below = labels.lines[body[at + 1]] if at + 1 < len(body) else None
        if credited(line.text) or is_labelled(line.text) or _belongs_to_picture(line, below, heading):
            labels.mark(index, Label.CAPTION)
        elif line.state in CAPTIONS and not is_credit(line.text):
            _guess(labels, index)


def _belongs_to_picture(line: LabelledLine, below: LabelledLine | None, heading: str) -> bool:
    """Return whether a caption of the sequence is above a credit, or repeats the title, as alternative texts do."""
    if line.state not in CAPTIONS:
        return False
    credit = below is not None and is_credit(below.text) and not (line.is_final and below.blank_before)
    return credit or placeholders.is_same(folded(line.text), heading)


def _guess(labels: Labelling, index: int) -> None:
    labels.mark(index, Label.CAPTION, guessed=True)
    text = labels.lines[index].text
    begin = toml_string(beginning(text))
    labels.notice(
        "caption.guess", index,
        message("“{line}” was taken for a caption, and is read aloud in any case", line=text[:120]),
        message("If it is a paragraph, write: keep = [{begin}]", begin=begin),
        offer=f"keep = [{begin}]",
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ certain captions


def _certain(labels: Labelling) -> None:
    """Mark lines that the file itself calls captions, and lines directly below a picture that are not article text."""
    for index in labels.open():
        line = labels.lines[index]
        lost = line.source.kind is LineKind.PICTURE and line.source.picture is None
        if lost or line.source.kind is LineKind.CAPTION or line.source.role == "caption":
            labels.mark(index, Label.CAPTION)
        elif line.after_picture and line.is_text and _fits(labels, index):
            if line.is_final and not credited(line.text) and not is_view(line.text):
                _guess(labels, index)
            else:
                labels.mark(index, Label.CAPTION)


def _fits(labels: Labelling, index: int) -> bool:
    """Return whether a line directly below a picture is its caption and not the next line of the article text.

    A complete sentence counts as a caption only if it describes a scene: "Bà con thu hoạch chè tại bản Nà Lùng."  A
    sentence that reports news is article text.
    """
    line = labels.lines[index]
    broken_off = line.text[:1].islower() and not _has_ended(labels, index)
    if (
        len(line.text) > LONGEST
        or is_item(line.text)
        or (is_address(line.text) and ":" in line.text)
        or line.text.endswith((":", ";", ",", "./."))
        or broken_off
    ):
        return False
    if credited(line.text):
        return True
    sentences = split(line.text)
    if len(sentences) == 2 and is_bare_credit(sentences[1]):
        return len(line.text) <= 220
    headed = line.source.bold and line.syllables < 13
    one = len(line.text) <= 220 and len(sentences) == 1 and not headed and not _goes_on_below(labels, index)
    shown = shows(line.text, least=_SHORTEST_CAPTION) and line.syllables <= _LONGEST_SHOWN
    return one and (shown if line.is_final else _is_label(line))


def _is_label(line: LabelledLine) -> bool:
    """Return False if a line without final punctuation begins like a sentence of the article text, else True."""
    low = line.text.casefold()
    return not (starts_with(low, rules().narrative) and tells(low))


def _has_ended(labels: Labelling, index: int) -> bool:
    """Return whether the last line of text above a picture ends a sentence.

    If it does, a line below the picture that begins in lower case is a caption, not the rest of the sentence.
    """
    above = next((one for one in reversed(labels.lines[:index]) if one.text and one.label is Label.OPEN), None)
    return above is not None and above.is_final


def _goes_on_below(labels: Labelling, index: int) -> bool:
    """Return whether a picture interrupts a sentence: the text below continues in lower case."""
    below = next((one for one in labels.lines[index + 1 : index + 4] if one.text and one.label is Label.OPEN), None)
    return below is not None and below.text[:1].islower() and not labels.lines[index].is_final


def _doubled(labels: Labelling, *, page: bool, tell: bool = False) -> None:
    """Make one caption of two equal lines in a row (a picture's alternative text and its caption).

    If no evidence links the two lines to a picture, the repetition is intended, as in public announcements: both lines
    stay, and the editor gets a notice if `tell` is true.
    """
    body = [i for i in labels.body() if labels.lines[i].text and not labels.lines[i].kept]
    pairs = [pair for pair in itertools.pairwise(body) if _says_twice(labels, *pair)]
    series = page and len(pairs) >= _SERIES
    for first, second in pairs:
        one, two = labels.lines[first], labels.lines[second]
        if not (series or _of_a_picture(labels, first, second, page=page)):
            if tell and two.label is Label.OPEN and two.is_text:
                _tell_twice(labels, second)
            continue
        shorter, longer = (second, first) if len(one.text) >= len(two.text) else (first, second)
        if Label.CAPTION in {one.label, two.label} or credited(labels.lines[longer].text):
            marked = [line for line in (one, two) if line.label is Label.CAPTION]
            labels.mark(longer, Label.CAPTION, guessed=bool(marked) and all(line.guessed for line in marked))
        else:
            _guess(labels, longer)
        labels.drop(shorter, message("the caption again"))


def _says_twice(labels: Labelling, first: int, second: int) -> bool:
    one, two = labels.lines[first], labels.lines[second]
    return len(one.text) <= LONGEST and one.is_text and bare_caption(one.text) == bare_caption(two.text)


def _of_a_picture(labels: Labelling, first: int, second: int, *, page: bool) -> bool:
    """Return whether two equal lines belong to a picture.

    Evidence is a line marked as a caption, a picture above, or a credit; on a web page also the form of the line.
    """
    one, two = labels.lines[first], labels.lines[second]
    beside = first > 0 and labels.lines[first - 1].source.picture is not None
    marked = Label.CAPTION in {one.label, two.label} or one.after_picture or beside
    named = credited(one.text) or credited(two.text) or folded(one.text) != folded(two.text)
    return marked or named or (page and shows(one.text))


def is_of_a_page(labels: Labelling) -> bool:
    """Return whether the source was copied from a web page: it had boilerplate, a date line or a source line."""
    return labels.had_boilerplate or labels.had_dateline or any(line.label is Label.SOURCE for line in labels.lines)


def _tell_twice(labels: Labelling, index: int) -> None:
    labels.notice(
        "line.twice", index,
        message("“{line}” occurs twice in a row, and is read twice", line=beginning(labels.lines[index].text)),
        message("If it is a caption, write it under captions; if once is enough, take one out of the source."),
    )  # fmt: skip


def _stray_credits(labels: Labelling) -> None:
    """Drop "Ảnh: …" lines, except directly below a caption or a picture: there they are its credit."""
    above: LabelledLine | None = None
    for index in labels.body():
        line = labels.lines[index]
        under = above is not None and (above.label is Label.CAPTION or above.source.picture is not None)
        if line.label is Label.OPEN and line.is_text and is_credit(line.text) and not under:
            labels.drop(index, message("a picture's credit without its picture"))
        elif line.text or line.source.picture:
            above = line


def _without_frames(labels: Labelling) -> None:
    """Remove "Chú thích ảnh:" from captions, and the brackets around one with a credit or a label."""
    for index, line in enumerate(labels.lines):
        if line.label is not Label.CAPTION:
            continue
        text = line.text
        if is_bracketed(text) and (credited(text) or is_labelled(text)):
            text = text[1:-1].strip()
        if match := CAPTION_LABEL.match(text):
            labels.drop_part(index, match[0].strip(), message("a label before the caption"))
            text = text[match.end() :]
        if text != line.text:
            labels.lines[index] = replace(line, text=text)
