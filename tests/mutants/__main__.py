"""Random mutants of a room's code → the number that the room's own tests kill: `make mutants ROOM=cleaning`.

`python -m tests.mutants ROOM [--count 40] [--seed 1] [--jobs 2]` draws lines of code, changes each by one operator of
Cosmic Ray in a copy of the checkout, and runs the cases that reach the line, in a fork of a process that has loaded the
code if the change is within a function.  A mutant is *killed* if a test fails or
exceeds the time limit, *equivalent* if `equivalent.tsv` gives a reason why no test can detect it, else it *survived*
and its line is printed at once.  The exit status is 1 if less than 90 % of the non-equivalent mutants were killed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from .checkout import Checkout, copy_of
from .drawing import Mutant, draw
from .equivalents import reason_of
from .grouped import quickest, settle
from .reach import Reach

ROOMS_TESTS = {
    "commands": (
        "tests/commands",
        "tests/pipeline/test_unchanged.py",
        "tests/publication/page/test_preview.py",
    ),
    "desk": ("tests/desk", "tests/pipeline/test_card.py", "tests/pipeline/test_deposit.py"),
    "errors": ("tests/test_errors.py",),
    "messages": ("tests/test_messages.py",),
    "stamps": ("tests/test_stamps.py",),
    "regex": ("tests/test_regex.py",),
    "reporting": ("tests/reporting", "tests/model/test_defaults.py"),
    "templates": ("tests/templates", "tests/publication/epub/test_templating.py"),
}
"""Rooms whose tests are in another room's folder; every other room has a folder with its own name."""
GOAL = 0.9
CONTROL = 20
"""Tests that are run on the unchanged code first: if they fail, every mutant would count as killed."""
GRACE = 5
"""Seconds of processor time beyond twice those of the tests: a mutant that uses more is caught in a loop."""


def main(arguments: list[str] | None = None) -> int:
    """Draw, change, test and print; return 0 if at least 90 % of the mutants that can be told apart were killed."""
    asked = _arguments(arguments)
    tests = ROOMS_TESTS.get(asked.room, (f"tests/{asked.room}",))
    with tempfile.TemporaryDirectory(prefix="bantin-mutants-") as folder:
        first = copy_of(Path(folder) / "0", tests)
        reach = first.measured(asked.room, tests)
        mutants = draw(first.source(asked.room), asked.count, asked.seed)
        checkouts = [first, *(copy_of(Path(folder) / str(each), tests) for each in range(1, asked.jobs))]
        outcomes = _outcomes(mutants, checkouts, reach)
    return _told(asked.room, asked.seed, [(mutant, outcomes[mutant]) for mutant in mutants])


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("room")
    parser.add_argument("--count", type=int, default=40, help="lines of code that are changed, one mutant each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="mutants that are tested at once")
    return parser.parse_args(arguments)


def _outcomes(mutants: list[Mutant], checkouts: list[Checkout], reach: Reach) -> dict[Mutant, str]:
    """Return for each mutant "killed", "late", "survived", or the reason why it is equivalent."""
    limit = GRACE + 2 * reach.seconds
    free: SimpleQueue[Checkout] = SimpleQueue()
    for checkout in checkouts:
        checkout.reach = reach
        control = (checkout.tried(reach.all[:CONTROL], limit, swaps) for swaps in (None, []))
        if {*control} != {"survived"}:
            raise RuntimeError("the tests fail in the process that is to run them, before anything is changed")
        free.put(checkout)
    outcomes: dict[Mutant, str] = {}

    def settled(mutant: Mutant, outcome: str) -> None:
        outcomes[mutant] = outcome
        if outcome != "killed":
            print(f"{mutant}\n    {outcome}", flush=True)

    def meet(mutant: Mutant) -> None:
        if reason := reason_of(mutant):
            return settled(mutant, reason)
        nodes = reach.of(mutant.path, mutant.line)
        first = quickest(reach, nodes)
        checkout = free.get()
        try:
            found = checkout.kills(mutant, first, GRACE + 2 * sum(reach.node_seconds[node] for node in first))
        finally:
            free.put(checkout)
        if found != "survived" or len(first) == len(nodes):
            settled(mutant, found)
        return None

    with ThreadPoolExecutor(len(checkouts)) as pool:
        list(pool.map(meet, mutants))
        left = [mutant for mutant in mutants if mutant not in outcomes]
        for loaded in (True, False):
            some = [mutant for mutant in left if checkouts[0].is_swappable(mutant) is loaded]
            shares = [some[place :: len(checkouts)] for place in range(len(checkouts))]
            list(pool.map(lambda share, checkout: settle(share, checkout, reach, limit, settled), shares, checkouts))
    for checkout in checkouts:
        checkout.close()
    return outcomes


def _told(room: str, seed: int, results: list[tuple[Mutant, str]]) -> int:
    late = sum(outcome == "late" for _, outcome in results)
    killed = late + sum(outcome == "killed" for _, outcome in results)
    survived = sum(outcome == "survived" for _, outcome in results)
    share = killed / max(killed + survived, 1)
    print(
        f"{room}, seed {seed}: {len(results)} mutants, {len(results) - killed - survived} equivalent, {killed} killed "
        f"({late} by the time limit), {survived} survived: {share:.0%}"
    )
    return int(share < GOAL)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failed:
        sys.exit(f"the room's tests fail before anything is changed:\n{failed.output}")
