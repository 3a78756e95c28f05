"""The source's lines in order, each labelled with what it is: title, author, caption, boilerplate …

Every pass of the cleaner reads the lines and labels some of them.  A line begins `OPEN` and ends in the article
or in `dropped`; nothing is ever taken out, which is how no word is lost unannounced.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from ..messages import message
from ..model import Draft, Dropped, LineKind, Notice, SourceLine, Traced
from ..vietnamese.sentences import split
from .characters import tidy

FINAL_MARKS = (".", "!", "?", "…")
CLOSERS = "\"”»’')]"


class Use(StrEnum):
    """What has become of a line."""

    OPEN = "open"
    """Not yet decided: what is still open at the end is body text."""
    DROPPED = "dropped"
    TITLE = "title"
    DATE = "date"
    """Consumed: its date is the article's."""
    LEAD = "lead"
    AUTHOR = "author"
    SOURCE = "source"
    CAPTION = "caption"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One line of the source, labelled: `source` is where it came from, `others` the source lines joined to it."""

    source: SourceLine
    text: str
    blank_before: bool = False
    use: Use = Use.OPEN
    reason: str = ""
    kept: bool = False
    """The editor's word: it stays in the body as it is."""
    joined: tuple[SourceLine, ...] = ()
    after_picture: bool = False
    """A picture, or the print of its file name, stands right before it."""
    guessed: bool = False
    """A caption by its form alone."""

    @property
    def number(self) -> int:
        """Return the line's number in the source, from 1."""
        return self.source.line

    @property
    def is_text(self) -> bool:
        """Return whether neither the source nor the editor says what the line is."""
        return self.source.kind is LineKind.TEXT and not self.source.role and not self.kept

    @property
    def syllables(self) -> int:
        """Return how many words between spaces it has."""
        return len(self.text.split())

    @property
    def is_final(self) -> bool:
        """Return whether it ends as a sentence does."""
        return self.text.rstrip(CLOSERS).endswith((*FINAL_MARKS, "./", "…/"))

    @property
    def is_prose(self) -> bool:
        """Return whether it is certainly running text: long and ended, very long, or of several sentences."""
        length = len(self.text)
        return length >= 260 or (length >= 160 and self.is_final) or (length >= 90 and _has_sentences(self.text))


@lru_cache(maxsize=2048)
def _has_sentences(text: str) -> bool:
    """Return whether a line of up to 260 letters is more than one sentence; every pass asks it again."""
    return len(split(text)) > 1


@dataclass(slots=True)
class Labelling:
    """All lines of one source, and what an editor should know of them."""

    where: str
    lines: list[LabelledLine]
    has_structure: bool = False
    """Whether the file says of some lines what they are: there every line is a block of its own."""
    had_boilerplate: bool = False
    """Whether a website's buttons and labels were struck out of it: then it was copied from a page."""
    dropped: list[Dropped] = field(default_factory=list)
    """Parts of lines, and what the reader had left out; whole lines are marked in `lines`."""
    notices: list[Notice] = field(default_factory=list)

    def open(self) -> list[int]:
        """Return the indexes of the lines not yet decided (what the editor keeps is body, and not open)."""
        return [index for index, line in enumerate(self.lines) if line.use is Use.OPEN and not line.kept]

    def body(self) -> list[int]:
        """Return the indexes of the lines that are in the body as it stands: open, headings and captions."""
        return [i for i, line in enumerate(self.lines) if line.use in {Use.OPEN, Use.HEADING, Use.CAPTION}]

    def mark(self, index: int, use: Use, reason: str = "", *, guessed: bool = False) -> None:
        """Decide what has become of a line."""
        self.lines[index] = replace(self.lines[index], use=use, reason=reason, guessed=guessed)

    def drop(self, index: int, reason: str) -> None:
        """Take a line out of the article, with the reason the editor reads."""
        self.mark(index, Use.DROPPED, reason)

    def drop_part(self, index: int, part: str, reason: str) -> None:
        """Record that a part of a line is not in the article."""
        self.dropped.append(Dropped(self.lines[index].number, part, reason))

    def notice(self, code: str, index: int | None, what: str, hint: str = "", *, offer: str = "") -> None:
        """Tell the editor something, of one line or of the whole source; `offer` is the setting that the hint names."""
        where = self.where if index is None else f"{self.where}:{self.lines[index].number}"
        self.notices.append(Notice(code, where, what, hint, offer))

    def blank_after(self, index: int) -> bool:
        """Return whether an empty line, or nothing, follows a line."""
        return index + 1 >= len(self.lines) or self.lines[index + 1].blank_before

    def all_dropped(self) -> tuple[Dropped, ...]:
        """Return every line and part of a line that is not in the article, in the source's order."""
        whole = [
            Dropped(source.line, _words(source) or line.text, line.reason)
            for line in self.lines
            if line.use is Use.DROPPED
            for source in (line.source, *line.joined)
        ]
        return tuple(sorted([*whole, *self.dropped], key=lambda one: one.line))

    def trace(self) -> tuple[Traced, ...]:
        """Return every source line in order with what has become of it, the reader's own left-outs included."""
        traced = [
            Traced(source.line, _words(source) or line.text, _use(line), line.reason)
            for line in self.lines
            for source in (line.source, *line.joined)
        ]
        seen = {one.line for one in traced}
        left_out = [Traced(one.line, one.text, Use.DROPPED, one.reason) for one in self.dropped if one.line not in seen]
        return tuple(sorted([*traced, *left_out], key=lambda one: one.line))


def _use(line: LabelledLine) -> str:
    if line.use is not Use.OPEN:
        return line.use.value
    return line.source.kind.value if line.source.kind is not LineKind.TEXT else "body"


def _words(source: SourceLine) -> str:
    """Return a source line's words, of a table its cells."""
    cells = "; ".join(" | ".join(row) for row in source.rows)
    return " ".join(one for one in (source.text.strip(), cells) if one)


def _without_bars(text: str) -> str:
    """Return a line without the bar at its edge that a website's layout left there; rows of cells keep theirs."""
    bare = text.strip("| ")
    return bare if bare and "|" not in bare and not (text.startswith("|") and text.endswith("|")) else text


def lay_out(draft: Draft) -> Labelling:
    """Return a draft's lines, none labelled yet: lines that hold anything, with their characters in order."""
    lines: list[LabelledLine] = []
    blank = lost_picture = False
    has_structure = any(one.kind is not LineKind.TEXT or one.role for one in draft.lines)
    labels = Labelling(str(draft.path), lines, has_structure, dropped=list(draft.dropped), notices=list(draft.notices))
    for source in draft.lines:
        text = _without_bars(tidy(source.text))
        if not text and source.picture is None and not source.rows:
            if source.text.strip():
                reason = message("nothing but invisible characters")
                labels.dropped.append(Dropped(source.line, source.text, reason))
            blank = True
            lost_picture = lost_picture or source.kind is LineKind.PICTURE
            continue
        spaced = blank or source.blank_before or not lines
        lines.append(LabelledLine(source, text, blank_before=spaced, after_picture=lost_picture))
        blank = lost_picture = False
    return labels
