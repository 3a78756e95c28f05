"""The title of a document by its type: rows of lines with size and weight in `headlines.tsv`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cleaning import headline
from bantin_media.cleaning.labelling import LabelledLine
from bantin_media.model import Article, Draft, SourceLine, plain

ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "headlines.tsv").read_text("utf-8").splitlines()[2:] if line
]
TEXT = "Vườn có hơn một trăm loài cây, nhiều cây bà lấy từ rừng về."


def set_lines(row: str) -> tuple[SourceLine, ...]:
    parts = [re.fullmatch(r"(\d+)(b?) (.*)", one) for one in row.split("|")]
    return tuple(
        SourceLine(number, one[3], size=int(one[1]), bold=bool(one[2]))
        for number, one in enumerate(filter(None, parts), 1)
    )


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_largest_lines_above_the_text_are_the_title(row: list[str], cleaned: Callable[..., Article]) -> None:
    _, lines, title, author = row
    article = cleaned(Draft(Path("02 bài.docx"), set_lines(lines)))
    assert plain(article.title) == title
    assert plain(article.author) == author


@pytest.mark.parametrize(
    "lines",
    [
        f"0b BÀ PHÚC VÀ VƯỜN THUỐC NAM|0 {TEXT}",  # the file gives no size
        f"28 Bà Phúc và vườn thuốc nam|28 {TEXT}",
        f"32b Trên núi|28 Bà Phúc|32b Dưới bản|28 {TEXT}",  # not together
        f"32b GƯƠNG SÁNG BẢN LÀNG|32b Bà Phúc và vườn thuốc nam|28 {TEXT}",  # a kicker as large as the title
        f"28b Gương sáng bản làng|28b Bà Phúc và vườn thuốc nam|28 {TEXT}",
        f"28 {TEXT}|32b Lời kết",
    ],
)
def test_other_type_decides_nothing(lines: str) -> None:
    assert headline.by_type([LabelledLine(one, one.text) for one in set_lines(lines)]) == []
