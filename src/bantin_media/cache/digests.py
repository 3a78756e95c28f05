"""Ingredients → their digest: the key of every cache; also digests of the code and library versions."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..files import write_whole
from ..stamps import Stamp, installed, settled, stamp
from . import sealed


def digest(*texts: str, files: Iterable[Path] = ()) -> str:
    """Return the SHA-256 of `texts` and of the names and contents of `files`, without ambiguity between them."""
    named = (part for path in sorted(files) for part in (path.as_posix(), file_digest(path)))
    whole = hashlib.sha256()
    for text in (*texts, *named):
        content = text.encode("utf-8", "surrogatepass")  # a file name need not be valid Unicode
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


def digest_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path, *, anew: bool = False) -> str:
    """Return the SHA-256 of a file in hexadecimal; an empty string if the file is missing, a pipe or a device.

    A large file is read once per run, or once in all runs that recall and keep a record, if its time stamp does not
    change.  With `anew` it is read in any case, to check the content on the disk.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a link to /dev/zero has no end
            return ""
        return _read_digest(str(path)) if anew else _digest_of(str(path), status)
    except (OSError, ValueError):
        return ""


_LARGE_BYTES = 1 << 16
_known: dict[str, tuple[Stamp, str]] = {}
"""Path of a large file → its stamp, which changes when the file is written again, and its digest."""


_FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Digests:
    """Path of a large file → its digest and its stamp."""

    files: Mapping[str, tuple[str, Stamp]]


def recall_digests(record: Path) -> None:
    """Load the digests of large files from the record of an earlier run; one counts if its stamp is unchanged."""
    found = sealed.read(record, _FORMAT, _Digests)
    if found:
        _known.update((path, (when, known)) for path, (known, when) in found.files.items() if path not in _known)


def keep_digests(record: Path, folder: Path) -> None:
    """Write the known digests of large files below `folder` to `record`, if there are any.  Raises `OutputError`."""
    below = f"{folder}{os.sep}"
    known = {path: (name, when) for path, (when, name) in _known.items() if path.startswith(below)}
    if known or record.exists():
        write_whole(record, sealed.sealed(_FORMAT, _Digests(known)))


def _digest_of(path: str, status: os.stat_result) -> str:
    if status.st_size < _LARGE_BYTES:
        return _read_digest(path)
    known = _known.get(path)
    if known and known[0] == stamp(status):
        return known[1]
    is_settled = settled(status, time.time_ns())
    found = _read_digest(path)
    if is_settled:
        _known[path] = stamp(status), found
    return found


def _read_digest(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 -- creating a Path takes as long as reading a small file
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_digest() -> str:
    """Return the SHA-256 of this package's code, tables and templates: output depends on all of it."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120
    whole = hashlib.sha256()
    for name in sorted(_names_below(package, "")):
        with open(os.path.join(package, name), "rb") as file:  # noqa: PTH118, PTH123
            whole.update(name.encode() + b"\0" + file.read())
    return whole.hexdigest()


def _names_below(folder: str, prefix: str) -> Iterator[str]:
    """Yield the POSIX paths of the files below `folder`, except compiled Python files."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                if one.name != "__pycache__":
                    yield from _names_below(one.path, f"{prefix}{one.name}/")
            elif one.is_file():
                yield prefix + one.name


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
    "pillow-heif",
    "piper-tts",
    "pydub",
    "pypdf",
    "segno",
    "soundfile",
    "soxr",
)
"""Libraries whose version can change the bytes of a finished file."""


def library_versions() -> str:
    """Return the versions of the libraries that finished files depend on, as one line."""
    there = installed()
    return " ".join(f"{name}={there[name]}" for name in LIBRARIES if name in there)
