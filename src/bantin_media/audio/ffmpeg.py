"""Where ffmpeg is: in the wheel of `imageio-ffmpeg` (an extra), or on the machine; never needed, used where it is."""

from __future__ import annotations

import shutil


def ffmpeg() -> str | None:
    """Return the path of ffmpeg, None where there is none."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return shutil.which("ffmpeg")
