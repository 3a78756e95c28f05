"""The cache of pages without a fault: after one changed sentence only the changed pages of a book are checked again.

A page is identified by its bytes, those of its overlay, and the entries about it in the rest of the book. The pages and
sounds that it refers to are looked up each time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ..cache import code_digest, digest, digest_of_bytes
from ..cache.store import UNDECODABLE
from .book import DC, OPF, Book, Item
from .overlays import sounds_of
from .pages import links_of

_NAME_LETTERS: Final = 40
"""The part of a digest that stands for a page."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The facts about a page without a fault that the other checks need."""

    ids: frozenset[str]
    links: tuple[tuple[str, str], ...]
    """The pages to which it links, each with the id there."""
    sounds: tuple[tuple[str, str], ...]
    """The sounds of its overlay, each with what `_sound` says of it."""
    played_ms: int
    """The duration of its overlay; 0 without one."""


class Verdicts:
    """The verdicts on the pages of `book`, first those of an earlier check of the same book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._key = digest("pages", code_digest(), book.package.findtext(f"{OPF}metadata/{DC}identifier") or "")
        kept = _verdicts(book.known.get(self._key))
        self._names = {page.name: self._name(page) for page in book.spine}
        self._known = {name: kept[name] for name in self._names.values() if name in kept}
        self._has_new = False
        for page, name in self._names.items():
            if name in self._known:
                book.ids[page] = self._known[name].ids

    def holds(self, page: Item) -> bool:
        """Return whether `page` was checked before, without a fault, and its links still have their targets."""
        verdict, book = self._known.get(self._names[page.name]), self._book
        if verdict is None or not all(book.has_target(*link) for link in verdict.links):
            return False
        overlay = book.overlay_of.get(page.name)
        if overlay is not None:
            if any(self._sound(name) != said for name, said in verdict.sounds):
                return False
            book.played_ms[overlay.name] = verdict.played_ms
        return True

    def add(self, page: Item) -> None:
        """Record that `page` has no fault."""
        book, overlay = self._book, self._book.overlay_of.get(page.name)
        links = ((target, id) for _, target, id in links_of(book, page) if target not in {"", page.name})
        self._known[self._names[page.name]] = Verdict(
            frozenset(book.ids_of(page.name) or ()),
            tuple(dict.fromkeys(links)),
            tuple((name, self._sound(name)) for name in sounds_of(book, overlay)) if overlay else (),
            book.played_ms[overlay.name] if overlay else 0,
        )
        self._has_new = True

    def keep(self) -> None:
        """Store the verdicts, if there are new ones."""
        if self._has_new:
            rows = {name: [sorted(one.ids), one.links, one.sounds, one.played_ms] for name, one in self._known.items()}
            self._book.known.put(self._key, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def _name(self, page: Item) -> str:
        """Return the digest of everything that the checks of `page` examine, except the targets of its links."""
        book, overlay = self._book, self._book.overlay_of.get(page.name)
        said = f"{page.name} {sorted(page.properties)} {page.name in book.listed} {overlay.name if overlay else ''}"
        contents = (digest_of_bytes(book.read(name)) for name in (page.name, *((overlay.name,) if overlay else ())))
        return digest(said, self._of_the_book, *contents)[:_NAME_LETTERS]

    @cached_property
    def _of_the_book(self) -> str:
        """Return the properties of the book that the checks of every page examine."""
        book = self._book
        language = book.package.findtext(f"{OPF}metadata/{DC}language")
        active = [row.text for row in book.metas("media:active-class")]
        return digest(f"{language} {active} {bool(book.overlays)}", f"{book.stylesheets}")

    def _sound(self, name: str) -> str:
        """Return the identity of a sound: its size and checksum, and whether it was checked as a sound."""
        checksum = self._book.checksum(name) if name in self._book.names else ""
        return f"{checksum} {name in self._book.lengths_ms}"


def _verdicts(stored: bytes | None) -> dict[str, Verdict]:
    """Return digest of a page → verdict; empty if the entry is missing or has another shape."""
    try:
        rows = json.loads((stored or b"{}").decode("utf-8", "surrogatepass"))
        return {
            name: Verdict(frozenset(ids), _pairs(links), _pairs(sounds), int(played_ms))
            for name, (ids, links, sounds, played_ms) in rows.items()
        }
    except UNDECODABLE:
        return {}


def _pairs(values: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), str(other)) for one, other in values)
