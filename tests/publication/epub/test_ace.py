"""Ace by DAISY finds no violation of EPUB Accessibility in a light and a talking book that use every feature."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.publication.writers.epub import write_epub

Ace = Callable[[Path], list[dict[str, Any]]]


@pytest.mark.parametrize("variant", ["light", "talking"])
def test_ace_finds_nothing(variant: str, spoken_edition: Any, ace: Ace, tmp_path: Path) -> None:
    one = spoken_edition
    sounds = one.narrations if variant == "talking" else None
    book = write_epub(one.edition, one.documents, tmp_path / "book.epub", narrations=sounds)
    assert ace(book) == []


def test_ace_finds_a_violation(spoken_edition: Any, ace: Ace, tmp_path: Path) -> None:
    one = spoken_edition
    good = write_epub(one.edition, one.documents, tmp_path / "good.epub")
    with zipfile.ZipFile(good) as archive, zipfile.ZipFile(tmp_path / "bad.epub", "w") as bad:
        for entry in archive.infolist():
            content = archive.read(entry)
            bad.writestr(entry, content.replace(b' aria-label="Ghi', b' x="Ghi').replace(b"doc-noteref", b"doc-odd"))
    assert ace(tmp_path / "bad.epub")
