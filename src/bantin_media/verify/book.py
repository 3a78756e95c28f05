"""An EPUB file open for checking: its zip, package, pages and overlays, parsed once and without trust in any of
them.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from lxml import etree

from ..cache import Cache
from ..messages import cause_of, message
from ..model import Notice
from ..regex import regex

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SMIL = "{http://www.w3.org/ns/SMIL}"
EPUB = "{http://www.idpf.org/2007/ops}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
LARGEST_MEMBER_BYTES = 512 * 1024 * 1024
UNREADABLE = (
    KeyError, OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
"""The exceptions for a damaged zip file or member; an unknown method or version is a `RuntimeError`."""
MOST_ATTRIBUTES = 256
"""The largest number of attributes of an element."""
_VALUE = regex(rb"=[ \t\r\n\0]{0,8}[\"']")
KEPT_TREES = 8
"""The number of parsed members in memory, so that a book of a thousand articles needs no more than a small one."""


class Unreadable(Exception):  # noqa: N818  (a verdict, turned into a notice at once)
    """A part is damaged that all other checks need."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice)
        self.notice = notice


class Item:
    """A row of the manifest: its id, its full name in the zip, and its attributes."""

    def __init__(self, element: Any, folder: str) -> None:
        self.id: str = element.get("id", "")
        self.href: str = element.get("href", "")
        self.name = resolve(folder, self.href)
        self.media_type: str = element.get("media-type", "")
        self.overlay: str = element.get("media-overlay", "")
        self.properties = frozenset(element.get("properties", "").split())


class Book:
    """The file at `path`; its parts are read on demand.  Raises `Unreadable`."""

    def __init__(self, path: Path, known: Cache | None = None) -> None:
        self.path = path
        self.known = known or Cache(None)
        try:
            self.archive = zipfile.ZipFile(path)
        except OSError as error:
            cannot_open = self.notice(
                "epub.unreadable",
                "",
                message("the file cannot be opened: {cause}", cause=cause_of(error)),
                message("Check the name of the file and who may read it."),
            )
            raise Unreadable(cannot_open) from error
        except zipfile.BadZipFile as error:
            no_zip = self.notice("epub.unreadable", "", message("this is not an EPUB: it is no zip file"))
            raise Unreadable(no_zip) from error
        except UNREADABLE as error:
            broken = self.notice("epub.unreadable", "", message("this is not an EPUB: {cause}", cause=error))
            raise Unreadable(broken) from error
        self.names = frozenset(self.archive.namelist())
        self.lengths_ms: dict[str, int] = {}
        """The duration of each valid sound."""
        self.onsets_ms: dict[str, tuple[int, ...]] = {}
        """The times at which sentences begin in each sound, as far as silent frames precede them."""
        self.played_ms: dict[str, int] = {}
        """The total duration of the clips of each checked overlay."""
        self.ids: dict[str, Collection[str]] = {}
        """The ids in each page that `ids_of` was asked for."""
        self._parsed: dict[str, Any] = {}

    def __enter__(self) -> Book:
        """Return the open book."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.archive.close()

    def notice(self, code: str, name: str, what: str, hint: str = "") -> Notice:
        """Return a notice about member `name` of this book."""
        where = f"{self.path}:{name}" if name else str(self.path)
        return Notice(code, where, what, hint or message("Build the edition again; report this if it comes back."))

    def read(self, name: str) -> bytes:
        """Return the bytes of member `name`.  Raises `Unreadable`."""
        try:
            if self.archive.getinfo(name).file_size > LARGEST_MEMBER_BYTES:
                raise ValueError(message("it is too large"))
            return self.archive.read(name)
        except UNREADABLE as error:
            what = message("{name} cannot be read: {cause}", name=name, cause=cause_of(error))
            raise Unreadable(self.notice("epub.unreadable", name, what)) from error

    def checksum(self, name: str) -> str:
        """Return size and CRC-32 of member `name` from the zip's directory; `check_entries` verifies them."""
        entry = self.archive.getinfo(name)
        return f"{entry.file_size} {entry.CRC:08x}"

    def tree(self, name: str) -> Any:
        """Return the root element of member `name`.  Raises `Unreadable` if it is missing or is not XML."""
        if name not in self._parsed:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            content = self.read(name)
            if _has_too_many_attributes(content):
                what = message("{name} cannot be read: {cause}", name=name, cause=message("it is too large"))
                raise Unreadable(self.notice("epub.unreadable", name, what))
            try:
                root = etree.fromstring(content, parser)
            except etree.XMLSyntaxError as error:
                what = message("{name} cannot be read: {cause}", name=name, cause=error)
                raise Unreadable(self.notice("epub.unreadable", name, what)) from error
            while len(self._parsed) >= KEPT_TREES:
                del self._parsed[next(iter(self._parsed))]
            self._parsed[name] = root
        return self._parsed[name]

    @cached_property
    def package_name(self) -> str:
        """Return the name of the package document."""
        root = self.tree("META-INF/container.xml")
        found = root.find(f".//{CONTAINER}rootfile")
        return found.get("full-path", "") if found is not None else ""

    @cached_property
    def package(self) -> Any:
        """Return the root of the package document."""
        return self.tree(self.package_name)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Return the manifest by id; if two rows have the same id, the last one."""
        folder = posixpath.dirname(self.package_name)
        rows = [Item(element, folder) for element in self.package.iterfind(f"{OPF}manifest/{OPF}item")]
        return {item.id: item for item in rows}

    @cached_property
    def spine(self) -> list[Item]:
        """Return the existing pages in reading order."""
        ids = [element.get("idref", "") for element in self.package.iterfind(f"{OPF}spine/{OPF}itemref")]
        return [self.items[id] for id in ids if id in self.items and self.items[id].name in self.names]

    @cached_property
    def overlays(self) -> list[tuple[Item, Item]]:
        """Return the pages of the spine that have an overlay, each with its overlay."""
        return [
            (page, self.items[page.overlay])
            for page in self.spine
            if page.overlay in self.items and self.items[page.overlay].name in self.names
        ]

    @cached_property
    def overlay_of(self) -> dict[str, Item]:
        """Return the overlay of each page by the page's name."""
        return {page.name: item for page, item in self.overlays}

    def ids_of(self, name: str) -> Collection[str] | None:
        """Return the ids in page `name`, with repetitions; None if it is not in the spine."""
        if name not in self.ids and any(page.name == name for page in self.spine):
            self.ids[name] = [id for id in _ids(self.tree(name)) if id]
        return self.ids.get(name)

    def has_target(self, name: str, id: str) -> bool:
        """Return whether member `name` exists and, if it is a page of the spine, contains `id` (empty: any)."""
        if name not in self.names:
            return False
        ids = self.ids_of(name) if id else None
        return ids is None or id in ids

    @cached_property
    def listed(self) -> frozenset[str]:
        """Return the names of the pages in the table of contents."""
        pages = [page for page in self.spine if "nav" in page.properties]
        navs = [(page, nav) for page in pages for nav in self.tree(page.name).iter(f"{XHTML}nav")]
        return frozenset(
            resolve(posixpath.dirname(page.name), link.get("href", ""))
            for page, nav in navs
            if nav.get(f"{EPUB}type") == "toc"
            for link in nav.iter(f"{XHTML}a")
        )

    @cached_property
    def stylesheets(self) -> dict[str, str]:
        """Return the text of each stylesheet by its name, without comments."""
        return {
            item.name: COMMENT.sub("", self.read(item.name).decode("utf-8", "replace"))
            for item in self.items.values()
            if item.media_type == "text/css" and item.name in self.names
        }

    def metas(self, name: str) -> list[Any]:
        """Return the `meta` elements of property `name`."""
        rows = self.package.iterfind(f"{OPF}metadata/{OPF}meta")
        return [row for row in rows if row.get("property") == name]


def _has_too_many_attributes(content: bytes) -> bool:
    """Return whether a tag has so many attributes that libxml2, which compares all pairs, would take minutes."""
    if len(content) < MOST_ATTRIBUTES * 4:
        return False
    return any(len(_VALUE.findall(tag)) > MOST_ATTRIBUTES for tag in content.split(b"<"))


def resolve(folder: str, href: str) -> str:
    """Return the name in the zip to which `href` leads from `folder`, without its fragment."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))).lstrip("/")


def _ids(root: Any) -> Iterator[str | None]:
    return (element.get("id") for element in root.iter())


def words_in(text: str | None) -> bool:
    """Return whether `text` contains a word."""
    return bool(text) and any(map(str.isalnum, text or ""))
