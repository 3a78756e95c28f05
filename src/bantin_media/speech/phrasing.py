"""Prosodic phrasing: spoken text → the same words with a comma where a newsreader pauses in a long run without one.

    … phát huy hiệu quả góp phần nâng cao … đồng thời tạo điều kiện … → …, đồng thời tạo điều kiện …

A comma is only set in a run of more than `LONGEST_RUN` syllables, and only before the clause-beginning words of
`data/phrasing.tsv`.  It is never set next to a capital (a name: Bộ Giáo dục và Đào tạo, Chung tay vì cộng đồng),
between number words, or inside a fixed phrase of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..regex import regex
from ..vietnamese.tables import read_table

LONGEST_RUN: Final = 25
"""The number of syllables that a listener can follow without a pause."""
_SHORTEST_PART: Final = 6
"""The least number of syllables between two pauses; a shorter part sounds like a hesitation."""
_RUN: Final = regex(r"[^,.?!;:]+")
NUMBER_WORDS: Final = frozenset(word for (word,) in read_table("bantin_media.speech", "number_words"))


@dataclass(frozen=True, slots=True)
class ClauseOpening:
    """A row of the table: words that begin a clause, their cost, and the words that forbid a break there."""

    words: tuple[str, ...]
    weight: int
    not_after: frozenset[str]
    not_before: frozenset[str]

    def begins(self, words: Sequence[str], place: int) -> bool:
        """Return whether these words are in `words` at `place`."""
        return tuple(words[place : place + len(self.words)]) == self.words


def phrased(text: str) -> str:
    """Return `text` with a comma at each phrase break; text without a long run is returned unchanged."""
    if len(text.split()) <= LONGEST_RUN:
        return text
    return _RUN.sub(lambda match: _phrased_run(match[0]), text)


def _phrased_run(run: str) -> str:
    words = run.split(" ")
    spoken = [place for place, word in enumerate(words) if word]
    if len(spoken) <= LONGEST_RUN:
        return run
    places = _places([words[place] for place in spoken])
    for place in places:
        words[spoken[place] - 1] += ","
    return " ".join(words)


def _places(words: Sequence[str]) -> list[int]:
    """Return the indexes of the words that get a pause before them, in order."""
    allowed = {place: weight for place in range(1, len(words)) if (weight := _weight(words, place)) is not None}
    found: list[int] = []
    runs = [(0, len(words))]
    while runs:
        begin, end = runs.pop()
        inside = [place for place in allowed if begin + _SHORTEST_PART <= place <= end - _SHORTEST_PART]
        if end - begin <= LONGEST_RUN or not inside:
            continue
        middle = (begin + end) / 2
        best = min(inside, key=lambda place: (abs(place - middle) + 2 * allowed[place], place))
        found.append(best)
        runs += [(begin, best), (best, end)]
    return sorted(found)


def _weight(words: Sequence[str], place: int) -> int | None:
    """Return the cost of a break before word `place`, None if a break is forbidden."""
    before = words[place - 1]
    if before in holding_words() or not all(word.islower() for word in words[max(place - 2, 0) : place]):
        return None
    for opening in clause_openings().get(words[place], ()):
        after = words[place + len(opening.words) : place + len(opening.words) + 1]
        if not (opening.begins(words, place) and after):
            continue
        if before in opening.not_after or after[0] in opening.not_before or not after[0].islower():
            return None
        return None if before in NUMBER_WORDS and after[0] in NUMBER_WORDS else opening.weight
    return None


@cache
def clause_openings() -> dict[str, tuple[ClauseOpening, ...]]:
    """Return first word → rows of the table, the longest phrase first."""
    rows = [
        ClauseOpening(tuple(words.split()), int(weight), frozenset(after.split()), frozenset(before.split()))
        for words, weight, after, before in read_table(__package__, "phrasing")
    ]
    rows.sort(key=lambda row: -len(row.words))
    firsts = {row.words[0] for row in rows}
    return {first: tuple(row for row in rows if row.words[0] == first) for first in firsts}


@cache
def holding_words() -> frozenset[str]:
    """Return the words that must not be followed by a pause: "của", "và" …"""
    return frozenset(row[0] for row in read_table(__package__, "phrasing_never_after"))
