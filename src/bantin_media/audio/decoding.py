"""An encoded sound → its samples, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import soundfile
    from numpy.typing import NDArray


def opened(sound: Path | BinaryIO) -> soundfile.SoundFile:
    """Return `sound`, open for one pass.  Raises `soundfile.LibsndfileError` if it is not a sound, and `OSError`.

    After every read soundfile seeks to its current position.  In an MP3 this restarts the decoder inside the bit
    reservoir, and libmpg123 prints an error each time.  So soundfile is told that the file is not seekable.
    """
    import soundfile

    class Forwards(soundfile.SoundFile):  # type: ignore[misc]
        def seekable(self) -> bool:
            return False

    return Forwards(str(sound) if isinstance(sound, Path) else sound)


def pieces(file: soundfile.SoundFile, samples: int) -> Iterator[NDArray[Any]]:
    """Yield arrays of 32-bit floats, `samples` × channels each, until the end."""
    while len(piece := file.read(samples, dtype="float32", always_2d=True)):
        yield piece
