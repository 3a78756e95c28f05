"""Navigation: the table of contents contains every page with a heading, and the landmarks the larger parts."""

from __future__ import annotations

from collections.abc import Iterator

from ..messages import message
from ..model import Notice
from .book import EPUB, OPF, XHTML, Book, Item

HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))
LANDMARKS = ("toc", "bodymatter")


def check_listed(book: Book, page: Item) -> Iterator[Notice]:
    """Check that a page with a heading is in the table of contents; the cover has no heading."""
    if "nav" in page.properties or page.name in book.listed:
        return
    if next(book.tree(page.name).iter(*HEADINGS), None) is not None:
        yield book.notice("nav.missing", page.name, message("the page is not in the contents"))


def check_landmarks(book: Book) -> Iterator[Notice]:
    """Check that the landmarks contain the table of contents and the beginning of the articles."""
    for page in book.spine:
        if "nav" not in page.properties:
            continue
        navs = [nav for nav in book.tree(page.name).iter(f"{XHTML}nav") if nav.get(f"{EPUB}type") == "landmarks"]
        named = {link.get(f"{EPUB}type") for nav in navs for link in nav.iter(f"{XHTML}a")}
        for name in (name for name in LANDMARKS if name not in named and _is_wanted(book, name)):
            yield book.notice("nav.landmarks", page.name, message("the landmarks lack {name}", name=name))


def check_order(book: Book) -> Iterator[Notice]:
    """Check that every page is in the reading order exactly once."""
    seen = set()
    for element in book.package.iterfind(f"{OPF}spine/{OPF}itemref"):
        id = element.get("idref", "")
        if element.get("linear") == "no":
            yield book.notice("epub.spine", book.package_name, message("{id} is skipped when reading continues", id=id))
        if id in seen:
            yield book.notice("epub.spine", book.package_name, message("the reading order has {id} twice", id=id))
        seen.add(id)
    for item in book.items.values():
        if item.media_type == "application/xhtml+xml" and item.id not in seen:
            yield book.notice("epub.spine", item.name, message("the page is not in the reading order"))


def _is_wanted(book: Book, landmark: str) -> bool:
    """Return whether the book needs this landmark: a book without an article has no body."""
    if landmark != "bodymatter":
        return True
    return any(_body_type(book, page) == landmark for page in book.spine)


def _body_type(book: Book, page: Item) -> str:
    body = book.tree(page.name).find(f"{XHTML}body")
    return "" if body is None else body.get(f"{EPUB}type", "")
