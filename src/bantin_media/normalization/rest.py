"""What no class understands: space is space, and everything else is reported, never silent, never noise."""

from __future__ import annotations

import re

from ..messages import message
from ..model import Notice
from .context import Match, Place

SPACE = re.compile(r"\s+")
LETTERS = re.compile(r"[^\W\d_]+")
SAME = re.compile(r"(.)\1*", re.DOTALL)


def space(at: Place) -> Match | None:
    """Space of any width is the space between words."""
    found = at.match(SPACE)
    return Match(found.end(), "") if found else None


def read(at: Place) -> Match | None:
    """Letters are said as they are written, other characters are not said; both are reported."""
    if found := at.match(SPACE):
        return Match(found.end(), "", "space")
    if found := at.match(LETTERS):
        written = found.group()[:40]
        notice = Notice(
            "reading.unknown-word",
            at.line.where,
            message('"{written}" is said as it is written', written=written),
            message("Add to lexicon.tsv if it is to be said otherwise: {row}", row=f"{written}\t…"),
        )
        return Match(found.end(), found.group(), "unread", (notice,))
    found = at.match(SAME)
    if found is None:
        return None
    written = found.group(1)
    notice = Notice(
        "reading.unknown-symbol",
        at.line.where,
        message('"{written}" (U+{code}) is not said', written=written, code=f"{ord(written):04X}"),
        message("Add to lexicon.tsv if it is to be said: {row}", row=f"{written}\t…"),
    )
    return Match(found.end(), "", "unread", (notice,))
