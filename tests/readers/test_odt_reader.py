"""OpenDocument texts as LibreOffice writes them: visible text is read, hidden text is reported."""

from __future__ import annotations

from base64 import encodebytes
from pathlib import Path

import pytest
from tests.tiny_odt import SPACES, fodt, odt

from bantin_media.errors import SourceError
from bantin_media.model import Draft, LineKind
from bantin_media.readers import read
from bantin_media.readers.pictures import picture_bytes

H, T, LI, C, N = LineKind.HEADING, LineKind.TEXT, LineKind.LIST_ITEM, LineKind.CAPTION, LineKind.FOOTNOTE
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def style(name: str, text: str = "", *, family: str = "text", below: str = "", more: str = "") -> str:
    parent = f' style:parent-style-name="{below}"' if below else ""
    looks = f"<style:text-properties {text}/>" if text else ""
    return f'<style:style style:name="{name}" style:family="{family}"{parent}>{looks}{more}</style:style>'


def level(number: int, kind: str, rest: str) -> str:
    return f'<text:list-level-style-{kind} text:level="{number}" {rest}/>'


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


def test_headings_titles_and_captions_are_what_their_styles_say(tmp_path: Path) -> None:
    styles = "".join(style(name, family="paragraph") for name in ("Title", "Caption", "Heading_20_1", "Standard"))
    automatic = style("P1", 'fo:font-weight="bold"', family="paragraph", below="Standard")
    draft = read(
        odt(
            tmp_path / "01.odt",
            '<text:p text:style-name="Title">Mùa gặt sớm</text:p>'
            '<text:h text:style-name="Heading_20_1" text:outline-level="2">Ruộng bậc thang</text:h>'
            '<text:p text:style-name="P1">Bà con ra đồng từ sáng.</text:p>'
            '<text:p text:style-name="Caption">Bà con gặt lúa.</text:p>',
            styles=styles, automatic=automatic,
        )
    )  # fmt: skip
    assert [(one.kind, one.level, one.role, one.bold) for one in draft.lines] == [
        (H, 1, "title", False), (H, 2, "", False), (T, 0, "", True), (C, 0, "caption", False)
    ]  # fmt: skip


def test_the_size_of_letters_is_that_of_the_style_if_it_is_not_relative(tmp_path: Path) -> None:
    sizes = {"P1": "18pt", "P2": "13.5pt", "P3": "115%"}
    automatic = "".join(style(name, f'fo:font-size="{size}"', family="paragraph") for name, size in sizes.items())
    body = "".join(f'<text:p text:style-name="{name}">Mùa gặt sớm</text:p>' for name in sizes)
    assert [line.size for line in read(odt(tmp_path / "01.odt", body, automatic=automatic)).lines] == [36, 27, 0]


def test_lists_count_as_the_program_shows_them(tmp_path: Path) -> None:
    numbers = level(1, "number", 'style:num-format="1" style:num-suffix="."') + level(
        2, "number", 'style:num-format="1" style:num-suffix="." text:display-levels="2"'
    )
    bullets = level(1, "bullet", 'text:bullet-char="-"')
    automatic = (
        f'<text:list-style style:name="L1">{numbers}</text:list-style>'
        f'<text:list-style style:name="L2">{bullets}</text:list-style>'
    )
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>Thời gian</text:p><text:p>cả ngày</text:p>'
        "<text:list><text:list-item><text:p>Sáng</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:p>Ghi chú.</text:p>"
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>Địa điểm</text:p>'
        '</text:list-item></text:list><text:list text:style-name="L2"><text:list-item><text:p>Nhà văn hóa</text:p>'
        "</text:list-item></text:list>"
    )
    lines = read(odt(tmp_path / "01.odt", body, automatic=automatic)).lines
    assert [(one.marker, one.text, one.level) for one in lines] == [
        ("1.", "Thời gian", 1), ("", "cả ngày", 0), ("1.1.", "Sáng", 2), ("", "Ghi chú.", 0), ("2.", "Địa điểm", 1),
        ("-", "Nhà văn hóa", 1),
    ]  # fmt: skip


def test_what_is_hidden_struck_or_deleted_is_left_out_and_listed(tmp_path: Path) -> None:
    automatic = (
        style("A", 'text:display="none"') + style("B", 'style:text-line-through-style="solid"')
        + style("R", 'style:text-position="super 58%"') + style("U", 'fo:text-transform="uppercase"')
    )  # fmt: skip
    draft = read(
        odt(
            tmp_path / "01.odt",
            '<text:tracked-changes><text:changed-region><text:deletion><text:p>câu đã xóa</text:p></text:deletion>'
            "</text:changed-region></text:tracked-changes>"
            '<text:p>Dân số<text:s text:c="2"/>10<text:span text:style-name="R">3</text:span> người'
            '<text:span text:style-name="A"> ẩn</text:span><text:span text:style-name="B"> gạch</text:span>, '
            '<text:change-start/>mới thêm<text:change-end/><text:line-break/>'
            '<text:span text:style-name="U">dòng hai</text:span></text:p>',
            automatic=automatic,
        )
    )  # fmt: skip
    assert texts(draft) == ["Dân số  10³ người, mới thêm", "DÒNG HAI"]
    assert {one.text.strip() for one in draft.dropped} == {"câu đã xóa", "ẩn", "gạch"}
    assert {one.code for one in draft.notices} == {"tracked.inserted", "tracked.deleted", "struck.out"}


def test_notes_comments_and_page_heads(tmp_path: Path) -> None:
    draft = read(
        odt(
            tmp_path / "01.odt",
            "<text:p>Theo báo cáo<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>Số liệu của xã.</text:p></text:note-body></text:note> thì tốt."
            "<office:annotation><text:p>xem lại</text:p></office:annotation></text:p>"
            "<text:table-of-content><text:index-body><text:p>Mục lục 1</text:p></text:index-body>"
            "</text:table-of-content>",
            pages="<style:master-page><style:header><text:p>BẢN TIN SỐ 4</text:p></style:header></style:master-page>",
            meta="<dc:title>Báo cáo</dc:title><meta:initial-creator>Lò Thị Ban</meta:initial-creator>",
        )
    )  # fmt: skip
    text, note = draft.lines
    assert (text.text, [mark.note for mark in text.marks]) == ("Theo báo cáo thì tốt.", [note.note])
    assert (note.kind, note.marker, note.text) == (N, "1", "Số liệu của xã.")
    assert {one.text for one in draft.dropped} == {"xem lại", "Mục lục 1", "BẢN TIN SỐ 4"}
    assert dict(draft.metadata) == {"title": "Báo cáo", "author": "Lò Thị Ban"}


def test_tables_of_data_and_tables_that_set_a_page(tmp_path: Path) -> None:
    automatic = style("G", family="table-cell", more='<style:table-cell-properties fo:border="0.5pt solid #000"/>')

    def row(*cells: str, lined: bool = True) -> str:
        named = ' table:style-name="G"' if lined else ""
        filled = (f"<table:table-cell{named}><text:p>{one}</text:p></table:table-cell>" for one in cells)
        return f"<table:table-row>{''.join(filled)}</table:table-row>"

    body = (
        f"<table:table>{row('UBND XÃ NÀ PHẠ', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', lined=False)}</table:table>"
        f"<table:table>{row('STT', 'Thôn', 'Số hộ')}{row('1', 'Nà Ui', '46')}{row('2', 'Bản Pác', '51')}</table:table>"
    )
    lines = read(odt(tmp_path / "01.odt", body, automatic=automatic)).lines
    assert [one.text for one in lines[:2]] == ["UBND XÃ NÀ PHẠ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert lines[2].rows == (("STT", "Thôn", "Số hộ"), ("1", "Nà Ui", "46"), ("2", "Bản Pác", "51"))
    assert lines[2].header_rows == 1


def test_cells_and_rows_that_are_stated_once_are_shown_as_often_as_the_file_says(tmp_path: Path) -> None:
    body = (
        "<table:table><table:table-row><table:table-cell><text:p>Thôn</text:p></table:table-cell>"
        "<table:table-cell><text:p>Sáng</text:p></table:table-cell>"
        "<table:table-cell><text:p>Chiều</text:p></table:table-cell></table:table-row>"
        "<table:table-row table:number-rows-repeated='2'><table:table-cell><text:p>Nà Ui</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>7 giờ</text:p></table:table-cell>"
        "</table:table-row>"
        "<table:table-row table:number-rows-repeated='90'><table:table-cell table:number-columns-repeated='3'/>"
        "</table:table-row></table:table>"
    )
    (table,) = read(odt(tmp_path / "01.odt", body)).lines
    assert table.rows == (("Thôn", "Sáng", "Chiều"), ("Nà Ui", "7 giờ", "7 giờ"), ("Nà Ui", "7 giờ", "7 giờ"))


def test_pictures_boxes_equations_and_what_cannot_be_carried_over(tmp_path: Path) -> None:
    math = b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>'
    chart = f"<office:document-content {SPACES}><office:body/></office:document-content>".encode()
    draft = read(
        odt(
            tmp_path / "01.odt",
            '<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>Gặt lúa</svg:desc>'
            "</draw:frame></text:p>"
            '<text:p><draw:frame><draw:text-box><text:p>Trong hộp</text:p></draw:text-box></draw:frame></text:p>'
            '<text:p>Chia <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> cho mỗi hộ.</text:p>'
            '<text:p><draw:frame><draw:object xlink:href="./Object 2"/></draw:frame>Hết.</text:p>'
            '<text:p><draw:frame><draw:image xlink:href="Pictures/2.emf"/></draw:frame></text:p>',
            parts={"Pictures/1.png": PNG, "Pictures/2.emf": b"\1\0\0\0", "Object 1/content.xml": math,
                   "Object 2/content.xml": chart},
        )
    )  # fmt: skip
    first, box, equation, end, lost = draft.lines
    assert first.picture is not None
    assert (first.picture.member, first.picture.alt) == ("Pictures/1.png", "Gặt lúa")
    assert [box.text, " ".join(equation.text.split()), end.text] == ["Trong hộp", "Chia 1/2 cho mỗi hộ.", "Hết."]
    assert (lost.kind, lost.picture) == (LineKind.PICTURE, None)
    assert {one.code for one in draft.notices} == {"equation.linear", "part.object", "picture.unfit"}


def test_the_fonts_of_before_unicode_are_converted(tmp_path: Path) -> None:
    automatic = style("V", 'style:font-name="VnT"')
    styles = '</office:styles><office:font-face-decls><style:font-face style:name="VnT" svg:font-family="\'.VnTime\'"/>'
    draft = read(
        odt(
            tmp_path / "01.odt",
            '<text:p><text:span text:style-name="V">B¶n tin x· Nµ Ph¹</text:span></text:p>',
            automatic=automatic, styles=f"{styles}</office:font-face-decls><office:styles>",
        )
    )  # fmt: skip
    assert texts(draft) == ["Bản tin xã Nà Phạ"]


def test_what_is_no_odt_is_refused(tmp_path: Path) -> None:
    (tmp_path / "01.odt").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(SourceError, match="OpenDocument"):
        read(tmp_path / "01.odt")
    lock = b'<manifest xmlns="urn:m"><file-entry><encryption-data/></file-entry></manifest>'
    locked = odt(tmp_path / "02.odt", "", parts={"META-INF/manifest.xml": lock, "content.xml": b"<x/>"})
    with pytest.raises(SourceError, match="mật khẩu"):
        read(locked)
    declared = f"<!DOCTYPE x [<!ENTITY a 'b'>]><office:document-content {SPACES}/>".encode()
    with pytest.raises(SourceError):
        read(odt(tmp_path / "03.odt", "", parts={"content.xml": declared}))


def test_a_flat_text_is_read_with_its_picture(tmp_path: Path) -> None:
    data = encodebytes(PNG).decode()
    draft = read(
        fodt(
            tmp_path / "01.fodt",
            '<text:p text:style-name="Title">Mùa gặt sớm</text:p><text:p>Bà con '
            '<text:span text:style-name="T1">bỏ</text:span>ra đồng.</text:p><text:p><draw:frame><draw:image>'
            f"<office:binary-data>{data}</office:binary-data></draw:image><svg:title>Gặt lúa</svg:title>"
            "</draw:frame></text:p>",
            styles=style("Title", family="paragraph"), automatic=style("T1", 'style:text-line-through-style="solid"'),
        )
    )  # fmt: skip
    title, text, shown = draft.lines
    assert (title.role, title.text, text.text) == ("title", "Mùa gặt sớm", "Bà con ra đồng.")
    assert shown.picture is not None and shown.picture.alt == "Gặt lúa"
    assert picture_bytes(shown.picture, 1000) == PNG
    assert dict(draft.metadata)["title"] == "Tên trong tệp"


@pytest.mark.parametrize("content", ["không phải XML", "<a><b></a>", "<!DOCTYPE x><office/>", "<a/>", ""])
def test_what_is_no_flat_text_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "01.fodt"
    path.write_text(content, "utf-8")
    with pytest.raises(SourceError):
        read(path)


def test_a_chart_is_a_table_of_its_values(tmp_path: Path) -> None:
    cells = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in (("", "Hộ nghèo"), ("2024", "46"), ("2025", "31"), ("2026", "NaN"))
    )  # fmt: skip
    space = 'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"'
    chart = (
        f"<office:document-content {SPACES} {space}><office:body><office:chart><chart:chart><chart:title>"
        f"<text:p>Hộ nghèo từng năm</text:p></chart:title><table:table>{cells}</table:table></chart:chart>"
        "</office:chart></office:body></office:document-content>"
    )
    body = '<text:p>Bà con.</text:p><text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    draft = read(odt(tmp_path / "01.odt", body, parts={"Object 1/content.xml": chart.encode()}))
    (table,) = [one for one in draft.lines if one.rows]
    assert table.rows == (("", "Hộ nghèo"), ("2024", "46"), ("2025", "31"), ("2026", ""))
    assert (table.text, [one.code for one in draft.notices]) == ("Hộ nghèo từng năm", ["chart.table"])
