"""Cuts in a sentence that is longer than a request, and the joining of its sounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.speech.clauses import cut, joined
from bantin_media.speech.engine import Speech

CUTS = [
    ("Bà con phấn khởi, tin tưởng.", 100, ["Bà con phấn khởi, tin tưởng."]),
    (
        "Xã tiếp tục rà soát từng hộ nghèo trong các thôn bản vùng cao để có biện pháp giúp đỡ phù hợp với điều kiện.",
        100,
        [
            "Xã tiếp tục rà soát từng hộ nghèo trong các thôn bản vùng cao",
            "để có biện pháp giúp đỡ phù hợp với điều kiện.",
        ],
    ),
    (
        "Có lúa, có ngô, có chè, có quế, có hồi, và có một con đường mới chạy qua sáu thôn của xã ta.",
        60,
        ["Có lúa, có ngô, có chè, có quế, có hồi,", "và có một con đường mới chạy qua sáu thôn của xã ta."],
    ),
    (
        "Lãnh đạo tỉnh đã làm việc với Bộ Giáo dục và Đào tạo về việc xây trường tại các xã biên giới của tỉnh ta.",
        80,
        [
            "Lãnh đạo tỉnh đã làm việc với Bộ Giáo dục và Đào tạo",
            "về việc xây trường tại các xã biên giới của tỉnh ta.",
        ],
    ),
]


@pytest.mark.parametrize(("text", "longest", "pieces"), CUTS)
def test_a_sentence_is_cut_at_the_end_of_a_clause(text: str, longest: int, pieces: list[str]) -> None:
    assert list(cut(text, longest)) == pieces


@given(st.lists(st.sampled_from(["xã", "thôn,", "và", "của", "Đào", "đồng", "thời", "nhưng", "đường.", "quế;"])))
def test_no_word_is_lost_and_no_piece_is_too_long(words: list[str]) -> None:
    text = " ".join(words)
    pieces = cut(text, 20)
    assert " ".join(pieces) == text
    assert all(len(piece) <= 20 for piece in pieces)


def test_a_word_is_never_cut() -> None:
    with pytest.raises(ValueError, match="dàiquá"):
        cut("một dàiquá hai", 5)


def sound(quiet_before_ms: int, quiet_after_ms: int, hiss: int = 0) -> Speech:
    quiet = (np.full(24 * quiet_before_ms, hiss), np.full(24 * quiet_after_ms, -hiss))
    return Speech(np.concatenate((quiet[0], np.full(24 * 100, 8000), quiet[1])).astype("<i2").tobytes(), 24000)


@pytest.mark.parametrize(("before_ms", "after_ms"), [(0, 0), (400, 20), (50, 700)])
@pytest.mark.parametrize(("piece", "pause_ms"), [("Một con đường,", 230), ("Một con đường", 80)])
def test_the_quiet_between_two_pieces_is_a_pause_however_much_each_has(
    piece: str, pause_ms: int, before_ms: int, after_ms: int
) -> None:
    whole = np.frombuffer(joined((piece, "hai thôn."), (sound(5, after_ms), sound(before_ms, 9))).pcm, "<i2")
    loud = np.flatnonzero(whole)
    gaps_ms = (np.diff(loud) - 1).max() / 24
    assert gaps_ms <= pause_ms + 0.1
    assert gaps_ms >= pause_ms - 60.1
    assert (loud[0], len(whole) - 1 - loud[-1]) == (24 * 5, 24 * 9)


def test_a_hiss_of_50_db_below_full_scale_is_speech() -> None:
    def length(hiss: int) -> int:
        return joined(("Một con đường,", "hai thôn."), (sound(5, 400, hiss), sound(400, 9, hiss))).samples

    assert length(0) == length(99) < length(100)


def test_one_piece_is_left_as_it_is() -> None:
    assert joined(("Một.",), (sound(300, 300),)) == sound(300, 300)


def test_pieces_of_several_rates_have_that_of_the_first() -> None:
    whole = joined(("Một,", "hai."), (sound(0, 0), Speech(sound(0, 0).pcm, 12000)))
    assert whole.sample_rate_hz == 24000
    assert whole.samples == 24 * (100 + 230 - 60 + 200)
