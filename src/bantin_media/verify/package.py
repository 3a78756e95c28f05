"""The package document: the manifest, the reading order and the metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..messages import message
from ..model import Notice
from .book import DC, LANGUAGE, OPF, Book

REQUIRED_ELEMENTS = ("identifier", "title", "language", "date", "rights")
REQUIRED_PROPERTIES = (
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
)
TALKING_PROPERTIES = ("media:active-class", "media:playback-active-class", "media:narrator")
UNDECLARED = ("mimetype", "META-INF/")


def check_manifest(book: Book) -> Iterator[Notice]:
    """Check that every file is declared once and every declared file exists."""
    rows = [element.get("id", "") for element in book.package.iterfind(f"{OPF}manifest/{OPF}item")]
    for id in (id for id, count in Counter(rows).items() if count > 1):
        yield book.notice("epub.manifest", book.package_name, message("the id {id} is given twice", id=id))
    declared = {item.name for item in book.items.values()}
    for name in sorted(declared - book.names):
        yield book.notice("epub.missing", name, message("the file is declared, but missing"))
    for name in sorted(book.names - declared - {book.package_name}):
        if not name.startswith(UNDECLARED) and not name.endswith("/"):
            yield book.notice("epub.undeclared", name, message("the file exists, but is not declared"))


def check_spine(book: Book) -> Iterator[Notice]:
    """Check that the pages in the reading order exist, including the table of contents."""
    for element in book.package.iterfind(f"{OPF}spine/{OPF}itemref"):
        if element.get("idref") not in book.items:
            what = message("the reading order names {id}, which does not exist", id=element.get("idref"))
            yield book.notice("epub.spine", book.package_name, what)
    if not any("nav" in page.properties for page in book.spine):
        yield book.notice("epub.spine", book.package_name, message("the contents are not in the reading order"))


def check_metadata(book: Book) -> Iterator[Notice]:
    """Check that Dublin Core and accessibility metadata exist, and in a talking book the metadata of its sound."""
    present = {element.tag for element in book.package.iterfind(f"{OPF}metadata/*") if (element.text or "").strip()}
    missing = [f"dc:{name}" for name in REQUIRED_ELEMENTS if f"{DC}{name}" not in present]
    properties = REQUIRED_PROPERTIES + (TALKING_PROPERTIES if book.overlays else ())
    missing += [name for name in properties if not any((row.text or "").strip() for row in book.metas(name))]
    features = {row.text for row in book.metas("schema:accessibilityFeature")}
    if book.overlays and "synchronizedAudioText" not in features:
        missing.append("synchronizedAudioText")
    if not book.package.get(LANGUAGE):
        yield book.notice("page.language", book.package_name, message("the package does not declare its language"))
    for name in missing:
        yield book.notice("epub.metadata", book.package_name, message("the metadata lack {name}", name=name))
