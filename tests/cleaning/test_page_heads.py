"""Author, date and lead of pages as today's systems write them, by rows of `page_heads.tsv`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Article, plain
from bantin_media.readers import read

ROWS = [
    row
    for row in csv.reader(
        (Path(__file__).parent / "page_heads.tsv").read_text("utf-8").splitlines()[1:], delimiter="\t", quoting=3
    )
    if row
]
TITLE = "Bản Nà Hin gặt lúa sớm"
STORY = (
    "Năm nay mưa đều, lúa trổ đúng vụ nên bà con trong bản gặt sớm hơn năm ngoái mười ngày, thóc chắc và mẩy.",
    "Ông Lường Văn Ín, trưởng bản, cho biết mỗi hộ thu từ hai đến ba tấn thóc, đủ ăn và còn để bán.",
)


def article(folder: Path, head: str, foot: str) -> Article:
    lead = (
        "" if 'class="brief' in head else "<div class='sapo'><p>Sáng nay, 40 hộ ở Nà Hin xuống đồng gặt lúa.</p></div>"
    )
    story = "".join(f"<p>{one}</p>" for one in STORY)
    page = folder / "01 bài.html"
    page.write_text(
        f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><ul class='menu'><li>Trang chủ</li></ul>"
        f"<h1>{TITLE}</h1>{head}{lead}<div class='noidung'>{story}{foot}</div></body></html>",
        "utf-8",
    )
    return clean(read(page), number=1, slug="bai", override=ArticleOverride())


@pytest.mark.parametrize("row", ROWS[1:], ids=[row[0] for row in ROWS[1:]])
def test_a_page_says_who_wrote_it_and_when(tmp_path: Path, row: list[str]) -> None:
    _, head, foot, author, day, lead, left_out = (row + [""] * 7)[:7]
    found = article(tmp_path, head, foot)
    assert plain(found.title) == TITLE
    assert plain(found.author) == author
    assert (found.date.isoformat() if found.date else "") == day
    assert plain(found.lead).startswith(lead)
    shown = [one.text for one in found.trace if one.use not in {"dropped", "date"}]
    assert all(story in shown for story in STORY)
    dropped = " · ".join(one.text for one in found.dropped)
    assert all(one in dropped for one in left_out.split(" · ") if one)
