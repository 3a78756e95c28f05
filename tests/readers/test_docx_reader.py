from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.errors import SourceError
from bantin_media.model import Draft, LineKind
from bantin_media.readers import read

Make = Callable[..., Path]
Paragraph = Callable[..., str]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


def numbered(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_tracked_insertions_are_kept_and_deletions_dropped(docx: Make) -> None:
    body = (
        "<w:p>" + run("Tỉnh có ") + '<w:ins w:id="1">' + run("mười ") + "</w:ins>"
        '<w:del w:id="2"><w:r><w:delText>chín </w:delText></w:r></w:del>' + run("xã.") + "</w:p>"
    )
    draft = read(docx(body))
    assert texts(draft) == ["Tỉnh có mười xã."]
    assert [(one.text, one.reason) for one in draft.dropped] == [("chín", "đã bị xóa trong bản gốc")]
    assert [notice.code for notice in draft.notices] == ["tracked.inserted", "tracked.deleted"]


def test_a_deleted_paragraph_end_joins_two_paragraphs(docx: Make, p: Paragraph) -> None:
    body = p("Một ", properties='<w:rPr><w:del w:id="1"/></w:rPr>') + p("hai.")
    assert texts(read(docx(body))) == ["Một hai."]


def test_shift_enter_ends_a_line_and_signs_stay(docx: Make) -> None:
    body = (
        "<w:p><w:r><w:t>Dòng một</w:t><w:br/><w:t>Dòng</w:t><w:tab/><w:t>hai</w:t>"
        "<w:noBreakHyphen/><w:t>ba</w:t><w:softHyphen/></w:r></w:p>"
    )
    assert texts(read(docx(body))) == ["Dòng một", "Dòng\thai\u2011ba\u00ad"]


def test_a_text_box_is_read_once(docx: Make, p: Paragraph) -> None:
    box = f"<w:txbxContent>{p('Trong khung.')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Ngoài khung.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(docx(body))) == ["Ngoài khung.", "Trong khung."]


def test_markers_of_lists_are_those_that_word_shows(docx: Make, p: Paragraph) -> None:
    body = "".join(
        p(text, properties=numbered(number, level))
        for text, number, level in [
            ("một", 1, 0), ("một a", 1, 1), ("một b", 1, 1), ("hai", 1, 0), ("hai a", 1, 1), ("sâu", 1, 2),
            ("chấm", 2, 0), ("gạch", 2, 1), ("năm", 3, 0), ("sáu", 3, 0),
        ]
    )  # fmt: skip
    lines = read(docx(body)).lines
    assert [line.marker for line in lines] == ["1.", "a)", "b)", "2.", "a)", "2.I", "•", "-", "5.", "6."]
    assert {line.kind for line in lines} == {LineKind.LIST_ITEM}
    assert [line.level for line in lines][:3] == [1, 2, 2]


def test_headings_captions_quotes_and_the_lead_are_told_by_their_style(docx: Make, p: Paragraph) -> None:
    body = p("Tên bài", "Title") + p("Mở đầu.", "Sapo") + p("Mục", "H2") + p("Ảnh: A", "Caption") + p("Lời.", "Quote")
    lines = read(docx(body)).lines
    assert [(line.kind, line.role) for line in lines] == [
        (LineKind.HEADING, "title"),
        (LineKind.TEXT, "lead"),
        (LineKind.HEADING, ""),
        (LineKind.CAPTION, "caption"),
        (LineKind.QUOTE, ""),
    ]
    assert lines[2].level == 2


def test_old_fonts_are_known_by_their_names(docx: Make) -> None:
    body = (
        "<w:p><w:pPr><w:pStyle w:val='Old'/></w:pPr>" + run("Céng hoµ x· héi chñ nghÜa ViÖt Nam, l\u00adu ý") + "</w:p>"
        "<w:p>" + run("tØnh b¾c k¹n", '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>') + "</w:p>"
        "<w:p>" + run("Vie", '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>')
        + run("ät Nam", '<w:b/><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>') + "</w:p>"
        "<w:p>" + run("Chữ Unicode trong khuôn cũ", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>') + "</w:p>"
    )  # fmt: skip
    assert texts(read(docx(body))) == [
        "Cộng hoà xã hội chủ nghĩa Việt Nam, lưu ý",
        "TỈNH BẮC KẠN",
        "Việt Nam",
        "Chữ Unicode trong khuôn cũ",
    ]


def test_capitals_and_hidden_text_are_as_the_eye_sees_them(docx: Make) -> None:
    body = "<w:p>" + run("thông báo", "<w:caps/>") + run(" mật", "<w:vanish/>") + run(" của tỉnh") + "</w:p>"
    draft = read(docx(body))
    assert texts(draft) == ["THÔNG BÁO của tỉnh"]
    assert [one.text for one in draft.dropped] == ["mật"]


def test_links_and_fields_give_their_words(docx: Make) -> None:
    body = (
        "<w:p><w:hyperlink r:id='x'>" + run("Cổng tin") + "</w:hyperlink>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGEREF a </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run(" trang 12")
        + "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )  # fmt: skip
    assert texts(read(docx(body))) == ["Cổng tin trang 12"]


def test_notes_come_after_the_text(docx: Make, p: Paragraph, spaces: str) -> None:
    notes = (
        f'<w:footnotes {spaces}><w:footnote w:id="0" w:type="separator">{p("--")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Theo Sở Y tế.")}</w:footnote></w:footnotes>'
    )
    body = "<w:p>" + run("Có 12 ca.") + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("Hết.")
    lines = read(docx(body, parts={"word/footnotes.xml": notes.encode()})).lines
    assert [(line.kind, line.text, line.marker) for line in lines][2] == (LineKind.FOOTNOTE, "Theo Sở Y tế.", "1")


def test_tables_of_data_are_rows_and_letterheads_are_paragraphs(docx: Make, p: Paragraph) -> None:
    def table(rows: list[list[str]], properties: str = "", header: str = "") -> str:
        cells = [
            "<w:tr>" + (header if number == 0 else "") + "".join(f"<w:tc>{p(text)}</w:tc>" for text in row) + "</w:tr>"
            for number, row in enumerate(rows)
        ]
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(cells)}</w:tbl>"

    body = (
        table([["UBND TỈNH", "CỘNG HOÀ"], ["Số: 1", "ngày 5"]])
        + p("Bảng 1. Số hộ", "Caption")
        + table([["Xã", "Hộ"], ["A", "12"]], '<w:tblStyle w:val="TableGrid"/>', "<w:trPr><w:tblHeader/></w:trPr>")
    )
    lines = read(docx(body)).lines
    assert [line.text for line in lines] == ["UBND TỈNH", "CỘNG HOÀ", "Số: 1", "ngày 5", "Bảng 1. Số hộ"]
    assert lines[-1].kind is LineKind.TABLE
    assert lines[-1].rows == (("Xã", "Hộ"), ("A", "12"))
    assert lines[-1].header_rows == 1


def test_pictures_stay_in_the_package(docx: Make, p: Paragraph, jpeg: bytes) -> None:
    def drawing(target: str) -> str:
        return (
            '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Quang cảnh"/>'
            f'<a:blip r:embed="{target}"/></wp:inline></w:drawing></w:r></w:p>'
        )

    relations = (
        f'<Relationship Id="p1" Type="{OFFICE}/image" Target="media/ảnh 1.jpg"/>'
        f'<Relationship Id="p2" Type="{OFFICE}/image" Target="../../../etc/passwd"/>'
        f'<Relationship Id="p3" Type="{OFFICE}/image" Target="http://a.vn/b.jpg" TargetMode="External"/>'
        f'<Relationship Id="p4" Type="{OFFICE}/image" Target="media/b.emf"/>'
    )
    body = drawing("p1") + p("Quang cảnh hội nghị", "Caption") + drawing("p2") + drawing("p3") + drawing("p4")
    parts = {"word/media/ảnh 1.jpg": jpeg, "word/media/b.emf": b"\1\0\0\0"}
    draft = read(docx(body, relations=relations, parts=parts))
    pictures = [line.picture for line in draft.lines if line.kind is LineKind.PICTURE]
    assert pictures[0] is not None
    assert (pictures[0].member, pictures[0].alt) == ("word/media/ảnh 1.jpg", "Quang cảnh")
    assert pictures[1:] == [None, None, None]
    assert [one.code for one in draft.notices] == ["picture.remote", "picture.missing", "picture.unfit"]


def test_page_headers_are_left_out_and_said(docx: Make, p: Paragraph, spaces: str) -> None:
    header = f"<w:hdr {spaces}>{p('Bản tin tháng 3')}</w:hdr>".encode()
    draft = read(docx(p("Bài."), parts={"word/header.xml": header}))
    assert [one.text for one in draft.dropped] == ["Bản tin tháng 3"]


def test_line_numbers_rise(docx: Make, p: Paragraph) -> None:
    draft = read(docx("".join(p(f"Đoạn {number}.") for number in range(20))))
    numbers = [line.line for line in draft.lines]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("declaration", "body"),
    [
        ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"),
        ('<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"),
        ("", "<w:p>" * 5000),
        ("", "<w:tbl><w:tr><w:tc>" * 3000),
        ("", "<w:p><w:r><w:t>dở"),
    ],
)
def test_hostile_xml_is_refused(docx: Make, spaces: str, declaration: str, body: str) -> None:
    part = f"{declaration}<w:document {spaces}><w:body>{body}</w:body></w:document>".encode()
    with pytest.raises(SourceError):
        read(docx("", parts={"word/document.xml": part}))


def test_deep_but_lawful_nesting_is_read(docx: Make, p: Paragraph) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 70 + p("Trong cùng.") + "</w:tc></w:tr></w:tbl>" * 70
    assert texts(read(docx(body))) == ["Trong cùng."]


def test_a_zip_bomb_is_refused(docx: Make, spaces: str) -> None:
    bomb = f"<w:document {spaces}><w:body><w:p><w:r><w:t>".encode() + b"\n" * (120 * 1024 * 1024)
    with pytest.raises(SourceError):
        read(docx("", parts={"word/document.xml": bomb}))


@pytest.mark.parametrize("content", [b"PK\3\4 rubbish", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"xin ch\xc3\xa0o"])
def test_what_is_no_package_is_refused_with_advice(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "01.docx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"\.docx"):
        read(path)


def test_title_and_author_of_the_file_are_hints(docx: Callable[..., Path], p: Callable[..., str]) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mùa  quế mới</dc:title><dc:creator>Lò Thị Lan'
        "</dc:creator></cp:coreProperties>"
    )
    kinds = "http://schemas.openxmlformats.org"
    relations = (
        f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{kinds}/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )
    path = docx(p("Bài."), parts={"docProps/core.xml": core.encode(), "_rels/.rels": relations.encode()})
    assert dict(read(path).metadata) == {"title": "Mùa quế mới", "author": "Lò Thị Lan"}


def test_comments_in_the_margin_are_left_out_and_told(
    docx: Callable[..., Path], p: Callable[..., str], spaces: str
) -> None:
    comments = f'<w:comments {spaces}><w:comment w:id="0" w:author="A">{p("Xem lại số này.")}</w:comment></w:comments>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    path = docx(
        p("Bài."),
        parts={"word/comments.xml": comments.encode()},
        relations=f'<Relationship Id="c1" Type="{kind}" Target="comments.xml"/>',
    )
    draft = read(path)
    assert [line.text for line in draft.lines] == ["Bài."]
    assert [one.text for one in draft.dropped] == ["Xem lại số này."]
    assert [notice.code for notice in draft.notices] == ["word.comments"]


def test_the_size_of_most_letters_is_that_of_the_line(docx: Callable[..., Path]) -> None:
    run = '<w:r><w:rPr><w:sz w:val="{}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    title, small = run.format(36, "Mùa gặt"), run.format(24, " sớm")
    draft = read(docx(f"<w:p>{title}{small}</w:p><w:p>{run.format('x', 'Bà con ra đồng.')}</w:p>"))
    assert [line.size for line in draft.lines] == [36, 0]


def test_captions_of_a_row_of_pictures_follow_their_pictures(docx: Make, p: Paragraph, jpeg: bytes) -> None:
    shown = '<w:p><w:r><w:drawing><wp:inline><a:blip r:embed="p1"/></wp:inline></w:drawing></w:r></w:p>'
    rows = ([shown, shown], [p("Giã bánh dày"), p("Gói bánh dày")], [p("Bánh xong"), p("Mời khách")])
    cells = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    relations = f'<Relationship Id="p1" Type="{OFFICE}/image" Target="media/a.jpg"/>'
    draft = read(docx(body, relations=relations, parts={"word/media/a.jpg": jpeg}))
    assert [one.text or "picture" for one in draft.lines] == [
        "picture", "Giã bánh dày", "picture", "Gói bánh dày", "Bánh xong", "Mời khách"
    ]  # fmt: skip
