"""Every voice gets Vietnamese syllables only."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.vietnamese.letters import LOWER
from bantin_media.vietnamese.sounds import is_regular, sounded, sounds
from bantin_media.vietnamese.syllables import is_syllable
from bantin_media.vietnamese.tables import read_table

ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "sounds.tsv").read_text("utf-8").splitlines()[1:]
    if not row.startswith("# ")
]


@pytest.mark.parametrize(("written", "said"), ROWS)
def test_a_name_is_spoken_in_syllables(written: str, said: str) -> None:
    assert sounds(written) == said


@given(st.text(LOWER + "üñçßøł", min_size=1, max_size=12))
def test_any_word_becomes_syllables(word: str) -> None:
    spoken = sounded(word)
    assert spoken
    assert all(is_syllable(one) for one in spoken.split()), spoken


def test_the_table_holds_syllables() -> None:
    for word, said in read_table("bantin_media.vietnamese", "sounds"):
        assert all(is_syllable(one) for one in said.split()), (word, said)


def test_a_sentence_keeps_its_pauses_and_its_words() -> None:
    assert sounded("xã Ea Rốk, huyện Krông Năng.") == "xã ê a rốc, huyện cờ rông Năng."


def test_the_rules_for_names_of_the_mountains_give_regular_syllables() -> None:
    assert all(map(is_regular, ("Krông", "Rốk", "Lênin", "facebook")))
    assert all(map(is_regular, ("Nghlêr", "Zwơ")))
    assert not any(map(is_regular, ("Matmo", "Petrolimex", "Ôar")))


def test_a_word_without_an_end_costs_no_more_than_its_length() -> None:
    for word in ("A" * 50_000, "aeiou" * 10_000, "Krông" * 10_000):
        assert all(map(is_syllable, sounds(word).split()))
