"""A document inside a Word file (`w:altChunk`, ISO 29500-1, 17.17.2).

Programs that convert a page to .docx, or join files, write whole texts as such parts.  A page, rich text, plain text or
another Word file is read in its place; another kind, and a Word file inside that one, is reported as missing.
"""

from __future__ import annotations

from ...errors import SourceError
from ...messages import message
from ...model import LineKind
from ..builder import DraftBuilder
from ..decoding import decode
from ..html.page import parse
from ..html.walk import PageWalk
from ..mhtml import is_mhtml, page_of
from ..source import LARGEST_PAGE_BYTES
from .package import InnerPackage, Package, Relation

_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")


def read_chunk(package: Package, relation: Relation | None, builder: DraftBuilder) -> None:
    """Write the text of the part to which `relation` leads, or a notice that it cannot be read."""
    from ..rtf import is_rich_text, write_rich_text  # it imports this package itself

    member = relation.member if relation is not None and not relation.external else ""
    content = package.content(member, LARGEST_PAGE_BYTES) if member in package.names else b""
    name, where = member.casefold(), f"{package.path}:{member}"
    if is_mhtml(content):
        content = page_of(content, where).html
        name = ".html"
    if content and (name.endswith(_PAGES) or content.lstrip()[:1] == b"<"):
        builder.blank()
        walk = PageWalk(parse(content, where), builder)
        walk.run()
    elif is_rich_text(content):
        write_rich_text(content, builder)
    elif content.startswith(b"PK") and not isinstance(package, InnerPackage):
        _read_document(package, content, builder, member)
    elif content and name.endswith(".txt"):
        for line in decode(content, where)[0].splitlines():
            builder.add(line, LineKind.TEXT)
    else:
        _tell(builder, member)


def _tell(builder: DraftBuilder, member: str) -> None:
    builder.notice(
        "part.chunk",
        message("a part of the document, {name}, could not be read", name=member or "altChunk"),
        message("Open it in Word and save it again as .docx: Word then makes it part of the text."),
        at=builder.lines[-1].line if builder.lines else 0,
    )


def _read_document(package: Package, content: bytes, builder: DraftBuilder, member: str) -> None:
    """Write the text of a Word file that is a part; one that is damaged is reported."""
    from . import WordDocument  # it imports this module itself

    builder.blank()
    try:
        with InnerPackage(package.path, content) as inner:
            WordDocument(inner, builder).read()
    except SourceError:
        _tell(builder, member)
    builder.blank()
