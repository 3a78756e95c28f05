"""Levelling gives the same samples without numpy (one or two sentences) and with it (a whole edition)."""

from __future__ import annotations

import random
import subprocess
import sys
from array import array

import numpy as np
import pytest

from bantin_media.audio import levels


def curve(gain_db: float, ceiling_dbfs: float) -> bytes:
    """The definition for all samples at once: a gain, and above the knee a hyperbolic tangent towards the ceiling."""
    ceiling = 32768 * 10 ** (ceiling_dbfs / 20)
    knee = ceiling * 10 ** ((levels.KNEE_DBFS - levels.CEILING_DBFS) / 20)
    inputs = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.float64)
    wanted = np.abs(inputs) * 10 ** (gain_db / 20)
    bent = knee + (ceiling - knee) * np.tanh((wanted - knee) / (ceiling - knee))
    whole: bytes = np.rint(np.copysign(np.where(wanted <= knee, wanted, bent), inputs)).astype("<i2").tobytes()
    return whole


@pytest.mark.parametrize("ceiling_dbfs", [-3.5, -5.25])
@pytest.mark.parametrize("gain_db", [-30.0, -4.62, 0.0, 0.458, 1.0, 7.3, 45.0])
def test_the_curve_is_equal_to_its_definition(gain_db: float, ceiling_dbfs: float) -> None:
    assert levels._curve(gain_db, ceiling_dbfs).tobytes() == curve(gain_db, ceiling_dbfs)


PROGRAM = """
import sys
from bantin_media.audio import levels

pcm = sys.stdin.buffer.read()
made = levels.level(pcm, 2.5)
assert "numpy" not in sys.modules
assert levels.is_audible(pcm, 300) and not levels.is_audible(bytes(200), 300) and not levels.is_audible(b"", 300)
for _ in range(20):
    levels.level(pcm, 2.5)
assert "numpy" in sys.modules, "many sentences are levelled by numpy"
assert levels.level(pcm, 2.5) == made
sys.stdout.buffer.write(made)
"""


def test_few_samples_need_no_numpy_and_get_the_same_level() -> None:
    dice = random.Random(3)
    samples = array("h", (-32768, 32767, -1, 0, 1, *(dice.randint(-32768, 32767) for _ in range(70_000))))
    pcm = samples.tobytes()
    made = subprocess.run([sys.executable, "-c", PROGRAM], input=pcm, capture_output=True, check=True).stdout
    assert made == levels.level(pcm, 2.5) != pcm
