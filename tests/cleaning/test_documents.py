"""Sources with a structure: documents and pages whose files say what a line is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bantin_media.cleaning import arranging, preparing
from bantin_media.cleaning.arranging import WEBSITE
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import (
    Article,
    Draft,
    Figure,
    Heading,
    ItemList,
    LineKind,
    NoteMark,
    Paragraph,
    Picture,
    Quote,
    SourceLine,
    Table,
    plain,
)

from .conftest import LONG

DraftOf = Callable[..., Draft]
Cleaned = Callable[..., Article]

SOURCE = (Path(__file__).parent / "moon_festival.txt").read_text("utf-8")


def line(number: int, text: str, kind: LineKind = LineKind.TEXT, **more: object) -> SourceLine:
    return SourceLine(number, text, kind, blank_before=True, **more)  # type: ignore[arg-type]


def structured(*lines: SourceLine, **more: object) -> Draft:
    return Draft(Path("02 bài.docx"), lines, **more)  # type: ignore[arg-type]


def test_the_structure_of_a_document_takes_precedence(cleaned: Cleaned) -> None:
    picture = Picture(Path("02 bài.docx"), "word/media/image1.png", alt="Gặt lúa")
    article = cleaned(
        structured(
            line(1, "Mùa gặt sớm", LineKind.HEADING, level=1),
            line(2, LONG, bold=True),
            line(3, "", LineKind.PICTURE, picture=picture),
            line(4, "Bà con gặt lúa trên cánh đồng bản Mòn."),
            line(5, "Giống lúa mới", LineKind.HEADING, level=2),
            line(6, LONG + " " + LONG),
            line(7, "Chọn giống", LineKind.LIST_ITEM, marker="1.", level=1),
            line(8, "Ủ mạ", LineKind.LIST_ITEM, marker="2.", level=1),
            line(9, "Trăm hay không bằng tay quen", LineKind.QUOTE),
            line(10, "Năng suất", LineKind.TABLE, rows=(("Bản", "Tạ/ha"), ("Mòn", "52")), header_rows=1),
            line(11, "Theo sổ của bản.", LineKind.FOOTNOTE),
        )
    )
    assert plain(article.title) == "Mùa gặt sớm"
    assert plain(article.lead) == LONG
    kinds = [type(block) for block in article.blocks]
    assert kinds == [Figure, Heading, Paragraph, ItemList, Quote, Table]
    figure, _, _, items, _, table = article.blocks
    assert isinstance(figure, Figure)
    assert isinstance(items, ItemList)
    assert isinstance(table, Table)
    assert figure.picture == picture
    assert plain(figure.caption) == "Bà con gặt lúa trên cánh đồng bản Mòn."
    assert items.ordered
    assert plain(table.caption) == "Năng suất"
    assert [plain(cell) for cell in table.rows[1]] == ["Mòn", "52"]
    assert [plain(note) for note in article.footnotes] == ["Theo sổ của bản."]
    assert figure.guessed


def test_the_files_roles_are_believed(cleaned: Cleaned) -> None:
    article = cleaned(
        structured(
            line(1, "Trang của xã", role="boilerplate"),
            line(2, "Tin", role="section"),
            line(3, "Mở lớp dạy dệt thổ cẩm", role="title"),
            line(4, "07/03/2024 10:00", role="date"),
            line(5, "Lớp học mở tại nhà văn hóa bản.", role="lead"),
            line(6, LONG),
            line(7, "Theo Đài huyện", role="source"),
            line(8, "Hà Nhi", role="author"),
        )
    )
    assert plain(article.title) == "Mở lớp dạy dệt thổ cẩm"
    assert article.date == date(2024, 3, 7)
    assert plain(article.lead) == "Lớp học mở tại nhà văn hóa bản."
    assert (plain(article.author), plain(article.source), article.section) == ("Hà Nhi", "Đài huyện", "Tin")
    assert [one.line for one in article.dropped if one.text == "Trang của xã"] == [1]


def test_the_files_fields_are_hints(cleaned: Cleaned) -> None:
    fields = (("title", "Gặt lúa mùa sớm - Cổng thông tin xã Mòn"), ("date", "2024-06-01T08:00:00+07:00"))
    article = cleaned(structured(line(1, LONG), line(2, LONG * 2), metadata=fields))
    assert plain(article.title) == "Gặt lúa mùa sớm"
    assert article.date == date(2024, 6, 1)
    assert {"title.guess", "date.guess"} <= {notice.code for notice in article.notices}


def test_a_lost_picture_still_marks_its_caption(cleaned: Cleaned) -> None:
    article = cleaned(
        structured(
            line(1, "Mở đường mới lên bản", role="title"),
            line(2, LONG),
            line(3, "", LineKind.PICTURE),
            line(4, "Bà con xem sơ đồ tuyến đường"),
            line(5, LONG),
            line(6, "Máy xúc san nền đường.", LineKind.PICTURE),
        )
    )
    captions = [plain(block.caption) for block in article.blocks if isinstance(block, Figure)]
    assert captions == ["Bà con xem sơ đồ tuyến đường", "Máy xúc san nền đường."]
    assert not [notice for notice in article.notices if notice.code == "caption.guess"]


def test_a_line_printed_beside_a_picture_is_its_caption_and_the_alternative_stays(cleaned: Cleaned) -> None:
    picture = Picture(Path("02.docx"), "word/media/image1.png", alt="Sơ đồ tuyến đường mới")
    article = cleaned(
        structured(
            line(1, "Mở đường mới lên bản", role="title"),
            line(2, "", LineKind.PICTURE, picture=picture),
            line(3, "Bà con xem sơ đồ tuyến đường"),
            line(4, LONG),
            line(5, "", LineKind.PICTURE, picture=picture),
            line(6, "Tại buổi họp, bà con đã thống nhất hiến đất để con đường được mở sớm nhất có thể trong năm nay."),
        )
    )
    first, *_, second, after = article.blocks
    assert isinstance(first, Figure)
    assert isinstance(second, Figure)
    assert (plain(first.caption), plain(first.alt)) == ("Bà con xem sơ đồ tuyến đường", "Sơ đồ tuyến đường mới")
    assert second.caption == ()
    assert isinstance(after, Paragraph)


def test_a_page_of_pictures_is_an_article_with_a_notice(cleaned: Cleaned) -> None:
    picture = Picture(Path("03.docx"), "word/media/image1.png")
    article = cleaned(structured(line(1, "", LineKind.PICTURE, picture=picture)))
    assert [block.kind for block in article.blocks] == ["figure"]
    assert "title.missing" in {notice.code for notice in article.notices}


def test_a_document_without_pictures_has_no_captions_by_form(cleaned: Cleaned) -> None:
    lines = [line(n, text) for n, text in enumerate(filter(None, SOURCE.split("\n")), 1)]
    article = cleaned(structured(*lines))
    assert not [block for block in article.blocks if isinstance(block, Figure)]
    assert [block for block in cleaned(SOURCE).blocks if isinstance(block, Figure)]


def test_a_head_and_a_foot_laid_out_in_tables_are_opened(cleaned: Cleaned) -> None:
    head = (
        ("UBND XÃ SÀNG MA SÁO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Số: 5/TB-UBND", "Sàng Ma Sáo, ngày 2/3/2026"),
    )
    foot = (("Nơi nhận:", "PHÓ CHỦ TỊCH"), ("- Các thôn;", ""), ("- Lưu: VT.", "Phàn Láo Tả"))
    article = cleaned(
        structured(
            line(1, "", LineKind.TABLE, rows=head),
            line(2, "THÔNG BÁO", bold=True),
            line(3, "Về việc cấm thả rông trâu", bold=True),
            line(4, LONG),
            line(5, "", LineKind.TABLE, rows=(("Thôn", "Số hộ"), ("Ky", "12"))),
            line(6, "", LineKind.TABLE, rows=foot),
        )
    )
    assert article.official is not None
    assert (article.official.number, article.official.signer) == ("5/TB-UBND", "Phàn Láo Tả")
    assert plain(article.title) == "THÔNG BÁO Về việc cấm thả rông trâu"
    assert [type(block) for block in article.blocks] == [Paragraph, Table]


def test_a_foot_in_a_headings_style_is_a_foot(cleaned: Cleaned) -> None:
    foot = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    article = cleaned(
        structured(
            line(1, "ỦY BAN NHÂN DÂN"),
            line(2, "XÃ BẢN SEN"),
            line(3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            line(4, "THÔNG BÁO"),
            line(5, "Về việc sửa đường vào bản Pác"),
            line(6, LONG),
            *(line(at, text, LineKind.HEADING, level=2) for at, text in enumerate(foot, start=7)),
            line(12, "Lò Thị Ban"),
        )
    )
    assert [plain(block.text) for block in article.blocks if isinstance(block, Heading)] == []
    assert article.official
    assert article.official.recipients == ("Như trên", "Lưu: VT")
    assert article.official.signer == "Lò Thị Ban"


def test_a_mark_in_a_broken_line_belongs_to_its_sentence(cleaned: Cleaned) -> None:
    mark = NoteMark("page 1 1", len("bancungnhauradonggatluamuasom"), 0)
    lines = (
        SourceLine(1, "Mùa gặt sớm ở bản Pác", blank_before=True),
        SourceLine(2, "Sáng nay bà con trong bản cùng nhau ra đồng gặt lúa mùa, ai cũng vui, già", blank_before=True),
        SourceLine(3, "bản cùng nhau ra đồng gặt lúa mùa sớm. Năm nay được mùa.", marks=(mark,)),
        SourceLine(4, "Theo ban quản lý bản.", LineKind.FOOTNOTE, marker="1", note="page 1 1"),
    )
    article = cleaned(Draft(Path("02.pdf"), lines, broken_lines=True))
    sentences = [one for block in article.blocks if isinstance(block, Paragraph) for one in block.text]
    assert [len(one.marks) for one in sentences] == [1, 0]


def test_numbered_headings_over_tables_are_no_list(cleaned: Cleaned) -> None:
    rows = (("Khoản", "Tiền"), ("Giấy khen", "850.000 đ"))
    draft = Draft(
        Path("02 bài.docx"),
        (
            line(1, "Thu chi quỹ thôn", role="title"), line(2, "Thôn công khai thu chi sáu tháng cuối năm như sau."),
            line(3, "1. Các khoản thu"), line(4, "", LineKind.TABLE, rows=rows), line(5, "2. Các khoản chi"),
            line(6, "", LineKind.TABLE, rows=rows), line(7, "3. Kiến nghị"), line(8, "Các hộ nộp trước ngày 31/12."),
        ),
    )  # fmt: skip
    headings = [plain(block.text) for block in cleaned(draft).blocks if isinstance(block, Heading)]
    assert headings == ["1. Các khoản thu", "2. Các khoản chi", "3. Kiến nghị"]


@pytest.mark.parametrize(
    ("name", "bold", "free"), [("a.pdf", True, False), ("a.pdf", False, True), ("a.txt", True, True)]
)
def test_a_bold_line_of_a_document_is_never_the_websites(name: str, bold: bool, free: bool) -> None:
    source = line(2, "Con đường của cô giáo", bold=bold)
    made = preparing.prepare(Draft(Path(name), (line(1, "Ghi ở bản"), source)), ArticleOverride(), number=1)
    found = arranging.sequence(made.labels, Draft(Path(name), ()), ArticleOverride(), known="", by_form=False)
    allowed = found.allowed[-1]
    assert (allowed is None or bool(WEBSITE & allowed)) is free
