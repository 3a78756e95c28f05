"""An `<img>` of a saved page → its picture, from any of the places in which pages store it.

The address may be in `src`, in an attribute for a script that loads it on scrolling, in `srcset`, in a `<source>`
next to it, in the page itself (`data:`), or inside the single file as which the page was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...model import Picture
from ...regex import regex
from ..pictures import embedded_picture

Find = Callable[[str, str], tuple[Picture | None, str]]
"""A reference and an alternative text → the picture, or the reason that there is none: `remote`, `missing`, `unfit`."""

_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-url")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_ICON_PIXELS = 40
_PIXELS = regex(r"^\s*(\d{1,5})\s*(?:px)?\s*$")
_CANDIDATE = regex(r"(?:^|,)\s*([^\s,]\S*?)(?=\s|,\s|,?$)")
_LONGEST_SET = 20_000
_SURE = ("missing", "unfit", "remote")
"""The order in which one of several reasons is chosen: a file that should be next to the page comes first."""


def is_icon(image: Any) -> bool:
    """Return whether the page shows an image in the size of an icon."""
    sizes = (_PIXELS.match(image.get(name, "")) for name in ("width", "height"))
    return any(size and int(size[1]) <= _ICON_PIXELS for size in sizes)


def picture_of(image: Any, find: Find, page: Any) -> tuple[Picture | None, str]:
    """Return the picture of an `<img>`, or the reason why it is missing; `page` is its file."""
    alternative = " ".join(image.get("alt", "")[:1000].split())
    problems: list[str] = []
    embedded: list[str] = []
    for reference in _references(image):
        if reference[:5].lower() == "data:":
            embedded.append(reference)
            continue
        picture, problem = find(reference, alternative)
        if picture is not None:
            return picture, ""
        problems.append(problem)
    for reference in embedded:
        picture = embedded_picture(page, reference, alternative)
        if picture is not None:
            return picture, ""
    return None, next((one for one in _SURE if one in problems), "missing")


def _references(image: Any) -> Iterator[str]:
    """Yield the addresses of an image, the most likely first."""
    for name in _SOURCES:
        if reference := image.get(name, "").strip():
            yield reference
    outer = image.getparent()
    around = list(outer.iter("source")) if outer is not None and outer.tag == "picture" else []
    for element in (image, *around):
        for name in _SETS:
            for found in _CANDIDATE.finditer(element.get(name, "")[:_LONGEST_SET]):
                yield found[1]
    for element in around:
        if reference := element.get("src", "").strip():
            yield reference


def address_of(element: Any) -> str:
    """Return the origin of a frame or a film, so that an editor recognizes it: `youtube.com`."""
    address = element.get("src") or next((one.get("src") for one in element.iter("source") if one.get("src")), "") or ""
    host = address[:200].partition("://")[2].partition("/")[0]
    return host or file_name(address) or element.tag


def file_name(address: str) -> str:
    """Return the last part of an address, empty for `data:`."""
    plain = "" if address[:5].lower() == "data:" else address[:500].partition("?")[0].replace("\\", "/")
    return plain.rpartition("/")[2]
