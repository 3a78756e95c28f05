"""The same article as six systems publish it (pages/*.html), and other content of pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.errors import SourceError
from bantin_media.model import Draft, LineKind, SourceLine
from bantin_media.readers import read
from bantin_media.readers.pictures import picture_bytes

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
TITLE = "Xã vùng cao có nước sạch về tận bản"
LEAD = "Từ tháng 3, hơn 200 hộ ở bản Tả Phìn được dùng nước máy, không còn phải gùi nước từ khe."
CAPTION = "Bà con lắp đường ống dẫn nước ở bản Tả Phìn."
BODY = [
    "Công trình dẫn nước dài 7,5 km do bà con góp công, huyện hỗ trợ ống và bể lọc. "
    "Sau bốn tháng, đường ống đã tới cuối bản.",
    "Ông Giàng A Sử, trưởng bản, nói: “Mùa khô năm nay không ai phải thức đêm chờ nước nữa”.",
]


@pytest.fixture
def saved(tmp_path: Path, jpeg: bytes) -> Callable[[str], Draft]:
    """Read a page of `pages/` as a browser saves it, with its folder of pictures."""

    def read_page(name: str) -> Draft:
        path = tmp_path / "01 trang đã lưu.html"
        shutil.copyfile(PAGES / f"{name}.html", path)
        (tmp_path / "trang_files").mkdir()
        (tmp_path / "trang_files" / "nuoc sach.jpg").write_bytes(jpeg)
        return read(path)

    return read_page


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], Draft]:
    """Read a page with this body."""

    def read_body(body: str, head: str = '<meta charset="utf-8">') -> Draft:
        path = tmp_path / "02.html"
        path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", "utf-8")
        return read(path)

    return read_body


def of_the_article(draft: Draft) -> list[SourceLine]:
    return [line for line in draft.lines if line.role != "boilerplate"]


@pytest.mark.parametrize("name", NAMES)
def test_every_portal_gives_the_same_article(saved: Callable[[str], Draft], name: str) -> None:
    lines = of_the_article(saved(name))
    texts = [line.text for line in lines if line.kind is not LineKind.PICTURE]
    expected = [TITLE, LEAD, CAPTION, *BODY]
    assert [text for text in texts if text in expected] == expected
    others = [text for text in texts if text not in expected]
    assert len(others) == 2
    assert "02/04/2024" in others[0]
    assert others[1].removeprefix("Tác giả: ") == "Lò Thị Lan" or others[1] == "Lò Thị Lan"


@pytest.mark.parametrize("name", NAMES)
def test_every_portal_says_what_is_title_and_caption(saved: Callable[[str], Draft], name: str) -> None:
    roles = {line.role: line.text for line in of_the_article(saved(name))}
    assert roles["title"] == TITLE
    assert roles["caption"] == CAPTION
    assert roles.get("lead", LEAD) == LEAD


@pytest.mark.parametrize("name", sorted({*NAMES} - {"liferay"}))
def test_pictures_come_from_the_folder_beside_the_page(saved: Callable[[str], Draft], name: str) -> None:
    pictures = [line.picture for line in saved(name).lines if line.kind is LineKind.PICTURE]
    assert [one.path.name for one in pictures if one] == ["nuoc sach.jpg"]
    assert picture_bytes(pictures[0], 1000).startswith(b"\xff\xd8")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_no_visible_word_is_lost_unsaid(saved: Callable[[str], Draft], name: str) -> None:
    """Every word between the tags, except in scripts and similar elements, is in a line or in the dropped text."""
    from lxml import etree

    draft = saved(name)
    said = " ".join([*(line.text for line in draft.lines), *(one.text for one in draft.dropped)])
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    body = etree.fromstring((PAGES / f"{name}.html").read_bytes(), parser).find("body")
    etree.strip_elements(body, "script", "style", "noscript", "textarea", with_tail=False)
    words = {word for text in body.itertext() for word in text.split()}
    assert {word for word in words if word not in said} == set()
    assert all(one.reason for one in draft.dropped)
    numbers = [one.line for one in sorted([*draft.lines, *draft.dropped], key=lambda one: one.line)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_scripts_styles_frames_and_event_attributes_are_no_text(page: Callable[[str], Draft]) -> None:
    draft = page(
        "<p onclick='x()'>Một.</p><script>hai()</script><style>ba{}</style><iframe src='http://a.vn'>bốn</iframe>"
        "<svg><text>năm</text></svg><template>sáu</template><p><a href='javascript:alert(1)'>Bảy</a>.</p>"
    )
    assert [line.text for line in draft.lines] == ["Một.", "Bảy."]
    assert [one.code for one in draft.notices] == ["page.embedded"]


def test_a_form_around_the_whole_page_is_no_form_to_leave_out(page: Callable[[str], Draft]) -> None:
    draft = page("<form><p>Bài viết nằm trong biểu mẫu của cả trang.</p><input value='x'></form>")
    assert [line.text for line in draft.lines] == ["Bài viết nằm trong biểu mẫu của cả trang."]


@pytest.mark.parametrize("name", ["menu", "sidebar", "comments", "share", "hidden-xs", "modal"])
def test_what_holds_the_article_stays_whatever_it_is_called(page: Callable[[str], Draft], name: str) -> None:
    draft = page(f"<div class='{name}'><h1>Tên bài</h1><p>Thân bài dài hơn tất cả những gì còn lại.</p></div><p>x</p>")
    assert [line.text for line in draft.lines] == ["Tên bài", "Thân bài dài hơn tất cả những gì còn lại.", "x"]


def test_lists_have_the_markers_a_browser_shows(page: Callable[[str], Draft]) -> None:
    draft = page(
        "<ol start=3><li>ba</li><li>bốn<ul><li>chấm</li></ul></li><li value=9>chín</li></ol>"
        "<ol type=a><li>a</li></ol><ol type=I start=4><li>bốn</li></ol>"
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Của Word</p>"
    )
    assert [line.marker for line in draft.lines] == ["3.", "4.", "•", "9.", "a.", "IV.", "•"]
    assert draft.lines[-1].text == "Của Word"
    assert {line.kind for line in draft.lines} == {LineKind.LIST_ITEM}
    assert [line.level for line in draft.lines][:4] == [1, 1, 2, 1]


def test_tables_of_data_have_rows_of_one_width(page: Callable[[str], Draft]) -> None:
    draft = page(
        "<table border=1><caption>Bảng 1. Số hộ</caption><tr><th>Xã</th><th colspan=2>Hộ<br>(2024)</th></tr>"
        "<tr><td rowspan=2>Nà Lùng</td><td>nghèo</td><td>12</td></tr><tr><td>cận nghèo</td><td>7</td></tr></table>"
    )
    (table,) = draft.lines
    assert table.kind is LineKind.TABLE
    assert table.text == "Bảng 1. Số hộ"
    assert table.header_rows == 1
    assert table.rows == (("Xã", "Hộ (2024)", ""), ("Nà Lùng", "nghèo", "12"), ("Nà Lùng", "cận nghèo", "7"))


def test_tables_that_lay_out_the_page_are_read_as_its_paragraphs(page: Callable[[str], Draft]) -> None:
    draft = page(
        "<table><tr><td>UBND TỈNH</td><td>CỘNG HOÀ</td></tr><tr><td><table><tr><td>Sâu.</td></tr></table></table>"
    )
    assert [(line.kind, line.text) for line in draft.lines] == [
        (LineKind.TEXT, "UBND TỈNH"),
        (LineKind.TEXT, "CỘNG HOÀ"),
        (LineKind.TEXT, "Sâu."),
    ]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("https://a.vn/b.jpg", "remote"),
        ("//a.vn/b.jpg", "remote"),
        ("data:image/png;base64,AAAA", "missing"),
        ("../ngoài.jpg", "missing"),
        ("/etc/passwd", "missing"),
        ("file:///etc/passwd", "missing"),
        ("a_files/lien_ket.jpg", "missing"),
        ("a_files/..%2f..%2fngoai.jpg", "missing"),
        ("a_files/khong co.jpg", "missing"),
        ("x" * 300 + ".jpg", "missing"),
        ("a_files/trang.svg", "unfit"),
    ],
)
def test_only_pictures_inside_the_articles_folder_are_taken(
    tmp_path: Path, jpeg: bytes, source: str, kind: str
) -> None:
    (tmp_path / "ngoài.jpg").write_bytes(jpeg)
    folder = tmp_path / "số 1"
    (folder / "a_files").mkdir(parents=True)
    (folder / "a_files" / "trang.svg").write_text("<svg onload='x()'/>", "utf-8")
    (folder / "a_files" / "lien_ket.jpg").symlink_to(tmp_path / "ngoài.jpg")
    path = folder / "01.html"
    path.write_text(f"<meta charset=utf-8><p>Chữ.</p><img src='{source}'>", "utf-8")
    draft = read(path)
    assert [line.picture for line in draft.lines if line.kind is LineKind.PICTURE] == [None]
    assert [one.code for one in draft.notices] == [f"picture.{kind}"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("utf-8", ""), ("utf-8-sig", "windows-1252"), ("utf-16", ""),
    ],
)  # fmt: skip
def test_the_charset_is_the_pages_own(tmp_path: Path, encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    path = tmp_path / "01.htm"
    path.write_bytes(f"<html><head>{meta}</head><body><p>Xã Mường Lống trồng mận tam hoa.</p></body>".encode(encoding))
    assert [line.text for line in read(path).lines] == ["Xã Mường Lống trồng mận tam hoa."]


def test_old_fonts_of_pages_are_known_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "01.htm"
    path.write_bytes(
        '<html><head><meta charset=windows-1252><style>p.Cu, .cu2 {font-family:".VnTime"; color:red}</style></head>'
        "<body><p class=Cu>L\u00adu ý: x· nghÌo</p><p><font face='VNI-Times'>Vie<b>ät</b> Nam</font></p>"
        "<p><span style='font-family:\".VnTimeH\"'>tØnh</span></p></body>".encode("cp1252")
    )
    assert [line.text for line in read(path).lines] == ["Lưu ý: xã nghèo", "Việt Nam", "TỈNH"]


def test_metadata_says_dates_that_cannot_be_misread(page: Callable[[str], Draft]) -> None:
    head = (
        '<meta charset="utf-8"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Tên",'
        '"datePublished":"11/05/2022","author":{"name":"Lò Thị Lan"}}</script><meta name="author" content="http://a">'
    )
    assert dict(page("<p>Chữ.</p>", head).metadata) == {"title": "Tên", "date": "2022-05-11", "author": "Lò Thị Lan"}


@pytest.mark.parametrize("depth", [200, 1500])
def test_deep_pages_are_read(page: Callable[[str], Draft], depth: int) -> None:
    draft = page("<div>" * depth + "<p>Ở đáy.</p>" + "</div>" * depth)
    assert [line.text for line in draft.lines] == ["Ở đáy."]


def test_pages_deeper_than_the_parser_are_refused(page: Callable[[str], Draft]) -> None:
    with pytest.raises(SourceError, match="lồng"):
        page("<div>" * 100_000 + "<p>Ở đáy.</p>")


def test_a_small_table_in_a_cell_is_that_cells_words(tmp_path: Path) -> None:
    inner = "<table><tr><td>Sáng</td><td>7 giờ</td></tr><tr><td>Chiều</td><td>14 giờ</td></tr></table>"
    layout = f"<table><tr><td>{inner}</td><td>bên phải</td></tr></table>"
    path = tmp_path / "01.html"
    head = "<tr><th>Bản</th><th>Giờ</th></tr>"
    path.write_text(
        f"<html><head><meta charset=utf-8></head><body><table border=1>{head}<tr><td>Na Ư</td><td>{inner}</td></tr>"
        f"<tr><td>Con Cang</td><td>Sáng</td></tr></table>{layout}</body></html>",
        "utf-8",
    )
    first, *rest = read(path).lines
    assert first.rows == (("Bản", "Giờ"), ("Na Ư", "Sáng, 7 giờ; Chiều, 14 giờ"), ("Con Cang", "Sáng"))
    assert [one.text for one in rest] == ["Sáng", "7 giờ", "Chiều", "14 giờ", "bên phải"]


@pytest.mark.parametrize("named", ["Xã vùng cao có nước sạch về tận bản | Cổng thông tin", "Chi tiết tin"])
@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_a_heading_above_the_article_that_is_called_nothing_is_its_title(
    page: Callable[[str], Draft], tag: str, named: str
) -> None:
    draft = page(
        f"<title>{named}</title><h3>Thông báo mới nhất của xã</h3>{'<p>Một mục khác</p>' * 8}"
        f'<div class="head"><{tag}>{TITLE}</{tag}><div class="ngay">27/11/2026 2:35:00 CH</div></div>'
        f'<div class="ArticleSummary">{LEAD}</div><div class="ArticleContent"><p>{BODY[0]}</p><p>{BODY[1]}</p></div>'
    )
    lead = next(line for line in draft.lines if line.text == LEAD)
    title = next(line for line in draft.lines if line.text == TITLE)
    assert lead.role == "lead"
    assert title.role != "boilerplate"
    assert next(line for line in draft.lines if line.text.startswith("Thông báo mới")).role == "boilerplate"


def test_the_day_that_a_page_shows_when_pointed_at_is_its_date(page: Callable[[str], Draft]) -> None:
    draft = page(
        f'<h1>{TITLE}</h1><span data-hook="time-ago" title="3 thg 12, 2026">1 ngày trước</span><p>{BODY[0]}</p>'
    )
    assert [(line.role, line.stamp) for line in draft.lines if line.stamp] == [("date", "2026-12-03")]
    draft = page(
        f'<h1>{TITLE}</h1><span data-hook="time-ago" title="31 thg 2, 2026">1 ngày trước</span><p>{BODY[0]}</p>'
    )
    assert not any(line.stamp for line in draft.lines)
