"""The properties of an open element of a page; they apply to everything inside it."""

from __future__ import annotations

from dataclasses import dataclass

from ..legacy_fonts import UNICODE, Face


@dataclass(frozen=True, slots=True)
class Frame:
    """The properties that an open element passes to everything inside it."""

    tag: str = "body"
    role: str = ""
    reason: str = ""
    font: Face = UNICODE
    bold: bool = False
    heading: int = 0
    quote: bool = False
    footnote: bool = False
    note: str = ""
    mark: bool = False
    """It is the mark of a note."""
    preformatted: bool = False
    in_article: bool = False
    own_line: bool = True
    in_prose: bool = False
    marker: bool = False
    right: bool = False
    figure: bool = False
    stamp: str = ""
    """The day that the element gives for machines."""
    main: bool = False
    link: bool = False
    """It is inside a link to another page."""
    place: str = ""
    """`superscript`, `subscript` or empty."""
    language: str = ""
    """The declared language of the words; that of the whole page is ignored, because it is often wrong."""
    by_hand: bool = False
    """Whether a person declared it for these words."""


def role_of(tag: str, named: str, outer: Frame) -> str:
    """Return the role of an element; the author named in a figure is that of the picture."""
    if tag == "time":
        return named if named == "updated" else "date"
    if tag == "figcaption" or (named == "author" and (outer.figure or outer.role == "caption")):
        return named if named and named != "author" else "caption"
    return named
