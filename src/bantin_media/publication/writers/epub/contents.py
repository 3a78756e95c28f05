"""`Document`s → the files of the book: pages and navigation from templates, pictures, overlays and sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from ....files import unwritable
from ....model import Edition, Narration, Picture, Sentence, Text
from ....templates import render, source
from ...documents import Document, DocumentKind, Part
from ...documents.front_matter import COVER_HEADLINES
from ...documents.notes import Piece, pieces
from ..cover import cover_picture
from ..picture_encoding import LONGEST_EDGE, BookPicture, Pictures
from .container import SOUND, FinalItem
from .metadata import book_title, identifier, words
from .overlay import Overlay

if TYPE_CHECKING:
    from jinja2 import Environment

XHTML = "application/xhtml+xml"
COVER_PART = "part-cover"


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture of the book for a template: its address relative to a page, and its size in pixels."""

    href: str
    width: int
    height: int


def sentences(text: Text) -> Markup:
    """Return each sentence in a span with its id: the template filter `sentences`, the hot path of a large book."""
    spans = [f'<span id="{_escaped(one.id)}"{_lang(one.language)}>{_words(one)}</span>' for one in text]
    return Markup(" ".join(spans))  # noqa: S704  (escaped above)


def _lang(language: str) -> str:
    tag = _escaped(language)
    return f' lang="{tag}" xml:lang="{tag}"' if tag else ""


def _escaped(text: str) -> str:
    """Return `text` escaped for XML text and double-quoted attributes; five times as fast as markupsafe."""
    if text.isalnum():
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")


def _words(sentence: Sentence) -> str:
    """Return the text of a sentence: phrases with their language, the numbers of its notes as links to the notes."""
    if not (sentence.marks or sentence.phrases):
        return _escaped(sentence.text)
    return "".join(_piece(piece) for piece in pieces(sentence))


def _piece(piece: Piece) -> str:
    words = _escaped(piece.words)
    if piece.language:
        words = f"<span{_lang(piece.language)}>{words}</span>"
    if (mark := piece.mark) is None:
        return words
    return (
        f'{words}<sup><a id="{_escaped(mark.id)}" class="noteref" href="#{_escaped(mark.target)}" '
        f'epub:type="noteref" role="doc-noteref" aria-label="{_escaped(mark.words)}">{_escaped(mark.number)}</a></sup>'
    )


@dataclass(frozen=True, slots=True)
class Contents:
    """The input of a book; resized pictures are files in `scratch`, so that not all are in memory."""

    edition: Edition
    documents: Sequence[Document]
    templates: Environment
    scratch: Path
    overlays: Mapping[str, Overlay] | None
    narrations: Mapping[str, Narration]
    cover: BookPicture | None = None
    """The cover, if it has been drawn already."""
    pictures: Pictures = field(default_factory=Pictures)

    def items(self) -> Iterator[FinalItem]:
        """Yield every file of the book in the order of its package: pages in the order of the spine."""
        yield FinalItem("style", "style.css", "text/css", source(self.templates, "style.css").encode())
        if self.overlays is not None:
            yield FinalItem("talking", "talking.css", "text/css", source(self.templates, "talking.css").encode())
        yield FinalItem("ncx", "toc.ncx", "application/x-dtbncx+xml", self._ncx())
        for document in self.documents:
            yield from self._document(document)

    def _document(self, document: Document) -> Iterator[FinalItem]:
        pictures: dict[str, Placed] = {}
        for part in document.parts:
            if part.picture is not None or part.id == COVER_PART:
                yield self._picture(document, part, pictures)
        spoken = (self.overlays or {}).get(document.name)
        yield FinalItem(
            f"page-{document.name}",
            f"text/{document.name}.xhtml",
            XHTML,
            self._page(document, pictures).encode(),
            properties="nav" if document.kind is DocumentKind.CONTENTS else "",
            overlay=f"overlay-{document.name}" if spoken else "",
            in_spine=True,
        )
        if spoken:
            name = f"overlays/{document.name}.smil"
            yield FinalItem(f"overlay-{document.name}", name, "application/smil+xml", spoken.content)
            heard = self.narrations[document.name]
            yield FinalItem(
                f"sound-{document.name}", f"{SOUND}/{document.name}.mp3", "audio/mpeg",
                path=heard.mp3_path, begin=heard.begin, size_bytes=heard.size_bytes,
            )  # fmt: skip

    def _picture(self, document: Document, part: Part, pictures: dict[str, Placed]) -> FinalItem:
        is_cover = document.kind is DocumentKind.COVER
        picture = (self.cover or self._cover()) if is_cover or part.picture is None else self._made(part.picture)
        name = f"{document.name}-{part.id.removeprefix('part-')}" if not is_cover else "cover"
        path = self.scratch / f"{name}{picture.suffix}"
        try:
            path.write_bytes(picture.content)
        except OSError as error:
            raise unwritable(path, error) from error
        pictures[part.id] = Placed(f"../pictures/{path.name}", picture.width, picture.height)
        properties = "cover-image" if is_cover else ""
        return FinalItem(
            f"picture-{name}", f"pictures/{path.name}", picture.media_type, path=path, properties=properties
        )

    def _made(self, picture: Picture) -> BookPicture:
        return self.pictures.made(picture, LONGEST_EDGE)

    def _cover(self) -> BookPicture:
        titles = [document.title for document in self.documents if document.kind is DocumentKind.ARTICLE]
        return cover_picture(self.edition, titles[:COVER_HEADLINES])

    def _page(self, document: Document, pictures: Mapping[str, Placed]) -> str:
        more: dict[str, object] = {}
        if document.kind is DocumentKind.CONTENTS:
            more = {"landmarks": self._landmarks(), "landmarks_label": words()["landmarks"]}
        return render(
            self.templates,
            f"{document.kind}.xhtml.j2",
            document=document.shown(),
            pictures=pictures,
            language=self.edition.language,
            talking=self.overlays is not None,
            **more,
        )

    def _landmarks(self) -> list[dict[str, str]]:
        first = {document.kind: document for document in reversed(self.documents)}
        types = {
            DocumentKind.COVER: "cover",
            DocumentKind.CONTENTS: "toc",
            DocumentKind.ARTICLE: "bodymatter",
            DocumentKind.IMPRINT: "colophon",
        }
        return [
            {
                "type": type,
                "href": f"{first[kind].name}.xhtml" + ("#toc" if type == "toc" else ""),
                "title": words()["body"] if type == "bodymatter" else first[kind].title,
            }
            for kind, type in types.items()
            if kind in first
        ]

    def _ncx(self) -> bytes:
        listed = [document for document in self.documents if document.kind is not DocumentKind.CONTENTS]
        groups = [
            {
                "title": section,
                "entries": [
                    {"id": document.name, "title": document.title, "href": f"text/{document.name}.xhtml"}
                    for document in members
                ],
            }
            for section, members in groupby(listed, key=lambda document: document.section)
        ]
        return render(
            self.templates,
            "toc.xml.j2",
            groups=groups,
            depth=2 if any(group["title"] for group in groups) else 1,
            identifier=identifier(self.edition, "talking" if self.overlays is not None else "light"),
            title=book_title(self.edition, talking=self.overlays is not None),
            language=self.edition.language,
        ).encode()
