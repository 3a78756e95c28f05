"""Mono PCM → its integrated loudness in LUFS (ITU-R BS.1770-4, with K-weighting in the frequency domain).

It is used for recordings, whose level is unknown, and for calibration.  `sentence` measures sentences at a tenth of
the cost.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

SILENT_LUFS: Final = -70.0
"""The absolute gate: a quieter block is ignored; a sound without a louder block is silence."""
_STEPS_PER_SECOND: Final = 10
_STEPS_PER_BLOCK: Final = 3
"""Windows of 0.2 s at distances of 0.1 s that make up a block of 0.4 s."""
_RELATIVE_GATE_LU: Final = -10.0
OFFSET: Final = -0.691
"""From the mean square to LUFS (BS.1770-4)."""
_OVERSAMPLING: Final = 4
_CHUNK_SAMPLES: Final = 8192


def integrated_lufs(pieces: Iterable[bytes], sample_rate_hz: int) -> float:
    """Return the gated loudness of 16-bit mono PCM; `SILENT_LUFS` if nothing is above the gate."""
    import numpy as np

    steps = np.array(_step_powers(pieces, sample_rate_hz))
    if not len(steps):
        return SILENT_LUFS
    width = min(_STEPS_PER_BLOCK, len(steps))
    blocks = np.convolve(steps, np.ones(width) / width, mode="valid")
    loud = blocks[blocks > _power(SILENT_LUFS)]
    if not len(loud):
        return SILENT_LUFS
    gate = _power(_lufs(float(loud.mean())) + _RELATIVE_GATE_LU)
    return _lufs(float(loud[loud > gate].mean()))


def true_peak_dbtp(pieces: Iterable[bytes], sample_rate_hz: int) -> float:
    """Return the true peak of 16-bit mono PCM, in dB of full scale (BS.1770-4, annex 2)."""
    import numpy as np
    import soxr

    stream = soxr.ResampleStream(sample_rate_hz, sample_rate_hz * _OVERSAMPLING, 1, dtype="float32", quality="MQ")
    highest = 0.0
    for piece in itertools.chain(pieces, (None,)):
        samples = np.frombuffer(piece or b"", "<i2").astype(np.float32) / 32768
        for chunk in np.split(samples, range(_CHUNK_SAMPLES, len(samples), _CHUNK_SAMPLES)):
            finer = stream.resample_chunk(chunk, last=piece is None)
            highest = max(highest, float(finer.max(initial=0.0)), -float(finer.min(initial=0.0)))
    return 20 * math.log10(highest) if highest > 0 else -math.inf


def _step_powers(pieces: Iterable[bytes], sample_rate_hz: int) -> list[float]:
    """Return the weighted power of each 0.1 s, from windows of 0.2 s, which resolve low frequencies."""
    import numpy as np

    step = sample_rate_hz // _STEPS_PER_SECOND
    window = np.hanning(2 * step + 1)[:-1]
    weights = _weights(step, sample_rate_hz) / float((window**2).mean())
    rest = b""
    powers: list[float] = []
    for piece in pieces:
        rest += piece
        whole = len(rest) // (2 * step) - 1
        if whole < 1:
            continue
        samples = np.frombuffer(rest, "<i2", (whole + 1) * step) / 32768.0
        overlapping = np.lib.stride_tricks.sliding_window_view(samples, 2 * step)[::step]
        powers += (np.abs(np.fft.rfft(overlapping * window, axis=1)) ** 2 @ weights).tolist()
        rest = rest[whole * step * 2 :]
    if rest and not powers:  # shorter than a window: one spectrum of everything
        short = np.zeros(2 * step)
        short[: len(rest) // 2] = np.frombuffer(rest, "<i2") / 32768.0
        plain = _weights(step, sample_rate_hz) * (4 * step / len(rest))
        powers.append(float(np.abs(np.fft.rfft(short)) ** 2 @ plain))
    return powers


def _weights(step: int, sample_rate_hz: int) -> NDArray[Any]:
    """Return, for each bin of the power spectrum of two steps, its weight in the K-weighted mean square."""
    import numpy as np

    lines = np.fft.rfftfreq(2 * step, 1 / sample_rate_hz)
    z = np.exp(-2j * np.pi * lines / sample_rate_hz)
    response = _response(*_shelf(sample_rate_hz), z) * _response(*_high_pass(sample_rate_hz), z)
    twice = np.full(len(lines), 2.0)
    twice[0] = twice[-1] = 1.0
    weights: NDArray[Any] = np.abs(response) ** 2 * twice / (2 * step) ** 2
    return weights


def _response(b: tuple[float, ...], a: tuple[float, ...], z: Any) -> Any:
    return (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)


def _shelf(sample_rate_hz: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the first filter of BS.1770 for any sample rate: +4 dB above about 1.7 kHz."""
    k = math.tan(math.pi * 1681.974450955533 / sample_rate_hz)
    q, gain = 0.7071752369554196, math.pow(10.0, 3.999843853973347 / 20.0)
    between = math.pow(gain, 0.4996667741545416)
    b = (gain + between * k / q + k * k, 2.0 * (k * k - gain), gain - between * k / q + k * k)
    return b, (1.0 + k / q + k * k, 2.0 * (k * k - 1.0), 1.0 - k / q + k * k)


def _high_pass(sample_rate_hz: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the second filter of BS.1770 for any sample rate: a high-pass at about 38 Hz."""
    k = math.tan(math.pi * 38.13547087602444 / sample_rate_hz)
    q = 0.5003270373238773
    scale = 1.0 + k / q + k * k
    return (scale, -2.0 * scale, scale), (scale, 2.0 * (k * k - 1.0), 1.0 - k / q + k * k)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


def _lufs(power: float) -> float:
    return OFFSET + 10 * math.log10(power) if power > 0 else SILENT_LUFS
