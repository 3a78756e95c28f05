"""The look and the language of an element's words: from its tag, its attributes and its style."""

from __future__ import annotations

from typing import Any

from ...regex import regex

_PLACES = {"sup": "superscript", "sub": "subscript"}
_PLACE_STYLE = regex(r"(?i)vertical-align\s*:\s*(super|sub)\b")
_BOLD_STYLE = regex(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)")
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


def tongue_of(element: Any) -> tuple[str, bool]:
    """Return the language tag of an element, and whether a person set it for these words: `<i lang="fr">`.

    Word sets one for every run, in capitals: `<span lang=EN-US>`.
    """
    tag = element.get("lang") or element.get("xml:lang") or ""
    return tag, element.tag not in _CONTAINERS and tag.partition("-")[0].islower()
