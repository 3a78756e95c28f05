"""Mono PCM at one sample rate → the same sound at another, once, before it is levelled and encoded.

Everything in one programme has one rate.  soxr works in floating point here and rounding is done here, since its own
16-bit output is dithered and the same sound has to give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from ..stamps import version_of

_QUALITY: Final = "HQ"
"""libsoxr's 20-bit filter: passes up to 91 % of the lower rate's band, aliases below -120 dB."""
_FULL_SCALE: Final = 32768.0
_CHUNK_BYTES: Final = 32_768
"""Small arrays come from memory that the process has; large ones cost the system more than the sound costs soxr."""


def resampled(pieces: Iterable[bytes], from_hz: int, to_hz: int) -> Iterator[bytes]:
    """Yield mono 16-bit PCM of `from_hz` at `to_hz`, piece by piece; where the two are one rate, untouched.

    The whole has `length(samples, from_hz, to_hz)` samples, its sound neither late nor early.
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
    rest_bytes = 2 * length(taken, from_hz, to_hz) - given  # of a length that ends in a half soxr makes either
    last = _pcm(stream.resample_chunk(np.empty(0, np.float32), last=True))
    yield last[:rest_bytes].ljust(rest_bytes, b"\0")


def length(samples: int, from_hz: int, to_hz: int) -> int:
    """Return how many samples `samples` of `from_hz` are at `to_hz`, rounded half up."""
    return (2 * samples * to_hz + from_hz) // (2 * from_hz)


def fingerprint(from_hz: int, to_hz: int) -> str:
    """Return what a sound depends on for having been resampled; empty if it was not."""
    return "" if from_hz == to_hz else f"{library()} from {from_hz}"


@cache
def library() -> str:
    """Return the resampler's name, version and quality: of sounds whose own rate nobody knows yet."""
    return f"soxr {version_of('soxr')} {_QUALITY}"


def _pcm(samples: Any) -> bytes:
    import numpy as np

    pcm: bytes = np.rint(samples * _FULL_SCALE).clip(-32768, 32767).astype("<i2").tobytes()
    return pcm
