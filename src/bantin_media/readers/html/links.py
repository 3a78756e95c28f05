"""Recognizes links to other articles: a block that is one link, a list of links only.

Portals put both between the paragraphs of an article and next to it.  A link to a file, to a place in the page or to a
mail address belongs to the article, and so does a title that links to itself.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from ...regex import regex
from ...vietnamese.tables import one_of

_OWN = regex(r"(?i)^(?:#|javascript:|mailto:|tel:|$)|\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|mp[34])(?:[?#]|$)")
_FEWEST_WORDS = 5
"""Names of authors or papers, which are often links, have fewer words."""
_LONGEST = 200
_SENTENCE_END = (".", ";", ":", "…")
_INTRODUCED = regex(rf"(?i)^[\W_]*{one_of('bantin_media.readers', 'further_reading')}?[\W_]*$")
LONGEST_INTRODUCTION = 60
_FEWEST_ITEMS = 2
_MOST_ITEMS = 60
_MOST_NODES = 40
"""Of one item; a larger one is not a link."""


def leads_elsewhere(anchor: Any) -> bool:
    """Return whether an `<a>` leads to another page."""
    reference = anchor.get("href")
    if reference is None:  # the address was removed when the page was saved, or it is the name of a place in the page
        return not (anchor.get("name") or anchor.get("id"))
    return not _OWN.search(reference.strip()[:500])


def introduces_a_link(text: str) -> bool:
    """Return whether the text next to a link only introduces it: "Xem thêm:", ">>", or nothing."""
    return len(text) <= LONGEST_INTRODUCTION and bool(_INTRODUCED.match(" ".join(text.split())))


def is_title_of_another(text: str, page_title: str) -> bool:
    """Return whether the text of a block that is one link is the title of another article: no name, no sentence."""
    if len(text) > _LONGEST or len(text.split()) < _FEWEST_WORDS or text.endswith(_SENTENCE_END):
        return False
    return text.casefold() not in page_title.casefold()


def is_menu(element: Any) -> bool:
    """Return whether a `<ul>` or `<ol>` contains only links to other pages."""
    items = [one for one in islice(element, _MOST_ITEMS) if one.tag == "li"]
    return len(items) >= _FEWEST_ITEMS and all(map(_is_link, items))


def _is_link(item: Any) -> bool:
    """Return whether all words of an item are in one link to another page."""
    links = 0
    for node in islice(item.iter(), _MOST_NODES):
        if node.tag == "a":
            links += leads_elsewhere(node)
        elif node.text and node.text.strip() and not _in_link(node, item):
            return False
        if node is not item and node.tail and node.tail.strip() and not _in_link(node, item):
            return False
    return links == 1


def _in_link(node: Any, item: Any) -> bool:
    """Return whether `node` and the text after it are inside a link of `item`."""
    outer = node.getparent()
    while outer is not None and outer is not item:
        if outer.tag == "a":
            return True
        outer = outer.getparent()
    return False
