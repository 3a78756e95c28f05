"""The formatting and the language of an element's words: from its tag, its attributes and its style."""

from __future__ import annotations

import itertools
from typing import Any

from ...regex import regex

_PLACES = {"sup": "superscript", "sub": "subscript"}
_PLACE_STYLE = regex(r"(?i)vertical-align\s*:\s*(super|sub)\b")
_BOLD_STYLE = regex(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)")
_ROW_TAGS = frozenset({"a", "abbr", "i", "small", "span", "time"})
_ICON_TAGS = frozenset({"i", "img", "span", "svg"})
_ROWS = frozenset({"div", "footer", "header", "nav", "section"})
_LONGEST_ROW = 120
_RIGHT_STYLE = regex(r"text-align\s*:\s*(?:right|end)")
_CONTAINERS = frozenset({"article", "body", "center", "div", "main", "section", "table", "tbody"})
"""Elements around whole pages: their language is that of a template and not reliable."""


def place_of(tag: str, style: str) -> str:
    """Return `superscript` or `subscript` if an element has this position, else an empty string."""
    if tag in _PLACES:
        return _PLACES[tag]
    found = _PLACE_STYLE.search(style) if style and "vertical-align" in style.lower() else None
    return _PLACES["sup" if found[1].lower() == "super" else "sub"] if found else ""


def is_bold(tag: str, style: str) -> bool:
    """Return whether an element makes its words bold."""
    return tag in {"b", "strong", "th"} or bool(style and _BOLD_STYLE.search(style))


def is_right(element: Any, style: str) -> bool:
    """Return whether a block is right-aligned, like many bylines."""
    names = element.get("class", "").lower().split()
    return element.get("align", "").lower() == "right" or "text-right" in names or bool(_RIGHT_STYLE.search(style))


def is_apart(element: Any, before: str) -> bool:
    """Return whether a page shows an inline element apart from `before`, the words of the element next to it.

    Such elements are the items of a short row: `<a>87</a><a>Thích</a>`, `<span>Lò Ban</span><span>5/11/2026</span>`.
    A change of the formatting inside a word or a number ("N<b>à</b>", "20<b>26</b>") is not one.
    """
    if element.tag not in _ROW_TAGS:
        return False
    if _begins_with_icon(element) and _begins_with_icon(element.getprevious()):
        return True
    last, first = before[-1:], (element.text or "")[:1]
    if not last.isalnum() or not (first.isupper() or first.isdigit()):
        return False
    if (last.isdigit() and first.isdigit()) or (last.isupper() and first.isupper()):
        return False
    row, neighbour = element.getparent(), element.getprevious()
    if neighbour is None or neighbour.tag not in _ROW_TAGS or neighbour.tail or row.tag not in _ROWS:
        return False
    words = "".join(itertools.islice(row.itertext(), _LONGEST_ROW)).strip()
    return len(words) <= _LONGEST_ROW and not words.endswith((".", ":", ";", "!", "?", "…"))


def _begins_with_icon(element: Any) -> bool:
    """Return whether a picture sign is the first thing in an inline element, as before a name or a date."""
    if element is None or element.tag not in _ROW_TAGS or (element.text or "").strip() or not len(element):
        return False
    icon = element[0]
    return icon.tag in _ICON_TAGS and not "".join(icon.itertext()).strip()


def language_of(element: Any) -> tuple[str, bool]:
    """Return the language tag of an element, and whether a person set it for these words: `<i lang="fr">`.

    Word sets one for every run, in capitals: `<span lang=EN-US>`.
    """
    tag = element.get("lang") or element.get("xml:lang") or ""
    return tag, element.tag not in _CONTAINERS and tag.partition("-")[0].islower()
