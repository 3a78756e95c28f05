"""The light book: words and pictures, without sound and without a style for it."""

from __future__ import annotations

from pathlib import Path

from ..documents import read_in_silence
from ..writers.epub import write_epub
from . import Material


def write(material: Material, target: Path) -> bool:
    """Write the book and return True."""
    write_epub(
        material.edition,
        read_in_silence(material.edition, material.documents),
        target,
        overrides=material.overrides,
        cover=material.cover,
        pictures=material.pictures,
    )
    return True
