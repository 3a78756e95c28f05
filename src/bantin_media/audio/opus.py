"""A finished MP3 → the same sound as Opus, a third of the size, for listeners who pay for data.

ffmpeg encodes it; `ffmpeg` finds the program.  With its bit-exact flags the file contains no version, time or
random number.  Source: RFC 6716, RFC 7845.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..errors import ConfigError, SpeechError
from ..files import TEMPORARY_SUFFIX, write_through
from ..messages import message
from .ffmpeg import ffmpeg

LONGEST_S = 3600
"""In seconds; an encoder that needs more for one file hangs."""


@dataclass(frozen=True, slots=True)
class OpusJob:
    """One file to encode and its bit rate in kbit/s; can be pickled for a worker process."""

    source: Path
    target: Path
    bit_rate_kbps: int


def encoder() -> str:
    """Return the path of ffmpeg.  Raises `ConfigError` if there is none."""
    found = ffmpeg()
    if found is None:
        raise ConfigError(
            "opus_kbps",
            message("Opus files need ffmpeg, which is not installed"),
            message("Install it with: pip install imageio-ffmpeg; or set opus_kbps = 0."),
        )
    return found


def encode_opus(job: OpusJob) -> Path:
    """Write `job.target` atomically and return it.  Raises `ConfigError` without ffmpeg, `SpeechError` if it fails."""
    import subprocess

    unfinished = job.target.with_name(f".{job.target.name}{TEMPORARY_SUFFIX}")
    command = [encoder(), "-nostdin", "-loglevel", "error", "-y", "-i", str(job.source), "-map", "0:a", "-vn"]
    command += ["-map_metadata", "0", "-c:a", "libopus", "-application", "voip", "-b:a", f"{job.bit_rate_kbps}k"]
    command += ["-threads", "1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", "ogg", str(unfinished)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_S, check=False)  # noqa: S603
        failure = done.stderr.decode("utf-8", "replace").strip() if done.returncode else ""
        if not failure:
            write_through(unfinished)
            unfinished.replace(job.target)
    except (OSError, subprocess.TimeoutExpired) as error:
        failure = str(error)
    finally:
        unfinished.unlink(missing_ok=True)
    if failure:
        raise SpeechError(
            str(job.source),
            message("it could not be encoded as Opus: {cause}", cause=failure[-200:]),
            message("Run the command again, or set opus_kbps = 0."),
        )
    return job.target
