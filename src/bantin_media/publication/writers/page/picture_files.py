"""The articles' pictures → files next to the page, in `anh/`, in sizes for phones with slow connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from ....cache import digest_of_bytes
from ....files import write_whole
from ...documents import Document
from ..picture_encoding import PAGE_EDGE, PHONE_EDGE, Pictures
from .view import PagePicture

FOLDER = "anh"


def write_pictures(
    documents: Sequence[Document], folder: Path, pictures: Pictures
) -> tuple[list[Path], Mapping[str, Mapping[str, PagePicture]]]:
    """Write every picture of `documents`; return the files, and document name → part id → picture.

    A file's name contains the digest of its bytes, so that a browser never shows a cached older picture.
    Raises `SourceError` for a picture that cannot be read and `OutputError`.
    """
    files: list[Path] = []
    shown: dict[str, dict[str, PagePicture]] = {}
    for document in documents:
        if document.article is None:
            continue
        own = [(part.id, part.picture) for part in document.parts if part.picture is not None]
        for count, (part_id, picture) in enumerate(own, 1):
            sizes = [pictures.made(picture, edge) for edge in (PAGE_EDGE, PHONE_EDGE)]
            made = sizes[: 1 + (sizes[1].width < sizes[0].width)]  # a small picture has only one size
            names = [f"{document.name}-{count}-{digest_of_bytes(one.content)[:8]}{one.suffix}" for one in made]
            for name, one in zip(names, made, strict=True):
                write_whole(folder / FOLDER / name, one.content)
                files.append(folder / FOLDER / name)
            hrefs = [f"{FOLDER}/{quote(name)}" for name in names]
            small = (hrefs[1], made[1].width) if len(made) > 1 else ("", 0)
            shown.setdefault(document.name, {})[part_id] = PagePicture(hrefs[0], made[0].width, made[0].height, *small)
    return files, shown
