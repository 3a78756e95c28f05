"""A sound file of the editor (a jingle, a recording) → a segment at the loudness of the programme.

libsndfile decodes in this process, without ffmpeg; pydub mixes the channels down; soxr resamples to the rate of the
programme.  A long recording is never in memory as a whole: it is read several times to find its gain.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ..errors import SourceError
from ..files import private_folder
from ..messages import cause_of, message
from . import levels
from .calibration import held_to, solved
from .decoding import opened, pieces
from .ffmpeg import ffmpeg
from .loudness import integrated_lufs
from .mp3 import FrameFormat, LongSegment
from .resampling import resampled

SUFFIXES: Final = (".mp3", ".wav", ".flac", ".ogg", ".m4a", ".aac")
_FFMPEG_SUFFIXES: Final = frozenset({".m4a", ".aac"})
"""Recordings of phones, which libsndfile cannot read."""
_PIECE_S: Final = 10
_LARGEST_GAIN_DB: Final = 30.0
_LOWEST_RATE_HZ: Final = 4_000
_HIGHEST_RATE_HZ: Final = 192_000
_MOST_CHANNELS: Final = 8
_LONGEST_S: Final = 6 * 3600
"""In seconds.  The header of a small file can declare years of sound on a thousand channels."""


def digest(path: Path) -> str:
    """Return the SHA-256 of the file, which is part of its key in the store.  Raises `SourceError`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _no_sound(path, cause_of(error)) from error


def segment(path: Path, file: BinaryIO, frame_format: FrameFormat, *, loudness_lufs: float) -> LongSegment:
    """Return all of `path` as one segment of `frame_format` at `loudness_lufs`, with limited peaks.

    Its frames are written to the empty `file`, which must remain open.  Raises `SourceError` if `path` is not a sound
    or is silent, and `OSError` if `file` cannot be written.
    """
    with _readable(path) as sound:
        return _segment(path, sound, file, frame_format, loudness_lufs)


def _segment(path: Path, decoded: Path, file: BinaryIO, frame_format: FrameFormat, loudness_lufs: float) -> LongSegment:
    rate_hz, own_rate_hz = frame_format.sample_rate_hz, _sample_rate_hz(decoded)

    def sound() -> Iterator[bytes]:
        return resampled(_mono(decoded), own_rate_hz, rate_hz)

    def loudness_at(gain_db: float) -> float:
        return integrated_lufs((levels.level(piece, gain_db) for piece in sound()), rate_hz)

    gain_db = solved(loudness_at, loudness_lufs - levels.ENCODER_GAIN_DB, _LARGEST_GAIN_DB)
    if gain_db is None:
        raise _no_sound(path, message("it is silent"))

    def levelled(ceiling_dbfs: float) -> Iterator[bytes]:
        return (levels.level(piece, gain_db, ceiling_dbfs) for piece in sound())

    return held_to(file, levelled, levels.CEILING_DBFS, frame_format)


@contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """Yield a file of the same sound that libsndfile can read: `path` itself, or a FLAC made by ffmpeg."""
    if path.suffix.lower() not in _FFMPEG_SUFFIXES:
        yield path
        return
    program = ffmpeg()
    if program is None:
        raise SourceError(
            str(path),
            message("a {suffix} recording can be read only if ffmpeg is installed", suffix=path.suffix.lower()),
            message("Save it as MP3 or WAV; or install ffmpeg: pip install imageio-ffmpeg."),
        )
    import subprocess  # imported late: few recordings need another program

    with private_folder() as folder:
        target = folder / "sound.flac"
        command = [program, "-nostdin", "-loglevel", "error", "-y", "-protocol_whitelist", "file", "-i", str(path)]
        command += [
            "-map",
            "0:a:0",
            "-vn",
            "-t",
            str(_LONGEST_S),
            "-threads",
            "1",
            "-flags:a",
            "+bitexact",
            str(target),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_LONGEST_S, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _no_sound(path, type(error).__name__) from error
        if done.returncode or not target.is_file():
            raise _no_sound(path, done.stderr.decode("utf-8", "replace").strip()[-200:] or "ffmpeg")
        yield target


def _sample_rate_hz(path: Path) -> int:
    import soundfile

    if path.suffix.lower() not in SUFFIXES:
        raise _no_sound(path, message("not one of {suffixes}", suffixes=", ".join(SUFFIXES)))
    try:
        info = soundfile.info(str(path))
        rate_hz, channels = int(info.samplerate), int(info.channels)
        if (
            not _LOWEST_RATE_HZ <= rate_hz <= _HIGHEST_RATE_HZ
            or channels > _MOST_CHANNELS
            or info.frames > _LONGEST_S * rate_hz
        ):
            hours = int(info.frames) // max(rate_hz, 1) // 3600
            reason = message(
                "{hours} hours, {channels} channels, {rate} Hz", hours=hours, channels=channels, rate=rate_hz
            )
            raise _no_sound(path, reason)
        return rate_hz
    except (soundfile.LibsndfileError, OSError) as error:
        raise _no_sound(path, str(error)) from error


def _mono(path: Path) -> Iterator[bytes]:
    """Yield the decoded sound in pieces of mono 16-bit PCM.  Raises `SourceError`."""
    import numpy as np
    import soundfile

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub warns that ffmpeg is missing, which it does not need here
        from pydub import AudioSegment

    try:
        with opened(path) as file:
            for block in pieces(file, file.samplerate * _PIECE_S):
                whole = np.rint(np.nan_to_num(block).clip(-1, 1) * 32767).astype("<i2").tobytes()
                piece = AudioSegment(whole, sample_width=2, frame_rate=file.samplerate, channels=file.channels)
                mono: bytes = piece.set_channels(1).raw_data
                yield mono
    except (soundfile.LibsndfileError, OSError) as error:
        raise _no_sound(path, str(error)) from error


def _no_sound(path: Path, cause: str) -> SourceError:
    what = message("this sound cannot be used: {cause}", cause=cause)
    return SourceError(str(path), what, message("Save it as an MP3 or WAV file and put it in its place."))
