"""A voice of unknown loudness → the gain that gives it the loudness of a programme, measured once and stored.

The gain is measured on a fixed text (`data/calibration.txt`), so it depends on the voice and not on the edition.  The
text is plain news prose; with the embedded voices it has the same loudness as whole editions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources
from typing import Final

from ..audio import levels, sentence
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
    engine: Engine, say: Callable[[str], Iterable[Part]], frame_format: FrameFormat, loudness_lufs: float, store: Cache
) -> Level:
    """Return the level that gives `engine` a loudness of `loudness_lufs` in a finished MP3, stored or measured.

    `say` synthesizes one sentence and returns its parts.  Raises `SpeechError` if synthesis fails or the voice is too
    faint.
    """
    ingredients = (
        "calibration", calibration(), engine.fingerprint, levels.FINGERPRINT, sentence.FINGERPRINT,
        frame_format.fingerprint, f"{loudness_lufs:.3f}",
    )  # fmt: skip

    def measured() -> Level:
        rate_hz = frame_format.sample_rate_hz
        sounds = [b"".join(piece for _, speech in say(text) for piece in speech.at(rate_hz)) for text in sentences()]
        found = calibrated(sounds, frame_format, loudness_lufs)
        if found is None:
            raise SpeechError(
                excerpt(sentences()[0]),
                message("the voice is too quiet to be used"),
                message("Check the voice's own settings, or choose another."),
            )
        return found

    return store.of(ingredients, measured, _LEVEL)


@cache
def sentences() -> tuple[str, ...]:
    """Return the sentences on which a voice is measured."""
    return tuple((resources.files(__package__) / "data" / "calibration.txt").read_text("utf-8").splitlines())


@cache
def calibration() -> str:
    """Return the fingerprint of the calibration text, which a measured gain depends on."""
    return f"calibrated {digest(*sentences())[:12]}"
