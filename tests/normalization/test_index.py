"""The rows that are tried at a position: every row that would match is tried, and few are tried in vain."""

from __future__ import annotations

import runpy
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.normalization.constructed import phrase, templates
from tests.pythons.readings import Chance, line

from bantin_media.normalization import Normalizer, line_start, machine, table
from bantin_media.normalization.context import Match, Place, Row, last_word
from bantin_media.normalization.index import Index, then, up_to

HERE = Path(__file__).parent
BENCH = HERE.parents[1] / "bench" / "normalization.py"
SENTENCES = 80
MOST_ASKED, MOST_MATCHES = 15, 20
"""How many rows a sentence of the bench is asked, and how often it is compared with a pattern.

Whoever adds a row states what it needs (`table`); if these do not suffice then, the row is asked in vain too often.
"""


def texts() -> Iterator[str]:
    """Yield the written forms of all rows, a phrase of each template, and seeded lines."""
    for file in sorted(HERE.glob("*.tsv")):
        yield from (row.partition("\t")[0] for row in file.read_text("utf-8").splitlines())
    yield from (phrase(one, 5).written for one in templates())
    by = Chance(17)
    yield from (one for one in (line(by) for _ in range(700)) if len(one) < 300)


def in_need_of_nothing(row: Row) -> Row:
    """Return the row without its needs: it is tried at each place of its first character."""
    return replace(row, sizes=None, after=None, beyond=None, joined=False, behind=None, begun=None)


def test_no_row_is_left_out_that_would_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Normalizer()
    usual.read("1")  # its rows are loaded from here on
    for rows, name in ((table.TABLE, "_index"), (line_start.LINE_START, "_line_start")):
        index = Index(map(in_need_of_nothing, rows))
        monkeypatch.setattr(machine, name, lambda *, has_lexicon, index=index: index)
    every = Normalizer()
    for text in texts():
        assert usual.read(text) == every.read(text), text


def test_few_rows_and_patterns_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = runpy.run_path(str(BENCH))["sentences"](0, SENTENCES)
    counts: Counter[str] = Counter()
    rows, match = Index.rows, Place.match

    def counted_row(row: Row) -> Row:
        def read(at: Place) -> Match | None:
            counts["rows"] += 1
            return row.read(at)

        return replace(row, read=read)

    def counted_rows(self: Index, at: Place) -> tuple[Row, ...]:
        return tuple(map(counted_row, rows(self, at)))

    def counted_match(self: Place, pattern: object) -> object:
        counts["matches"] += 1
        return match(self, pattern)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "rows", counted_rows)
    monkeypatch.setattr(Place, "match", counted_match)
    normalizer = Normalizer()
    for sentence in sentences:
        normalizer.read(sentence)
    assert 1 < counts["rows"] / SENTENCES <= MOST_ASKED
    assert 1 < counts["matches"] / SENTENCES <= MOST_MATCHES


@pytest.mark.parametrize(
    ("piece", "most"), [("I ", 12), ("CN/", 11), ("CAH/", 11), ("A/ ", 10), ("TT ", 14), ("l/p ", 7)]
)
def test_few_rows_are_tried_for_each_token_of_a_hostile_line(
    piece: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    rows = Index.rows

    def counted(self: Index, at: Place) -> tuple[Row, ...]:
        found = rows(self, at)
        tried.append(len(found))
        return found

    monkeypatch.setattr(Index, "rows", counted)
    Normalizer().read(piece * 100)
    assert sum(tried) <= most * len(tried)


@pytest.mark.parametrize(
    ("left", "word"), [("", ""), ("mã số", "số"), ("(số", "số"), ("tổ 5,", ","), ("số “a1", "a1"), ("%", "%")]
)
def test_the_last_word_is_that_of_a_phrase_that_ends_there(left: str, word: str) -> None:
    assert last_word(left) == word


def test_a_row_is_tried_only_if_its_needs_are_met() -> None:
    asked: list[str] = []
    index = Index(
        [
            Row("any", lambda _: None),
            Row("pair", lambda _: None, frozenset("12"), up_to(2), then("/", "0")),
            Row("share", lambda _: None, frozenset("12"), beyond=then("%")),
            Row("labelled", lambda _: None, behind=lambda: frozenset(["số"])),
        ]
    )
    line = machine.Line("số 12/5, 1,5%, số: 212/5", "số 12/5, 1,5%, số: 212/5", None, None)  # type: ignore[arg-type]
    for start in (3, 9, 19):
        asked.append(" ".join(row.name for row in index.rows(Place(line, start))))
    assert asked == ["any pair labelled", "any share", "any labelled"]
    of_letters = Index([Row("any", lambda _: None), Row("ha", lambda _: None, begun={"ha", "HA"}.__contains__)])
    letters = machine.Line("ha hai HA a", "ha hai ha a", None, None)  # type: ignore[arg-type]
    tried = [" ".join(row.name for row in of_letters.rows(Place(letters, start))) for start in (0, 3, 7, 10)]
    assert tried == ["any ha", "any", "any ha", "any"]
    minus = machine.Line("-5 -6", "-5 -6", None, None)  # type: ignore[arg-type]
    assert index.rows(Place(minus, 0)) is index.rows(Place(minus, 3)), "the rows of a sign are selected once"
