"""The author of an article: names, labels and accounts above and below the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cleaning.byline import is_name, labelled_author, labelled_source, tag
from bantin_media.model import (
    Article,
    Draft,
    LineKind,
    SourceLine,
    plain,
)

Cleaned = Callable[..., Article]


SOURCE = (Path(__file__).parent / "moon_festival.txt").read_text("utf-8")


def line(number: int, text: str, kind: LineKind = LineKind.TEXT, **more: object) -> SourceLine:
    return SourceLine(number, text, kind, blank_before=True, **more)  # type: ignore[arg-type]


def structured(*lines: SourceLine, **more: object) -> Draft:
    return Draft(Path("02 bài.docx"), lines, **more)  # type: ignore[arg-type]


LONG = "Sáng nay bà con trong bản cùng nhau ra đồng gặt lúa mùa sớm. Năm nay được mùa, thóc đầy bồ, ai cũng vui."


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Thu Cúc", True),
        ("Nguyễn Thị Bích Hạnh - Văn phòng", True),
        ("VĂN HÀO - TRẦN HỮU", True),
        ("Khánh Hòa – Văn Lộc", True),
        ("PV", True),
        ("Tam Kỳ tiên phong", False),
        ("Giải pháp quan trọng", False),
        ("Năm 2024", False),
    ],
)
def test_names_are_distinguished_from_other_short_lines(text: str, is_one: bool) -> None:
    assert is_name(text) is is_one


def test_labels_and_tags_give_author_and_source() -> None:
    assert labelled_author("Tin, ảnh: Thu Hà") == "Thu Hà"
    assert labelled_author("Phóng viên: Vậy bà con cần làm gì?") == ""
    assert labelled_author("Nội dung: phòng chống rét cho trâu bò") == ""
    assert labelled_source("(Theo TTXVN)") == "TTXVN"
    assert labelled_source("Nguồn: Báo tỉnh") == "Báo tỉnh"
    assert labelled_source("Theo kế hoạch, lớp học kéo dài ba tháng.") == ""
    assert tag("(TTXVN) - Sáng nay, mưa lớn.") == "TTXVN"
    assert tag("HĐND - UBND huyện họp phiên cuối năm.") == ""
    assert tag("(Hà) - Ngày mai.") == ""


@pytest.mark.parametrize(
    ("line_text", "author", "source"),
    [
        ("Thu Hà (Theo TTXVN)", "Thu Hà", "TTXVN"),
        ("Bài, ảnh: Thu Hà - Nguồn: Báo tỉnh", "Thu Hà", "Báo tỉnh"),
        ("Tác giả: Lò Thị Ban", "Lò Thị Ban", ""),
        ("Ban biên tập", "Ban biên tập", ""),
        ("Nguồn: TTXVN", "", "TTXVN"),
    ],
)
def test_the_last_line_names_author_and_source(cleaned: Cleaned, line_text: str, author: str, source: str) -> None:
    article = cleaned(SOURCE.replace("Lò Thị Ban", line_text))
    assert (plain(article.author), plain(article.source)) == (author, source)


def test_a_byline_that_was_not_used_is_reported(cleaned: Cleaned) -> None:
    signed = SOURCE.replace("Lò Thị Ban", "Hoa Ban Trắng vùng Cao Nguyên")
    notices = [notice for notice in cleaned(signed).notices if notice.code == "author.missing"]
    assert len(notices) == 1
    assert 'author = "Hoa Ban Trắng vùng Cao Nguyên"' in notices[0].hint
    assert not [notice for notice in cleaned(SOURCE).notices if notice.code == "author.missing"]


def test_an_account_of_the_website_is_no_author(cleaned: Cleaned) -> None:
    roles = (line(1, "Mở lớp dạy dệt", role="title"), line(2, "admin", role="author"), line(3, LONG))
    article = cleaned(structured(*roles, line(4, "Tác giả: Hà Nhi")))
    assert plain(article.author) == "Hà Nhi"
    assert "admin" in {one.text for one in article.dropped}


BYLINES = [
    # last line, author
    ("Bút ký của Lò Mai Hương", "Lò Mai Hương"),
    ("Tác giả: Lớp 4B, Trường Tiểu học Nậm Lúc 2", "Lớp 4B, Trường Tiểu học Nậm Lúc 2"),
    ("TRẠM Y TẾ XÃ NẬM LÚC", "TRẠM Y TẾ XÃ NẬM LÚC"), ("K'Bang Y Thu", "K'Bang Y Thu"), ("P. Thào", "P. Thào"),
    ("Vàng A Lử | Má A Dê", "Vàng A Lử | Má A Dê"), ("Lý Sín. Hạt Kiểm lâm khu vực", "Lý Sín. Hạt Kiểm lâm khu vực"),
    ("T/h: Sầm Lệ", "Sầm Lệ"), ("KIM NGÂN", "KIM NGÂN"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "author"), BYLINES, ids=[row[0] for row in BYLINES])
def test_bylines_of_every_form(text: str, author: str, cleaned: Cleaned) -> None:
    article = cleaned(SOURCE.replace("Lò Thị Ban", text))
    assert plain(article.author) == author


def test_news_of_an_office_is_a_title_and_no_byline(cleaned: Cleaned) -> None:
    article = cleaned(f"Tin: Hội Phụ nữ xã Nậm Lúc mở lớp nấu ăn\n\n{LONG}\n\n{LONG} {LONG}")
    assert plain(article.title) == "Tin: Hội Phụ nữ xã Nậm Lúc mở lớp nấu ăn"


def test_the_text_of_a_certificate_is_no_name(cleaned: Cleaned) -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ BẢN SEN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/TB-UBND\n\n"
        f"THÔNG BÁO\nVề việc sửa đường vào bản Pác\n\n{LONG}\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\n"
        "[ KÝ BỞI CHỮ KÝ SỐ ]\nCơ quan: Lò Thị Ban\nThời gian ký: 2026.08.14 08:30:15 +07:00\nLò Thị Ban\n"
    )
    article = cleaned(text)
    assert article.official
    assert article.official.signer == "Lò Thị Ban"
    reasons = {one.text: one.reason for one in article.dropped}
    assert reasons["Cơ quan: Lò Thị Ban"] == reasons["Thời gian ký: 2026.08.14 08:30:15 +07:00"]
    assert "boilerplate.guess" not in [one.code for one in article.notices]


ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "bylines.tsv").read_text("utf-8").splitlines()[2:] if line
]


@pytest.mark.parametrize(("place", "text", "author", "source"), ROWS, ids=[row[1] for row in ROWS])
def test_a_line_by_itself_names_author_and_source(
    place: str, text: str, author: str, source: str, cleaned: Cleaned
) -> None:
    lines = ["Mở lớp dạy dệt", LONG, f"{LONG} {LONG}"]
    lines.insert(1 if place == "above" else 3, text)
    article = cleaned("\n\n".join(lines))
    assert (plain(article.author) or "-", plain(article.source) or "-") == (author, source)


def test_a_byline_below_the_title_that_was_not_used_is_reported(cleaned: Cleaned) -> None:
    article = cleaned(f"Mở lớp dạy dệt\n\nHoa Ban Trắng vùng Cao\n\n{LONG}\n\n{LONG} {LONG}")
    (notice,) = [one for one in article.notices if one.code == "author.missing"]
    assert "Hoa Ban Trắng" in notice.what


def test_the_address_beside_an_author_is_no_part_of_the_name(cleaned: Cleaned) -> None:
    lines = (line(1, "Mở lớp dạy dệt", role="title"), line(2, "QUỐC ANH quocanh@bao.example.vn", role="author"))
    article = cleaned(structured(*lines, line(3, LONG)))
    assert plain(article.author) == "QUỐC ANH"
    assert [one.text for one in article.dropped] == ["quocanh@bao.example.vn"]
