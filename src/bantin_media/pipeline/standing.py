"""What stands in an edition's folder while a build works on it: replaced as a whole, or not at all.

A build writes sound, books and pages one after the other, and any of them may fail: a book that is found faulty, a
template, a full disk.  Whoever reads the folder then would hear other words than he sees.  So what stood there is kept
under second names (hard links, which cost no space) until all is written, and put back if it is not.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import BantinError
from ..files import TEMPORARY_SUFFIX


class Standing:
    """The files of `folder`, and some `beside` it, as they were; `restore` brings them back from the folder `kept`."""

    def __init__(self, folder: Path, beside: Iterable[Path], kept: Path) -> None:
        self._folder, self._kept = folder, kept
        self._names = {path: Path("folder") / path.relative_to(folder) for path in _files(folder)}
        self._names |= {path: Path("beside") / path.name for path in beside if path.is_file()}

    def keep(self) -> bool:
        """Return whether all files have a second name now; if not, the file system knows none.

        What a killed build left is no state of the folder that anybody has seen whole.
        """
        self.forget()
        try:
            for path, name in self._names.items():
                target = self._kept / name
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, target)
        except OSError:
            self.forget()
            return False
        return True

    def restore(self) -> None:
        """Put back what was replaced or removed, and remove what was added; a file in use stays as it is."""
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
        """Give the second names up."""
        shutil.rmtree(self._kept, ignore_errors=True)


@contextlib.contextmanager
def all_or_nothing(folder: Path, beside: Iterable[Path], kept: Path, *, stands: bool) -> Iterator[list[BantinError]]:
    """Yield a list of errors: with one in it at the end, or if the block fails, all files are as they were before.

    Without anything that `stands` there whole, what was made stays: part of a first build is more than nothing.
    """
    standing = Standing(folder, beside, kept)
    is_kept, is_whole = stands and standing.keep(), False
    errors: list[BantinError] = []
    try:
        yield errors
        is_whole = not errors
    finally:
        if is_kept:
            standing.forget() if is_whole else standing.restore()


def _files(folder: Path) -> Iterator[Path]:
    paths = folder.rglob("*") if folder.is_dir() else ()
    return (path for path in paths if path.is_file() and not path.is_symlink() and path.suffix != TEMPORARY_SUFFIX)
