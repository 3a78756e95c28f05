"""A `w:tbl` → rows of cells, if it is a table of data; one that only lays out the page is read as its blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .blocks import held
from .package import child, name_of, value
from .runs import GRAPHICS
from .styles import Styles

_NO_DATA = frozenset({"blip", "imagedata", "txbxContent", "txBody", "textpath", "altChunk", *GRAPHICS})
_LONGEST_CELL = 600
_WIDEST_SPAN = 50
_OFF = frozenset({"0", "false", "off"})
_NO_LINES = frozenset({"none", "nil", ""})


def is_data_table(table: Any, styles: Styles) -> bool:
    """Return whether a table holds data: two rows and columns at least, short cells, nothing but words in them.

    A letterhead is a table without lines and with few rows.  A table inside a cell belongs to the data where the
    outer one has lines; without, the outer one lays out the page.  Stops at the first sign of that.
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
    """Return the cells of a table, how many of its rows are marked as naming the columns, and which rows go on.

    A cell that reaches over several columns or rows has its words in the first of them; a row goes on where the cell
    that names it, its first, reaches down from the row above.
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
    """Return how many rows the tallest cell of the first row takes, and whether one takes several columns."""
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
    """Yield the cells of a row, each with the column where it begins."""
    place = 0
    for cell in held(row, "tc") if row is not None else ():
        yield place, cell
        place += _span(cell)


def _span(cell: Any) -> int:
    span = child(cell, "tcPr", "gridSpan")
    digits = value(span) if span is not None else "1"
    return max(1, min(int(digits), _WIDEST_SPAN)) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 1


def _merge(cell: Any) -> str:
    """Return `restart` where a cell begins to reach down, `continue` where one above reaches into it."""
    merged = child(cell, "tcPr", "vMerge")
    return "" if merged is None else value(merged) or "continue"


def _has_lines(table: Any, styles: Styles) -> bool:
    borders = child(table, "tblPr", "tblBorders")
    if borders is not None:
        return any(value(one) not in _NO_LINES for one in borders)
    style = child(table, "tblPr", "tblStyle")
    return style is not None and styles.paragraph(value(style)).name not in {"", "normal table", "normal"}
