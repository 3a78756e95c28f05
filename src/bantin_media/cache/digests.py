"""Ingredients → their digest: the key of every cache, and what the output of this program depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def digest(*texts: str, files: Iterable[Path] = ()) -> str:
    """Return the SHA-256 of `texts` and of the names and contents of `files`, unambiguous whatever they contain."""
    named = (part for path in sorted(files) for part in (path.as_posix(), file_digest(path)))
    whole = hashlib.sha256()
    for text in (*texts, *named):
        content = text.encode("utf-8", "surrogatepass")  # names of files need not be text
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


def digest_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
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
    """Return the SHA-256 of this package's code, tables and templates: output depends on all of it."""
    package = Path(__file__).parents[1]
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
    "pillow-heif",
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
