"""Builds blocks from the lines of the body: headings, paragraphs, lists, tables, quotes, figures with captions.

The structure of the source takes precedence; in plain text the form of a line decides.  Every sentence gets its id
here, and the end mark "./." becomes a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ..messages import message
from ..model import (
    Block,
    Figure,
    Heading,
    ItemList,
    LineKind,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Sentence,
    SourceLine,
    Table,
    Text,
)
from ..regex import regex
from ..vietnamese.sentences import split
from .byline import is_person
from .caption_words import contains, is_credit, shows
from .characters import LEADING_EMOJI, SPACES, TRAILING_EMOJI, beginning, folded, tidy, toml_string
from .joining import is_broken_off
from .labelling import FINAL_MARKS, Label, LabelledLine, Labelling
from .letters import is_address
from .markers import COUNTED, SIGN, is_item, list_marker, same_count
from .notes import begins_note, marks_in, with_marks
from .rules import rules, starts_with
from .tables import cells, is_rule

_END_MARK: Final = regex(r"\s*(?P<mark>[.…!?]|\.{3})\s?/\s?\.(?=$|[\"”»)\]]+$)")
_FOOTNOTE: Final = regex(r"(?P<mark>\(\d{1,2}\)|\[\d{1,2}\]|\*{1,3})\s*\S")
_ITEM_CELLS: Final = 2
HEADING_LONGEST: Final = 150
_VALUE: Final = regex(r"\w: .{0,40}\d")
"""A label with a value, such as "Buổi sáng: từ 8 giờ", is not a heading."""
_LONGEST_VERSE: Final = 70
_SHORTEST_RUN: Final = 4
_LONGEST_RUN: Final = 12
"""The number of lines examined on each side; so the cost stays proportional to the length of the source."""


@dataclass(slots=True)
class Ids:
    """Splits text into sentences and gives each an id: a letter and a running number, which is a valid XML name."""

    used: dict[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    """The number of each note that a mark may refer to, by its name in the source."""

    def cut(self, text: str, place: str = "s", *, whole: bool = False, of: Sequence[LabelledLine] = ()) -> Text:
        """Return `text` as sentences with ids `s1`, `s2` …, or as one sentence if `whole`.

        The sentences get the note marks of the lines `of` which the text is made.
        """
        marks = marks_in(of, text, self.notes) if self.notes else ()
        text = without_end_mark(text)
        sentences = []
        for sentence in (text,) if whole and text else split(text):
            self.used[place] = self.used.get(place, 0) + 1
            sentences.append(Sentence(f"{place}{self.used[place]}", sentence))
        return with_marks(sentences, marks) if marks else tuple(sentences)


def without_end_mark(text: str) -> str:
    """Return `text` with a full stop in place of the printer's end mark: "hơn./." → "hơn.", "vững…/." → "vững…"."""
    return _END_MARK.sub(lambda match: match["mark"], text) if "/" in text else text


def build_blocks(
    labels: Labelling, ids: Ids, pictures: tuple[Picture, ...]
) -> tuple[tuple[Block, ...], tuple[Text, ...], int]:
    """Return the blocks of the body, its footnotes, and the number of `pictures` without a caption in the text."""
    builder = _Builder(labels, ids)
    for index in labels.body():
        builder.add(index)
    builder.close()
    blocks, left = _with_pictures(builder.blocks, pictures)
    return tuple(blocks), (*builder.footnotes, *builder.typed_notes), left


def _with_pictures(blocks: Iterable[Block], pictures: tuple[Picture, ...]) -> tuple[list[Block], int]:
    """Give the picture files next to the article to the figures without a picture, in order."""
    waiting = list(pictures)
    placed: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure) and block.picture is None and waiting:
            placed.append(replace(block, picture=waiting.pop(0)))
        else:
            placed.append(block)
    return [*placed, *(Figure(picture) for picture in waiting)], len(waiting)


class _Builder:
    """Adds the lines of the body in order; a line of another kind ends the open list, quote or table."""

    def __init__(self, labels: Labelling, ids: Ids) -> None:
        self.labels = labels
        self.ids = ids
        self.blocks: list[Block] = []
        self.footnotes: list[Text] = []
        self.typed_notes: list[Text] = []
        """Notes that the author numbered by hand in the text."""
        self.note: SourceLine | None = None
        self.body = [index for index in labels.body() if labels.lines[index].text]
        self.position = {index: at for at, index in enumerate(self.body)}
        self.notes_from = _notes_from(labels, self.body)
        self.items: list[ListItem] = []
        self.counted = False
        """One of the items has a count."""
        self.quoted: list[Text] = []
        self.rows: list[tuple[str, ...]] = []
        self.picture: Picture | None = None

    def close(self, keep: str = "") -> None:
        """End the open list, quote, table and picture, except the one that `keep` names."""
        if self.picture is not None and keep != "picture":
            self.blocks.append(Figure(self.picture, alt=self.ids.cut(tidy(self.picture.alt))))
            self.picture = None
        if self.items and keep != "items":
            self.blocks.append(ItemList(tuple(self.items), ordered=self.items[0].marker[:1].isalnum()))
            self.items, self.counted = [], False
        if self.quoted and keep != "quoted":
            self.blocks.append(Quote(tuple(self.quoted)))
            self.quoted = []
        if self.rows and keep != "rows":
            self.blocks.append(self._table(self.rows, header_rows=_header_rows(self.rows)))
            self.rows = []

    def add(self, index: int) -> None:
        line = self.labels.lines[index]
        kind = line.source.kind
        if line.kept and kind is LineKind.TEXT:
            self.close()
            self.blocks.append(Paragraph(self.ids.cut(line.text, of=[line])))
        elif line.label is Label.CAPTION:
            self._caption(line)
        elif line.source.picture is not None:
            self.close()
            self.picture = line.source.picture
            if line.text and kind is LineKind.PICTURE:
                self._caption(line)
        elif kind is LineKind.TABLE:
            self.close()
            self.blocks.append(self._table(line.source.rows, line.source.header_rows, line.text))
        elif kind is LineKind.HEADING:
            self.close()
            self.blocks.append(
                Heading(self.ids.cut(line.text, whole=True, of=[line]), min(6, max(2, line.source.level)))
            )
        elif kind is LineKind.FOOTNOTE:
            self._footnote(line)
        elif kind is LineKind.QUOTE:
            self.close(keep="quoted")
            self.quoted.append(self.ids.cut(line.text, of=[line]))
        elif kind is LineKind.LIST_ITEM:
            self._item(line.source.marker, line.text, max(1, line.source.level), line)
        else:
            self._text(index, line)

    def _footnote(self, line: LabelledLine) -> None:
        """Add a new note, or the next paragraph of the last one."""
        text = self.ids.cut(line.text, "n", of=[line])
        if begins_note(line.source, self.note):
            self.footnotes.append(text)
        else:
            self.footnotes[-1] += text
        self.note = line.source

    def _caption(self, line: LabelledLine) -> None:
        picture, self.picture = self.picture, None
        self.close()
        alternative = tidy(picture.alt) if picture else ""
        alt = self.ids.cut(alternative) if folded(alternative) != folded(line.text) else ()
        self.blocks.append(Figure(picture, self.ids.cut(line.text, of=[line]), alt, guessed=line.guessed))

    def _item(self, marker: str, text: str, level: int, line: LabelledLine) -> None:
        self.close(keep="items")
        self.items.append(ListItem(marker, self.ids.cut(text, of=[line]), level))
        self.counted = self.counted or marker[:1].isalnum()

    def _text(self, index: int, line: LabelledLine) -> None:
        if self.rows and is_rule(line):
            return
        parted = [tidy(cell) for cell in found] if len(found := cells(line)) > 1 else []
        is_row = len([cell for cell in parted if cell]) >= 2 and _is_row(self.labels, index, len(parted))
        if is_row and not _is_tabbed_item(self.labels, index):
            self.close(keep="rows")
            self.rows.append(tuple(parted))
            return
        if is_credit(line.text) and self.blocks and isinstance(self.blocks[-1], Figure) and not self.items:
            figure = self.blocks[-1]
            self.blocks[-1] = replace(figure, caption=(*figure.caption, *self.ids.cut(line.text)))
            return
        if index >= self.notes_from:
            self.close()
            self.typed_notes.append(self.ids.cut(line.text, "n"))
            return
        if heading := heading_level(self.labels, self.body, self.position[index]):
            self.close()
            self.blocks.append(Heading(self.ids.cut(line.text, whole=True, of=[line]), heading))
            self._doubt_heading(index)
            return
        marker, text, level = list_marker(line.text)
        if marker:
            self._item(marker, text, level + (1 if self._under_count(marker) else 0), line)
            return
        self.close()
        if text := _without_ornaments(line.text):
            self.blocks.append(Paragraph(self.ids.cut(text, of=[line])))

    def _doubt_heading(self, index: int) -> None:
        """Add a notice if a heading names persons and an action, like a caption whose picture was lost."""
        text = self.labels.lines[index].text
        low = text.casefold()
        if starts_with(low, rules().openings) and contains(low, rules().scenes) and shows(text):
            begin = toml_string(beginning(text))
            self.labels.notice(
                "heading.guess", index,
                message("“{line}” was taken for a heading, but may be a caption", line=text),
                message("If it is a caption, write: captions = [{begin}]", begin=begin),
                offer=f"captions = [{begin}]",
            )  # fmt: skip

    def _under_count(self, marker: str) -> bool:
        """Return whether a dash is below a counted item of the same list."""
        return not marker[:1].isalnum() and self.counted

    def _table(self, rows: Iterable[tuple[str, ...]], header_rows: int = 0, caption: str = "") -> Table:
        found = [tuple(tidy(cell) for cell in row) for row in rows]
        width = max((len(row) for row in found), default=0)
        text = self.ids.cut(caption)
        cells = tuple(tuple(self.ids.cut(cell) for cell in (*row, *[""] * (width - len(row)))) for row in found)
        return Table(cells, min(header_rows, len(found)), text)


def _notes_from(labels: Labelling, body: list[int]) -> int:
    """Return the index of the notes at the end, or past the end if there are none.

    These lines all begin with "(1)", "[2]" …, and the text above them contains the first mark.
    """
    start = len(body)
    while start and _FOOTNOTE.match(labels.lines[body[start - 1]].text) and labels.lines[body[start - 1]].is_text:
        start -= 1
    mark = _FOOTNOTE.match(labels.lines[body[start]].text) if start < len(body) else None
    above = [line.text for line in labels.lines[: body[start]] if line.label is not Label.DROPPED] if mark else []
    return body[start] if mark and any(mark["mark"] in text for text in above) else len(labels.lines)


def _is_row(labels: Labelling, index: int, width: int) -> bool:
    """Return whether a neighbour has the same number of cells; one such line alone is not a table."""
    for other in (index - 1, index + 1):
        if 0 <= other < len(labels.lines) and len(cells(labels.lines[other])) == width:
            return True
    return False


def _is_tabbed_item(labels: Labelling, index: int) -> bool:
    """Return whether a tab only stands behind the marker of an item: "1. ⇥ Che chắn chuồng"; no header is above."""
    first = index
    while first >= 0 and _has_marker(cells(labels.lines[first])):
        first -= 1
    return first < index and (first < 0 or len(cells(labels.lines[first])) != _ITEM_CELLS)


def _has_marker(found: list[str]) -> bool:
    """Return whether a line has two cells, and the first is only the marker of a list item."""
    return len(found) == _ITEM_CELLS and is_item(f"{found[0].strip()} x") and not is_item(found[0].strip())


def _header_rows(rows: list[tuple[str, ...]]) -> int:
    """Return 1 if the first row has no digits and another row has some."""
    figures = [any(char.isdigit() for cell in row for char in cell) for row in rows]
    return 1 if len(rows) > 1 and not figures[0] and any(figures[1:]) else 0


def _without_ornaments(text: str) -> str:
    bare = LEADING_EMOJI.sub("", text)
    if not (bare[-1:].isalnum() or bare.endswith(FINAL_MARKS)):
        bare = TRAILING_EMOJI.sub("", bare)
    return SPACES.sub(" ", bare).strip()


def heading_level(labels: Labelling, body: list[int], at: int) -> int:
    """Return the level of a plain line that has the form of a heading; 0 if it has not.

    A heading is short, has no final punctuation, and has text below it: "Tam Kỳ tiên phong", "ĐỘI NGŨ CÁN BỘ",
    "1. Nội dung trình bày:".  A line with a count among others with counts is a list item.
    """
    line = labels.lines[body[at]]
    if not _may_be_heading(line):
        return 0
    above = labels.lines[body[at - 1]] if at else None
    below = labels.lines[body[at + 1]] if at + 1 < len(body) else None
    if COUNTED.match(line.text):
        return _counted_heading(labels, body, at)
    if below is None or (len(below.text) < 8 and not below.source.rows) or _in_verse(labels, body, at):
        return 0
    if line.text.isupper() and line.syllables >= 2:
        following = [labels.lines[i] for i in body[at + 1 : at + 5]]
        return 2 if any(one.is_prose or len(one.text) >= 40 or not one.is_text for one in following) else 0
    return 2 if _heads(line, above, below) else 0


def _in_verse(labels: Labelling, body: list[int], at: int) -> bool:
    """Return whether a line is in a run of short lines, such as a poem or a plain list, without text below it."""
    first = last = at
    while first and at - first < _LONGEST_RUN and _is_short(labels.lines[body[first - 1]]):
        first -= 1
    while last + 1 < len(body) and last - at < _LONGEST_RUN and _is_short(labels.lines[body[last + 1]]):
        last += 1
    run = [labels.lines[index] for index in body[first : last + 1]]
    ended = sum(line.is_final for line in run)
    return len(run) >= _SHORTEST_RUN and 3 * ended < len(run) and not labels.lines[body[at]].text.isupper()


def _is_short(line: LabelledLine) -> bool:
    plain = line.is_text and line.label is Label.OPEN and len(line.text) <= _LONGEST_VERSE
    return plain and not (line.text.isupper() or is_item(line.text) or COUNTED.match(line.text))


def _may_be_heading(line: LabelledLine) -> bool:
    text = line.text
    ended = (line.is_final and not text.endswith("?")) or text.endswith((";", ","))
    marked = LEADING_EMOJI.match(text) or SIGN.match(text) or _FOOTNOTE.match(text)
    person = is_person(text) and not text.isupper() and line.syllables > 2
    named = (text[:1].isalnum() or text[:1] in '“"‘') and not is_address(text) and not person
    return line.is_text and named and 0 < len(text) <= HEADING_LONGEST and not ended and not marked


def _heads(line: LabelledLine, above: LabelledLine | None, below: LabelledLine) -> bool:
    """Return whether a line without final punctuation, which is no list item, has text of its own below it."""
    if (below.text[:1].islower() and not is_item(below.text)) or is_broken_off(line.text) or _VALUE.search(line.text):
        return False
    if is_item(below.text):
        return line.blank_before and line.syllables <= 10 and not line.text.endswith((":", "?"))
    if line.text.endswith(":"):
        return line.syllables <= 6 and (below.is_prose or _is_heading_like(below))
    if line.text.endswith("?"):
        answered = below.is_prose or (below.is_final and line.state == "heading")
        return line.syllables <= 15 and ":" not in line.text and answered
    after_story = above is None or above.is_final or above.label is Label.CAPTION or not above.is_text
    over_text = below.is_final or below.is_prose or below.label is Label.CAPTION or not below.is_text
    return line.syllables <= 18 and (after_story or _is_heading_like(above)) and (over_text or _is_heading_like(below))


def _is_heading_like(line: LabelledLine | None) -> bool:
    return (
        line is not None
        and len(line.text) <= HEADING_LONGEST
        and not line.is_final
        and not line.text.endswith((";", ","))
    )


def _same_list(labels: Labelling, body: list[int], first: int, second: int) -> bool:
    """Return whether two lines are items of one list; a table between them belongs to the first, a heading."""
    between = labels.lines[body[first] + 1 : body[second]]
    counted = same_count(labels.lines[body[first]].text, labels.lines[body[second]].text)
    return counted and not any(line.source.rows for line in between)


def _counted_heading(labels: Labelling, body: list[int], at: int) -> int:
    """Return 3 (2 for roman numerals and capitals) if a line with a count has text of its own below it, else 0."""
    line = labels.lines[body[at]]
    if line.syllables > 22 or line.text.endswith(";"):
        return 0
    below = labels.lines[body[at + 1]] if at + 1 < len(body) else None
    if below is None:
        counted = [labels.lines[i] for i in body if COUNTED.match(labels.lines[i].text) and labels.lines[i].is_text]
        earlier = [one for one in counted[:-1] if len(one.text) <= HEADING_LONGEST and not one.is_final]
        alone = at and not COUNTED.match(labels.lines[body[at - 1]].text)
        if not (earlier and alone):
            return 0
    elif _same_list(labels, body, at, at + 1) or (at and _same_list(labels, body, at - 1, at)):
        return 0
    return 2 if re.match(r"[IVXLC]{1,6}[.)]|[A-ZĐ][.)]", line.text) else 3
