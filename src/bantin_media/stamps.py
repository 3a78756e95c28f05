"""File metadata as a stamp, which differs if the file was written again or replaced.

A stamp is reliable only if it is `settled`: a file that was just written may be written again within one tick of
the file system's clock.  On Windows no stamp is reliable, because `st_ctime` is the time of creation.

This module must import nothing that a build without changes does not need.
"""

from __future__ import annotations

import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

Stamp = tuple[int, ...]

_TICK_NS = 20_000_000
"""More than a tick of the kernel's clock for files (4 to 10 ms)."""
_COARSE_TICK_NS = 3_000_000_000
"""More than a tick of a file system that counts in seconds (FAT: two)."""
_SECOND_NS = 1_000_000_000


class Uncertain(Exception):  # noqa: N818 -- no fault: whoever asked looks at the bytes
    """A folder contains a link or a device, for which stamps are not reliable."""


def stamp(status: os.stat_result) -> Stamp:
    """Return a value that changes if the file is written again, replaced, or given other times."""
    return (status.st_dev, status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def settled(status: os.stat_result, now_ns: int) -> bool:
    """Return whether no write after `now_ns` (nanoseconds since the epoch) can have left the same stamp."""
    if os.name == "nt":
        return False
    tick_ns = _COARSE_TICK_NS if status.st_ctime_ns % _SECOND_NS == 0 else _TICK_NS
    return max(status.st_mtime_ns, status.st_ctime_ns) + tick_ns < now_ns


def below(folder: str, *, skip: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield all files and folders below `folder` with their paths, in a fixed order, except those named `skip`.

    Raises `Uncertain` for a link or a device, and `OSError`.
    """
    with os.scandir(folder) as found:
        for one in sorted(found, key=lambda entry: entry.name):
            if one.name == skip:
                continue
            status = one.stat(follow_symlinks=False)
            yield one.path, status
            if stat.S_ISDIR(status.st_mode):
                yield from below(one.path, skip=skip)
            elif not stat.S_ISREG(status.st_mode):
                raise Uncertain(one.path)


def installed() -> dict[str, str]:
    """Return the version of each library that Python finds, by its name in lower case with hyphens.

    It reads the names of the metadata folders (PEP 376), which takes a tenth of the time of `importlib.metadata`.
    """
    if not _installed:
        for folder in sys.path:
            for name in _names_in(folder or "."):
                stem, dot, kind = name.rpartition(".")
                if dot and kind in {"dist-info", "egg-info"}:
                    library, _, version = stem.partition("-")
                    _installed.setdefault(
                        library.lower().replace("_", "-").replace(".", "-"), version.partition("-")[0]
                    )
    return _installed


def version_of(library: str) -> str:
    """Return the version of `library`, by its installed name.  Raises `PackageNotFoundError`."""
    if library not in installed():
        from importlib import metadata

        return metadata.version(library)
    return installed()[library]


_installed: dict[str, str] = {}


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []
