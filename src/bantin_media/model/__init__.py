"""The model: frozen values that pass from room to room.

An article is a `Draft` after reading, an `Article` after cleaning, a `Script` when it can be spoken and a `Narration`
when it has been.  An `Edition` gathers the articles.  The type tells how far it has come; nothing changes in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from .columns import column_names
from .source import Draft, Dropped, LineKind, NoteMark, Notice, Picture, SourceLine, Traced

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


class Certainty(StrEnum):
    """How sure a reading is: nothing else is possible, named words around decided, or only the order of likelihood."""

    CERTAIN = "certain"
    CONTEXT = "context"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of written text and how it is said.

    The written forms of a sentence's tokens, joined, are the sentence.  `rule` names the semiotic class that
    accepted it (`date`, `docnum`, `word`, `space`, `punctuation`, …); a reading is final.
    """

    written: str
    spoken: str
    rule: str
    certainty: Certainty = Certainty.CERTAIN
    evidence: str = ""
    """What decided, with the token's place as an ellipsis: `ngày …`, `… lần`; nothing if nothing had to."""
    other: str = ""
    """How it would be said were it the next likely thing: `bảy trên chín` for `ngày bảy tháng chín`."""


def has_words(spoken: str) -> bool:
    """Return whether there is anything to say in spoken text: a letter."""
    return any(map(str.isalpha, spoken))


@dataclass(frozen=True, slots=True)
class Reading:
    """How one sentence is said: `spoken` is words, commas and at most one closing `.`, `?` or `!`.

    A row of asterisks, or a sentence in another script, has no words: it is shown and not said.
    """

    tokens: tuple[Token, ...]
    spoken: str
    notices: tuple[Notice, ...] = ()

    @property
    def written(self) -> str:
        """Return the text that was read, exactly."""
        return "".join(token.written for token in self.tokens)


class Pause(StrEnum):
    """The silence after a spoken sentence, by what ends there; its length is the narration profile's."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    QUOTE = "quote"
    ARTICLE = "article"
    SECTION = "section"
    END = "end"


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence in a running order: `sentence_id` is empty for words of the spoken frame.

    `recording` is a sound file that is heard in the sentence's place: a jingle, or a person reading an article.
    """

    sentence_id: str
    reading: Reading
    pause: Pause = Pause.SENTENCE
    recording: Path | None = None
    voice: str = ""
    """Another voice than the narration's, for this sentence."""

    @property
    def spoken(self) -> str:
        """Return the words and pauses an engine gets."""
        return self.reading.spoken

    @property
    def is_heard(self) -> bool:
        """Return whether it sounds: every cue that does has a clip, and no other."""
        return self.recording is not None or has_words(self.reading.spoken)


@dataclass(frozen=True, slots=True)
class Script:
    """What is said of one document, in order.  `document` is the article's slug, or `opening`, `closing`, …"""

    document: str
    title: str
    cues: tuple[Cue, ...]

    @property
    def is_heard(self) -> bool:
        """Return whether anything in it sounds."""
        return any(cue.is_heard for cue in self.cues)

    def spoken_by(self, voice: str) -> Script:
        """Return the same words, all of them in `voice`."""
        return replace(self, cues=tuple(replace(cue, voice=voice) for cue in self.cues))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a part of a programme begins: the place of its first cue in the script."""

    title: str
    first_cue: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a sentence sounds in its MP3: samples from the start of the decoded sound, end exclusive."""

    sentence_id: str
    start_samples: int
    end_samples: int


@dataclass(frozen=True, slots=True)
class Narration:
    """One finished MP3 and its exact timings; its bytes are `size_bytes` of `mp3_path`, from `begin` on."""

    document: str
    title: str
    mp3_path: Path
    sample_rate_hz: int
    duration_samples: int
    size_bytes: int
    clips: tuple[Clip, ...]
    notices: tuple[Notice, ...] = ()
    begin: int = 0
    """Not 0 if the MP3 stands inside another file: the talking book of an earlier build."""
    silent: tuple[str, ...] = ()
    """Sentences that are shown and have nothing to say, by id."""
    ingredients: str = ""
    """The digest of all it was made of, where somebody remembers it."""

    @property
    def duration_ms(self) -> int:
        """Return the length of the decoded sound in milliseconds, rounded down."""
        return self.duration_samples * 1000 // self.sample_rate_hz


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
