"""Many mutants in few runs: the survivors of the quickest tests are tested together, then singly if a test fails.

A surviving mutant is the most expensive, because every test that reaches its line runs.  So each mutant is first tested
with its quickest tests.  The remaining ones are put into one copy, and the tests that reach any of them run once; a
test that passes there kills none of them.  A mutant counts as killed only if a test fails on it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from .checkout import Checkout
from .drawing import Mutant
from .reach import Reach

QUICKEST_S = 6.0
"""In seconds of processor time under coverage: the tests for each mutant alone."""

Told = Callable[[Mutant, str], None]


def quickest(reach: Reach, nodes: Sequence[str]) -> list[str]:
    """Return the first tests of `nodes` that take `QUICKEST_S` together, at least one."""
    found: list[str] = []
    seconds = 0.0
    for node in nodes:
        seconds += reach.node_seconds.get(node, 0)
        if found and seconds > QUICKEST_S:
            break
        found.append(node)
    return found


def settle(mutants: Sequence[Mutant], checkout: Checkout, reach: Reach, limit: float, told: Told) -> None:
    """Call `told` with the result of each mutant that survived its quickest tests."""
    group, apart = together(mutants)
    if len(group) > 1:
        wanted = {node for mutant in group for node in reach.of(mutant.path, mutant.line)}
        failed = checkout.failures(group, merged(group), [node for node in reach.all if node in wanted], limit)
        if failed is None:  # one of them ends the run
            half = len(group) // 2
            settle(group[:half], checkout, reach, limit, told)
            settle(group[half:], checkout, reach, limit, told)
        else:
            for mutant in group:
                nodes = [node for node in reach.of(mutant.path, mutant.line) if node in failed]
                told(mutant, checkout.kills(mutant, nodes, limit) if nodes else "survived")
    else:
        for mutant in group:
            told(mutant, checkout.kills(mutant, reach.of(mutant.path, mutant.line), limit))
    if apart:
        settle(apart, checkout, reach, limit, told)


def together(mutants: Sequence[Mutant]) -> tuple[list[Mutant], list[Mutant]]:
    """Return the mutants that fit into one copy, and those that change a line of another mutant."""
    group: list[Mutant] = []
    apart: list[Mutant] = []
    taken: set[tuple[str, int]] = set()
    for mutant in mutants:
        lines = {(mutant.path, line) for begin, end, _ in changes(mutant) for line in range(begin, max(end, begin + 1))}
        (apart if lines & taken else group).append(mutant)
        taken |= lines if not lines & taken else set()
    return group, apart


def changes(mutant: Mutant) -> list[tuple[int, int, list[str]]]:
    """Return the first line, the end, and the new lines of each change of a mutant, from the last to the first."""
    old, new = mutant.original.splitlines(), mutant.code.splitlines()
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i1, i2, new[j1:j2]) for tag, i1, i2, j1, j2 in reversed(codes) if tag != "equal"]


def merged(mutants: Sequence[Mutant]) -> dict[str, str]:
    """Return path → code of the modules with the changes of all `mutants`, which have no line in common."""
    found: dict[str, str] = {}
    for path in dict.fromkeys(mutant.path for mutant in mutants):
        mine = [mutant for mutant in mutants if mutant.path == path]
        lines = mine[0].original.splitlines()
        for begin, end, new in sorted((one for mutant in mine for one in changes(mutant)), reverse=True):
            lines[begin:end] = new
        found[path] = "\n".join(lines) + "\n"
    return found
