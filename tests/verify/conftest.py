"""A valid talking book, and the result of its check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bantin_media.cache import Cache
from bantin_media.model import Notice
from bantin_media.publication.writers.epub import write_epub
from bantin_media.verify import PAGE_CHECKS, verify
from bantin_media.verify.book import Book, Item


@pytest.fixture(scope="session")
def good(spoken_edition: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    one = spoken_edition
    target = tmp_path_factory.mktemp("good") / "good.epub"
    return write_epub(one.edition, one.documents, target, narrations=one.narrations)


@pytest.fixture(scope="session")
def judged(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """The result of an earlier check of the valid book."""
    known = Cache(tmp_path_factory.mktemp("judged"))
    assert verify(good, known) == verify(good, known) == ()
    return known


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are checked."""
    names: list[str] = []

    def note(_: Book, page: Item) -> Iterator[Notice]:
        names.append(page.name)
        yield from ()

    monkeypatch.setattr("bantin_media.verify.PAGE_CHECKS", (note, *PAGE_CHECKS))
    return names
