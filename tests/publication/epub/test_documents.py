from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Sentences, read

from bantin_media.model import Article, Edition, Heading, ItemList, ListItem, Paragraph, Pause, Sentence, Table
from bantin_media.publication.documents import PartKind, Role, documents, edition_name, in_sections, issue_name
from bantin_media.publication.documents.articles import article_document
from bantin_media.publication.documents.labels import byline, source_line, spoken_byline, visible
from bantin_media.speech.running_order import book


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Thu Cúc", "Bài viết của Thu Cúc"),
        ("Tin, ảnh: Nông Hà", "Tin, ảnh: Nông Hà"),
        ("Bài và ảnh: Mã Lan", "Bài và ảnh: Mã Lan"),
        ("Theo Thông tấn xã Việt Nam", "Theo Thông tấn xã Việt Nam"),
        ("Tổng hợp", "Tổng hợp"),
        ("Tin Văn Tín", "Tin Văn Tín"),
        ("Tinh Anh", "Bài viết của Tinh Anh"),
        ("Theoa Páo", "Bài viết của Theoa Páo"),
    ],
)
def test_a_byline_names_the_contribution_once(author: str, expected: str) -> None:
    assert byline(author) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Thu Cúc", "Bài viết của Thu Cúc"),
        ("Hồng Nhung, Văn Thắng", "Bài viết của Hồng Nhung và Văn Thắng"),
        ("Lò Mai - Sùng A Dơ - Vi Thị Hoa", "Bài viết của Lò Mai, Sùng A Dơ và Vi Thị Hoa"),
        ("Tin, ảnh: Nông Hà", "Tin và ảnh của Nông Hà"),
        ("Bài và ảnh: Mã Lan, Thu Hà", "Bài và ảnh của Mã Lan và Thu Hà"),
        ("Theo Thông tấn xã Việt Nam", "Theo Thông tấn xã Việt Nam"),
        ("Tổng hợp", "Tổng hợp"),
    ],
)
def test_a_byline_is_spoken_like_an_announcer(author: str, expected: str) -> None:
    assert spoken_byline(author) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [("Báo Nhân Dân", "Nguồn: Báo Nhân Dân"), ("Nguồn: TTXVN", "Nguồn: TTXVN"), ("Theo TTXVN", "Theo TTXVN")],
)
def test_a_source_is_named_once(source: str, expected: str) -> None:
    assert source_line(source) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [("12", "số 12"), ("Số 5/2026", "Số 5/2026"), ("", ""), (" 7 ", "số 7")]
)
def test_an_issue_is_called_a_number_once(number: str, expected: str, small_edition: Edition) -> None:
    assert issue_name(replace(small_edition, number=number)) == expected


def test_an_edition_without_a_number_is_named_by_its_month(small_edition: Edition) -> None:
    named = edition_name(replace(small_edition, number="", title=" ", date=date(2027, 3, 1)))
    assert named == "Bản tin, tháng 3 năm 2027"


def one(number: int, section: str = "", **more: object) -> Article:
    title = (Sentence("s1", f"Bài {number}"),)
    return replace(Article(number, f"bai-{number}", Path("x.txt"), title, section=section), **more)  # type: ignore[arg-type]


def test_sections_stand_in_the_editors_order_and_articles_in_theirs() -> None:
    articles = (one(1, "B"), one(2, "A"), one(3), one(4, "B"), one(5, "C"))
    found = [
        (name, [article.number for article in members]) for name, members in in_sections(articles, ("A", "X", "B"))
    ]
    assert found == [("A", [2]), ("B", [1, 4]), ("", [3]), ("C", [5])]


def test_documents_have_names_of_their_own(small_edition: Edition) -> None:
    articles = tuple(
        replace(one(number), slug=slug) for number, slug in enumerate(("cover", "imprint", "a", "a", "a-2"))
    )
    names = [made.name for made in documents(replace(small_edition, articles=articles))]
    assert names == ["cover", "contents", "cover-2", "imprint-2", "a", "a-2", "a-2-2", "imprint"]


def test_heading_levels_never_skip_one(small_edition: Edition) -> None:
    levels = (4, 2, 5, 6, 6, 3, 1, 9)
    blocks = tuple(Heading((Sentence(f"h{place}", "Mục"),), level) for place, level in enumerate(levels))
    made = documents(replace(small_edition, articles=(one(1, blocks=blocks),)))[2]
    found = [passage.level for passage in made.passages if passage.role is Role.HEADING]
    assert found == [2, 2, 3, 4, 5, 3, 2, 3]


def test_counted_markers_are_words_and_dashes_are_not(small_edition: Edition) -> None:
    counted = ItemList(
        (ListItem("a)", (Sentence("a", "Một."),)), ListItem("b)", (Sentence("b", "Hai."),))), ordered=True
    )
    dashed = ItemList((ListItem("-", (Sentence("c", "Ba."),)),))
    made = documents(replace(small_edition, articles=(one(1, blocks=(counted, dashed)),)))[2]
    assert [passage.text[0].text for passage in made.passages if passage.role is Role.LIST_ITEM] == [
        "a) Một.", "b) Hai.", "Ba.",
    ]  # fmt: skip


def test_a_row_of_a_table_ends_with_a_pause_and_empty_cells_are_silent(small_edition: Edition) -> None:
    rows = (((Sentence("a", "Tên"),), (Sentence("b", "Số"),)), ((Sentence("c", "Xã"),), ()))
    made = documents(replace(small_edition, articles=(one(1, blocks=(Table(rows, 1),)),)))[2]
    cells = [(passage.text[0].text, passage.pause) for passage in made.passages if passage.text[0].id in "abc"]
    assert cells == [("Tên", Pause.SENTENCE), ("Số", Pause.TABLE_ROW), ("Xã", Pause.TABLE_ROW)]


def test_an_empty_article_is_a_title(small_edition: Edition) -> None:
    made = documents(replace(small_edition, articles=(one(7, title=(), blocks=(Paragraph(()),)),)))[2]
    assert made.title == "Bài số 7"
    assert [part.kind for part in made.parts] == [PartKind.HEADER]


@given(st.text())
def test_visible_text_is_valid_in_xml(text: str) -> None:
    from lxml import etree

    element = etree.Element("p")
    element.text = visible(text)
    assert visible(visible(text)) == visible(text)
    assert etree.fromstring(etree.tostring(element)).text in {visible(text).replace("\r", "\n"), visible(text), None}


def test_a_talking_table_names_the_column_before_each_figure() -> None:
    text = Sentences()
    head = (text("Bản"), text("Số hộ"), text("Tỷ lệ"))
    table = Table((head, (text("Nà Phạ"), text("41"), text("2,5%")), (text("Pác Thên"), (), text("3%"))), 1)
    article = Article(1, "bai", Path("01 bai.txt"), text("Bảng"), None, (), (), (), "", (table,))
    spoken = [cue.reading.written for cue in book(article_document(article, "bai"), read).cues]
    assert spoken == ["Bảng", "Bản", "Số hộ", "Tỷ lệ", "Nà Phạ", "Số hộ: 41", "Tỷ lệ: 2,5%", "Pác Thên", "Tỷ lệ: 3%"]
