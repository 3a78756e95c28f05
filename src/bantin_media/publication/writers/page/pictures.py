"""The articles' pictures → files beside the page, in `anh/`, of a size that a phone on a poor line can load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from ....cache import digest_of_bytes
from ....files import write_whole
from ....model import Picture
from ....readers.pictures import picture_bytes
from ...documents import Document
from ..pictures import JPEG_QUALITY, LARGEST_FILE_BYTES, UNREADABLE, book_picture
from .view import PagePicture

FOLDER = "anh"
LONGEST_EDGE = 1200
"""Sharp on a phone's full width at three pixels a point, and on the column of a desk."""
FORMATS = {".jpg": "JPEG", ".png": "PNG"}


def write_pictures(
    documents: Sequence[Document], folder: Path
) -> tuple[list[Path], Mapping[str, Mapping[str, PagePicture]]]:
    """Write every picture of `documents`; return the files, and by document name and part id what to show.

    A file's name carries the digest of what it is made from: one that is there already is not made again.
    Raises `SourceError` for a picture that cannot be read and `OutputError`.
    """
    files: list[Path] = []
    shown: dict[str, dict[str, PagePicture]] = {}
    for document in documents:
        if document.article is None:
            continue
        pictures = [(part.id, part.picture) for part in document.parts if part.picture is not None]
        for count, (part_id, picture) in enumerate(pictures, 1):
            stem = f"{document.name}-{count}-{_digest(picture)}"
            file, width, height = _there(folder / FOLDER, stem) or _made(picture, folder / FOLDER, stem)
            files.append(file)
            shown.setdefault(document.name, {})[part_id] = PagePicture(f"{FOLDER}/{quote(file.name)}", width, height)
    return files, shown


def _digest(picture: Picture) -> str:
    """Return eight letters for the picture's bytes and for what makes them smaller."""
    from PIL import __version__

    content = picture_bytes(picture, LARGEST_FILE_BYTES)
    return digest_of_bytes(f"{__version__} {LONGEST_EDGE} {JPEG_QUALITY}\n".encode() + content)[:8]


def _there(folder: Path, stem: str) -> tuple[Path, int, int] | None:
    from PIL import Image

    for suffix, kind in FORMATS.items():
        file = folder / f"{stem}{suffix}"
        try:
            with Image.open(file, formats=(kind,)) as image:
                image.load()
                return file, *image.size
        except UNREADABLE:
            continue
    return None


def _made(picture: Picture, folder: Path, stem: str) -> tuple[Path, int, int]:
    made = book_picture(picture, LONGEST_EDGE)
    file = folder / f"{stem}{made.suffix}"
    write_whole(file, made.content)
    return file, made.width, made.height
