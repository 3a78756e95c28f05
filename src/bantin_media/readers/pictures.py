"""Where the pictures of a source lie, and their bytes: a reference in, a `Picture` out, never from the network.

A reference leads to a file inside the article's own folder, or to nothing: other addresses are counted and told.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from ..errors import SourceError
from ..files import as_named
from ..messages import message
from ..model import Picture
from .source import too_large

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+:|^//")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_LONGEST_REFERENCE = 2000


def find_picture(folder: Path, reference: str, alt: str) -> tuple[Picture | None, str]:
    """Return the picture that `reference` names in `folder`, or why there is none: `remote`, `missing`, `unfit`."""
    reference = reference.strip().replace("\\", "/")
    if _SCHEME.match(reference) and not reference.lower().startswith("file:"):
        return None, "remote"
    name = unquote(reference.split("?")[0].split("#")[0])
    if not name or len(name) > _LONGEST_REFERENCE or "\0" in name or reference.lower().startswith("file:"):
        return None, "missing"
    try:
        path = as_named(folder, name)
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            return None, "missing"
        with path.open("rb") as file:
            head = file.read(16)
    except (OSError, RuntimeError):
        return None, "missing"
    return (Picture(path, "", alt), "") if is_picture(head) else (None, "unfit")


def is_picture(head: bytes) -> bool:
    """Return whether `head`, the first 16 bytes, begins a JPEG, PNG, GIF, WebP, BMP or TIFF."""
    return head.startswith(_SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def picture_bytes(picture: Picture, limit: int) -> bytes:
    """Return the bytes of `picture`, at most `limit` of them.

    Raises `SourceError` where it cannot be read, is larger, or does not begin like a picture.
    """
    where = f"{picture.path}:{picture.member}" if picture.member else str(picture.path)
    try:
        if picture.member:
            with zipfile.ZipFile(picture.path) as archive, archive.open(picture.member) as file:
                content = file.read(limit + 1)
        else:
            with picture.path.open("rb") as file:
                content = file.read(limit + 1)
    except (OSError, KeyError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise SourceError(
            where,
            message("the picture cannot be read: {cause}", cause=type(error).__name__),
            message("Save the picture again as JPEG or PNG."),
        ) from error
    if len(content) > limit:
        raise too_large(where, limit)
    if not is_picture(content[:16]):
        raise SourceError(where, message("this is no picture"), message("Save the picture again as JPEG or PNG."))
    return content
