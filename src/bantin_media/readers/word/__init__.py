"""A Word file → a `Draft`, by a walk over its XML.

Libraries for Word files lose tracked insertions, soft hyphens, text boxes and font names; this walk handles every
element with text.  Pictures stay in the package and are referred to by their member.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...messages import message
from ...model import Draft, LineKind, Picture
from ..builder import MOST_LINES, MOST_PIECES, DraftBuilder, too_many_lines, too_many_pieces
from ..html.names import role_of_style
from ..html.roles import settled
from ..pictures import is_picture
from ..table_heads import head_rows, in_words, name_rows
from .blocks import held, in_placeholder, is_spare
from .chunks import read_chunk
from .graphics import Graphics
from .lines import LineWriter, left_out_reason
from .numbering import Numbering
from .package import Package, Relation, child, name_of, relation_id, value
from .runs import Piece, RunReader, words_in
from .styles import Style, Styles, formatting_of, on_top, style_of
from .surroundings import tell_of_surroundings
from .table import head_reach, is_data_table, layout_cells, looks_headed, table_rows

_HEADING = "heading "
_QUOTES = frozenset({"quote", "intense quote", "block text"})
_CONTENTS = ("toc ", "table of figures")
_BLOCKS = frozenset({"p", "tbl", "altChunk"})


def read(path: Path) -> Draft:
    """Return the blocks of a Word file.  Raises `SourceError` if it is not one, is protected, or exceeds a limit."""
    builder = DraftBuilder(path)
    with Package(path) as package:
        WordDocument(package, builder).read()
    builder.lines = settled(builder.lines, None)
    builder.tell_of_losses()
    return builder.draft()


class WordDocument:
    """Reads one package."""

    def __init__(self, package: Package, builder: DraftBuilder) -> None:
        self.package = package
        self.builder = builder
        self.styles = Styles(self.part("styles"))
        self.numbering = Numbering(self.part("numbering"), self.styles)
        self.runs = RunReader(self.styles)
        self.relations = package.relations(package.main)
        self.graphics = Graphics(package, builder)
        self.notes: list[tuple[str, str]] = []
        """Kind and id of the notes to which the text refers, in order."""
        self.gone_notes: list[tuple[str, str]] = []
        """The notes whose mark was deleted."""
        self.unfinished: list[Piece] = []
        """The pieces of paragraphs whose end was deleted as a tracked change: they continue in the next paragraph."""

    def read(self) -> None:
        """Fill the builder."""
        for block in self._blocks():
            self._block(block)
        self._finish_paragraphs()
        tell_of_surroundings(self)
        self._tell_of_changes()

    def part(self, kind: str) -> Any:
        """Return the root of the part with this relation to the text (`styles`, `footnotes`, …), or None."""
        members = self.package.related(kind)
        return self.package.tree(members[0]) if members else None

    def texts(self, element: Any, *, numbers_alone: bool = False) -> Iterator[str]:
        """Yield the words of each paragraph in a cell, a note or a header, including text boxes.

        With `numbers_alone`, a paragraph without words gives the number that Word counts: the column "STT" of a list.
        """
        for block in held(element, "p", "tbl"):
            if name_of(block) == "tbl":
                yield self._inner_table(block)
                continue
            if in_placeholder(block):
                self._drop_prompt(block)
                continue
            pieces, marker = self._pieces(block), self._marker(self._style(block))
            text = LineWriter(self.builder).plain(pieces).strip()
            if text:
                yield f"{marker} {text}".strip()
            elif numbers_alone and marker[:1].isalnum():
                yield marker.rstrip(".)")
            for piece in pieces:
                if piece.kind == "box":
                    yield from self.texts(piece.element)
                elif piece.kind == "art":
                    yield piece.text

    def _tell_of_changes(self) -> None:
        self.builder.tell_of_changes(
            inserted=self.runs.inserted,
            deleted=self.runs.deleted + self.builder.counted("deleted"),
            equations=self.runs.equations + self.builder.counted("equations"),
        )
        if lost := self.runs.lost_fields:
            self.builder.notice(
                "part.field",
                message(
                    "{number} fields whose text the file does not store are left out: {names}",
                    number=len(lost), names=", ".join(sorted(set(lost))),
                ),
                message("In Word press Ctrl+A, then Ctrl+Shift+F9 to make text of all fields, and save the file."),
            )  # fmt: skip

    def _blocks(self) -> Iterator[Any]:
        """Yield the paragraphs and tables of the body; the elements are freed after reading."""
        for number, element in enumerate(self.package.elements(self.package.main, *_BLOCKS)):
            if number > MOST_LINES:
                raise too_many_lines(self.package.path)
            if not any(name_of(one) in _BLOCKS or is_spare(one) for one in element.iterancestors()):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _block(self, element: Any) -> None:
        name = name_of(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._finish_paragraphs()
            self._table(element)
        elif name == "altChunk":
            self._finish_paragraphs()
            read_chunk(self.package, self.relations.get(relation_id(element, "id")), self.builder)
        elif not is_spare(element):
            self._inner(element)

    def _inner(self, element: Any) -> None:
        for block in element:
            self._block(block)

    def _box(self, element: Any) -> None:
        """Read a text box; its paragraphs end inside it, even if one around it is unfinished."""
        around, self.unfinished = self.unfinished, []
        self._inner(element)
        self._finish_paragraphs()
        self.unfinished = around

    # ------------------------------------------------------------------------------------------- paragraphs

    def _pieces(self, paragraph: Any) -> list[Piece]:
        """Return the pieces of a paragraph, and store the notes to which it refers."""
        pieces = self.runs.pieces(paragraph, self._style(paragraph).formatting)
        if len(pieces) + len(self.unfinished) > MOST_PIECES:
            raise too_many_pieces(self.package.path, len(self.builder.lines) + 1, len(pieces))
        for piece in pieces:
            if piece.kind == "note" and (piece.text, piece.target) not in self.notes:
                self.notes.append((piece.text, piece.target))
            elif piece.kind.endswith(" note"):
                self.gone_notes.append((piece.text, piece.target))
        return pieces

    def _paragraph(self, paragraph: Any) -> None:
        if not len(paragraph) and not self.unfinished:
            self.builder.blank()
            return
        if in_placeholder(paragraph):
            self._drop_prompt(paragraph)
            return
        pieces = self._pieces(paragraph)
        if child(paragraph, "pPr", "rPr", "del") is not None:
            self.runs.deleted += 1
            self.unfinished.extend(pieces)
            return
        pieces, self.unfinished = [*self.unfinished, *pieces], []
        self._write(pieces, self._style(paragraph))

    def _drop_prompt(self, paragraph: Any) -> None:
        self.builder.drop(" ".join(words_in(paragraph)), left_out_reason("placeholder"))

    def _finish_paragraphs(self) -> None:
        if self.unfinished:
            pieces, self.unfinished = self.unfinished, []
            self._write(pieces, self.styles.paragraph(""))

    def _write(self, pieces: list[Piece], style: Style) -> None:
        writer = LineWriter(self.builder)
        kind, role, level = kind_of(style)
        marker = "" if kind is LineKind.CAPTION else self._marker(style)
        if not any(piece.kind == "text" and piece.text.strip() for piece in pieces):
            marker = ""
        if kind is LineKind.TEXT and marker:
            kind, level = LineKind.LIST_ITEM, style.number_level + 1
        for piece in pieces:
            if piece.kind == "picture":
                writer.picture(self._picture(piece.target, piece.text))
            else:
                writer.take(piece)
        if style.name.startswith(_CONTENTS):
            writer.drop(message("table of contents"))
        else:
            writer.write(kind, role=role, level=level, marker=marker, right=bool(style.right))
        for piece in pieces:
            if piece.kind == "box":
                self._box(piece.element)
            elif piece.kind == "art":
                self.builder.add(piece.text)
            elif piece.kind == "graphic":
                self.graphics.carry(piece, self.relations)

    def _marker(self, style: Style) -> str:
        """Return the marker of a list paragraph, and count it; Word also counts paragraphs without words."""
        if not style.number or style.number == "0":
            return ""
        return self.numbering.marker(style.number, style.number_level)

    def _style(self, paragraph: Any) -> Style:
        properties = child(paragraph, "pPr")
        named = child(properties, "pStyle") if properties is not None else None
        below = self.styles.paragraph(value(named) if named is not None else "")
        # The formatting in a paragraph's own properties is for the paragraph mark, not for its text.
        return on_top(style_of(properties, formatting_of(None)), below)

    def _picture(self, target: str, alternative: str) -> Picture | None:
        relation: Relation | None = self.relations.get(target)
        alternative = " ".join(alternative.split())
        problem = ""
        if target == "link" or (relation is not None and relation.external):
            problem = "remote"
        elif relation is None or relation.member not in self.package.names:
            problem = "missing"
        elif not is_picture(self.package.head(relation.member, 16)):
            problem = "unfit"
        if problem or relation is None:
            self.builder.lose(problem, relation.member.rpartition("/")[2] if relation else "", alternative)
            return None
        return Picture(self.package.path, relation.member, alternative)

    # ----------------------------------------------------------------------------------------------- tables

    def _table(self, table: Any) -> None:
        if not is_data_table(table, self.styles):
            for cell in layout_cells(table):
                self._box(cell)
            return
        rows, header_rows, going_on = table_rows(table, self._cell_text)
        reach, spans = head_reach(table)
        header_rows = header_rows or head_rows(rows, bold=looks_headed(table), reach=reach, spans=spans)
        name_rows(rows, going_on, header_rows)
        self.builder.add_captioned_table(rows, header_rows)

    def _cell_text(self, cell: Any) -> str:
        return " ".join(text for text in self.texts(cell, numbers_alone=True) if text)

    def _inner_table(self, table: Any) -> str:
        rows, _, _ = table_rows(table, self._cell_text)
        return in_words(rows)


def kind_of(style: Style) -> tuple[LineKind, str, int]:
    """Return the kind, role and level of a paragraph by its style."""
    name = style.name
    heading = name.removeprefix(_HEADING)
    if name == "title":
        return LineKind.HEADING, "title", 1
    if name.startswith(_HEADING) and heading[:1].isdigit():
        return LineKind.HEADING, "", min(int(heading[0]) or 1, 6)
    role = role_of_style(name)
    if name == "caption" or role == "caption":
        return LineKind.CAPTION, "caption", 0
    if style.outline:
        return LineKind.HEADING, role, min(style.outline, 6)
    return (LineKind.QUOTE if name in _QUOTES else LineKind.TEXT), role, 0
