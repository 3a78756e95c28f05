"""Decides the states of all lines of a source together: title, lead, caption, text of the website …

Each feature of a line (`signs`) has a weight for each state (`data/states.tsv`), and each pair of neighbouring states
has one, too (`data/transitions.tsv`).  The sequence of states with the greatest sum is chosen (Viterbi), in time linear
in the number of lines.  Both tables were trained on marked sources as a conditional random field; a few weights were
set by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

STATES: Final = (
    "above", "said_above", "meta_above", "title", "title_more", "meta", "button", "caption_above", "lead", "body",
    "heading", "caption", "link", "signed", "foot",
)  # fmt: skip
WEBSITE: Final = frozenset({"above", "button", "link", "foot"})
"""States of the website's lines: above the title, below it, inside the text, and below the text."""
CAPTIONS: Final = frozenset({"caption_above", "caption"})
TEXT: Final = frozenset({"said_above", "body"})
SCALE: Final = 100
"""The unit of the tables: hundredths of a natural logarithm of odds."""
_NEVER: Final = float("-inf")


@dataclass(frozen=True, slots=True)
class Tables:
    """The weights of features, of transitions between states, and of the first and the last state."""

    signs: dict[str, tuple[int, ...]]
    follows: tuple[tuple[tuple[int, int], ...], ...]
    """State → the states that may precede it, with their weights."""
    leads: tuple[tuple[tuple[int, int], ...], ...]
    """State → the states that may follow it, with their weights."""
    begins: tuple[float, ...]
    ends: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of a line, and its lead over the best sequence in which the line has another state."""

    state: str
    lead: tuple[float, ...]
    """State → the difference between the best sequence with it and the chosen one; 0 for the chosen state."""

    def ahead_of(self, states: Iterable[str]) -> float:
        """Return the lead of the chosen sequence over the best one in which the line has one of `states`."""
        return min((self.lead[STATES.index(one)] for one in states), default=float("inf"))


@cache
def tables() -> Tables:
    """Return the tables of `data/`."""
    signs = {name: tuple(map(int, row)) for name, *row in rows("states.tsv")}
    steps = {name: row for name, *row in rows("transitions.tsv")}
    follows = tuple(
        tuple((i, int(steps[one][j])) for i, one in enumerate(STATES) if steps[one][j] != "-")
        for j in range(len(STATES))
    )
    leads = tuple(tuple((j, int(one)) for j, one in enumerate(steps[state][:-1]) if one != "-") for state in STATES)
    begins = tuple(_NEVER if one == "-" else float(one) for one in steps["begin"][: len(STATES)])
    ends = tuple(_NEVER if steps[one][-1] == "-" else float(steps[one][-1]) for one in STATES)
    return Tables(signs, follows, leads, begins, ends)


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table of `data/`, without comments and the head."""
    text = (resources.files(__package__) / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


def decide(signs: Sequence[Sequence[str]], allowed: Sequence[frozenset[str] | None]) -> list[Decision]:
    """Return the state of each line; `allowed` limits the states of a line, None permits all."""
    table = tables()
    sums = [_sums(table, one, states) for one, states in zip(signs, allowed, strict=True)]
    if not sums:
        return []
    forward, backward = _forward(table, sums), _backward(table, sums)
    best = max(one + end for one, end in zip(forward[-1], table.ends, strict=True))
    return [
        Decision(STATES[state], tuple((best - one - other) / SCALE for one, other in zip(before, after, strict=True)))
        for state, before, after in zip(_path(table, forward), forward, backward, strict=True)
    ]


def _forward(table: Tables, sums: list[list[float]]) -> list[list[float]]:
    """Return for each line and state the greatest sum of a sequence from the first line to this one."""
    forward = [[begin + own for begin, own in zip(table.begins, sums[0], strict=True)]]
    for own in sums[1:]:
        above = forward[-1]
        forward.append([
            max([above[i] + weight for i, weight in before]) + here if here > _NEVER else _NEVER
            for before, here in zip(table.follows, own, strict=True)
        ])  # fmt: skip
    return forward


def _backward(table: Tables, sums: list[list[float]]) -> list[list[float]]:
    """Return for each line and state the greatest sum of a sequence from the line below this one to the last."""
    backward = [list(table.ends)]
    for own in reversed(sums[1:]):
        below = [one + here for one, here in zip(backward[-1], own, strict=True)]
        backward.append([max([below[j] + weight for j, weight in after]) for after in table.leads])
    return backward[::-1]


def _path(table: Tables, forward: list[list[float]]) -> list[int]:
    """Return the best sequence."""
    path = [max(range(len(STATES)), key=lambda state: forward[-1][state] + table.ends[state])]
    for above in reversed(forward[:-1]):
        path.append(max((above[i] + weight, i) for i, weight in table.follows[path[-1]])[1])
    return path[::-1]


def _sums(table: Tables, signs: Sequence[str], allowed: frozenset[str] | None) -> list[float]:
    found = [table.signs[one] for one in signs if one in table.signs]
    sums: list[float] = list(map(sum, zip(*found, strict=True))) if found else [0.0] * len(STATES)
    if allowed is None:
        return sums
    return [one if state in allowed else _NEVER for state, one in zip(STATES, sums, strict=True)]
