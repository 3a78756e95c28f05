"""The size of pages before playback: lists of editions and articles stay small, whatever their length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bantin_media.configuration.settings import Settings
from bantin_media.model import Article, Edition, Narration, Sentence
from bantin_media.publication.documents import documents
from bantin_media.publication.writers.index import write_index
from bantin_media.publication.writers.page import LIST_COVER, write_edition_pages
from bantin_media.publication.writers.page.view import HEAVIEST_BYTES

TITLE = "Bản Nà Lẹng giữ nghề dệt thổ cẩm, mỗi khung cửi một tháng thêm bốn triệu đồng cho phụ nữ lúc nông nhàn"
LEAD = "Mười hai hộ đã góp khung cửi, cùng nhuộm chàm và bán hàng qua mạng. " * 5


def many(article: Article, count: int) -> tuple[Article, ...]:
    return tuple(
        replace(
            article,
            number=number,
            slug=f"{number:03}-ban-na-leng-giu-nghe-det-tho-cam",
            title=(Sentence("t1", f"{TITLE} ({number})"),),
            lead=(Sentence("l1", LEAD),),
            section=f"Mục {number // 40}",
            blocks=article.blocks[:1],
        )
        for number in range(1, count + 1)
    )


def lists(edition: Edition, folder: Path) -> Sequence[Path]:
    folder.mkdir()
    heard = {
        one.slug: Narration(one.slug, one.slug, folder / f"{one.slug}.mp3", 22050, 22050 * 130, 800_000, ())
        for one in edition.articles
    }
    made = write_edition_pages(edition, documents(edition), heard, folder, shared=())
    return [path for path in made if re.fullmatch(r"index(-\d+)?\.html", path.name)]


@pytest.mark.parametrize(("count", "pages"), [(40, 1), (100, 2), (255, 6)])
def test_a_long_edition_has_light_lists(small_edition: Edition, tmp_path: Path, count: int, pages: int) -> None:
    edition = replace(small_edition, articles=many(small_edition.articles[0], count), approved_by="Lý Văn A")
    made = lists(edition, tmp_path / "2026-11")
    assert len(made) == pages
    assert {path.name: path.stat().st_size for path in made if path.stat().st_size > HEAVIEST_BYTES} == {}
    shown = [html.document_fromstring(path.read_bytes().decode()) for path in made]
    entries = [entry for page in shown for entry in page.xpath("//li[@data-track]")]
    assert [entry.get("data-track") for entry in entries] == [str(number) for number in range(1, count + 1)]
    walked = [(page.body.get("data-before"), page.body.get("data-after")) for page in shown]
    names = [None, *(path.name for path in made), None]
    assert walked == list(zip(names, names[2:], strict=False))
    last = made[0].with_name(f"{edition.articles[-1].slug}.html").read_text("utf-8")
    assert f'href="{made[-1].name if pages > 1 else "index.html"}' in last
    if pages > 1:
        assert f'href="{made[-1].name}#bai-{count}"' in last


def test_an_article_never_takes_the_name_of_a_list(small_edition: Edition, tmp_path: Path) -> None:
    articles = many(small_edition.articles[0], 60)
    edition = replace(small_edition, articles=(replace(articles[0], slug="index-2"), *articles[1:]))
    made = lists(edition, tmp_path / "2026-11")
    assert [path.name for path in made] == ["index.html", "index-2.html"]
    assert 'data-track="51"' in made[1].read_text("utf-8")


def test_two_hundred_editions_are_listed_on_light_pages(
    publish_pages: Any, small_edition: Edition, tmp_path: Path
) -> None:
    made = publish_pages(replace(small_edition, approved_by="Lý Văn A"), tmp_path)
    cover = (made.folder / LIST_COVER).stat().st_size
    assert cover <= 4_500
    articles = tuple(replace(one, title=TITLE) for one in made.record.articles * 4)
    first = replace(made.record, articles=articles, files={LIST_COVER: "0" * 64})
    months = [f"{2010 + number // 12}-{number % 12 + 1:02}" for number in range(200)]
    records = [replace(first, id=month, date=f"{month}-05") for month in months]
    pages = write_index(records, Settings(title="Bản tin Vùng Cao", publisher="Văn phòng"), tmp_path)
    assert len(pages) == 17
    heaviest = 0
    for path in pages:
        page = html.document_fromstring(path.read_bytes().decode())
        pictures = page.xpath("//img/@src")
        assert {Path(one).name for one in pictures} == {LIST_COVER}
        assert not page.xpath("//script")
        heaviest = max(heaviest, path.stat().st_size + len(pictures) * cover)
    assert heaviest <= HEAVIEST_BYTES
    assert "2026" in pages[0].read_text("utf-8").partition('<nav class="pages"')[2]
