"""Sentences from a server that are too short for their words: reported, and no others."""

from __future__ import annotations

import pytest

from bantin_media.speech.lost_words import hurried
from bantin_media.speech.voice_level import sentences
from bantin_media.vietnamese.syllables import count_syllables


def timed(factors: list[float]) -> list[tuple[str, float]]:
    return [(text, count_syllables(text) * 260 * factor) for text, factor in zip(sentences(), factors, strict=False)]


@pytest.mark.parametrize("lost", range(len(sentences()) - 1))
def test_a_sentence_that_lost_half_its_words_is_reported_with_its_expected_length(lost: int) -> None:
    paces = [1.0 + 0.2 * (-1) ** number for number in range(len(sentences()))]
    paces[lost] = 0.5
    found = list(hurried([*timed(paces), *timed([1.0] * 9)]))
    assert [notice.where for notice in found] == [sentences()[lost]]
    assert found[0].code == "sentence.hurried"


def test_voices_sway_and_short_sentences_are_fast() -> None:
    assert not list(hurried(timed([0.8, 1.2, 0.9, 1.1, 0.75, 1.25, 1.0, 1.0, 1.0, 1.0])))
    assert not list(hurried([*timed([1.0] * 10), ("Hết tin.", 180.0)]))


def test_a_few_sentences_do_not_tell_a_voices_pace() -> None:
    assert not list(hurried(timed([1.0, 1.0, 0.3])))
