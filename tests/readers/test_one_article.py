"""One article in every format and every form of portal, read and cleaned: always the same article, complete."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bantin_media.cleaning import clean
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.errors import SourceError
from bantin_media.model import Article, Block, Draft, Figure, ItemList, Quote, Table, Text, plain
from bantin_media.readers import read

PAGES = Path(__file__).parent / "pages"
SAMPLES = Path(os.environ.get("BANTIN_SAMPLES", "")) / "samples" / "portal"
INPUT = Path(__file__).parents[2] / "input" / "2026-11"
TITLE = "Xã vùng cao có nước sạch về tận bản"
LEAD = "Từ tháng 3, hơn 200 hộ ở bản Tả Phìn được dùng nước máy, không còn phải gùi nước từ khe."
CAPTION = "Bà con lắp đường ống dẫn nước ở bản Tả Phìn."
BODY = [
    "Công trình dẫn nước dài 7,5 km do bà con góp công, huyện hỗ trợ ống và bể lọc. "
    "Sau bốn tháng, đường ống đã tới cuối bản.",
    "Ông Giàng A Sử, trưởng bản, nói: “Mùa khô năm nay không ai phải thức đêm chờ nước nữa”.",
]
AUTHOR = "Lò Thị Lan"
LINES = [TITLE, "02/04/2024 07:30", LEAD, CAPTION, *BODY, f"Tác giả: {AUTHOR}"]
FORMATS = ["docx", "md", "pdf", "txt"]
ARTICLE = {
    "title": TITLE, "date": date(2024, 4, 2), "lead": LEAD, "author": AUTHOR, "source": "",
    "blocks": [("figure", CAPTION), ("paragraph", BODY[0]), ("paragraph", BODY[1])],
}  # fmt: skip


def cleaned(path: Path) -> Article:
    return clean(read(path), number=1, slug="bai", override=ArticleOverride())


def texts(block: Block) -> Iterator[Text]:
    """Yield every run of prose in a block."""
    if isinstance(block, Figure):
        yield from (block.caption, block.alt)
    elif isinstance(block, Quote):
        yield from block.paragraphs
    elif isinstance(block, ItemList):
        yield from (item.text for item in block.items)
    elif isinstance(block, Table):
        yield block.caption
        yield from (cell for row in block.rows for cell in row)
    else:
        yield block.text


def essence(article: Article) -> dict[str, object]:
    """Return the article as a reader of the bulletin gets it, without ids and file names of pictures."""
    blocks = [(one.kind, plain(one.caption if isinstance(one, Figure) else next(texts(one)))) for one in article.blocks]
    return {
        "title": plain(article.title), "date": article.date, "lead": plain(article.lead),
        "author": plain(article.author), "source": plain(article.source), "blocks": blocks,
    }  # fmt: skip


@pytest.fixture
def in_format(
    tmp_path: Path, docx: Callable[..., Path], p: Callable[..., str], pdf: Callable[..., bytes], jpeg: bytes
) -> Callable[[str], Path]:
    """Write the article in a format, with its picture if the format supports pictures."""

    def write(name: str) -> Path:
        path = tmp_path / f"01 bài.{name}"
        (tmp_path / "nuoc.jpg").write_bytes(jpeg)
        if name == "docx":
            styles = {TITLE: "Title", LEAD: "Sapo", CAPTION: "Caption"}
            return docx("".join(p(line, styles.get(line, "")) for line in LINES))
        if name == "md":
            signs = {TITLE: f"# {TITLE}", LEAD: f"**{LEAD}**", CAPTION: f"![](nuoc.jpg)\n\n*{CAPTION}*"}
            path.write_text("\n\n".join(signs.get(line, line) for line in LINES), "utf-8")
        elif name == "pdf":
            path.write_bytes(pdf([part for line in LINES for part in wrap(line, 56)]))
        else:
            path.write_text("\n\n".join(LINES), "utf-8")
        return path

    return write


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_article(in_format: Callable[[str], Path], name: str) -> None:
    expected = dict(ARTICLE)
    if name == "pdf":  # it has the places of pictures; pasted text has lost them, so its captions are guesses
        expected["blocks"] = [("paragraph" if kind == "figure" else kind, text) for kind, text in ARTICLE["blocks"]]
    assert essence(cleaned(in_format(name))) == expected


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_every_portals_shape_gives_the_same_article(tmp_path: Path, jpeg: bytes, name: str) -> None:
    path = tmp_path / "01.html"
    shutil.copyfile(PAGES / f"{name}.html", path)
    (tmp_path / "trang_files").mkdir()
    (tmp_path / "trang_files" / "nuoc sach.jpg").write_bytes(jpeg)
    assert essence(cleaned(path)) == ARTICLE


# ------------------------------------------------------------------------------------- nothing lost unannounced


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def lost(draft: Draft, article: Article) -> Counter[str]:
    """Return the words of the draft that are neither in the article nor in the dropped text, with their counts."""
    dates = {one.line for one in article.trace if one.use == "date"}
    there: Counter[str] = Counter()
    for line in draft.lines:
        if line.line not in dates:
            there += words(" ".join([line.text, *(cell for row in line.rows for cell in row)]))
    for one in draft.dropped:
        there += words(one.text)
    runs = [article.title, article.lead, article.author, article.source, *article.footnotes]
    runs += [text for block in article.blocks for text in texts(block)]
    markers = [item.marker for one in article.blocks if isinstance(one, ItemList) for item in one.items]
    held = words(" ".join([*map(plain, runs), *markers, *(one.text for one in article.dropped)]))
    return there - held


SOURCES = [*sorted(PAGES.glob("*.html")), *sorted(INPUT.glob("0*.*[!g]"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_word_of_a_source_is_lost(path: Path) -> None:
    draft = read(path)
    assert not lost(draft, cleaned(path))


@pytest.mark.skipif(
    not os.environ.get("BANTIN_SAMPLES"), reason="BANTIN_SAMPLES does not name the folder of private samples"
)
def test_no_word_of_a_real_paste_is_lost() -> None:
    seen = 0
    for path in sorted(SAMPLES.glob("*.txt")):
        try:
            draft = read(path)
        except SourceError:
            continue  # no longer in Vietnamese: the reader reports it
        seen += 1
        assert not lost(draft, clean(draft, number=1, slug="bai", override=ArticleOverride())), path.name
    assert seen >= 24


PIECES = [
    "Trang chủ > Tin tức", "Thứ hai, 12/10/2026 08:15", "Lượt xem: 120", "In bài viết", "Tin ngắn", "Chia sẻ", "Video",
    "Xã Nà Lùng khai giảng lớp học nghề cho thanh niên", "Đồng chí Bí thư xã phát biểu tại buổi lễ. Ảnh: Lan",
    "Sáng nay, xã tổ chức lễ phát động trồng cây. Hơn hai trăm người dân cùng tham gia trồng rừng bên suối.",
    "Giá chè giữ ổn định.", "Nguyễn Thị Hoa", "Theo Báo tỉnh", "Các tin khác", "Đường mới về bản (01/10/2026)",
    "- Việc một;",
    "1. Việc đầu tiên", "Kết quả bước đầu", "./.", "Ảnh: CTV", "anh.jpg", "Tags: chè, rừng", "ruộng", "✅ Mang giấy tờ",
]  # fmt: skip
TAGS = ["p", "h1", "h2", "li", "blockquote", "div", "figcaption", "td", "nav", "footer", "em", "span"]


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(lines=st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(PIECES)), min_size=1, max_size=14))
def test_no_word_of_any_page_is_lost(tmp_path: Path, lines: list[tuple[str, str]]) -> None:
    path = tmp_path / "01.html"
    body = "\n".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in lines)
    path.write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>', "utf-8")
    try:
        draft = read(path)
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError:
        return
    assert not words(" ".join(text for _, text in lines)) - seen_in(draft)
    assert not lost(draft, article)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    lines=st.lists(
        st.tuples(st.sampled_from(["", "Title", "H2", "Caption", "Quote", "Sapo"]), st.sampled_from(PIECES)),
        min_size=1, max_size=14,
    )
)  # fmt: skip
def test_no_word_of_any_word_file_is_lost(
    docx: Callable[..., Path], p: Callable[..., str], lines: list[tuple[str, str]]
) -> None:
    path = docx("".join(p(escape(text), style) for style, text in lines))
    try:
        draft = read(path)
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError:
        return
    assert not words(" ".join(text for _, text in lines)) - seen_in(draft)
    assert not lost(draft, article)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from([*PIECES, ""]), min_size=1, max_size=16))
def test_no_word_of_any_text_is_lost(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "01.txt"
    path.write_text("\n".join(lines), "utf-8")
    try:
        draft = read(path)
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError:
        return
    assert not words(" ".join(lines)) - seen_in(draft)
    assert not lost(draft, article)


def seen_in(draft: Draft) -> Counter[str]:
    """Return the words for which a reader has a record."""
    text = [" ".join([line.marker, line.text, *(cell for row in line.rows for cell in row)]) for line in draft.lines]
    return words(" ".join([*text, *(one.text for one in draft.dropped)]))
