"""Word files made by hand, so that each test shows the XML that it is about."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.accepted import Recorder, recorder, told

from bantin_media.errors import BantinError
from bantin_media.model import Draft
from bantin_media.readers import read

__all__ = ["recorder"]

SAMPLES = os.environ.get("BANTIN_SAMPLES")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Sapo"><w:name w:val="Sapo"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:name w:val="Old"/>
<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%3"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 60


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def write_docx(
    path: Path,
    body: str,
    *,
    parts: Mapping[str, bytes] | None = None,
    relations: str = "",
    compression: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """Write a Word file with the given body; `parts` are added or replace the usual ones."""
    kinds = ("styles", "numbering", "footnotes", "header")
    known = "".join(f'<Relationship Id="k{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    content = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{known}{relations}</Relationships>'.encode(),
        "word/styles.xml": f"<w:styles {SPACES}>{STYLES}</w:styles>".encode(),
        "word/numbering.xml": f"<w:numbering {SPACES}>{NUMBERING}</w:numbering>".encode(),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode(),
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def write_pdf(lines: list[str], *, extra: bytes = b"") -> bytes:
    """A PDF of one page, one line of text each, with its map to Unicode (ISO 32000-1, 9.10.3)."""
    letters = sorted({letter for line in lines for letter in line})
    code = {letter: number for number, letter in enumerate(letters, start=1)}
    pairs = "\n".join(f"<{code[one]:04X}> <{ord(one):04X}>" for one in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    ).encode()
    shown = "".join(f"<{''.join(f'{code[one]:04X}' for one in line)}> Tj 0 -20 Td\n" for line in lines)
    content = f"BT /F1 12 Tf 50 780 Td\n{shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """Make the bytes of a PDF of one page from its lines."""
    return write_pdf


@pytest.fixture
def p() -> Callable[..., str]:
    """Make the XML of a paragraph."""
    return paragraph


@pytest.fixture
def docx(tmp_path: Path) -> Callable[..., Path]:
    """Make a Word file of a body's XML."""

    def make(body: str, name: str = "01 bài.docx", **more: object) -> Path:
        return write_docx(tmp_path / name, body, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def jpeg() -> bytes:
    """The beginning of a JPEG, which is all that a reader examines."""
    return JPEG


@pytest.fixture
def spaces() -> str:
    """The namespaces of a Word part."""
    return SPACES


@pytest.fixture(autouse=True)
def _drafts_are_as_accepted(
    request: pytest.FixtureRequest, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Compare each draft that a test reads with the accepted one (`accepted/<module>.txt`)."""
    said: list[str] = []
    if getattr(request.module, "read", None) is read and not hasattr(request.function, "hypothesis"):

        def recording(*arguments: Any, **options: Any) -> Draft:
            if SAMPLES and Path(arguments[0]).is_relative_to(SAMPLES):  # private texts are not stored
                return read(*arguments, **options)
            try:
                draft = read(*arguments, **options)
            except BantinError as error:
                said.append(f"{type(error).__name__} {error.where}: {error.what} → {error.hint}")
                raise
            said.extend(told(draft))
            return draft

        monkeypatch.setattr(request.module, "read", recording)
    yield
    recorder.compare(request.node.name, said, tmp_path)
