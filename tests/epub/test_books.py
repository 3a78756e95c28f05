from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.documents import documents
from bantin_media.model import Edition
from bantin_media.settings import Settings
from bantin_media.writers.epub import write_epub

Check = Callable[[Path], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def light(small_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("light") / "light.epub"
    return write_epub(small_edition, Settings(), documents(small_edition, Settings()), target)


@pytest.fixture(scope="session")
def talking(spoken_edition: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    one = spoken_edition
    target = tmp_path_factory.mktemp("talking") / "talking.epub"
    return write_epub(one.edition, one.settings, one.documents, target, narrations=one.narrations)


def test_epubcheck_finds_nothing_in_the_light_book(light: Path, epubcheck: Check) -> None:
    assert epubcheck(light) == []


def test_epubcheck_finds_nothing_in_the_talking_book(talking: Path, epubcheck: Check) -> None:
    assert epubcheck(talking) == []
