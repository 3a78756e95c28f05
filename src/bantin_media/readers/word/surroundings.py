"""The surroundings of a Word file's text: notes are added below it; headers, footers and comments are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...messages import message
from .lines import left_out_reason
from .package import name_of, value

if TYPE_CHECKING:
    from . import WordDocument

_PROPERTIES = {"title": "title", "creator": "author"}


def tell_of_surroundings(document: WordDocument) -> None:
    """Write the notes, the text that is left out, and the file's own title and author."""
    _notes(document)
    _around(document)
    _comments(document)
    _properties(document)


def _notes(document: WordDocument) -> None:
    """Append the notes to which the text refers; record the text of notes without a reference as left out."""
    for kind in ("footnote", "endnote"):
        root = document.part(f"{kind}s")
        held = {value(note, "id"): note for note in (root if root is not None else ())}
        written: set[str] = set()
        # a note can refer to another one
        for number, key in enumerate(_wanted(document, kind), start=1):
            written.add(key)
            document.builder.add_note(number, document.texts(held[key]) if key in held else (), f"{kind} {key}")
        for gone, key in document.gone_notes:
            if gone == kind and key not in written and key in held:
                for text in document.texts(held[key]):
                    document.builder.drop(text, left_out_reason("deleted"))


def _wanted(document: WordDocument, kind: str) -> Iterator[str]:
    """Yield the notes of one kind to which the text refers, including those first found while notes are written."""
    place = 0
    while place < len(document.notes):
        one, key = document.notes[place]
        place += 1
        if one == kind:
            yield key


def _around(document: WordDocument) -> None:
    """Record the text of headers and footers as left out."""
    members = (member for kind in ("header", "footer") for member in document.package.related(kind))
    roots = (root for root in map(document.package.tree, members) if root is not None)
    texts = (text for root in roots for text in document.texts(root))
    document.builder.drop_once(texts, message("page header or footer"))


def _comments(document: WordDocument) -> None:
    """Record comments as left out."""
    root = document.part("comments")
    number = 0
    for comment in root if root is not None else ():
        number += name_of(comment) == "comment"
        for text in document.texts(comment):
            document.builder.drop(text, message("a comment in the margin"))
    document.builder.tell_of_comments(number)


def _properties(document: WordDocument) -> None:
    """Read title and author from the file's properties (ISO 29500-2, 11); they are hints for cleaning."""
    members = [one.member for one in document.package.relations("").values() if one.kind == "core-properties"]
    root: Any = document.package.tree(members[0]) if members else None
    for one in root if root is not None else ():
        if key := _PROPERTIES.get(name_of(one)):
            document.builder.hint(key, " ".join((one.text or "").split()))
