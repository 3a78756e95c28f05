"""A plain text file in any known encoding → a `Draft` of its lines; only Markdown signs give them a structure."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from ..messages import message
from ..model import Draft, SourceLine
from ..regex import regex
from . import markdown_text
from .builder import DraftBuilder
from .decoding import decode
from .source import read_text_bytes

_LINE_END = regex("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LONGEST_MARKDOWN = 1024 * 1024
"""In characters; the parser is a hundred times slower than reading lines."""
_WRAPPED_LINES = 8
_WRAPPED_COLUMNS = (40, 100)
_WRAPPED_SHARE = 0.4


def read(path: Path) -> Draft:
    """Return the lines of a text file.  Raises `SourceError` if no encoding gives readable text."""
    text, encoding = decode(read_text_bytes(path), str(path))
    builder = DraftBuilder(path)
    lines = _LINE_END.split(text)
    if len(text) <= _LONGEST_MARKDOWN and markdown_text.has_signs(text):
        markdown_text.add_lines(builder, lines)
    else:
        for number, line in enumerate(lines, start=1):
            builder.add(line, at=number)
    if not encoding.startswith("utf"):
        builder.notice(
            "encoding.legacy",
            message("the file is not in Unicode; it was read as {encoding}", encoding=encoding.upper()),
            message("Proof-read it once against the original."),
        )
    return builder.draft(broken_lines=is_wrapped(builder.lines))


def is_wrapped(lines: list[SourceLine]) -> bool:
    """Return whether a mail program broke the lines: they are short, and most continue in the next line."""
    shortest, longest = _WRAPPED_COLUMNS
    if len(lines) < _WRAPPED_LINES or max(len(line.text) for line in lines) > longest:
        return False
    neighbours = [(one, two) for one, two in pairwise(lines) if not two.blank_before]
    going_on = sum(1 for one, two in neighbours if len(one.text) >= shortest and two.text[:1].islower())
    return going_on >= _WRAPPED_LINES // 2 and going_on >= _WRAPPED_SHARE * len(neighbours)
