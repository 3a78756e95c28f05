"""The talking book: the light book with an MP3 and a media overlay for each document."""

from __future__ import annotations

from pathlib import Path

from ...cache import code_digest, digest_of_bytes
from ..writers.cover import colours, marked_as_talking
from ..writers.epub import write_epub
from ..writers.picture_encoding import Pictures
from . import Material


def write(material: Material, target: Path) -> bool:
    """Write the book if there are narrations; return whether there were."""
    if not material.narrations:
        return False
    cover, edition = material.cover, material.edition
    pictures = material.pictures or Pictures()
    made_of = ("talking cover", code_digest(), *colours(edition), digest_of_bytes(cover.content))
    write_epub(
        edition,
        material.documents,
        target,
        narrations=material.narrations,
        overrides=material.overrides,
        voices=material.voices,
        cover=pictures.of(made_of, lambda: marked_as_talking(cover, edition)),
        pictures=material.pictures,
    )
    return True
