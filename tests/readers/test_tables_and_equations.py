"""The rows of `equations.tsv` and `table_heads.tsv`: written → shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bantin_media.readers.html.equation import equation_text as of_page
from bantin_media.readers.scripts import placed
from bantin_media.readers.table_heads import head_rows, name_rows
from bantin_media.readers.word.equation import equation_text as of_word
from bantin_media.readers.word.fields import written

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def rows(name: str) -> list[tuple[str, ...]]:
    text = (Path(__file__).parent / name).read_text("utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()[1:]]


@pytest.mark.parametrize(("kind", "source", "shown"), rows("equations.tsv"))
def test_equations_are_lines_of_text(kind: str, source: str, shown: str) -> None:
    if kind == "omml":
        assert of_word(etree.fromstring(f'<m:oMath xmlns:m="{MATH}">{source}</m:oMath>')) == shown
    elif kind == "mathml":
        assert of_page(etree.HTML(f"<math>{source}</math>").find(".//math")) == shown
    else:
        assert written(source) == shown


@pytest.mark.parametrize(("table", "head"), rows("table_heads.tsv"))
def test_heads_of_tables_that_mark_none(table: str, head: str) -> None:
    assert head_rows([line.split("|") for line in table.split(" / ")]) == int(head)


def test_a_merged_cell_names_every_row_below_the_head() -> None:
    cells = [["Xã", "Số hộ", ""], ["", "Nghèo", "Cận nghèo"], ["Nà Phạ", "12", "30"], ["", "15", "28"]]
    head = head_rows(cells, reach=2, spans=True)
    assert head == 2
    name_rows(cells, {1, 3}, head)
    assert [row[0] for row in cells] == ["Xã", "", "Nà Phạ", "Nà Phạ"]


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [("3", "superscript", "³"), ("2", "subscript", "₂"), ("-2", "superscript", "⁻²"), ("o", "superscript", "°"),
     ("(1)", "superscript", "(1)"), ("st", "superscript", "st"), ("1, 2", "superscript", "¹, ²"), ("3", "", "3")],
)  # fmt: skip
def test_raised_and_lowered_digits_keep_their_place(text: str, place: str, shown: str) -> None:
    assert placed(text, place) == shown
