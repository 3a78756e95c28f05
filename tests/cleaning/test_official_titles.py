"""The title of an official document: its kind and the lines below it, row by row in `official_titles.tsv`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bantin_media.cleaning.labelling import LabelledLine, Labelling
from bantin_media.cleaning.official_title import SHORTEST_TITLE, mark_title
from bantin_media.model import SourceLine

ROWS = [
    line.split("\t") for line in Path(__file__).with_name("official_titles.tsv").read_text("utf-8").splitlines()[2:]
]


def labelled(row: str) -> Labelling:
    parts = [re.fullmatch(r"(\.?)(b?) ?(.*)", one) for one in row.split("|")]
    lines = [
        LabelledLine(SourceLine(number, one[3], bold=bool(one[2])), one[3], blank_before=bool(one[1]))
        for number, one in enumerate(filter(None, parts), 1)
    ]
    return Labelling("01 bài.docx", lines)


@pytest.mark.parametrize(("lines", "title"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_title_is_the_kind_and_the_lines_that_go_on(lines: str, title: str) -> None:
    labels = labelled(lines)
    is_marked = mark_title(labels, [], 0)
    found = [line.text for line in labels.lines if line.source.role == "title"]
    assert found == ([] if title == "-" else [title])
    assert bool(is_marked) == bool(found)


@pytest.mark.parametrize(("lines", "is_title"), [(2, False), (SHORTEST_TITLE, True)])
def test_without_a_head_a_title_has_three_lines(lines: int, *, is_title: bool) -> None:
    labels = labelled("|".join(["KẾ HOẠCH", "Trồng rừng vụ xuân", "tại các bản ven suối"][:lines]))
    assert bool(mark_title(labels, [], 0, least=SHORTEST_TITLE)) == is_title
