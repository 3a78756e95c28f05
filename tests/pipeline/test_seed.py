"""The first article of this project: right in every element, in the book's text and in the spoken text.

The article itself is private; the sample's first article has the same structure (tests/samples).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bantin_media.configuration.editions import source_of
from bantin_media.configuration.settings import ArticleOverride, ReadingStyle
from bantin_media.model import Figure, Paragraph, plain
from bantin_media.pipeline.preparation import Task, prepare
from bantin_media.speech.running_order import SpokenTemplates
from bantin_media.verify import verify

Check = Callable[[Path], list[dict[str, Any]]]
SPOKEN = [
    "Trước năm hai nghìn không trăm linh chín",
    "có bảy trăm linh ba người",
    "hai mươi chín phẩy không một phần trăm có trình độ đại học",
    "ba phẩy bảy phần trăm",
    "ba mươi ba phẩy tám năm phần trăm",
    "bốn mươi lăm phẩy một không phần trăm",
    "ngày hai mươi bảy tháng tư năm hai nghìn không trăm linh chín của Thủ tướng Chính phủ",
    "thuộc sáu mươi mốt huyện nghèo",
    "một trăm tám mươi hai trí thức trẻ",
    "Chương trình ba mươi a",
    "mười một công chức",
    "hội đồng nhân dân",
    "ủy ban nhân dân huyện Pác Nặm",
    "theo báo cáo của ủy ban nhân dân tỉnh",
    "Bài viết của Thu Cúc",
]
DIGITS_AND_SYMBOLS = set('0123456789%/-–;:()"“”…')


@pytest.fixture(scope="module")
def seed(shared_samples: Path) -> Path:
    return next((shared_samples / "seeds").glob("000_*.txt"))


@pytest.fixture(scope="module")
def office(seed: Path, new_office: Callable[[str], Any]) -> Any:
    made = new_office("seed")
    made.edition(settings='number = "1"\ndate = 2022-05-11\n')
    (made.input / "2026-11" / "01 luan chuyen.txt").write_bytes(seed.read_bytes())
    return made


@pytest.fixture(scope="module")
def report(office: Any) -> Any:
    (report,) = office.build()
    assert not report.errors
    return report


def test_every_element_is_recognised(seed: Path, office: Any) -> None:
    article = prepared(office).article
    lines = [line.strip() for line in seed.read_text("utf-8").splitlines() if line.strip()]
    assert plain(article.title) == lines[3]
    assert str(article.date) == "2022-05-11"
    assert plain(article.lead) == lines[4]
    assert plain(article.author) == "Thu Cúc"
    paragraphs = [plain(block.text) for block in article.blocks if isinstance(block, Paragraph)]
    assert len(paragraphs) == 7
    assert [text[:40] for text in paragraphs] == [line[:40] for line in lines[6:10] + lines[11:14]]
    assert [plain(block.caption) for block in article.blocks if isinstance(block, Figure)] == [lines[10]]
    assert [one.text for one in article.dropped] == [lines[0], lines[2], lines[5]]


def test_the_spoken_text_is_the_written_text(office: Any) -> None:
    spoken = " ".join(cue.spoken for cue in prepared(office).script.cues)
    folded = spoken.casefold().replace(",", "")
    missing = [phrase for phrase in SPOKEN if phrase.casefold().replace(",", "") not in folded]
    assert not missing
    assert not set(spoken) & DIGITS_AND_SYMBOLS
    caption = "Đồng chí Ma Thế Huấn trao đổi về công tác lãnh đạo"
    assert caption.casefold() in folded  # a guess is read aloud, so that a wrong guess loses nothing
    assert folded.count("của thủ tướng chính phủ") == 2
    assert not [notice for notice in prepared(office).notices if notice.code.startswith("reading.unknown")]


def test_the_book_holds_every_sentence_once(office: Any, report: Any) -> None:
    article = prepared(office).article
    shown = text_of(office.output / "2026-11" / "2026-11.epub", article.slug)
    for block in article.blocks:
        text = plain(block.text if isinstance(block, Paragraph) else block.caption)  # type: ignore[union-attr]
        assert shown.count(" ".join(text.split())) == 1
    assert "PublishingPortal" not in shown and "Tăng cỡ chữ" not in shown


def test_all_three_judges_find_nothing_in_the_books(office: Any, report: Any, epubcheck: Check, ace: Check) -> None:
    for name in ("2026-11.epub", "2026-11-co-tieng.epub"):
        book = office.output / "2026-11" / name
        assert verify(book) == ()
        assert epubcheck(book) == []
        assert ace(book) == []


def prepared(office: Any) -> Any:
    source = source_of(office.input / "2026-11" / "01 luan chuyen.txt")
    return prepare(Task(source, ArticleOverride(), ReadingStyle(), (), SpokenTemplates()))


def text_of(book: Path, slug: str) -> str:
    with zipfile.ZipFile(book) as archive:
        name = next(one for one in archive.namelist() if slug in one and one.endswith(".xhtml"))
        page = etree.fromstring(archive.read(name))
    return " ".join("".join(page.itertext()).split())
