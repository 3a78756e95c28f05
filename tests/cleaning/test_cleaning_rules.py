"""The editor's settings, the structure of files, single rules, and refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bantin_media.cleaning.characters import tidy
from bantin_media.cleaning.dates import take_apart
from bantin_media.cleaning.markers import list_marker
from bantin_media.cleaning.structure import without_end_mark
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.errors import ConfigError, SourceError
from bantin_media.model import (
    Article,
    Draft,
    Figure,
    Paragraph,
    Picture,
    plain,
)

from .conftest import LONG

DraftOf = Callable[..., Draft]
Cleaned = Callable[..., Article]

SOURCE = (Path(__file__).parent / "moon_festival.txt").read_text("utf-8")


# ---------------------------------------------------------------------------------------- the editor's settings


def test_settings_of_the_editor_take_precedence(cleaned: Cleaned) -> None:
    override = ArticleOverride(
        title="Trung thu ở Nà Sài", author="Ban biên tập", date=date(2024, 9, 13), section="Văn hóa", source="Đài xã"
    )
    article = cleaned(SOURCE, override)
    assert plain(article.title) == "Trung thu ở Nà Sài"
    assert (plain(article.author), article.date, article.section) == ("Ban biên tập", date(2024, 9, 13), "Văn hóa")
    assert plain(article.source) == "Đài xã"
    assert {one.text for one in article.dropped} >= {"Đêm hội trăng rằm ở bản Nà Sài", "Lò Thị Ban", "12/09/2024"}


def test_lines_are_dropped_kept_and_made_captions(cleaned: Cleaned) -> None:
    plainly = cleaned(SOURCE)
    assert [type(block) for block in plainly.blocks] == [Figure, Paragraph, Paragraph]
    kept = cleaned(SOURCE, ArticleOverride(keep=("Các em nhỏ rước đèn",)))
    assert [type(block) for block in kept.blocks] == [Paragraph, Paragraph, Paragraph]
    caption = cleaned(SOURCE, ArticleOverride(captions=("Chương trình kết thúc",)))
    assert [type(block) for block in caption.blocks] == [Figure, Paragraph, Figure]
    dropped = cleaned(SOURCE, ArticleOverride(drop=("Chương trình kết thúc trong điệu xòe",)))
    assert any(one.line == 11 or one.text.startswith("Chương trình") for one in dropped.dropped)


def test_the_editor_can_declare_that_lead_and_author_are_missing(cleaned: Cleaned) -> None:
    article = cleaned(SOURCE, ArticleOverride(lead="", author=""))
    assert (article.lead, article.author) == ((), ())
    assert plain(article.blocks[0].text).startswith("Tối 11/9")  # type: ignore[union-attr]
    assert plain(article.blocks[-1].text) == "Lò Thị Ban"  # type: ignore[union-attr]


def test_another_lead_is_chosen_by_how_it_begins(cleaned: Cleaned) -> None:
    article = cleaned(SOURCE, ArticleOverride(lead="Năm nay, mỗi em"))
    assert plain(article.lead).startswith("Năm nay, mỗi em được tặng")


@pytest.mark.parametrize("key", ["drop", "keep", "captions"])
def test_an_override_that_matches_nothing_names_the_nearest_line(cleaned: Cleaned, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        cleaned(SOURCE, ArticleOverride(**{key: ("Cac em nhỏ rước đèn ông sao",)}))
    assert key in caught.value.where
    assert "Các em nhỏ rước đèn" in caught.value.hint


def test_a_kept_line_stays_though_it_is_boilerplate(cleaned: Cleaned) -> None:
    article = cleaned(SOURCE.replace("Lò Thị Ban", "Lượt xem: 12"), ArticleOverride(keep=("Lượt xem: 12",)))
    assert plain(article.blocks[-1].text) == "Lượt xem: 12"  # type: ignore[union-attr]


def test_pictures_beside_the_article_pair_with_captions_in_order(cleaned: Cleaned) -> None:
    pictures = (Picture(Path("01 anh 1.jpg")), Picture(Path("01 anh 2.jpg")))
    article = cleaned(SOURCE, pictures=pictures)
    figures = [block for block in article.blocks if isinstance(block, Figure)]
    assert [figure.picture for figure in figures] == list(pictures)
    assert [bool(figure.caption) for figure in figures] == [True, False]
    assert "picture.unpaired" in {notice.code for notice in article.notices}


def test_a_title_on_two_lines_is_one(cleaned: Cleaned) -> None:
    article = cleaned(f"Tổng kết công tác khuyến học năm 2024\nvà trao học bổng cho học sinh nghèo\n\n{LONG}\n\n{LONG}")
    assert plain(article.title) == "Tổng kết công tác khuyến học năm 2024 và trao học bổng cho học sinh nghèo"


# ------------------------------------------------------------------------------------------------ single rules


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("Ngày đăng: 08/07/2024  11:38", "2024-07-08", ""),
        ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23", ""),
        ("Chủ nhật, 2. Tháng 6 2024 - 7:30", "2024-06-02", ""),
        ("2023-05-04T10:00:00", "2023-05-04", ""),
        ("10:30 AM, 15.02.2022 | Lượt xem: 1.020 | In bài viết", "2022-02-15", ""),
        ("Minh Thu - 08:54, 30/11/2024", "2024-11-30", "Minh Thu"),
        ("Pác Mây, ngày 11 tháng 5 năm 2022", "2022-05-11", "Pác Mây"),
        ("12 Tháng Mười, 2023", "2023-10-12", ""),
        ("Tháng Mười Hai 5, 2023", "2023-12-05", ""),
        ("Posted on March 5, 2024 by admin | 0 Comments", "2024-03-05", ""),
        ("11/18/2026 2:30 PM", "2026-11-18", ""),
        ("31/02/2024", None, "31/02/2024"),
        ("Lò Thị Ban•09/08/2026 14:05", "2026-08-09", "Lò Thị Ban"),
    ],
)
def test_a_date_line_is_taken_apart(text: str, day: str | None, rest: str) -> None:
    pieces = take_apart(text)
    assert [found.isoformat() for found in pieces.dates] == ([day] if day else [])
    assert pieces.rest == rest


def test_a_paragraph_that_quotes_a_date_is_no_date_line(cleaned: Cleaned) -> None:
    text = f"Xây trạm bơm mới ở xã Đông\n\nNgày 5/6/2023, xã Đông khởi công trạm bơm mới.\n\n{LONG}\n\n{LONG}"
    article = cleaned(text)
    assert article.date is None
    assert "Ngày 5/6/2023" in " ".join(
        [plain(article.lead), *(plain(b.text) for b in article.blocks if isinstance(b, Paragraph))]
    )


@pytest.mark.parametrize(
    ("title", "shown", "source"),
    [
        ("Đêm hội trăng rằm ở bản xa – Báo Vùng cao", "Đêm hội trăng rằm ở bản xa", "Báo Vùng cao"),
        ("Đêm hội trăng rằm | Cổng Thông tin điện tử xã", "Đêm hội trăng rằm", "Cổng Thông tin điện tử xã"),
        ("Nuôi lợn sạch - Trang trại Bình An", "Nuôi lợn sạch - Trang trại Bình An", ""),
        ("Thi tuyên truyền - Báo cáo viên giỏi", "Thi tuyên truyền - Báo cáo viên giỏi", ""),
        ("null Đêm hội trăng rằm ()", "Đêm hội trăng rằm", ""),
    ],
)
def test_the_sites_name_behind_the_title_is_the_source(cleaned: Cleaned, title: str, shown: str, source: str) -> None:
    article = cleaned(SOURCE.replace("Đêm hội trăng rằm ở bản Nà Sài", title, 1))
    assert (plain(article.title), plain(article.source)) == (shown, source)


def test_a_credit_joins_its_caption_and_is_dropped_without_one(cleaned: Cleaned) -> None:
    text = SOURCE.replace("văn nghệ xã\n", "văn nghệ xã\nẢnh: Lò Thị Ban\n").replace(
        "ra về.\n", "ra về.\n\nẢnh: Hà Mai\n"
    )
    article = cleaned(text)
    figure = article.blocks[0]
    assert isinstance(figure, Figure)
    assert plain(figure.caption).endswith("văn nghệ xã Ảnh: Lò Thị Ban")
    assert "Ảnh: Hà Mai" in {one.text for one in article.dropped}


@pytest.mark.parametrize(
    ("text", "plain_text"),
    [
        ("thực tế hơn./.", "thực tế hơn."),
        ("bền vững…/.", "bền vững…"),
        ("bền vững.../.", "bền vững..."),
        ("nói: “Tốt lắm!”./.", "nói: “Tốt lắm!”."),
        ("tỷ lệ 1/2.", "tỷ lệ 1/2."),
    ],
)
def test_the_end_mark_becomes_a_stop(text: str, plain_text: str) -> None:
    assert without_end_mark(text) == plain_text


def test_the_author_behind_the_end_mark_is_cut_off(cleaned: Cleaned) -> None:
    text = SOURCE.replace("mới chịu ra về.\n\nLò Thị Ban", "mới chịu ra về./. Lò Thị Ban")
    article = cleaned(text)
    assert plain(article.author) == "Lò Thị Ban"
    assert plain(article.blocks[-1].text).endswith("ra về.")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "marker", "level"),
    [("- Diện tích", "-", 1), ("+ Lúa nước", "+", 2), ("a) Hồ sơ", "a)", 1), ("1.2. Thời gian", "1.2.", 1),
     ("• Giống", "•", 1), ("☝️Lưu ý", "•", 1), ("-5 độ", "", 1), ("Năm 2024. Kết quả", "", 1), ("2.500 con", "", 1)],
)  # fmt: skip
def test_list_markers(text: str, marker: str, level: int) -> None:
    assert list_marker(text)[::2] == (marker, level)


def test_words_are_never_respelled() -> None:
    assert tidy("thuỷ lợi, hoà bình, uỷ ban") == "thuỷ lợi, hoà bình, uỷ ban"
    assert tidy("“ Chung  tay ”") == "“Chung tay”"
    assert tidy("hoà\u00ad bình\u200b") == "hoà bình"


# ---------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("text", ["", "\n\n \n", "Tăng cỡ chữ\nGiảm cỡ chữ\nLượt xem: 15\n"])
def test_nothing_to_publish_is_an_error(cleaned: Cleaned, text: str) -> None:
    with pytest.raises(SourceError):
        cleaned(text)


def test_the_boxes_of_a_form_are_no_ornaments() -> None:
    assert [list_marker(text)[0] for text in ("☒ Đồng ý", "☐ Không", "✅ Đồng ý")] == ["", "", "•"]


def test_a_text_pasted_twice_is_reported_once_and_kept(cleaned: Cleaned) -> None:
    body = SOURCE.split("\n\n", 1)[1]
    article = cleaned(f"{SOURCE}\n\n{body}")
    assert [notice.code for notice in article.notices].count("line.again") == 1
    texts = [plain(block.text) for block in article.blocks if isinstance(block, Paragraph)]
    assert len(texts) > len(set(texts))
