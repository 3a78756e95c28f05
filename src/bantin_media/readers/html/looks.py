"""What an element says of how its words look and which language they are in: by its tag, its attributes, its style."""

from __future__ import annotations

from typing import Any

from ...regex import regex

_PLACES = {"sup": "superscript", "sub": "subscript"}
_PLACE_STYLE = regex(r"(?i)vertical-align\s*:\s*(super|sub)\b")
_BOLD_STYLE = regex(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)")
_RIGHT_STYLE = regex(r"text-align\s*:\s*(?:right|end)")
_CONTAINERS = frozenset({"article", "body", "center", "div", "main", "section", "table", "tbody"})
"""What holds whole pages: templates say anything of their language."""


def place_of(tag: str, style: str) -> str:
    """Return `superscript` or `subscript` where an element is set so."""
    if tag in _PLACES:
        return _PLACES[tag]
    found = _PLACE_STYLE.search(style) if style and "vertical-align" in style.lower() else None
    return _PLACES["sup" if found[1].lower() == "super" else "sub"] if found else ""


def is_bold(tag: str, style: str) -> bool:
    """Return whether an element makes its words bold."""
    return tag in {"b", "strong", "th"} or bool(style and _BOLD_STYLE.search(style))


def is_right(element: Any, style: str) -> bool:
    """Return whether a block's text is set to the right, as bylines are."""
    names = element.get("class", "").lower().split()
    return element.get("align", "").lower() == "right" or "text-right" in names or bool(_RIGHT_STYLE.search(style))


def tongue_of(element: Any) -> tuple[str, bool]:
    """Return the tag of an element's language, and whether a person set it for these words: `<i lang="fr">`.

    Word says it of every run, in capitals: `<span lang=EN-US>`.
    """
    tag = element.get("lang") or element.get("xml:lang") or ""
    return tag, element.tag not in _CONTAINERS and tag.partition("-")[0].islower()
