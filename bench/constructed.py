"""Readings of constructed phrases: the shares of right ones, of wrong ones without a mark, and of marks on wrong ones.

python bench/constructed.py --count 100000
python bench/constructed.py --template range-after-years --seed 17     one phrase: written, spoken, expected

The phrases come from `tests/normalization/constructed`: templates of real contexts × values × ways of writing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.normalization.constructed import Phrase, phrase, templates

from bantin_media.model import Reading
from bantin_media.normalization import Normalizer

WORST = 20


def is_told(reading: Reading) -> bool:
    """Return whether a notice or a guess mark is on this sentence."""
    return bool(reading.notices) or any(getattr(token, "certainty", "") == "guess" for token in reading.tokens)


def share(part: int, whole: int) -> str:
    """Return a share for people: `7 of 120 (5.8 %)`."""
    return f"{part:,} of {whole:,} ({100 * part / whole:.1f} %)" if whole else "none"


def as_row(one: Phrase, reading: Reading) -> str:
    """Return a row of the table of wrong readings."""
    return f"| {one.template} {one.seed} | {one.written} | {reading.spoken} | {one.wanted} |"


def main() -> None:
    """Print the shares, and the worst templates with an example each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--template", choices=templates(), metavar="ID", help="one phrase of this template alone")
    options = parser.parse_args()
    normalizer = Normalizer()
    if options.template:
        one = phrase(options.template, options.seed)
        reading = normalizer.read(one.written)
        print(f"{'right' if one.is_said(reading.spoken) else 'WRONG'}\n{one.written}\n{reading.spoken}\n{one.wanted}")
        return
    wrong: Counter[str] = Counter()
    examples: dict[str, str] = {}
    told_wrong = told_right = 0
    ids = tuple(templates())
    asked = Counter(ids[number % len(ids)] for number in range(options.count))
    for number in range(options.count):
        one = phrase(ids[number % len(ids)], options.seed + number // len(ids))
        reading = normalizer.read(one.written)
        if one.is_said(reading.spoken):
            told_right += is_told(reading)
            continue
        told_wrong += is_told(reading)
        wrong[one.template] += 1
        examples.setdefault(one.template, as_row(one, reading))
    count, bad = options.count, wrong.total()
    right = count - bad
    print(
        f"{count:,} phrases of {len(ids)} templates: {100 * right / count:.2f} % right, "
        f"{100 * (bad - told_wrong) / count:.3f} % wrong in silence.\n"
        f"Notices and guesses: on {share(told_wrong, bad)} of the wrong, on {share(told_right, right)} of the right."
    )
    if wrong:
        print("\n| template and seed | written | said | wanted | wrong |\n|---|---|---|---|---|")
        for template, number in wrong.most_common(WORST):
            print(f"{examples[template]} {100 * number / asked[template]:.0f} % |")


if __name__ == "__main__":
    main()
