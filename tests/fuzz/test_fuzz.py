"""Every target with its earlier findings, its seeds, and some hundred mutations of both.

In the long form the input is generated with coverage guidance: `make fuzz MINUTES=…`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from .promises import BrokenPromise
from .targets import TARGETS, Target
from .words import attack_normalization

KEPT = Path(__file__).parent / "corpus"
MUTATIONS = 120
SLOW = {"pdf": 40, "sound": 20, "cleaning": 60, "pages": 60, "markdown": 60}
MOST_SEEDS = 60


def mutated(dice: random.Random, seeds: Sequence[bytes], words: Sequence[str]) -> bytes:
    """Return one of the seeds with a few changes: bytes, pieces, words, parts of another seed."""
    data = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, 4)):
        at = dice.randint(0, len(data))
        to = min(len(data), at + dice.randint(1, 12))
        piece = bytes(data[at:to])
        other = dice.choice(seeds)
        start = dice.randint(0, len(other))
        changes = (
            bytes([dice.randrange(256)]),
            b"",
            piece * dice.randint(2, 6),
            dice.choice(words).encode() if words else b"\0",
            other[start : start + dice.randint(1, 40)],
            dice.choice((b"\xff\xff\xff\xff", b"9999999999", "đ\u0301\u200b中".encode(), b"\r", b"\0", b"-1")),
        )
        data[at:to] = dice.choice(changes)
    return bytes(data)


def kept(name: str) -> Iterator[bytes]:
    """Yield earlier findings."""
    for path in sorted((KEPT / name).glob("*")):
        yield path.read_bytes()


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_promise_is_broken(name: str, tmp_path: Path) -> None:
    target: Target = TARGETS[name]
    dice = random.Random(name)
    seeds = [*kept(name), *target.seeds()]
    dice.shuffle(seeds)
    for data in (*kept(name), *seeds[:MOST_SEEDS]):
        target.attack(data, tmp_path)
    for _ in range(SLOW.get(name, MUTATIONS)):
        target.attack(mutated(dice, seeds, target.words), tmp_path)


def test_every_kept_input_belongs_to_a_target() -> None:
    assert {path.name for path in KEPT.iterdir()} <= set(TARGETS)


def test_a_broken_promise_is_seen(tmp_path: Path) -> None:
    class Deaf:
        def read(self, line: str) -> object:
            from bantin_media.model import Reading

            return Reading((), "")

    with pytest.raises(BrokenPromise):
        attack_normalization(b"12 km", tmp_path, Deaf())  # type: ignore[arg-type]
