"""A file of an editor → a `Draft` with the source's own words and pictures, for every format.

There is one module per format and one row in `READERS`.  Only this room deals with encodings and legacy fonts.
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
    ".fodt": "odt",
}
"""Suffix → the module here whose `read(path) -> Draft` reads it; imported for the first such file."""
SUFFIXES = frozenset(READERS)
PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif"})
"""Suffixes of photographs and scans; such a file is an article only if its name says so."""
_DOCUMENTS = frozenset({"word", "office", "odt", "rtf"})
"""Formats whose suffix portals also give to a page: "Xuất ra Word" writes HTML into a .doc."""


def read(path: Path) -> Draft:
    """Return the content of the file `path`, read by the module for its suffix.

    Raises `SourceError` if the file cannot be read, is empty, or has another format than its suffix declares.
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
        notice = Notice(
            "source.is-page",
            str(path),
            message("is a web page with the suffix {suffix}, and was read as a page", suffix=suffix),
        )
        draft = replace(draft, notices=(notice, *draft.notices))
    return checked(draft)
