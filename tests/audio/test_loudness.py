"""Measured loudness compared with libebur128's, and the limiting of peaks."""

from __future__ import annotations

import numpy as np
import pyebur128
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.audio import levels
from bantin_media.audio.loudness import SILENT_LUFS, integrated_lufs


def reference_lufs(pcm: bytes, rate: int) -> float:
    meter = pyebur128.R128State(1, rate, pyebur128.MeasurementMode.MODE_I)
    samples = np.frombuffer(pcm, "<i2") / 32768
    meter.add_frames(samples, len(samples))
    return float(pyebur128.get_loudness_global(meter))


def noise(rate: int, kind: str) -> bytes:
    chance = np.random.default_rng(7)
    wave = chance.normal(size=rate * 8) * 0.1
    if kind == "rumble":
        wave = np.convolve(wave, 0.97 ** np.arange(400), mode="same")
    if kind == "with pauses":
        wave *= np.repeat(np.arange(16) % 4 != 0, rate // 2)
    if kind == "hum":
        wave = 0.3 * np.sin(np.arange(rate * 8) * 2 * np.pi * 60 / rate)
    return (wave.clip(-1, 1) * 32767).astype("<i2").tobytes()


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("kind", ["white", "rumble", "with pauses", "hum"])
def test_it_agrees_with_another_meter(rate: int, kind: str) -> None:
    pcm = noise(rate, kind)
    assert integrated_lufs([pcm[:5002], pcm[5002:]], rate) == pytest.approx(reference_lufs(pcm, rate), abs=0.2)


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(200_000)])
def test_silence_is_silent(pcm: bytes) -> None:
    assert integrated_lufs([pcm], 22050) == SILENT_LUFS


def test_a_sound_shorter_than_a_block_is_measured_whole() -> None:
    short = noise(22050, "white")[:3000]
    assert -25 < integrated_lufs([short], 22050) < -10


@given(st.floats(-20, 20), st.lists(st.integers(-32768, 32767), min_size=1, max_size=50))
def test_no_peak_is_above_the_ceiling_and_order_is_kept(gain_db: float, values: list[int]) -> None:
    samples = np.array(sorted(values), "<i2")
    levelled = np.frombuffer(levels.level(samples.tobytes(), gain_db), "<i2").astype(int)
    assert np.abs(levelled).max() <= 32768 * 10 ** (levels.CEILING_DBFS / 20) + 1
    assert (np.diff(levelled) >= 0).all()


def test_below_the_knee_a_sample_is_only_multiplied() -> None:
    samples = np.arange(-5000, 5000, 7, dtype="<i2")
    levelled = np.frombuffer(levels.level(samples.tobytes(), 6.0), "<i2")
    assert np.array_equal(levelled, np.rint(samples * 10**0.3).astype("<i2"))
