"""Writes a book and reads its content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from bantin_media.model import Edition
from bantin_media.publication.documents import documents
from bantin_media.publication.writers.epub import write_epub

XHTML = "{http://www.w3.org/1999/xhtml}"


def written(edition: Edition, target: Path, **more: Any) -> Path:
    return write_epub(edition, documents(edition), target, **more)


def pages(book: Path, kind: str = "text/") -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if kind in name:
                yield name, etree.fromstring(archive.read(name))


def shown(root: Any) -> str:
    """Return the visible words: those of the body, without hidden ones."""
    body = root.find(f"{XHTML}body")
    for hidden in body.findall(".//*[@hidden]"):
        hidden.getparent().remove(hidden)
    return " ".join("".join(body.itertext()).split())
