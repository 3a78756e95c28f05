"""Mono PCM at one sample rate → the same sound at another rate, once, before levelling and encoding.

All sound in a programme has one rate.  soxr works in floating point here and this module rounds, because soxr's
own 16-bit output is dithered, and the same sound must give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from ..stamps import version_of

_QUALITY: Final = "HQ"
"""libsoxr's 20-bit filter: it passes up to 91 % of the band of the lower rate; aliases are below -120 dB."""
_FULL_SCALE: Final = 32768.0
_CHUNK_BYTES: Final = 32_768
"""Small arrays reuse memory of the process; allocating large ones takes longer than the resampling itself."""


def resampled(pieces: Iterable[bytes], from_hz: int, to_hz: int) -> Iterator[bytes]:
    """Yield mono 16-bit PCM of `from_hz` converted to `to_hz`, piece by piece; unchanged if the rates are equal.

    The whole has `length(samples, from_hz, to_hz)` samples and no delay.
    """
    if from_hz == to_hz:
        yield from pieces
        return
    import numpy as np
    import soxr

    stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality=_QUALITY)
    taken = given = 0
    for piece in pieces:
        for start in range(0, len(piece), _CHUNK_BYTES):
            samples = np.frombuffer(piece[start : start + _CHUNK_BYTES], "<i2").astype(np.float32) / _FULL_SCALE
            made = _pcm(stream.resample_chunk(samples))
            taken, given = taken + len(samples), given + len(made)
            yield made
    rest_bytes = 2 * length(taken, from_hz, to_hz) - given  # if it ends in a half, soxr may round either way
    last = _pcm(stream.resample_chunk(np.empty(0, np.float32), last=True))
    yield last[:rest_bytes].ljust(rest_bytes, b"\0")


def length(samples: int, from_hz: int, to_hz: int) -> int:
    """Return the number of samples at `to_hz` of `samples` at `from_hz`, rounded half up."""
    return (2 * samples * to_hz + from_hz) // (2 * from_hz)


def fingerprint(from_hz: int, to_hz: int) -> str:
    """Return the ingredients that resampling adds to a sound; empty if the rates are equal."""
    return "" if from_hz == to_hz else f"{library()} from {from_hz}"


@cache
def library() -> str:
    """Return name, version and quality of the resampler, for sounds whose own rate is not known yet."""
    return f"soxr {version_of('soxr')} {_QUALITY}"


def _pcm(samples: Any) -> bytes:
    import numpy as np

    pcm: bytes = np.rint(samples * _FULL_SCALE).clip(-32768, 32767).astype("<i2").tobytes()
    return pcm
