"""The marker of a list item: a sign, a count or an emoji.

"- Nguồn gốc đất" → "-"; "+ Diện tích" → "+" at depth 2; "1. Chủ động" → "1."; "☝️Đối tượng" → "•".
"""

from __future__ import annotations

import re
from typing import Final

from ..regex import regex
from .characters import LEADING_EMOJI, TRAILING_EMOJI

_SIGNS: Final = "-+*•●▪■◦○◆►‣·–—"
SIGN: Final = regex(
    rf"(?P<marker>[{re.escape(_SIGNS)}])\s*(?=[^\s\d{re.escape(_SIGNS)}])|(?P<spaced>[{re.escape(_SIGNS)}])\s+(?=\S)"
)
COUNTED: Final = regex(
    r"(?P<marker>\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\(?[a-zđ]\)|[a-zđ]\.|[IVXLC]{1,6}[.)]|[A-ZĐ][.)])\s+(?=\S)"
    r"|(?P<tight>\d{1,2}[.)])(?=[^\W\d_])"
)


def list_marker(text: str) -> tuple[str, str, int]:
    """Return the marker, the text after it, and the depth; the marker is empty if the line is not a list item."""
    if match := LEADING_EMOJI.match(text):
        rest = TRAILING_EMOJI.sub("", text[match.end() :]).strip()
        return ("•", rest, 1) if rest else ("", text, 1)
    match = SIGN.match(text)
    if match:
        marker = match["marker"] or match["spaced"]
        return marker, text[match.end() :].strip(), 2 if marker == "+" else 1
    match = COUNTED.match(text)
    if match:
        return (match["marker"] or match["tight"]).strip(), text[match.end() :].strip(), 1
    return "", text, 1


def is_item(text: str) -> bool:
    """Return whether a line begins with a sign, an emoji or a count."""
    return bool(list_marker(text)[0])


def is_signed_item(text: str) -> bool:
    """Return whether a line begins with a sign or an emoji; such a line, unlike a counted one, is never a heading."""
    marker = list_marker(text)[0]
    return bool(marker) and not marker.strip("(")[:1].isalnum()


def same_count(one: str, other: str) -> bool:
    """Return whether both lines have counts of the same form, so that they are items of one list."""
    first, second = COUNTED.match(one), COUNTED.match(other)
    if first is None or second is None:
        return False
    return first[0][:1].isdigit() == second[0][:1].isdigit() and first[0].count(".") == second[0].count(".")
