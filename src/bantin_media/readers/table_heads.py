"""The cells of a table without marked header rows → the number of its header rows.

Editors type "STT | Tên tổ | Số hộ" as an ordinary row.  It is a header if it has no digits and a column below it has
some, or if most of its cells are typical header words (`data/table_heads.tsv`).  A row that is taken for a header by
mistake is not read aloud, so a table without such evidence has none: "Chủ tịch | Lò Văn Minh" is a row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from ..regex import regex
from ..vietnamese.tables import one_of, read_table

_FIGURE = regex(r"[-+–]?\d[\d.,/:%–\s-]*(?:\s*[^\W\d]{1,6}[²³]?)?")
_YEAR = regex(r"(?:năm\s+)?(?:19|20)\d\d", re.IGNORECASE)
_ROW_NUMBER = regex(one_of("bantin_media.readers", "row_numbers"))
_LONGEST_NAME = 60
_MOST_HEADS = 4


def head_rows(rows: Sequence[Sequence[str]], *, bold: bool = False, reach: int = 1, spans: bool = False) -> int:
    """Return the number of header rows; 0 without evidence.

    `bold`: only the first row is bold.  `reach`: the number of rows that its tallest cell spans.  `spans`: one of its
    cells spans several columns, whose names are in the second row.
    """
    if len(rows) < 2:
        return 0
    title = int(sum(bool(cell.strip()) for cell in rows[0]) == 1 and len(rows[0]) > 1 and bool(rows[0][0].strip()))
    body = rows[title:]
    if any(cell.strip() and not any(map(str.isalnum, cell)) for cell in body[0]):
        return 0  # "Họ và tên | : | Lò Văn Minh": a form
    if len(body) < 2 or not (_is_head(body[0], body[1:]) or (bold and not title)):
        return 0
    if not title and (reach > 1 or spans):
        more = reach if reach > 1 else 2 if not any(map(_is_figure, body[1])) else 1
        return min(more, _MOST_HEADS, len(rows) - 1)
    return title + 1


def name_rows(rows: list[list[str]], going_on: Collection[int], header_rows: int) -> None:
    """Give rows in the span of a merged first cell the name in that cell."""
    for place in sorted(going_on):
        if place > header_rows and place < len(rows) and rows[place] and not rows[place][0]:
            rows[place][0] = rows[place - 1][0]


def in_words(rows: Iterable[Sequence[str]]) -> str:
    """Return a table inside a cell as text: commas between cells, semicolons between rows."""
    lines = (", ".join(cell for cell in row if cell) for row in rows)
    return "; ".join(line for line in lines if line)


def is_table_caption(text: str) -> bool:
    """Return whether a caption is that of a table: "Bảng 2. Giá nông sản"."""
    return text.casefold().startswith(_captions())


def _is_head(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    names = [cell.strip() for cell in first if cell.strip()]
    if len(names) < 2 or len(set(names)) < len(names) or any(len(name) > _LONGEST_NAME for name in names):
        return False
    years = [name for name in names if _YEAR.fullmatch(name)]
    if any(_is_figure(name) for name in names if name not in years):
        return False
    known = [_folded(name) in _words() or _begins_known(name) or name in years for name in names]
    if _ROW_NUMBER.fullmatch(_folded(names[0])) or sum(known) * 2 > len(names):
        return not any(_folded(row[0]) in _words() for row in below if row and row[0])
    return not years and any(_is_column_of_figures(place, below) for place, cell in enumerate(first) if cell.strip())


def _is_column_of_figures(place: int, rows: Sequence[Sequence[str]]) -> bool:
    cells = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and 2 * sum(map(_is_figure, cells)) > len(cells)


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell.strip()))


def _begins_known(name: str) -> bool:
    return _folded(name).startswith(_beginnings())


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".:")


@cache
def _captions() -> tuple[str, ...]:
    return tuple(word for (word,) in read_table("bantin_media.readers", "table_captions"))


@cache
def _words() -> frozenset[str]:
    return frozenset(word for word, whole in read_table("bantin_media.readers", "table_heads") if whole)


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(f"{word} " for word, whole in read_table("bantin_media.readers", "table_heads") if not whole)
