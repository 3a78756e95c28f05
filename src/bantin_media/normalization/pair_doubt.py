"""The doubts about a reading of two numbers: what makes it a guess whatever its weight.

`pair` asks `is_doubtful` for the heaviest reading; the shapes are those of `pair_shape`.
"""

from __future__ import annotations

from ..regex import regex
from . import around
from .context import Place
from .pair_numbers import HOURS, Pair
from .pair_shape import AFTER_DATE, LAST_GUESS, OF_A_MATCH, OF_DAYS, OF_HOURS, shapes
from .words import phrases

OF_A_PART = frozenset({"part", "today", "weekday"})
OF_A_TIME = OF_A_PART | {"when", "due", "holiday", "then"}
NUMBERED = frozenset({"label", "number", "grade", "scale", "amount"})
CLOCK = regex(r"\d{1,2}\.[0-5]\d")


def is_doubtful(at: Place, pair: Pair, reading: str) -> bool:
    """Return whether a reading is improbable, whatever its weight.

    A range is if its numbers fall, or are a product's ("Superjet 100-95").  Hours are without those of another part of
    the day, and a score of many goals is if it may be a day: "tập trận 19-2".
    """
    found = shapes(at, pair)
    if reading == HOURS:
        return "other-part" not in found
    if reading == "score":
        is_score = "score" in around.before(at).kinds or bool(OF_A_MATCH & found)
        return "date" in pair.possible and "many-goals" in found and not is_score
    kinds = around.behind(at, pair.beyond).kinds
    if not kinds & {"measured", "amount"} and _may_be_another(at, pair, reading):
        return True
    if reading not in ("range", "list"):
        return False
    if _is_numbered(at, pair) or _are_clocks(at, pair):
        return True
    falls = "falling" in found and not {"long-ago", "shortened"} & found
    return falls or ("product" in found and not kinds & {"measured", "amount", "count"})


def _may_be_another(at: Place, pair: Pair, reading: str) -> bool:
    """Return whether a day may be hours ("Sáng 7-11"), or a range or a count a day: "Sáng 2-6 xã họp".

    A holiday is a day, if there is no sign of hours.
    """
    found = shapes(at, pair)
    if reading == "date":
        if _is_of_numbers(at, pair, found):
            return True
        is_feast = bool({"feast", "feast-falling"} & found)
        if pair.mark == "-" and at.word in phrases("date", "first days"):
            return True
        return HOURS in pair.possible and bool(not is_feast or OF_HOURS & found)
    if reading == "range" and (HOURS in pair.possible or ("span" in found and "unit" not in found)):
        return True
    if reading == "range" and _is_from(at, pair):
        return True
    return "date" in pair.possible and bool(around.before(at).kinds & (OF_A_TIME if reading == "over" else OF_A_PART))


def _is_of_numbers(at: Place, pair: Pair, found: frozenset[str]) -> bool:
    """Return whether two days that no word calls so may be decimals or shares: "BMI từ 18.5 đến 24.9"."""
    joined = {AFTER_DATE, LAST_GUESS} <= found or (pair.mark == "." and "span" in found)
    may_be_number = pair.mark == "." or "share" in pair.possible
    return joined and may_be_number and not around.before(at).kinds & OF_DAYS - {"until"}


def _is_from(at: Place, pair: Pair) -> bool:
    """Return whether "từ" and two numbers may be a day: "tăng lương từ 1-7,", but not "độ tuổi từ 8-12"."""
    before = at.left.removesuffix(" từ")
    is_alone = before != at.left and not around.ending(before).kinds & NUMBERED
    return is_alone and "date" in pair.possible and "set-off" in shapes(at, pair)


def _is_numbered(at: Place, pair: Pair) -> bool:
    """Return whether the first number may be that of a thing, and the second an amount: "Thôn 3 - 5 triệu"."""
    is_spaced = pair.mark == "-" and " " in at.text[pair.start : pair.end]
    if not is_spaced or not around.before(at).kinds & {"number", "site"}:
        return False
    if pair.unit_rule == "money" or at.precedes(pair.beyond, phrases("range", "scale")):
        return True
    is_place = {"site", "house-of"} <= around.before(at).kinds
    return is_place and bool(around.behind(at, pair.beyond).kinds & {"count", "noun"})


def _are_clocks(at: Place, pair: Pair) -> bool:
    """Return whether two numbers with points may be hours and minutes: "chiều 13.30-17.00"."""
    are_clocks = all(CLOCK.fullmatch(one) for one in (pair.first, pair.last))
    return are_clocks and at.follows(phrases("label", "clock"))
