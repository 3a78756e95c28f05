"""A declared language of a passage (`languages.tsv`) counts only if the words confirm it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.vietnamese.languages import foreign_tag, language_name

ROWS = [
    line.split("\t") for line in Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()[1:] if line
]


@pytest.mark.parametrize(("tag", "text", "language"), ROWS)
def test_a_tag_is_believed_if_the_words_bear_it_out(tag: str, text: str, language: str) -> None:
    assert foreign_tag(tag, text) == language


def test_a_language_has_a_vietnamese_name_or_its_tag() -> None:
    assert [language_name(tag) for tag in ("fr-FR", "tyz", "xh")] == ["tiếng Pháp", "tiếng Tày", "xh"]
