"""Items → a zip file: ebooklib holds the book, this writes its package document and streams its files.

Reproducible: every entry has the date of the edition, `mimetype` comes first, and no entry is compressed.  Pictures and
sound are compressed already; text is stored uncompressed, because deflated bytes differ between versions of zlib and a
book must have the same bytes on every machine (EPUB 3.3 OCF allows this).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ebooklib import epub
from lxml import etree

from .metadata import DC, Meta

OPF = "http://www.idpf.org/2007/opf"
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = "a11y: http://www.idpf.org/epub/vocab/package/a11y/# media: http://www.idpf.org/epub/vocab/overlays/#"
EARLIEST_ZIP_YEAR = 1980
SOUND = "sound"
"""The folder of the MP3s, inside the folder of the package."""
_PIECE_BYTES = 1 << 18
_ZIP_HEAD_BYTES = 30
"""The length of a local file header before the member's name (APPNOTE.TXT §4.3.7)."""


class FinalItem(epub.EpubItem):  # type: ignore[misc]
    """A file of the book: its final bytes, or a file at `path` that is read when the book is written.

    Only `size_bytes` bytes of the file from `begin` on are used; without a size the whole file.
    """

    def __init__(
        self,
        uid: str,
        file_name: str,
        media_type: str,
        content: bytes = b"",
        *,
        path: Path | None = None,
        begin: int = 0,
        size_bytes: int | None = None,
        properties: str = "",
        overlay: str = "",
        in_spine: bool = False,
    ) -> None:
        super().__init__(uid=uid, file_name=file_name, media_type=media_type, content=content)
        self.path = path
        self.begin = begin
        self.size_bytes = size_bytes
        self.properties = properties
        self.overlay = overlay
        self.in_spine = in_spine


class ReproducibleWriter(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer with this program's own package document and zip file."""

    def __init__(self, file: BinaryIO, book: Any, metadata: Iterable[Meta], dated: datetime) -> None:
        super().__init__("", book, {})
        self.file = file
        self.metadata = tuple(metadata)
        self.dated = (max(dated.year, EARLIEST_ZIP_YEAR), *dated.timetuple()[1:6])

    def write(self) -> None:
        """Write the whole book into the open file."""
        with zipfile.ZipFile(self.file, "w", zipfile.ZIP_STORED) as self.out:
            self.out.writestr(self._entry("mimetype"), b"application/epub+zip")
            self.out.writestr(self._entry("META-INF/container.xml"), CONTAINER)
            self._write_opf()
            self._write_items()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self.dated)
        entry.create_system = 3  # Windows would write another value
        entry.external_attr = 0o100644 << 16
        return entry

    def _write_opf(self) -> None:
        root = etree.Element(
            f"{{{OPF}}}package",
            {
                "version": "3.0",
                "unique-identifier": "book-id",
                "prefix": PREFIXES,
                f"{{{XML}}}lang": self.book.language,
            },
            nsmap={None: OPF, "dc": DC},
        )
        above = etree.SubElement(root, f"{{{OPF}}}metadata")
        for meta in self.metadata:
            etree.SubElement(
                above, f"{{{DC if meta.is_dc else OPF}}}{meta.tag}", dict(meta.attributes)
            ).text = meta.text
        above = etree.SubElement(root, f"{{{OPF}}}manifest")
        for item in self.book.items:
            attributes = {"id": item.id, "href": item.file_name, "media-type": item.media_type}
            if item.properties:
                attributes["properties"] = item.properties
            if item.overlay:
                attributes["media-overlay"] = item.overlay
            etree.SubElement(above, f"{{{OPF}}}item", attributes)
        above = etree.SubElement(root, f"{{{OPF}}}spine", {"toc": "ncx"})
        for item in self.book.spine:
            etree.SubElement(above, f"{{{OPF}}}itemref", {"idref": item.id})
        self._write_opf_file(root)

    def _write_opf_file(self, root: Any) -> None:
        content = etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)
        self.out.writestr(self._entry("EPUB/content.opf"), content)

    def _write_items(self) -> None:
        for item in self.book.items:
            entry = self._entry(f"EPUB/{item.file_name}")
            if item.path is None:
                self.out.writestr(entry, item.content)
                continue
            size_bytes = item.path.stat().st_size if item.size_bytes is None else item.size_bytes
            entry.file_size = size_bytes
            with item.path.open("rb") as source, self.out.open(entry, "w") as target:
                source.seek(item.begin)
                while size_bytes > 0 and (piece := source.read(min(_PIECE_BYTES, size_bytes))):
                    target.write(piece)
                    size_bytes -= len(piece)


CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def sound_places(book: Path) -> dict[str, int]:
    """Return document name → offset of its MP3 in the file of a finished book, in bytes."""
    places = {}
    with zipfile.ZipFile(book) as archive, book.open("rb") as file:
        for member in archive.infolist():
            if member.filename.startswith(f"EPUB/{SOUND}/") and member.compress_type == zipfile.ZIP_STORED:
                file.seek(member.header_offset + _ZIP_HEAD_BYTES - 4)
                name_bytes, extra_bytes = (int.from_bytes(file.read(2), "little") for _ in range(2))
                begin = member.header_offset + _ZIP_HEAD_BYTES + name_bytes + extra_bytes
                places[Path(member.filename).stem] = begin
    return places
