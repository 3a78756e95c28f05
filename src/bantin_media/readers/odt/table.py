"""A table of an `.odt` → its cells, the number of header rows, and whether it contains data or is for layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ..builder import MOST_CELLS
from ..table_heads import head_rows, name_rows
from ..word.package import name_of
from .styles import Styles, get, number_in

_LONGEST_CELL: Final = 1500
_NO_DATA: Final = frozenset({"image", "text-box", "h"})
_WIDEST: Final = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """The words of a table's cells, and the number of its header rows."""

    cells: list[list[str]]
    header_rows: int


def is_data_table(table: Any, styles: Styles) -> bool:
    """Return whether a table contains data: at least two rows and columns, and borders, a marked head or many rows."""
    rows = widest = 0
    header = lined = inner = False
    for row in _rows(table):
        cells = [cell for cell, _ in _cells(row)]
        rows, widest = rows + 1, max(widest, len(cells))
        header = header or name_of(row.getparent()) == "table-header-rows"
        for cell in cells:
            lined = lined or styles.is_lined(get(cell, "table:style-name"))
            names = {name_of(one) for one in cell.iterdescendants()}
            inner = inner or "table" in names
            if names & _NO_DATA or sum(map(len, cell.itertext())) > _LONGEST_CELL:
                return False
    return rows >= 2 and widest >= 2 and (lined or (not inner and (rows >= 3 or header)))


def table_of(table: Any, cell_text: Callable[[Any], str]) -> Rows:
    """Return the rows of a table.

    The words of a cell that spans columns or rows are in the first of them; a row in the span of a first cell above
    gets the name in that cell.  A cell or row that the file states once for several columns or rows is shown in each.
    """
    rows: list[list[str]] = []
    going_on: set[int] = set()
    headers, reach, spans, held = 0, 1, False, 0
    for row in _rows(table):
        cells: list[str] = []
        for cell, times in _cells(row):
            covered = name_of(cell) == "covered-table-cell"
            if covered and not cells:
                going_on.add(len(rows))
            held += times
            if held > MOST_CELLS:
                break
            words = "" if covered else cell_text(cell)
            cells += [words, *[words if _is_repeated(cell) else ""] * (times - 1)]
            if not rows:
                reach = max(reach, number_in(get(cell, "table:number-rows-spanned"), 1))
                spans = spans or number_in(get(cell, "table:number-columns-spanned"), 1) > 1
        headers += headers == len(rows) and name_of(row.getparent()) == "table-header-rows"
        rows += [list(cells) for _ in range(_times(row, cells, MOST_CELLS - held))]
    headers = headers or head_rows(rows, reach=reach, spans=spans)
    name_rows(rows, going_on, headers)
    return Rows(rows, headers)


def _is_repeated(cell: Any) -> bool:
    """Return whether the words of a cell may be shown several times; a note or a picture in it is one."""
    return not {"note", "image"} & {name_of(one) for one in cell.iterdescendants()}


def _times(row: Any, cells: list[str], left: int) -> int:
    """Return how often the file shows a row, at most for `left` more cells; a row without words is shown once."""
    times = number_in(get(row, "table:number-rows-repeated"), 1)
    if times < 2 or not any(cells) or not all(map(_is_repeated, row)):
        return 1
    return max(1, min(times, _WIDEST, left // len(cells)))


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, without those of tables inside it."""
    for row in table.iter("{*}table-row"):
        if next(row.iterancestors("{*}table"), None) is table:
            yield row


def _cells(row: Any) -> Iterator[tuple[Any, int]]:
    """Yield the cells of a row, each with the number of columns that it repeats over, without empty ones at the end."""
    cells = [one for one in row if name_of(one) in {"table-cell", "covered-table-cell"}]
    while (
        cells
        and number_in(get(cells[-1], "table:number-columns-repeated"), 1) > 1
        and not "".join(cells[-1].itertext())
    ):
        cells.pop()
    for cell in cells:
        yield cell, min(number_in(get(cell, "table:number-columns-repeated"), 1), _WIDEST)
