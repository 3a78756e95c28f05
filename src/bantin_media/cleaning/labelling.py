"""The lines of a source in order, each with a label: title, author, caption, boilerplate …

Every pass of cleaning reads the lines and labels some of them.  A line begins as `OPEN` and ends in the article or
in `dropped`.  No line is ever removed from the list, so no word is lost without a record.
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


class Label(StrEnum):
    """The result for a line: its part in the article, or dropped."""

    OPEN = "open"
    """Not yet decided; a line that is still open at the end is body text."""
    DROPPED = "dropped"
    TITLE = "title"
    DATE = "date"
    """Used as the article's date."""
    LEAD = "lead"
    AUTHOR = "author"
    SOURCE = "source"
    CAPTION = "caption"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of the source with its label; `source` is its origin, `joined` the source lines that were joined to it."""

    source: SourceLine
    text: str
    blank_before: bool = False
    label: Label = Label.OPEN
    reason: str = ""
    kept: bool = False
    """The editor keeps it in the body as it is (`keep` in `edition.toml`)."""
    joined: tuple[SourceLine, ...] = ()
    after_picture: bool = False
    """A picture, or its printed file name, is directly before it."""
    guessed: bool = False
    """It was recognized as a caption by its form alone."""
    state: str = ""
    """What it is by the sequence of all lines (`sequence`)."""
    evidence: str = ""
    """Why it got that state, in the editor's words."""
    barred: bool = False
    """It ends with a bar, like a copied table cell that contained a picture and its caption."""

    @property
    def number(self) -> int:
        """Return the number of the line in the source, from 1."""
        return self.source.line

    @property
    def is_text(self) -> bool:
        """Return whether the line has no structure, no role and no instruction of the editor."""
        return self.source.kind is LineKind.TEXT and not self.source.role and not self.kept

    @property
    def syllables(self) -> int:
        """Return the number of words separated by spaces."""
        return len(self.text.split())

    @property
    def is_final(self) -> bool:
        """Return whether the line has final punctuation."""
        return self.text.rstrip(CLOSERS).endswith((*FINAL_MARKS, "./", "…/"))

    @property
    def is_prose(self) -> bool:
        """Return whether the line is certainly running text: long and ended, very long, or several sentences."""
        length = len(self.text)
        return length >= 260 or (length >= 160 and self.is_final) or (length >= 90 and _has_sentences(self.text))


@lru_cache(maxsize=2048)
def _has_sentences(text: str) -> bool:
    """Return whether a line of up to 260 characters has several sentences; cached because every pass needs it."""
    return len(split(text)) > 1


@dataclass(slots=True)
class Labelling:
    """The lines of one source, the dropped text and the notices for the editor."""

    where: str
    lines: list[LabelledLine]
    has_structure: bool = False
    """The file marks the structure of some lines; then every line is a block of its own."""
    had_boilerplate: bool = False
    """Website boilerplate was dropped from it, so it was copied from a web page."""
    had_dateline: bool = False
    """One of its lines contained the time or day of publication."""
    dropped: list[Dropped] = field(default_factory=list)
    """Dropped parts of lines, and what the reader left out; dropped whole lines are marked in `lines`."""
    notices: list[Notice] = field(default_factory=list)

    def open(self) -> list[int]:
        """Return the indexes of the undecided lines, without those that the editor keeps."""
        return [index for index, line in enumerate(self.lines) if line.label is Label.OPEN and not line.kept]

    def body(self) -> list[int]:
        """Return the indexes of the lines that are now in the body: open, headings and captions."""
        return [i for i, line in enumerate(self.lines) if line.label in {Label.OPEN, Label.HEADING, Label.CAPTION}]

    def mark(self, index: int, label: Label, reason: str = "", *, guessed: bool = False) -> None:
        """Set the label of a line."""
        self.lines[index] = replace(self.lines[index], label=label, reason=reason, guessed=guessed)

    def drop(self, index: int, reason: str) -> None:
        """Drop a line from the article; the editor sees the reason."""
        self.mark(index, Label.DROPPED, reason)

    def drop_part(self, index: int, part: str, reason: str) -> None:
        """Record that a part of a line is not in the article."""
        self.dropped.append(Dropped(self.lines[index].number, part, reason))

    def notice(self, code: str, index: int | None, what: str, hint: str = "", *, offer: str = "") -> None:
        """Add a notice about one line or the whole source; `offer` is the setting that the hint names.

        The hint of a guess begins with the evidence for the state of its line.
        """
        if index is not None and code.endswith((".guess", ".doubt", ".above")) and (why := self.lines[index].evidence):
            hint = f"{why} {hint}"
        where = self.where if index is None else f"{self.where}:{self.lines[index].number}"
        self.notices.append(Notice(code, where, what, hint, offer))

    def all_dropped(self) -> tuple[Dropped, ...]:
        """Return every line and part of a line that is not in the article, in source order."""
        whole = [
            Dropped(source.line, _words(source) or line.text, line.reason)
            for line in self.lines
            if line.label is Label.DROPPED
            for source in (line.source, *line.joined)
        ]
        return tuple(sorted([*whole, *self.dropped], key=lambda one: one.line))

    def trace(self) -> tuple[Traced, ...]:
        """Return every source line in order with its fate, including what the reader left out."""
        traced = [
            Traced(source.line, _words(source) or line.text, _use(line), line.reason)
            for line in self.lines
            for source in (line.source, *line.joined)
        ]
        seen = {one.line for one in traced}
        left_out = [
            Traced(one.line, one.text, Label.DROPPED, one.reason) for one in self.dropped if one.line not in seen
        ]
        return tuple(sorted([*traced, *left_out], key=lambda one: one.line))


def _use(line: LabelledLine) -> str:
    if line.label is not Label.OPEN:
        return line.label.value
    return line.source.kind.value if line.source.kind is not LineKind.TEXT else "body"


def _words(source: SourceLine) -> str:
    """Return the words of a source line, or the cells of a table."""
    cells = "; ".join(" | ".join(row) for row in source.rows)
    return " ".join(one for one in (source.text.strip(), cells) if one)


def _without_bars(text: str) -> str:
    """Return a line without a single bar at its end, left by a website's layout; table rows keep their bars."""
    bare = text.strip("| ")
    return bare if bare and "|" not in bare and not (text.startswith("|") and text.endswith("|")) else text


def lay_out(draft: Draft) -> Labelling:
    """Return the non-empty lines of a draft without labels, with normalized characters."""
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
        barred = source.text.rstrip().endswith(" |") and "|" not in text
        lines.append(LabelledLine(source, text, blank_before=spaced, after_picture=lost_picture, barred=barred))
        blank = lost_picture = False
    return labels
