"""The blocks of an `.odt` in order; list items have their printed markers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ..word.package import name_of
from ..word.styles import LEVELS
from .styles import ListLevel, Styles, get, marker_of, number_in

_BLOCKS: Final = frozenset({"p", "h", "table", "frame", "custom-shape", "rect", "tracked-changes"})
_HEADERS: Final = frozenset({"list-header", "list-item"})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a table or a frame; for a list item also its marker and depth."""

    element: Any
    marker: str = ""
    level: int = 0


@dataclass(slots=True)
class _List:
    """The state of an open list: its style, its depth, and its count."""

    style: str
    level: int
    count: int
    above: list[tuple[ListLevel, int]] = field(default_factory=list)


class Lists:
    """Counts the items of all lists of a document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._last: dict[tuple[str, int], int] = {}
        """The last count of each style and level, for a list that continues it."""
        self._headings: list[int] = [0] * (LEVELS + 2)

    def paragraphs(self, element: Any, skipped: frozenset[str] = frozenset()) -> Iterator[Block]:
        """Yield the blocks inside an element, without recursion; each element of the names `skipped` is one block."""
        stack: list[tuple[Iterator[Any], _List | None, str]] = [(iter(element), None, "")]
        while stack:
            children, around, marker = stack[-1]
            one = next(children, None)
            if one is None:
                stack.pop()
                continue
            name = name_of(one)
            if name in _BLOCKS or name in skipped:
                yield Block(one, marker, around.level if around is not None else 0)
                stack[-1] = (children, around, "")
            elif name == "list":
                stack.append((iter(one), self._begin(one, around), ""))
            elif name in _HEADERS and around is not None:
                shown = self._marker(one, around) if name == "list-item" else ""
                stack.append((iter(one), around, shown))
            elif name and name not in {"index-source", "table-of-content-source"}:
                stack.append((iter(one), around, marker))

    def _begin(self, element: Any, around: _List | None) -> _List:
        style = get(element, "text:style-name") or (around.style if around is not None else "")
        level = min(around.level + 1 if around is not None else 1, LEVELS + 1)
        how = self._styles.level(style, level)
        goes_on = get(element, "text:continue-numbering") == "true" or get(element, "text:continue-list")
        count = self._last.get((style, level), how.first - 1) if goes_on else how.first - 1
        above = (
            [*around.above, (self._styles.level(around.style, around.level), around.count)]
            if around is not None
            else []
        )
        return _List(style, level, count, above)

    def _marker(self, item: Any, around: _List) -> str:
        around.count = number_in(get(item, "text:start-value"), around.count + 1)
        self._last[(around.style, around.level)] = around.count
        return marker_of([*around.above, (self._styles.level(around.style, around.level), around.count)])

    def heading_marker(self, level: int) -> str:
        """Return the outline number of the next heading of a level, empty if the document gives none."""
        self._headings[level] += 1
        self._headings[level + 1 :] = [0] * (len(self._headings) - level - 1)
        if level not in self._styles.headings:
            return ""
        counted = [
            (self._styles.headings[one], self._headings[one])
            for one in range(1, level + 1)
            if one in self._styles.headings
        ]
        return marker_of(counted)
