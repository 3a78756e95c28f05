"""Sample sentences of a voice → the level that brings each sentence to the loudness of a programme.

The level is measured after limiter and encoder, because their loss of loudness, and the height of the peaks in the
MP3, differ between voices.  The sentences are joined with silence as in a programme, because the gate of BS.1770
also counts blocks that lie partly in a pause.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from . import levels
from .decoding import opened, pieces
from .loudness import SILENT_LUFS, integrated_lufs, true_peak_dbtp
from .mp3 import FrameFormat, LongSegment, Segment, encode, encode_to
from .sentence import sentence_lufs, trimmed

PAUSE_MS: Final = 400
LARGEST_GAIN_DB: Final = 45.0
"""A sound that needs a higher gain is almost silent; amplified, only its noise would be heard."""
LARGEST_CORRECTION_DB: Final = 6.0
_CORRECTION_STEP_DB: Final = 0.5
"""The step is inaudible, and it keeps the number of limiter curves small."""
_TOLERANCE_LU: Final = 0.05
_MOST_PASSES: Final = 12
_LEAST_SLOPE: Final = 0.2
_MOST_CORRECTIONS: Final = 8
_MARGIN_DB: Final = 0.3
"""Peaks are calibrated this much below the limit, because other sentences have higher peaks."""
_STEP_DB: Final = 0.2
_DECODED_SAMPLES: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Level:
    """The gain for a voice's PCM, and the sample peak that its limiter allows.

    `typical_lufs` is the loudness of a sentence for which this gain is right; if it is set, `of` corrects the gain of
    each sentence.
    """

    gain_db: float
    ceiling_dbfs: float = levels.CEILING_DBFS
    typical_lufs: float | None = None

    def of(self, sentence_lufs: float) -> Level:
        """Return the level that makes a sentence of `sentence_lufs` as loud as a typical one.

        The correction is at most `LARGEST_CORRECTION_DB`: a larger difference is a whisper or a fault, and remains
        audible.
        """
        if self.typical_lufs is None:
            return self
        missing_db = self.typical_lufs - sentence_lufs
        own_db = min(max(missing_db, -LARGEST_CORRECTION_DB), LARGEST_CORRECTION_DB)
        return replace(self, gain_db=round(self.gain_db + round(own_db / _CORRECTION_STEP_DB) * _CORRECTION_STEP_DB, 2))

    def apply(self, pcm: bytes) -> bytes:
        """Return `pcm` at this level."""
        return levels.level(pcm, self.gain_db, self.ceiling_dbfs)


def calibrated(sentences: Sequence[bytes], frame_format: FrameFormat, loudness_lufs: float) -> Level | None:
    """Return the level at which mono PCM `sentences` have `loudness_lufs` in an MP3 of `frame_format`.

    None if the sentences are so quiet that they would need `LARGEST_GAIN_DB` or more.
    """
    rate_hz = frame_format.sample_rate_hz
    trims = [trimmed(pcm, rate_hz) for pcm in sentences]
    loudness = [sentence_lufs(pcm, rate_hz) for pcm in trims]
    typical_lufs = round(sum(loudness) / len(loudness), 2)
    own_db = [Level(0.0, typical_lufs=typical_lufs).of(one).gain_db for one in loudness]
    highest_db = max(own_db)  # the others are attenuated before, so nothing is clipped
    even = [levels.quieter(pcm, highest_db - own) for pcm, own in zip(trims, own_db, strict=True)]
    found = _solved_level(bytes(2 * (PAUSE_MS * rate_hz // 1000)).join(even), frame_format, loudness_lufs)
    return found and Level(round(found.gain_db - highest_db, 2), found.ceiling_dbfs, typical_lufs)


def _solved_level(whole: bytes, frame_format: FrameFormat, loudness_lufs: float) -> Level | None:
    rate_hz = frame_format.sample_rate_hz
    ceiling_dbfs, encoder_db = levels.CEILING_DBFS, levels.ENCODER_GAIN_DB
    for _ in range(_MOST_CORRECTIONS):
        gain_db = solved(
            lambda gain_db, ceiling_dbfs=ceiling_dbfs: integrated_lufs(  # type: ignore[misc]
                [levels.level(whole, gain_db, ceiling_dbfs)], rate_hz
            ),
            loudness_lufs - encoder_db,
            LARGEST_GAIN_DB,
        )
        if gain_db is None or gain_db >= LARGEST_GAIN_DB:
            return None
        level = Level(gain_db, round(ceiling_dbfs, 2))
        sound = b"".join(decoded(encode([level.apply(whole)], rate_hz, frame_format)))
        missing_lu = loudness_lufs - integrated_lufs([sound], rate_hz)
        too_high_db = true_peak_dbtp([sound], rate_hz) - (levels.LARGEST_TRUE_PEAK_DBTP - _MARGIN_DB)
        if abs(missing_lu) <= 2 * _TOLERANCE_LU and too_high_db <= 0:
            break
        encoder_db -= missing_lu
        ceiling_dbfs -= max(too_high_db, 0.0)
    return level


def solved(loudness_at: Callable[[float], float], wanted_lufs: float, largest_gain_db: float) -> float | None:
    """Return the gain in dB at which `loudness_at` gives `wanted_lufs`, at most the largest; None for silence.

    A higher gain has less effect, because of the limiter: each pass uses the slope of the last two.
    """
    gain_db, slope = 0.0, 1.0
    before: tuple[float, float] | None = None
    for _ in range(_MOST_PASSES):
        found = loudness_at(gain_db)
        if found <= SILENT_LUFS:
            return None
        if abs(wanted_lufs - found) <= _TOLERANCE_LU or (before is not None and gain_db == before[0]):
            break
        if before is not None:
            slope = min(max((found - before[1]) / (gain_db - before[0]), _LEAST_SLOPE), 1.0)
        before = gain_db, found
        gain_db = min(round(gain_db + (wanted_lufs - found) / slope, 2), largest_gain_db)
    return gain_db


Levelled = Callable[[float], Iterable[bytes]]
"""Limits the peaks of PCM to a ceiling in dBFS, in pieces; may be called repeatedly."""


def held(levelled: Levelled, ceiling_dbfs: float, frame_format: FrameFormat) -> Segment:
    """Return the segment of the PCM, with a ceiling so low that its true peaks in the MP3 are at most -1 dBTP.

    `levelled` is called with ever lower ceilings, first `ceiling_dbfs`; its PCM has the sample rate of `frame_format`.
    Raises `ValueError` like `encode`.
    """
    file = io.BytesIO()
    long = held_to(file, levelled, ceiling_dbfs, frame_format)
    return Segment(long.samples, long.frame_count, file.getvalue())


def held_to(file: BinaryIO, levelled: Levelled, ceiling_dbfs: float, frame_format: FrameFormat) -> LongSegment:
    """Return the segment of `held`, with its frames in `file`, which must remain open."""
    rate_hz = frame_format.sample_rate_hz
    while True:
        file.seek(0)
        file.truncate()
        segment = encode_to(file, levelled(ceiling_dbfs), rate_hz, frame_format)
        too_high_db = true_peak_dbtp(decoded(segment), rate_hz) - levels.LARGEST_TRUE_PEAK_DBTP
        if too_high_db <= 0:
            return segment
        ceiling_dbfs -= too_high_db + _STEP_DB


def decoded(segment: Segment | LongSegment) -> Iterator[bytes]:
    """Yield the decoded sound of `segment` in pieces of mono 16-bit PCM; samples out of range are clipped."""
    import numpy as np

    whole = io.BytesIO(segment.frames) if isinstance(segment, Segment) else segment.file
    whole.seek(0)
    with opened(whole) as file:
        for piece in pieces(file, _DECODED_SAMPLES):
            yield np.rint(piece * 32768).clip(-32768, 32767).astype("<i2").tobytes()
