"""An encoded sound → its samples, piece by piece from front to back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import soundfile
    from numpy.typing import NDArray


def opened(sound: Path | BinaryIO) -> soundfile.SoundFile:
    """Return `sound` ready to be read once.  Raises `soundfile.LibsndfileError` if it is none, and `OSError`.

    soundfile seeks after every read, to where it is already.  In an MP3 that starts the decoder anew in the midst of
    the bit reservoir, and libmpg123 writes an error to the terminal each time: it is told that it cannot seek.
    """
    import soundfile

    class Forwards(soundfile.SoundFile):  # type: ignore[misc]
        def seekable(self) -> bool:
            return False

    return Forwards(str(sound) if isinstance(sound, Path) else sound)


def pieces(file: soundfile.SoundFile, samples: int) -> Iterator[NDArray[Any]]:
    """Yield `samples` by channels of 32-bit floats at a time, until the end."""
    while len(piece := file.read(samples, dtype="float32", always_2d=True)):
        yield piece
