"""The rows that are tried first at the start of a line. They are not in `table`, because plain prose never loads it."""

from __future__ import annotations

from . import editor, enumeration
from .context import Row
from .index import then, up_to
from .plain import LETTERS

DIGITS = frozenset("0123456789")
BULLETS = frozenset("-–—+*•●○◦▪■□▫◆◇❖➢➤►▶✓✔✦★☆·→⇒\u2011")
SMALL = "abcdefghijklmnopqrstuvwxyză"

LINE_START: tuple[Row, ...] = (
    Row("lexicon", editor.read),
    Row("enumeration", enumeration.read_dateline, frozenset("(")),
    Row("enumeration", enumeration.read_dateline, LETTERS, up_to(5, 2), then(" ", "-–—")),
    Row("enumeration", enumeration.read_line_start, BULLETS),
    Row("enumeration", enumeration.read_line_start, frozenset("(["), after=then("0" + SMALL)),
    Row("enumeration", enumeration.read_line_start, DIGITS, up_to(2), then(".)]-/")),
    Row("enumeration", enumeration.read_line_start, LETTERS, up_to(5), then("./)-–,") | then(" ", "-–")),
)
