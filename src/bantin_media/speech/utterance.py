"""The raw sound of one sentence → its segment: resampled, trimmed, levelled and encoded once.

This takes most of the local time for a sentence from a server.  It needs only the sound, so a worker process does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..audio.calibration import Level, held
from ..audio.mp3 import FrameFormat, Segment, encode
from ..audio.sentence import HEAD_KEPT_MS, TAIL_KEPT_MS, sentence_lufs, trimmed
from ..errors import SpeechError
from ..messages import message
from .clauses import pause_ms
from .engine import Speech, excerpt

Part = tuple[str, Speech]
"""The words of a part of a sentence, and their sound; a sentence too long for its engine has several parts."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The raw sound of `said` in parts, which can be iterated once, and the target level of each part.

    It is picklable if `parts` is a tuple.  `peaks_checked` says that the peaks of the encoded sound must be measured,
    because they cannot be predicted.
    """

    said: str
    parts: Iterable[Part]
    level: Level
    peaks_checked: bool
    frame_format: FrameFormat

    def segment(self) -> Segment:
        """Return the encoded sound.  Raises `SpeechError` if it cannot be encoded."""
        rate_hz = self.frame_format.sample_rate_hz
        parts = [(words, trimmed(b"".join(speech.at(rate_hz)), rate_hz)) for words, speech in self.parts]
        own = [self.level.of(sentence_lufs(pcm, rate_hz)) for _, pcm in parts]

        def levelled(ceiling_dbfs: float) -> Iterator[bytes]:
            return self._levelled(parts, [replace(level, ceiling_dbfs=ceiling_dbfs) for level in own])

        ceiling_dbfs = self.level.ceiling_dbfs
        try:
            if self.peaks_checked:
                return held(levelled, ceiling_dbfs, self.frame_format)
            return encode(levelled(ceiling_dbfs), rate_hz, self.frame_format)
        except ValueError as error:
            what = message("its sound cannot be encoded: {cause}", cause=error)
            raise SpeechError(excerpt(self.said), what) from error

    def _levelled(self, parts: Sequence[tuple[str, bytes]], own: Sequence[Level]) -> Iterator[bytes]:
        before = ""
        for (words, pcm), level in zip(parts, own, strict=True):
            if before:
                quiet_ms = pause_ms(before) - HEAD_KEPT_MS - TAIL_KEPT_MS
                yield bytes(2 * self.frame_format.samples(quiet_ms))
            yield level.apply(pcm)
            before = words


def encoded(utterance: Utterance) -> bytes:
    """Return the bytes of the segment of `utterance` for the store.  Raises `SpeechError`."""
    return utterance.segment().to_bytes()
