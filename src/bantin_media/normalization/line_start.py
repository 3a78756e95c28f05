"""The rows asked first where a line begins, in their order; apart from `table`, which plain prose never needs."""

from __future__ import annotations

from . import editor, enumeration
from .context import Row

LINE_START: tuple[Row, ...] = (
    Row("lexicon", editor.read),
    Row("enumeration", enumeration.read_dateline),
    Row("enumeration", enumeration.read_line_start),
)
