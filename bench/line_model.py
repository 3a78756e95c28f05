"""Trains the weights of `cleaning.sequence`: a linear-chain conditional random field, on NumPy alone.

A line of a training text has a set of possible states, so a truth that is silent about some lines is enough: the
likelihood sums over all sequences that it permits.  The result depends only on the texts and their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bantin_media.cleaning.sequence import SCALE, STATES, Tables, tables

Floats = NDArray[np.float64]
COUNT = len(STATES)
NEVER = -30.0
"""The logarithm of a probability that is as good as none."""
LENGTHS = (12, 22, 50)
"""Texts of similar numbers of lines are trained together, which saves time."""
SMALLEST = 1e-290
PENALTY = 0.5
"""Of the square of a weight (L2)."""
ROUNDS = 110
FEWEST = 4
"""A feature of fewer lines gets no weight."""
HELD = {("first_story_bold", "lead"): 6.5}
"""Weights that the penalty draws towards another value than 0, because the samples of their kind are few."""
MEMORY = 10
"""How many steps L-BFGS remembers."""


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a training text: their features, the states that cleaning permits, and those of the truth."""

    name: str
    signs: list[tuple[str, ...]]
    permitted: list[frozenset[str] | None]
    true: list[frozenset[str]]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in natural logarithms: features × states, state × next state, first state, last state."""

    names: list[str]
    own: Floats
    step: Floats
    first: Floats
    last: Floats


def feature_names(texts: Iterable[Text]) -> list[str]:
    """Return the features that are frequent enough to get a weight."""
    counts = Counter(sign for text in texts for signs in text.signs for sign in signs)
    return sorted(name for name, count in counts.items() if count >= FEWEST)


def shape() -> tuple[Floats, Floats, Floats]:
    """Return the steps, first and last states that the committed table permits: 0, or `NEVER`."""
    table = tables()
    step = np.full((COUNT, COUNT), NEVER)
    for below, above in enumerate(table.follows):
        for state, _ in above:
            step[state, below] = 0.0
    ends = [np.where(np.isfinite(one), 0.0, NEVER) for one in (table.begins, table.ends)]
    return step, ends[0], ends[1]


def feasible(text: Text) -> Text:
    """Return the text with wider truth where no sequence of states agrees with all of it."""
    step, first, last = (one > NEVER for one in shape())
    true = [np.array([state in one for state in STATES]) for one in text.true]
    wide = [np.array([one is None or state in one for state in STATES]) for one in text.permitted]
    for _ in range(3 * len(true)):
        reached = true[0] & first
        at = 0
        while reached.any() and at + 1 < len(true):
            at += 1
            reached = true[at] & step[reached].any(axis=0)
        if at + 1 == len(true) and (reached & last).any():
            break
        for one in (at, at - 1) if (true[at] == wide[at]).all() else (at,):
            true[max(one, 0)] = wide[max(one, 0)]
    sets = [frozenset(state for state, has in zip(STATES, one, strict=True) if has) for one in true]
    return Text(text.name, text.signs, text.permitted, sets, text.weight)


class Batch:
    """Texts of similar length as arrays, the longest first."""

    def __init__(self, texts: Sequence[Text], names: Sequence[str]) -> None:
        """Convert the texts."""
        texts = sorted(texts, key=lambda text: -len(text.signs))
        self.lengths = np.array([len(text.signs) for text in texts])
        self.weights = np.array([text.weight for text in texts])
        size = (len(texts), int(self.lengths.max()), COUNT)
        self.permitted, self.true = np.zeros(size), np.full(size, NEVER)
        places = {name: at for at, name in enumerate(names)}
        text_of, line_of, starts, columns = [], [], [], []
        for at, text in enumerate(texts):
            for line, signs in enumerate(text.signs):
                text_of.append(at)
                line_of.append(line)
                starts.append(len(columns))
                columns += [*(places[sign] for sign in signs if sign in places), len(names)]  # the last: no feature
                self.true[at, line, [STATES.index(one) for one in text.true[line]]] = 0.0
                if (permitted := text.permitted[line]) is not None:
                    self.permitted[at, line, [i for i, one in enumerate(STATES) if one not in permitted]] = NEVER
        self.lines = (np.array(text_of), np.array(line_of))
        self.starts, self.columns = np.array(starts), np.array(columns)
        rows = np.repeat(np.arange(len(starts)), np.diff([*starts, len(columns)]))
        order = np.argsort(self.columns, kind="stable")
        self.by_column = rows[order]
        self.used, self.column_starts = np.unique(self.columns[order], return_index=True)

    def scores(self, own: Floats) -> Floats:
        """Return the sum of the weights of each line's features, texts × lines × states."""
        found = self.permitted.copy()
        padded = np.vstack([own, np.zeros((1, COUNT))])
        found[self.lines] += np.add.reduceat(padded[self.columns], self.starts)
        return found

    def gradient(self, nodes: Floats, size: int) -> Floats:
        """Return the sum of `nodes` over the lines of each feature."""
        found = np.zeros((size + 1, COUNT))
        found[self.used] = np.add.reduceat(nodes[self.lines][self.by_column], self.column_starts)
        return found[:size]


@dataclass(frozen=True, slots=True)
class Expected:
    """The logarithm of the sum over all sequences, and the expected states and steps."""

    total: Floats
    nodes: Floats
    steps: Floats


def expect(batch: Batch, scores: Floats, weights: Weights) -> Expected:
    """Return the expectations of a batch (forward-backward, scaled line by line)."""
    count, longest, _ = scores.shape
    step, highest = np.exp(weights.step), scores.max(axis=2)
    here = np.exp(scores - highest[:, :, None])
    running = [int((batch.lengths > at).sum()) for at in range(longest)]
    forward, scale = np.zeros_like(scores), np.ones((count, longest))
    for at in range(longest):
        n = running[at]
        before = np.exp(weights.first)[None] if at == 0 else forward[:n, at - 1] @ step
        reached = before * here[:n, at]
        scale[:n, at] = reached.sum(axis=1) + SMALLEST
        forward[:n, at] = reached / scale[:n, at, None]
    each, ends = np.arange(count), np.exp(weights.last)
    total = (forward[each, batch.lengths - 1] * ends).sum(axis=1) + SMALLEST
    inside = np.arange(longest)[None] < batch.lengths[:, None]
    backward = np.zeros_like(scores)
    backward[each, batch.lengths - 1] = ends[None] / total[:, None]
    steps = np.zeros((COUNT, COUNT))
    for at in range(longest - 2, -1, -1):
        n = running[at + 1]
        below = backward[:n, at + 1] * here[:n, at + 1] / scale[:n, at + 1, None]
        backward[:n, at] = below @ step.T
        steps += (forward[:n, at] * batch.weights[:n, None]).T @ below
    logarithm = np.log(total) + ((np.log(scale) + highest) * inside).sum(axis=1)
    return Expected(logarithm, forward * backward * inside[:, :, None], steps * step)


def train(texts: Sequence[Text], names: list[str], *, rounds: int = ROUNDS) -> Weights:
    """Return the weights that make the true states most likely."""
    size = len(names) * COUNT
    middle = np.zeros(size + COUNT * COUNT + 2 * COUNT)
    for (name, state), value in HELD.items():
        if name in names:
            middle[names.index(name) * COUNT + STATES.index(state)] = value
    batches = _batches(texts, names)
    return _unpacked(least(lambda x: _loss(x, middle, batches, names), np.zeros_like(middle), rounds), names)


def _batches(texts: Sequence[Text], names: Sequence[str]) -> list[Batch]:
    groups: list[list[Text]] = [[] for _ in range(len(LENGTHS) + 1)]
    for text in texts:
        groups[sum(len(text.signs) > top for top in LENGTHS)].append(text)
    return [Batch(group, names) for group in groups if group]


def _unpacked(values: Floats, names: list[str]) -> Weights:
    size = len(names) * COUNT
    own, step, first, last = np.split(values, [size, size + COUNT**2, size + COUNT**2 + COUNT])
    masks = shape()
    return Weights(
        names, own.reshape(-1, COUNT), step.reshape(COUNT, COUNT) + masks[0], first + masks[1], last + masks[2]
    )


def _loss(values: Floats, middle: Floats, batches: Sequence[Batch], names: list[str]) -> tuple[float, Floats]:
    weights = _unpacked(values, names)
    loss, gradient = 0.0, np.zeros_like(values)
    for batch in batches:
        scores = batch.scores(weights.own)
        free, tied = expect(batch, scores, weights), expect(batch, scores + batch.true, weights)
        loss += float(((free.total - tied.total) * batch.weights).sum())
        nodes = (free.nodes - tied.nodes) * batch.weights[:, None, None]
        last = nodes[np.arange(len(batch.lengths)), batch.lengths - 1].sum(axis=0)
        own = batch.gradient(nodes, len(names)).ravel()
        gradient += np.concatenate([own, (free.steps - tied.steps).ravel(), nodes[:, 0].sum(axis=0), last])
    apart = values - middle
    return loss + PENALTY / 2 * float((apart**2).sum()), gradient + PENALTY * apart


def least(function: Callable[[Floats], tuple[float, Floats]], start: Floats, rounds: int) -> Floats:
    """Return where `function` (value and gradient) is least, by L-BFGS with at most `rounds` steps."""
    here, (value, slope) = start, function(start)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(rounds):
        direction = -_descent(slope, moves)
        length = 1.0 if moves else min(1.0, 1.0 / (float(np.abs(slope).sum()) + SMALLEST))
        downhill = float(slope @ direction)
        for _ in range(30):
            there = here + length * direction
            lower, turned = function(there)
            if lower <= value + 1e-4 * length * downhill:
                break
            length /= 2
        else:
            break
        move, change = there - here, turned - slope
        if float(move @ change) > 1e-10:
            moves = [*moves, (move, change)][-MEMORY:]
        done = value - lower < 1e-7 * max(1.0, abs(value))
        here, value, slope = there, lower, turned
        if done:
            break
    return here


def _descent(slope: Floats, moves: Sequence[tuple[Floats, Floats]]) -> Floats:
    """Return the inverse Hessian, as far as the moves show it, times the slope."""
    found, shares = slope.copy(), []
    for move, change in reversed(moves):
        share = float(move @ found) / float(move @ change)
        shares.append(share)
        found -= share * change
    if moves:
        move, change = moves[-1]
        found *= float(move @ change) / float(change @ change)
    for (move, change), share in zip(moves, reversed(shares), strict=True):
        found += move * (share - float(change @ found) / float(move @ change))
    return found


def rounded(weights: Weights) -> Tables:
    """Return the weights as tables in hundredths."""
    own = {name: tuple(map(_hundredths, row)) for name, row in zip(weights.names, weights.own, strict=True)}
    steps = [[(i, j, _hundredths(weights.step[i, j])) for j in range(COUNT)] for i in range(COUNT)]
    certain = [[cell for cell in row if weights.step[cell[0], cell[1]] > NEVER / 2] for row in steps]
    return Tables(
        own,
        tuple(tuple((i, value) for row in certain for i, j, value in row if j == below) for below in range(COUNT)),
        tuple(tuple((j, value) for _, j, value in row) for row in certain),
        tuple(_end(one) for one in weights.first),
        tuple(_end(one) for one in weights.last),
    )


def _hundredths(value: float) -> int:
    return round(SCALE * float(value))


def _end(value: float) -> float:
    return float(_hundredths(value)) if value > NEVER / 2 else float("-inf")
