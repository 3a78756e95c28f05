"""The model: frozen values that are passed between rooms.

An article is a `Draft` after reading, an `Article` after cleaning, a `Script` before it is spoken and a `Narration`
afterwards.  An `Edition` collects the articles.  The type shows the stage; no value is changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from .columns import column_names
from .source import Draft, Dropped, LineKind, NoteMark, Notice, Phrase, Picture, SourceLine, SourcePhrase, Traced
from .spoken import Certainty, Chapter, Clip, Cue, Narration, Pause, Reading, Script, Token, has_words

__all__ = [
    "Article",
    "Block",
    "Certainty",
    "Chapter",
    "Clip",
    "Cue",
    "Draft",
    "Dropped",
    "Edition",
    "Figure",
    "Heading",
    "Imprint",
    "ItemList",
    "LineKind",
    "ListItem",
    "Narration",
    "NoteMark",
    "Notice",
    "Official",
    "Paragraph",
    "Pause",
    "Phrase",
    "Picture",
    "Quote",
    "Reading",
    "Script",
    "Sentence",
    "SourceLine",
    "SourcePhrase",
    "Table",
    "Text",
    "Token",
    "Traced",
    "has_words",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of processing: shown in one span, spoken once, timed once.  `id` is unique in its document.

    A mark's `note` is the number, from 1, of one of the article's footnotes.  `language` (BCP 47) is set if the source
    declares a language other than the edition's; such a sentence is shown and not spoken.  The same is true of each of
    its `phrases`, unless it is a name or a few words (`is_read`).
    """

    id: str
    text: str
    marks: tuple[NoteMark, ...] = ()
    language: str = ""
    phrases: tuple[Phrase, ...] = ()


Text = tuple[Sentence, ...]
"""A text as sentences; only `vietnamese.sentences` splits text."""


def plain(text: Text) -> str:
    """Return the sentences of `text` as one line."""
    return " ".join(sentence.text for sentence in text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    kind: ClassVar[str] = "paragraph"
    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an article; `level` is 2 for the first level below the article's title."""

    kind: ClassVar[str] = "heading"
    text: Text
    level: int = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: one entry per paragraph."""

    kind: ClassVar[str] = "quote"
    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `marker` is its marker in the source (`a)`, `-`), `level` its depth from 1."""

    marker: str
    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; `ordered` if its markers are numbers or letters."""

    kind: ClassVar[str] = "list"
    items: tuple[ListItem, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` of cells, all with the same number of cells; the first `header_rows` contain the column names."""

    kind: ClassVar[str] = "table"
    rows: tuple[tuple[Text, ...], ...]
    header_rows: int = 0
    caption: Text = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the name of each column, "" if it has none."""
        return column_names([[plain(cell) for cell in row] for row in self.rows], self.header_rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption.  `picture` is None if pasting lost the picture."""

    kind: ClassVar[str] = "figure"
    picture: Picture | None
    caption: Text = ()
    alt: Text = ()
    """The alternative text; empty if it equals the caption."""
    guessed: bool = False
    """It was recognized as a caption only by its form, so it is read aloud in any case."""


Block = Paragraph | Heading | Quote | ItemList | Table | Figure


@dataclass(frozen=True, slots=True)
class Official:
    """The content of the head and the foot of an official document; missing values are empty or None.

    `number` is the text after "Số" ("14/TB-UBND"), `date` the date next to the place.
    """

    kind: str = ""
    number: str = ""
    date: date | None = None
    place: str = ""
    issuer: str = ""
    superior: str = ""
    signer: str = ""
    signer_office: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article: everything to be shown, in order, with an id for every sentence.

    `number` gives its order in the edition, `slug` the name of its files (ASCII, safe on FAT).  `spoken_instead` is the
    `(doc)` text that is narrated in its place, and `recording` a person's recording of it.
    """

    number: int
    slug: str
    path: Path
    title: Text
    date: date | None = None
    lead: Text = ()
    author: Text = ()
    source: Text = ()
    section: str = ""
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Text, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[Notice, ...] = ()
    trace: tuple[Traced, ...] = field(default=(), compare=False, repr=False)
    """Every line of the source in order, for the proof page; not part of the article's value."""
    spoken_instead: tuple[Text, ...] = ()
    recording: Path | None = None
    official: Official | None = None
    """The head and foot of an official document; they are not read aloud."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint that the law requires: free text, each line as the editor wrote it."""

    lines: tuple[tuple[str, str], ...] = ()
    """Label and text: `("Giấy phép xuất bản", "số 12/GP-STTTT …")`."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One complete edition: the content of front page, articles and back page."""

    id: str
    """The name of its folder, in input and output."""
    title: str
    number: str
    date: date
    revised: datetime
    """In UTC; the date of everything in finished files."""
    publisher: str
    language: str = "vi"
    audience: str = "public"
    approved_by: str = ""
    approved_code: str = ""
    is_sample: bool = False
    """It is the program's own sample."""
    greeting: str = ""
    """The first words of a broadcast; empty: the default."""
    colour: str = ""
    """The office's colour, "#rrggbb"; empty: the colour of the quarter."""
    logo: Picture | None = None
    sections: tuple[str, ...] = ()
    """The order of its sections; others follow in the order of their first article."""
    base_url: str = ""
    """The web address of the folder of all editions; empty: not on the web."""
    # For library records
    period: str = ""
    issn: str = ""
    isbn: str = ""
    """The ISBN of the light book; the talking book names it as its source."""
    rights: str = ""
    accessibility_evaluated_by: str = ""
    voice_credits: tuple[tuple[str, str], ...] = ()
    """The voice's name in the settings, and the credit that its licence requires."""
    imprint: Imprint = field(default_factory=Imprint)
    articles: tuple[Article, ...] = ()
    cover: Picture | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Return whether it is not signed yet."""
        return not self.approved_by

    @property
    def is_public(self) -> bool:
        """Return whether it may be published."""
        return self.audience == "public"
