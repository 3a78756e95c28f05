"""Shared by the cleaning tests: drafts made from plain text, and articles as plain values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Article, Draft, SourceLine
from bantin_media.readers.mending import plain_letters

DraftOf = Callable[..., Draft]
Cleaned = Callable[..., Article]

LONG = "Sáng nay bà con trong bản cùng nhau ra đồng gặt lúa mùa sớm. Năm nay được mùa, thóc đầy bồ, ai cũng vui."
"""A paragraph of two sentences."""


def _draft(text: str, *, name: str = "01 bài.txt", broken_lines: bool = False) -> Draft:
    """Convert a text like the plain-text reader: an empty line only marks the space before the next line."""
    text = plain_letters(text)
    lines: list[SourceLine] = []
    blank = True
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            blank = True
            continue
        indent = len(raw) - len(raw.lstrip())
        lines.append(SourceLine(number, raw.rstrip(), indent=indent, blank_before=blank))
        blank = False
    return Draft(Path(name), tuple(lines), broken_lines=broken_lines)


@pytest.fixture(scope="session")
def draft_of() -> DraftOf:
    return _draft


@pytest.fixture(scope="session")
def cleaned() -> Cleaned:
    def cleaned(source: str | Draft, override: ArticleOverride | None = None, **more: object) -> Article:
        draft = _draft(source) if isinstance(source, str) else source
        return clean(draft, number=1, slug="bai", override=override or ArticleOverride(), **more)  # type: ignore[arg-type]

    return cleaned
