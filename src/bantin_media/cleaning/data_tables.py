"""Converts a table of the page's data about the article to lines: "Ngày đăng: | 04/12/2026", "Tác giả: | Lò Thị Ban".

A table of the article has other rows too and is unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..model import LineKind
from .byline import labelled_author, labelled_source
from .dates import is_dateline, take_apart
from .labelling import LabelledLine, Labelling

_MOST_ROWS: Final = 8
_FEWEST_ROWS: Final = 2


def open_tables(labels: Labelling) -> None:
    """Replace each such table by one line for each of its rows."""
    for index in range(len(labels.lines) - 1, -1, -1):
        line = labels.lines[index]
        if _FEWEST_ROWS <= len(line.source.rows) <= _MOST_ROWS and all(map(_is_datum, line.source.rows)):
            labels.lines[index : index + 1] = [_line(line, row) for row in line.source.rows]


def _text(row: Sequence[str]) -> str:
    label, value = (" ".join(cell.split()) for cell in row)
    return f"{label.removesuffix(':')}: {value}"


def _is_datum(row: Sequence[str]) -> bool:
    """Return whether a row is a label of websites with its value."""
    if len(row) != 2 or not all(row):
        return False
    text = _text(row)
    pieces = take_apart(text)
    dated = is_dateline(text, pieces) and pieces.is_posted
    return dated or pieces.is_boilerplate or bool(labelled_author(text) or labelled_source(text))


def _line(table: LabelledLine, row: Sequence[str]) -> LabelledLine:
    source = replace(table.source, kind=LineKind.TEXT, text=_text(row), rows=(), header_rows=0)
    return replace(table, source=source, text=_text(row))
