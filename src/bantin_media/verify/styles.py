"""Stylesheets: no resources outside the book, and in a talking book a style for the active text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ..messages import message
from ..model import Notice
from ..regex import regex
from .book import XHTML, Book, Item, resolve

ADDRESS = regex(r"""(?:url\(\s*|@import\s+(?!url\())["']?([^"')\s;]+)""", re.IGNORECASE)
OUTSIDE = regex(r"^(?:[a-z][a-z0-9+.-]*:|/)", re.IGNORECASE)


def check_styles(book: Book) -> Iterator[Notice]:
    """Check that stylesheets load nothing from outside."""
    for name, text in book.stylesheets.items():
        for link in ADDRESS.findall(text):
            if link.startswith(("#", "data:")):
                continue
            if OUTSIDE.match(link) or resolve(posixpath.dirname(name), link) not in book.names:
                yield book.notice("style.remote", name, message("{link} is not in the book", link=link))


def check_active(book: Book, page: Item) -> Iterator[Notice]:
    """Check that a page with an overlay has a stylesheet that highlights the active text."""
    for row in book.metas("media:active-class") if page.name in book.overlay_of else ():
        called = (row.text or "").strip()
        links = book.tree(page.name).iterfind(f"{XHTML}head/{XHTML}link")
        used = [book.stylesheets.get(resolve(posixpath.dirname(page.name), link.get("href", "")), "") for link in links]
        if called and not any(re.search(rf"\.{re.escape(called)}(?![\w-])", text) for text in used):
            what = message("no stylesheet highlights the class {name} of the words being read", name=called)
            hint = message("Keep talking.css in your templates, or style the class yourself.")
            yield book.notice("style.active", page.name, what, hint)
