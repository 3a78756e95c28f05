"""The kinds of book of an edition: one module here and one row in `BOOKS` each.

A module has `write(material, target) -> bool`, which returns whether there was content for the book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from ...files import slug
from ...model import Edition, Narration
from ..documents import Document
from ..writers.picture_encoding import BookPicture, Pictures


@dataclass(frozen=True, slots=True)
class Material:
    """The material of a book.

    `narrations` maps documents to narrations, None for one without spoken text; it is empty without sound.
    """

    edition: Edition
    documents: Sequence[Document]
    cover: BookPicture
    overrides: Path | None = None
    narrations: Mapping[str, Narration | None] | None = None
    voices: Sequence[str] = ()
    pictures: Pictures | None = None


@dataclass(frozen=True, slots=True)
class BookKind:
    """A kind of book: `variant` is its name in identifiers, records and `labels.toml`, and that of its module."""

    variant: str
    ending: str = ""
    """The suffix of its file's name, before `.epub`."""
    has_sound: bool = False
    """It contains MP3s; such a book is only made of a complete edition."""

    def path(self, edition_id: str, folder: Path) -> Path:
        """Return the path of an edition's book."""
        return folder / f"{slug(edition_id)}{self.ending}.epub"

    def write(self, material: Material, target: Path) -> bool:
        """Write the book if there is content for it; return whether there was.

        Raises `ConfigError` for a template, `SourceError` for a picture, `OutputError`.
        """
        made: bool = import_module(f".{self.variant}", __name__).write(material, target)
        return made


BOOKS: Final = (BookKind("light"), BookKind("talking", "-co-tieng", has_sound=True))
"""Libraries describe the first; the others are versions of it."""
