"""Voices of many timbres and levels: the embedded one, changed to sound like other engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from bantin_media.audio.resampling import resampled
from bantin_media.configuration.settings import PROFILES
from bantin_media.speech.engine import Engine, Speech
from bantin_media.speech.engines import open_engine

Wave = NDArray[np.float64]
Timbre = Callable[[Wave], Wave]


def faint(wave: Wave) -> Wave:
    return wave * 0.03


def loud(wave: Wave) -> Wave:
    """Clipped at full scale, as by careless vendors."""
    return np.clip(wave * 4, -1, 1)


def peaky(wave: Wave) -> Wave:
    """Sharp pulses over a faint body."""
    return np.sign(wave) * np.abs(wave) ** 2 * 0.9


def dense(wave: Wave) -> Wave:
    """Compressed, as by broadcasters' processors: hardly a peak above the mean."""
    return np.tanh(wave * 12) * 0.25


def bright(wave: Wave) -> Wave:
    return np.diff(wave, prepend=0.0) * 0.8


def dull(wave: Wave) -> Wave:
    kernel = np.hanning(17)
    return np.convolve(wave, kernel / kernel.sum(), "same")


def hissing(wave: Wave) -> Wave:
    """Breathy: with noise that follows the words."""
    noise = np.sin(np.arange(len(wave)) ** 2 * 0.37)
    body = np.convolve(np.abs(wave), np.ones(400) / 400, "same")
    return 0.3 * wave + 1.2 * body * noise


def leaning(wave: Wave) -> Wave:
    """With asymmetric peaks, like many microphones."""
    return np.where(wave > 0, wave, wave * 0.25) * 0.7


TIMBRES: tuple[Timbre, ...] = (faint, loud, peaky, dense, bright, dull, hissing, leaning)


@dataclass(frozen=True, slots=True)
class Bent:
    """The embedded voice with another timbre at another sample rate and of unknown loudness."""

    timbre: str
    sample_rate_hz: int = 24000

    gain_db: ClassVar[None] = None
    languages: ClassVar[frozenset[str]] = frozenset({"vi"})
    needs_network: ClassVar[bool] = False
    max_parallel: ClassVar[int] = 0
    longest_text: ClassVar[int] = 600

    @property
    def fingerprint(self) -> str:
        return f"bent {self.timbre} {self.sample_rate_hz}"

    def speak(self, text: str) -> Speech:
        bend = next(one for one in TIMBRES if one.__name__ == self.timbre)
        wave = bend(np.frombuffer(_embedded().speak(text).pcm, "<i2") / 32768)
        pcm = np.rint(wave.clip(-1, 1) * 32767).astype("<i2").tobytes()
        return Speech(b"".join(resampled([pcm], 22050, self.sample_rate_hz)), self.sample_rate_hz)


@cache
def _embedded() -> Engine:
    return open_engine("espeak", PROFILES["phone"])
