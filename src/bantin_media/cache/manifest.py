"""The manifest of an edition: what it was made from and what was made of it.

A manifest is a shortcut only: without it, or with a damaged one, the same bytes come out.  With it an unchanged edition
costs a hash of its inputs.  It is written last, so a killed build leaves no manifest that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..files import write_whole
from ..reporting.report import Said
from . import sealed
from .outputs import Made

DESCRIPTION = "records/edition.json"
"""Where a finished edition says what it is: in its own folder, whatever becomes of its manifest."""
FORMAT = 2
_OLDER_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """One edition's record: `inputs` is the digest of all it depends on, `files` what it made, by relative path.

    `content` is the digest of the finished files, `said` what was said of them, to be said again without building.
    """

    inputs: str
    files: Mapping[str, Made] = field(default_factory=dict)
    revised: str = ""
    content: str = ""
    said: Said = field(default_factory=Said)


@dataclass(frozen=True, slots=True)
class _Older:
    """What version 0.1 wrote: its `record` lies in the edition's own folder now."""

    inputs: str
    files: Mapping[str, Made] = field(default_factory=dict)
    revised: str = ""
    content: str = ""
    report: object = None
    record: object = None


def read(path: Path) -> Manifest | None:
    """Return the manifest at `path`, or None if it is absent, damaged or foreign.

    One whose names lead out of the output folder is foreign.
    """
    found = sealed.read(path, FORMAT, Manifest)
    if found is None and (older := sealed.read(path, _OLDER_FORMAT, _Older, key="manifest")):
        found = Manifest("", older.files, older.revised, older.content)
    return found if found and all(map(sealed.is_inside, found.files)) else None


def older_record(path: Path) -> object:
    """Return what an older version remembered of an edition for index, feed and catalogue; None for nothing."""
    older = sealed.read(path, _OLDER_FORMAT, _Older, key="manifest")
    return older.record if older else None


def write(path: Path, manifest: Manifest) -> None:
    """Write `manifest` whole.  Raises `OutputError`."""
    write_whole(path, sealed.sealed(FORMAT, manifest))
