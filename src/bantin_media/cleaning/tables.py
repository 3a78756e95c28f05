"""Restores tables that were pasted as one cell per line, or as cells between bars.

"Mặt hàng / ĐVT / Giá / Ngô hạt / đ/kg / 6.900 / Gạo tẻ / đ/kg / 17.300" are three rows of three cells: short lines
in which every third line has digits, below a row without digits.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..messages import message
from ..model import LineKind
from ..regex import regex
from .byline import labelled_source
from .labelling import Label, LabelledLine, Labelling
from .word_table import one_of

_LONGEST_CELL: Final = 40
_WIDTHS: Final = range(2, 8)
_FEWEST_ROWS: Final = 3
"""In rows: the header, and two rows of the same pattern."""
_FIGURE: Final = regex(rf"[+\-–]?\d[\d.,]{{0,14}}(?: ?{one_of('cell_units')})?")
_RULE: Final = regex(r"[\s|:+\-–=_]+")


def cells(line: LabelledLine) -> list[str]:
    """Return the cells of a line with tabs or bars; a single cell if it is not a table row."""
    raw = line.source.text.strip("\n")
    if "\t" in raw and not line.joined:
        return raw.split("\t")
    if raw.count("|") >= 2 and not line.joined:
        bare = raw.strip()
        return bare.removeprefix("|").removesuffix("|").split("|")
    return [raw]


def is_rule(line: LabelledLine) -> bool:
    """Return whether a line is only a rule between table rows: "|---|---|"."""
    return bool(_RULE.fullmatch(line.text)) and "|" in line.text


def gather(labels: Labelling) -> None:
    """Replace each run of lines that are cells by one table, with a notice."""
    at = 0
    while at < len(labels.lines):
        end = at
        while end < len(labels.lines) and _may_be_cell(labels.lines[end]):
            end += 1
        if found := _table(labels.lines[at:end]):
            first, width, rows = found
            _put(labels, at + first, width, rows)
            at += first + 1
        else:
            at = max(end, at + 1)


def _may_be_cell(line: LabelledLine) -> bool:
    text = line.text
    return (
        line.is_text and line.label is Label.OPEN and 0 < len(text) <= _LONGEST_CELL and line.source.picture is None
        and len(cells(line)) == 1 and not text.endswith((".", ":", ";", "!", "?")) and not labelled_source(text)
    )  # fmt: skip


def _table(run: Sequence[LabelledLine]) -> tuple[int, int, int] | None:
    """Return the start of a table in `run`, its number of columns and of rows; None if there is no table."""
    if len(run) < _FEWEST_ROWS * _WIDTHS[0]:
        return None
    figures = [bool(_FIGURE.fullmatch(line.text)) for line in run]
    if not any(figures):
        return None
    start = figures.index(True)
    for width, first in itertools.product(_WIDTHS, range(max(0, start - 2 * _WIDTHS[-1] + 2), start)):
        if start - first < width or start - first >= 2 * width:
            continue
        pattern = figures[first + width : first + 2 * width]
        rows = 1
        while figures[first + rows * width : first + (rows + 1) * width] == pattern:
            rows += 1
        whole = first + rows * width == len(run)
        if rows >= _FEWEST_ROWS and any(pattern) and not all(pattern) and whole and not any(figures[:first]):
            return first, width, rows
    return None


def _put(labels: Labelling, first: int, width: int, rows: int) -> None:
    lines = labels.lines[first : first + width * rows]
    table = tuple(tuple(line.text for line in lines[at : at + width]) for at in range(0, len(lines), width))
    joined = tuple(source for line in lines[1:] for source in (line.source, *line.joined))
    source = replace(lines[0].source, kind=LineKind.TABLE, rows=table, header_rows=1)
    labels.lines[first : first + len(lines)] = [replace(lines[0], source=source, text="", joined=joined)]
    labels.notice(
        "table.guess", first,
        message("{rows} rows of {columns} cells, written with one cell per line, became a table",
                rows=rows, columns=width),
        message("If they are not a table, write the first line under keep."),
    )  # fmt: skip
