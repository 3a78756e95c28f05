"""Fuzz targets for editors' files: every format, the parts of Word files, legacy fonts."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from bantin_media.errors import SourceError
from bantin_media.model import Draft
from bantin_media.readers import SUFFIXES, html, legacy_fonts, markdown, odt, office, pdf, read, rtf, text, word  # noqa: F401
from bantin_media.readers.decoding import decode

from ..tiny_odt import odt as odt_file
from .promises import Attack, promise, utf8

EMPTY_FOLDER = "/nonexistent"
"""The only folder in which programs are found, so that LibreOffice is not fuzzed."""


def attack_file(data: bytes, folder: Path, suffix: str) -> Draft | None:
    """Read a file with these bytes; an error has a place, a cause and a hint, a draft has its lines in order."""
    path = folder / f"01 bài{suffix}"
    path.write_bytes(data)
    try:
        draft = read(path)
    except SourceError as error:
        promise(str(path) in error.where and error.what and error.hint, f"an error without a place or advice: {error}")
        utf8(str(error))
        return None
    numbers = [line.line for line in draft.lines]
    promise(numbers == sorted(set(numbers)), "line numbers do not increase")
    promise(draft.lines, "an empty draft")
    for line in draft.lines:
        utf8(line.text)
        promise("\0" not in line.text, "a control character")
        promise(len({len(row) for row in line.rows}) <= 1, "a ragged table")
    for notice in draft.notices:
        utf8(f"{notice.where}{notice.what}{notice.hint}")
    return draft


def reader(suffix: str) -> Attack:
    """Return the target for the reader of `suffix`."""

    def attack(data: bytes, folder: Path) -> None:
        attack_file(data, folder, suffix)

    return attack


def attack_text(data: bytes, folder: Path) -> None:
    """Read a text file; no letter and no digit is lost."""
    draft = attack_file(data, folder, ".txt")
    if draft is None or any(notice.code.startswith(("legacy", "encoding", "letters")) for notice in draft.notices):
        return
    found = [(line.line, line.text) for line in draft.lines] + [(line.line, line.text) for line in draft.dropped]
    written, _ = decode(data, "")
    promise(
        letters(written) == letters("".join(text_ for _, text_ in sorted(found, key=lambda one: one[0]))),
        "letters of a text file are lost",
    )


def letters(text_: str) -> str:
    """Return only letters and digits."""
    return "".join(letter for letter in text_ if letter.isalnum())


PARTS = ("document", "styles", "numbering", "footnotes", "header", "_rels/document.xml.rels")
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def word_file(parts: Mapping[str, bytes]) -> bytes:
    """Return a package with `parts` of the folder `word` and their relations."""
    kinds = ("styles", "numbering", "footnotes", "header")
    known = "".join(f'<Relationship Id="k{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    content = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{known}</Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body><w:p><w:r><w:t>B\u00e0i.</w:t></w:r></w:p></w:body>"
        "</w:document>",
    }
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in ({f"{name}": utf8(xml) for name, xml in content.items()} | dict(parts)).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


def attack_word_part(data: bytes, folder: Path) -> None:
    """Read a Word file in which one part (the first byte selects it) has this content, inside the right tags."""
    part = PARTS[data[0] % len(PARTS)] if data else PARTS[0]
    name = f"word/{part}.xml" if "." not in part else f"word/{part}"
    tag = {"document": "document"}.get(part, part)
    xml = data[1:]
    if "." not in part and not xml.lstrip().startswith(b"<?xml"):
        xml = utf8(f"<w:{tag} {SPACES}>") + xml + utf8(f"</w:{tag}>")
    attack_file(word_file({name: xml}), folder, ".docx")


def attack_odt_part(data: bytes, folder: Path) -> None:
    """Read an OpenDocument text in which one part (the first byte selects it) has this content."""
    place = (data[0] if data else 0) % 3
    given = data[1:].decode("utf-8", "replace")
    parts = ({"body": given}, {"automatic": given}, {"styles": given})[place]
    path = odt_file(folder / "made.odt", parts.get("body", "<text:p text:style-name='A'>B\u00e0i.</text:p>"),
                    automatic=parts.get("automatic", ""), styles=parts.get("styles", ""))  # fmt: skip
    attack_file(path.read_bytes(), folder, ".odt")


def attack_office(data: bytes, folder: Path) -> None:
    """Read an office file without LibreOffice."""
    path, os.environ["PATH"] = os.environ.get("PATH", ""), EMPTY_FOLDER
    try:
        attack_file(data[1:], folder, ".doc")
    finally:
        os.environ["PATH"] = path


def attack_legacy(data: bytes, _: Path) -> None:
    """Decode bytes of any encoding; convert runs of any font."""
    try:
        decoded, _encoding = decode(data, "x.txt")
    except SourceError as error:
        promise(error.what and error.hint, "no advice")
        decoded = data.decode("cp1252", "replace")
    lines = decoded.split("\n")
    found = legacy_fonts.recognise(lines)
    promise(len(found.lines) == len(lines), "lines are lost")
    runs = [
        (line, legacy_fonts.face((".VnTime", ".VnTimeH", "VNI-Times", "Arial")[place % 4]))
        for place, line in enumerate(decoded.split("|"))
    ]
    converted = legacy_fonts.convert_runs(runs)
    promise(len(converted) == len(runs), "runs are lost")
