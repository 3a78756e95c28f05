"""A very long line: the same readings as without shared surroundings, and few rows are tried if most of it repeats."""

from __future__ import annotations

import pytest
from tests.normalization.test_normalization import HOSTILE
from tests.pythons.readings import Chance, line

from bantin_media.normalization import Normalizer, machine, surroundings
from bantin_media.normalization.context import Place, Row
from bantin_media.normalization.index import Index

NORMALIZER = Normalizer()
OF_MANY_PLACES = (
    "0 ", "-5 ", "P½", "中năm", "I ", "A/ ", "QĐ-", "1-2 ", "TT ", "CN/", "(xã) ", "1/2 ", "ngày 2-3 ", "tổ 5, ",
)  # fmt: skip
MOST_READ = 2 * (surroundings.LEFT + surroundings.RIGHT)
"""In places: more than the places at the start and the end of a line, of which each one is read."""


def long_lines() -> list[str]:
    by = Chance(29)
    pieces = [line(by).strip()[:80] or "1" for _ in range(12)]
    mixed = [" ".join(pieces[(first + step * step) % 12] for step in range(200))[:5_500] for first in range(0, 12, 3)]
    names = "".join(f"{number}/{number * 7 % 13}-CN, TT {number} " for number in range(250))
    return [*((piece * 5_500)[:5_500] for piece in {*HOSTILE, *OF_MANY_PLACES}), *mixed, names, "quý" * 2_000]


def test_a_long_line_is_read_as_without_shared_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = [NORMALIZER.read(text) for text in long_lines()]
    monkeypatch.setattr(machine, "LONG", 10**9)
    for text, reading in zip(long_lines(), shared, strict=True):
        assert NORMALIZER.read(text) == reading, text[:40]


@pytest.mark.parametrize("piece", OF_MANY_PLACES)
def test_few_rows_are_tried_for_a_line_that_repeats(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[int] = []
    rows = Index.rows

    def counted(self: Index, at: Place) -> tuple[Row, ...]:
        places.append(at.start)
        return rows(self, at)

    text = (piece * 30_000)[:30_000]
    monkeypatch.setattr(Index, "rows", counted)
    assert NORMALIZER.read(text).written == text
    assert len(places) <= MOST_READ
