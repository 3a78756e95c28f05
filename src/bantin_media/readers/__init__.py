"""A file of an editor's → a `Draft`: the source's own words and pictures, whatever its format.

One module per format, one row in `READERS`; only this room knows of encodings and of the fonts of before Unicode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ..errors import SourceError
from ..messages import message
from ..model import Draft, Notice
from .checking import checked
from .source import is_page, require_source

READERS: Mapping[str, str] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".mhtml": "html",
    ".mht": "html",
    ".docx": "word",
    ".docm": "word",
    ".md": "markdown",
    ".pdf": "pdf",
    ".doc": "office",
    ".rtf": "rtf",
    ".odt": "odt",
}
"""Suffix → the module here whose `read(path) -> Draft` reads it; imported when the first such file is met."""
SUFFIXES = frozenset(READERS)
PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif"})
"""What a paper is photographed or scanned as; such a file is an article only if its name says so."""
_DOCUMENTS = frozenset({"word", "office", "odt", "rtf"})
"""What portals give a page the name of: "Xuất ra Word" writes HTML into a .doc."""


def read(path: Path) -> Draft:
    """Return what stands in the file `path`; its suffix says how to read it.

    Raises `SourceError` if it cannot be read, holds nothing, or is not what its suffix says.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES | PHOTOGRAPHS:
        raise SourceError(
            str(path),
            message("this kind of file cannot be read"),
            message("Save the article as one of these: {suffixes}", suffixes=", ".join(sorted(READERS))),
        )
    require_source(path)
    module = READERS.get(suffix, "photo")
    renamed = module in _DOCUMENTS and is_page(path)
    draft: Draft = import_module(f"{__name__}.{'html' if renamed else module}").read(path)
    if renamed:
        told = Notice(
            "source.is-page",
            str(path),
            message("is a page of the web with the name of a {suffix} file, and was read as a page", suffix=suffix),
        )
        draft = replace(draft, notices=(told, *draft.notices))
    return checked(draft)
