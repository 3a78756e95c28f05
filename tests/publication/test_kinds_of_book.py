"""A kind of book is a module and a row: values derived from the rows, and the required labels."""

from __future__ import annotations

from importlib import import_module

import pytest

from bantin_media.publication.books import BOOKS, BookKind
from bantin_media.publication.documents.labels import label


@pytest.mark.parametrize("kind", BOOKS, ids=lambda kind: kind.variant)
def test_each_kind_has_its_module_and_its_words(kind: BookKind) -> None:
    assert callable(import_module(f"bantin_media.publication.books.{kind.variant}").write)
    assert label(f"download_{kind.variant}", number="")
    if kind != BOOKS[0]:
        assert label(f"version_{kind.variant}")


def test_no_two_kinds_have_one_name() -> None:
    assert len({kind.variant for kind in BOOKS}) == len({kind.ending for kind in BOOKS}) == len(BOOKS)
