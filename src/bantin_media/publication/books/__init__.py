"""The kinds of book that are made of an edition: one module here and one row in `BOOKS` each.

A module has `write(material, target) -> bool`, which returns whether there was anything to make the book of.
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
    """All that a book may be made of; `narrations` (by document, None for one with nothing to say) is empty without
    sound.
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
    """A kind of book: `variant` names it in identifiers, records and `labels.toml`, and its module here."""

    variant: str
    ending: str = ""
    """What its file's name ends with, before `.epub`."""
    has_sound: bool = False
    """Whether it holds MP3s: such a book is only ever made of an edition that lacks nothing."""

    def path(self, edition_id: str, folder: Path) -> Path:
        """Return where the book of an edition lies."""
        return folder / f"{slug(edition_id)}{self.ending}.epub"

    def write(self, material: Material, target: Path) -> bool:
        """Write the book, if there is what it is made of, and return whether there was.

        Raises `ConfigError` for a template, `SourceError` for a picture, `OutputError`.
        """
        made: bool = import_module(f".{self.variant}", __name__).write(material, target)
        return made


BOOKS: Final = (BookKind("light"), BookKind("talking", "-co-tieng", has_sound=True))
"""The first is what libraries describe; the others are versions of it."""
