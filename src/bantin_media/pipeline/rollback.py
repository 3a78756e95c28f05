"""The earlier files of an edition during a build: replaced as a whole, or not at all.

A build writes sound, books and pages one after the other, and each step can fail: a faulty book, a template, a full
disk.  Then the sound in the folder would differ from its text.  So the earlier files are kept as hard links, which take
no space, until all files are written; if the build fails, they are restored.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import BantinError
from ..files import TEMPORARY_SUFFIX


class Backup:
    """The earlier files of `folder`, and the files `beside` it; `kept` is the folder of their hard links."""

    def __init__(self, folder: Path, beside: Iterable[Path], kept: Path) -> None:
        self._folder, self._kept = folder, kept
        self._names = {path: Path("folder") / path.relative_to(folder) for path in _files(folder)}
        self._names |= {path: Path("beside") / path.name for path in beside if path.is_file()}

    def keep(self) -> bool:
        """Make the hard links; return False, without any link, if the file system does not support them.

        Links that a killed build left are removed first: they need not be a complete state of the folder.
        """
        self.forget()
        try:
            for folder in {(self._kept / name).parent for name in self._names.values()}:
                folder.mkdir(parents=True, exist_ok=True)
            for path, name in self._names.items():
                os.link(path, self._kept / name)
        except OSError:
            self.forget()
            return False
        return True

    def restore(self) -> None:
        """Restore replaced and removed files, and remove added files; a file in use stays as it is."""
        for path in set(_files(self._folder)) - self._names.keys():
            with contextlib.suppress(OSError):
                path.unlink()
        for path, name in self._names.items():
            with contextlib.suppress(OSError):
                if not (path.exists() and path.samefile(self._kept / name)):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    (self._kept / name).replace(path)
        self.forget()

    def forget(self) -> None:
        """Remove the hard links."""
        shutil.rmtree(self._kept, ignore_errors=True)


@contextlib.contextmanager
def all_or_nothing(
    folder: Path, beside: Iterable[Path], kept: Path, *, is_complete: bool
) -> Iterator[list[BantinError]]:
    """Yield a list for errors: if it has one at the end, or if the block raises, the earlier files are restored.

    `is_complete` tells whether the earlier edition is complete.  If not, the new files stay: even a part is useful.
    """
    backup = Backup(folder, beside, kept)
    is_kept, is_whole = is_complete and backup.keep(), False
    errors: list[BantinError] = []
    try:
        yield errors
        is_whole = not errors
    finally:
        if is_kept:
            backup.forget() if is_whole else backup.restore()


def _files(folder: Path) -> Iterator[Path]:
    paths = folder.rglob("*") if folder.is_dir() else ()
    return (path for path in paths if path.is_file() and not path.is_symlink() and path.suffix != TEMPORARY_SUFFIX)
