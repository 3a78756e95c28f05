"""Writes the sample edition's Word file, part by part (ECMA-376): `python bench/write_sample_docx.py`.

The parts are those that Word saves for such a letter: styles by their English names, automatic numbering, a table with
a repeated header row, a footnote, an inline picture with its alternative text.
"""

from __future__ import annotations

import zipfile
from xml.sax.saxutils import escape

from draw_sample import EDITION, HEIGHT_PX, WIDTH_PX, resettlement

TARGET = EDITION / "03 sap-xep-dan-cu.docx"
SAVED_AT = (2026, 11, 10, 8, 0, 0)
TITLE = "HĐND tỉnh thông qua chính sách sắp xếp dân cư vùng có nguy cơ sạt lở"
AUTHOR = "Đặng Minh Phúc"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
EMU_PER_CM = 360_000

LEAD = (
    "Ngày 06/11/2026, tại Kỳ họp thứ ba, HĐND tỉnh khóa XIX, nhiệm kỳ 2026-2031 đã thông qua Nghị quyết số "
    "31/2026/NQ-HĐND quy định chính sách hỗ trợ sắp xếp, ổn định dân cư vùng có nguy cơ thiên tai. Chính sách được áp "
    "dụng từ ngày 01/01/2027 đến hết ngày 31/12/2030."
)
RAIN = (
    "Mùa mưa năm 2026, trên địa bàn tỉnh đã xảy ra 14 đợt mưa lớn, có nơi lượng mưa lên tới 212 mm trong 24 giờ. Qua "
    "rà soát, toàn tỉnh còn 1.073 hộ với 4.896 nhân khẩu sống trong vùng có nguy cơ cao xảy ra sạt lở đất, lũ quét, "
    "tập trung ở các xã có độ dốc lớn như Nậm Pung, Khuổi Sao và Tả Lìn Sán."
)
FOOTNOTE = "Số liệu rà soát đến ngày 30/9/2026 của Sở Nông nghiệp và Môi trường."
TABLE_CAPTION = "Bảng 1. Mức hỗ trợ theo từng hình thức sắp xếp dân cư"
ROWS = (
    ("Hình thức sắp xếp", "Mức hỗ trợ (triệu đồng/hộ)", "Số hộ dự kiến"),
    ("Di chuyển đến khu tái định cư tập trung", "120", "486"),
    ("Di chuyển xen ghép trong bản", "95", "372"),
    ("Ổn định tại chỗ, gia cố nhà ở", "45", "215"),
)
COSTS = (
    "Tổng kinh phí thực hiện trong 4 năm là 103,335 tỷ đồng, từ ngân sách tỉnh và các nguồn vốn hợp pháp khác, lồng "
    "ghép với Chương trình mục tiêu quốc gia xây dựng NTM. Hộ nghèo, hộ cận nghèo và gia đình chính sách được hỗ trợ "
    "thêm 10% so với mức chung. Đây là nguồn lực quan trọng để các xã vùng cao ổn định đời sống nhân dân, tạo đà phát "
    "triển KT-XH giai đoạn 2026-2030."
)
TASKS_LEAD = "Để chính sách sớm đi vào cuộc sống, HĐND tỉnh đề nghị UBND các xã thực hiện tốt bốn việc:"
TASKS = (
    "Niêm yết công khai danh sách hộ được hỗ trợ tại nhà văn hóa bản trong 15 ngày làm việc;",
    "Ưu tiên các hộ ở nơi có nguy cơ rất cao, hoàn thành di chuyển trước ngày 31/5/2027;",
    "Vận động các dòng họ góp đất, góp ngày công, giữ gìn nếp sinh hoạt của bản cũ;",
    "Bảo đảm mỗi khu tái định cư có đường bê tông rộng từ 3 m trở lên, có điện lưới, nước sạch và cách điểm trường "
    "không quá 2 km.",
)
PICTURE_CAPTION = "Khu tái định cư bản Nậm Pung, xã Nậm Pung nhìn từ trên cao. Tranh minh họa"
PICTURE_ALT = "Tranh vẽ những ngôi nhà mái đỏ dọc con đường bê tông, phía sau là ruộng bậc thang và dãy núi"
VILLAGE = (
    "Tại xã Nậm Pung, khu tái định cư bản Nậm Pung rộng 3,8 ha đã đón 42 hộ về ở từ tháng 8/2026. Ông Giàng A Tủa, chủ "
    "một trong những hộ chuyển đến đầu tiên, cho biết: “Trước kia cứ mưa to là cả nhà thức trắng đêm. Nay về chỗ mới, "
    "nhà cách suối hơn 400 m, trẻ con ngủ yên, người lớn cũng yên tâm đi nương”."
)
ENDING = (
    "Kết luận phiên thảo luận, Thường trực HĐND tỉnh nhấn mạnh: sắp xếp dân cư không chỉ là chuyển nhà, mà phải bảo "
    "đảm để người dân có chỗ ở tốt hơn, có đất sản xuất và sinh kế lâu dài./."
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> str:
    """Return a table whose first row is marked as a header; widths are in twentieths of a point."""
    lines = []
    for index, cells in enumerate(rows):
        bold = "<w:b/>" if index == 0 else ""
        columns = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + paragraph(run(cell, bold), properties='<w:spacing w:before="40" w:after="40"/>')
            + "</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if index == 0 else ""
        lines.append(f"<w:tr>{head}{columns}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noVBand="1"/>'
    properties = f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{look}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def picture(width_cm: float) -> str:
    """Return a run that holds the picture `rId6`, in line with the text."""
    width = round(width_cm * EMU_PER_CM)
    height = width * HEIGHT_PX // WIDTH_PX
    alt = escape(PICTURE_ALT, {'"': "&quot;"})
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Picture 1" descr="{alt}"/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="image1.jpeg" descr="{alt}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId6"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r>"
    )


def document() -> str:
    note = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    centred, right = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
    body = (
        paragraph(run(TITLE), style="Title"),
        paragraph(run("10/11/2026", "<w:i/>"), properties=right),
        paragraph(run(LEAD, "<w:b/>")),
        paragraph(run(RAIN), note),
        paragraph(run("Đối tượng và mức hỗ trợ"), style="Heading1"),
        paragraph(run("Nghị quyết quy định ba hình thức sắp xếp dân cư, với mức hỗ trợ cụ thể như sau.")),
        paragraph(run(TABLE_CAPTION), style="Caption", properties="<w:keepNext/>"),
        table(ROWS, (4700, 2500, 1860)),
        paragraph(run(COSTS), properties='<w:spacing w:before="120"/>'),
        paragraph(run("Cách làm ở cơ sở"), style="Heading1"),
        paragraph(run(TASKS_LEAD), properties="<w:keepNext/>"),
        *(paragraph(run(task), style="ListParagraph", properties=numbered) for task in TASKS),
        paragraph(picture(15.5), properties="<w:keepNext/>" + centred),
        paragraph(run(PICTURE_CAPTION), style="Caption"),
        paragraph(run(VILLAGE)),
        paragraph(run(ENDING)),
        paragraph(run(AUTHOR, "<w:b/>"), properties=right),
    )
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" '
        'w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )
    return f"{DECLARATION}<w:document {SPACES}><w:body>{''.join(body)}{page}</w:body></w:document>"


def style(identifier: str, name: str, kind: str = "paragraph", *, properties: str, based_on: str = "Normal") -> str:
    """Return a style; without `based_on` it is the document's default."""
    default = "" if based_on else ' w:default="1"'
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    head = f'<w:style w:type="{kind}"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>'
    return f"{head}{base}{properties}</w:style>"


def styles() -> str:
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    scripts = " ".join(f'w:{script}="Times New Roman"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    font = f"<w:rFonts {scripts}/>"
    text = '<w:pPr><w:spacing w:after="120" w:line="300" w:lineRule="auto"/><w:jc w:val="both"/></w:pPr>'
    bold = "<w:rPr><w:b/></w:rPr>"
    parts = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" '
        'w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
        style("Normal", "Normal", properties=f"<w:qFormat/>{text}", based_on=""),
        style(
            "Title",
            "Title",
            properties='<w:qFormat/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="34"/></w:rPr>',
        ),
        style(
            "Heading1",
            "heading 1",
            properties=f'<w:qFormat/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr>{bold}',
        ),
        style(
            "Caption",
            "caption",
            properties='<w:qFormat/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:i/><w:sz w:val="24"/></w:rPr>',
        ),
        style("ListParagraph", "List Paragraph", properties='<w:qFormat/><w:pPr><w:ind w:left="720"/></w:pPr>'),
        style("FootnoteText", "footnote text", properties='<w:rPr><w:sz w:val="20"/></w:rPr>'),
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>',
        style(
            "TableGrid",
            "Table Grid",
            "table",
            properties=f"<w:tblPr><w:tblBorders>{border}</w:tblBorders></w:tblPr>",
            based_on="TableNormal",
        ),
    )
    return f"{DECLARATION}<w:styles {SPACES}>{''.join(parts)}</w:styles>"


def numbering() -> str:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '<w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>'
    )
    return (
        f'{DECLARATION}<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        f'{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def footnotes() -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    note = f'<w:footnote w:id="1">{paragraph(mark, run(" " + FOOTNOTE), style="FootnoteText")}</w:footnote>'
    return f"{DECLARATION}<w:footnotes {SPACES}>{separators}{note}</w:footnotes>"


def settings() -> str:
    return (
        f'{DECLARATION}<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )


def font_table() -> str:
    return (
        f'{DECLARATION}<w:fonts {SPACES}><w:font w:name="Times New Roman"><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def relationships(*links: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def content_types() -> str:
    names = ("styles", "numbering", "footnotes", "settings", "fontTable")
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{name}+xml"/>' for name in names)
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Override PartName="/word/document.xml" ContentType="{CONTENT}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def core_properties() -> str:
    saved = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-11-10T01:00:00Z</dcterms:{0}>'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>{AUTHOR}</dc:creator><cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>"
        f"{saved.format('created')}{saved.format('modified')}</cp:coreProperties>"
    )


def parts() -> dict[str, str | bytes]:
    """Return every part of the package by its name, in Word's order."""
    names = ("styles", "numbering", "footnotes", "settings", "fontTable")
    kinds = ("officeDocument", "extended-properties")
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (f"{OFFICE}/relationships/{kinds[0]}", "word/document.xml"),
            (core, "docProps/core.xml"),
            (f"{OFFICE}/relationships/{kinds[1]}", "docProps/app.xml"),
        ),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relationships(
            *((f"{OFFICE}/relationships/{name}", f"{name}.xml") for name in names),
            (f"{OFFICE}/relationships/image", "media/image1.jpeg"),
        ),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/footnotes.xml": footnotes(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/media/image1.jpeg": resettlement(),
        "docProps/core.xml": core_properties(),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>",
    }


if __name__ == "__main__":
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts().items():
            member = zipfile.ZipInfo(name, SAVED_AT)
            member.compress_type = zipfile.ZIP_STORED if name.endswith(".jpeg") else zipfile.ZIP_DEFLATED
            package.writestr(member, content)
    print(TARGET.name, TARGET.stat().st_size)
