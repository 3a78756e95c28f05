"""A parsed page → its footnotes, and the links that refer to them.

Evidence is the page's own markup: Word's `mso-element:footnote`, the roles of DPUB-ARIA, EPUB's types, and lists with
the class `footnotes` of Markdown programs.  A note without a link to it is read as ordinary text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_ROLES = frozenset({"doc-footnote", "doc-endnote"})
_LISTS = frozenset({"footnotes", "endnotes", "doc-endnotes"})
_TYPE = "epub:type"
_DEEPEST = 30
"""The number of ancestors of a link's target that are searched for the note."""


class PageNotes:
    """The notes of one page; both tables are empty if it has none."""

    def __init__(self, body: Any) -> None:
        self.links: dict[Any, str] = {}
        """Link → the name of its note."""
        self.notes: dict[Any, str] = {}
        wanted = {href[1:]: None for link in body.iter("a") if (href := link.get("href", ""))[:1] == "#" and href[1:]}
        if not wanted:
            return
        for element in body.iter("*"):
            for name in {element.get("id"), element.get("name")} & wanted.keys():
                note = next((one for one in _with_outer(element) if _is_note(one)), None)
                if note is not None and name:
                    wanted[name] = note
        held = {note for note in wanted.values() if note is not None}
        for link in body.iter("a") if held else ():
            note = wanted.get(link.get("href", "")[1:])
            if note is not None and not any(one in held for one in _with_outer(link)):
                self.links[link] = self.notes.setdefault(note, f"note {len(self.notes) + 1}")

    def is_spare_mark(self, element: Any) -> bool:
        """Return whether an element is a note's mark or its link back, but refers to no note of this page."""
        if element.get("class") == "MsoFootnoteReference":
            return not any(link in self.links for link in element.iter("a"))
        return bool(element.get("role") == "doc-backlink")


def _with_outer(element: Any) -> Iterator[Any]:
    for _ in range(_DEEPEST):
        if element is None:
            return
        yield element
        element = element.getparent()


def _is_note(element: Any) -> bool:
    style = element.get("style", "")[:1000].lower().replace(" ", "")
    if "mso-element:footnote" in style or "mso-element:endnote" in style:
        return "-list" not in style
    if element.get("role") in _ROLES or element.get(_TYPE) in {"footnote", "endnote"}:
        return True
    listed = element.getparent() if element.tag == "li" else None
    return (
        any(_LISTS & _names(one) for one in (listed, listed.getparent()) if one is not None)
        if listed is not None
        else False
    )


def _names(element: Any) -> frozenset[str]:
    return frozenset((*element.get("class", "")[:1000].split(), element.get("role", ""), element.get(_TYPE, "")))
