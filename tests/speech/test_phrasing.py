"""Pauses in long sentences: a table of examples, and the invariants of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.speech.phrasing import LONGEST_RUN, phrased

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("phrasing.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = ["cán", "bộ", "và", "để", "nhằm", "đồng", "thời", "Bộ", "năm", "hai", "mươi", "khi", "sau", "của", "nhưng"]


@pytest.mark.parametrize(("spoken", "breathed"), ROWS)
def test_a_newsreader_breathes_there(spoken: str, breathed: str) -> None:
    assert phrased(spoken) == breathed


@given(st.lists(st.sampled_from([*WORDS, "xã,", "tỉnh."]), max_size=90).map(" ".join))
def test_no_word_is_changed_and_no_pause_doubled(text: str) -> None:
    breathed = phrased(text)
    assert breathed.replace(",", "") == text.replace(",", "")
    assert ",," not in breathed
    assert phrased(breathed) == breathed


@given(st.lists(st.sampled_from(WORDS), max_size=LONGEST_RUN).map(" ".join))
def test_short_text_is_not_divided(text: str) -> None:
    assert phrased(text) == text
