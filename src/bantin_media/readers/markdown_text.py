"""Markdown signs in a text file, such as an assistant's answer pasted into one, line by line.

"## Bản có điện" is a heading, "**Tòng Văn Ính**" a bold line, "> …" a quotation, "![](01 anh.jpg)" a picture, and
"[…](https://…)" its words.  Every line remains a line of its own: lists, tables and rules are as in any pasted text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..regex import regex
from .builder import DraftBuilder
from .markdown import Walk, new_parser, with_spaces_in_names

_SIGN: Final = regex(
    r"(?m)^[ \t]{0,3}#{2,6}[ \t]+[^\W_]|(?<![*\w])\*\*(?=[^\s*])[^*\n]{1,400}[^\s*]\*\*(?![*\w])"
    r"|!?\[[^\[\]\n]{0,200}\]\((?:https?://|[^()\s\n][^()\n]{0,120}\.(?i:jpe?g|png|gif|webp|heic)\))"
)
_OF_BLOCKS: Final = ("list", "lheading", "hr", "code", "fence", "html_block", "reference")
"""Rules of Markdown that would make blocks of several lines, or drop the signs of a plain text."""


def has_signs(text: str) -> bool:
    """Return whether a text has headings of "##", bold words between "**", pictures or links of Markdown."""
    return _SIGN.search(text) is not None


def add_lines(builder: DraftBuilder, lines: Iterable[str]) -> None:
    """Add the lines of a text with Markdown signs, each with its kind and without the signs."""
    parser = new_parser().disable(_OF_BLOCKS)
    walk = Walk(builder, 0, frozenset())
    for number, line in enumerate(lines, start=1):
        walk.skipped = number - 1
        tokens = parser.parse(with_spaces_in_names(line.strip()).replace("\0", "\x01"))
        if tokens:
            walk.walk([token for token in tokens if token.type != "paragraph_open"])
        else:
            builder.add("", at=number)
    builder.tell_of_losses()
