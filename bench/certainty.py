"""Measures whether wrong readings are marked: a part of the evidence is hidden, so that readings become wrong.

python bench/certainty.py --hide 0.3 --seeds 4

Rows of the tables, chosen by a seed, are not loaded.  The rows of the tests and constructed phrases are read without
them.  Among the wrong readings, the share that is marked (as a guess, or by a notice) shows how many an editor would
notice; among the right readings it shows how many marks are unnecessary.  The most common words, such as "ngày", are
never hidden, because they are always in the tables.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.normalization.constructed import phrase, templates  # noqa: E402 -- found by the line above

from bantin_media.model import Certainty, Reading  # noqa: E402
from bantin_media.vietnamese import tables  # noqa: E402

HIDDEN = frozenset({"around", "label", "ratio", "range", "date", "per", "time", "negative"})
COMMON = frozenset(
    ["ngày", "năm", "số", "tháng", "người", "đồng", "tuổi", "lần", "giờ", "từ", "đến", "trước", "sau", "vào"]
)
PHRASES = 3000
read_table = tables.read_table


def main() -> None:
    """Print, for each seed, the numbers of wrong and right readings and the shares that were marked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hide", type=float, default=0.3)
    parser.add_argument("--seeds", type=int, default=4)
    options = parser.parse_args()
    print("| seed | wrong | of them marked | right | of them marked |\n|---:|---:|---:|---:|---:|")
    total: Counter[tuple[bool, bool]] = Counter()
    for seed in range(1, options.seeds + 1):
        found = Counter(judged(seed, options.hide))
        total.update(found)
        print(f"| {seed} {row(found)}", flush=True)
    print(f"| all {row(total)}")


def row(found: Counter[tuple[bool, bool]]) -> str:
    """Return the cells of one row: for wrong and right readings the number, and the share that was marked."""
    cells = []
    for is_right in (False, True):
        marked = found[is_right, True]
        count = marked + found[is_right, False]
        cells.append(f"{count} | {100 * marked / max(1, count):.1f} %")
    return f"| {' | '.join(cells)} |"


def judged(seed: int, share: float) -> Iterator[tuple[bool, bool]]:
    """Yield for each phrase whether it is right and whether it is marked, without the rows that `seed` hides."""

    def fewer(package: str, name: str) -> tuple[tuple[str, ...], ...]:
        rows = read_table(package, name)
        if name not in HIDDEN:
            return rows
        return tuple(
            row for row in rows if row[1] in COMMON or random.Random(f"{seed} {name} {row[:2]}").random() >= share
        )

    forget()
    tables.read_table = fewer
    try:
        from bantin_media.normalization import Normalizer

        normalizer = Normalizer()
        for written, spoken in rows():
            reading = normalizer.read(written)
            yield reading.spoken == spoken, is_marked(reading)
        ids = tuple(templates())
        for number in range(PHRASES):
            one = phrase(ids[number % len(ids)], seed * 1000 + number // len(ids))
            reading = normalizer.read(one.written)
            yield one.is_said(reading.spoken), is_marked(reading)
    finally:
        tables.read_table = read_table
        forget()


def forget() -> None:
    """Unload the modules that cache rows of the tables."""
    for name in [name for name in sys.modules if name.startswith("bantin_media.normalization")]:
        del sys.modules[name]


def is_marked(reading: Reading) -> bool:
    """Return whether the sentence has a mark for the editor."""
    return bool(reading.notices) or any(token.certainty is Certainty.GUESS for token in reading.tokens)


def rows() -> Iterator[tuple[str, str]]:
    """Yield the rows of the tests: written and spoken."""
    for file in sorted((ROOT / "tests" / "normalization").glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith("# ") and line != "written\tspoken":
                written, spoken = line.split("\t")
                yield written, spoken


if __name__ == "__main__":
    main()
