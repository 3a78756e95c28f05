"""The paragraphs and tables, in order, of one part of an `.rtf`: the main text, a note, a header or a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ..table_heads import head_rows, name_rows
from ..word.runs import Piece
from .groups import Paragraph

_LONGEST_CELL: Final = 1500


@dataclass(slots=True)
class Row:
    """A row of cells with their paragraphs; it may have borders, be a header, or continue the row above."""

    cells: list[list[Block]] = field(default_factory=list)
    lined: bool = False
    header: bool = False
    goes_on: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph with its text boxes, or a table."""

    pieces: list[Piece] = field(default_factory=list)
    properties: Paragraph = field(default_factory=Paragraph)
    marker: str = ""
    boxes: list[Block] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def paragraphs(self) -> Iterator[Block]:
        """Yield itself, or the paragraphs of a table's cells in order."""
        if not self.rows:
            yield self
        for row in self.rows:
            for cell in row.cells:
                yield from cell


class Flow:
    """Collects the blocks of one stream of text."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._boxes: list[Block] = []
        self._row = Row()
        self._cell: list[Block] = []
        self.pieces: list[Piece] = []
        self.marker = ""

    def end_paragraph(self, properties: Paragraph) -> None:
        """End the current paragraph; inside a table it belongs to the current cell."""
        block = Block(self.pieces, properties, self.marker.strip(), self._boxes)
        self.pieces, self.marker, self._boxes = [], "", []
        if properties.in_table:
            self._cell.append(block)
        else:
            self._blocks.append(block)

    def end_cell(self, properties: Paragraph) -> None:
        """End the current cell with its last paragraph."""
        properties.in_table = True
        if self.pieces or self._boxes or not self._cell:
            self.end_paragraph(properties)
        self._row.cells.append(self._cell)
        self._cell = []

    def end_row(self, *, lined: bool, header: bool, goes_on: bool) -> None:
        """End the current row; consecutive rows are one table."""
        row = self._row
        row.lined, row.header, row.goes_on = lined, header, goes_on
        self._row = Row()
        if not row.cells:
            return
        if self._blocks and self._blocks[-1].rows:
            self._blocks[-1].rows.append(row)
        else:
            self._blocks.append(Block(rows=[row]))

    def add_boxes(self, flow: Flow) -> None:
        """Attach the content of a shape to the current paragraph."""
        self._boxes += [paragraph for block in flow.blocks() for paragraph in block.paragraphs()]

    def blocks(self) -> list[Block]:
        """Return all blocks; an open one ends here."""
        if self._cell or self._row.cells:
            if self.pieces or self._boxes or self._cell:
                self.end_cell(Paragraph(in_table=True))
            self.end_row(lined=False, header=False, goes_on=False)
        if self.pieces or self._boxes or self.marker.strip():
            self.end_paragraph(Paragraph())
        return self._blocks


def table_rows(table: Block, words: Callable[[list[Block]], str]) -> tuple[list[list[str]], int] | None:
    """Return the cells of a table and the number of header rows; None if the table is only for layout."""
    widest = max(len(row.cells) for row in table.rows)
    lined = any(row.lined for row in table.rows)
    letters = [
        sum(len(piece.text) for block in cell for piece in block.pieces) for row in table.rows for cell in row.cells
    ]
    pictures = any(piece.kind == "picture" for block in table.paragraphs() for piece in block.pieces)
    holds = len(table.rows) >= 2 and widest >= 2 and (lined or len(table.rows) >= 3 or table.rows[0].header)
    if not holds or pictures or max(letters, default=0) > _LONGEST_CELL:
        return None
    cells = [[words(cell) for cell in row.cells] for row in table.rows]
    marked = next((at for at, row in enumerate(table.rows) if not row.header), len(table.rows))
    headers = marked or head_rows(cells)
    name_rows(cells, {at for at, row in enumerate(table.rows) if row.goes_on}, headers)
    return cells, headers
