"""Two numbers with a mark between them: one decision for one ambiguity.

"Sáng nay (7/9)" is a day, "5/7 xã" a count, "2/3 diện tích" a share; "ngày 2-9" a day, "ngày 2-3 lần" a range and
"thua 1-2" a score.  All readings that the numbers allow are candidates.  The table `pair` says what each gains or loses
by the words on both sides and by the numbers themselves; the one with most is said.  How far it leads is how certain it
is, and the second is offered to the editor.  `pair_said` says each reading, `pair_shape` looks at the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..model import Certainty
from ..vietnamese.tables import read_table
from . import around
from .context import Match, Place
from .pair_said import SAID
from .pair_shape import OF_NUMBERS, Pair, parse, shapes

SURE, SURE_OF_SHAPE = 3, 10
"""A reading that leads by so much, or that stands alone, is no guess; without a word that speaks for it, by so much."""
ALIKE = frozenset({"range", "list"})
"""Readings that a listener takes for each other: "hai, ba năm" and "hai đến ba năm"."""
NEAR_KINDS = {"-": frozenset({"score", "match"}), "/": frozenset({"deadline"}), ".": frozenset({"deadline"})}
SHARES = frozenset({"share", "about"})
SHOWN = {"rising": "a < b", "falling": "a > b", "equal": "a = b", "bracket": "(…)", "set-off": "…,"}
"""How the numbers' own evidence is shown; other shapes by their name."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading, what it has gained, and what told most for it."""

    reading: str
    weight: int
    evidence: str = ""
    told: int = 0
    """How much of it what stands around gave, and not the numbers alone."""


@cache
def weights() -> dict[tuple[str, str], dict[str, dict[str, int]]]:
    """Return for each mark and reading what tells for or against it: by where it is seen, and what it is."""
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    for mark, reading, where, what, weight in read_table(__package__, "pair"):
        found.setdefault((mark, reading), {}).setdefault(where, {})[what] = int(weight)
    return found


def read(at: Place) -> Match | None:
    """Accept two numbers with a dash, a slash or a point between, as whatever the most evidence says."""
    pair = parse(at)
    if pair is None:
        return None
    candidates = [reading for reading in SAID[pair.mark] if reading in pair.possible]
    if not candidates:
        return None
    weighed = _weigh(at, pair, candidates)
    best, second = weighed[0], weighed[1] if len(weighed) > 1 else None
    said = SAID[pair.mark][best.reading](at, pair)
    if second is None:
        return Match(said.end, said.spoken, said.rule)
    other = SAID[pair.mark][second.reading](at, pair).spoken
    if _is_sure(weighed):
        return Match(said.end, said.spoken, said.rule, (), Certainty.CONTEXT, best.evidence, other)
    return Match(said.end, said.spoken, said.rule, (), Certainty.GUESS, best.evidence, other)


def _is_sure(weighed: list[Weighed]) -> bool:
    """Return whether the first of `weighed` leads far enough all that would be heard as something else."""
    best = weighed[0]
    others = [one.weight for one in weighed[1:] if not {one.reading, best.reading} <= ALIKE]
    lead = best.weight - max(others, default=best.weight - SURE_OF_SHAPE)
    return lead >= (SURE if best.told > 0 else SURE_OF_SHAPE)


def _weigh(at: Place, pair: Pair, candidates: list[str]) -> list[Weighed]:
    """Return the candidates with what each gains, the weightiest first, in the table's order if they are alike."""
    has_words = at.has_words_before
    sides = {
        "before": _few_only(around.before(at), pair) if has_words else around.NOTHING,
        "comma": around.before_comma(at) if has_words else around.NOTHING,
        "behind": around.behind(at, pair.beyond),
        "near": around.near(at, NEAR_KINDS[pair.mark]) if has_words else around.NOTHING,
        "shape": around.Side(kinds=shapes(at, pair)),
        "always": around.Side(kinds=frozenset("-")),
    }
    weighed = [_sum(weights()[pair.mark, reading], reading, sides) for reading in candidates]
    return sorted(weighed, key=lambda one: -one.weight)


def _few_only(before: around.Side, pair: Pair) -> around.Side:
    """Return `before` without what tells for a share, where the parts of the whole are too many: "hơn 5/12 xã"."""
    if pair.mark != "/" or pair.is_few or not before.kinds & SHARES:
        return before
    return around.Side(before.phrase, before.kinds - SHARES)


def _sum(known: dict[str, dict[str, int]], reading: str, sides: dict[str, around.Side]) -> Weighed:
    """Return what `reading` gains: of the words on one side the weightiest, of shapes each."""
    total, told, most, evidence = 0, 0, 0, ""
    words = {"before": 0, "behind": 0}
    for where, weights_there in known.items():
        side = sides[where]
        for what in side.kinds & weights_there.keys() if side.kinds else ():
            weight = weights_there[what]
            if where in ("shape", "always"):
                total += weight
                told += weight if where == "shape" and what not in OF_NUMBERS else 0
            else:
                place = "behind" if where == "behind" else "before"
                words[place] = max(words[place], weight, key=_size)
            if where != "always" and (weight, what) > (most, evidence):
                most, evidence = weight, what
                shown = (where, what, side.phrase)
    of_words = words["before"] + words["behind"]
    return Weighed(reading, total + of_words, _shown(*shown) if most > 0 else "", told + of_words)


def _size(weight: int) -> tuple[int, int]:
    """Return by what the weightiest word of a side is found; of two alike the one that speaks for the reading."""
    return abs(weight), weight


def _shown(where: str, what: str, phrase: str) -> str:
    if where == "shape":
        return SHOWN.get(what, what)
    return f"… {phrase}" if where == "behind" else f"{phrase} …"
