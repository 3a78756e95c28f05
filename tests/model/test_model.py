"""The properties of the values that rooms exchange."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bantin_media.model import Edition, Sentence, Table, plain
from bantin_media.model.columns import column_names

ROWS = [
    row.split("\t")
    for row in (Path(__file__).parent / "columns.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]


@pytest.mark.parametrize(("head", "names"), ROWS)
def test_a_column_is_spoken_with_the_lowest_name_above_it(head: str, names: str) -> None:
    rows = [row.split("|") for row in head.split("/")]
    assert column_names(rows, len(rows)) == tuple(names.split("|"))


def test_a_table_without_a_head_names_no_column() -> None:
    rows = [["Nà Phạ", "12"], ["Bản Thẳm", "7"]]
    assert column_names(rows, 0) == ("", "")
    assert column_names([], 0) == ()
    cells = tuple(
        tuple((Sentence(f"s{row}{place}", text),) for place, text in enumerate(one)) for row, one in enumerate(rows)
    )
    assert Table(cells, header_rows=1).column_names == ("Nà Phạ", "12")


def test_sentences_in_a_line_have_a_space_between() -> None:
    assert plain((Sentence("s1", "Một."), Sentence("s2", "Hai."))) == "Một. Hai."
    assert plain(()) == ""


def test_an_edition_is_a_draft_until_it_is_signed_and_public_by_default() -> None:
    edition = Edition("2026-11", "Bản tin", "11", date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), "Ban")
    assert edition.is_draft and edition.is_public
    signed = Edition(
        "2026-11", "Bản tin", "11", date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), "Ban",
        audience="internal", approved_by="Lò Thị Mai",
    )  # fmt: skip
    assert not signed.is_draft and not signed.is_public


def test_equal_articles_may_have_different_traces() -> None:
    from bantin_media.model import Article, Traced

    article = Article(1, "01", Path("01.txt"), ())
    traced = replace(article, trace=(Traced(1, "In trang", "dropped", "nút"),))
    assert traced == article and repr(traced) == repr(article)
    assert Table(()).column_names == ()
