"""Converts a table of the page's data about the article to lines: "Ngày đăng: | 04/12/2026", "Tác giả: | Lò Thị Ban".

A table of the article has other rows too and is unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ..messages import message
from ..model import LineKind
from .byline import labelled_author, labelled_source
from .dates import is_dateline, take_apart
from .labelling import Label, LabelledLine, Labelling

_MOST_ROWS: Final = 8
_FEWEST_ROWS: Final = 2
_COLUMNS: Final = 2


def open_tables(labels: Labelling) -> None:
    """Replace each such table by one line for each of its rows; other rows of a table above the text are dropped."""
    first = next((i for i, line in enumerate(labels.lines) if line.is_text and line.is_final), len(labels.lines))
    for index in range(len(labels.lines) - 1, -1, -1):
        line = labels.lines[index]
        rows = line.source.rows
        if not _FEWEST_ROWS <= len(rows) <= _MOST_ROWS or any(len(row) != _COLUMNS for row in rows):
            continue
        data = [row for row in rows if _is_datum(row)]
        if len(data) == len(rows) or (len(data) >= _FEWEST_ROWS and index < first):
            labels.lines[index : index + 1] = [_line(line, row, known=row in data) for row in rows]


def _text(row: Sequence[str]) -> str:
    label, value = (" ".join(cell.split()) for cell in row)
    return f"{label.removesuffix(':')}: {value.removeprefix('@')}"


def _is_datum(row: Sequence[str]) -> bool:
    """Return whether a row is a label of websites with its value."""
    text = _text(row)
    pieces = take_apart(text)
    dated = is_dateline(text, pieces) and (pieces.is_posted or not pieces.rest)
    return all(row) and (dated or pieces.is_boilerplate or bool(labelled_author(text) or labelled_source(text)))


def _line(table: LabelledLine, row: Sequence[str], *, known: bool) -> LabelledLine:
    source = replace(table.source, kind=LineKind.TEXT, text=_text(row), rows=(), header_rows=0)
    if known:
        return replace(table, source=source, text=_text(row))
    reason = message("a field of the form, not of the article")
    return replace(table, source=source, text=_text(row), label=Label.DROPPED, reason=reason)
