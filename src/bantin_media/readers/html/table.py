"""A `<table>` → rows of cells if it contains data; a table for layout is read as blocks."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from ...regex import regex
from ...vietnamese.tables import one_of
from ..table_heads import head_rows, in_words, name_rows

_NO_DATA = frozenset(
    {"img", "figure", "iframe", "form", "ul", "ol", "h1", "h2", "h3", "blockquote", "object", "video", "audio", "input"}
)
_CELLS = frozenset({"td", "th"})
_LONGEST_CELL = 600
_TABLE_NAME = regex(rf"(?i){one_of('bantin_media.readers', 'table_classes')}")
_WIDEST_SPAN = 50


def is_data_table(table: Any) -> bool:
    """Return whether a table contains data: at least two rows and columns, short cells, only words in them.

    The check stops at the first evidence of layout, so that nested tables cost at most twice.  A cell of a table with
    borders or a head may contain one small table.
    """
    if table.get("role") in {"presentation", "none"}:
        return False
    rows = columns = widest = cell = 0
    signs = table.get("border", "0") not in {"", "0"} or bool(_TABLE_NAME.search(table.get("class", "")[:200]))
    elements = table.iterdescendants()
    for element in elements:
        tag = element.tag
        inner = _inner_words(element) if tag == "table" and signs else 0
        if (tag == "table" and not inner) or tag in _NO_DATA:
            return False
        if inner:
            cell += inner
            deque(islice(elements, sum(1 for _ in element.iterdescendants())), maxlen=0)
            continue
        if tag == "tr":
            rows, columns = rows + 1, 0
        elif tag in {"td", "th"}:
            columns, cell = columns + 1, 0
            widest = max(widest, columns)
        signs = signs or tag in {"th", "thead", "caption"}
        cell += len((element.text or "").strip()) + len((element.tail or "").strip())
        if cell > _LONGEST_CELL and tag not in {"caption", "tr", "tbody"}:
            return False
    return rows >= 2 and widest >= 2 and (signs or rows >= 3)


def _inner_words(table: Any) -> int:
    """Return the number of letters in a table inside a cell; 0 if it is too large or contains more than words."""
    letters = 1
    for element in table.iterdescendants():
        letters += len((element.text or "").strip()) + len((element.tail or "").strip())
        if element.tag == "table" or element.tag in _NO_DATA or letters > _LONGEST_CELL:
            return 0
    return letters


class TableBuilder:
    """Collects the cells of one data table during the walk over its page."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.header_rows = 0
        self.caption = ""
        self._cell: list[str] | None = None
        self._in_caption = False
        self._in_head = False
        self._only_headers = True
        self._spans: dict[int, int] = {}
        """Column → the number of rows below into which a cell still extends."""
        self._begun: dict[int, int] = {}
        self._span_rows = self._span_columns = 1
        self._reach = 1
        self._head_spans = False
        self._going_on: set[int] = set()
        """The rows into which the first cell of the row above extends."""
        self._inner: TableBuilder | None = None
        """The table in the current cell."""

    def begin(self, element: Any, tag: str) -> None:
        """Handle the beginning of an element."""
        if self._inner is not None or tag == "table":
            if self._inner is None:
                self._inner = TableBuilder()
            else:
                self._inner.begin(element, tag)
            return
        if tag in _CELLS | {"tr"}:
            self._end_cell()  # HTML allows to leave a cell open
        if tag == "tr":
            self.rows.append([])
            self._only_headers = True
        elif tag in _CELLS:
            if not self.rows:
                self.rows.append([])
            self._cell = []
            self._only_headers = self._only_headers and tag == "th"
            self._span_columns = _span(element.get("colspan"))
            self._span_rows = _span(element.get("rowspan"))
            if len(self.rows) == 1:
                self._reach = max(self._reach, self._span_rows)
                self._head_spans = self._head_spans or self._span_columns > 1
        elif tag == "caption":
            self._in_caption = True
        elif tag == "thead":
            self._in_head = True

    def add(self, text: str) -> None:
        """Add a line of text to the current caption or cell."""
        if self._inner is not None:
            self._inner.add(text)
        elif self._cell is not None:
            self._cell.append(text.strip())
        elif self._in_caption or not self.rows:
            self.caption = f"{self.caption} {text}".strip()
        else:
            self.rows[-1].append(text.strip())

    def end(self, tag: str) -> bool:
        """Handle the end of an element; return whether it is the table itself."""
        if self._inner is None:
            self._end(tag)
            return tag == "table"
        if self._inner.end(tag):
            inner, self._inner = self._inner, None
            self.add(inner.in_words())
        return False

    def in_words(self) -> str:
        """Return the table as text for the cell around it."""
        return " ".join(part for part in (self.caption, in_words(self.finish()[0])) if part)

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            self._end_cell()
        elif tag == "tr" and self.rows:
            self._skip_held(self.rows[-1])
            self._spans = {column: left - 1 for column, left in self._spans.items() if left > 1} | self._begun
            self._begun = {}
            is_header = self._in_head or (self._only_headers and bool(self.rows[-1]))
            if is_header and self.header_rows == len(self.rows) - 1:
                self.header_rows += 1
        elif tag == "caption":
            self._in_caption = False
        elif tag == "thead":
            self._in_head = False

    def finish(self) -> tuple[list[list[str]], int]:
        """Return the rows, and the number of header rows, marked as such or recognized by form."""
        self._end_cell()
        head = self.header_rows or head_rows(self.rows, reach=self._reach, spans=self._head_spans)
        name_rows(self.rows, self._going_on, head)
        return self.rows, head

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row = self.rows[-1]
        self._skip_held(row)
        if self._span_rows > 1:
            self._begun |= {len(row) + one: self._span_rows - 1 for one in range(self._span_columns)}
        row.extend([" ".join(part for part in self._cell if part), *[""] * (self._span_columns - 1)])
        self._cell = None

    def _skip_held(self, row: list[str]) -> None:
        """Add empty cells where a cell of a row above extends down."""
        while self._spans.get(len(row), 0):
            if not row:
                self._going_on.add(len(self.rows) - 1)
            row.append("")


def _span(text: str | None) -> int:
    digits = (text or "1").strip()[:4]
    return max(1, min(int(digits), _WIDEST_SPAN)) if digits.isascii() and digits.isdigit() else 1
