"""The settings offered by several notices → one text to paste into `edition.toml`, with each group and key once.

Otherwise two hints "keep = [...]" for one article would give the same key twice.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..messages import message
from ..model import Notice
from .file_names import LEADING_NUMBER

Offers = dict[int, dict[str, list[str]]]
"""Article number → key → the entries of its list."""


def pasteable(notices: Iterable[Notice], text: str) -> tuple[str, ...]:
    """Return the lines to paste into the settings `text`; empty if no article has two offers.

    If a group or key exists already, its line is named, and its present entries come first.
    """
    offers = _offers(notices)
    return tuple(line for number, keys in sorted(offers.items()) for line in _group(number, keys, text))


def _offers(notices: Iterable[Notice]) -> Offers:
    found: Offers = {}
    for notice in notices:
        number = LEADING_NUMBER.match(Path(notice.where.rpartition(":")[0]).name)
        if not (notice.offer and number):
            continue
        for key, entries in tomllib.loads(notice.offer).items():
            had = found.setdefault(int(number.group(1)), {}).setdefault(key, [])
            had += [entry for entry in entries if entry not in had]
    return {number: keys for number, keys in found.items() if sum(map(len, keys.values())) > 1}


def _group(number: int, keys: dict[str, list[str]], text: str) -> Iterator[str]:
    settled = _settled(text, number)
    place = _line(rf"\[\s*articles\s*\.\s*{number}\s*\]", text)
    name = f"[articles.{number}]"
    yield f"{name}  # " + message("the group is there already, in line {line}", line=place) if place else name
    for key, entries in keys.items():
        had = settled.get(key, [])
        whole = [*had, *(entry for entry in entries if entry not in had)]
        line = f"{key} = [{', '.join(json.dumps(entry, ensure_ascii=False) for entry in whole)}]"
        yield f"{line}  # " + message("in place of the existing line") if had else line


def _settled(text: str, number: int) -> dict[str, list[str]]:
    try:
        table = tomllib.loads(text).get("articles", {}).get(str(number), {})
    except (ValueError, AttributeError, RecursionError):
        return {}
    return {key: value for key, value in table.items() if isinstance(value, list)}


def _line(pattern: str, text: str) -> int:
    """Return the number of the line that matches `pattern`, 0 if there is none."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*{pattern}", line)), 0)
