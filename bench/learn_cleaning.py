"""Learns the weights by which cleaning tells title, lead, caption and website: `cleaning/data/*.tsv`.

python -m bench.learn_cleaning FOLDER[=WEIGHT] …            prints what changes, and the lines that are still wrong
python -m bench.learn_cleaning --write FOLDER[=WEIGHT] …    also writes the two tables
python -m bench.learn_cleaning --judge FOLDER[=WEIGHT] …    leaves out one group after the other
python -m bench.learn_cleaning --mark FOLDER …              writes `x.states.tsv` for the sources that have none

The same folders in the same order give the same bytes.  Folders joined by "+" are left out together.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from bench import line_model, line_truth
from bench.line_model import Text

from bantin_media.cleaning import sequence
from bantin_media.cleaning.sequence import STATES, Tables

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "bantin_media" / "cleaning" / "data"
SIGNS_HEAD = "# How much each sign of a line speaks for each state, in hundredths; learnt from marked sources."
STEPS_HEAD = "# How well a state (column) follows another (row), in hundredths; - never; learnt from marked sources."


@dataclass(frozen=True, slots=True)
class Group:
    """Folders that are left out together, and the weight of their texts."""

    folders: tuple[Path, ...]
    weight: float = 1.0

    @property
    def name(self) -> str:
        """Return the names of the folders."""
        return "+".join(folder.name for folder in self.folders)

    def sources(self) -> Iterator[Path]:
        """Yield the sources of all folders."""
        for folder in self.folders:
            yield from line_truth.sources(folder)

    def texts(self) -> list[Text]:
        """Return the training texts."""
        found = [text for path in self.sources() for text in line_truth.texts(path, weight=self.weight)]
        return [line_model.feasible(text) for text in found]


def group(argument: str) -> Group:
    """Return the group that "FOLDER+FOLDER=WEIGHT" names."""
    folders, _, weight = argument.partition("=")
    return Group(tuple(map(Path, folders.split("+"))), float(weight or 1))


def learnt(texts: Sequence[Text]) -> Tables:
    """Return the tables that the texts teach."""
    return line_model.rounded(line_model.train(texts, line_model.feature_names(texts)))


def wrong(texts: Iterable[Text], tables: Tables) -> Iterator[tuple[str, int, str, str]]:
    """Yield each line that gets another state than the true one: text, line, state, true states."""
    with mock.patch.object(sequence, "tables", lambda: tables):
        for text in texts:
            decided = sequence.decide(text.signs, text.permitted)
            for at, (one, true) in enumerate(zip(decided, text.true, strict=True)):
                if one.state not in true:
                    yield text.name, at, one.state, "|".join(sorted(true))


def write(tables: Tables, folder: Path) -> None:
    """Write the two tables."""
    rows = [[name, *map(str, weights)] for name, weights in sorted(tables.signs.items())]
    _write(folder / "states.tsv", SIGNS_HEAD, [["sign", *STATES], *rows])
    steps = [dict(row) for row in tables.leads]
    cells = [[str(row.get(below, "-")) for below in range(len(STATES))] for row in steps]
    body = [[state, *row, _end(last)] for state, row, last in zip(STATES, cells, tables.ends, strict=True)]
    head = ["above\\below", *STATES, "end"]
    _write(folder / "transitions.tsv", STEPS_HEAD, [head, *body, ["begin", *map(_end, tables.begins), "-"]])


def _end(value: float) -> str:
    return "-" if value == float("-inf") else str(int(value))


def _write(path: Path, head: str, rows: Iterable[Sequence[str]]) -> None:
    path.write_text("\n".join([head, *("\t".join(row) for row in rows)]) + "\n", "utf-8")


def judge(groups: Sequence[Group], only: Sequence[str]) -> None:
    """Print how well each group is cleaned by tables that were learnt from the others."""
    from bench import sources

    texts = {one.name: one.texts() for one in groups}
    total = sources.Board()
    for left_out in groups:
        if not any(line_truth.expected(path) for path in left_out.sources()) or (only and left_out.name not in only):
            continue
        seen = {tuple(text.signs) for text in texts[left_out.name]}
        others = [text for name, found in texts.items() if name != left_out.name for text in found]
        tables = learnt([text for text in others if tuple(text.signs) not in seen])
        board = sources.Board()
        with mock.patch.object(sequence, "tables", lambda tables=tables: tables):
            for folder in left_out.folders:
                for path, expected in sources.sources(folder):
                    for one in (board, total):
                        sources.judge(path, expected, one)
        _print(left_out.name, board)
    _print("all", total, rows=False)


def _print(name: str, board: object, *, rows: bool = True) -> None:
    from bench import sources

    print(f"## {name}\n")
    print(sources.table(board))
    if rows:
        print("\n" + "\n".join(f"* {name}/{row}" for row in board.rows) + "\n", flush=True)


def main() -> None:
    """Learn, judge or mark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="+", type=group, metavar="FOLDER[=WEIGHT]")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--write", action="store_true", help="write the tables")
    does.add_argument("--judge", action="store_true", help="cross-validate by folder")
    does.add_argument("--mark", action="store_true", help="write the tables of lines that are missing")
    parser.add_argument("--only", nargs="*", default=[], help="with --judge: leave out only these")
    given = parser.parse_args()
    if given.mark:
        for path in (path for one in given.groups for path in one.sources()):
            line_truth.write_missing(path)
        return
    if given.judge:
        judge(given.groups, given.only)
        return
    texts = [text for one in given.groups for text in one.texts()]
    tables = learnt(texts)
    missed = list(wrong(texts, tables))
    lines = sum(len(text.signs) for text in texts)
    print(f"{len(texts)} texts, {lines} lines, {len(tables.signs)} signs; {len(missed)} lines are still wrong\n")
    print("\n".join(f"* {name}, line {at}: {state}, not {true}" for name, at, state, true in missed))
    if given.write:
        write(tables, DATA)


if __name__ == "__main__":
    sys.exit(main())
