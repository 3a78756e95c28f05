"""PCM → MP3 segments that join exactly at frame level; silence, loudness, resampling, tags.

Nothing here knows Vietnamese or an engine.  A segment is encoded once and joined as it is: see `mp3`.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""numpy's linear algebra is not used here, but would start a thread per core, each busy for 0.04 s: half of what
loading numpy costs.  It looks here once, when it is loaded, and that is after this package."""
