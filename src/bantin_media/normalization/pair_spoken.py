"""For each reading of two numbers: its spoken text, its end, and its class.

"7/9" → "ngày bảy tháng chín" | "bảy trên chín" | "bảy phần chín"; "2-3" → "hai đến ba" | "hai ba" | "hai, ba" | …
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .cardinal import cardinal
from .context import Place
from .date import say_date, say_day_month
from .decimal import amount, value
from .pair_numbers import Pair
from .words import phrases


class SpokenPair(NamedTuple):
    """The spoken text of the characters up to `end`, and its class."""

    end: int
    spoken: str
    rule: str


def _date(at: Place, pair: Pair) -> SpokenPair:
    is_feast = f"{int(pair.first)}/{int(pair.last)}" in phrases("date", "feast")
    named = (is_feast or pair.mark == ".") and at.follows(phrases("around", "house-of"))
    if named:
        return SpokenPair(pair.end, say_day_month(at.style, pair.first, pair.last), "date")
    return SpokenPair(pair.end, say_date(at, pair.first, pair.last), "date")


def _range(at: Place, pair: Pair) -> SpokenPair:
    spoken = f"{amount(pair.first, at.style)} đến {amount(pair.last, at.style)} {pair.unit}".rstrip()
    return SpokenPair(pair.unit_end, spoken, "percent" if pair.unit_rule == "percent" else "range")


def _hours(at: Place, pair: Pair) -> SpokenPair:
    return SpokenPair(pair.end, f"{cardinal(pair.first, at.style)} đến {cardinal(pair.last, at.style)} giờ", "time")


def _score(at: Place, pair: Pair) -> SpokenPair:
    return SpokenPair(pair.end, f"{amount(pair.first, at.style)} {amount(pair.last, at.style)}", "score")


def _list(at: Place, pair: Pair) -> SpokenPair:
    return SpokenPair(
        pair.unit_end, f"{amount(pair.first, at.style)}, {amount(pair.last, at.style)} {pair.unit}".rstrip(), "range"
    )


def _over(at: Place, pair: Pair) -> SpokenPair:
    spoken = f"{amount(pair.first, at.style)} trên {amount(pair.last, at.style)} {pair.unit}".rstrip()
    return SpokenPair(pair.unit_end, spoken, "ratio")


def _share(at: Place, pair: Pair) -> SpokenPair:
    whole = "tư" if value(pair.last) == 4 else cardinal(pair.last, at.style)
    return SpokenPair(pair.unit_end, f"{cardinal(pair.first, at.style)} phần {whole} {pair.unit}".rstrip(), "fraction")


def _decimal(at: Place, pair: Pair) -> SpokenPair:
    return SpokenPair(pair.end, amount(at.text[pair.start : pair.end], at.style), "decimal")


READINGS: Mapping[str, Mapping[str, Callable[[Place, Pair], SpokenPair]]] = {
    "-": {"range": _range, "date": _date, "score": _score, "list": _list, "hours": _hours},
    "/": {"over": _over, "share": _share, "date": _date},
    ".": {"decimal": _decimal, "date": _date},
}
"""The readings of each mark; of two with equal weight, the first is spoken."""
