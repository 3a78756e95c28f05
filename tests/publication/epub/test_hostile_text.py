"""Text that looks like markup, templates or commands, or that no page can contain, is published as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bantin_media.model import Article, Edition, Figure, Heading, Paragraph, Picture, Sentence, Table
from bantin_media.publication.writers.epub import write_epub
from bantin_media.verify import verify

from .looking import pages, shown, written

Check = Callable[[Path], list[dict[str, Any]]]

HOSTILE = {
    "markup": "]]> <b>đậm</b> &amp; &nbsp; <!-- --> <?xml?>",
    "template": "{{ 7 * 7 }} {% raw %} {# #} ${x}",
    "control": "một\x00hai\x0bba\x1f bốn\ufffe năm\ud800 sáu\x85",
    "bidi": "phải\u202e trái \u2066 giữa \u200f cuối",
    "decomposed": "Hie\u0323\u0302u qua\u0309",
    "long": "Hội nghị " * 1111,
    "unbroken": "Ộ" * 10_000,
    "spaces": "  hai  \u00a0 đầu \t ",
    "signs only": "***",
    "empty": "",
}


@pytest.fixture(scope="module")
def hostile(drawing: Path) -> Edition:
    articles = []
    for number, (name, words) in enumerate(HOSTILE.items(), 1):
        text = (Sentence("s1", words),) if words else ()
        more = (Sentence("s2", words),) if words else ()
        cells = tuple((Sentence(f"c{number}", words[:200]),) if words else () for number in range(3))
        table = Table((cells,), 0, ())
        blocks = (Paragraph(more), Heading((), 5), Figure(Picture(drawing), (), ()), table)
        articles.append(Article(number, "same", Path(f"{name}.txt"), text, blocks=blocks, section=words[:300]))
    pictures = tuple(Figure(Picture(drawing)) for _ in range(3))
    articles.append(Article(90, "cover", Path("a.txt"), (Sentence("t", "Chỉ có ảnh"),), blocks=pictures))
    cell = [0]

    def text(words: str) -> tuple[Sentence, ...]:
        cell[0] += 1
        return (Sentence(f"c{cell[0]}", words),)

    rows = tuple(tuple(text(f"Ô {row} {column}") for column in range(3)) for row in range(200))
    long_table = Table(rows, 1, text("Bảng dài"))
    articles.append(Article(91, "nav", Path("b.txt"), text("Bảng dài"), blocks=(long_table,)))
    return Edition(
        "x",
        HOSTILE["markup"] + HOSTILE["control"],
        "]]>&",
        date(1975, 4, 30),
        datetime(1975, 4, 30, tzinfo=UTC),
        HOSTILE["bidi"] + HOSTILE["control"],
        articles=tuple(articles),
    )


def test_hostile_text_is_published_as_text(
    hostile: Edition, speak: Callable[[Edition], Any], tmp_path: Path, epubcheck: Check, ace: Check
) -> None:
    hostile = replace(hostile, rights="\x01&", accessibility_evaluated_by="<\x02>")
    light = written(hostile, tmp_path / "light.epub")
    assert epubcheck(light) == []
    assert verify(light) == ()
    words = {name: shown(root) for name, root in pages(light)}
    assert "{{ 7 * 7 }}" in words["EPUB/text/same-2.xhtml"]
    assert "]]> <b>đậm</b> &amp; &nbsp;" in words["EPUB/text/same.xhtml"]
    assert "phải trái giữa cuối" in words["EPUB/text/same-4.xhtml"]
    turning = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI", "R", "AL"}
    assert not [text for text in words.values() if turning & set(map(unicodedata.bidirectional, text))]
    one = speak(hostile)
    talking = write_epub(one.edition, one.documents, tmp_path / "t.epub", narrations=one.narrations)
    assert epubcheck(talking) == []
    assert verify(talking) == ()
    assert ace(talking) == []
    notices = {notice.code for document in one.documents for notice in document.notices}
    assert notices == {"picture.silent", "text.control"}
