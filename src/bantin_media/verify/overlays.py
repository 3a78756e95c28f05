"""Media overlays against pages and sound: every word has a clip, in order, of the declared duration."""

from __future__ import annotations

import json
import posixpath
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..cache import Codec, code_digest
from ..messages import message
from ..model import Notice
from .book import EPUB, SMIL, XHTML, Book, Item, resolve
from .clock import milliseconds
from .mp3 import Sound, SoundError, sound

SHORTEST_CLIP_MS = 100
ROUNDING_MS = 1
"""Times are written in milliseconds, so a difference of one is a rounding difference."""
_SAID = ("LATIN ", "DIGIT ")
SILENT = {f"{XHTML}script", f"{XHTML}style", f"{XHTML}template"}


@dataclass(frozen=True, slots=True)
class Par:
    """A `par`: a text and its clip."""

    page: str
    fragment: str
    audio: str
    begin_ms: int
    end_ms: int


def check_sound(book: Book) -> Iterator[Notice]:
    """Check that every sound file is valid to its end."""
    for item in book.items.values():
        if item.media_type == "audio/mpeg" and item.name in book.names:
            try:
                found = _sound(book, item.name)
            except SoundError as error:
                what = message("the sound is broken: {cause}", cause=error)
                yield book.notice("sound.broken", item.name, what)
                continue
            book.lengths_ms[item.name], book.onsets_ms[item.name] = found.duration_ms, found.onsets_ms


def _sound(book: Book, name: str) -> Sound:
    """Return the sound `name`, from the cache if its bytes were checked before.  Raises `SoundError`.

    Name and checksum identify it; `check_entries` rejects a book whose bytes do not match their checksums.
    """
    return book.known.of(("sound", code_digest(), name, book.checksum(name)), lambda: sound(book.read(name)), _SOUND)


def _kept(found: Sound) -> bytes:
    return json.dumps((found.sample_rate_hz, found.samples, found.onsets_ms)).encode()


def _looked_at(kept: bytes) -> Sound:
    sample_rate_hz, samples, onsets_ms = json.loads(kept)
    return Sound(int(sample_rate_hz), int(samples), tuple(map(int, onsets_ms)))


_SOUND = Codec(_kept, _looked_at)


UNSAID = "overlay.unsaid"
"""The code of visible text without a clip; an editor's own template may add such text."""


def check_overlay(book: Book, page: Item) -> Iterator[Notice]:
    """Check a page with an overlay: its clips, the order of its text, and visible text without a clip."""
    if not book.overlays:
        return
    item = book.overlay_of.get(page.name)
    if item is None:
        if not _heard_otherwise(book, page) and _can_be_said(_shown(_body(book, page))):
            yield book.notice("overlay.missing", page.name, message("this page is not read aloud"))
        return
    pars = _pars(book, item)
    if pars is None:
        yield book.notice("overlay.time", item.name, message("a time cannot be understood"))
        return
    book.played_ms[item.name] = sum(par.end_ms - par.begin_ms for par in pars)
    yield from _check_clips(book, item, pars)
    yield from _check_onsets(book, item, pars)
    yield from _check_order(book, page, item, pars)
    yield from _check_cover(book, page, pars)


def sounds_of(book: Book, item: Item) -> tuple[str, ...]:
    """Return the names of the sounds of an overlay."""
    folder = posixpath.dirname(item.name)
    found = (audio.get("src", "") for audio in book.tree(item.name).iter(f"{SMIL}audio"))
    return tuple(dict.fromkeys(resolve(folder, source) for source in found))


def check_textrefs(book: Book, page: Item) -> Iterator[Notice]:
    """Check that the overlay of a page and each of its `seq` refer to the text that they cover."""
    item = book.overlay_of.get(page.name)
    if item is None:
        return
    for element in book.tree(item.name).iter(f"{SMIL}body", f"{SMIL}seq"):
        link = element.get(f"{EPUB}textref", "")
        name, fragment = resolve(posixpath.dirname(item.name), link), link.partition("#")[2]
        if not link or name != page.name or (fragment and not book.has_target(name, fragment)):
            what = message("{link} has no target", link=link or "epub:textref")
            yield book.notice("overlay.textref", item.name, what)


def check_durations(book: Book) -> Iterator[Notice]:
    """Check that the durations in the package are those of the overlays and add up; needs all pages checked before."""
    if not book.overlays:
        return
    declared = {
        row.get("refines", "").lstrip("#"): milliseconds(row.text or "") for row in book.metas("media:duration")
    }
    total = 0
    for _, item in book.overlays:
        played = book.played_ms.get(item.name, 0)
        total += played
        if abs((declared.get(item.id) or 0) - played) > ROUNDING_MS:
            yield _wrong_duration(book, item.name, played, declared.get(item.id))
    if abs((declared.get("") or 0) - total) > ROUNDING_MS:
        yield _wrong_duration(book, book.package_name, total, declared.get(""))


def _wrong_duration(book: Book, name: str, played_ms: int, said_ms: int | None) -> Notice:
    said = "—" if said_ms is None else said_ms
    what = message("it plays {played} ms, the package declares {said}", played=played_ms, said=said)
    return book.notice("overlay.duration", name, what)


def _pars(book: Book, item: Item) -> list[Par] | None:
    """Return the pars of an overlay in order; None if a time is invalid."""
    folder, pars = posixpath.dirname(item.name), []
    for element in book.tree(item.name).iter(f"{SMIL}par"):
        text, audio = element.find(f"{SMIL}text"), element.find(f"{SMIL}audio")
        if text is None or audio is None:
            return None
        begin_ms, end_ms = milliseconds(audio.get("clipBegin", "0s")), milliseconds(audio.get("clipEnd", ""))
        if begin_ms is None or end_ms is None:
            return None
        target, _, fragment = text.get("src", "").partition("#")
        pars.append(Par(resolve(folder, target), fragment, resolve(folder, audio.get("src", "")), begin_ms, end_ms))
    return pars


def _check_clips(book: Book, item: Item, pars: list[Par]) -> Iterator[Notice]:
    previous: Par | None = None
    for par in pars:
        place = f"{par.fragment} ({par.begin_ms}–{par.end_ms} ms)"
        if par.audio not in book.names:
            yield book.notice(
                "overlay.sound", item.name, message("{place}: there is no {name}", place=place, name=par.audio)
            )
            continue
        if par.end_ms - par.begin_ms < SHORTEST_CLIP_MS:
            yield book.notice("overlay.clip", item.name, message("{place}: too short to be heard", place=place))
        begins_at = previous.end_ms if previous and previous.audio == par.audio else 0
        if par.begin_ms - begins_at > ROUNDING_MS:
            yield book.notice(
                "overlay.gap", item.name, message("{place}: sound before it is never played", place=place)
            )
        elif begins_at - par.begin_ms > ROUNDING_MS:
            yield book.notice(
                "overlay.overlap", item.name, message("{place}: begins before the last one ends", place=place)
            )
        previous = par
        length_ms = book.lengths_ms.get(par.audio)
        if length_ms is not None and par.end_ms > length_ms + ROUNDING_MS:
            yield book.notice("overlay.past-end", item.name, message("{place}: the sound ends before", place=place))
    if previous:
        length_ms = book.lengths_ms.get(previous.audio)
        if length_ms is not None and length_ms - previous.end_ms > ROUNDING_MS:
            yield book.notice("overlay.gap", item.name, message("the end of the sound is never played"))


def _check_onsets(book: Book, item: Item, pars: list[Par]) -> Iterator[Notice]:
    """Find text that is highlighted during other text's sound: every clip but the first must begin after a silence.

    If a sound has fewer silences than clips, it was made by other software and is not checked.
    """
    later = [par for par in pars if par.begin_ms > ROUNDING_MS]
    for audio in dict.fromkeys(par.audio for par in later):
        mine, onsets_ms = [par for par in later if par.audio == audio], book.onsets_ms.get(audio, ())
        if len(onsets_ms) < len(mine):
            continue
        near = {onset_ms + by for onset_ms in onsets_ms for by in range(-ROUNDING_MS, ROUNDING_MS + 1)}
        for par in mine:
            if par.begin_ms not in near:
                what = message(
                    "{fragment}: no sentence begins at {begin} ms", fragment=par.fragment, begin=par.begin_ms
                )
                yield book.notice("overlay.adrift", item.name, what)


def _check_order(book: Book, page: Item, item: Item, pars: list[Par]) -> Iterator[Notice]:
    order = {element.get("id"): place for place, element in enumerate(book.tree(page.name).iter())}
    last = -1
    for par in pars:
        if par.page != page.name or par.fragment not in order:
            yield book.notice(
                "overlay.target", item.name, message("{link} has no target", link=f"{par.page}#{par.fragment}")
            )
            continue
        if order[par.fragment] <= last:
            what = message("{fragment} is read out of order", fragment=par.fragment)
            yield book.notice("overlay.order", item.name, what)
        last = order[par.fragment]


def _check_cover(book: Book, page: Item, pars: list[Par]) -> Iterator[Notice]:
    """Find visible text and pictures without a clip; most come from an editor's template."""
    spoken = {par.fragment for par in pars}
    body = _body(book, page)
    hint = message("Take these words out of your template, or put them into the edition's text.")
    for words in _unsaid(body, spoken):
        what = message("shown but not read aloud: {words}", words=" ".join(words.split())[:80])
        yield book.notice(UNSAID, page.name, what, hint)
    for image in body.iter(f"{XHTML}img"):
        figure = next(image.iterancestors(f"{XHTML}figure"), None)
        captioned = figure is not None and any(element.get("id") in spoken for element in figure.iter())
        if not captioned and image.get("id") not in spoken and not _within(image, spoken):
            what = message("the picture {name} is not read aloud", name=image.get("src", ""))
            yield book.notice(UNSAID, page.name, what, hint)


def _heard_otherwise(book: Book, page: Item) -> bool:
    """Return whether the page declares that its article is spoken in other words or by a person."""
    marks = book.tree(page.name).iterfind(f"{XHTML}head/{XHTML}meta")
    return any(mark.get("name") == "bantin:heard-otherwise" for mark in marks)


def _body(book: Book, page: Item) -> Any:
    return book.tree(page.name).find(f"{XHTML}body")


def _within(element: Any, spoken: set[str]) -> bool:
    return any(above.get("id") in spoken for above in element.iterancestors())


def _unsaid(element: Any, spoken: set[str]) -> Iterator[str]:
    """Yield the visible texts below `element` without a clip."""
    if not isinstance(element.tag, str) or element.tag in SILENT or "hidden" in element.attrib:
        return
    if element.get("id") in spoken:
        return
    if _can_be_said(element.text):
        yield element.text
    for child in element:
        yield from _unsaid(child, spoken)
        if _can_be_said(child.tail):
            yield child.tail


def _can_be_said(text: str | None) -> bool:
    """Return whether `text` has Latin letters or digits, which every voice can speak."""
    return any(letter.isalnum() and unicodedata.name(letter, "").startswith(_SAID) for letter in text or "")


def _shown(body: Any) -> str:
    return "".join(_unsaid(body, set()))
