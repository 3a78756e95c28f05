"""Lines that are not the title: a link inside a saved page, the stamp of a chat, a remark above the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Article, Paragraph, plain
from bantin_media.readers import read

Cleaned = Callable[..., Article]
LONG = "Sáng nay bà con trong bản cùng nhau ra đồng gặt lúa mùa sớm. Năm nay được mùa, thóc đầy bồ, ai cũng vui."
PAGE = Path(__file__).with_name("link_named_title_inside.html")


def shown(path: Path) -> tuple[str, list[str]]:
    article = clean(read(path), number=1, slug="bai", override=ArticleOverride())
    return plain(article.title), [plain(block.text) for block in article.blocks if isinstance(block, Paragraph)]


def test_the_heading_of_the_page_is_the_title_and_not_a_link_inside() -> None:
    title, paragraphs = shown(PAGE)
    assert title == "Bản Khau Nà làm đường bằng sức dân"
    assert {"Mỗi", "Ông", "Đến", "Bản"} <= {text.split()[0] for text in paragraphs}


def test_a_wrong_title_below_the_story_silences_no_sentence(tmp_path: Path) -> None:
    page = tmp_path / PAGE.name
    page.write_text(PAGE.read_text("utf-8").replace("<h1", "<p").replace("</h1", "</p").replace("<title>", "<title>x "))
    _, paragraphs = shown(page)
    assert {"Mỗi", "Ông", "Đến", "Bản"} <= {text.split()[0] for text in paragraphs}


@pytest.mark.parametrize("stamp", ["[14:02, 03/12/2026]", "[3/12/26, 2:02:11 PM]", "[3/12/2026, 14:02:11]"])
def test_a_chats_stamp_is_removed_in_every_form(cleaned: Cleaned, stamp: str) -> None:
    article = cleaned(f"{stamp} Anh Sính: Bản Pù Nhi họp bàn làm đường\n\n{LONG}\n\n{LONG} Ai cũng vui.")
    assert plain(article.title) == "Bản Pù Nhi họp bàn làm đường"
    assert f"{stamp} Anh Sính:" in {one.text for one in article.dropped}


def test_a_clock_below_one_short_line_is_no_message_of_a_chat(cleaned: Cleaned) -> None:
    article = cleaned(f"Bản Pù Nhi họp bàn làm đường\n\n{LONG}\n\nTập trung tại sân\n07:00\n\n{LONG} Ai cũng vui.")
    assert "Tập trung tại sân" not in {one.text for one in article.dropped}


@pytest.mark.parametrize("remark", ["(Bài gửi kèm ba ảnh)", "![](anh1.jpg)", "[Chèn ảnh 1]"])
def test_a_remark_above_the_title_is_not_the_title(cleaned: Cleaned, remark: str) -> None:
    article = cleaned(f"{remark}\nBản Pù Nhi họp bàn làm đường\n\n{LONG}\n\n{LONG} Ai cũng vui.")
    assert plain(article.title) == "Bản Pù Nhi họp bàn làm đường"
