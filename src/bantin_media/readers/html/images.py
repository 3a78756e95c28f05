"""An `<img>` of a saved page → the picture it shows, found wherever such pages keep theirs.

The address that a browser shows can stand in `src`, in an attribute that a script copies from when one scrolls, in
`srcset`, in a `<source>` beside it, in the page itself (`data:`), or inside the single file the page was saved as.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...model import Picture
from ...regex import regex
from ..pictures import embedded_picture

Find = Callable[[str, str], tuple[Picture | None, str]]
"""A reference and an alternative text → the picture, or why there is none: `remote`, `missing`, `unfit`."""

_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-url")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_ICON_PIXELS = 40
_PIXELS = regex(r"^\s*(\d{1,5})\s*(?:px)?\s*$")
_CANDIDATE = regex(r"(?:^|,)\s*([^\s,]\S*?)(?=\s|,\s|,?$)")
_LONGEST_SET = 20_000
_SURE = ("missing", "unfit", "remote")
"""Of several problems, the one to tell: what should lie beside the page before what never could."""


def is_icon(image: Any) -> bool:
    """Return whether a page shows an image as small as an icon."""
    sizes = (_PIXELS.match(image.get(name, "")) for name in ("width", "height"))
    return any(size and int(size[1]) <= _ICON_PIXELS for size in sizes)


def picture_of(image: Any, find: Find, page: Any) -> tuple[Picture | None, str]:
    """Return the picture that an `<img>` shows, or why there is none; `page` is the file it stands in."""
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
    """Yield the addresses of an image, the likeliest first."""
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
    """Return where a frame or a film comes from, as far as it tells an editor what it was: `youtube.com`."""
    address = element.get("src") or next((one.get("src") for one in element.iter("source") if one.get("src")), "") or ""
    host = address[:200].partition("://")[2].partition("/")[0]
    return host or file_name(address) or element.tag


def file_name(address: str) -> str:
    """Return the last part of an address, nothing for what stands in the page itself."""
    plain = "" if address[:5].lower() == "data:" else address[:500].partition("?")[0].replace("\\", "/")
    return plain.rpartition("/")[2]
