"""The XML of a body → an OpenDocument text (ODF 1.2)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "meta": "meta",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def odt(
    path: Path, body: str, *, automatic: str = "", styles: str = "", pages: str = "", meta: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> Path:  # fmt: skip
    """Write an `.odt` with the given body, automatic styles, named styles, and page headers."""
    content = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>".encode(),
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{styles}</office:styles>"
        f"<office:master-styles>{pages}</office:master-styles></office:document-styles>".encode(),
        "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>".encode(),
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def fodt(path: Path, body: str, *, automatic: str = "", styles: str = "") -> Path:
    """Write a flat OpenDocument text: one file with the styles and the body."""
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES}>'
        f"<office:meta><dc:title>Tên trong tệp</dc:title></office:meta><office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document>",
        "utf-8",
    )
    return path
