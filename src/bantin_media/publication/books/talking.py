"""The talking book: the light book with an MP3 and a media overlay for each document."""

from __future__ import annotations

from pathlib import Path

from ...cache import code_digest, digest_of_bytes
from ...model import Edition
from ..writers.cover import colours, marked_as_talking
from ..writers.epub import write_epub
from ..writers.picture_encoding import BookPicture, Pictures
from . import Material


def write(material: Material, target: Path) -> bool:
    """Write the book if there are narrations; return whether there were."""
    if not material.narrations:
        return False
    write_epub(
        material.edition,
        material.documents,
        target,
        narrations=material.narrations,
        overrides=material.overrides,
        voices=material.voices,
        cover=talking_cover(material.cover, material.edition, material.pictures or Pictures()),
        pictures=material.pictures,
    )
    return True


def talking_cover(cover: BookPicture, edition: Edition, pictures: Pictures) -> BookPicture:
    """Return `cover` with the mark of a talking book; with the cache of `pictures` it is drawn once."""
    made_of = ("talking cover", code_digest(), *colours(edition), digest_of_bytes(cover.content))
    return pictures.of(made_of, lambda: marked_as_talking(cover, edition))
