"""Abbreviations and similar forms: notices, styles, and the permitted content of tables."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from bantin_media.configuration.settings import ReadingStyle
from bantin_media.normalization import Normalizer
from bantin_media.normalization.abbreviation import expand
from bantin_media.normalization.roman import value
from bantin_media.vietnamese.abbreviations import SPELLED, abbreviations, default_meaning
from bantin_media.vietnamese.sentences import split
from bantin_media.vietnamese.tables import read_table

NORMALIZER = Normalizer()
TABLES = ["abbreviation", "alnum", "doctype", "foreign", "issuer", "letter", "place", "title"]


def codes(text: str) -> set[str]:
    return {notice.code for notice in NORMALIZER.read(text, "bài:3").notices}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CT đã đến dự", "reading.ambiguous-abbreviation"),
        ("họp với XYZQ", "reading.unknown-abbreviation"),
        ("BQLDTLS thẩm định", "reading.composed-abbreviation"),
        ("trướcĐa dạng", "reading.slip"),
        ("gặt lúa 🌾", "reading.silent-symbol"),
        ("chữ \u202eđảo", "reading.turned-text"),
        ("Quyết định số 12/QĐ-XYZQ", "reading.unknown-abbreviation"),
        ("xem Powered by", "reading.unknown-word"),
    ],
)
def test_uncertain_readings_are_reported_with_their_place(text: str, code: str) -> None:
    notices = [notice for notice in NORMALIZER.read(text, "bài:3").notices if notice.code == code]
    assert notices
    assert all(notice.where == "bài:3" and notice.what and notice.hint for notice in notices)


@pytest.mark.parametrize(
    "text",
    [
        "UBND xã và HĐND tỉnh phát triển KT-XH",
        "Quyết định số 70/2009/QĐ-TTg",
        "học tập V.I. Lênin",
        "Đại hội lần thứ XII",
        "bản Khuổi Slưn của người H'Mông",
    ],
)
def test_certain_readings_are_not_reported(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Ngày ngày bà con vẫn lên nương",
        "thôn Vi Hương, xã Mai Lạp",
        "ông Lý A Dì",
        "Y tế thôn bản",
        "Ý kiến của cử tri",
        "tư tưởng và tiến sĩ",
    ],
)
def test_plain_prose_is_unchanged(text: str) -> None:
    assert NORMALIZER.read(text).spoken == text


def test_document_numbers_have_a_lettered_style() -> None:
    lettered = Normalizer(ReadingStyle(document_numbers="letters"))
    spoken = lettered.read("Quyết định số 70/2009/QĐ-TTg").spoken
    assert spoken == "Quyết định số bảy mươi, năm hai nghìn không trăm linh chín, quy đê, tê tê gờ"


def test_letters_have_two_traditions() -> None:
    assert Normalizer(ReadingStyle(letter_names="a bờ cờ")).read("điểm đ").spoken == "điểm đờ"
    assert NORMALIZER.read("điểm đ").spoken == "điểm đê"


def test_bodies_and_compounds_are_composed() -> None:
    assert expand("SNV") == "sở nội vụ"
    assert expand("STNMT") == "sở tài nguyên và môi trường"
    assert expand("BTVTU") == "ban thường vụ tỉnh ủy"
    assert expand("XYZQ") == ""


def test_roman_numerals_count() -> None:
    assert [value(one) for one in ("I", "IV", "IX", "XIV", "XL", "XC", "MCMXCIV")] == [1, 4, 9, 14, 40, 90, 1994]


@pytest.mark.parametrize("table", TABLES)
def test_spoken_forms_of_tables_are_words_only(table: str) -> None:
    for row in read_table("bantin_media.normalization", table):
        for cell in row[1:2]:
            assert cell == SPELLED or all(letter.isalpha() or letter in " ,|'" for letter in cell), row
        assert all(unicodedata.is_normalized("NFC", cell) for cell in row)
    rows = read_table("bantin_media.normalization", table)
    assert len(set(rows)) == len(rows)


def test_members_have_their_default_last() -> None:
    seen: set[str] = set()
    for written, _, beside in read_table("bantin_media.normalization", "abbreviation"):
        assert written not in seen, f"{written}: a row behind the default is dead"
        if not beside:
            seen.add(written)


def test_the_abbreviation_table_is_sound() -> None:
    for written, meanings in abbreviations().items():
        words = [meaning.spoken for meaning in meanings if meaning.spoken != SPELLED]
        assert all(letter.isalpha() or letter in " ," for spoken in words for letter in spoken), written
        unconditional = [meaning for meaning in meanings if not meaning.conditions]
        assert len(unconditional) < 2, f"{written}: the second reading can never be said"
    assert default_meaning("UBND") == "ủy ban nhân dân"
    assert default_meaning("CT") == ""


def test_real_text_is_read_without_a_loss() -> None:
    samples = os.environ.get("BANTIN_SAMPLES")
    if not samples:
        pytest.skip("BANTIN_SAMPLES does not name the folder of private samples")
    for path in sorted(Path(samples).glob("s*/**/*.txt")):
        for line in path.read_text("utf-8").splitlines():
            for sentence in split(line):
                reading = NORMALIZER.read(sentence)
                assert reading.written == sentence
                assert NORMALIZER.read(reading.spoken).spoken == reading.spoken
                assert not any(letter.isdigit() for letter in reading.spoken)
