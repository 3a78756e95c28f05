"""The last changes with the earlier content of their files, in the work folder, for undo.

A change is recorded before it is made, so that undo also works after a power cut in the middle of a change.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..cache import file_digest
from ..files import pieces_of, write_stream, write_whole

MOST_KEPT = 60
Content = bytes | Path | None
"""The new content of a file: bytes, a copy of another file, or None (the file is removed)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be undone: `what` describes it; each file has its earlier content, None if it did not exist."""

    number: int
    what: str
    files: Mapping[str, str | None]


class Undo:
    """The changes of one edition; the last one is undone first."""

    def __init__(self, root: Path, sources: Path) -> None:
        self._root = root
        self._sources = sources

    @property
    def last(self) -> Step | None:
        """Return the change that would be undone."""
        steps = self._steps()
        return steps[-1] if steps else None

    def change(self, what: str, after: Mapping[Path, Content]) -> None:
        """Record the present files and write `after` in its order, each file atomically.  Raises `OutputError`."""
        steps = self._steps()
        number = steps[-1].number + 1 if steps else 1
        before = {path.relative_to(self._sources).as_posix(): self._kept(path) for path in after}
        self._remember(Step(number, what, before))
        for path, content in after.items():
            _write(path, content)
        for old in steps[: -MOST_KEPT + 1]:
            self._forget(old)

    def take_back(self) -> Step | None:
        """Restore the files of the last change; return the change, None if there was none."""
        step = self.last
        if step is None:
            return None
        for name, digest in step.files.items():
            _write(self._sources / name, self._root / "objects" / digest if digest else None)
        self._forget(step)
        return step

    def _kept(self, path: Path) -> str | None:
        if not path.is_file():
            return None
        digest = file_digest(path, anew=True)
        write_stream(self._root / "objects" / digest, pieces_of(path))
        return digest

    def _steps(self) -> list[Step]:
        found = []
        for path in sorted(self._root.glob("*.json")):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # an unreadable record is ignored
                found.append(Step(**json.loads(path.read_text("utf-8"))))
        return found

    def _remember(self, step: Step) -> None:
        record = {"number": step.number, "what": step.what, "files": dict(step.files)}
        write_whole(self._path(step), json.dumps(record, ensure_ascii=False).encode("utf-8"))

    def _forget(self, step: Step) -> None:
        self._path(step).unlink(missing_ok=True)
        used = {digest for one in self._steps() for digest in one.files.values()}
        for digest in {digest for digest in step.files.values() if digest} - used:
            (self._root / "objects" / digest).unlink(missing_ok=True)

    def _path(self, step: Step) -> Path:
        return self._root / f"{step.number:06}.json"


def _write(path: Path, content: Content) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif isinstance(content, Path):
        write_stream(path, pieces_of(content))
    else:
        write_whole(path, content)
