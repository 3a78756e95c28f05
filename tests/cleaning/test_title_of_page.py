"""A saved page whose story contains a link to another article, marked by the site like a title."""

from __future__ import annotations

from pathlib import Path

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Paragraph, plain
from bantin_media.readers import read

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
