"""Saved pages as browsers write them: places of pictures, struck-through and hidden text, single files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from bantin_media.model import Draft, LineKind
from bantin_media.readers import read
from bantin_media.readers.pictures import picture_bytes

LARGE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Draft]:
    (tmp_path / "bai_files").mkdir()
    (tmp_path / "bai_files" / "a.jpg").write_bytes(LARGE)

    def read_body(body: str) -> Draft:
        path = tmp_path / "01 bai.html"
        path.write_text(f"<html><head><meta charset='utf-8'></head><body><p>Bài viết.</p>{body}</body></html>", "utf-8")
        return read(path)

    return read_body


def pictures(draft: Draft) -> list[str]:
    return [line.picture.path.name if line.picture else "" for line in draft.lines if line.kind is LineKind.PICTURE]


@pytest.mark.parametrize(
    "body",
    [
        "<picture><source srcset='x.webp' type='image/webp'><img src='bai_files/a.jpg'></picture><p>Sau.</p>",
        "<picture><source srcset='bai_files/a.jpg'><img src='https://xa.example/a.jpg'></picture><p>Sau.</p>",
        "<img src='x.gif' srcset='b.jpg 320w, bai_files/a.jpg 1280w'><p>Sau.</p>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='bai_files/a.jpg'><p>Sau.</p>",
        "<amp-img src='bai_files/a.jpg'></amp-img><p>Sau.</p>",
        "<img data-srcset='bai_files/a.jpg, c.jpg 2x'><p>Sau.</p>",
        "<noscript><img src='bai_files/a.jpg'></noscript><p>Sau.</p>",
        "<img src='bai_files/a.jpg'><noscript><img src='bai_files/a.jpg'></noscript><p>Sau.</p>",
    ],
)
def test_a_picture_that_lies_beside_the_page_is_found(page: Callable[..., Draft], body: str) -> None:
    draft = page(body)
    assert pictures(draft) == ["a.jpg"]
    assert draft.lines[-1].text == "Sau."
    assert not draft.notices


def test_a_picture_inside_the_page_is_used(page: Callable[..., Draft]) -> None:
    draft = page(f"<img alt='Chợ' src='data:image/jpeg;base64,{b64encode(LARGE).decode()}'>")
    (picture,) = [line.picture for line in draft.lines if line.picture]
    assert picture_bytes(picture, 10_000) == LARGE


def test_a_page_of_a_single_file_has_its_pictures(tmp_path: Path) -> None:
    mail = MIMEMultipart("related")
    mail.attach(MIMEText("<h1>Tên bài</h1><p>Chữ.</p><img src='cid:a1'><img src='/b.jpg'>", "html", "utf-8"))
    mail["Snapshot-Content-Location"] = "https://xa.example/bai"
    mail.get_payload()[0]["Content-Location"] = "https://xa.example/bai"  # type: ignore[index,union-attr]
    for name, value in (("Content-ID", "<a1>"), ("Content-Location", "https://xa.example/b.jpg")):
        part = MIMEImage(LARGE + name.encode(), "jpeg")
        part[name] = value
        mail.attach(part)
    path = tmp_path / "01 bai.mhtml"
    path.write_bytes(mail.as_bytes())
    draft = read(path)
    assert [line.text for line in draft.lines] == ["Tên bài", "Chữ.", "", ""]
    found = [picture_bytes(line.picture, 10_000) for line in draft.lines if line.picture]
    assert found == [LARGE + b"Content-ID", LARGE + b"Content-Location"]


@pytest.mark.parametrize("suffix", [".doc", ".docx", ".rtf"])
def test_a_page_with_the_name_of_a_document_is_read_as_a_page(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"01 bai{suffix}"
    path.write_text("\ufeff<html xmlns:w='urn:x'><head></head><body><h1>Tên</h1><p>Chữ.</p></body></html>", "utf-8")
    draft = read(path)
    assert [line.text for line in draft.lines] == ["Tên", "Chữ."]
    assert [one.code for one in draft.notices] == ["source.is-page"]


@pytest.mark.parametrize(
    ("body", "shown", "gone"),
    [
        ("<p>Giá <s>7 đồng</s> 6 đồng, <strike>9</strike> 8.</p>", "Giá 6 đồng, 8.", ["7 đồng", "9"]),
        ("<p>Giá <span style='text-decoration: line-through'>7</span> 6.</p>", "Giá 6.", ["7"]),
        ("<style>.cu{text-decoration:line-through}</style><p>Giá <b class=cu>7</b> 6.</p>", "Giá 6.", ["7"]),
        ("<p>10<sup>4</sup> cây, H<sub>2</sub>O, 25<sup>o</sup>C</p>", "10⁴ cây, H₂O, 25°C", []),
        ("<p>10<span style='vertical-align: super'>2</span></p>", "10²", []),
        ("<p>Đổ 1<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> lít</p>", "Đổ 1 1/2 lít", []),
        ("<p>Chữ<span class='sr-only'> ẩn</span>.</p>", "Chữ.", ["ẩn"]),
        ("<p>Chữ<span class='d-none d-md-inline'> hiện</span>.</p>", "Chữ hiện.", []),
        ("<p>Chữ<span aria-hidden='true'> ẩn</span>.</p>", "Chữ.", ["ẩn"]),
        ("<p>Chữ<wbr>dài <b>sau</b></p>", "Chữdài sau", []),
        ("<p>Hình <svg><text>cột một</text></svg></p>", "Hình", ["cột một"]),
    ],
)
def test_what_a_page_shows_is_what_is_read(page: Callable[..., Draft], body: str, shown: str, gone: list[str]) -> None:
    draft = page(body)
    assert [line.text for line in draft.lines[1:]] == [shown]
    assert [one.text for one in draft.dropped] == gone


@pytest.mark.parametrize(
    "cells",
    [
        "<tr><td>Bản<td>Hộ<tr><td>Nà Lùng<td>34<tr><td>Pá Sang<td>51",
        "<tr><td>Bản<wbr><td>H<wbr>ộ<tr><td>Nà Lùng<td>34<tr><td>Pá Sang<wbr><td>51",
        "<tr><td>Bản<svg><path d='x'></svg><td>Hộ<tr><td>Nà Lùng<td>34<tr><td>Pá Sang<math></math><td>51",
    ],
)
def test_cells_that_are_left_open_keep_their_words(page: Callable[..., Draft], cells: str) -> None:
    (line,) = page(f"<table border=1>{cells}</table>").lines[1:]
    assert line.rows == (("Bản", "Hộ"), ("Nà Lùng", "34"), ("Pá Sang", "51"))
    assert line.header_rows == 1


def test_lists_count_as_a_browser_does(page: Callable[..., Draft]) -> None:
    draft = page(
        "<ol reversed><li>ba<li>hai<li>một</ol><ol style='list-style-type: lower-alpha'><li>a<li>b</ol>"
        "<ol start=4><li>bốn<li value=7>bảy<li>tám</ol>"
    )
    assert [line.marker for line in draft.lines[1:]] == ["3.", "2.", "1.", "a.", "b.", "4.", "7.", "8."]


def test_what_a_page_embeds_is_named_with_its_place(page: Callable[..., Draft]) -> None:
    draft = page("<iframe src='https://phim.example/embed/x'></iframe><video><source src='le-hoi.mp4'></video>")
    (notice,) = draft.notices
    assert (notice.code, notice.where.rpartition(":")[2]) == ("page.embedded", "1")
    assert "phim.example, le-hoi.mp4" in notice.what


OTHER = "https://xa.example/tap-huan.html"


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        (f"<div><a href='{OTHER}'>Xã mở lớp tập huấn chăn nuôi gà đồi</a></div>", False),
        (f"<p>&gt;&gt; Xem thêm: <a href='{OTHER}'>Giá ngô tuần này tăng nhẹ?</a></p>", False),
        (f"<h3><a href='{OTHER}'>Giá ngô tuần này tăng nhẹ tại chợ</a></h3>", False),
        (f"<p><a href='{OTHER}'>Cả bản góp công làm đường trong ba tháng liền.</a></p>", True),
        (f"<p>Theo <a href='{OTHER}'>báo cáo của xã về việc làm đường</a>, đường dài 2 km.</p>", True),
        (f"<p><a href='{OTHER}'>Lò Văn Minh</a></p>", True),
        ("<p><a href='/tep/quyet-dinh.pdf'>Quyết định về việc khen thưởng bà con</a></p>", True),
        ("<p><a href='#muc-2'>Những việc còn lại phải làm trong năm</a></p>", True),
        (
            f"<ul><li><a href='{OTHER}'>Giới thiệu</a><li><a href='/2'>Tin tức</a><li><a href='/3'>Liên hệ</a></ul>",
            False,
        ),
        ("<ul><li><a href='#1'>Một</a><li><a href='#2'>Hai</a><li><a href='#3'>Ba</a></ul>", True),
        (
            f"<ul><li><a href='{OTHER}'>Trang xã</a>: tin tức<li><a href='/2'>Một cửa</a>: hồ sơ<li>Điện thoại</ul>",
            True,
        ),
    ],
)
def test_what_only_leads_to_other_articles_is_left_out(page: Callable[..., Draft], block: str, kept: bool) -> None:
    draft = page(f"{block}<p>Đoạn sau.</p>")
    assert (len(draft.lines) > 2) is kept
    assert bool(draft.dropped) is not kept


def test_a_title_that_links_to_itself_stays(page: Callable[..., Draft]) -> None:
    draft = page("<h1><a href='https://xa.example/bai'>Xã Bản Sen làm đường vào bản</a></h1><p>Đoạn.</p>")
    assert "Xã Bản Sen làm đường vào bản" in [line.text for line in draft.lines]
