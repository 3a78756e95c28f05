"""A table's part → which of its columns hold numbers, for books and pages alike."""

from __future__ import annotations

from ...model import plain
from ...regex import regex
from .parts import Part

NUMBER = regex(r"[-+−–±≈~]?\s?\d[\d.,\s]*\s?[%‰]?|[-–—]")
"""What stands in a column of numbers: "1.073", "12,5%", "−3", and the dash if there is none."""


def number_columns(part: Part) -> frozenset[int]:
    """Return the columns of a table, from 0, that hold numbers: the template filter that sets them to the right.

    Where a table has a head its first column names the rows and is none, whatever stands in it.
    """
    body = part.rows[part.header_rows :]
    texts: dict[int, list[str]] = {}
    for row in body:
        for column, cell in enumerate(row):
            if cell.text:
                texts.setdefault(column, []).append(plain(cell.text))
    found = {column for column, cells in texts.items() if all(map(NUMBER.fullmatch, cells))}
    return frozenset(found - {0} if part.header_rows else found)
