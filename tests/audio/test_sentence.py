"""Trimming and loudness of single sentences, compared with another meter."""

from __future__ import annotations

import math

import numpy as np
import pyebur128
import pytest

from bantin_media.audio import sentence
from bantin_media.audio.calibration import Level, calibrated
from bantin_media.audio.loudness import SILENT_LUFS
from bantin_media.audio.mp3 import SAMPLE_RATES_HZ, FrameFormat
from bantin_media.audio.sentence import K_WEIGHTING, sentence_lufs, trimmed


def words(rate: int, *, before_ms: int = 0, after_ms: int = 0, level: float = 0.2, hum: float = 0.0) -> bytes:
    """Return a second and a half of tones in bursts, like syllables, with silence around them and a hum below."""
    samples = np.arange(rate * 3 // 2)
    syllables = 0.5 - 0.5 * np.cos(2 * np.pi * samples / (rate / 5))
    sound = syllables * sum(
        np.sin(2 * np.pi * hz * samples / rate) / number for number, hz in enumerate((170, 600, 1900), 1)
    )
    whole = np.concatenate((np.zeros(before_ms * rate // 1000), level * sound / 2, np.zeros(after_ms * rate // 1000)))
    whole += hum * np.sin(2 * np.pi * 900 * np.arange(len(whole)) / rate)
    return np.rint(whole.clip(-1, 1) * 32767).astype("<i2").tobytes()


def response_db(rate: int, hz: float) -> float:
    """Return the gain of the weighting at a frequency."""
    angle = 2 * math.pi * hz / rate
    return 10 * math.log10(sum(share * math.cos(lag * angle) for lag, share in enumerate(K_WEIGHTING[rate])))


@pytest.mark.parametrize("rate", K_WEIGHTING)
def test_it_weights_frequencies_as_another_meter_does(rate: int) -> None:
    for hz in (150, 300, 600, 1200, 2000, 3000, 4500, 6500):
        tone = (np.sin(2 * np.pi * hz * np.arange(rate * 2) / rate) * 0.3 * 32767).astype("<i2")
        meter = pyebur128.R128State(1, rate, pyebur128.MeasurementMode.MODE_I)
        meter.add_frames(tone / 32768, len(tone))
        assert sentence_lufs(tone.tobytes(), rate) == pytest.approx(pyebur128.get_loudness_global(meter), abs=0.8)
        assert abs(response_db(rate, hz)) < 6


def test_every_rate_of_an_mp3_has_its_weighting() -> None:
    assert K_WEIGHTING.keys() == SAMPLE_RATES_HZ.keys()


@pytest.mark.parametrize("rate", K_WEIGHTING)
@pytest.mark.parametrize(("before_ms", "after_ms"), [(0, 0), (400, 0), (0, 900), (250, 250)])
@pytest.mark.parametrize("level", [0.01, 0.2, 1.0])
def test_silence_at_the_ends_is_trimmed_without_loss_of_words(
    rate: int, before_ms: int, after_ms: int, level: float
) -> None:
    bare = trimmed(words(rate, level=level), rate)
    found = trimmed(words(rate, before_ms=before_ms, after_ms=after_ms, level=level), rate)
    kept = (sentence.HEAD_KEPT_MS + sentence.TAIL_KEPT_MS + 20) * rate // 1000
    assert abs(len(found) - len(bare)) // 2 <= kept
    loud = np.abs(np.frombuffer(words(rate, level=level), "<i2")) > 0.05 * level * 32768
    assert np.count_nonzero(np.abs(np.frombuffer(found, "<i2")) > 0.05 * level * 32768) == np.count_nonzero(loud)


def test_noise_that_a_voice_makes_without_words_is_quiet_too() -> None:
    noisy = words(22050, before_ms=300, after_ms=300, hum=0.0004)
    assert len(noisy) - len(trimmed(noisy, 22050)) > 2 * 22050 * 500 // 1000


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(90_000)])
def test_silence_stays_as_it_is(pcm: bytes) -> None:
    assert trimmed(pcm, 22050) == pcm
    assert sentence_lufs(pcm, 22050) == SILENT_LUFS


def test_a_single_short_word_stays_long_enough_for_a_clip() -> None:
    rate = 22050
    word = words(rate)[: 2 * (rate * 150 // 1000)]
    quiet = bytes(2 * (rate * 400 // 1000))
    assert len(trimmed(quiet + word + quiet, rate)) == 2 * (sentence.SHORTEST_MS * rate // 1000)
    assert trimmed(word, rate) == word


def test_a_sentence_gets_the_gain_that_its_own_sound_needs_and_no_more_than_six_decibels() -> None:
    level = Level(3.0, typical_lufs=-24.0)
    assert level.of(-24.1).gain_db == 3.0
    assert level.of(-20.0).gain_db == -1.0
    assert level.of(-28.6).gain_db == 7.5
    assert (level.of(-60.0).gain_db, level.of(0.0).gain_db) == (9.0, -3.0)
    assert Level(3.0).of(-60.0) == Level(3.0)


def test_a_voice_that_is_loud_in_short_sentences_is_calibrated_as_if_it_were_even() -> None:
    form, rate = FrameFormat(22050, 48), 22050
    even = calibrated([words(rate) for _ in range(6)], form, -19.0)
    uneven = calibrated([words(rate, level=level) for level in (0.4, 0.3, 0.2, 0.2, 0.14, 0.1)], form, -19.0)
    assert even
    assert uneven
    assert uneven.typical_lufs is not None
    assert even.typical_lufs is not None
    heard_even, heard_uneven = even.gain_db + even.typical_lufs, uneven.gain_db + uneven.typical_lufs
    assert heard_uneven == pytest.approx(heard_even, abs=0.4)


@pytest.mark.parametrize("rate", K_WEIGHTING)
@pytest.mark.parametrize("samples", [1, 3, 400, 30_001])
def test_it_is_as_loud_without_numpy_to_the_last_bit(rate: int, samples: int) -> None:
    pcm = words(rate, hum=0.01)[: 2 * samples]
    step = min(rate // 10, samples)
    assert [list(row) for row in sentence._by_hand(pcm, step)] == [list(row) for row in sentence._by_numpy(pcm, step)]


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("pcm", [b"", bytes(4), words(22050, level=1.0), np.array([3, -32768, 9], "<i2").tobytes()])
def test_the_peak_is_the_same_with_and_without_numpy(monkeypatch: pytest.MonkeyPatch, pcm: bytes, few: bool) -> None:
    monkeypatch.setattr(sentence, "are_many", lambda _: not few)
    assert sentence._peak(pcm) == max((abs(one) for one in np.frombuffer(pcm, "<i2").tolist()), default=0)
