"""A sentence → one tick per word: a test double that is part of the program.

It needs no data, and a test can count its ticks.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final

from ...configuration.settings import Profile
from ...errors import SpeechError
from ...messages import message
from ...regex import regex
from ..engine import LONGEST_TEXT, Speech
from . import unknown_voice

_WORD: Final = regex(r"[^\W\d_]+")
_RATE_HZ: Final = 22050
_TICK_SAMPLES: Final = 1102
_TICK_HZ: Final = 1000


@dataclass(frozen=True, slots=True)
class Metronome:
    """A voice of ticks at the profile's pace."""

    syllables_per_minute: int

    sample_rate_hz: ClassVar[int] = _RATE_HZ
    gain_db: ClassVar[float] = -0.9
    languages: ClassVar[frozenset[str]] = frozenset({"vi", "en"})
    needs_network: ClassVar[bool] = False
    max_parallel: ClassVar[int] = 0
    longest_text: ClassVar[int] = LONGEST_TEXT

    @property
    def fingerprint(self) -> str:
        """Return the pace, the only property that changes the sound."""
        return f"metronome 1 {self.syllables_per_minute}"

    def speak(self, text: str) -> Speech:
        """Return one tick per word.  Raises `SpeechError` if there is no word."""
        words = len(_WORD.findall(text))
        if not words:
            raise SpeechError(text, message("there is nothing to speak"), message("Leave the sentence out."))
        beat = _RATE_HZ * 60 // self.syllables_per_minute
        return Speech(_tick().ljust(beat * 2, b"\0") * words, _RATE_HZ)


def open_voice(variant: str, profile: Profile) -> Metronome:
    """Return the metronome at the pace of `profile`; it has no variants."""
    if variant:
        raise unknown_voice(f"metronome:{variant}", {"metronome": ""})
    return Metronome(profile.syllables_per_minute)


@cache
def _tick() -> bytes:
    wave = (round(12_000 * math.sin(math.tau * _TICK_HZ * n / _RATE_HZ)) for n in range(_TICK_SAMPLES))
    return struct.pack(f"<{_TICK_SAMPLES}h", *wave)
