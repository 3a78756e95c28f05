"""Every class against its rows (written ⇥ spoken), and the invariants of any text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin_media.configuration.settings import ReadingStyle
from bantin_media.normalization import Normalizer
from bantin_media.normalization.cardinal import DIGIT, cardinal
from bantin_media.speech.engines.espeak import refuse_unspeakable

ROWS = [
    pytest.param(*row.split("\t"), id=f"{file.stem}:{number}")
    for file in sorted(Path(__file__).parent.glob("*.tsv"))
    for number, row in enumerate(file.read_text("utf-8").splitlines(), start=1)
    if row and not row.startswith("# ") and row != "written\tspoken"
]
NORMALIZER = Normalizer()
SPOKEN = re.compile(r"(?:[^\W\d_]+(?:[-'][^\W\d_]+)*(?:, | |(?=[.?!]?$)))*[.?!]?")
WRITTEN = (
    "27/4/2009 70/2009/QĐ-TTg 3,05% 12.345,6 km2 15-20 0912.345.678 7h30 UBND V.I. Lênin Khuổi H'Mông (a) ./. … – - / "
    "thứ 4 ngày số nhà tỷ đồng/kg 09xx 1/5 2021-2025 xã Mai và & % ° ² ☃ \u202e e\u0301 ÷ 中 x @ # 5G A/H5N1 /QĐ-TTg "
    "-KH/TW ① ⑳ ⁶ ½ 𝟻 ٣ ５ Ａ Ⅳ 1.000. 1-2-3- điện thoại mã tỷ lệ"
)
PIECES = st.sampled_from(WRITTEN.split())
ANYTHING = st.lists(PIECES | st.text(max_size=6), max_size=12).map(" ".join) | st.lists(PIECES).map("".join) | st.text()


@pytest.mark.parametrize(("written", "spoken"), ROWS)
def test_the_written_form_has_the_spoken_form(written: str, spoken: str) -> None:
    reading = NORMALIZER.read(written)
    assert reading.spoken == spoken, [(token.written, token.spoken, token.rule) for token in reading.tokens]
    assert reading.written == written


@given(ANYTHING)
@settings(max_examples=400, deadline=None)
def test_no_text_is_lost_and_only_words_are_spoken(text: str) -> None:
    reading = NORMALIZER.read(text)
    assert reading.written == text
    assert unicodedata.is_normalized("NFC", reading.spoken)
    assert SPOKEN.fullmatch(reading.spoken), reading.spoken
    silent = [token.written for token in reading.tokens if not token.spoken and token.rule == "unread"]
    assert not silent or reading.notices


@given(st.text(max_size=60) | st.lists(PIECES | st.text(max_size=3)).map("".join))
@settings(max_examples=300, deadline=None)
def test_the_embedded_voice_is_given_nothing_that_it_refuses(text: str) -> None:
    reading = NORMALIZER.read(text)
    refuse_unspeakable(reading.spoken)
    assert reading.spoken.count(", ") == reading.spoken.count(",")
    assert not set(reading.spoken[:-1]) & set(".?!")


@pytest.mark.parametrize("written", ["Анна", "中文", "ab中cd", "12/QĐ-Я", "#Привет", "βγ", "ΔX", "ا", "x\u0302"])
def test_letters_of_another_script_are_reported(written: str) -> None:
    reading = NORMALIZER.read(f"ở {written} ạ")
    assert {"reading.another-script", "reading.unknown-symbol"} & {notice.code for notice in reading.notices}
    assert reading.spoken.startswith("ở ")
    assert reading.spoken.endswith(" ạ")


@given(st.lists(PIECES, max_size=12).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_a_reading_read_again_is_the_same(text: str) -> None:
    spoken = NORMALIZER.read(text).spoken
    assert NORMALIZER.read(spoken).spoken == spoken


def counted(words: str) -> int:
    """Return the value of the words of a whole number, as a listener understands them."""
    units = {word: digit for digit, word in enumerate(DIGIT)} | {"mốt": 1, "tư": 4, "lăm": 5, "linh": 0}
    total = below_billion = group = 0
    for word in words.split():
        if word == "tỷ":
            total, below_billion, group = (below_billion + group) * 10**9, 0, 0
        elif word in ("nghìn", "triệu"):
            below_billion, group = below_billion + group * {"nghìn": 1_000, "triệu": 1_000_000}[word], 0
        elif word in ("mươi", "trăm"):
            group += group % 10 * ({"mươi": 10, "trăm": 100}[word] - 1)
        else:
            group += 10 if word == "mười" else units[word]
    return total + below_billion + group


@given(st.integers(min_value=0, max_value=10**18 - 1))
@settings(deadline=None)
def test_a_listener_hears_the_number_that_was_written(number: int) -> None:
    assert counted(cardinal(number, ReadingStyle())) == number
    grouped = f"{number:,}".replace(",", ".")
    assert counted(NORMALIZER.read(f"có {grouped} cây").spoken.removeprefix("có ").removesuffix(" cây")) == number


HOSTILE = (
    "1",
    "1.",
    "1,000",
    "a",
    "A",
    "1/",
    "9-",
    ".",
    "0 ",
    "a ",
    "A.",
    "1.000 ",
    "x1",
    "-5 ",
    "1:",
    "(1)",
    "1m6",
    "中",
    "①",
    "٣",
    "a1234-",
    "09123",
    "1x2",
    "²",
    " ",
    "P½",
    "中năm",
    "I ",
    "A/ ",
    "QĐ-",
    "1-2 ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_line_is_read(piece: str) -> None:
    text = piece * (3_000 // len(piece))
    assert NORMALIZER.read(text).written == text


@pytest.mark.long
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_a_hostile_line_is_read(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert NORMALIZER.read(text).written == text
