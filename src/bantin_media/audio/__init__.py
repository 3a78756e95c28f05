"""PCM → MP3 segments that can be joined at frame boundaries; trimming, loudness, resampling, tags.

This package knows neither Vietnamese nor any engine.  A segment is encoded once and joined unchanged: see `mp3`.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""numpy's linear algebra is not used here.  Without this variable it starts one thread per core, 0.04 s each, which is
half of the time that loading numpy takes.  It reads the variable when it is loaded, which is after this package.
"""
