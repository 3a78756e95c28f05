"""The book's metadata → Dublin Core: `oai_dc` for any repository, `dublin_core.xml` for DSpace.

Sources: OAI-PMH's `oai_dc`; the DSpace Simple Archive Format and DSpace's registry of Dublin Core types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from lxml import etree

from ....model import Edition
from ....reporting.report import MadeFile
from ...documents import Document, edition_title, issue_name
from ..epub.metadata import DC, Meta
from .marc import short

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
EPUB = "application/epub+zip"
MP3 = "audio/mpeg"
DSPACE_NAMES = {
    "language": ("language", "iso"),
    "date": ("date", "issued"),
    "creator": ("contributor", "author"),
    "contributor": ("contributor", "other"),
    "description": ("description", "abstract"),
    "source": ("source", "none"),
}


def dublin_core_record(described: Sequence[Meta], sounds: Sequence[MadeFile] = ()) -> Any:
    """Return the Dublin Core elements of the book and its series as one `oai_dc:dc`."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for meta in described:
        if meta.is_dc:
            etree.SubElement(root, f"{{{DC}}}{meta.tag}").text = meta.text
    for meta in described:
        if dict(meta.attributes).get("property") in {"belongs-to-collection", "dcterms:identifier"}:
            etree.SubElement(root, f"{{{DC}}}relation").text = meta.text
    for name in (EPUB, *([MP3] if sounds else [])):
        etree.SubElement(root, f"{{{DC}}}format").text = name
    return root


def dspace_record(
    edition: Edition, documents: Sequence[Document], described: Sequence[Meta], sounds: Sequence[MadeFile] = ()
) -> Any:
    """Return the item's record for DSpace: qualified Dublin Core with the element names of DSpace's registry."""
    root = etree.Element("dublin_core", {"schema": "dc"})
    values = [_dspace_value(meta) for meta in described if meta.is_dc]
    series = ";".join(filter(None, [edition_title(edition), issue_name(edition)]))
    values.append(("relation", "ispartofseries", series))
    if edition.issn:
        values.append(("identifier", "issn", edition.issn))
    if base := edition.base_url.rstrip("/"):
        values.append(("identifier", "uri", f"{base}/{quote(edition.id)}/"))
    titles = [short(one.title) for one in documents if one.article]
    if titles:
        values.append(("description", "tableofcontents", "\n".join(titles)))
    values += [("format", "mimetype", name) for name in (EPUB, *([MP3] if sounds else []))]
    if sounds and not any(value[0] == "type" and value[2] == "Sound" for value in values):
        values.append(("type", "none", "Sound"))
    for element, qualifier, text in values:
        etree.SubElement(root, "dcvalue", {"element": element, "qualifier": qualifier}).text = text
    return root


def _dspace_value(meta: Meta) -> tuple[str, str, str]:
    """Return element, qualifier and text; an identifier that is no link does not get "uri", which DSpace links."""
    if meta.tag == "identifier":
        isbn = meta.text.removeprefix("urn:isbn:")
        return (meta.tag, "other", meta.text) if isbn == meta.text else (meta.tag, "isbn", isbn)
    return (*DSPACE_NAMES.get(meta.tag, (meta.tag, "none")), meta.text)
