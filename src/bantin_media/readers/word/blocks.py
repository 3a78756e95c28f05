"""The nesting of blocks in a Word file: rows in tables, paragraphs in cells, notes and controls; duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .package import child, name_of
from .runs import is_placeholder

_CLOSED = frozenset({"p", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr"})
"""Elements that are not searched for blocks: text boxes are read with their paragraph."""


def held(element: Any, *names: str) -> Iterator[Any]:
    """Yield the outermost elements of these names in `element`, in order, through any other elements around them."""
    stack = [iter(element)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif name_of(one) in names:
            yield one
        elif name_of(one) not in _CLOSED and not is_spare(one):
            stack.append(iter(one))


def is_spare(element: Any) -> bool:
    """Return whether an element repeats the content of the `mc:Choice` next to it for older programs."""
    return name_of(element) == "Fallback" and child(element.getparent(), "Choice") is not None


def in_placeholder(element: Any) -> bool:
    """Return whether an element is inside a content control that shows only its prompt."""
    return any(name_of(one) == "sdt" and is_placeholder(one) for one in element.iterancestors())
