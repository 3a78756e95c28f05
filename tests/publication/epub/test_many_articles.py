"""Books of a hundred articles, light and talking, are as valid as small ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bantin_media.model import Edition
from bantin_media.publication.writers.epub import write_epub
from bantin_media.verify import verify


@pytest.mark.long
def test_a_hundred_articles_are_a_good_book(
    small_edition: Edition,
    speak: Callable[[Edition], Any],
    tmp_path: Path,
    epubcheck: Callable[[Path], list[dict[str, Any]]],
    ace: Callable[[Path], list[dict[str, Any]]],
) -> None:
    given = small_edition.articles
    articles = tuple(
        replace(given[number % len(given)], number=number, slug=f"{number:03}-bai", section=f"Mục {number % 7}")
        for number in range(1, 101)
    )
    one = speak(replace(small_edition, articles=articles))
    for sounds in (None, one.narrations):
        book = write_epub(one.edition, one.documents, tmp_path / "book.epub", narrations=sounds)
        assert epubcheck(book) == []
        assert verify(book) == ()
        assert ace(book) == []
