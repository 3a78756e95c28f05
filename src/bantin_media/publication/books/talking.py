"""The talking book: the light one with an MP3 and a media overlay for each of its documents."""

from __future__ import annotations

from pathlib import Path

from ..writers.epub import write_epub
from . import Material


def write(material: Material, target: Path) -> bool:
    """Write it, if something was narrated."""
    if not material.narrations:
        return False
    write_epub(
        material.edition,
        material.documents,
        target,
        narrations=material.narrations,
        overrides=material.overrides,
        voices=material.voices,
        cover=material.cover,
        pictures=material.pictures,
    )
    return True
