"""The bytes of a source, up to a limit, and only from the article's own folder."""

from __future__ import annotations

from pathlib import Path

from ..errors import SourceError
from ..messages import cause_of, message
from ..regex import regex
from .mhtml import is_mhtml

LARGEST_TEXT_BYTES = 8 * 1024 * 1024
"""Of a text: an article has about ten thousand bytes."""
LARGEST_PAGE_BYTES = 32 * 1024 * 1024
"""Of a saved page, which may contain its pictures; most have some hundred thousand."""
LARGEST_FILE_BYTES = 512 * 1024 * 1024
"""Of a Word file or PDF, including pictures, which are not read here."""

_SIGNATURES = (
    (b"PK\x03\x04", ".docx"),
    (b"%PDF", ".pdf"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
)

_PAGE = regex(rb"(?i)[^\w<]{0,20}<(?:!doctype html|html|head|meta|body|div|table|p|h1)\b")
"""A page, after an optional byte order mark."""


def require_source(path: Path) -> None:
    """Raise `SourceError` if `path` is not an ordinary file, is empty, or is a link out of its folder."""
    try:
        inside = path.resolve().is_relative_to(path.parent.resolve())
        is_file, size_bytes = path.is_file(), path.stat().st_size
    except (OSError, RuntimeError) as error:
        raise _unreadable(path, error) from error
    if not inside:
        raise SourceError(
            str(path),
            message("is a link to a file outside its folder"),
            message("Copy the file itself into the edition's folder."),
        )
    if not is_file:
        raise SourceError(str(path), message("is not a file"), message("Put a file with an article in its place."))
    if size_bytes == 0:
        raise SourceError(
            str(path), message("is empty"), message("Save the article into it again, or remove the file.")
        )
    if size_bytes > LARGEST_FILE_BYTES:
        raise too_large(str(path), LARGEST_FILE_BYTES)


def read_text_bytes(path: Path, *, limit_bytes: int = LARGEST_TEXT_BYTES) -> bytes:
    """Return the bytes of a text file.  Raises `SourceError` if it has more than `limit_bytes` or is not text."""
    try:
        with path.open("rb") as file:
            content = file.read(limit_bytes + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(content) > limit_bytes:
        raise too_large(str(path), limit_bytes)
    for signature, suffix in _SIGNATURES:
        if content.startswith(signature):
            raise SourceError(
                str(path),
                message("is a {suffix} file with another name", suffix=suffix),
                message("Give the file its proper ending, {suffix}.", suffix=suffix),
            )
    return content


def is_page(path: Path) -> bool:
    """Return whether the file begins like a web page, saved as one file or several, whatever its name."""
    with path.open("rb") as file:
        head = file.read(4096)
    return is_mhtml(head) or bool(_PAGE.match(head.replace(b"\0", b"")))


def too_large(where: str, limit_bytes: int) -> SourceError:
    """Return the error for a source of more than `limit_bytes`."""
    return SourceError(
        where,
        message("is larger than {limit} MB: this is not an article", limit=limit_bytes // (1024 * 1024)),
        message("Save only the article itself into the file."),
    )


def _unreadable(path: Path, error: OSError | RuntimeError) -> SourceError:
    # Python before 3.13 tells a loop of links by a RuntimeError with English words
    cause = message("a link is circular") if isinstance(error, RuntimeError) else cause_of(error)
    return SourceError(
        str(path),
        message("cannot be read: {cause}", cause=cause),
        message("Check that the file is there and may be read."),
    )
