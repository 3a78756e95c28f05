"""Each article of the sample edition, read and cleaned as in a build, is equal to the expected article."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bantin_media.cleaning import clean
from bantin_media.configuration.config import load as load_settings
from bantin_media.configuration.editions import find
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.model import Article, Block, Figure, Heading, ItemList, Paragraph, Quote, Table, plain
from bantin_media.pipeline.preparation import article_of
from bantin_media.readers import SUFFIXES, read

INPUT = Path(__file__).parents[2] / "input"
EDITION = INPUT / "2026-11"
EXPECTED = sorted(Path(__file__).parent.glob("*.expected.json"))


def source(number: str) -> Path:
    articles = [path for path in EDITION.glob(f"{number} *") if path.is_file() and path.suffix != ".jpg"]
    assert len(articles) == 1
    return articles[0]


@pytest.fixture(params=EXPECTED, ids=lambda path: path.name[:2])
def sample(request: pytest.FixtureRequest) -> tuple[Article, dict[str, Any]]:
    """An article of the sample edition, cleaned as in a build, and its expected result."""
    number = request.param.name[:2]
    settings = load_settings(INPUT / "bantin.toml", EDITION / "edition.toml")
    folder = find(INPUT, EDITION.name, SUFFIXES)
    (one,) = (one for one in folder.sources if one.number == int(number))
    article = article_of(one, settings.override(one.number))
    return article, json.loads(request.param.read_text("utf-8"))


def texts(block: Block) -> list[Any]:
    """Return the block's kind and its texts, in the form of the expectation."""
    match block:
        case Paragraph() | Heading():
            return [block.kind, plain(block.text)]
        case Quote():
            return [block.kind, *(plain(text) for text in block.paragraphs)]
        case ItemList():
            return [block.kind, *(plain(item.text) for item in block.items)]
        case Table():
            return [block.kind, plain(block.caption), *([plain(cell) for cell in row] for row in block.rows)]
        case Figure():
            return [block.kind, plain(block.caption)]


def cut(actual: list[Any], expected: list[Any]) -> list[Any]:
    """Return `actual` with each text cut to the length of the expected one, which is a beginning."""
    kind, *rest = actual
    if kind in {"table", "figure"} or len(actual) != len(expected):
        return actual
    return [kind, *(text[: len(start)] for text, start in zip(rest, expected[1:], strict=True))]


def visible(article: Article) -> str:
    lines = [plain(article.title), plain(article.lead), plain(article.author), plain(article.source)]
    for block in article.blocks:
        for part in texts(block)[1:]:
            lines.append(" ".join(part) if isinstance(part, list) else part)
    return "\n".join(lines + [plain(note) for note in article.footnotes])


def test_the_metadata_is_found(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    found = {
        "title": plain(article.title),
        "date": article.date.isoformat() if article.date else None,
        "author": plain(article.author),
        "source": plain(article.source),
    }
    assert found == {key: expected[key] for key in found}


def body(article: Article, expected: dict[str, Any]) -> list[Block]:
    """Return the blocks after the opening.

    If nothing distinguishes a lead from a first paragraph (`opening`), both are accepted.
    """
    blocks = list(article.blocks)
    if "opening" in expected:
        first = plain(article.lead) or str(texts(blocks.pop(0))[1])
        assert first.startswith(expected["opening"])
    else:
        assert plain(article.lead).startswith(expected["lead"])
    return blocks


def test_every_block_is_in_its_place(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    found = [texts(block) for block in body(article, expected)]
    wanted = expected["blocks"]
    if len(found) == len(wanted):
        found = [cut(actual, start) for actual, start in zip(found, wanted, strict=True)]
    assert found == wanted
    assert [
        plain(note)[: len(start)] for note, start in zip(article.footnotes, expected["footnotes"], strict=True)
    ] == (expected["footnotes"])


def test_the_end_mark_is_removed_and_the_last_words_remain(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    last = [block for block in article.blocks if isinstance(block, Paragraph)][-1]
    assert plain(last.text).endswith(expected["last_words"])


def test_boilerplate_is_dropped_and_listed(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    dropped = [line.text.strip() for line in article.dropped]
    if "dropped" in expected:
        assert dropped == expected["dropped"]
    for words in expected.get("dropped_includes", ()):
        assert any(words in text for text in dropped), words
    assert all(line.reason for line in article.dropped)
    shown = visible(article)
    assert not [words for words in expected["absent"] if words in shown]


def test_each_picture_is_shown_once(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    figures = [block for block in article.blocks if isinstance(block, Figure)]
    assert sum(figure.picture is not None for figure in figures) == expected["pictures"]


def test_the_caption_of_a_lost_picture_is_no_paragraph() -> None:
    article = clean(read(source("01")), number=1, slug="01-bai", override=ArticleOverride())
    figures = [block for block in article.blocks if isinstance(block, Figure)]
    assert [figure.picture for figure in figures] == [None]
    assert plain(figures[0].caption).startswith("Công chức Trung tâm Phục vụ hành chính công xã Khuổi Sao")
    assert sum(isinstance(block, Paragraph) for block in article.blocks) == 7
    assert any(notice.code.startswith("caption") for notice in article.notices)


def test_the_twin_has_the_shape_of_a_portal_paste() -> None:
    """Boilerplate at the top, a caption that is a sentence, seven paragraphs, an end mark, an author alone."""
    lines = [line for line in source("01").read_text("utf-8").splitlines() if line.strip()]
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", lines[1])
    assert lines[-2].endswith("./.")
    assert len(lines[-1]) < 30
    assert len(re.findall(r"\d,\d+%", "\n".join(lines))) >= 8
