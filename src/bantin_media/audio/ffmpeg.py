"""Finds ffmpeg: in the wheel of `imageio-ffmpeg` (an extra), or on the machine.  It is optional."""

from __future__ import annotations

import shutil


def ffmpeg() -> str | None:
    """Return the path of ffmpeg; None if it is not installed."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return shutil.which("ffmpeg")
