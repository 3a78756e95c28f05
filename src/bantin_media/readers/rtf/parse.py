"""The tokens of an `.rtf` → its streams of text, its styles and its metadata."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from ...vietnamese.tables import read_table
from ..builder import MOST_LINES, MOST_PIECES
from ..scripts import placed
from ..symbols import shown
from ..word.runs import Piece
from ..word.styles import Formatting, half_points
from .flow import Flow
from .groups import HEADS, KNOWN, SKIPPED, Group, Paragraph
from .tokens import CHARACTERS, Token, decoded, tokens

_SWITCHES: Final[Mapping[str, str]] = {
    "b": "bold", "caps": "capitals", "v": "hidden", "strike": "struck", "striked": "struck",
}  # fmt: skip
_PLACES: Final[Mapping[str, str]] = {"super": "superscript", "sub": "subscript", "nosupersub": "baseline"}
_PROPERTIES: Final[Mapping[str, str]] = {"title": "title", "author": "author"}
_DEEPEST: Final = 1000


class RefusedError(Exception):
    """A file is nested too deeply, has too many paragraphs and cells, or too many pieces in one of them."""

    def __init__(self, *, deep: int = 0, lines: int = 0, pieces: int = 0) -> None:
        super().__init__()
        self.deep, self.lines, self.pieces = deep, lines, pieces


@dataclass(slots=True)
class Found:
    """The parsed content of a file."""

    body: Flow = field(default_factory=Flow)
    notes: list[Flow] = field(default_factory=list)
    heads: list[Flow] = field(default_factory=list)
    comments: list[Flow] = field(default_factory=list)
    styles: dict[int, str] = field(default_factory=dict)
    """The name of each paragraph style, in lower case."""
    outlines: dict[int, int] = field(default_factory=dict)
    fonts: dict[int, tuple[str, int]] = field(default_factory=dict)
    """The name and the character set of each font."""
    properties: dict[str, str] = field(default_factory=dict)
    inserted: int = 0
    equations: int = 0


class Parser:
    """Parses one file."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.found = Found()
        self._groups: list[Group] = [Group()]
        self._flows: list[Flow] = [self.found.body]
        self._owners: list[int] = [0]
        """The depth of the group that opened each stream."""
        self._paragraph = Paragraph()
        self._around: list[Paragraph] = []
        """The properties of the paragraph around each of the inner streams."""
        self._bytes = bytearray()
        self._text: list[str] = []
        self._pass_over = 0
        self._page = 1252
        self._table: list[str] = []
        """The control words of the row's definition."""
        self._said: list[str] = []
        """The words of a font table, a style sheet, or the file's properties."""
        self._style = self._outline = 0
        self._font = 0
        self._lines = 0
        self._pictures = 0
        self._words: Mapping[str, Callable[[Token], None]] = {
            "par": self._end_paragraph, "sect": self._end_paragraph, "page": self._end_paragraph,
            "nestcell": self._end_paragraph, "cell": self._end_cell, "row": self._end_row,
            "line": self._break, "pard": self._new_paragraph, "plain": self._plain, "u": self._unicode,
        }  # fmt: skip

    def parse(self) -> Found:
        """Return the parsed content."""
        for token in tokens(self._source):
            if token.kind == "{":
                self._begin()
            elif token.kind == "}":
                self._end()
            elif token.kind == "word":
                self._word(token)
            elif token.kind != "binary":
                content = bytes((int(token.text, 16),)) if token.kind == "byte" else token.text.encode("latin-1")
                self._letters(content)
        self._flush()
        while len(self._flows) > 1:
            self._close_flow()
        return self.found

    @property
    def _group(self) -> Group:
        return self._groups[-1]

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    # ----------------------------------------------------------------------------------------------- groups

    def _begin(self) -> None:
        self._flush()
        if len(self._groups) < _DEEPEST:
            self._groups.append(replace(self._group, starred=False))
        else:
            raise RefusedError(deep=len(self._groups))

    def _end(self) -> None:
        self._flush()
        if self._group.kind.startswith("said "):
            self._take_said(self._group.kind.removeprefix("said "))
        if len(self._owners) > 1 and self._owners[-1] == len(self._groups):
            self._close_flow()
        if len(self._groups) > 1:
            self._groups.pop()

    def _open_flow(self, kind: str) -> None:
        self._flush()
        self._group.kind = kind
        self._flows.append(Flow())
        self._owners.append(len(self._groups))
        self._around.append(self._paragraph)
        self._paragraph = Paragraph()

    def _close_flow(self) -> None:
        flow = self._flows.pop()
        owner = self._owners.pop()
        kind = self._groups[min(owner, len(self._groups)) - 1].kind
        if kind == "footnote":
            self.found.notes.append(flow)
            self._flow.pieces.append(Piece("note", "note", target=str(len(self.found.notes))))
        elif kind == "shptxt":
            self._flow.add_boxes(flow)
        else:
            (self.found.comments if kind == "annotation" else self.found.heads).append(flow)
        self._paragraph = self._around.pop()

    # ------------------------------------------------------------------------------------------------ words

    def _word(self, token: Token) -> None:
        name = token.text
        if name == "*":
            self._group.starred = True
            return
        starred, self._group.starred = self._group.starred, False
        self._pictures += name == "pict"
        if self._group.kind == "skipped":
            if name == "ud":
                self._group.kind = self._group.around
            return
        if self._destination(name, starred=starred) or self._said_of(token):
            return
        if name in CHARACTERS:
            self._sign(CHARACTERS[name])
        elif name in self._words:
            self._words[name](token)
        else:
            self._formatting(name, token.number)
            self._set(name, token.number)

    def _destination(self, name: str, *, starred: bool) -> bool:
        """Return whether a control word names the kind of its group, and set the kind."""
        kinds = {"fonttbl": "said font", "stylesheet": "said style", "title": "said title", "author": "said author"}
        if name in kinds and (name in {"fonttbl", "stylesheet"} or self._group.kind == "info"):
            self._group.kind = kinds[name]
        elif name == "info":
            self._group.kind = "info"
        elif name in HEADS or name in {"footnote", "annotation", "shptxt"}:
            self._open_flow(name)
        elif name in {"listtext", "pntext"}:
            self._group.kind = "marker"
        elif name == "pict":
            self._flush()
            self._flow.pieces.append(Piece("picture", target=str(self._pictures)))
            self._group.kind = "skipped"
        elif name in {"moMath", "moMathPara"}:
            self.found.equations += name == "moMath"
        elif name in SKIPPED or (starred and name not in KNOWN):
            self._group.around, self._group.kind = self._group.kind, "skipped"
        else:
            return name in KNOWN
        return True

    def _said_of(self, token: Token) -> bool:
        """Return whether a token belongs to a table of fonts or styles, or to the file's properties, and store it."""
        kind = self._group.kind
        if kind == "info":
            return True
        if not kind.startswith("said "):
            return False
        if token.text in {"u", *CHARACTERS}:
            return False
        if kind == "said font" and token.text == "f":
            self._font = token.number or 0
            self.found.fonts[self._font] = ("", 0)
        elif kind == "said font" and token.text == "fcharset":
            self.found.fonts[self._font] = (self.found.fonts.get(self._font, ("", 0))[0], token.number or 0)
        elif kind == "said style" and token.text in {"s", "cs", "ds", "ts"}:
            self._style = (token.number or 0) if token.text == "s" else -1
        elif kind == "said style" and token.text == "outlinelevel" and self._style >= 0:
            self.found.outlines[self._style] = token.number or 0
        return True

    def _take_said(self, kind: str) -> None:
        words, self._said = "".join(self._said).strip(), []
        if kind == "font" and words:
            self.found.fonts[self._font] = (words.split(";")[0].strip(), self.found.fonts.get(self._font, ("", 0))[1])
        elif kind == "style" and words:
            if self._style >= 0:
                self.found.styles[self._style] = words.split(";")[0].strip().lower()
            self._style = 0
        elif kind in _PROPERTIES:
            self.found.properties[_PROPERTIES[kind]] = " ".join(words.split())

    def _formatting(self, name: str, number: int | None) -> None:
        if name in _SWITCHES or name in _PLACES or name in {"f", "fs", "deleted", "lang"}:
            self._flush()
        formatting, on = self._group.formatting, number != 0
        if name in _SWITCHES:
            switched: dict[str, Any] = {_SWITCHES[name]: on}
            self._group.formatting = replace(formatting, **switched)
        elif name in _PLACES:
            self._group.formatting = replace(formatting, place=_PLACES[name] if on else "baseline")
        elif name == "f":
            self._group.font = number or 0
            self._group.formatting = replace(formatting, font=self.found.fonts.get(number or 0, ("", 0))[0])
        elif name == "lang":
            self._group.formatting = replace(formatting, language=_tags().get(str(number)))
        elif name == "fs":
            self._group.formatting = replace(formatting, size=half_points(str(number)))
        elif name == "deleted":
            self._group.deleted = on

    def _set(self, name: str, number: int | None) -> None:
        """Apply a control word to the paragraph, the row or the file."""
        if name == "s":
            self._paragraph.style = number or 0
        elif name == "outlinelevel":
            self._paragraph.outline = number
        elif name == "intbl":
            self._paragraph.in_table = True
        elif name in {"qr", "ql", "qc", "qj"}:
            self._paragraph.right = name == "qr"
        elif name == "ilvl":
            self._paragraph.level = min(max(number or 0, 0), 8)
        elif name == "uc":
            self._group.after_unicode = min(max(number or 0, 0), 16)
        elif name == "ansicpg":
            self._page = number or 1252
        elif name == "trowd":
            self._table = []
        elif name.startswith(("cl", "trhdr")) or name == "cellx":
            self._table.append(name)
        elif name == "brdrs" and self._table and self._table[-1].startswith("clbrdr"):
            self._table.append("lined")
        elif name == "revised" and number != 0:
            self.found.inserted += 1

    def _count(self) -> None:
        self._lines += 1
        if self._lines > MOST_LINES:
            raise RefusedError(lines=self._lines)

    def _end_paragraph(self, _: Token) -> None:
        if self._is_read():
            self._count()
            self._flush()
            self._flow.end_paragraph(replace(self._paragraph))

    def _end_cell(self, _: Token) -> None:
        self._count()
        self._flush()
        self._flow.end_cell(replace(self._paragraph))

    def _end_row(self, _: Token) -> None:
        self._flush()
        first = next((at for at, name in enumerate(self._table) if name == "cellx"), len(self._table))
        goes_on = "clvmrg" in self._table[:first]
        self._flow.end_row(lined="lined" in self._table, header="trhdr" in self._table, goes_on=goes_on)

    def _break(self, _: Token) -> None:
        if self._is_read():
            self._flush()
            self._flow.pieces.append(Piece("break"))

    def _new_paragraph(self, _: Token) -> None:
        self._paragraph = Paragraph()

    def _plain(self, _: Token) -> None:
        self._flush()
        self._group.formatting, self._group.deleted = Formatting(), False

    # ----------------------------------------------------------------------------------------------- letters

    def _is_read(self) -> bool:
        return self._group.kind not in {"skipped", "info", "marker"} and not self._group.kind.startswith("said ")

    def _letters(self, content: bytes) -> None:
        if self._group.kind in {"skipped", "info"}:
            return
        if self._pass_over:
            passed = min(self._pass_over, len(content))
            self._pass_over -= passed
            content = content[passed:]
        self._bytes += content

    def _unicode(self, token: Token) -> None:
        self._decode()
        number = token.number or 0
        number += 65_536 if number < 0 else 0
        self._text.append(chr(number) if 0 < number <= 0xFFFF else "")
        self._pass_over = self._group.after_unicode

    def _sign(self, text: str) -> None:
        if self._pass_over:
            self._pass_over -= 1
            return
        self._decode()
        self._text.append(text)

    def _decode(self) -> None:
        if self._bytes:
            font = self._group.font
            charset = self.found.fonts.get(font, ("", 0))[1] if font is not None else 0
            self._text.append(decoded(bytes(self._bytes), charset, self._page))
            self._bytes.clear()

    def _flush(self) -> None:
        """End the current piece."""
        self._decode()
        text, self._text = "".join(self._text), []
        self._pass_over = 0
        if not text or self._group.kind in {"skipped", "info"}:
            return
        text = unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        if self._group.kind.startswith("said "):
            self._said.append(text)
        elif self._group.kind == "marker":
            self._flow.marker += re.sub(r"\s+", " ", text)
        else:
            self._flow.pieces.append(self._piece(text))
            if len(self._flow.pieces) > MOST_PIECES:
                raise RefusedError(pieces=len(self._flow.pieces))

    def _piece(self, text: str) -> Piece:
        formatting = self._group.formatting
        words = shown(text, formatting.font or "")
        gone = "deleted" if self._group.deleted else formatting.left_out
        if not gone and formatting.place:
            words = placed(words, formatting.place)
        return Piece(gone or "text", words, formatting)


@cache
def _tags() -> dict[str, str]:
    rows = read_table("bantin_media.readers", "lcid")
    return {row[0]: row[1] for row in rows}
