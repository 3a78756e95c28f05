"""The result of reading a file: a `Draft` of source lines, with notices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Notice:
    """A fact for the editor that does not stop the build.

    `code` is permanent and names the kind (`boilerplate.guess`), `where` is a place (`file:line`); `what` and `hint`
    are sentences in the editor's language: the fact, and what to do.
    """

    code: str
    where: str
    what: str
    hint: str = ""
    offer: str = ""
    """The line of `edition.toml` in the hint: a key with a list; several offers for one article can be pasted
    together.
    """


@dataclass(frozen=True, slots=True)
class Dropped:
    """A source line that is not in the article, and the reason; `line` is its number in the source, from 1."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A source line and its use: `title`, `date`, `lead`, `body`, `caption`, `dropped`, …"""

    line: int
    text: str
    use: str
    reason: str = ""
    """The reason, if it was dropped."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The place of a picture: a file, or a member of a zip file (`.docx`).  Its bytes are read when needed."""

    path: Path
    member: str = ""
    alt: str = ""


class LineKind(StrEnum):
    """The kind of a line by the structure of the source; in plain text every line is `TEXT`."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE = "table"
    QUOTE = "quote"
    PICTURE = "picture"
    CAPTION = "caption"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place of a reference to `note`: the number of `letters` and digits before it, and of `signs` after these.

    Spaces and invisible characters are not counted, so removing them does not move the mark.
    """

    note: str
    letters: int
    signs: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in another language (BCP 47) than the text around them; if `is_read`, they are read aloud.

    Names and single words are read aloud as Vietnamese pronounces them ("Facebook"); whole sentences are not.
    """

    text: str
    language: str
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """A phrase of a source, with the nearest letters before and after it in its line, by which it is found again."""

    phrase: Phrase
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a text file or one block of a document, with the source's own words.

    `line` counts from 1 and appears in messages.  `role` is set if the file's structure gives the purpose of the line:
    `title`, `date`, `lead`, `author`, `source`, `section`, `caption` or `boilerplate`.
    `rows` are the cells of a table, whose first `header_rows` rows are column names; a table's `text` is its caption.
    A picture has its caption in `text` if the file links the two.
    """

    line: int
    text: str
    kind: LineKind = LineKind.TEXT
    role: str = ""
    level: int = 0
    """The level of a heading, 1 to 6; the depth of a list item, from 1."""
    marker: str = ""
    """The marker of a list item as printed: `1.`, `a)`, `•`."""
    indent: int = 0
    """The number of leading spaces, by which right-aligned bylines are recognized."""
    blank_before: bool = False
    bold: bool = False
    size: int = 0
    """The size of most of its letters in half points; 0 if the file does not give it."""
    stamp: str = ""
    """The day (ISO) that the file gives for machines next to these words: `<time datetime>` beside "5 ngày trước"."""
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    picture: Picture | None = None
    marks: tuple[NoteMark, ...] = ()
    note: str = ""
    """The name of a footnote, to which marks refer; all its paragraphs have the same name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a source: every line in order, the file's metadata, and what was left out.

    `metadata` may contain `title`, `date` (ISO), `author`, `source`, `section`, `description` from the file's own
    fields (HTML `<meta>`): hints for cleaning, not facts.  `broken_lines` means that line ends come from the layout
    (PDF, mail).
    """

    path: Path
    lines: tuple[SourceLine, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    broken_lines: bool = False
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[Notice, ...] = ()
    phrases: tuple[SourcePhrase, ...] = ()
    """Phrases of lines, cells, captions and notes that the source declares as another language, if the words confirm
    it.
    """
