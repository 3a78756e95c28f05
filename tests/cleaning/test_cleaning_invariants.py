"""Invariants of cleaning for lines of every kind: no word is lost, ids are names, the result is reproducible."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
from hypothesis import given, settings
from hypothesis import strategies as st

import bantin_media
from bantin_media.cleaning.characters import tidy
from bantin_media.errors import BantinError
from bantin_media.model import (
    Article,
    Draft,
    Picture,
    Sentence,
)

DraftOf = Callable[..., Draft]
Cleaned = Callable[..., Article]

SOURCE = (Path(__file__).parent / "moon_festival.txt").read_text("utf-8")
LINES = st.lists(
    st.one_of(
        st.text(alphabet="abcđêơưạáÀĐ 0123456789.,:;-–()“”/\t\u200b💢", max_size=80),
        st.sampled_from(SOURCE.splitlines()),
        st.sampled_from(
            [
                "null Đêm hội trăng rằm ở bản Nà Sài", "Lượt xem: 15", "12/09/2024 10:30", "Ảnh: Lò Ban", "Theo TTXVN",
                "- Một việc", "1. Hai việc", "ẢNH VÀ TIN", "Tin, ảnh: Lò Thị Ban", "anh.jpg", "Các tin khác", "./.",
                "Tin khác (01/02/2023)", "Thứ hai, 01/02/2024 10:00:05", "Tác giả: Lò Thị Ban - 01/02/2024 08:00", "()",
            ]
        ),
    ),
    max_size=14,
)  # fmt: skip


def words_of(article: Article) -> list[str]:
    texts: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, Sentence):
            texts.append(value.text)
        elif isinstance(value, tuple):
            for one in value:
                gather(one)
        elif isinstance(value, str):
            texts.append(value)
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Picture):
            for name in value.__dataclass_fields__:
                gather(getattr(value, name))

    gather((article.title, article.lead, article.author, article.source, article.blocks, article.footnotes))
    texts += [one.text for one in article.dropped] + [article.section]
    texts.append(f"{article.date:%d/%m/%Y}" if article.date else "")
    return re.findall(r"\w+", tidy(" ".join(texts)))


@given(lines=LINES)
@settings(max_examples=250, deadline=None)
def test_no_word_is_lost_unannounced(lines: list[str], draft_of: DraftOf, cleaned: Cleaned) -> None:
    text = "\n".join(lines)
    try:
        article = cleaned(draft_of(text))
    except BantinError:
        return
    kept = words_of(article)
    lost = set(re.findall(r"\w+", tidy(text.replace("\n", " \n ")))) - set(kept)
    assert not {word for word in lost if not re.fullmatch(r"0?\d|\d{1,2}", word)}
    assert all(one.reason for one in article.dropped)


def test_a_row_with_joined_lines_keeps_their_words(draft_of: DraftOf, cleaned: Cleaned) -> None:
    prose = "Bà con trong thôn góp công, góp đất làm con đường mới dài bốn cây số và một cây cầu."
    text = f"Giá nông sản\n\n{prose}\n\nMặt hàng\tĐơn vị\tGiá\nNgô\tki lô gam\tchín nghìn đồng\nmỗi bao năm mươi cân"
    article = cleaned(draft_of(text, broken_lines=True))
    assert {"mỗi", "bao", "mươi", "cân", "Ngô"} <= set(words_of(article))


@given(lines=LINES)
@settings(max_examples=100, deadline=None)
def test_sentence_ids_are_unique_xml_names(lines: list[str], draft_of: DraftOf, cleaned: Cleaned) -> None:
    try:
        article = cleaned(draft_of("\n".join(lines)))
    except BantinError:
        return
    ids = re.findall(r"Sentence\(id='([^']*)'", repr(replace(article, dropped=(), notices=())))
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]\d+", one) for one in ids)


def test_the_same_source_gives_the_same_article(cleaned: Cleaned) -> None:
    assert cleaned(SOURCE) == cleaned(SOURCE)


def test_every_reason_in_the_table_has_its_vietnamese_words() -> None:
    package = Path(bantin_media.__file__).parent
    table = tomllib.loads((package / "cleaning" / "data" / "portals.toml").read_text("utf-8"))
    known = {entry.msgid for entry in polib.pofile((package / "locale" / "vi" / "cleaning.po").read_text("utf-8"))}
    assert {rule["reason"] for rule in [*table["lines"], *table["phrases"]]} <= known
