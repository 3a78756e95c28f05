"""The sound of one sentence from a voice → the same sound without silence at its ends, and its loudness.

Voices add different lengths of silence around a sentence, and a neural voice speaks short sentences up to 7 dB
louder than long ones.  Each sentence is corrected from its own sound alone, so that a cached sentence fits next to
any other.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterable, Sequence
from operator import mul
from typing import Final

from .levels import are_many
from .loudness import OFFSET, SILENT_LUFS

HEAD_KEPT_MS: Final = 10
TAIL_KEPT_MS: Final = 20
"""The silence that is kept at each end, because soft consonants belong to the words."""
SHORTEST_MS: Final = 300
"""No sentence is trimmed to less: reading systems skip shorter clips."""
_QUIET_DB: Final = -55.0
"""A window of 10 ms that is this much below the peak is silence; breath and final consonants are louder."""
_WINDOW_MS: Final = 10
_LAGS: Final = 4
_STEPS_PER_SECOND: Final = 10
_STEPS_PER_BLOCK: Final = 4
_STEPS_AT_ONCE: Final = 16
_GATE: Final = 0.1
"""Blocks 10 dB below the mean are ignored, as in BS.1770: they are the pauses in the sentence."""
K_WEIGHTING: Final = {
    16000: (2.2355, -0.6376, -0.4281, -0.3034),
    22050: (2.3194, -0.5086, -0.3968, -0.5235),
    24000: (2.3355, -0.4820, -0.3863, -0.5677),
}
"""Sample rate → the weights of the autocorrelation at lags of 0 to 3 samples, whose sum is the K-weighted power.

They are exact to 0.8 dB at the frequencies of speech and cost a tenth of a spectrum.  The sums are of whole numbers,
so they are equal on every machine.
"""
FINGERPRINT: Final = f"take {_QUIET_DB:g} {HEAD_KEPT_MS} {TAIL_KEPT_MS} {SHORTEST_MS} k4"
"""The ingredients of a trimmed and levelled sentence besides its sound; part of every key of the store."""


def sentence_lufs(pcm: bytes, sample_rate_hz: int) -> float:
    """Return the gated loudness of 16-bit mono PCM at a rate of `K_WEIGHTING`, to 0.01; `SILENT_LUFS` for silence."""
    steps = _step_powers(pcm, sample_rate_hz)
    width = min(_STEPS_PER_BLOCK, len(steps))
    if not width:
        return SILENT_LUFS
    blocks = [sum(steps[begin : begin + width]) / width for begin in range(len(steps) - width + 1)]
    gate = sum(blocks) / len(blocks) * _GATE
    loud = [block for block in blocks if block > gate]
    power = sum(loud) / len(loud) if loud else 0.0
    return round(max(OFFSET + 10 * math.log10(power), SILENT_LUFS), 2) if power > 0 else SILENT_LUFS


def trimmed(pcm: bytes, sample_rate_hz: int) -> bytes:
    """Return `pcm` without the silence at its ends, except for a short rest; silent PCM is returned unchanged."""
    count = len(pcm) // 2
    least = (_peak(pcm) * math.pow(10, _QUIET_DB / 20)) ** 2
    window = _WINDOW_MS * sample_rate_hz // 1000
    head = _quiet(pcm, window, least)
    if head >= count:
        return pcm
    tail = count - _quiet(pcm, window, least, backwards=True)
    begin = max(head - HEAD_KEPT_MS * sample_rate_hz // 1000, 0)
    end = min(tail + TAIL_KEPT_MS * sample_rate_hz // 1000, count)
    shortest = SHORTEST_MS * sample_rate_hz // 1000
    end = min(max(end, begin + shortest), count)
    begin = max(min(begin, end - shortest), 0)
    return pcm[2 * begin : 2 * end]


def _peak(pcm: bytes) -> int:
    """Return the largest absolute value of the samples."""
    if not are_many(0):
        samples = _samples(pcm)
        return max(max(samples, default=0), -min(samples, default=0))
    import numpy as np

    found = np.frombuffer(pcm, "<i2")
    return max(int(found.max(initial=0)), -int(found.min(initial=0)))


def _quiet(pcm: bytes, window: int, least: float, *, backwards: bool = False) -> int:
    """Return the number of samples at the beginning, or the end, in windows whose mean square is below `least`."""
    count = len(pcm) // 2
    for place in range(0, count, window):
        begin, end = (count - place - window, count - place) if backwards else (place, place + window)
        piece = _samples(pcm[2 * max(begin, 0) : 2 * end])
        if sum(map(mul, piece, piece)) >= max(least, 1.0) * len(piece):
            return place
    return count


def _step_powers(pcm: bytes, sample_rate_hz: int) -> list[float]:
    """Return the K-weighted power of each 0.1 s relative to full scale; one value if the sound is shorter."""
    step = min(sample_rate_hz // _STEPS_PER_SECOND, len(pcm) // 2)
    if not step:
        return []
    products = (_by_numpy if are_many(len(pcm) // 2) else _by_hand)(pcm, step)
    first, second, third, fourth = K_WEIGHTING[sample_rate_hz]
    powers = (first * a + second * b + third * c + fourth * d for a, b, c, d in products)
    whole = step * 32768.0**2
    return [power / whole if power > 0.0 else 0.0 for power in powers]


def _by_hand(pcm: bytes, step: int) -> Iterable[Sequence[float]]:
    """Yield the autocorrelation of each step at every lag, like `_by_numpy` but without importing numpy."""
    samples = _samples(pcm)
    for begin in range(0, len(samples) - step + 1, step):
        row = samples[begin : begin + step].tolist()
        yield [float(sum(map(mul, row, row[lag:]))) for lag in range(_LAGS)]


def _by_numpy(pcm: bytes, step: int) -> Iterable[Sequence[float]]:
    """Return the same as `_by_hand`; the sums are whole numbers that a float represents exactly.

    The samples are converted in pieces that stay in the cache of the processor, which takes a third of the time.
    """
    import numpy as np

    rows = np.frombuffer(pcm, "<i2", len(pcm) // 2 // step * step).reshape(-1, step)
    found = np.zeros((len(rows), _LAGS))
    exact = np.empty((_STEPS_AT_ONCE, step))
    for begin in range(0, len(rows), _STEPS_AT_ONCE):
        piece = rows[begin : begin + _STEPS_AT_ONCE]
        here = exact[: len(piece)]
        here[...] = piece
        for lag in range(min(_LAGS, step)):
            sums = found[begin : begin + _STEPS_AT_ONCE, lag]
            np.einsum("ij,ij->i", here[:, : step - lag], here[:, lag:], out=sums)
    products: list[list[float]] = found.tolist()
    return products


def _samples(pcm: bytes) -> array[int]:
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
