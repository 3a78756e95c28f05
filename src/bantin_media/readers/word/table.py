"""A `w:tbl` → rows of cells if it contains data; a table for layout is read as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .blocks import held
from .package import child, name_of, value
from .runs import GRAPHICS, words_in
from .styles import Styles

_NO_DATA = frozenset({"blip", "imagedata", "txbxContent", "txBody", "textpath", "altChunk", *GRAPHICS})
_PICTURES = frozenset({"blip", "imagedata"})
_LONGEST_CELL = 600
_WIDEST_SPAN = 50
_OFF = frozenset({"0", "false", "off"})
_NO_LINES = frozenset({"none", "nil", ""})


def layout_cells(table: Any) -> Iterator[Any]:
    """Yield the cells of a table for layout in reading order: below each picture of a row its caption."""
    rows = [list(held(row, "tc")) for row in held(table, "tr")]
    above: list[Any] = []
    for row, below in zip(rows, [*rows[1:], []], strict=True):
        if above:
            yield from (cell for pair in zip(above, row, strict=True) for cell in pair)
            above = []
        elif len(row) == len(below) > 1 and all(map(_is_picture, row)) and not any(map(_is_picture, below)):
            above = row
        else:
            yield from row


def _is_picture(cell: Any) -> bool:
    """Return whether a cell contains a picture and no words."""
    shown = any(name_of(one) in _PICTURES for one in cell.iterdescendants())
    return shown and next(words_in(cell), None) is None


def is_data_table(table: Any, styles: Styles) -> bool:
    """Return whether a table contains data: at least two rows and columns, short cells, only words in them.

    A letterhead is a table without borders and with few rows.  A table inside a cell belongs to the data if the outer
    table has borders; otherwise the outer table is for layout.  The check stops at the first evidence of layout.
    """
    rows = columns = widest = cell = 0
    header = inner = False
    for element in table.iterdescendants():
        name = name_of(element)
        if name in _NO_DATA:
            return False
        if name == "tbl":
            inner = True
        elif name == "tr" and _table_of(element) is table:
            rows, columns = rows + 1, 0
        elif name == "tc" and _table_of(element) is table:
            columns, cell = columns + 1, 0
            widest = max(widest, columns)
        elif name == "t":
            cell += len(element.text or "")
            if cell > _LONGEST_CELL:
                return False
        header = header or name == "tblHeader"
    lined = _has_lines(table, styles)
    return rows >= 2 and widest >= 2 and (lined or (not inner and (rows >= 3 or header)))


def _table_of(element: Any) -> Any:
    return next(element.iterancestors("{*}tbl"), None)


def table_rows(table: Any, cell_text: Callable[[Any], str]) -> tuple[list[list[str]], int, frozenset[int]]:
    """Return the cells of a table, the number of marked header rows, and the rows in the span of a first cell.

    The words of a cell that spans columns or rows are in the first of them.  A row is in the span of a first cell if
    the
    first cell of the row above extends into it.
    """
    rows: list[list[str]] = []
    headers = 0
    going_on: set[int] = set()
    for row in held(table, "tr"):
        cells: list[str] = []
        for cell in held(row, "tc"):
            if _merge(cell) == "continue" and not cells:
                going_on.add(len(rows))
            cells.extend([cell_text(cell), *[""] * (_span(cell) - 1)])
        properties = child(row, "trPr")
        header = child(properties, "tblHeader")
        if header is not None and value(header).lower() not in _OFF and headers == len(rows):
            headers += 1
        rows.append(cells)
    return rows, headers, frozenset(going_on)


def head_reach(table: Any) -> tuple[int, bool]:
    """Return the number of rows that the tallest cell of the first row spans, and whether one spans columns."""
    rows = held(table, "tr")
    columns = list(_columns(next(rows, None)))
    down = {place for place, cell in columns if _merge(cell) == "restart"}
    reach = 1
    for row in rows:
        down &= {place for place, cell in _columns(row) if _merge(cell) == "continue"}
        if not down:
            break
        reach += 1
    return reach, any(_span(cell) > 1 for _, cell in columns)


def looks_headed(table: Any) -> bool:
    """Return whether all words of the first row are bold, and not all of the second."""
    bold: list[bool] = []
    for row in held(table, "tr"):
        runs = [run for run in row.iter("{*}r") if any((text.text or "").strip() for text in run.iter("{*}t"))]
        marks = [child(run, "rPr", "b") for run in runs]
        bold.append(bool(runs) and all(mark is not None and value(mark).lower() not in _OFF for mark in marks))
        if len(bold) == 2:
            break
    return bold == [True, False]


def _columns(row: Any) -> Iterator[tuple[int, Any]]:
    """Yield the cells of a row, each with its first column."""
    place = 0
    for cell in held(row, "tc") if row is not None else ():
        yield place, cell
        place += _span(cell)


def _span(cell: Any) -> int:
    span = child(cell, "tcPr", "gridSpan")
    digits = value(span) if span is not None else "1"
    return max(1, min(int(digits), _WIDEST_SPAN)) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 1


def _merge(cell: Any) -> str:
    """Return `restart` if a cell begins a vertical span, `continue` if it is in the span of a cell above."""
    merged = child(cell, "tcPr", "vMerge")
    return "" if merged is None else value(merged) or "continue"


def _has_lines(table: Any, styles: Styles) -> bool:
    borders = child(table, "tblPr", "tblBorders")
    if borders is not None:
        return any(value(one) not in _NO_LINES for one in borders)
    style = child(table, "tblPr", "tblStyle")
    return style is not None and styles.paragraph(value(style)).name not in {"", "normal table", "normal"}
