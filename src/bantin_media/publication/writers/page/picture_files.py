"""The articles' pictures → files beside the page, in `anh/`, of a size that a phone on a poor line can load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from ....cache import digest_of_bytes
from ....files import write_whole
from ...documents import Document
from ..picture_encoding import PAGE_EDGE, Pictures
from .view import PagePicture

FOLDER = "anh"


def write_pictures(
    documents: Sequence[Document], folder: Path, pictures: Pictures
) -> tuple[list[Path], Mapping[str, Mapping[str, PagePicture]]]:
    """Write every picture of `documents`; return the files, and by document name and part id what to show.

    A file's name carries the digest of its bytes, so that a browser never shows an old picture under a new name.
    Raises `SourceError` for a picture that cannot be read and `OutputError`.
    """
    files: list[Path] = []
    shown: dict[str, dict[str, PagePicture]] = {}
    for document in documents:
        if document.article is None:
            continue
        own = [(part.id, part.picture) for part in document.parts if part.picture is not None]
        for count, (part_id, picture) in enumerate(own, 1):
            made = pictures.made(picture, PAGE_EDGE)
            file = folder / FOLDER / f"{document.name}-{count}-{digest_of_bytes(made.content)[:8]}{made.suffix}"
            write_whole(file, made.content)
            files.append(file)
            href = f"{FOLDER}/{quote(file.name)}"
            shown.setdefault(document.name, {})[part_id] = PagePicture(href, made.width, made.height)
    return files, shown
