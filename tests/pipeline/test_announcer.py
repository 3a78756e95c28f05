"""The script for a human announcer: a Word file that our own reader can read, with reproducible bytes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bantin_media.commands.cli import main
from bantin_media.readers import read

from .conftest import ARTICLE, SECOND


def test_the_announcer_gets_words_and_no_numbers(small_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_office.root)
    assert main(["script"]) == 0
    path = small_office.root / "proof" / "2026-11-loi-doc.docx"
    lines = [line.text for line in read(path).lines]
    body = [
        line for line in lines if line not in ("Bản tin", "Xã Khau Tràng mở lớp xóa mù chữ", "Nước sạch về bản Thẳm Mò")
    ]
    assert any("tám mươi bảy phẩy năm phần trăm" in line for line in body)
    assert not re.search(r"\d", " ".join(body))
    before = path.read_bytes()
    assert main(["script"]) == 0
    assert path.read_bytes() == before


def test_the_opening_has_the_date_taken_from_the_articles(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office.edition(settings='title = "Bản tin Khau Tràng"\n')
    office.write("01 xoa mu chu.txt", ARTICLE)
    office.write("02 nuoc sach.txt", SECOND)
    monkeypatch.chdir(office.root)
    assert main(["script"]) == 0
    lines = [line.text for line in read(office.root / "proof" / "2026-11-loi-doc.docx").lines]
    (opening,) = [line for line in lines if "Bản tin Khau Tràng" in line and "ngày" in line]
    assert "ngày mười lăm tháng mười năm hai nghìn không trăm hai mươi sáu" in opening
