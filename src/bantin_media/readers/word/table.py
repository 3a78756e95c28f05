"""A `w:tbl` → rows of cells, where it is a table of data; one that only lays out the page is read as its blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .package import child, name_of, value
from .styles import Styles

_NO_DATA = frozenset({"tbl", "blip", "imagedata", "txbxContent"})
_LONGEST_CELL = 600
_WIDEST_SPAN = 50
_OFF = frozenset({"0", "false", "off"})
_NO_LINES = frozenset({"none", "nil", ""})


def is_data_table(table: Any, styles: Styles) -> bool:
    """Return whether a table holds data: two rows and columns at least, short cells, nothing but words in them.

    A letterhead is a table without lines and with few rows; stops at the first sign that the page is laid out.
    """
    rows = columns = widest = cell = 0
    header = False
    for element in table.iterdescendants():
        name = name_of(element)
        if name in _NO_DATA:
            return False
        if name == "tr":
            rows, columns = rows + 1, 0
        elif name == "tc":
            columns, cell = columns + 1, 0
            widest = max(widest, columns)
        elif name == "t":
            cell += len(element.text or "")
            if cell > _LONGEST_CELL:
                return False
        header = header or name == "tblHeader"
    return rows >= 2 and widest >= 2 and (rows >= 3 or header or _has_lines(table, styles))


def table_rows(table: Any, cell_text: Callable[[Any], str]) -> tuple[list[list[str]], int]:
    """Return the cells of a table, and how many of its rows name the columns.

    A cell that reaches over several columns or rows has its words in the first of them.
    """
    rows: list[list[str]] = []
    headers = 0
    for row in table.iter("{*}tr"):
        properties = child(row, "trPr")
        cells: list[str] = []
        for cell in row.iter("{*}tc"):
            merged = child(cell, "tcPr", "vMerge")
            span = child(cell, "tcPr", "gridSpan")
            text = cell_text(cell) if merged is None or value(merged) == "restart" else ""
            digits = value(span) if span is not None else "1"
            width = min(int(digits), _WIDEST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 1
            cells.extend([text, *[""] * (width - 1)])
        header = child(properties, "tblHeader")
        if header is not None and value(header).lower() not in _OFF and headers == len(rows):
            headers += 1
        rows.append(cells)
    return rows, headers or int(_looks_headed(table))


def _looks_headed(table: Any) -> bool:
    """Return whether all words of the first row are bold, and not all of the second."""
    bold: list[bool] = []
    for row in table.iter("{*}tr"):
        runs = [run for run in row.iter("{*}r") if any((text.text or "").strip() for text in run.iter("{*}t"))]
        marks = [child(run, "rPr", "b") for run in runs]
        bold.append(bool(runs) and all(mark is not None and value(mark).lower() not in _OFF for mark in marks))
        if len(bold) == 2:
            break
    return bold == [True, False]


def _has_lines(table: Any, styles: Styles) -> bool:
    borders = child(table, "tblPr", "tblBorders")
    if borders is not None:
        return any(value(one) not in _NO_LINES for one in borders)
    style = child(table, "tblPr", "tblStyle")
    return style is not None and styles.paragraph(value(style)).name not in {"", "normal table", "normal"}
