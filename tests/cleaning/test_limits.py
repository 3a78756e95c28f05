"""How long a line may be for each question that cleaning asks of it: lines that grow by a character, and by a word.

`pytest tests/cleaning/test_limits.py --accept` rewrites `accepted/limits.txt`; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bantin_media.cleaning import boilerplate, clean, dates, official_title, signs
from bantin_media.cleaning.labelling import LabelledLine, Labelling
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Draft, LineKind, SourceLine, Table

from .test_lines_accepted import QUESTIONS

GOLDEN = Path(__file__).parent / "accepted" / "limits.txt"
MORE: dict[str, Callable[[str], Any]] = {
    "boilerplate._is_row": boilerplate._is_row,
    "dates.is_analysed": lambda text: dates.take_apart(text).dates,
    "official_title.is_kind": official_title.is_kind,
    "signs.is_labelled": lambda text: "picture_label" in signs.of_words(text),
}
LINES = (
    "Ảnh: Lò Thị Ban",
    "Lò Thị Ban",
    "Ban nông nghiệp",
    "Bà con hái mận",
    "Trong ảnh: Bà con",
    "THÔNG BÁO LỊCH TIÊM",
    "05/11/2026 Nà Phạ",
    "TM. ỦY BAN NHÂN DÂN",
)
LONGEST, MOST_WORDS = 350, 16


def words(line: str, count: int) -> str:
    return line + " bản" * count


def characters(line: str, length: int) -> str:
    """Return a line of this length, whose words have few letters."""
    filled = line + " ta lo" * (length // 6 + 1)
    return filled[: length - 1].rstrip().ljust(length, "a")


def turns(ask: Callable[[str], Any], texts: Iterator[tuple[int, str]], line: str) -> Iterator[str]:
    """Yield the sizes at which the answer changes from none to any, or back."""
    before = None
    for size, text in texts:
        answer = ask(text)
        now = bool(answer) and answer not in (text, (text, ""), ("", text, 1), text.casefold())
        if before is not None and now != before:
            yield f"{'to' if before else 'from'} {size - before}"
        before = now


def test_lines_of_all_lengths_are_answered_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    found: list[str] = []
    for line in LINES:
        for name, ask in (QUESTIONS | MORE).items():
            by_words = ((count, words(line, count)) for count in range(MOST_WORDS))
            by_length = ((size, characters(line, size)) for size in range(len(line) + 4, LONGEST))
            for unit, texts in (("words", by_words), ("characters", by_length)):
                if changes := [*turns(ask, texts, line)]:
                    found.append(f"{line} | {name} | {unit}: {', '.join(changes)}\n")
    as_accepted(GOLDEN, "".join(found))


@pytest.mark.parametrize(("length", "is_said"), [(49, False), (50, True)])
def test_a_sentence_of_fifty_characters_is_article_text(length: int, *, is_said: bool) -> None:
    text = f"{characters('Bà con hái mận', length - 1)}."
    assert bool(boilerplate._said(Labelling("", [LabelledLine(SourceLine(1, text), text)]))) == is_said


@pytest.mark.parametrize(("rows", "is_table"), [(1, False), (2, True)])
def test_one_row_of_cells_is_no_table(rows: int, *, is_table: bool) -> None:
    story = "Bà con bản Khuổi Pàng vào rừng hái măng từ sáng sớm, chiều về bán ở chợ xã bên kia suối."
    cells = ["Mặt hàng", "Giá", *["Măng khô", "300.000", "Măng tươi", "20.000"][: 2 * rows]]
    texts = ["Mùa măng ở Khuổi Pàng", story, *cells, story.replace("măng", "nấm")]
    lines = tuple(SourceLine(number, text, LineKind.TEXT) for number, text in enumerate(texts, 1))
    article = clean(Draft(Path("01 bài.txt"), lines), number=1, slug="bai", override=ArticleOverride())
    assert any(isinstance(block, Table) for block in article.blocks) == is_table
