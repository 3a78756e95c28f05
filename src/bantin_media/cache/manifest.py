"""The manifest of an edition: the digest of its inputs, and its finished files.

A manifest only saves time: if it is missing or damaged, a build gives the same bytes.  With it an unchanged edition
costs one hash of its inputs.  It is written last, so a killed build leaves no wrong manifest.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..files import write_whole
from ..reporting.report import StoredReport
from ..stamps import Stamp, settled, stamp
from . import sealed
from .outputs import Made

DESCRIPTION = "records/edition.json"
"""The record in the folder of a finished edition that describes the edition, even if its manifest is lost."""
FORMAT = 2
_OLDER_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """One edition's record: `inputs` is the digest of everything it depends on, `files` its files by relative path.

    `content` is the digest of the finished files, `report` the report of the build, which is repeated without a build.
    `code` is the code of the state that was built, empty in the record of a program that kept none.
    """

    inputs: str
    files: Mapping[str, Made] = field(default_factory=dict)
    revised: str = ""
    content: str = ""
    report: StoredReport = field(default_factory=StoredReport)
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Older:
    """The manifest of version 0.1; newer versions write its `record` into the edition's folder."""

    inputs: str
    files: Mapping[str, Made] = field(default_factory=dict)
    revised: str = ""
    content: str = ""
    report: object = None
    record: object = None


def read(path: Path) -> Manifest | None:
    """Return the manifest at `path`, or None if it is missing, damaged or foreign.

    A manifest is foreign if one of its file names leads out of the output folder.  A build reads the same manifest in
    several steps; as long as its time stamp does not change, it is read once.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    if (last := _last.get(path)) and last[0] == stamp(status):
        return last[1]
    is_settled = settled(status, time.time_ns())
    found = _read(path)
    _last.clear()
    if is_settled:
        _last[path] = stamp(status), found
    return found


_last: dict[Path, tuple[Stamp, Manifest | None]] = {}
"""The path of the manifest that was read last → its time stamp, and the manifest."""


def _read(path: Path) -> Manifest | None:
    found = sealed.read(path, FORMAT, Manifest)
    if found is None and (older := sealed.read(path, _OLDER_FORMAT, _Older, key="manifest")):
        found = Manifest("", older.files, older.revised, older.content)
    return found if found and all(map(sealed.is_inside, found.files)) else None


def older_record(path: Path) -> object:
    """Return the record for index, feed and catalogue in a manifest of version 0.1; None if there is none."""
    older = sealed.read(path, _OLDER_FORMAT, _Older, key="manifest")
    return older.record if older else None


def write(path: Path, manifest: Manifest) -> None:
    """Write `manifest` to `path`, completely or not at all.  Raises `OutputError`."""
    write_whole(path, sealed.sealed(FORMAT, manifest))
