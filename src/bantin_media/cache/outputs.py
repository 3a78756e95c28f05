"""Finished files as a cache: the files of an earlier build, and the digests of their ingredients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .digests import digest, file_digest


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file: its size and SHA-256, and the time stamp that saves hashing it again.

    `ingredients` is the digest of everything it was made of, or empty if the file is cheap to make.
    """

    size_bytes: int
    sha256: str
    modified_ns: int
    ingredients: str = ""


class OutputCache:
    """Finished files under `root`: a file that an earlier build made of the same ingredients is not made again.

    `environment` is the digest of what all files depend on: code, libraries, templates.
    """

    def __init__(self, root: Path, earlier: Mapping[str, Made], environment: str = "") -> None:
        self.root = root
        self._earlier = earlier
        self._environment = environment
        self._ingredients: dict[str, str] = {}

    def has(self, target: Path, *ingredients: str) -> bool:
        """Return whether `target` is unchanged and was made of these `ingredients`; record them for `made`."""
        name = self._name(target)
        self._ingredients[name] = self.digest(*ingredients)
        earlier = self._earlier.get(name)
        return earlier is not None and earlier.ingredients == self._ingredients[name] and _unchanged(target, earlier)

    def of(self, target: Path, *ingredients: str, make: Callable[[], object]) -> Path:
        """Return `target`; `make` writes it unless the file exists and was made of these `ingredients`."""
        if not self.has(target, *ingredients):
            make()
        return target

    def is_unchanged(self, target: Path) -> bool:
        """Return whether `target` exists with the bytes that the earlier build wrote."""
        earlier = self._earlier.get(self._name(target))
        return earlier is not None and _unchanged(target, earlier)

    def digest(self, *ingredients: str) -> str:
        """Return the digest of `ingredients` and of the environment."""
        return digest(self._environment, *ingredients)

    def made(self, paths: Iterable[Path]) -> dict[str, Made]:
        """Return the records of finished files by relative POSIX path; an unchanged file is not hashed again."""
        return {self._name(path): self._made(path) for path in sorted(paths)}

    def _made(self, path: Path) -> Made:
        name = self._name(path)
        status, earlier = path.stat(), self._earlier.get(name)
        same = earlier and (earlier.size_bytes, earlier.modified_ns) == (status.st_size, status.st_mtime_ns)
        found = earlier.sha256 if earlier and same else file_digest(path)
        return Made(status.st_size, found, status.st_mtime_ns, self._ingredients.get(name, ""))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def still_there(root: Path, files: Mapping[str, Made]) -> bool:
    """Return whether every file of `files` exists under `root` with the recorded bytes."""
    return all(_unchanged(root / name, record) for name, record in files.items())


def _unchanged(path: Path, record: Made) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    if status.st_size != record.size_bytes:
        return False
    return status.st_mtime_ns == record.modified_ns or file_digest(path) == record.sha256
