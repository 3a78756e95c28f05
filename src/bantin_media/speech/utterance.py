"""The raw sound of one sentence → its segment: resampled, levelled and encoded once.

This is most of the cost of a sentence from a server, and it needs nothing but the sound, so a worker process does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..audio.calibration import Level, held
from ..audio.mp3 import FrameFormat, Segment, encode
from ..errors import SpeechError
from ..messages import message
from .engine import Speech, excerpt

_PART_PAUSE_MS: Final = 230
"""The quiet between two parts of a sentence that is too long for its engine."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The raw sound of `said`, in parts that can be read once, and the level to bring it to.

    It can be pickled if `speeches` is a tuple.  `is_measured` says that the level was measured, not declared by the
    engine, so the peaks of each sentence are checked.
    """

    said: str
    speeches: Iterable[Speech]
    level: Level
    is_measured: bool
    frame_format: FrameFormat

    def segment(self) -> Segment:
        """Return the encoded sound; raises `SpeechError` if it cannot be encoded."""
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


def encoded(utterance: Utterance) -> bytes:
    """Return the segment of `utterance` as the store keeps it; raises `SpeechError`."""
    return utterance.segment().to_bytes()
