"""A sound file from outside in (a jingle, a person's recording), a segment at the programme's loudness out.

libsndfile decodes in this process, without ffmpeg; pydub makes one channel of several; LAME resamples while it
encodes (exact to the sample, aliases below -70 dB).  A long recording is never held whole: it is read three times.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from ..errors import SourceError
from ..messages import message
from . import levels
from .loudness import SILENT_LUFS, integrated_lufs
from .mp3 import FrameFormat, Segment, encode

SUFFIXES: Final = (".mp3", ".wav", ".flac", ".ogg")
_PIECE_S: Final = 10
_LARGEST_GAIN_DB: Final = 30.0
_LARGEST_CORRECTION_DB: Final = 3.0


def digest(path: Path) -> str:
    """Return the SHA-256 of the file, half of its key in the store; raises `SourceError`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _no_sound(path, str(error.strerror or error)) from error


def segment(path: Path, frame_format: FrameFormat, *, loudness_lufs: float) -> Segment:
    """Return the whole of `path` as one segment of `frame_format` at `loudness_lufs`, peaks bent like a voice's.

    Raises `SourceError` where it is no sound, or silence.
    """
    pieces = partial(_mono, path)
    sample_rate_hz = _sample_rate_hz(path)
    found = integrated_lufs(pieces(), sample_rate_hz)
    if found <= SILENT_LUFS:
        raise _no_sound(path, message("it is silent"))
    wanted = loudness_lufs - levels.ENCODER_GAIN_DB
    gain_db = min(wanted - found, _LARGEST_GAIN_DB)
    levelled = integrated_lufs((levels.level(piece, gain_db) for piece in pieces()), sample_rate_hz)
    gain_db += min(wanted - levelled, _LARGEST_CORRECTION_DB)
    return encode((levels.level(piece, gain_db) for piece in pieces()), sample_rate_hz, frame_format)


def _sample_rate_hz(path: Path) -> int:
    import soundfile

    if path.suffix.lower() not in SUFFIXES:
        raise _no_sound(path, message("not one of {suffixes}", suffixes=", ".join(SUFFIXES)))
    try:
        return int(soundfile.info(str(path)).samplerate)
    except (soundfile.LibsndfileError, OSError) as error:
        raise _no_sound(path, str(error)) from error


def _mono(path: Path) -> Iterator[bytes]:
    """Yield the decoded sound in pieces of mono 16-bit PCM."""
    import numpy as np
    import soundfile

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub misses ffmpeg, which is not used here
        from pydub import AudioSegment

    try:
        with soundfile.SoundFile(str(path)) as file:
            for block in file.blocks(file.samplerate * _PIECE_S, dtype="float32", always_2d=True):
                whole = np.rint(np.nan_to_num(block).clip(-1, 1) * 32767).astype("<i2").tobytes()
                piece = AudioSegment(whole, sample_width=2, frame_rate=file.samplerate, channels=file.channels)
                mono: bytes = piece.set_channels(1).raw_data
                yield mono
    except (soundfile.LibsndfileError, OSError) as error:
        raise _no_sound(path, str(error)) from error


def _no_sound(path: Path, cause: str) -> SourceError:
    what = message("this is no sound that can be used: {cause}", cause=cause)
    return SourceError(str(path), what, message("Save it as an MP3 or WAV file and put it in its place."))
