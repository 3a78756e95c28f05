"""A row of the lexicon changes the articles that have its first word, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bantin_media.configuration.settings import ReadingStyle
from bantin_media.normalization import Normalizer
from bantin_media.pipeline.lexicon_rows import first_words, first_words_of, rows
from bantin_media.pipeline.preparation import forget_lexicons, normalizer, scripted

TEXTS = (
    "Bà con xã Nà Lẹng góp 46 ngày công, đạt 87,5% (BCH-QS).",
    "ＵＢＮＤ xã số 7/9-KH, ① Rà soát Ⅳ",
    "số Ω-ภาษาไทย và 5µg…",
)
PARTS = ("ubnd", "iv", "(", "1", "ภ", "ไทย", "ไ", "zz", "µg", "g", "bch", "qs", "46 ngày", "ngày mai", "%", "ẹng")
"""Words in another form than in the texts, parts of words, and words that are not in them."""


@pytest.mark.parametrize(("row", "again"), [("Thẳm Mò\tthẳm mo", ["02 nuoc sach.txt"]), ("Xóm Mới\txóm mơi", [])])
def test_a_row_changes_the_readings_of_the_articles_with_its_first_word(
    row: str, again: list[str], small_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_aloud: list[str] = []
    small_office.build(publish=False)
    monkeypatch.setattr(
        "bantin_media.pipeline.article_cache.scripted",
        lambda task, article: read_aloud.append(task.source.path.name) or scripted(task, article),  # type: ignore[func-returns-value]
    )
    monkeypatch.setattr(
        "bantin_media.pipeline.article_cache.cleaned", lambda _: pytest.fail("the text was cleaned again")
    )
    (small_office.input / "lexicon.tsv").write_text(f"{row}\n", "utf-8")
    forget_lexicons()  # as in the process of another build
    small_office.build(publish=False)
    assert read_aloud == again


@pytest.mark.parametrize("text", TEXTS)
def test_a_row_that_is_not_selected_changes_no_reading(tmp_path: Path, text: str) -> None:
    plain, path = Normalizer().read(text), tmp_path / "lexicon.tsv"
    counts: dict[bool, int] = {True: 0, False: 0}
    for written in dict.fromkeys((*" ".join(TEXTS).split(), *PARTS)):
        path.write_text(f"{written}\tmột\n", "utf-8")
        forget_lexicons()
        is_same = normalizer(ReadingStyle(), (path,)).read(text) == plain
        for words in (first_words([plain]), first_words_of(text)):
            is_told = bool(rows(words, (path,)))
            assert is_same or is_told, written
            counts[is_told] += 1
    forget_lexicons()
    assert counts[True] and counts[False]
