"""Pages for reading, listening and braille: language, links, headings, pictures, composed letters."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ..messages import message
from ..model import Notice
from ..regex import regex
from .book import DC, LANGUAGE, OPF, XHTML, Book, Item, resolve, words_in

HEADING = regex(r"^\{http://www\.w3\.org/1999/xhtml\}h([1-6])$")
REMOTE = regex(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
OUTSIDE = regex(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|/|[^?#]*\\)")
FILE_NAME = regex(r"^\S+\.(?:jpe?g|png|gif|webp|bmp|tiff?)$", re.IGNORECASE)
LINKING = ("a", "link", "img", "audio", "video", "source", "script", "iframe")
PARSED = ("application/xhtml+xml", "application/x-dtbncx+xml")


def check_language(book: Book, page: Item) -> Iterator[Notice]:
    """Check that a page declares its language; otherwise a screen reader may read Vietnamese as English."""
    root, said = book.tree(page.name), (book.package.findtext(f"{OPF}metadata/{DC}language") or "").strip()
    language = root.get("lang")
    if not language or language != root.get(LANGUAGE):
        yield book.notice("page.language", page.name, message("the page does not declare its language"))
    elif said and language != said:
        what = message("the page is in {language}, the book in {said}", language=language, said=said)
        yield book.notice("page.language", page.name, what)
    if not words_in(root.findtext(f"{XHTML}head/{XHTML}title")) and words_in("".join(root.itertext())):
        yield book.notice("page.title", page.name, message("the page has no title"))


def check_ids_and_links(book: Book, page: Item) -> Iterator[Notice]:
    """Check that ids are unique, that links have a target, and that everything shown is in the book."""
    for id in (id for id, count in Counter(book.ids_of(page.name)).items() if count > 1):
        yield book.notice("page.id", page.name, message("the id {id} is given twice", id=id))
    for link, target, id in links_of(book, page):
        if not target:
            yield book.notice("page.remote", page.name, message("{link} is not in the book", link=link))
        elif not book.has_target(target, id):
            yield book.notice("page.link", page.name, message("{link} has no target", link=link))


def links_of(book: Book, page: Item) -> Iterator[tuple[str, str, str]]:
    """Yield each link of a page with the member and the id to which it leads.

    The member is empty for a resource outside the book; links of readers to other addresses are left out.
    """
    folder = posixpath.dirname(page.name)
    for element in book.tree(page.name).iter(*(f"{XHTML}{name}" for name in LINKING)):
        link = element.get("href") or element.get("src") or ""
        if OUTSIDE.match(link):
            if element.tag != f"{XHTML}a" or not REMOTE.match(link):
                yield link, "", ""
        elif link:
            yield link, page.name if link.startswith("#") else resolve(folder, link), link.partition("#")[2]


def check_headings(book: Book, page: Item) -> Iterator[Notice]:
    """Check that the first heading of a page has level 1, that no heading is empty, and that no level is skipped."""
    previous = 0
    for element in book.tree(page.name).iter():
        found = HEADING.match(element.tag) if isinstance(element.tag, str) else None
        if not found:
            continue
        level, words = int(found[1]), " ".join("".join(element.itertext()).split())
        if level == 1 and previous:
            what = message("the heading “{words}” is a second one of the first level", words=words[:60])
            yield book.notice("page.headlines", page.name, what)
        if level > previous + 1:
            what = message("the heading “{words}” is of level {level}", words=words[:60], level=level)
            hint = message("Headings begin with level 1 and go down one level at a time.")
            yield book.notice("page.heading", page.name, what, hint)
        if not words:
            yield book.notice("page.heading", page.name, message("a heading is empty"))
        previous = level


def check_pictures(book: Book, page: Item) -> Iterator[Notice]:
    """Check that every picture has an alternative text that is not its file name."""
    hint = message("Give it a caption, or an alt text in your template.")
    for image in book.tree(page.name).iter(f"{XHTML}img"):
        name, words = image.get("src", ""), (image.get("alt") or "").strip()
        if FILE_NAME.match(words):
            what = message("the alternative text of the picture {name} is a file name", name=name)
            yield book.notice("page.alternative", page.name, what, hint)
        if not words_in(words):
            what = message("the picture {name} has no alternative text", name=name)
            yield book.notice("page.alternative", page.name, what, hint)


def check_composed(book: Book, page: Item) -> Iterator[Notice]:
    """Check that letters are composed (NFC): decomposed letters are misread aloud and not found by a search."""
    yield from _decomposed(book, page.name)


def check_lists(book: Book) -> Iterator[Notice]:
    """Check the same in the documents outside the reading order: the package and the NCX."""
    pages = {page.name for page in book.spine}
    names = [item.name for item in book.items.values() if item.media_type in PARSED and item.name in book.names]
    for name in (book.package_name, *(name for name in names if name not in pages)):
        yield from _decomposed(book, name)


def _decomposed(book: Book, name: str) -> Iterator[Notice]:
    for element in book.tree(name).iter():
        texts = (element.text, element.tail, *element.attrib.values())
        odd = next((text for text in texts if text and not unicodedata.is_normalized("NFC", text)), None)
        if odd is not None:
            what = message("decomposed letters: {words}", words=odd.strip()[:60])
            yield book.notice("page.decomposed", name, what, message("Write the text in composed letters (NFC)."))
            return
