"""Words in another script are shown, reported and not spoken: in a paragraph, a cell, or a whole article."""

from __future__ import annotations

import shutil
from typing import Any
from zipfile import ZipFile

import pytest

from .conftest import ARTICLE

SCRIPTS = {
    "Chinese": "你好，欢迎来到边境集市。",
    "Russian": "Дружба народов.",
    "Khmer": "សួស្តី ប្រជាជន",
    "Arabic": "السلام عليكم",
    "Thai": "สวัสดีครับ",
}


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_an_unpronounceable_paragraph_is_shown_and_reported(office: Any, words: str) -> None:
    office.edition()
    office.write("01 bai.txt", ARTICLE.replace("\n\nLớp học", f"\n\n{words}\n\nLớp học"))
    (report,) = office.build()
    assert report.errors == ()
    assert {"reading.another-script", "reading.unknown-symbol"} & {one.code for one in report.notices}
    assert not {"overlay.unsaid", "overlay.missing"} & {one.code for one in report.notices}
    with ZipFile(office.output / "2026-11" / "2026-11-co-tieng.epub") as book:
        page = next(name for name in book.namelist() if name.endswith("/01-bai.xhtml"))
        assert words.split(maxsplit=1)[0] in book.read(page).decode()


def test_an_unpronounceable_cell_is_shown(office: Any) -> None:
    office.edition()
    office.write(
        "01 cho phien.md",
        "# Chợ phiên vùng biên\n\nChợ họp sáng thứ Bảy.\n\n"
        "| Hàng | Tên bên bạn |\n|---|---|\n| Gạo | 大米 |\n| Muối | 盐 |\n",
    )
    (report,) = office.build()
    assert report.errors == ()


def test_an_unpronounceable_article_has_no_sound_and_stops_no_build(small_office: Any) -> None:
    small_office.write("03 ban be.md", "# 边境集市\n\n你好，欢迎来到边境集市。\n")
    (report,) = small_office.build()
    assert report.errors == ()
    made = {path.name for path in (small_office.output / "2026-11").iterdir()}
    assert "2026-11-co-tieng.epub" in made
    assert "03-ban-be.mp3" not in made
    before = small_office.published()
    shutil.rmtree(small_office.root / "work" / "manifests")
    small_office.build()
    assert small_office.published() == before
    small_office.write("01 xoa mu chu.txt", ARTICLE.replace("sáng đèn", "rực sáng"))
    (report,) = small_office.build()  # unchanged pages are taken from the last talking book
    assert report.errors == ()
