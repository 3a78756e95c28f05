"""What a reader finds in a file: a `Draft` of source lines, with the notices that concern them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an editor should know: never an error, never lost.

    `code` is permanent and names the kind (`boilerplate.guess`), `where` is a place (`file:line`), `what` and
    `hint` are sentences in the editor's language: what was found and the one thing to do.
    """

    code: str
    where: str
    what: str
    hint: str = ""
    offer: str = ""
    """A line of `edition.toml` that the hint names, a key with a list: those of one article are pasted as one."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A source line that is not in the article, and why: `line` is its number in the source, from 1."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A source line and what became of it: `use` is `title`, `date`, `lead`, `body`, `caption`, `dropped`, …"""

    line: int
    text: str
    use: str
    reason: str = ""
    """Of a dropped line: why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it lies: a file, or a member of a zip file (`.docx`).  Its bytes are read when needed."""

    path: Path
    member: str = ""
    alt: str = ""


class LineKind(StrEnum):
    """What the source itself says a line is.  Plain text says nothing: everything there is `TEXT`."""

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
    """Where a text refers to `note`: after so many `letters` and digits and, behind them, `signs` of punctuation.

    Spaces and what is invisible do not count, so that tidying leaves it in its place.
    """

    note: str
    letters: int
    signs: int = 0


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source (of a text file), or one block (of a document), with the source's own words.

    `line` counts from 1 and is what messages name.  `role` is set if the file's structure says what the
    line is for: `title`, `date`, `lead`, `author`, `source`, `section`, `caption` or `boilerplate`.
    `rows` holds a table's cells, its first `header_rows` rows being column names; a table's `text` is its caption.
    A picture may carry its caption in `text` if the file ties the two together.
    """

    line: int
    text: str
    kind: LineKind = LineKind.TEXT
    role: str = ""
    level: int = 0
    """Of a heading 1…6, of a list item its depth from 1."""
    marker: str = ""
    """Of a list item, as the reader sees it: `1.`, `a)`, `•`."""
    indent: int = 0
    """Leading spaces, which right-aligned bylines have many of."""
    blank_before: bool = False
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    picture: Picture | None = None
    marks: tuple[NoteMark, ...] = ()
    note: str = ""
    """Of a footnote, what marks call it; its further paragraphs bear the same."""
    language: str = ""
    """BCP 47, where the source says that the whole line is in another language than Vietnamese: `fr`, `tyz`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as its reader found it: every line in order, what the file says of itself, what was left out.

    `metadata` may hold `title`, `date` (ISO), `author`, `source`, `section`, `description` from the file's own
    fields (HTML `<meta>`): hints to cleaning, not facts.  `broken_lines` says that line ends are the layout's,
    not the author's (PDF, mail).
    """

    path: Path
    lines: tuple[SourceLine, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    broken_lines: bool = False
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[Notice, ...] = ()
