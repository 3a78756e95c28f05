"""Letters, syllables and sentences."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.vietnamese import letters
from bantin_media.vietnamese.sentences import LONGEST, split
from bantin_media.vietnamese.syllables import count_syllables, is_syllable, syllable_share, syllables

CASES = [
    line
    for line in (Path(__file__).parent / "sentences.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
WELL_FORMED = """hoà hòa thuý thúy Kạn gì gìn giữ giết giếng quốc quý quyển nghiêng Nguyễn khuya khuỷu ngoằn ngoèo
hoạch Bể Pác Nặm thuở quả của cửa mười lược uống yêu y Ê ai xoong rượu bác uỷ ủy gia giặt huỳnh quýt"""
ILL_FORMED = "Slưn ViÖt tat hóan gía Facebook UBND nguy~n x ngiêng kông b đươcc áà bàc hóac toàc"
PROSE = st.text(alphabet=letters.LETTER + " .,;:!?…/0123456789()“”\"'-–\n\u00a0", max_size=200)


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_at_their_final_marks(case: str) -> None:
    expected = tuple(part.strip() for part in case.split("¦"))
    assert split(" ".join(expected)) == expected


@given(PROSE)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert " ".join(split(text)) == " ".join(text.split())


@given(PROSE)
def test_a_sentence_cut_out_is_never_empty(text: str) -> None:
    assert all(split(text))


def test_a_megabyte_of_marks_is_one_pass() -> None:
    for hostile in ("." * 1_000_000, "a. " * 60_000, "I." * 500_000, '"' * 1_000_000, "... " * 60_000):
        assert " ".join(split(hostile)) == " ".join(hostile.split())


@pytest.mark.parametrize("word", WELL_FORMED.split())
def test_syllables_are_recognised_composed_and_decomposed(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ILL_FORMED.split())
def test_text_that_is_no_syllable_is_not_taken_for_one(word: str) -> None:
    assert not is_syllable(word)


def test_every_listed_syllable_is_one() -> None:
    listed = syllables()
    assert all(is_syllable(word) for word in listed)
    assert {"hoà", "hòa", "nghiêng", "gì", "quốc"} <= listed
    assert len(listed) > 15_000


def test_the_share_of_syllables_tells_a_wrong_font() -> None:
    assert syllable_share("Đội ngũ cán bộ được luân chuyển, tăng cường từng bước trưởng thành (UBND, 2009).") == 1
    assert syllable_share("§éi ngò c¸n bé ®­îc lu©n chuyÓn, t¨ng c­êng tõng b­íc tr­ëng thµnh") < 0.5
    assert syllable_share("") == 1
    assert syllable_share("ViÖt nam") == 0.5


def test_a_word_is_a_syllable_and_a_foreign_one_more() -> None:
    assert count_syllables("ủy ban nhân dân, quyết định.") == 6
    assert count_syllables("Facebook") == 3
    assert count_syllables("Ê-đê") == 2
    assert count_syllables("Brr") == 1


def test_the_case_of_letters_comes_from_tables() -> None:
    assert all(letters.is_lower(letter) and not letters.is_upper(letter) for letter in "đàệưỹa")
    assert all(letters.is_upper(letter) and not letters.is_lower(letter) for letter in "ĐÀỆƯỸA")
    assert letters.is_lower("ж")
    assert not letters.is_lower("中")
    assert letters.is_upper("Ж")
    assert len(set(letters.LOWER)) == 33 + 60
    assert len(letters.VOWEL_CAPITALS) == 12 + 60
    assert len(letters.LOWER) == len(letters.UPPER)


def test_letters_have_names_in_both_traditions() -> None:
    assert letters.spell("QĐ") == "quy đê"
    assert letters.spell("UBND", "a bờ cờ") == "u bờ nờ dờ"
    assert letters.spell("é3Ế") == "e ê"


def test_real_text_is_cut_without_a_loss() -> None:
    samples = os.environ.get("BANTIN_SAMPLES")
    if not samples:
        pytest.skip("BANTIN_SAMPLES does not name the folder of private samples")
    for path in sorted(Path(samples).glob("s*/**/*.txt")):
        for line in path.read_text("utf-8").splitlines():
            assert " ".join(split(line)) == " ".join(line.split())


@pytest.mark.parametrize("piece", ["1/2 ", "thôn Nà Phiêng; ", "bà con, "])
def test_an_endless_sentence_is_cut_at_a_breath(piece: str) -> None:
    text = (piece * 20_000).strip()
    cut = split(text)
    assert " ".join(cut) == text
    assert max(map(len, cut)) <= LONGEST
    assert all(one.endswith(piece.strip()[-1]) for one in cut)
