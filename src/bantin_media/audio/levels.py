"""PCM → PCM at the loudness of a programme with its peaks below a ceiling, by one table look-up per sample.

A voice is calibrated once (`Engine.gain_db`), so a programme needs no second pass.  The limiter is a soft clipper:
below the knee a sample is only multiplied, above it the curve flattens towards the ceiling.
"""

from __future__ import annotations

import math
import sys
from array import array
from functools import lru_cache
from itertools import pairwise
from typing import Final

REFERENCE_LUFS: Final = -19.0
"""The loudness that `Engine.gain_db` gives a voice: usual for mono programmes of speech."""
CEILING_DBFS: Final = -3.5
"""The highest sample before encoding; the encoder and inter-sample peaks add the rest up to -1 dBTP."""
KNEE_DBFS: Final = -8.5
LARGEST_TRUE_PEAK_DBTP: Final = -1.0
"""The limit for a finished programme: higher peaks distort on phones and cheap amplifiers."""
ENCODER_GAIN_DB: Final = -0.446
"""LAME attenuates all sound by the factor 0.95."""
_LOSSES: Final = (
    (-24.0, 0.49), (-22.0, 0.64), (-20.0, 0.98), (-19.0, 1.25), (-18.0, 1.58), (-17.0, 2.0), (-16.0, 2.53),
    (-15.0, 3.14), (-14.0, 3.85), (-13.0, 4.65),
)  # fmt: skip
"""Wanted loudness in LUFS, and the loss in dB by limiter and encoder; measured on the embedded voice."""
_AT_ONCE: Final = 1 << 13
_FEW_SAMPLES: Final = 1_000_000
FINGERPRINT: Final = f"bend {KNEE_DBFS} {CEILING_DBFS}"
"""The ingredients of levelled PCM besides its gain; part of every key of the store."""


def level(pcm: bytes, gain_db: float, ceiling_dbfs: float = CEILING_DBFS) -> bytes:
    """Return mono 16-bit PCM with `gain_db` applied and its peaks limited to the ceiling."""
    curve = _curve(round(gain_db, 3), round(ceiling_dbfs, 3))
    if not are_many(len(pcm) // 2):
        return array("h", map(curve.__getitem__, array("H", pcm))).tobytes()
    import numpy as np

    table = np.frombuffer(curve, np.int16)
    samples = np.frombuffer(pcm, dtype="<i2").view(np.uint16)
    levelled = np.empty(len(samples), np.int16)
    indexes = np.empty(_AT_ONCE, np.intp)  # in one place: numpy would convert the samples to new ones
    for begin in range(0, len(samples), _AT_ONCE):
        piece = samples[begin : begin + _AT_ONCE]
        here = indexes[: len(piece)]
        here[...] = piece
        table.take(here, out=levelled[begin : begin + _AT_ONCE], mode="clip")
    return levelled.tobytes()


def are_many(samples: int) -> bool:
    """Return whether numpy is worth its import, which takes as long as a few sentences, if `samples` more come."""
    if "numpy" in sys.modules or sys.byteorder != "little":
        return True
    _looked_at.append(samples)
    return sum(_looked_at) > _FEW_SAMPLES


_looked_at: list[int] = []


def quieter(pcm: bytes, by_db: float) -> bytes:
    """Return mono 16-bit PCM attenuated by `by_db`, which is 0 or more."""
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2") * math.pow(10, -by_db / 20)
    fainter: bytes = np.rint(samples).astype("<i2").tobytes()
    return fainter


def drive_db(gain_db: float, loudness_lufs: float) -> float:
    """Return the gain in dB that gives a voice with calibration `gain_db` the wanted loudness in the finished MP3."""
    return gain_db + loudness_lufs - REFERENCE_LUFS + _loss_db(loudness_lufs)


def _loss_db(loudness_lufs: float) -> float:
    for (quieter, low), (louder, high) in pairwise(_LOSSES):
        if loudness_lufs <= louder:
            share = max(0.0, (loudness_lufs - quieter) / (louder - quieter))
            return low + (high - low) * share
    return _LOSSES[-1][1]


def is_audible(pcm: bytes, faintest: int) -> bool:
    """Return whether the absolute value of any sample of `pcm` is at least `faintest`."""
    if not are_many(0):
        few = array("h", pcm)
        return bool(few) and (max(few) >= faintest or -min(few) >= faintest)
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2")
    middle = len(samples) // 2
    return any(  # the middle of most sentences is loud enough
        len(part) and (int(part.max()) >= faintest or -int(part.min()) >= faintest)
        for part in (samples[middle : middle + _AT_ONCE], samples)
    )


@lru_cache(maxsize=32)
def _curve(gain_db: float, ceiling_dbfs: float) -> array[int]:
    """Return the output for each of the 65,536 sample values, in the order of their unsigned bit patterns."""
    ceiling = 32768 * 10 ** (ceiling_dbfs / 20)
    knee = ceiling * 10 ** ((KNEE_DBFS - CEILING_DBFS) / 20)
    gain, room, tanh = math.pow(10, gain_db / 20), ceiling - knee, math.tanh
    straight = min(int(knee / gain), 32768)
    table = [round(sample * gain) for sample in range(straight + 1)]
    table += [round(knee + room * tanh((sample * gain - knee) / room)) for sample in range(straight + 1, 32769)]
    return array("h", (*table[:32768], *(-one for one in table[:0:-1])))
