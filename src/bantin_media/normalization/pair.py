"""Two numbers with a mark between them: one decision for one ambiguity.

"Sáng nay (7/9)" is a day, "5/7 xã" a count, "2/3 diện tích" a share; "ngày 2-9" a day, "ngày 2-3 lần" a range and
"thua 1-2" a score.  All readings that the numbers allow are candidates.  The table `pair` assigns each reading
positive or negative weights for the words on both sides and for the numbers themselves; the reading with the highest
total is spoken.  Its lead over the other readings is the measure of certainty, and the second reading is offered to the
editor.  `pair_numbers` parses the numbers, `pair_shape` finds more evidence, `pair_doubt` makes a reading a guess, and
`pair_spoken` produces the spoken text.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..model import Certainty
from ..vietnamese.tables import read_table
from . import around
from .context import Match, Place
from .pair_doubt import is_doubtful
from .pair_numbers import Pair, parse
from .pair_shape import LAST, LAST_GUESS, OF_NUMBERS, shapes
from .pair_spoken import READINGS
from .words import readings

SURE, SURE_OF_SHAPE = 3, 40
"""The lead from which a reading is certain: `SURE` if the context supports it or excludes all others,
`SURE_OF_SHAPE` if there are only the numbers.

A reading without a rival is always certain.
"""
ALIKE = frozenset({"range", "list"})
"""Readings with the same meaning for a listener: "hai, ba năm" and "hai đến ba năm"."""
NEAR_KINDS = {"-": frozenset({"score", "match"}), "/": frozenset({"deadline", "event"}), ".": frozenset({"deadline"})}
OF_A_DAY, OF_THE_DAY = frozenset({"part", "today", "weekday"}), frozenset({"part", "session"})
SHARES, ROUND, SINCE = frozenset({"share", "about"}), "round", "since"


class Weighed(NamedTuple):
    """A reading, its total weight, and the strongest evidence for it."""

    reading: str
    weight: int
    evidence: str = ""
    of_context: int = 0
    """The part of `weight` that comes from the context and not from the numbers alone."""
    far: bool = False
    """Whether the strongest evidence is a word some words away."""


@cache
def weights() -> dict[tuple[str, str], dict[str, dict[str, int]]]:
    """Return the weights of each mark and reading: position of the evidence → evidence → weight."""
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    for mark, reading, where, what, weight in read_table(__package__, "pair"):
        found.setdefault((mark, reading), {}).setdefault(where, {})[what] = int(weight)
    return found


def read(at: Place) -> Match | None:
    """Match two numbers with a dash, slash or point between them, in the reading with the most evidence.

    Return None if there is no such pair or if the numbers allow no reading.
    """
    pair = parse(at)
    if pair is None:
        return None
    candidates = [reading for reading in READINGS[pair.mark] if reading in pair.possible]
    if not candidates:
        return None
    weighed = _weigh(at, pair, candidates)
    best, second = weighed[0], weighed[1] if len(weighed) > 1 else None
    spoken = READINGS[pair.mark][best.reading](at, pair)
    if second is None:
        return Match(spoken.end, spoken.spoken, spoken.rule)
    other = READINGS[pair.mark][second.reading](at, pair).spoken
    if _is_sure(weighed) and not best.far and not is_doubtful(at, pair, best.reading):
        return Match(spoken.end, spoken.spoken, spoken.rule, (), Certainty.CONTEXT, best.evidence, other)
    return Match(spoken.end, spoken.spoken, spoken.rule, (), Certainty.GUESS, best.evidence, other)


def _is_sure(weighed: list[Weighed]) -> bool:
    """Return whether the first reading has a sufficient lead over every reading that has another meaning."""
    best = weighed[0]
    others = [one for one in weighed[1:] if not {one.reading, best.reading} <= ALIKE]
    lead = best.weight - max((one.weight for one in others), default=best.weight - SURE_OF_SHAPE)
    has_context = best.of_context > 0 or all(one.of_context < 0 for one in others)
    return lead >= (SURE if has_context else SURE_OF_SHAPE)


def _weigh(at: Place, pair: Pair, candidates: list[str]) -> list[Weighed]:
    """Return the candidates with their weights, heaviest first; those of equal weight keep their order."""
    has_words = at.has_words_before
    of_numbers = shapes(at, pair)
    before = around.before(at).kinds if has_words else frozenset[str]()
    is_day = "day" in before or "named-day" in of_numbers or ("many-goals" in of_numbers and bool(before & OF_A_DAY))
    sides = {
        "before": _few_only(around.before(at), pair) if has_words else around.NOTHING,
        "comma": around.before_comma(at) if has_words else around.NOTHING,
        "behind": around.behind(at, pair.beyond),
        "near": _near(at, pair) if has_words and not is_day else around.NOTHING,
        "shape": around.Side(kinds=of_numbers),
        "always": around.Side(kinds=frozenset("-")),
    }
    weighed = [_sum(weights()[pair.mark, reading], reading, sides) for reading in candidates]
    far = around.is_far(at, sides["near"].phrase) and f"{sides['near'].phrase} …"
    return sorted((one._replace(far=one.evidence == far) for one in weighed), key=lambda one: -one.weight)


def _near(at: Place, pair: Pair) -> around.Side:
    """Return the evidence some words before; a part of a day right before outweighs a match: "trận mưa đêm 9-9"."""
    if pair.mark == "-" and OF_THE_DAY & around.before(at).kinds:
        return around.NOTHING
    return around.near(at, NEAR_KINDS[pair.mark])


def _few_only(before: around.Side, pair: Pair) -> around.Side:
    """Return `before` without the evidence for a share if the numbers are none: "hơn 5/12 xã", "bán kết 06/12"."""
    if pair.mark != "/" or not before.kinds & {*SHARES, ROUND, SINCE}:
        return before
    kinds = before.kinds if pair.is_few else before.kinds - SHARES
    if "share" in pair.possible and pair.is_simple:
        kinds -= {SINCE}
    is_padded = pair.first[0] == "0" or pair.last[0] == "0"
    return around.Side(before.phrase, kinds - {ROUND} if is_padded else kinds)


def _sum(known: dict[str, dict[str, int]], reading: str, sides: dict[str, around.Side]) -> Weighed:
    """Return the total weight of `reading`: the heaviest evidence of the words on each side, plus every shape."""
    total, of_context, most, evidence = 0, 0, 0, ""
    words = {"before": 0, "behind": 0}
    for where, weights_there in known.items():
        side = sides[where]
        for what in side.kinds:
            weight = weights_there.get(what)
            if weight is None:
                continue
            if where in ("shape", "always"):
                total += weight
                of_context += weight if where == "shape" and _is_of_context(what, side) else 0
            else:
                place = "behind" if where == "behind" else "before"
                words[place] = max(words[place], weight, key=_size)
            if where != "always" and (weight, what) > (most, evidence):
                most, evidence = weight, what
                shown = (where, what, side.phrase)
    of_words = words["before"] + words["behind"]
    return Weighed(reading, total + of_words, _shown(*shown) if most > 0 else "", of_context + of_words)


def _is_of_context(shape: str, side: around.Side) -> bool:
    """Return whether a shape describes the context: not the numbers alone, and not a near pair that was a guess."""
    return shape not in OF_NUMBERS and not (shape.startswith(LAST) and LAST_GUESS in side.kinds)


def _size(weight: int) -> tuple[int, int]:
    """Return the sort key that finds the heaviest word of a side; of two equal weights the positive one wins."""
    return abs(weight), weight


def _shown(where: str, what: str, phrase: str) -> str:
    if where == "shape":
        return readings("shape")[what]
    return f"… {phrase}" if where == "behind" else f"{phrase} …"
