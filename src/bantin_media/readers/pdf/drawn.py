"""A page of a PDF as it was drawn → its lines with their indents, what is raised or lowered in them, and its footnotes.

The place and the size of each piece tell what the bare text does not: where a paragraph begins, that "10³" is no 103,
and that a small line at the foot that begins with a raised figure is a note on the same figure in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ...model import NoteMark
from ...regex import regex
from ..note_marks import mark_after
from ..scripts import placed

if TYPE_CHECKING:
    from pypdf import PageObject

_SMALLER: Final = 0.85
"""Letters smaller than this share of the others are a note's, or raised or lowered."""
_SMALLER_ROW: Final = 0.93
"""The same of a whole row at the foot, which is rather a note's."""
_RAISED: Final = 0.1
"""By so much of a letter's size a raised figure stands above the line."""
_LETTER: Final = 0.5
"""How wide a letter is, by its size."""
_WIDE_LINE: Final = 20
"""In letters: shorter lines do not tell where the column begins."""
_FURTHEST: Final = 80
"""The widest indent, in letters."""
_FIGURE: Final = regex(r"\s*(?P<figure>\d{1,2})\s*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What was drawn at once."""

    text: str
    left: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class _Row:
    """The pieces of one line; how large and how high most of its letters are."""

    pieces: tuple[_Piece, ...]
    filled: tuple[_Piece, ...]
    """Those that hold more than space."""
    size: float
    base: float

    def lies(self, piece: _Piece) -> str:
        """Return `superscript` or `subscript` where a piece is that, else nothing."""
        if not 0 < piece.size <= _SMALLER * self.size:
            return ""
        above = piece.base - self.base
        return "superscript" if above > _RAISED * self.size else "subscript" if above < 0 else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; spaces before it are its indent."""

    text: str
    marks: tuple[tuple[str, NoteMark], ...] = ()
    """The figure of each note that it refers to, with the mark's place."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's lines, and its footnotes: the figure of each with its words."""

    lines: tuple[Line, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return the page's text as the parser gave it, but for indents and notes."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Hand:
    """Gathers what the parser draws, row by row."""

    rows: list[list[_Piece]] = field(default_factory=lambda: [[]])

    def draw(self, text: str, moved: Sequence[float], placed_at: Sequence[float], _: Any, size: float) -> None:
        """Take a piece, with the two matrices that say where it stands."""
        left = placed_at[4] * moved[0] + placed_at[5] * moved[2] + moved[4]
        base = placed_at[4] * moved[1] + placed_at[5] * moved[3] + moved[5]
        first, *further = text.split("\n")
        piece = _Piece(first, left, base, size * abs(placed_at[3] * moved[3]))
        self.rows[-1].append(piece)
        self.rows += [[replace(piece, text=one)] for one in further]


def drawn(page: PageObject) -> Drawn:
    """Return what a page shows, in the order in which it was drawn."""
    hand = _Hand()
    page.extract_text(visitor_text=hand.draw)
    rows = list(map(_row, hand.rows))
    filled = [row for row in rows if row.filled]
    body = _usual([(row.size, sum(len(one.text) for one in row.filled)) for row in filled])
    notes = _notes(rows, body)
    wide = [row for row in filled if sum(len(one.text) for one in row.pieces) >= _WIDE_LINE]
    left = min((row.filled[0].left for row in wide), default=0)
    figures = frozenset(figure for figure, _ in notes.found)
    lines = [_line(row, left, body, figures) for row in rows[: notes.first]]
    return Drawn((*lines, *(_line(row, left, body, frozenset()) for row in rows[notes.after :])), notes.found)


def _row(pieces: Sequence[_Piece]) -> _Row:
    filled = tuple(one for one in pieces if one.text.strip())
    size = _usual([(one.size, len(one.text)) for one in filled])
    return _Row(tuple(pieces), filled, size, _usual([(one.base, len(one.text)) for one in filled]))


@dataclass(frozen=True, slots=True)
class _Notes:
    """The footnotes of a page, and which of its rows they take up."""

    first: int
    after: int
    found: tuple[tuple[str, str], ...] = ()


def _notes(rows: Sequence[_Row], body: float) -> _Notes:
    """Return the notes at a page's foot: small rows, the first of which begins with a raised figure."""
    after = len(rows)
    while after and not (rows[after - 1].filled and rows[after - 1].size <= _SMALLER_ROW * body):
        if rows[after - 1].filled and not _is_page_number(rows[after - 1]):
            return _Notes(len(rows), len(rows))
        after -= 1
    first = after
    while first and (not rows[first - 1].filled or rows[first - 1].size <= _SMALLER_ROW * body):
        first -= 1
    begins = [at for at in range(first, after) if _note_figure(rows[at])]
    if not begins:
        return _Notes(len(rows), len(rows))
    ends = [*begins[1:], after]
    found = tuple(_note(rows[at:end]) for at, end in zip(begins, ends, strict=True))
    return _Notes(begins[0], after, found)


def _is_page_number(row: _Row) -> bool:
    return not re.search(r"[^\W\d]", "".join(one.text for one in row.pieces))


def _note_figure(row: _Row) -> str:
    """Return the raised figure that a row begins with."""
    first = row.filled[0] if row.filled else None
    match = _FIGURE.fullmatch(first.text) if first else None
    return match["figure"] if first and match and row.lies(first) == "superscript" else ""


def _note(rows: Sequence[_Row]) -> tuple[str, str]:
    figure = _note_figure(rows[0])
    words = " ".join("".join(one.text for one in row.pieces) for row in rows)
    return figure, " ".join(words.split()).removeprefix(figure).strip()


def _line(row: _Row, left: float, body: float, notes: frozenset[str]) -> Line:
    text, marks = "", []
    for piece in row.pieces:
        place = row.lies(piece) if piece.text.strip() else ""
        figure = piece.text.strip()
        if place == "superscript" and figure in notes and text.strip():
            marks.append((figure, mark_after(text, figure)))
        else:
            text += placed(piece.text, place) if place else piece.text
    filled = row.filled
    far = (filled[0].left - left) / (_LETTER * body) if filled and body else 0.0
    return Line(" " * max(0, min(_FURTHEST, round(far))) + text.lstrip(), tuple(marks))


def _usual(counted: Sequence[tuple[float, int]]) -> float:
    """Return the value that most letters have."""
    total: Counter[float] = Counter()
    for value, letters in counted:
        total[round(value, 1)] += letters
    return total.most_common(1)[0][0] if total else 0.0
