"""A drawn page of a PDF → its lines with indents, type, superscripts, subscripts and footnotes.

Position, size and font of each drawn piece show what the bare text does not: a title, the beginning of a paragraph, the
superscript in "10³", and that a small line at the foot with a superscript number is a note.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ...model import NoteMark
from ...regex import regex
from ...vietnamese.letters import is_lower
from ..note_marks import mark_after
from ..scripts import placed

if TYPE_CHECKING:
    from pypdf import PageObject

_SMALLER: Final = 0.85
"""Letters below this share of the usual size belong to a note, or are superscript or subscript."""
_SMALLER_ROW: Final = 0.93
"""The same for a whole row at the foot, which is more likely a note."""
_RAISED: Final = 0.1
"""As a share of a letter's size: the least height of a superscript above the line."""
_LETTER: Final = 0.5
"""The width of a letter as a share of its size."""
_WIDE_LINE: Final = 20
"""In characters: shorter lines do not show where the column begins."""
_FURTHEST: Final = 80
"""The largest indent, in characters."""
_BOLD: Final = regex(r"Bold|Black|Heavy")
_WIDER: Final = 1.15
"""A gap of this many usual gaps is between two paragraphs."""
_WIDEST: Final = 4
"""In sizes of a letter: a larger distance is no gap between two lines of a column."""
_FULL: Final = 0.8
"""A row of this share of the longest one reaches the margin."""
_ENDS: Final = (".", "!", "?", "…", ":", ";", "”", '"', ")")
_FIGURE: Final = regex(r"\s*(?P<figure>\d{1,2})\s*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text that was drawn at once."""

    text: str
    left: float
    base: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """The pieces of one line, with the size and height of most of its letters."""

    pieces: tuple[_Piece, ...]
    filled: tuple[_Piece, ...]
    """The pieces that are not only space."""
    size: float
    base: float

    @property
    def words(self) -> str:
        """Return its text."""
        return "".join(one.text for one in self.pieces).strip()

    def lies(self, piece: _Piece) -> str:
        """Return `superscript` or `subscript` for a raised or lowered piece, else empty."""
        if not 0 < piece.size <= _SMALLER * self.size:
            return ""
        above = piece.base - self.base
        return "superscript" if above > _RAISED * self.size else "subscript" if above < 0 else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; spaces at its beginning are its indent."""

    text: str
    marks: tuple[tuple[str, NoteMark], ...] = ()
    """The number of each note in the line, with the mark's position."""
    size: int = 0
    """The size of most of its letters in half points; 0 if it is not known."""
    bold: bool = False
    apart: bool = False
    """The gap above is larger than between the lines of a paragraph."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines of a page, and its footnotes: the number of each with its text."""

    lines: tuple[Line, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return the page's text from the parser, with indents and without notes."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Hand:
    """Collects the pieces that the parser draws, row by row."""

    rows: list[list[_Piece]] = field(default_factory=lambda: [[]])

    def draw(self, text: str, moved: Sequence[float], placed_at: Sequence[float], font: Any, size: float) -> None:
        """Add a piece; the two matrices give its position."""
        left = placed_at[4] * moved[0] + placed_at[5] * moved[2] + moved[4]
        base = placed_at[4] * moved[1] + placed_at[5] * moved[3] + moved[5]
        first, *further = text.split("\n")
        piece = _Piece(first, left, base, size * abs(placed_at[3] * moved[3]), _is_bold(font))
        self.rows[-1].append(piece)
        self.rows += [[replace(piece, text=one)] for one in further]


def drawn(page: PageObject) -> Drawn:
    """Return the content of a page in the order of drawing."""
    hand = _Hand()
    page.extract_text(visitor_text=hand.draw)
    rows = list(map(_row, hand.rows))
    filled = [row for row in rows if row.filled]
    body = _usual([(row.size, sum(len(one.text) for one in row.filled)) for row in filled])
    notes = _notes(rows, body)
    wide = [row for row in filled if sum(len(one.text) for one in row.pieces) >= _WIDE_LINE]
    left = min((row.filled[0].left for row in wide), default=0)
    figures = frozenset(figure for figure, _ in notes.found)
    apart = _apart(filled)
    lines = [_line(row, left, body, figures, apart=id(row) in apart) for row in rows[: notes.first]]
    last = [_line(row, left, body, frozenset(), apart=id(row) in apart) for row in rows[notes.after :]]
    return Drawn((*lines, *last), notes.found)


def _apart(rows: Sequence[_Row]) -> set[int]:
    """Return the rows (by `id`) above which a paragraph ends: the gap is larger than usual.

    A long row without final punctuation goes on, and so does a row that is followed by small letters.
    """
    gaps = [(one, row, (one.base - row.base) / (max(one.size, row.size) or 1)) for one, row in itertools.pairwise(rows)]
    usual = _usual([(gap, 1) for one, row, gap in gaps if 0 < gap < _WIDEST and one.size == row.size])
    longest = max((len(row.words) for row in rows), default=0)
    return {
        id(row) for one, row, gap in gaps
        if _WIDER * usual < gap < _WIDEST and not is_lower(row.words[:1])
        and (one.words.endswith(_ENDS) or len(one.words) < _FULL * longest)
    }  # fmt: skip


def _row(pieces: Sequence[_Piece]) -> _Row:
    filled = tuple(one for one in pieces if one.text.strip())
    size = _usual([(one.size, len(one.text)) for one in filled])
    return _Row(tuple(pieces), filled, size, _usual([(one.base, len(one.text)) for one in filled]))


@dataclass(frozen=True, slots=True)
class _Notes:
    """The footnotes of a page, and the rows that they occupy."""

    first: int
    after: int
    found: tuple[tuple[str, str], ...] = ()


def _is_bold(font: Any) -> bool:
    """Return whether the name of a font says that it is bold: "ABCDEF+TimesNewRomanPS-BoldMT"."""
    return _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None


def _notes(rows: Sequence[_Row], body: float) -> _Notes:
    """Return the notes at the foot of a page: small rows, the first of which begins with a superscript number."""
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
    """Return the superscript number at the beginning of a row."""
    first = row.filled[0] if row.filled else None
    match = _FIGURE.fullmatch(first.text) if first else None
    return match["figure"] if first and match and row.lies(first) == "superscript" else ""


def _note(rows: Sequence[_Row]) -> tuple[str, str]:
    figure = _note_figure(rows[0])
    words = " ".join("".join(one.text for one in row.pieces) for row in rows)
    return figure, " ".join(words.split()).removeprefix(figure).strip()


def _line(row: _Row, left: float, body: float, notes: frozenset[str], *, apart: bool) -> Line:
    text, marks = "", []
    for piece in row.pieces:
        place = row.lies(piece) if piece.text.strip() else ""
        figure = piece.text.strip()
        if place == "superscript" and figure in notes and text.strip():
            marks.append((figure, mark_after(text, figure)))
        else:
            text += placed(piece.text, place) if place else piece.text
    filled = row.filled
    size, bold = round(2 * row.size), bool(filled) and all(one.bold for one in filled)
    far = (filled[0].left - left) / (_LETTER * body) if filled and body else 0.0
    return Line(" " * max(0, min(_FURTHEST, round(far))) + text.lstrip(), tuple(marks), size, bold, apart)


def _usual(counted: Sequence[tuple[float, int]]) -> float:
    """Return the value of most letters."""
    total: Counter[float] = Counter()
    for value, letters in counted:
        total[round(value, 1)] += letters
    return total.most_common(1)[0][0] if total else 0.0
