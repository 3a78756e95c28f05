"""What an edition was made from and what was made of it: so that nothing is made twice.

A manifest is a shortcut only.  Without it, or with a damaged one, the same bytes come out; with it an edition
with nothing changed costs a hash of its inputs.  It is written last, so a killed run has none that lies.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from . import sealed
from .files import write_whole
from .reporting.report import Said

DESCRIPTION = "records/edition.json"
"""Where a finished edition says what it is: in its own folder, whatever becomes of its manifest."""
FORMAT = 2
_OLDER_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file: its size and SHA-256, and the time stamp that saves hashing it again.

    `ingredients` is the digest of all it was made of, where its writer would rather not make it again.
    """

    size_bytes: int
    sha256: str
    modified_ns: int
    ingredients: str = ""


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
    """Return the manifest at `path`, or None if there is none that can be trusted.

    One whose names lead out of the output folder is of somebody else's making.
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


class Ledger:
    """What an earlier build made under `root`, and of what: so that a writer can leave alone what it would make again.

    `environment` is what all files depend on besides their own ingredients: code, libraries, templates.  A shortcut
    only, as the manifest is: without it the same bytes come out.
    """

    def __init__(self, root: Path, earlier: Mapping[str, Made], environment: str = "") -> None:
        self.root = root
        self._earlier = earlier
        self._environment = environment
        self._ingredients: dict[str, str] = {}

    def has(self, target: Path, *ingredients: str) -> bool:
        """Return whether `target` is there as it was made, and was made of these `ingredients`; remember them."""
        name = self._name(target)
        self._ingredients[name] = self.digest(*ingredients)
        earlier = self._earlier.get(name)
        return earlier is not None and earlier.ingredients == self._ingredients[name] and _unchanged(target, earlier)

    def stands(self, target: Path) -> bool:
        """Return whether `target` is there as it was made."""
        earlier = self._earlier.get(self._name(target))
        return earlier is not None and _unchanged(target, earlier)

    def digest(self, *ingredients: str) -> str:
        """Return what tells these `ingredients`, and all that everything depends on, from any others."""
        return digest((), self._environment, *ingredients)

    def made(self, paths: Iterable[Path]) -> dict[str, Made]:
        """Return the record of finished files, by their relative POSIX path; what has not changed is not hashed."""
        return {self._name(path): self._made(path) for path in sorted(paths)}

    def _made(self, path: Path) -> Made:
        name = self._name(path)
        status, earlier = path.stat(), self._earlier.get(name)
        same = earlier and (earlier.size_bytes, earlier.modified_ns) == (status.st_size, status.st_mtime_ns)
        found = earlier.sha256 if earlier and same else sha256(path)
        return Made(status.st_size, found, status.st_mtime_ns, self._ingredients.get(name, ""))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def still_there(root: Path, files: Mapping[str, Made]) -> bool:
    """Return whether every file of `files` is under `root` with the bytes it was made with."""
    return all(_unchanged(root / name, made) for name, made in files.items())


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return the SHA-256 of the names and contents of `paths` and of `more`, as hexadecimal text."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(os.fsencode(path.as_posix()) + f"\0{sha256(path)}\0".encode())
    for text in more:
        whole.update(f"{text}\0".encode("utf-8", sealed.NAMES))
    return whole.hexdigest()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text; of a missing one, and of a pipe or device, the empty text."""
    if not path.is_file():  # a link to /dev/zero has no end
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@cache
def code_digest() -> str:
    """Return the SHA-256 of this package's code, tables and templates: what they say, finished files depend on."""
    package = Path(__file__).parent
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


LIBRARIES = (
    "audioop-lts",
    "ebooklib",
    "espeakng-loader",
    "gtts",
    "imageio-ffmpeg",
    "jinja2",
    "lameenc",
    "lxml",
    "markdown-it-py",
    "mutagen",
    "numpy",
    "onnxruntime",
    "pillow",
    "piper-tts",
    "pydub",
    "pypdf",
    "segno",
    "soundfile",
    "soxr",
)
"""Whose version may change a finished file."""


@cache
def library_versions() -> str:
    """Return the versions of the libraries that finished files depend on, as one line."""
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name}={version(name)}")
        except PackageNotFoundError:  # of an optional voice: it makes nothing here
            continue
    return " ".join(found)


def _unchanged(path: Path, made: Made) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    if status.st_size != made.size_bytes:
        return False
    return status.st_mtime_ns == made.modified_ns or sha256(path) == made.sha256
