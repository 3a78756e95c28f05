"""Percent and per mille.  "0,28%" → "không phẩy hai tám phần trăm", "5‰" → "năm phần nghìn"."""

from __future__ import annotations

from ..regex import regex
from .context import Match, Place
from .decimal import AMOUNT, amount
from .words import readings

PERCENT = regex(rf"({AMOUNT})[ \u00a0]?((?:%[0o](?!\w)|[%％‰]))")


def read(at: Place) -> Match | None:
    """Match an amount and its sign, with or without a space between them."""
    found = at.match(PERCENT)
    if found is None:
        return None
    return Match(found.end(), f"{amount(found.group(1), at.style)} {readings('percent')[found.group(2)]}")
