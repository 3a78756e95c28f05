"""A voice of unknown loudness → the gain that brings it to that of a programme, measured once and stored.

The voice speaks a fixed text that ships (`data/calibration.txt`), so the gain is the voice's and not the edition's.
The text is plain news prose: its loudness in the embedded voices is that of whole editions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources
from typing import Final

from ..audio import levels, take
from ..audio.calibration import Level, calibrated
from ..audio.mp3 import FrameFormat
from ..cache import Cache, Codec, digest
from ..errors import SpeechError
from ..messages import message
from .engine import Engine, excerpt
from .utterance import Part

_LEVEL: Final[Codec[Level]] = Codec(
    lambda level: f"{level.gain_db:.2f} {level.ceiling_dbfs:.2f} {level.typical_lufs:.2f}".encode(),
    lambda kept: Level(*map(float, kept.split())),
)


def level_of(
    engine: Engine,
    say: Callable[[str], Iterable[Part]],
    frame_format: FrameFormat,
    loudness_lufs: float,
    store: Cache,
) -> Level:
    """Return the level at which `engine` has `loudness_lufs` in a finished MP3: the stored one, or measured.

    `say` returns what the engine says of one sentence, part by part.  Raises `SpeechError` if it fails or is
    all but silent.
    """
    ingredients = (
        "calibration", calibration(), engine.fingerprint, levels.FINGERPRINT, take.FINGERPRINT,
        frame_format.fingerprint, f"{loudness_lufs:.3f}",
    )  # fmt: skip

    def measured() -> Level:
        rate_hz = frame_format.sample_rate_hz
        said = [b"".join(piece for _, speech in say(text) for piece in speech.at(rate_hz)) for text in sentences()]
        found = calibrated(said, frame_format, loudness_lufs)
        if found is None:
            raise SpeechError(
                excerpt(sentences()[0]),
                message("the voice is too faint to be used"),
                message("Look at the voice's own settings, or choose another."),
            )
        return found

    return store.of(ingredients, measured, _LEVEL)


@cache
def sentences() -> tuple[str, ...]:
    """Return what a voice is measured on, sentence by sentence."""
    return tuple((resources.files(__package__) / "data" / "calibration.txt").read_text("utf-8").splitlines())


@cache
def calibration() -> str:
    """Return what a measured gain depends on besides voice and loudness."""
    return f"calibrated {digest(*sentences())[:12]}"
