"""Numbers below zero.  "xuống -2°C" → "xuống âm hai độ xê", "tăng trưởng -3,5%" → "… âm ba phẩy năm phần trăm".

A hyphen that opens a line, or that joins two numbers or words, is none.
"""

from __future__ import annotations

import re

from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail
from .words import phrases

NEGATIVE = re.compile(rf"[-−–]({AMOUNT})")
SPAN = re.compile(r"(?:đến|tới|và) [-−–]\d[\d,]*\s?(?:[°º%]|độ)")
"""The other end of a span below zero: "-1 đến -3°C"."""


def read(at: Place) -> Match | None:
    """Accept a minus right before an amount, after a word that leads to one or before a degree or a percentage."""
    if at.char_before not in ("", " ", "(", "\u00a0"):
        return None
    found = at.match(NEGATIVE)
    if found is None:
        return None
    end, unit, rule = tail(at, found.end())
    is_sign = at.text[at.start] == "−"
    measured = (
        rule == "percent" or unit.startswith("độ") or at.precedes(end, ("độ",)) or bool(SPAN.match(at.right(end)))
    )
    if not (is_sign or at.follows(phrases("negative", "before")) or measured):
        return None
    if at.left[-1:].isdecimal() or at.left[-1:] == "%":
        return None
    return Match(end, f"âm {amount(found.group(1), at.style)} {unit}".rstrip())
