"""Finished files as a cache of their own: what an earlier build made, and of what ingredients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .digests import digest, file_digest


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file: its size and SHA-256, and the time stamp that saves hashing it again.

    `ingredients` is the digest of all it was made of, if making it is costly.
    """

    size_bytes: int
    sha256: str
    modified_ns: int
    ingredients: str = ""


class OutputCache:
    """Finished files under `root` by their ingredients: one that an earlier build made of the same is left alone.

    `environment` is what all files depend on besides their own ingredients: code, libraries, templates.
    """

    def __init__(self, root: Path, earlier: Mapping[str, Made], environment: str = "") -> None:
        self.root = root
        self._earlier = earlier
        self._environment = environment
        self._ingredients: dict[str, str] = {}

    def has(self, target: Path, *ingredients: str) -> bool:
        """Return whether `target` is unchanged and was made of these `ingredients`; remember them."""
        name = self._name(target)
        self._ingredients[name] = self.digest(*ingredients)
        earlier = self._earlier.get(name)
        return earlier is not None and earlier.ingredients == self._ingredients[name] and _unchanged(target, earlier)

    def of(self, target: Path, *ingredients: str, make: Callable[[], object]) -> Path:
        """Return `target`, which `make` writes if it is not there, made of the same ingredients."""
        if not self.has(target, *ingredients):
            make()
        return target

    def stands(self, target: Path) -> bool:
        """Return whether `target` is there with the bytes it was made with."""
        earlier = self._earlier.get(self._name(target))
        return earlier is not None and _unchanged(target, earlier)

    def digest(self, *ingredients: str) -> str:
        """Return the digest of `ingredients` and of the environment."""
        return digest(self._environment, *ingredients)

    def made(self, paths: Iterable[Path]) -> dict[str, Made]:
        """Return the record of finished files, by their relative POSIX path; what has not changed is not hashed."""
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
    """Return whether every file of `files` is under `root` with the bytes it was made with."""
    return all(_unchanged(root / name, made) for name, made in files.items())


def _unchanged(path: Path, made: Made) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    if status.st_size != made.size_bytes:
        return False
    return status.st_mtime_ns == made.modified_ns or file_digest(path) == made.sha256
