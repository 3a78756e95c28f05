"""Resampling to the programme's rate: nothing added, no delay, reproducible bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bantin_media.audio.resampling import fingerprint, length, resampled

RATES = (8000, 16000, 22050, 24000, 44100, 48000)


def tone(rate_hz: int, hertz: float, seconds: float = 1.0, level: float = 0.5) -> bytes:
    wave = level * np.sin(np.arange(int(rate_hz * seconds)) * 2 * np.pi * hertz / rate_hz)
    return np.rint(wave * 32767).astype("<i2").tobytes()


def heard(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2") / 32768


@pytest.mark.parametrize("from_hz", RATES)
@pytest.mark.parametrize("to_hz", [22050, 24000])
def test_a_tone_stays_itself_and_in_its_place(from_hz: int, to_hz: int) -> None:
    sound = heard(b"".join(resampled([tone(from_hz, 1000)], from_hz, to_hz)))
    wanted = heard(tone(to_hz, 1000))
    assert len(sound) == len(wanted)
    inner = slice(to_hz // 20, -to_hz // 20)
    assert np.abs(sound[inner] - wanted[inner]).max() < 2e-4


def test_resampling_removes_tones_above_the_new_limit_without_aliasing() -> None:
    sound = heard(b"".join(resampled([tone(48000, 15000)], 48000, 22050)))
    assert np.abs(sound[2000:-2000]).max() < 1e-4


def test_one_rate_is_left_alone_to_the_byte() -> None:
    pcm = tone(22050, 300)
    assert list(resampled([pcm], 22050, 22050)) == [pcm]
    assert fingerprint(22050, 22050) == ""
    assert fingerprint(24000, 22050) != fingerprint(48000, 22050)


@example([4000], 48000, 22050)
@given(st.lists(st.integers(0, 4000), max_size=6), st.sampled_from(RATES), st.sampled_from([22050, 24000]))
def test_pieces_make_no_difference_and_the_length_is_known_before(sizes: list[int], from_hz: int, to_hz: int) -> None:
    samples = np.random.default_rng(1).integers(-9000, 9000, sum(sizes)).astype("<i2")
    cuts = np.split(samples, np.cumsum(sizes)[:-1]) if sizes else []
    piecewise = b"".join(resampled((cut.tobytes() for cut in cuts), from_hz, to_hz))
    assert piecewise == b"".join(resampled([samples.tobytes()], from_hz, to_hz))
    assert len(piecewise) == 2 * length(len(samples), from_hz, to_hz)


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, numpy as np\n"
        "from bantin_media.audio.resampling import resampled\n"
        "pcm = np.random.default_rng(2).integers(-9000, 9000, 50000).astype('<i2').tobytes()\n"
        "print(hashlib.sha256(b''.join(resampled([pcm], 24000, 22050))).hexdigest())\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    pcm = np.random.default_rng(2).integers(-9000, 9000, 50000).astype("<i2").tobytes()
    assert run.stdout.strip() == hashlib.sha256(b"".join(resampled([pcm], 24000, 22050))).hexdigest()
