"""The articles' pictures → files beside the page, in `anh/`, of a size that a phone on a poor line can load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...documents import Document
from ...files import write_whole
from ..pictures import book_picture
from .view import PagePicture

FOLDER = "anh"
LONGEST_EDGE = 1200
"""Sharp on a phone's full width at three pixels a point, and on the column of a desk."""


def write_pictures(
    documents: Sequence[Document], folder: Path
) -> tuple[list[Path], Mapping[str, Mapping[str, PagePicture]]]:
    """Write every picture of `documents`; return the files, and by document name and part id what to show.

    Raises `SourceError` for a picture that cannot be read and `OutputError`.
    """
    files: list[Path] = []
    shown: dict[str, dict[str, PagePicture]] = {}
    for document in documents:
        if document.article is None:
            continue
        pictures = [(part.id, part.picture) for part in document.parts if part.picture is not None]
        for count, (part_id, picture) in enumerate(pictures, 1):
            made = book_picture(picture, LONGEST_EDGE)
            name = f"{FOLDER}/{document.name}-{count}{made.suffix}"
            write_whole(folder / name, made.content)
            files.append(folder / name)
            shown.setdefault(document.name, {})[part_id] = PagePicture(name, made.width, made.height)
    return files, shown
