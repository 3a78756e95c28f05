"""SMIL clock values → milliseconds (EPUB 3.3 §9.2.2, SMIL 3.0 timing)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ..regex import regex

CLOCK = regex(r"^(?:(?:([0-9]{1,9}):)?([0-5]?[0-9]):)?([0-9]{1,12}(?:\.[0-9]{1,12})?)(h|min|s|ms)?$")
"""Longer numbers are not times; the limit excludes numbers of thousands of digits."""
UNITS = {"h": 3_600_000, "min": 60_000, "s": 1000, "ms": 1, None: 1000}


def milliseconds(value: str) -> int | None:
    """Return "12.345s", "0:01:02.5", "01:02", "3min" or "250ms" in milliseconds, rounded; None for anything else."""
    found = CLOCK.match(value.strip())
    if not found or ((found[1] or found[2]) and found[4]):
        return None
    total = Decimal(found[3]) * UNITS[found[4]] + int(found[1] or 0) * 3_600_000 + int(found[2] or 0) * 60_000
    return int(total.quantize(Decimal(1), ROUND_HALF_UP))
