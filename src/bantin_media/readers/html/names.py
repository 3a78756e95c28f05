"""The purpose of an HTML element by its tag and its names: a role, or a reason to leave it out.

The names are in `data/html_names.tsv`; this module only knows how names are written and compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, lru_cache
from typing import Any

from ...messages import message
from ...regex import regex
from ...vietnamese.tables import read_table

_PACKAGE = "bantin_media.readers"
_LONGEST_NAME = 80
_MOST_NAMES = 24
_AUTHOR_LINK = {"author": "author"}
"""Of `<a rel="author">`."""
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINT = regex(r"[^a-z0-9]+")
_HIDDEN_STYLE = regex(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)")
_HIDDEN_CLASS = regex(
    r"(?<![\w:-])(?:d-none|hidden|sr-only|visually-?hidden|screen-reader-text|uk-hidden|is-hidden)(?![\w:-])"
)
_SHOWN_CLASS = regex(r"(?<![\w:-])(?:d-(?:sm|md|lg|xl|xxl)-(?!none)|(?:sm|md|lg|xl|2xl):(?!hidden))\w")
"""Classes that hide an element on a phone and show it on a wide screen: "d-none d-md-block"."""
_ARTICLE_TYPE = regex(r"(?i)schema\.org/\w*(?:Article|Posting)$")


@cache
def tags(treatment: str) -> Mapping[str, str]:
    """Return the tags with this treatment in `data/html_tags.tsv`, each with the reason for leaving it out.

    `boilerplate` is left out (`header` and `footer` only of the page, not of an article); `invisible` and `embedded`
    contain no text of the page.
    """
    return {
        tag: message(reason) if reason else ""
        for tag, one, reason in read_table(_PACKAGE, "html_tags")
        if one == treatment
    }


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of names: a role for a line, `main` for the container of the article, or a reason to leave it out."""

    role: str = ""
    main: bool = False
    reason: str = ""


_NOTHING = Meaning()


def meaning(element: Any) -> Meaning:
    """Return the meaning of the names of `element`: class, id, itemprop, and those for scripts and search engines."""
    attributes = element.attrib
    if not attributes or element.tag in {"html", "body"}:
        return _NOTHING  # the classes of a body list everything on the page: "single has-sidebar"
    item = attributes.get("itemprop", "")
    given = attributes.get("data-role") or attributes.get("data-hook") or attributes.get("type")
    if given := given or _AUTHOR_LINK.get(attributes.get("rel", "")):
        item = f"{item} {given}"
    return _meaning_of(attributes.get("class", ""), attributes.get("id", ""), item)


def role_of_style(name: str) -> str:
    """Return the role for the name of a Word style, such as "Chú thích ảnh" or "Sapo"; empty if there is none."""
    plain = unicodedata.normalize("NFD", name[:_LONGEST_NAME].lower().replace("đ", "d"))
    return _meaning_of(_JOINT.sub("-", plain.encode("ascii", "ignore").decode()).strip("-"), "", "").role


def is_article(element: Any) -> bool:
    """Return whether HTML's own markup declares that the element contains the article."""
    return (
        element.tag in {"article", "main"}
        or element.get("role") in {"main", "article"}
        or bool(_ARTICLE_TYPE.search(element.get("itemtype", "")[:_LONGEST_NAME]))
    )


def is_hidden(element: Any) -> bool:
    """Return whether the element declares that it is not shown, or only to machines."""
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style, names = attributes.get("style"), attributes.get("class")
    if style and _HIDDEN_STYLE.search(style[:1000]):
        return True
    return bool(names and _HIDDEN_CLASS.search(names[:1000]) and not _SHOWN_CLASS.search(names[:1000]))


@lru_cache(maxsize=4096)
def _meaning_of(classes: str, identity: str, item: str) -> Meaning:
    names = [*item.split()[:4], *identity.split()[:1], *classes.split()[:_MOST_NAMES]]
    found = [_table()[0].get(_tidy(name)) or _by_pattern(_tidy(name)) for name in names if len(name) <= _LONGEST_NAME]
    kinds = [one for one in found if one is not None]
    main = any(one.main for one in kinds)
    role = next((one.role for one in kinds if one.role), "")
    reason = next((one.reason for one in kinds if one.reason), "")
    # "entry-content widget" contains the article, in spite of its second name.
    return Meaning(role, main, "" if main or role in {"title", "lead"} else reason)


def _tidy(name: str) -> str:
    """Return a name in the form of the table: `entryTitle`, `entry_title`, `field--entry` → `entry-title`, …"""
    return _JOINT.sub("-", _HUMP.sub("-", name).lower()).strip("-")


def _by_pattern(name: str) -> Meaning | None:
    for pattern, one in _table()[1]:
        if pattern.match(name):
            return one
    return None


@cache
def _table() -> tuple[dict[str, Meaning], tuple[tuple[re.Pattern[str], Meaning], ...]]:
    exact: dict[str, Meaning] = {}
    patterns: dict[Meaning, list[str]] = {}
    for name, kind, reason in read_table(_PACKAGE, "html_names"):
        if kind == "plain":
            one = _NOTHING
        elif kind == "boilerplate":
            one = Meaning(reason=message(reason))
        else:
            one = Meaning(main=True) if kind == "main" else Meaning(role=kind)
        if "*" in name:
            patterns.setdefault(one, []).append(translate(name))
        else:
            exact.setdefault(name, one)
    return exact, tuple((regex("|".join(alternatives)), one) for one, alternatives in patterns.items())
