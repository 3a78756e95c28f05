"""A rich text file (`.rtf`) → a `Draft`, from its groups and control words.

Its paragraphs become the same pieces as a Word file's, so that legacy fonts, hidden, struck and deleted text,
superscripts and notes are treated alike.  Pictures stay in the file and are referred to by their number.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from ...errors import SourceError
from ...messages import message
from ...model import Draft, LineKind, Picture
from ..builder import DraftBuilder, too_many_lines, too_many_pieces
from ..html.roles import settled
from ..pictures import IN_RICH_TEXT, is_picture
from ..source import too_large
from ..word import kind_of
from ..word.lines import LineWriter
from ..word.styles import Style
from .flow import Block, Flow, table_rows
from .parse import Parser, RefusedError
from .pictures import pictures_of

_LARGEST_BYTES: Final = 64 * 1024 * 1024
_MOST_PICTURES: Final = 200
"""Each is looked for from the beginning of the file; further ones are reported as missing."""


def read(path: Path) -> Draft:
    """Return the blocks of an `.rtf`.  Raises `SourceError` if it is not rich text or exceeds a limit."""
    if path.stat().st_size > _LARGEST_BYTES:
        raise too_large(str(path), _LARGEST_BYTES)
    content = path.read_bytes()
    if not is_rich_text(content):
        raise SourceError(
            str(path),
            message("is not rich text: its beginning is wrong"),
            message("Open it in Word and save it again as .docx."),
        )
    builder = DraftBuilder(path)
    write_rich_text(content, builder, own=True)
    builder.lines = settled(builder.lines, None)
    builder.tell_of_losses()
    return builder.draft()


def is_rich_text(content: bytes) -> bool:
    """Return whether the bytes of a file begin like rich text."""
    return content.lstrip().startswith(b"{\\rtf")


def write_rich_text(content: bytes, builder: DraftBuilder, *, own: bool = False) -> None:
    """Write rich text into the draft; pictures of a file that is not the draft's `own` are only reported."""
    source = content.decode("latin-1")
    try:
        _Writer(builder, Parser(source), source if own else "").write()
    except RefusedError as error:
        raise _refusal(error, builder) from error


def _refusal(error: RefusedError, builder: DraftBuilder) -> SourceError:
    if error.lines:
        return too_many_lines(builder.path)
    if error.pieces:
        return too_many_pieces(builder.path, len(builder.lines) + 1, error.pieces)
    return SourceError(
        str(builder.path),
        message("is nested too deeply: this is not an article"),
        message("Open it in Word and save it again as .docx."),
    )


class _Writer:
    """Writes the parsed content into a draft."""

    def __init__(self, builder: DraftBuilder, parser: Parser, source: str) -> None:
        self.builder = builder
        self.parser = parser
        self._source = source
        """The file, for its pictures; empty if they cannot be referred to."""

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        """Return the first bytes of each picture by its number."""
        found = islice(pictures_of(self._source), _MOST_PICTURES)
        return {str(number): data[:16] for number, data in found}

    def _picture(self, number: str) -> Picture | None:
        head = self._pictures.get(number, b"")
        if is_picture(head):
            return Picture(self.builder.path, f"{IN_RICH_TEXT}{number}")
        self.builder.lose("unfit" if head else "missing", message("in the file itself"))
        return None

    def write(self) -> None:
        """Fill the builder."""
        found = self.parser.parse()
        for block in found.body.blocks():
            self._block(block)
        for number, note in enumerate(found.notes, 1):
            self.builder.add_note(number, self._texts(note), f"note {number}")
        self._drop_all(found.heads, message("page header or footer"))
        self._drop_all(found.comments, message("a comment in the margin"))
        self._tell(len(found.comments))
        for key, text in found.properties.items():
            self.builder.hint(key, text)

    def _tell(self, comments: int) -> None:
        found = self.parser.found
        self.builder.tell_of_comments(comments)
        deleted = self.builder.counted("left out deleted")
        self.builder.tell_of_changes(inserted=found.inserted, deleted=deleted, equations=found.equations)

    def _drop_all(self, flows: list[Flow], reason: str) -> None:
        self.builder.drop_once((text for flow in flows for text in self._texts(flow)), reason)

    def _texts(self, flow: Flow) -> list[str]:
        """Return the words of each paragraph of a note, a header or a comment."""
        texts = [self._plain(paragraph) for block in flow.blocks() for paragraph in block.paragraphs()]
        return [text for text in texts if text]

    def _plain(self, block: Block) -> str:
        text = LineWriter(self.builder).plain(block.pieces).strip()
        inner = " ".join(filter(None, (self._plain(one) for one in block.boxes)))
        return " ".join(part for part in (block.marker, text, inner) if part)

    def _block(self, block: Block) -> None:
        if not block.rows:
            self._paragraph(block)
            return
        rows = table_rows(block, self._cell)
        if rows is None:
            for paragraph in block.paragraphs():
                self._paragraph(paragraph)
            return
        self.builder.add_captioned_table(*rows)

    def _cell(self, cell: list[Block]) -> str:
        return " ".join(text for text in map(self._plain, cell) if text)

    def _paragraph(self, block: Block) -> None:
        if not block.pieces and not block.boxes:
            self.builder.blank()
            return
        set_for = block.properties
        style = Style(self.parser.found.styles.get(set_for.style, ""), outline=self._outline(block))
        kind, role, level = kind_of(style)
        marker = "" if kind is LineKind.CAPTION else block.marker
        if kind is LineKind.TEXT and marker:
            kind, level = LineKind.LIST_ITEM, set_for.level + 1
        writer = LineWriter(self.builder)
        for piece in block.pieces:
            if piece.kind == "picture":
                writer.picture(self._picture(piece.target))
            else:
                writer.take(piece)
        if style.name.startswith("toc "):
            writer.drop(message("table of contents"))
        else:
            writer.write(kind, role=role, level=level, marker=marker, right=set_for.right)
        for box in block.boxes:
            self._paragraph(box)

    def _outline(self, block: Block) -> int | None:
        """Return the level of a heading, from 1: its own or that of its style; None for text."""
        own = block.properties.outline
        level = own if own is not None else self.parser.found.outlines.get(block.properties.style)
        return None if level is None or not 0 <= level < 9 else level + 1
