"""The sound of a fixed text → the level that brings a voice to the loudness of a programme, sentence by sentence.

The level is measured behind limiter and encoder, not calculated: how much they take of a voice, and how far its peaks
rise again in the MP3, differs from timbre to timbre.  Sentences are joined by silence as in a programme, since the
gate of BS.1770 counts blocks that reach into a pause.
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
from .take import take_lufs, trimmed

PAUSE_MS: Final = 400
LARGEST_GAIN_DB: Final = 45.0
"""A sound that needs more is as good as silent, and what would be heard is its noise."""
LARGEST_CORRECTION_DB: Final = 6.0
_CORRECTION_STEP_DB: Final = 0.5
"""Finer than can be heard, and coarse enough that the limiter's curves are few."""
_TOLERANCE_LU: Final = 0.05
_MOST_PASSES: Final = 12
_LEAST_SLOPE: Final = 0.2
_MOST_CORRECTIONS: Final = 8
_MARGIN_DB: Final = 0.3
"""How much lower than they need be peaks are calibrated: other sentences have higher ones."""
_STEP_DB: Final = 0.2
_DECODED_SAMPLES: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Level:
    """The gain that a voice's PCM gets, and the sample peak that its limiter leaves.

    With `typical_lufs`, the loudness of a sentence for which the gain is right, each sentence has a gain of its own.
    """

    gain_db: float
    ceiling_dbfs: float = levels.CEILING_DBFS
    typical_lufs: float | None = None

    def of(self, sentence_lufs: float) -> Level:
        """Return the level of a sentence that is that loud by itself: it becomes as loud as a typical one.

        No more than `LARGEST_CORRECTION_DB` either way: beyond that it is a whisper or a mistake, and stays one.
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
    """Return the level at which mono PCM `sentences` have `loudness_lufs` in an MP3 of `frame_format`, each levelled.

    None if no gain within reason does: they are silent, or all but silent.
    """
    rate_hz = frame_format.sample_rate_hz
    takes = [trimmed(pcm, rate_hz) for pcm in sentences]
    loudness = [take_lufs(take, rate_hz) for take in takes]
    typical_lufs = round(sum(loudness) / len(loudness), 2)
    own_db = [Level(0.0, typical_lufs=typical_lufs).of(one).gain_db for one in loudness]
    highest_db = max(own_db)  # the others are made fainter beforehand, which clips nothing
    even = [levels.quieter(take, highest_db - own) for take, own in zip(takes, own_db, strict=True)]
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
        heard = b"".join(decoded(encode([level.apply(whole)], rate_hz, frame_format)))
        missing_lu = loudness_lufs - integrated_lufs([heard], rate_hz)
        too_high_db = true_peak_dbtp([heard], rate_hz) - (levels.LARGEST_TRUE_PEAK_DBTP - _MARGIN_DB)
        if abs(missing_lu) <= 2 * _TOLERANCE_LU and too_high_db <= 0:
            break
        encoder_db -= missing_lu
        ceiling_dbfs -= max(too_high_db, 0.0)
    return level


def solved(loudness_at: Callable[[float], float], wanted_lufs: float, largest_gain_db: float) -> float | None:
    """Return the gain in dB at which `loudness_at` has the loudness that is wanted, or the largest; None for silence.

    The louder, the less a gain adds: each pass reckons with the slope of the last two.
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
"""A limiter's ceiling in dB of full scale → PCM with its peaks below that, in pieces; anew at each call."""


def held(levelled: Levelled, ceiling_dbfs: float, frame_format: FrameFormat) -> Segment:
    """Return the segment of PCM below `ceiling_dbfs`, its peaks bent further if they rise above -1 dBTP in the MP3.

    `levelled` is called with ever lower ceilings; its PCM has the sample rate of `frame_format`.  Raises `ValueError`
    as `encode` does.
    """
    file = io.BytesIO()
    long = held_to(file, levelled, ceiling_dbfs, frame_format)
    return Segment(long.samples, long.frame_count, file.getvalue())


def held_to(file: BinaryIO, levelled: Levelled, ceiling_dbfs: float, frame_format: FrameFormat) -> LongSegment:
    """Return the segment that `held` does, its frames written to `file`, which has to stay open."""
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
    """Yield the sound of `segment` as a player hears it, in pieces of mono 16-bit PCM; what is beyond them is cut."""
    import numpy as np

    whole = io.BytesIO(segment.frames) if isinstance(segment, Segment) else segment.file
    whole.seek(0)
    with opened(whole) as file:
        for piece in pieces(file, _DECODED_SAMPLES):
            yield np.rint(piece * 32768).clip(-32768, 32767).astype("<i2").tobytes()
