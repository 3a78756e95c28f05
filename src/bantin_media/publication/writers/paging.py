"""A long list → its pages: `index.html`, `index-2.html`, …; also removes pages of an earlier, longer list."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: its items, its file name, its number from 1, and the file names of all pages."""

    items: tuple[Item, ...]
    name: str
    number: int
    names: tuple[str, ...]
    total: int
    """The number of items on all pages."""
    first: int
    """The position of the first item in the whole list, from 1."""

    @property
    def before(self) -> str:
        """Return the file name of the previous page, empty on the first."""
        return self.names[self.number - 2] if self.number > 1 else ""

    @property
    def after(self) -> str:
        """Return the file name of the next page, empty on the last."""
        return self.names[self.number] if self.number < len(self.names) else ""

    @property
    def near(self) -> tuple[tuple[int, str], ...]:
        """Return number and file name of the first page, the last page, and the pages around this one."""
        numbers = {1, len(self.names), *range(self.number - 2, self.number + 3)}
        return tuple((number, self.names[number - 1]) for number in sorted(numbers) if 1 <= number <= len(self.names))


def pages(items: Sequence[Item], size: int, name: str) -> Iterator[Page[Item]]:
    """Yield `items` in pages of `size`; an empty list is one empty page."""
    count = max(1, -(-len(items) // size))
    names = tuple(page_name(name, number) for number in range(1, count + 1))
    for number in range(1, count + 1):
        start = (number - 1) * size
        yield Page(tuple(items[start : start + size]), names[number - 1], number, names, len(items), start + 1)


def page_name(name: str, number: int) -> str:
    """Return "index.html", "index-2.html", …"""
    stem, _, suffix = name.rpartition(".")
    return name if number == 1 else f"{stem}-{number}.{suffix}"


def is_page_of(name: str, first: str) -> bool:
    """Return whether a file of this name would be a page of the list that begins with `first`: "index-2.html"."""
    return _number(name, first) > 0


def remove_beyond(kept: int, name: str, folder: Path) -> None:
    """Remove the pages of `name` in `folder` with a number above `kept`; 0 removes all of them."""
    stem, _, suffix = name.rpartition(".")
    for path in folder.glob(f"{stem}*.{suffix}"):
        if _number(path.name, name) > kept:
            with contextlib.suppress(OSError):  # a page that cannot be removed stays without a link to it
                path.unlink()


def _number(name: str, first: str) -> int:
    """Return the number of the page `name` of the list that begins with `first`; 0 if it is none of its pages."""
    stem, _, suffix = first.rpartition(".")
    found = re.fullmatch(rf"{re.escape(stem)}(?:-([1-9]\d{{0,8}}))?\.{re.escape(suffix)}", name)
    return int(found[1] or 1) if found else 0
