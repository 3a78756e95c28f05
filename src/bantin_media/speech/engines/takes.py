"""What a voice said of one sentence in, its segment out: brought to one rate, levelled and encoded, once.

This is most of what a sentence from a server costs, and needs nothing but the sound: another process can do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ...audio.calibration import Level, held
from ...audio.mp3 import FrameFormat, Segment, encode
from ...errors import SpeechError
from ...messages import message
from . import Speech, excerpt

_PART_PAUSE_MS: Final = 230
"""The quiet between two parts of a sentence that is too long for its engine."""


@dataclass(frozen=True, slots=True)
class Take:
    """The sound of `said` as it came, in parts that can be given once, and how it is to be heard.

    Can be pickled where `speeches` are a tuple.  `is_measured`: the level was found by listening, not declared, so the
    peaks of each sentence are looked at.
    """

    said: str
    speeches: Iterable[Speech]
    level: Level
    is_measured: bool
    frame_format: FrameFormat

    def segment(self) -> Segment:
        """Return the encoded sound; raises `SpeechError` where it cannot be encoded."""
        try:
            if self.is_measured:
                whole = list(self._pcm())
                return held(self.level, lambda: whole, self.frame_format)
            return encode(map(self.level.apply, self._pcm()), self.frame_format.sample_rate_hz, self.frame_format)
        except ValueError as error:
            what = message("its sound cannot be encoded: {cause}", cause=error)
            raise SpeechError(excerpt(self.said), what) from error

    def _pcm(self) -> Iterator[bytes]:
        silence = bytes(2 * self.frame_format.samples(_PART_PAUSE_MS))
        for number, speech in enumerate(self.speeches):
            if number:
                yield silence
            yield from speech.at(self.frame_format.sample_rate_hz)


def encoded(take: Take) -> bytes:
    """Return the segment of `take` as the store keeps it; raises `SpeechError`."""
    return take.segment().to_bytes()
