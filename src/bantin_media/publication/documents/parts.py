"""What a document is made of: passages of sentences, standing together in parts, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ...model import Article, Notice, Pause, Picture, Text


class Role(StrEnum):
    """What a passage is for; templates and stylesheets speak of it by this name."""

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
"""What ends where a passage ends; a paragraph if nothing stands here."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that belong together: a title, a paragraph, an item, a cell (which may be empty)."""

    role: Role
    text: Text
    pause: Pause = Pause.PARAGRAPH
    """The silence after the last of its sentences."""
    level: int = 0
    """Of a heading 2…6, of a list item or a contents entry its depth from 1."""
    target: str = ""
    """Of a contents entry, the name of the document it leads to."""
    ours: bool = False
    """Whether these are words of the program (Vietnamese) and not the editor's (the edition's language)."""
    column: str = ""
    """Of a cell, the name of its column, which is said before it; the cells that name the rows have none."""
    announced: Text = ()
    """What is said for each mark of a note in it, in order: shown as the note's number."""

    @property
    def spoken(self) -> Text:
        """Return the sentences, each followed by the announcements of the marks in it."""
        if not self.announced:
            return self.text
        waiting = iter(self.announced)
        return tuple(one for sentence in self.text for one in (sentence, *(next(waiting) for _ in sentence.marks)))


OWN_ID = "label-"
"""How the ids of sentences begin that the program made; an article's own never do."""


class PartKind(StrEnum):
    """How a part is laid out."""

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
    """Passages that stand together on the page; `id` is unique in the document and no sentence's.

    Of a table, `rows` are its cells and `passages` its caption; of a figure, `alternative` is what is said of
    the picture itself, empty if the caption says it; `picture` is None if only the caption is left.
    """

    kind: PartKind
    id: str
    passages: tuple[Passage, ...] = ()
    rows: tuple[tuple[Passage, ...], ...] = ()
    header_rows: int = 0
    ordered: bool = False
    marked: bool = False
    """Of a list, whether its items begin with markers of their own ("a)")."""
    picture: Picture | None = None
    alternative: Text = ()
    alternative_is_ours: bool = False
    """Whether the program wrote it, since the editor wrote nothing."""
    back: str = ""
    """Of a note, the id of the first mark that leads to it; empty if none does."""

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
    """Whether its article is heard in other words, or from a person: then no sentence here has a clip."""

    def shown(self) -> Document:
        """Return what a template gets: the words and their order, without the files that they came from."""
        parts = self.parts
        if any(part.picture for part in parts):
            parts = tuple(replace(part, picture=None) if part.picture else part for part in parts)
        return replace(self, parts=parts, article=None)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return all that is to be said, flat and in order: no passage is empty."""
        return tuple(passage for part in self.parts for passage in part.spoken)
