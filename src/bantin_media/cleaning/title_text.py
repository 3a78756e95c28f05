"""Separates the words of a title from a website's name, and from a lead in the same line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ..messages import message
from ..regex import regex
from ..vietnamese.syllables import is_syllable
from .byline import is_house
from .characters import LEADING_EMOJI, TRAILING_EMOJI
from .labelling import Labelling
from .word_table import one_of

LONGEST: Final = 300
_NULL: Final = regex(r"^(?:null|undefined|none)\s+(?=\S)", re.IGNORECASE)
_LABEL: Final = regex(rf"^{one_of('title_labels')}\s*:\s*(?=\S)", re.IGNORECASE)
_ITEM: Final = regex(rf"^{one_of('item_labels')}(?: số)? \d{{1,2}}\s*[:.]\s*(?=\S)", re.IGNORECASE)
_HASHES: Final = regex(r"^#{1,6}\s+(?=\S)")
_EMPTY_BRACKETS: Final = regex(r"\s*[(\[]\s*[)\]]\s*$")
_SITE: Final = regex(r"\s+[|–—\-]\s+(?P<site>[^|–—]{3,80})$")


def trim(labels: Labelling, index: int) -> tuple[str, str]:
    """Return the title without the text that the website appended, and the website's name (empty if there is none)."""
    text = labels.lines[index].text
    for pattern, reason in (
        (_NULL, message("printed by the website before the title")),
        (_LABEL, message("a label before the title")),
        (_ITEM, message("a label before the title")),
        (_HASHES, message("a label before the title")),
        (_EMPTY_BRACKETS, message("empty brackets after the title")),
        (LEADING_EMOJI, ""),
        (TRAILING_EMOJI, ""),
    ):
        match = pattern.search(text)
        if match and text[: match.start()] + text[match.end() :]:
            if reason:
                labels.drop_part(index, match[0].strip(), reason)
            text = (text[: match.start()] + text[match.end() :]).strip()
    match = _SITE.search(text)
    if match and is_house(match["site"]) and match.start() > 8:
        return text[: match.start()], match["site"].strip()
    return text, ""


def is_marked(text: str) -> bool:
    """Return whether a line is marked as a title: a label before it, or a website's addition after it."""
    return bool(_LABEL.match(text) or _HASHES.match(text) or _EMPTY_BRACKETS.search(text))


def is_counted(text: str) -> bool:
    """Return whether a line begins with the number of an item in a file of several: "Tin 2: …", "Bài số 3. …"."""
    return _ITEM.match(text) is not None


def bare(text: str) -> str:
    """Return a title without the website's name and its other additions, for comparison."""
    text = _EMPTY_BRACKETS.sub("", _HASHES.sub("", _NULL.sub("", text)))
    match = _SITE.search(text)
    return text[: match.start()] if match and is_house(match["site"]) else text


def unglue(labels: Labelling) -> list[int]:
    """Split a title from its lead if no space separates them ("…công dânTrong năm…"); return its index."""
    opened = [i for i in labels.open() if labels.lines[i].is_text]
    if not opened or len(labels.lines[opened[0]].text) < 60:
        return []
    index = opened[0]
    text = labels.lines[index].text
    for match in re.finditer(r"(?<=[^\W\d_])(?=[^\W\d_])", text[:LONGEST]):
        at = match.start()
        if not (text[at - 1].islower() and text[at].isupper()):
            continue
        left, right = text[:at].split()[-1], text[at:].split()[0].strip(",.:;")
        if (
            is_syllable(left)
            and is_syllable(right.lower())
            and 4 <= len(text[:at].split()) <= 45
            and not re.search(r"[.!?] ", text[:at])
        ):
            line = labels.lines[index]
            labels.lines[index : index + 1] = [
                replace(line, text=text[:at]),
                replace(line, text=text[at:], blank_before=False),
            ]
            labels.notice(
                "title.glued", index,
                message("the title “{title}” was glued to the lead and has been cut off", title=text[:at]),
                message("If the title is another, write: title = \"…\""),
            )  # fmt: skip
            return [index]
    return []
