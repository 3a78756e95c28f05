"""How blocks hold one another in a Word file: rows in tables, paragraphs in cells, notes, controls; what is spare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .package import child, name_of
from .runs import is_placeholder

_CLOSED = frozenset({"p", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr"})
"""What is not looked into for blocks: a paragraph's boxes are its own."""


def held(element: Any, *names: str) -> Iterator[Any]:
    """Yield the nearest elements of these names in `element`, in order, through whatever goes around them."""
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
    """Return whether an element repeats, for old programs, what a `mc:Choice` beside it holds."""
    return name_of(element) == "Fallback" and child(element.getparent(), "Choice") is not None


def in_placeholder(element: Any) -> bool:
    """Return whether an element stands in a content control that shows only its prompt."""
    return any(name_of(one) == "sdt" and is_placeholder(one) for one in element.iterancestors())
