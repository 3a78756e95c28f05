"""The model: frozen values that pass from room to room.

An article is a `Draft` after reading, an `Article` after cleaning, a `Script` when it can be spoken and a `Narration`
when it has been.  An `Edition` gathers the articles.  The type tells how far it has come; nothing changes in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from .columns import column_names
from .source import Draft, Dropped, LineKind, NoteMark, Notice, Picture, SourceLine, Traced
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
    "Picture",
    "Quote",
    "Reading",
    "Script",
    "Sentence",
    "SourceLine",
    "Table",
    "Text",
    "Token",
    "Traced",
    "has_words",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of everything: shown in one span, spoken once, timed once.  `id` is unique in its document.

    A mark's `note` is the number, from 1, of one of the article's footnotes.  `language` is its own (BCP 47) where
    the source says that it is not the edition's; it is shown as such, and no Vietnamese voice reads it.
    """

    id: str
    text: str
    marks: tuple[NoteMark, ...] = ()
    language: str = ""


Text = tuple[Sentence, ...]
"""A run of prose, cut into sentences in one place only (`vietnamese.sentences`)."""


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
    """Words set off as somebody else's: one entry per paragraph."""

    kind: ClassVar[str] = "quote"
    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `marker` is what stood before it in the source (`a)`, `-`), `level` its depth from 1."""

    marker: str
    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; `ordered` where its markers count."""

    kind: ClassVar[str] = "list"
    items: tuple[ListItem, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` of cells, all of one width, the first `header_rows` of them naming the columns."""

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
    """A picture with its caption.  `picture` is None if the paste lost the picture and kept the caption."""

    kind: ClassVar[str] = "figure"
    picture: Picture | None
    caption: Text = ()
    alt: Text = ()
    """Shown instead of the picture; a sentence of its own only if it says other than the caption."""
    guessed: bool = False
    """Only its form says that it is a caption: it is read aloud, so that a wrong guess loses nothing."""


Block = Paragraph | Heading | Quote | ItemList | Table | Figure


@dataclass(frozen=True, slots=True)
class Official:
    """What the head and the foot of an official document say; empty (or None) where they do not say it.

    `number` is as written behind "Số" ("14/TB-UBND"), `date` the one beside the place.
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
    """A clean article: what will be shown, in order, every sentence with its id.

    `number` orders it in its edition, `slug` names its files (ASCII, safe on FAT).  `spoken_instead` holds the
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
    """Every line of the source in order, for the proof page: it says how the article came about, not what it is."""
    spoken_instead: tuple[Text, ...] = ()
    recording: Path | None = None
    official: Official | None = None
    """Of an official document: what its head and foot say, none of which is read aloud."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the law asks a bulletin to print on its back: free text, each line as the editor wrote it."""

    lines: tuple[tuple[str, str], ...] = ()
    """Label and text: `("Giấy phép xuất bản", "số 12/GP-STTTT …")`."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition, complete: what a bulletin's front page, its articles and its back page say."""

    id: str
    """The folder's name, and the name of what is made of it."""
    title: str
    number: str
    date: date
    revised: datetime
    """In UTC; dates everything that is written into finished files."""
    publisher: str
    language: str = "vi"
    audience: str = "public"
    approved_by: str = ""
    approved_code: str = ""
    is_sample: bool = False
    """Whether it is the program's own sample."""
    greeting: str = ""
    """The first words of a broadcast; empty: the usual ones."""
    colour: str = ""
    """The office's own, "#rrggbb"; empty: that of the quarter of the year."""
    logo: Picture | None = None
    sections: tuple[str, ...] = ()
    """The order of its sections; those not named follow as they first appear."""
    base_url: str = ""
    """The web address of the folder of all editions; empty: not on the web."""
    # What libraries ask for
    period: str = ""
    issn: str = ""
    isbn: str = ""
    """Of the light book; the talking one names it as its source."""
    rights: str = ""
    accessibility_evaluated_by: str = ""
    voice_credits: tuple[tuple[str, str], ...] = ()
    """Voice, as the settings name it, and the line that its licence wants printed; only voices that have one."""
    imprint: Imprint = field(default_factory=Imprint)
    articles: tuple[Article, ...] = ()
    cover: Picture | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Return whether nobody has signed it yet."""
        return not self.approved_by

    @property
    def is_public(self) -> bool:
        """Return whether it may leave the office."""
        return self.audience == "public"
