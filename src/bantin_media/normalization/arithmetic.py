"""Sums and sizes.  "3 x 4 m" → "ba nhân bốn mét", "40x60cm", "5 + 3 = 8" → "năm cộng ba bằng tám"."""

from __future__ import annotations

import re

from .context import Match, Place
from .decimal import AMOUNT, amount
from .measure import tail

TIMES = re.compile(r"[x×*X] (?=\d|(?:dài|rộng|cao|sâu|ngang) )")
COUNTED = re.compile(r"\d[^\s\d]{0,6}(?: [^\W\d_]{1,7}(?:/[^\W\d_]{1,7})?){0,2}$")
SIZE = re.compile(rf"{AMOUNT}\s?(?:m|cm|mm|km)?(?:\s?[x×*X]\s?{AMOUNT}){{1,3}}+(?![x×*])")
PART = re.compile(AMOUNT)


def read(at: Place) -> Match | None:
    """Accept a size: two to four numbers with x between, and their unit."""
    found = at.match(SIZE)
    if found is None:
        return None
    end, unit, _ = tail(at, found.end())
    if not unit and at.text[found.end() : found.end() + 1].isalnum():
        return None
    said = []
    for part in re.split(r"\s?[x×*X]\s?", found.group()):
        number = PART.match(part)
        if number is None:
            return None
        own = "mét" if part.endswith("m") and len(part) - number.end() == 1 else ""
        own = "xăng ti mét" if part.endswith("cm") else "mi li mét" if part.endswith("mm") else own
        said.append(f"{amount(number.group(), at.style)} {own}".rstrip())
    return Match(end, f"{' nhân '.join(said)} {unit}".rstrip())


def read_times(at: Place) -> Match | None:
    """Accept the x between two amounts that have their own units: "250 mg x 2 lần", "rộng 3 m x dài 5 m"."""
    found = at.match(TIMES)
    if found is None or at.char_before != " " or not COUNTED.search(at.left[-24:]):
        return None
    return Match(found.start() + 1, "nhân")
