"""The structure of a document: parts in reading order, made of passages of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ...model import Article, Notice, Pause, Picture, Text


class Role(StrEnum):
    """The role of a passage, by which templates and stylesheets refer to it."""

    COVER = "cover"
    CONTENTS = "contents"
    ENTRY = "entry"
    SECTION = "section"
    TITLE = "title"
    DATE = "date"
    LEAD = "lead"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list-item"
    TABLE_CAPTION = "table-caption"
    COLUMN = "column"
    CELL = "cell"
    ALTERNATIVE = "alternative"
    CAPTION = "caption"
    BYLINE = "byline"
    SOURCE = "source"
    FOOTNOTE = "footnote"
    NOTE_NUMBER = "note-number"
    IMPRINT_LINE = "imprint-line"
    DRAFT = "draft"
    VOICES = "voices"


PAUSES: dict[Role, Pause] = {
    Role.COVER: Pause.ARTICLE,
    Role.CONTENTS: Pause.HEADING,
    Role.ENTRY: Pause.LIST_ITEM,
    Role.SECTION: Pause.HEADING,
    Role.TITLE: Pause.HEADING,
    Role.HEADING: Pause.HEADING,
    Role.QUOTE: Pause.QUOTE,
    Role.LIST_ITEM: Pause.LIST_ITEM,
    Role.COLUMN: Pause.SENTENCE,
    Role.CELL: Pause.SENTENCE,
}
"""The kind of pause after a passage; the default is that of a paragraph."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one unit: a title, a paragraph, an item, a cell (possibly empty)."""

    role: Role
    text: Text
    pause: Pause = Pause.PARAGRAPH
    """The pause after its last sentence."""
    level: int = 0
    """The level of a heading, 2 to 6; the depth of a list item or contents entry, from 1."""
    target: str = ""
    """The name of the document to which a contents entry leads."""
    ours: bool = False
    """It contains the program's own words (Vietnamese), not the editor's (in the edition's language)."""
    column: str = ""
    """The name of a cell's column, which is spoken before the cell; cells that name rows have none."""
    announced: Text = ()
    """The spoken text of each note mark in it, in order; the mark is shown as the note's number."""

    @property
    def spoken(self) -> Text:
        """Return the sentences, each followed by the announcements of the marks in it."""
        if not self.announced:
            return self.text
        waiting = iter(self.announced)
        return tuple(one for sentence in self.text for one in (sentence, *(next(waiting) for _ in sentence.marks)))


OWN_ID = "label-"
"""The prefix of the ids of sentences made by the program; an article's ids never have it."""


class PartKind(StrEnum):
    """The layout of a part."""

    COVER = "cover"
    HEADER = "header"
    CONTENTS = "contents"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST = "list"
    TABLE = "table"
    FIGURE = "figure"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    IMPRINT = "imprint"


@dataclass(frozen=True, slots=True)
class Part:
    """A unit of the page's layout; `id` is unique in the document and differs from all sentence ids.

    `rows` are the cells of a table and `passages` its caption.  For a figure, `alternative` is the alternative text,
    empty
    if the caption serves for it; `picture` is None if only the caption is left.
    """

    kind: PartKind
    id: str
    passages: tuple[Passage, ...] = ()
    rows: tuple[tuple[Passage, ...], ...] = ()
    header_rows: int = 0
    ordered: bool = False
    marked: bool = False
    """The items of the list begin with markers of their own ("a)")."""
    picture: Picture | None = None
    alternative: Text = ()
    alternative_is_ours: bool = False
    """The program wrote the alternative text, because the editor wrote none."""
    back: str = ""
    """The id of the first mark that leads to a note; empty if there is none."""

    @property
    def spoken(self) -> Iterator[Passage]:
        """Yield the passages that are not empty, in reading order."""
        if self.alternative:
            yield Passage(Role.ALTERNATIVE, self.alternative, ours=self.alternative_is_ours)
        yield from (replace(one, text=one.spoken) if one.announced else one for one in self.passages if one.text)
        for row in self.rows:
            filled = [cell for cell in row if cell.text]
            yield from filled[:-1]
            if filled:
                last = filled[-1]
                yield replace(last, pause=Pause.TABLE_ROW)


class DocumentKind(StrEnum):
    """The four kinds of document in a book."""

    COVER = "cover"
    CONTENTS = "contents"
    ARTICLE = "article"
    IMPRINT = "imprint"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the book: everything visible in it, in reading order.

    `name` is unique in the edition and safe as a file name: `cover`, `contents`, `imprint`, or the article's slug.
    """

    name: str
    kind: DocumentKind
    title: str
    parts: tuple[Part, ...]
    section: str = ""
    article: Article | None = None
    notices: tuple[Notice, ...] = ()
    heard_otherwise: bool = False
    """Its article is spoken in other words or by a person, so no sentence here has a clip."""

    def shown(self) -> Document:
        """Return the document for a template: text in order, without source files."""
        parts = self.parts
        if any(part.picture for part in parts):
            parts = tuple(replace(part, picture=None) if part.picture else part for part in parts)
        return replace(self, parts=parts, article=None)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return all spoken passages in order; none is empty."""
        return tuple(passage for part in self.parts for passage in part.spoken)
