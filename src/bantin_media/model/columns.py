"""The header rows of a table → the spoken name of each column."""

from __future__ import annotations

from collections.abc import Sequence


def column_names(rows: Sequence[Sequence[str]], header_rows: int) -> tuple[str, ...]:
    """Return the name of each column: the lowest non-empty header cell; "" if there is none.

    Columns with equal names also get the name of the spanning cell above: "Hộ Nghèo", "Khẩu Nghèo".
    """
    width = max(map(len, rows), default=0)
    heads = rows[:header_rows]
    depths = [max((row for row, head in enumerate(heads) if head[place]), default=-1) for place in range(width)]
    names = [heads[depth][place] if depth >= 0 else "" for place, depth in enumerate(depths)]
    full = [f"{_above(heads, depths, place)} {name}".strip() for place, name in enumerate(names)]
    return tuple(full[place] if name and names.count(name) > 1 else name for place, name in enumerate(names))


def _above(heads: Sequence[Sequence[str]], depths: Sequence[int], place: int) -> str:
    """Return the name in the row above: the column's own cell, or the nearest cell to the left, which spans it."""
    row = depths[place] - 1
    while row >= 0 and place >= 0 and depths[place] > row:
        if heads[row][place]:
            return heads[row][place]
        place -= 1
    return ""
