"""The pieces of one paragraph → its lines: splits at Shift-Enter, converts legacy fonts, places pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ...messages import message
from ...model import LineKind, NoteMark, Picture
from ..builder import DraftBuilder
from ..languages import Run
from ..legacy_fonts import convert_runs, face
from ..note_marks import mark_after
from .runs import LEFT_OUT, Piece
from .styles import Formatting


class LineWriter:
    """Collects the pieces of one paragraph and writes its lines."""

    def __init__(self, builder: DraftBuilder) -> None:
        self.builder = builder
        self._lines: list[list[Piece]] = [[]]
        self._pictures: list[tuple[int, Picture | None]] = []
        """Each with the number of the line that follows it."""
        self._left_out: list[tuple[str, list[Piece]]] = []
        """The text that is left out, by passage, each with its kind."""
        self._kind = ""
        """The kind of the last piece."""

    def take(self, piece: Piece) -> None:
        """Add a piece of text, text that is left out, a note mark, or the end of a line."""
        if piece.kind == "break":
            self._lines.append([])
        elif piece.kind in {"text", "note"}:
            self._lines[-1].append(piece)
        elif piece.kind in LEFT_OUT:
            self._leave_out(piece)
        self._kind = piece.kind

    def picture(self, picture: Picture | None) -> None:
        """Add a picture: before its line if the line has no words yet, else after it."""
        begun = any(piece.kind == "text" and piece.text.strip() for piece in self._lines[-1])
        self._pictures.append((len(self._lines) - 1 + begun, picture))

    def write(self, kind: LineKind, *, role: str, level: int, marker: str, right: bool) -> None:
        """Write the lines; the first line with words gets the marker."""
        for number, pieces in enumerate([*self._lines, []]):
            for place, picture in self._pictures:
                if place == number:
                    self.builder.add("", LineKind.PICTURE, picture=picture)
            text, marks = _shown(pieces), _marks(pieces)
            if kind is LineKind.HEADING and marker and text.strip():
                text, marks, marker = f"{marker} {text}", _marks(pieces, f"{marker} "), ""
            if number == len(self._lines):
                break
            continued = kind is LineKind.LIST_ITEM and not marker
            bold = all(piece.formatting.bold for piece in pieces if piece.kind == "text" and piece.text.strip())
            self.builder.add(
                text,
                LineKind.TEXT if continued else kind,
                role=role,
                level=0 if continued else level,
                marker=marker,
                bold=bold and bool(text.strip()),
                right=right,
                size=_size(pieces),
                marks=marks,
            )
            self.builder.add_phrases(_by_language(pieces))
            if text.strip():
                marker = ""
        self._drop_left_out()

    def drop(self, reason: str) -> None:
        """Write no line, and record the text as left out."""
        for pieces in self._lines:
            self.builder.drop(_shown(pieces), reason)
        self._drop_left_out()

    def plain(self, pieces: Iterable[Piece]) -> str:
        """Return the words of a paragraph as one line, for a cell or a note."""
        lines: list[list[Piece]] = [[]]
        for piece in pieces:
            if piece.kind == "break":
                lines.append([])
            elif piece.kind == "text":
                lines[-1].append(piece)
            elif piece.kind in LEFT_OUT:
                self._leave_out(piece)
            self._kind = piece.kind
        self._drop_left_out()
        self.builder.add_phrases(_by_language(piece for line in lines for piece in (*line, Piece("text", " "))))
        return " ".join(text for line in lines if (text := _shown(line).strip()))

    def _leave_out(self, piece: Piece) -> None:
        if self._kind == piece.kind and self._left_out:
            self._left_out[-1][1].append(piece)
        else:
            self._left_out.append((piece.kind, [piece]))

    def _drop_left_out(self) -> None:
        for kind, pieces in self._left_out:
            if (text := _shown(pieces)).strip():
                self.builder.drop(text, left_out_reason(kind))
                self.builder.count(f"left out {kind}")
        self._left_out = []


def _size(pieces: Iterable[Piece]) -> int:
    """Return the size of most letters of a line in half points; 0 if the file does not give it."""
    letters: Counter[int] = Counter()
    for piece in pieces:
        if piece.kind == "text":
            letters[piece.formatting.size or 0] += len(piece.text.strip())
    return max(letters, key=lambda size: letters[size]) if letters else 0


def left_out_reason(kind: str) -> str:
    """Return the reason for a kind of `LEFT_OUT`."""
    reasons = {
        "deleted": message("deleted in the source"),
        "struck": message("struck through in the source"),
        "placeholder": message("the prompt of a field that was not filled in"),
        "ruby": message("reading aid over the letters"),
    }
    return reasons.get(kind, message("hidden text"))


def _by_language(pieces: Iterable[Piece]) -> list[Run]:
    """Return the visible words of a line in runs, each with its declared language."""
    text = [piece for piece in pieces if piece.kind == "text"]
    if not any(piece.formatting.language for piece in text):
        return []
    return [Run(_shown([piece]), piece.formatting.language or "") for piece in text]


def note_key(piece: Piece) -> str:
    """Return the name in the draft of the note for a piece of the kind `note`."""
    return f"{piece.text} {piece.target}"


def _marks(pieces: Sequence[Piece], before: str = "") -> tuple[NoteMark, ...]:
    """Return the note marks in a line with their positions; `before` is the beginning of the line."""
    return tuple(
        mark_after(before + _shown(pieces[:place]), note_key(piece))
        for place, piece in enumerate(pieces)
        if piece.kind == "note"
    )


def _shown(pieces: Iterable[Piece]) -> str:
    """Return the visible words of a line: in Unicode, and in capitals if they are formatted so."""
    runs: list[tuple[str, Formatting]] = []
    for piece in pieces:
        if piece.kind == "note":
            continue
        key = Formatting(font=piece.formatting.font, capitals=piece.formatting.capitals)
        if runs and runs[-1][1] == key:
            runs[-1] = (runs[-1][0] + piece.text, key)
        else:
            runs.append((piece.text, key))
    texts = convert_runs([(text, face(formatting.font or "")) for text, formatting in runs])
    return "".join(
        text.upper() if formatting.capitals else text for text, (_, formatting) in zip(texts, runs, strict=True)
    )
