"""Collects the blocks that a reader finds in a file, and returns a `Draft` with increasing line numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import SourceError
from ..messages import message
from ..model import Draft, Dropped, LineKind, NoteMark, Notice, Picture, SourceLine, SourcePhrase
from .languages import Run, phrases_in
from .table_heads import is_table_caption

_SPACES = " \t\u00a0\u3000\u2007\u202f"
RIGHT_INDENT = 40
"""The indent, in spaces, that right-aligned text would have in plain text."""
MOST_LINES = 40_000
"""A book has 10,000; a hostile file of a few megabytes could have millions."""
MOST_PIECES = 30_000
"""In one line.  Each piece has its own font; more pieces are not real text and would take minutes."""
_MOST_NAMED = 5
"""A notice names at most this many lost pictures."""
LONGEST_METADATA = 300
"""In characters."""
MOST_CELLS = 1_000_000
"""In one table after all rows were filled to the same width."""


class DraftBuilder:
    """Collects the lines, the dropped lines and the notices of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: list[SourceLine] = []
        self.dropped: list[Dropped] = []
        self.notices: list[Notice] = []
        self.metadata: dict[str, str] = {}
        self.phrases: dict[SourcePhrase, None] = {}
        self._line = 0
        self._blank = False
        self._counted: Counter[str] = Counter()
        self._lost: dict[str, list[tuple[int, str]]] = {}

    def blank(self) -> None:
        """Record an empty space before the next line."""
        self._blank = True

    def next_line(self, at: int = 0) -> int:
        """Return the number of the next line: `at` if the file has line numbers and `at` is larger."""
        self._line = max(self._line + 1, at)
        if len(self.lines) + len(self.dropped) >= MOST_LINES:
            raise too_many_lines(self.path)
        return self._line

    def add(
        self,
        text: str,
        kind: LineKind = LineKind.TEXT,
        *,
        at: int = 0,
        role: str = "",
        level: int = 0,
        marker: str = "",
        bold: bool = False,
        right: bool = False,
        size: int = 0,
        stamp: str = "",
        rows: tuple[tuple[str, ...], ...] = (),
        header_rows: int = 0,
        picture: Picture | None = None,
        marks: tuple[NoteMark, ...] = (),
        note: str = "",
    ) -> None:
        """Append one line; a line without words, cells or a picture counts as empty space."""
        indent = RIGHT_INDENT if right else len(text) - len(text.lstrip(_SPACES))
        text = text.strip()
        if not text and not any(any(row) for row in rows) and kind is not LineKind.PICTURE:
            self.blank()
            return
        number, blank_before = self.next_line(at), self._blank
        self._blank = False
        self.lines.append(
            SourceLine(
                number, text, kind, role=role, level=level, marker=marker, indent=indent, blank_before=blank_before,
                bold=bold, size=size, stamp=stamp, rows=rows, header_rows=header_rows, picture=picture, marks=marks,
                note=note,
            )
        )  # fmt: skip

    def add_table(self, rows: Sequence[Sequence[str]], *, header_rows: int = 0, caption: str = "", at: int = 0) -> None:
        """Append a table; its rows are filled with empty cells to the same width, and empty rows are left out."""
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        empty_headers = sum(1 for row in rows[:header_rows] if not any(cell.strip() for cell in row))
        width = max((len(row) for row in filled), default=0)
        if width * len(filled) > MOST_CELLS:
            raise SourceError(
                str(self.path),
                message("a table has more than {number} cells", number=MOST_CELLS),
                message("Save only the article itself into the file."),
            )
        even = tuple(tuple(cell.strip() for cell in row) + ("",) * (width - len(row)) for row in filled)
        self.blank()
        self.add(caption, LineKind.TABLE, at=at, rows=even, header_rows=max(0, header_rows - empty_headers))
        self.blank()

    def add_captioned_table(self, rows: Sequence[Sequence[str]], header_rows: int) -> None:
        """Append a table; if the last line is the caption of a table, it becomes the caption of this one."""
        is_captioned = bool(self.lines) and self.lines[-1].kind is LineKind.CAPTION
        caption = self.lines.pop().text if is_captioned and is_table_caption(self.lines[-1].text) else ""
        self.add_table(rows, header_rows=header_rows, caption=caption)

    def add_note(self, number: int, paragraphs: Iterable[str], name: str) -> None:
        """Append the paragraphs of the note `name`; the first one has its number as marker."""
        for place, text in enumerate(paragraphs):
            self.add(text, LineKind.FOOTNOTE, marker="" if place else str(number), note=name)

    def hint(self, key: str, text: str) -> None:
        """Store metadata of the file if it is of a plausible length and was not stored before."""
        if text and len(text) <= LONGEST_METADATA:
            self.metadata.setdefault(key, text)

    def add_phrases(self, runs: Iterable[Run]) -> None:
        """Store the phrases in another language of a line, a cell, a caption or a note, which consists of `runs`."""
        self.phrases.update(dict.fromkeys(phrases_in(runs)))

    def drop(self, text: str, reason: str, *, at: int = 0) -> None:
        """Record a line that is left out, with the reason."""
        if text := text.strip():
            self.dropped.append(Dropped(self.next_line(at), text, reason))

    def drop_once(self, texts: Iterable[str], reason: str) -> None:
        """Record lines that are left out, equal ones once: the head of a page is repeated in each section."""
        seen: set[str] = set()
        for text in texts:
            if text not in seen:
                seen.add(text)
                self.drop(text, reason)

    def notice(self, code: str, what: str, hint: str = "", *, at: int = 0) -> None:
        """Add a notice, with a line number if it is about one line."""
        where = f"{self.path}:{at}" if at else str(self.path)
        self.notices.append(Notice(code, where, what, hint))

    def count(self, what: str) -> None:
        """Count an event for a notice at the end: a lost picture, an insertion."""
        self._counted[what] += 1

    def counted(self, what: str) -> int:
        """Return the number of events called `what`."""
        return self._counted[what]

    def lose(self, kind: str, name: str = "", alternative: str = "") -> None:
        """Record a lost object with its name and its alternative text.

        `kind` is `remote`, `missing` or `unfit` for a picture, `embedded` for a film, a sound or a frame.
        """
        at = self.lines[-1].line if self.lines else 0
        shown = " ".join(part for part in (name[:60], f"“{alternative[:80]}”" if alternative else "") if part)
        self._lost.setdefault(kind, []).append((at, shown))

    def tell_of_losses(self) -> None:
        """Add notices about the lost objects: the number of each kind, the names of the first ones, and the place."""
        hint = message("Put the picture as JPEG or PNG beside the article, named like it.")
        if lost := self._lost.get("remote"):
            what = message("{number} pictures are on the network and were left out", number=len(lost))
            self._tell("picture.remote", what, hint, lost)
        if lost := self._lost.get("missing"):
            self._tell("picture.missing", message("{number} pictures are missing", number=len(lost)), hint, lost)
        if lost := self._lost.get("unfit"):
            kind = message("{number} pictures have a format that a book cannot show", number=len(lost))
            self._tell("picture.unfit", kind, hint, lost)
        if lost := self._lost.get("embedded"):
            films = message("{number} films, sounds or frames inside the page are left out", number=len(lost))
            self._tell("page.embedded", films, "", lost)

    def _tell(self, code: str, what: str, hint: str, lost: Sequence[tuple[int, str]]) -> None:
        """Add a notice with the names of the first lost objects and the place of the first."""
        named = list(dict.fromkeys(shown for _, shown in lost if shown))
        more = ", …" if len(named) > _MOST_NAMED else ""
        names = f": {', '.join(named[:_MOST_NAMED])}{more}" if named else ""
        self.notice(code, what + names, hint, at=lost[0][0])

    def tell_of_comments(self, number: int) -> None:
        """Add a notice about comments, if there are any."""
        if number:
            self.notice(
                "word.comments",
                message("{number} comments in the margin are left out", number=number),
                message("Read them in Word, and delete them once they are settled."),
            )

    def tell_of_changes(self, *, inserted: int, deleted: int, equations: int) -> None:
        """Add notices about tracked changes, text that is struck through, and the form of equations."""
        accept = message("Accept or reject the changes in Word, so that there is one text.")
        if inserted:
            kept = message("{number} tracked insertions are kept as text", number=inserted)
            self.notice("tracked.inserted", kept, accept)
        if deleted:
            self.notice("tracked.deleted", message("{number} tracked deletions are left out", number=deleted), accept)
        if struck := self.counted("left out struck"):
            self.notice(
                "struck.out",
                message("{number} passages that are struck through are left out", number=struck),
                message("If they are to be read, remove the strike-through; otherwise delete them."),
            )
        if equations:
            self.notice(
                "equation.linear",
                message("{number} equations were written as lines of text", number=equations),
                message("Compare them with the original: 1/2, 10³, √25."),
            )

    def draft(self, *, broken_lines: bool = False) -> Draft:
        """Return the draft."""
        return Draft(
            self.path,
            tuple(self.lines),
            tuple(self.metadata.items()),
            broken_lines,
            tuple(self.dropped),
            tuple(self.notices),
            tuple(self.phrases),
        )


def too_many_pieces(path: Path, line: int, pieces: int) -> SourceError:
    """Return the error for a line of more than `MOST_PIECES`."""
    return SourceError(
        f"{path}:{line}",
        message("this line consists of {number} pieces: this is not an article", number=pieces),
        message("Break the text into paragraphs, or remove the line."),
    )


def too_many_lines(path: Path) -> SourceError:
    """Return the error for a source of more than `MOST_LINES`."""
    return SourceError(
        str(path),
        message("has more than {number} lines: this is not an article", number=MOST_LINES),
        message("Save only the article itself into the file."),
    )
