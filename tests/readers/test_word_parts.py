"""Word content in other forms than plain runs: in the article, in the text that is left out, or reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.errors import SourceError
from bantin_media.model import Draft, LineKind
from bantin_media.readers import read
from bantin_media.readers.word.graphics import value_shown

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
Docx = Callable[..., Path]
P = Callable[..., str]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


def left_out(draft: Draft) -> list[str]:
    return [one.text for one in draft.dropped]


def codes(draft: Draft) -> list[str]:
    return [one.code for one in draft.notices]


def relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'


@pytest.mark.parametrize(
    ("runs", "shown", "gone"),
    [
        (run("đạt 10") + run("4", '<w:vertAlign w:val="superscript"/>') + run(" cây"), "đạt 10⁴ cây", []),
        (run("khí CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "khí CO₂", []),
        (run("lúc ") + run("7 giờ", "<w:strike/>") + run(" 8 giờ"), "lúc  8 giờ", ["7 giờ"]),
        (run("giá ") + run("9 đồng", "<w:dstrike/>") + run("7 đồng"), "giá 7 đồng", ["9 đồng"]),
        (run("cũ", "<w:strike/>") + run(" và ") + run("xưa", "<w:strike/>"), "và", ["cũ", "xưa"]),
        (run("không gạch", '<w:strike w:val="0"/>'), "không gạch", []),
        ('<w:r><w:t xml:space="preserve">nhiệt độ </w:t><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 37"),
         "nhiệt độ ≥ 37", []),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" có"), "☑ có", []),
    ],
)  # fmt: skip
def test_the_look_of_words_keeps_its_meaning(docx: Docx, runs: str, shown: str, gone: list[str]) -> None:
    draft = read(docx(f"<w:p>{run('Đầu bài.')}</w:p><w:p>{runs}</w:p>"))
    assert texts(draft)[1] == shown
    assert left_out(draft) == gone
    assert ("struck.out" in codes(draft)) == bool(gone)


def test_an_equation_does_not_run_together_with_the_number_before(docx: Docx) -> None:
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    body = f'<w:p>{run("Đổ 1")}<m:oMath xmlns:m="{MATH}">{half}</m:oMath>{run(" lít, họp 10/1")}{run("1/2026")}</w:p>'
    draft = read(docx(body))
    assert texts(draft) == ["Đổ 1 1/2 lít, họp 10/11/2026"]
    assert codes(draft) == ["equation.linear"]


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (run("Mục ") + field("begin") + code(" REF a ") + field("separate") + run("3.2") + field("end"), "Mục 3.2"),
        (run("Chữ ") + field("begin") + code(" PAGE ") + run("không mất"), "Chữ không mất"),
        (field("begin", "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='Một'/><w:listEntry w:val='Hai'/>"
               "</w:ddList></w:ffData>") + code(" FORMDROPDOWN ") + field("separate") + field("end"), "Hai"),
        (field("begin", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>") + code(" FORMCHECKBOX ")
         + field("end") + run(" đồng ý"), "☒ đồng ý"),
        (run("Trộn ") + field("begin") + code(r" EQ \f(1;2) ") + field("end") + run(" bao"), "Trộn 1/2 bao"),
    ],
)  # fmt: skip
def test_fields_show_what_word_shows(docx: Docx, p: P, runs: str, shown: str) -> None:
    draft = read(docx(f"<w:p>{runs}</w:p>" + p("Đoạn sau vẫn còn.")))
    assert texts(draft) == [shown, "Đoạn sau vẫn còn."]


def test_a_broken_reference_is_told_with_its_line(docx: Docx, p: P) -> None:
    draft = read(docx(p("Theo hình Error! Reference source not found., đường dài 2 km.")))
    (notice,) = draft.notices
    assert notice.code == "field.error"
    assert notice.where.endswith(":1")
    assert "Reference source" in notice.what


def test_the_prompt_of_an_empty_control_is_no_text(docx: Docx, p: P) -> None:
    inline = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("Chọn ngày.") + "</w:sdtContent></w:sdt>"
    )
    block = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Nhập tên.')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Ông Lò Văn Minh.')}</w:sdtContent></w:sdt>"
    draft = read(docx(f"<w:p>{run('Ngày họp: ')}{inline}</w:p>{block}{filled}"))
    assert texts(draft) == ["Ngày họp:", "Ông Lò Văn Minh."]
    assert left_out(draft) == ["Chọn ngày.", "Nhập tên."]


def test_wordart_is_read(docx: Docx, p: P) -> None:
    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="Mừng xuân mới"/></v:shape></w:pict></w:r></w:p>'
    assert texts(read(docx(p("Tên bài") + art + p("Đoạn.")))) == ["Tên bài", "Mừng xuân mới", "Đoạn."]


CHART = f"""<c:chartSpace xmlns:c="{DRAWN}/chart" xmlns:a="{DRAWN}/main"><c:chart>
<c:title><c:tx><c:rich><a:p><a:r><a:t>Thu hai năm</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart>
<c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>Tỷ đồng</c:v></c:pt></c:strCache></c:strRef></c:tx>
<c:cat><c:numRef><c:numCache><c:pt idx="0"><c:v>2024</c:v></c:pt><c:pt idx="1"><c:v>2025</c:v></c:pt></c:numCache>
</c:numRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>General</c:formatCode><c:pt idx="0"><c:v>1.25</c:v></c:pt>
<c:pt idx="1"><c:v>12500</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>
</c:barChart></c:plotArea></c:chart></c:chartSpace>"""


def drawing(inner: str) -> str:
    return (
        f"<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def test_a_chart_is_a_table_of_its_values(docx: Docx, p: P) -> None:
    body = p("Kết quả:") + drawing(f'<c:chart xmlns:c="{DRAWN}/chart" r:id="c1"/>')
    draft = read(docx(body, relations=relation("c1", "chart", "chart1.xml"), parts={"word/chart1.xml": CHART.encode()}))
    table = draft.lines[1]
    assert (table.text, table.header_rows) == ("Thu hai năm", 1)
    assert table.rows == (("", "Tỷ đồng"), ("2024", "1,25"), ("2025", "12.500"))
    assert codes(draft) == ["chart.table"]


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.625", "0.0%", "62,5%"), ("15000.5", "#,##0.0", "15.000,5"), ("-800", "General", "-800"),
        ("45000", "d/m/yyyy", "15/3/2023"), ("45000", "mmm-yy", "3/2023"), ("45000", "yyyy", "2023"),
        ("9.99E+2", "General", "999"), ("chữ", "General", "chữ"),
    ],
)  # fmt: skip
def test_values_of_a_chart_are_written_as_its_sheet_shows_them(stored: str, code: str, shown: str) -> None:
    assert value_shown(stored, code) == shown


def test_a_diagram_is_a_list_in_the_order_of_its_outline(docx: Docx, p: P) -> None:
    points = "".join(
        f'<dgm:pt modelId="{key}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for key, text in ((3, "Bước hai"), (2, "Bước một"), (4, "Ý nhỏ"))
    )
    links = "".join(
        f'<dgm:cxn srcId="{above}" destId="{below}" srcOrd="{order}"/>'
        for above, below, order in ((1, 3, 1), (1, 2, 0), (2, 4, 0))
    )
    data = (
        f'<dgm:dataModel xmlns:dgm="{DRAWN}/diagram" xmlns:a="{DRAWN}/main"><dgm:ptLst>'
        f'<dgm:pt modelId="1" type="doc"/>{points}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>'
    )
    body = p("Các bước:") + drawing(f'<dgm:relIds xmlns:dgm="{DRAWN}/diagram" r:dm="d1"/>')
    relations = relation("d1", "diagramData", "data1.xml")
    draft = read(docx(body, relations=relations, parts={"word/data1.xml": data.encode()}))
    assert [(line.text, line.level) for line in draft.lines[1:]] == [("Bước một", 1), ("Ý nhỏ", 2), ("Bước hai", 1)]
    assert codes(draft) == ["diagram.list"]


def test_a_page_inside_a_word_file_is_read_and_another_kind_told(docx: Docx, p: P) -> None:
    html = "<html><head><meta charset='utf-8'></head><body><p>Đoạn trong khối.</p></body></html>".encode()
    relations = "".join(
        relation(f"h{at}", "aFChunk", name) for at, name in enumerate(("a.html", "b.rtf", "c.docx"), start=1)
    )
    parts = {"word/a.html": html, "word/b.rtf": b"{\\rtf1 \\pard N\\'e0y l\\'e0 RTF.\\par}", "word/c.docx": b"PK\3\4"}
    chunks = [f'<w:altChunk r:id="h{at}"/>' for at in (1, 2, 3)]
    draft = read(docx(p("Đầu.") + chunks[0] + p("Giữa.") + chunks[1] + chunks[2], relations=relations, parts=parts))
    assert texts(draft) == ["Đầu.", "Đoạn trong khối.", "Giữa.", "Này là RTF."]
    (notice,) = draft.notices
    assert notice.code == "part.chunk"
    assert "c.docx" in notice.what


def test_a_word_file_inside_another_is_read_in_its_place_once(docx: Docx, p: P) -> None:
    deepest = docx(p("Trong cùng.")).read_bytes()
    inner = docx(
        p("Trong.") + '<w:altChunk r:id="i1"/>',
        relations=relation("i1", "aFChunk", "d.docx"), parts={"word/d.docx": deepest},
    ).read_bytes()  # fmt: skip
    chunks = '<w:altChunk r:id="o1"/>'
    draft = read(
        docx(
            p("Đầu.") + chunks + p("Cuối."), relations=relation("o1", "aFChunk", "c.docx"), parts={"word/c.docx": inner}
        )
    )
    assert texts(draft) == ["Đầu.", "Trong.", "Cuối."]
    (notice,) = draft.notices
    assert (notice.code, "d.docx" in notice.what) == ("part.chunk", True)


def test_fields_without_a_stored_text_are_told(docx: Docx, p: P) -> None:
    def field(code: str, result: str = "") -> str:
        shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>' if result else ""
        return (
            f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{shown}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>Thôn Nà Ui</w:t></w:r></w:p>'
        )

    draft = read(
        docx(field(" AUTONUM ") + field("LISTNUM NumberDefault") + field(" AUTONUM ", "3. ") + field(" PAGE "))
    )
    assert texts(draft) == ["Thôn Nà Ui", "Thôn Nà Ui", "3. Thôn Nà Ui", "Thôn Nà Ui"]
    (notice,) = draft.notices
    assert (notice.code, "2" in notice.what, "AUTONUM, LISTNUM" in notice.what) == ("part.field", True, True)


def test_a_document_of_parts_alone_gets_their_advice(docx: Docx) -> None:
    body = '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:x" ProgID="Excel.Sheet.12" r:id="o1"/></w:object></w:r></w:p>'
    with pytest.raises(SourceError, match="Excel"):
        read(docx(body, relations=relation("o1", "oleObject", "sheet.bin")))


def test_a_picture_of_another_kind_is_named(docx: Docx, p: P) -> None:
    picture = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" descr="Sơ đồ"/><a:graphic><a:graphicData>'
        '<a:blip r:embed="e1"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relations = relation("e1", "image", "media/so-do.emf")
    draft = read(docx(p("Bài.") + picture, relations=relations, parts={"word/media/so-do.emf": b"\1\0\0\0" * 20}))
    (notice,) = draft.notices
    assert notice.code == "picture.unfit"
    assert "so-do.emf" in notice.what
    assert "Sơ đồ" in notice.what


def box(inner: str) -> str:
    held = f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
    return f"<w:r><w:drawing><wp:anchor>{held}</wp:anchor></w:drawing></w:r>"


GONE_MARK = '<w:rPr><w:del w:id="1"/></w:rPr>'


def test_a_box_ends_its_own_paragraphs(docx: Docx, p: P) -> None:
    body = (
        f"<w:p>{run('Thân một.')}{box(p('Trong hộp.', properties=GONE_MARK))}</w:p>" + p("Thân hai.")
        + f"<w:p><w:pPr>{GONE_MARK}</w:pPr>{run('Thân ba.')}{box(p('Hộp cuối.', properties=GONE_MARK))}</w:p>"
    )  # fmt: skip
    assert texts(read(docx(body))) == ["Thân một.", "Trong hộp.", "Thân hai.", "Thân ba.", "Hộp cuối."]


def test_a_deleted_box_is_left_out(docx: Docx, p: P) -> None:
    draft = read(docx(f"<w:p>{run('Còn.')}<w:del w:id='1'>{box(p('Đã xóa.'))}</w:del></w:p>"))
    assert (texts(draft), left_out(draft)) == (["Còn."], ["Đã xóa."])


def test_a_note_with_a_box_is_shown_once(docx: Docx, spaces: str, p: P) -> None:
    hung = box(p("Trong hộp."))
    both = f"<mc:Choice Requires='wps'>{hung}</mc:Choice><mc:Fallback>{hung}</mc:Fallback>"
    twice = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    note = f"<w:footnotes {spaces}><w:footnote w:id='2'><w:p>{run('Lời chú.')}{twice}</w:p></w:footnote></w:footnotes>"
    body = f"<w:p>{run('Chữ')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    assert texts(read(docx(body, parts={"word/footnotes.xml": note.encode()}))) == ["Chữ", "Lời chú.", "Trong hộp."]


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*lines: str) -> str:
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
        + "".join(f"<w:tr>{one}</w:tr>" for one in lines)
        + "</w:tbl>"
    )


def test_a_table_in_a_cell_stays_in_its_row(docx: Docx, p: P) -> None:
    inner = table(cell(p("Giống")) + cell(p("Cây")), cell(p("Quế")) + cell(p("900")))
    body = table(cell(p("Bản")) + cell(p("Cây trồng")), cell(p("Nà Lùng")) + cell(inner + "<w:p/>"))
    (line,) = read(docx(body)).lines
    assert line.rows == (("Bản", "Cây trồng"), ("Nà Lùng", "Giống, Cây; Quế, 900"))


def test_numbers_that_word_counts_stand_in_their_cells(docx: Docx, p: P) -> None:
    counted = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    number = cell(p("", properties=counted).replace("<w:r>", "<w:r/><w:r>"))
    body = table(
        cell(p("STT")) + cell(p("Tên tổ")), number + cell(p("Tổ ong")), number + cell(p("Tổ rau"))
    ) + p("Mục sau", properties=counted)  # fmt: skip
    draft = read(docx(body))
    assert draft.lines[0].rows == (("STT", "Tên tổ"), ("1", "Tổ ong"), ("2", "Tổ rau"))
    assert draft.lines[1].marker == "3."


def test_merged_cells_name_their_rows_and_both_rows_of_the_head(docx: Docx, p: P) -> None:
    down, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell(p("Xã"), down) + cell(p("Số hộ"), '<w:gridSpan w:val="2"/>'),
        cell("<w:p/>", goes_on) + cell(p("Nghèo")) + cell(p("Cận nghèo")),
        cell(p("Nà Lùng"), down) + cell(p("12")) + cell(p("30")),
        cell("<w:p/>", goes_on) + cell(p("15")) + cell(p("28")),
    )
    (line,) = read(docx(body)).lines
    assert line.kind is LineKind.TABLE
    assert line.header_rows == 2
    assert line.rows[2:] == (("Nà Lùng", "12", "30"), ("Nà Lùng", "15", "28"))


def counted(level: int, number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_lists_count_as_word_does(docx: Docx, spaces: str, p: P) -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>'
        '<w:lvlText w:val="Mục %3:"/></w:lvl>'
    )
    own = '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    numbering = (
        f'<w:numbering {spaces}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"/><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
        "</w:numbering>"
    )
    places = [(0, 1), (1, 1), (2, 1), (1, 1), (2, 1), (0, 1), (1, 1), (2, 1), (0, 2), (0, 2)]
    body = "".join(p(f"ý {place}", properties=counted(*one)) for place, one in enumerate(places))
    draft = read(docx(body, parts={"word/numbering.xml": numbering.encode()}))
    assert [line.marker for line in draft.lines] == [
        "I.", "1.1", "Mục 1:", "1.2", "Mục 2:", "II.", "2.1", "Mục 3:", "c)", "d)",
    ]  # fmt: skip


def test_words_of_a_drawing_in_a_cell_are_read_once(docx: Docx, p: P) -> None:
    drawn = "<w:r><w:drawing><wp:inline><a:graphic><a:txBody><a:p><a:r><a:t>Chữ vẽ</a:t></a:r></a:p></a:txBody>"
    drawn += "</a:graphic></wp:inline></w:drawing></w:r>"
    body = table(cell(p("Bản")) + cell(p("Hộ")), cell(p("Nà Lùng")) + cell(f"<w:p>{drawn}</w:p>"))
    assert texts(read(docx(body))) == ["Bản", "Hộ", "Nà Lùng", "Chữ vẽ"]
