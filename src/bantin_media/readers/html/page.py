"""The bytes of a page → its element tree and its properties: charset, `<meta>`, fonts, the container of the article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from lxml import etree

from ...errors import SourceError
from ...messages import message
from ...regex import regex
from ...vietnamese.tables import read_table
from ..decoding import as_windows, decode
from ..legacy_fonts import Face, face
from .names import is_article, is_hidden, meaning, tags
from .stamps import local_day

_CHARSET = regex(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""")
_CHARSET_WITHIN_BYTES = 65_536
_AS_WINDOWS = frozenset(
    {"windows-1252", "cp1252", "iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "x-user-defined"}
)
_CONTROL = regex("[\x00-\x08\x0b\x0e-\x1f]")
_DATE = regex(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_LONGEST_STYLE = 2000
_FONT = regex(r"(?i)font(?:-family)?\s*:[^;]*?[\"']?((?:\.vn|vni[ -])[\w .-]{0,40})")
STRUCK_STYLE = regex(r"(?i)text-decoration[a-z-]*\s*:[^;]*line-through")
_SELECTOR = regex(r"^([a-zA-Z][\w-]*)?(?:\.([\w-]+))?$")
_LONGEST_DATA = 200_000
_MOST_TAGS = 1_200_000
_MOST_EFFORT = 2_000_000_000
_VALUE = regex(r"""=\s*(?:"[^"]*"|'[^']*')""")
_PIECES = r"""(?:[^>=]+|=\s*(?:"[^"]*"|'[^']*')?){0,1000}"""
_TAG = regex("<[a-zA-Z]" + _PIECES)
_MORE_OF_TAG = regex(_PIECES)
_LONG_TAG = 1000
_EMPTY_TAGS = regex(r"(?i)<(wbr|source|track)\b([^<>]*)>")
_BETWEEN = regex(r"[\s/]+")
_MAIN_SHARE = 0.3
_MAIN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: `body` is its visible part, `fonts` the legacy fonts of its style sheet by tag and class."""

    body: Any
    metadata: dict[str, str]
    fonts: dict[tuple[str, str], Face]
    """(tag, class) → face; one is empty if the rule has only the other."""
    struck: frozenset[tuple[str, str]] = frozenset()
    """The (tag, class) that its style sheet strikes through."""
    sizes: dict[int, int] = field(default_factory=dict)
    """The number of visible characters in each element that may be left out or contain the article, by its position."""
    titled: frozenset[int] = frozenset()
    """Those of these elements that contain an `<h1>`."""
    mains: frozenset[int] = frozenset()
    """The positions of the elements that contain the article; empty if no element says so."""


def parse(content: bytes, where: str) -> Page:
    """Return the page in `content`.  Raises `SourceError` if it is not a page or nested too deeply."""
    text = _CONTROL.sub("", _decoded(content, where))
    _refuse_bombs(text, where)
    # The parser does not know that these elements are empty, and would put the rest of the page into them.
    text = _EMPTY_TAGS.sub(r"<\1\2></\1>", text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError(
            where,
            message("the page is nested too deeply to be read"),
            message("Copy the article from the browser into Word and save it as .docx."),
        )
    body = None if root is None else next(root.iter("body"), root)
    if root is None or body is None:
        raise SourceError(where, message("is not a page"), message("Save the page again from the browser."))
    fonts: dict[tuple[str, str], Face] = {}
    struck: set[tuple[str, str]] = set()
    for style in root.iter("style"):
        fonts |= _font_rules(style.text or "")
        struck |= _struck_rules(style.text or "")
    return _measured(Page(body, _metadata(root), fonts, frozenset(struck)))


def _refuse_bombs(text: str, where: str) -> None:
    """Raise `SourceError` for more tags than any page has, or for tags with thousands of attributes.

    The parser keeps every tag in memory and compares every attribute of a tag with all others.
    """
    effort = sum(len(_BETWEEN.split(_VALUE.sub(" ", tag))) ** 2 for tag in _long_tags(text))
    if text.count("<") > _MOST_TAGS or effort > _MOST_EFFORT:
        raise SourceError(
            where,
            message("has more markup than any page"),
            message("Copy the article from the browser into Word and save it as .docx."),
        )


def _long_tags(text: str) -> Iterator[str]:
    """Yield each start tag of more than `_LONG_TAG` characters, including quoted values with `>` in them.

    The pattern's repetition is limited, because the engine stores each round; a longer tag is matched in steps.
    """
    start = 0
    while tag := _TAG.search(text, start):
        end = tag.end()
        while end < len(text) and text[end] != ">" and (more := _MORE_OF_TAG.match(text, end)):
            end = more.end()
        if end - tag.start() > _LONG_TAG:
            yield text[tag.start() : end]
        start = end


def _decoded(content: bytes, where: str) -> str:
    """Return the page's text by its byte order mark, its `<meta>` or its bytes; Latin-1 is never assumed."""
    declared = _CHARSET.search(content[:_CHARSET_WITHIN_BYTES])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or content[:3] == b"\xef\xbb\xbf" or not name:
        return decode(content, where)[0]
    if name in _AS_WINDOWS:
        try:
            return content.decode("utf-8")  # it declares Windows but is UTF-8: no other text looks like UTF-8
        except UnicodeDecodeError:
            return as_windows(content)
    try:
        return content.decode(name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(content, where)[0]


def _measured(page: Page) -> Page:
    """Return `page` with the sizes of the relevant elements, from one pass over it."""
    unseen = tags("invisible").keys() | tags("embedded").keys()
    sizes: dict[int, int] = {}
    titled: set[int] = set()
    holders: dict[int, bool] = {}
    open_: list[tuple[int, int, int, bool]] = []
    place = total = boilerplate = boilerplate_total = headings = 0
    for event, element in (walk := etree.iterwalk(page.body, events=("start", "end"))):
        if event == "start":
            place += 1
            if element.tag in unseen:
                walk.skip_subtree()
                open_.append((0, 0, 0, False))
                continue
            headings += element.tag == "h1"
            what = meaning(element)
            left_out = bool(what.reason) or element.tag in {"nav", "aside", "footer"}
            boilerplate += left_out
            if (what.main or is_article(element)) and not boilerplate:
                holders[place] = what.main
            matters = left_out or what.main or bool(what.role) or element.tag in tags("boilerplate")
            matters = matters or is_article(element) or is_hidden(element)
            open_.append((place if matters else 0, total, headings, left_out))
            text = element.text
        else:
            own, before, headings_before, left_out = open_.pop()
            boilerplate -= left_out
            if own:
                sizes[own] = total - before
                if headings > headings_before:
                    titled.add(own)
            text = element.tail
        length = len(text.strip()) if text else 0
        total += length
        boilerplate_total += length if boilerplate else 0
    sizes[0] = total
    return replace(page, sizes=sizes, titled=frozenset(titled), mains=_mains(holders, sizes, total - boilerplate_total))


def _mains(holders: dict[int, bool], sizes: dict[int, int], shown: int) -> frozenset[int]:
    """Return the positions of the article's containers: the smallest with a good part of the text, and its equals."""
    enough = max(_MAIN_SHARE * shown, sizes[0] / 10, _MAIN_CHARACTERS)
    best = min((one for one in holders if sizes[one] >= enough), key=lambda one: (sizes[one], -one), default=0)
    if not best:
        return frozenset()
    parts = {one for one, named in holders.items() if named and sizes[one] >= _MAIN_CHARACTERS}
    return frozenset({best} | (parts if holders[best] else set()))


def _font_rules(css: str) -> dict[tuple[str, str], Face]:
    """Return the simple rules (`p.MsoNormal`, `.txt`, `td`) of a style sheet that set a legacy font."""
    rules: dict[tuple[str, str], Face] = {}
    for key, properties in _simple_rules(css):
        found = font_in_style(properties)
        if found is not None and found.scheme:
            rules[key] = found
    return rules


def _struck_rules(css: str) -> set[tuple[str, str]]:
    """Return the simple rules of a style sheet that strike text through."""
    if "line-through" not in css:
        return set()
    return {key for key, properties in _simple_rules(css) if STRUCK_STYLE.search(properties)}


def _simple_rules(css: str) -> Iterator[tuple[tuple[str, str], str]]:
    for rule in css.split("}"):
        selectors, _, properties = rule.rpartition("{")
        for selector in selectors.split(",") if len(selectors) <= _LONGEST_STYLE else ():
            if simple := _SELECTOR.match(selector.strip()):
                yield ((simple[1] or "").lower(), simple[2] or ""), properties


def font_in_style(style: str) -> Face | None:
    """Return the face that a `style` sets, None if it sets no font."""
    style = style[:_LONGEST_STYLE]
    if "font" not in style.lower():
        return None
    if legacy := _FONT.search(style):
        return face(legacy[1])
    return face("") if re.search(r"(?i)font-family\s*:", style) else None


def _metadata(root: Any) -> dict[str, str]:
    """Return the page's own metadata, the most reliable source first: `<meta>`, JSON-LD, `<title>`."""
    given: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = " ".join((element.get("content") or "")[:2000].split())
        if content:
            given.setdefault(name, content)
    metadata: dict[str, str] = {}
    for name, key in _meta_fields():
        if name in given:
            _put(metadata, key, given[name])
    for key, value in _linked_data(root):
        _put(metadata, key, value)
    title = next(root.iter("title"), None)
    if title is not None and title.text:
        _put(metadata, "title", " ".join(title.text[:2000].split()))
    return metadata


def _put(metadata: dict[str, str], key: str, value: str) -> None:
    """Set `key` if no earlier source has set it; a date only in an unambiguous form."""
    if key == "date":
        day, local = local_day(value), _DATE.search(value)
        value = day or (f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}" if local else "")
    if key == "author" and value.startswith(("http:", "https:")):
        return
    if value:
        metadata.setdefault(key, value)


def _linked_data(root: Any) -> Iterator[tuple[str, str]]:
    """Yield the metadata in the JSON-LD of an article (https://schema.org/NewsArticle)."""
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _LONGEST_DATA:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else None
        for one in graph if isinstance(graph, list) else data if isinstance(data, list) else [data]:
            if not isinstance(one, dict) or not str(one.get("@type")).endswith(("Article", "Posting")):
                continue
            author = one.get("author")
            author = author[0] if isinstance(author, list) and author else author
            named = author.get("name") if isinstance(author, dict) else author
            fields = (("title", one.get("headline")), ("date", one.get("datePublished")), ("author", named))
            yield from ((key, value) for key, value in fields if isinstance(value, str))


@cache
def _meta_fields() -> tuple[tuple[str, str], ...]:
    return tuple((name, key) for name, key in read_table("bantin_media.readers", "html_meta"))
