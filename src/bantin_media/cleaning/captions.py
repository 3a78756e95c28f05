"""Finds captions: with certainty next to a picture or the text of a lost picture, otherwise by form, with a notice.

`placeholders` recognises the text that a website prints in place of a picture; `evidence` weighs the form of a line.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import Final

from ..messages import message
from ..model import LineKind
from ..vietnamese.sentences import split
from . import placeholders
from .caption_words import LABELLED, LONGEST, bare_caption, credited, is_bare_credit, is_credit, is_view, shows, tells
from .characters import beginning, folded, toml_string
from .evidence import Setting, is_bracketed, is_caption
from .labelling import Label, LabelledLine, Labelling
from .markers import is_item, is_signed_item
from .rules import rules, starts_with
from .tables import cells

_LONGEST_SHOWN: Final = 25
_SHORTEST_CAPTION: Final = 3
_LONGEST_SENTENCE: Final = 260
_USUAL_PARAGRAPH: Final = 150
"""In characters.  If the usual paragraph is at least this long, the source is an article.

A short line in an article may be a caption.
"""
_SERIES: Final = 3
"""If this many lines occur twice in a row, they are alternative texts and captions of a web page's pictures."""
_HEADING_LONGEST: Final = 20
"""In words separated by spaces.  A line of this length or more without final punctuation is not a heading."""


@dataclass(frozen=True, slots=True)
class _Story:
    """Properties of the source as a whole."""

    title: str
    body_indent: int
    usual: int
    """The median length of the paragraphs in characters; 0 if there are no paragraphs."""
    pictures: bool
    of_page: bool

    def may_lose(self, line: LabelledLine, *, captioned: bool) -> bool:
        """Return whether a line may be a caption whose picture was lost.

        The source must come from a web page, have pictures, have a caption above the line (`captioned`), or have long
        paragraphs (`usual`).
        """
        from_page = self.pictures or self.of_page or captioned
        written = self.usual >= _USUAL_PARAGRAPH
        if not line.is_final:
            return from_page or (written and (line.syllables >= _HEADING_LONGEST or _names_who(line)))
        short = len(line.text) <= max(_LONGEST_SENTENCE if from_page and not self.usual else 0, self.usual * 3 // 4)
        return (from_page or written) and short and len(line.text) <= _LONGEST_SENTENCE


def find_captions(labels: Labelling, *, title: int | None, pictures: bool, by_form: bool = True) -> None:
    """Mark the captions below the title; a caption found by form alone brings a notice, and is read aloud.

    `pictures` says that picture files are in the folder of the source.  The form is used only for pasted text, because
    its pictures were lost: a document file contains its own pictures.  `by_form` is false for an official document.
    """
    heading = folded(labels.lines[title].text) if title is not None else ""
    placeholders.strike_out(labels, heading)
    _certain(labels)
    page = is_of_a_page(labels)
    _doubled(labels, page=page)
    _weigh(labels, heading, title=title, pictures=pictures, page=page, by_form=by_form)
    _doubled(labels, page=page, tell=True)
    _stray_credits(labels)


def _weigh(labels: Labelling, heading: str, *, title: int | None, pictures: bool, page: bool, by_form: bool) -> None:
    """Mark lines with a credit or a caption label, and lines that repeat the title.

    In pasted text also mark, with a notice, lines that have the form of a caption.
    """
    body = [i for i in labels.body() if title is None or i > title]
    lost = by_form and not labels.has_structure
    story = _Story(heading, _body_indent(labels), _usual_length(labels), pictures=pictures, of_page=page)
    position = 0
    captioned = any(labels.lines[index].label is Label.CAPTION for index in body)
    for at, index in enumerate(body):
        line = labels.lines[index]
        if line.label is Label.OPEN and line.is_text and not is_item(line.text) and credited(line.text):
            labels.mark(index, Label.CAPTION)
            continue
        setting = _setting(labels, body, at, position, story)
        position += line.label is not Label.CAPTION
        if setting is None:
            continue
        if LABELLED.match(line.text) or _stands_over_credit(setting) or _repeats(setting):
            position -= 1
            labels.mark(index, Label.CAPTION)
        elif lost and ((story.may_lose(line, captioned=captioned) and is_caption(setting)) or _is_plain_view(line)):
            position -= 1
            captioned = True
            _guess(labels, index)


def _names_who(line: LabelledLine) -> bool:
    """Return whether a line begins with people or another typical subject: "Các thí sinh trong phần thi …"."""
    return starts_with(line.text.casefold(), (*rules().openings, *rules().subjects))


def _is_plain_view(line: LabelledLine) -> bool:
    """Return whether a short line introduces itself as the description of a view: "Quang cảnh buổi tập huấn."."""
    return is_view(line.text) and line.syllables <= _LONGEST_SHOWN and not tells(line.text.casefold())


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
    if len(line.text) > LONGEST or is_item(line.text) or line.text.endswith((":", ";", ",", "./.")) or broken_off:
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


def _stands_over_credit(setting: Setting) -> bool:
    """Return whether a picture credit follows, without a blank line or after a line without final punctuation."""
    below = setting.below
    return below is not None and is_credit(below.text) and not (setting.line.is_final and below.blank_before)


def _repeats(setting: Setting) -> bool:
    return setting.position > 0 and placeholders.is_same(folded(setting.line.text), setting.title)


# ------------------------------------------------------------------------------------- captions found by form


def _setting(labels: Labelling, body: list[int], at: int, position: int, story: _Story) -> Setting | None:
    """Return the surroundings of a body line; None if the line cannot be a caption."""
    index = body[at]
    line = labels.lines[index]
    if line.label is not Label.OPEN or not _may_show(line):
        return None
    above = labels.lines[body[at - 1]] if at else None
    below = labels.lines[body[at + 1]] if at + 1 < len(body) else None
    spaced = labels.has_structure or (line.blank_before and labels.blank_after(index))
    if below is not None and is_signed_item(below.text) and not (spaced and line.is_final):
        return None
    alike = below is not None and _is_alike(line, below)
    row = any(one is not None and _begin_alike(line, one) for one in (above, below))
    place = (line, above, below, position, story.title, story.body_indent)
    return Setting(
        *place,
        spaced=spaced,
        above_alike=alike,
        in_row=row,
        captions_above=_captions_above(labels, body[:at]),
        of_page=story.of_page,
    )


def _may_show(line: LabelledLine) -> bool:
    """Return whether a line is a single sentence or phrase, not a list item, table row or question."""
    text = line.text
    if not line.is_text or len(text) > LONGEST or text.isupper() or is_item(text) or len(cells(line)) > 1:
        return False
    begins = text[:1].isalpha() or is_bracketed(text)
    return not text.endswith((":", ";", ",", "?", "?”")) and begins and len(split(text)) == 1


def _is_alike(line: LabelledLine, below: LabelledLine) -> bool:
    """Return whether two consecutive short sentences both describe a scene, like the captions of a row of pictures."""
    return all(
        one.is_final
        and one.syllables <= _LONGEST_SHOWN
        and one.label is Label.OPEN
        and _may_show(one)
        and shows(one.text)
        for one in (line, below)
    )


def _captions_above(labels: Labelling, body: list[int]) -> int:
    """Return the number of guessed captions at the end of `body`, without an interruption."""
    lines = (labels.lines[i] for i in reversed(body))
    return sum(1 for _ in itertools.takewhile(lambda line: line.label is Label.CAPTION and line.guessed, lines))


def _begin_alike(line: LabelledLine, other: LabelledLine) -> bool:
    """Return whether two lines without a closing mark begin with the same two words: "Lễ khai giảng của trường …"."""
    words, more = line.text.casefold().split(), other.text.casefold().split()
    plain = not (line.is_final or other.is_final) and other.is_text and not is_item(other.text)
    return plain and min(len(words), len(more)) > _SHORTEST_CAPTION and words[:2] == more[:2]


def _usual_length(labels: Labelling) -> int:
    """Return the median length of the paragraphs in characters; 0 if there are no paragraphs."""
    lengths = sorted(len(labels.lines[i].text) for i in labels.open() if labels.lines[i].is_prose)
    return lengths[len(lengths) // 2] if lengths else 0


def _body_indent(labels: Labelling) -> int:
    """Return the mean indent of the prose lines, in whole spaces.

    Return 0 if there are fewer than two prose lines or the mean is below three spaces.
    """
    indents = Counter(labels.lines[i].source.indent // 3 for i in labels.open() if labels.lines[i].is_prose)
    common = indents.most_common(1)
    total = sum(labels.lines[i].source.indent for i in labels.open() if labels.lines[i].is_prose)
    count = sum(indents.values())
    return total // count if common and count >= 2 and total // count >= 3 else 0
