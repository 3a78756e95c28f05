"""The free memory of this machine, and the number of workers that fit into it.

In a container the limit is that of its control group, which is often far below the machine's memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..regex import regex

_LEFT_FREE: Final = 0.8
"""The share of the free memory that workers may use; the rest is for this process and others."""
_MEGABYTE: Final = 1024 * 1024
_AVAILABLE: Final = regex(r"(?m)^MemAvailable:\s+(\d+) kB")


def workers_within(count: int, each_mb: int, available_mb: int | None) -> int:
    """Return how many of `count` workers of `each_mb` fit, at least one; all if the free memory is unknown."""
    if available_mb is None:
        return count
    return min(count, max(1, int(available_mb * _LEFT_FREE) // each_mb))


def available_mb(root: Path = Path("/")) -> int | None:
    """Return the free memory under all limits in MB; None if this system does not report it.

    `root` is the parent of `/proc` and `/sys`.  Source: proc(5), cgroup-v2.rst and cgroup-v1/memory.rst of Linux.
    """
    free = [*_of_the_machine(root), *_of_the_control_group(root)]
    return min(free) // _MEGABYTE if free else None


def _of_the_machine(root: Path) -> Iterator[int]:
    if found := _AVAILABLE.search(_read(root / "proc/meminfo")):
        yield int(found[1]) * 1024
    elif root == Path("/") and "SC_AVPHYS_PAGES" in getattr(os, "sysconf_names", {}):
        yield os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _of_the_control_group(root: Path) -> Iterator[int]:
    """Yield the bytes left in the process's control group and each of its parents, because all their limits apply."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        number, kinds, path = [*line.split(":", 2), "", ""][:3]
        version_2 = number == "0" and not kinds
        if not (version_2 or "memory" in kinds.split(",")):
            continue
        base = root / "sys/fs/cgroup" / ("" if version_2 else "memory")
        names = ("memory.max", "memory.current") if version_2 else ("memory.limit_in_bytes", "memory.usage_in_bytes")
        own = base / path.strip("/")
        for folder in (one for one in (own, *own.parents) if one == base or base in one.parents):
            limit, used = (_read(folder / name).strip() for name in names)
            if limit.isdecimal() and used.isdecimal():
                yield max(int(limit) - int(used), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
