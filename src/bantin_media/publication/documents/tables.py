"""The part of a table → its columns of numbers, for books and pages."""

from __future__ import annotations

from ...model import plain
from ...regex import regex
from .parts import Part

NUMBER = regex(r"[-+−–±≈~]?\s?\d[\d.,\s]*\s?[%‰]?|[-–—]")
"""The content of a column of numbers: "1.073", "12,5%", "−3", or a dash."""


def number_columns(part: Part) -> frozenset[int]:
    """Return the indexes of the columns of numbers; a template filter right-aligns them.

    In a table with a header the first column names the rows and is never a column of numbers.
    """
    body = part.rows[part.header_rows :]
    texts: dict[int, list[str]] = {}
    for row in body:
        for column, cell in enumerate(row):
            if cell.text:
                texts.setdefault(column, []).append(plain(cell.text))
    found = {column for column, cells in texts.items() if all(map(NUMBER.fullmatch, cells))}
    return frozenset(found - {0} if part.header_rows else found)
