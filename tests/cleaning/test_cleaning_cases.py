"""Small sources in many forms of portals, each next to its expected article as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from bantin_media.model import Article, Block, Draft, Figure, Heading, ItemList, Quote, Table, plain

HERE = Path(__file__).parent
CASES = sorted(path.name.removesuffix(".expected.txt") for path in HERE.glob("*.expected.txt"))


def lines_of(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {plain(block.text)}"
    elif isinstance(block, ItemList):
        yield from (f"{'  ' * item.level}{item.marker} {plain(item.text)}" for item in block.items)
    elif isinstance(block, Table):
        yield from ("| " + " | ".join(map(plain, row)) for row in block.rows)
        yield f"| header rows: {block.header_rows}"
    elif isinstance(block, Figure):
        yield f"[picture{' guessed' * block.guessed}] {plain(block.caption)}"
    elif isinstance(block, Quote):
        yield from (f"> {plain(text)}" for text in block.paragraphs)
    else:
        yield plain(block.text)


def shown(article: Article) -> str:
    """Return an article in the format of the expected files; reasons and wording are covered by other tests."""
    head = [
        f"title: {plain(article.title)}",
        f"date: {article.date or ''}",
        f"author: {plain(article.author)}",
        f"source: {plain(article.source)}",
        f"section: {article.section}",
        f"lead: {plain(article.lead)}",
    ]
    if article.official:
        values = {name: value for name, value in asdict(article.official).items() if value}
        head += [f"{name}: {value}" for name, value in values.items() if name != "date"]
    body = [line for block in article.blocks for line in lines_of(block)]
    notes = [f"note: {plain(note)}" for note in article.footnotes]
    dropped = [f"dropped {one.line}: {' '.join(one.text.split())}" for one in article.dropped]
    notices = [f"notice: {one.code} {one.where.rpartition(':')[2]}" for one in article.notices]
    return "\n".join([*head, "", *body, *notes, "", *dropped, *notices]).rstrip() + "\n"


@pytest.mark.parametrize("case", CASES)
def test_the_article_is_as_expected(case: str, draft_of: Callable[..., Draft], cleaned: Callable[..., Article]) -> None:
    text = (HERE / f"{case}.txt").read_text("utf-8")
    article = cleaned(draft_of(text, name="bài.txt", broken_lines=case.startswith("broken")))
    assert shown(article) == (HERE / f"{case}.expected.txt").read_text("utf-8")


def test_every_case_has_its_expected_article() -> None:
    sources = {path.stem for path in HERE.glob("*.txt") if not path.name.endswith(".expected.txt")}
    assert sources == set(CASES)
