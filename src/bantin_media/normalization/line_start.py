"""The rows that are tried first at the start of a line; apart from `table`, which plain prose never loads."""

from __future__ import annotations

from . import editor, enumeration
from .context import Row

LINE_START: tuple[Row, ...] = (
    Row("lexicon", editor.read),
    Row("enumeration", enumeration.read_dateline),
    Row("enumeration", enumeration.read_line_start),
)
