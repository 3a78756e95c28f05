"""Two numbers with a mark between them: one decision for one ambiguity.

"Sáng nay (7/9)" is a day, "5/7 xã" a count, "2/3 diện tích" a share; "ngày 2-9" a day, "ngày 2-3 lần" a range and
"thua 1-2" a score.  All readings that the numbers allow are candidates.  The table `pair` says what each gains or loses
by the words on both sides and by the numbers themselves; the one with most is said.  How far it leads is how certain it
is, and the second is offered to the editor.  `pair_said` says each reading, `pair_shape` looks at the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..messages import message
from ..model import Certainty, Notice
from ..vietnamese.tables import read_table
from . import around
from .context import Match, Place
from .pair_said import SAID, Said
from .pair_shape import Pair, parse, shapes

SURE = 3
"""A reading that leads by so much, or that stands alone, is no guess."""
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
    if best.weight - second.weight >= SURE:
        return Match(said.end, said.spoken, said.rule, (), Certainty.CONTEXT, best.evidence, other)
    return _guess(at, pair, said, best, other)


def _guess(at: Place, pair: Pair, said: Said, best: Weighed, other: str) -> Match:
    written = at.text[pair.start : said.end]
    notice = Notice(
        "reading.guess",
        at.line.where,
        message('"{written}": {spoken} — or {other}?', written=written, spoken=said.spoken, other=other),
        message("If the other is meant, add to lexicon.tsv: {row}", row=f"{written}\t{other}"),
    )
    return Match(said.end, said.spoken, said.rule, (notice,), Certainty.GUESS, best.evidence, other)


def _weigh(at: Place, pair: Pair, candidates: list[str]) -> list[Weighed]:
    """Return the candidates with what each gains, the weightiest first, in the table's order if they are alike."""
    sides = {
        "before": _few_only(around.before(at), pair),
        "comma": around.before_comma(at),
        "behind": around.behind(at, pair.beyond),
        "near": around.near(at, NEAR_KINDS[pair.mark]),
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


def _sum(told: dict[str, dict[str, int]], reading: str, sides: dict[str, around.Side]) -> Weighed:
    """Return what `reading` gains: of the words on one side the weightiest, of shapes each."""
    total, most, evidence = 0, 0, ""
    words = {"before": 0, "behind": 0}
    for where, weights_there in told.items():
        side = sides[where]
        for what, weight in weights_there.items():
            if what not in side.kinds:
                continue
            if where in ("shape", "always"):
                total += weight
            else:
                place = "behind" if where == "behind" else "before"
                words[place] = max(words[place], weight, key=abs)
            if weight > most and where != "always":
                most, evidence = weight, _shown(where, what, side.phrase)
    return Weighed(reading, total + words["before"] + words["behind"], evidence)


def _shown(where: str, what: str, phrase: str) -> str:
    if where == "shape":
        return SHOWN.get(what, what)
    return f"… {phrase}" if where == "behind" else f"{phrase} …"
