"""A person's recording or a jingle → its encoded segment: from the store, or decoded, levelled and encoded once.

A recording can last for hours, so its segment is kept in a file, not in memory.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from ..audio import levels, outside
from ..audio.mp3 import FrameFormat, LongSegment
from ..audio.resampling import library
from ..cache import Cache, digest
from ..files import unwritable

_LARGEST_IN_MEMORY: Final = 1 << 20
"""In bytes, about three minutes of MP3: a jingle is kept in memory."""


def recorded(path: Path, frame_format: FrameFormat, *, loudness_lufs: float, store: Cache) -> LongSegment:
    """Return the sound file `path` as a segment, decoded and levelled once.  The caller closes the segment.

    Raises `SourceError` if it is not a sound file, and `OutputError` if the temporary folder has no room for it.
    """
    level = f"{levels.FINGERPRINT} {loudness_lufs:.3f}"
    content = outside.digest(path)
    name = digest("recording", content, level, frame_format.fingerprint, library())
    found = store.opened(name)
    if found is not None:
        return LongSegment.from_file(found)
    with contextlib.ExitStack() as stack:
        spool: IO[bytes] = stack.enter_context(tempfile.SpooledTemporaryFile(_LARGEST_IN_MEMORY))
        try:
            segment = outside.segment(path, cast("BinaryIO", spool), frame_format, loudness_lufs=loudness_lufs)
        except OSError as error:
            raise unwritable(tempfile.gettempdir(), error) from error
        if outside.digest(path) == content:  # else the file was saved while it was read
            store.put_pieces(name, segment.to_pieces)
        stack.pop_all()
        return segment
