"""Joins the broken lines of PDFs and mails into paragraphs: their line ends come from the layout."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Final

from ..regex import regex
from ..vietnamese.letters import is_lower, is_upper
from .byline import is_name
from .dates import take_apart
from .labelling import CLOSERS, FINAL_MARKS, Label, LabelledLine
from .letters import is_address
from .official_terms import terms
from .rules import rules, starts_with

_DOMAIN: Final = regex(r"[\w\-]+(?:\.[\w\-]+)*\.(?:vn|com|net|org|info)")
"""The domain of a website, which a page prints below its article."""
_BEGINS: Final = regex(
    r"(?:[-+•*●▪–—]|\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,5}[.)])\s|(?:điều|chương|mục|phần)\s+(?-i:\d|[IVX]+(?!\w))",
    re.IGNORECASE,
)
_WRAPPED: Final = (55, 110)
"""In characters: the shortest and the longest width at which mail programs break lines."""
_SHORTEST_FIRST: Final = 12
"""In characters: the first line of a paragraph that the source of a web page broke is shorter than the others."""
_TO_THE_MARGIN: Final = 0.9
"""A line of this share of the widest one reaches the margin."""
_CAPITAL: Final = 0.35
_TITLE_WITHIN: Final = 8
"""In paragraphs from the top."""
FULL: Final = 0.8
"""A line that ends a sentence and is shorter than this share of the widest line ends its paragraph."""
_FEWEST_INDENTED: Final = 3
_INDENTED: Final = 3
"""With so many indents for each paragraph that seems to begin without one, the paragraphs are indented."""


def join_broken(lines: list[LabelledLine]) -> list[LabelledLine]:
    """Return `lines` with the parts of each paragraph joined."""
    if not lines:
        return []
    widths = sorted(_width(line.text) for line in lines)
    widest = widths[(len(widths) * 9) // 10]
    full = 0.0 if _is_indented(lines, widest) else FULL
    joined: list[LabelledLine] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line, widest, full) and not _begins_story(joined, line, widest):
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _is_indented(lines: list[LabelledLine], widest: float) -> bool:
    """Return whether an indent begins each paragraph: then a short line above a line without one ends none."""
    by_indent = by_width = 0
    for above, line in itertools.pairwise(lines):
        if above.text.rstrip(CLOSERS).endswith(FINAL_MARKS) and not line.blank_before:
            by_indent += line.source.indent > above.source.indent + 1
            by_width += line.source.indent <= above.source.indent + 1 and _width(above.text) < FULL * widest
    return by_indent >= _FEWEST_INDENTED and by_indent >= _INDENTED * by_width


def _goes_on(above: LabelledLine, line: LabelledLine, widest: float, full: float) -> bool:
    """Return whether `line` continues the paragraph of `above`; `full` is the share of the width of a full line."""
    decided = above.label is not Label.OPEN or line.label is not Label.OPEN
    apart = decided or line.blank_before or _begins_item(above, line, widest) or above.source.role or line.source.role
    if apart or not (above.is_text and line.is_text) or above.source.picture or line.source.picture:
        return False
    if is_lower(line.text[0]):
        return not take_apart(above.text).is_boilerplate
    last = above.joined[-1] if above.joined else above.source
    width = _width(last.text.strip())
    ended = above.text.rstrip(CLOSERS).endswith((*FINAL_MARKS, ":", "/."))
    pieces = take_apart(line.text)
    begins = (
        (ended and line.source.indent > last.indent + 1)
        or (last.bold, last.size) != (line.source.bold, line.source.size)
        or (above.text.isupper() != line.text.isupper() and len(line.text) > 3)
        or (above.text.endswith(";") and starts_with(line.text.casefold(), terms().begins))
        or (ended and is_name(line.text))
        or (ended and is_address(above.text))
        or (bool(pieces.dates) and not pieces.rest and not is_broken_off(above.text))
    )
    return not begins and width >= (full if ended else 0.7) * widest


def _begins_item(above: LabelledLine, line: LabelledLine, widest: float) -> bool:
    """Return whether an item begins; a number below a full line that has not ended belongs to its sentence."""
    if _BEGINS.match(line.text) is None:
        return False
    last = above.joined[-1] if above.joined else above.source
    full = _width(last.text.strip()) >= _TO_THE_MARGIN * widest and line.source.indent <= last.indent
    ended = above.text.rstrip(CLOSERS).endswith((*FINAL_MARKS, ":", ";", "/."))
    return ended or not full or not line.text[0].isdigit()


def _width(text: str) -> float:
    """Return the approximate width of a line; a capital takes the place of more than one small letter."""
    return len(text) + _CAPITAL * sum(map(is_upper, text))


def _begins_story(above: list[LabelledLine], line: LabelledLine, widest: float) -> bool:
    """Return whether the title has ended: one line without final punctuation, and article text below it.

    A full line below the first ones is no title.
    """
    title, before = above[-1], above[-2:-1]
    if len(above) > _TITLE_WITHIN and _width(title.text) >= FULL * widest:
        return False
    first = title.blank_before or all(take_apart(one.text).dates or one.label is not Label.OPEN for one in before)
    alone = first and not title.joined and not title.is_final and not is_broken_off(title.text)
    return (
        alone
        and not is_lower(line.text[0])
        and starts_with(line.text.casefold(), (*rules().narrative, *terms().begins))
    )


def join_wrapped(lines: list[LabelledLine]) -> list[LabelledLine]:
    """Return `lines` with those joined that a mail program broke in mid-sentence, if only some paragraphs are broken.

    The second line begins with a lower-case letter, or with the digits that belong to "… ngày" or "… số".
    """
    joined: list[LabelledLine] = []
    for line in lines:
        if joined and _was_wrapped(joined[-1], line):
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _was_wrapped(above: LabelledLine, line: LabelledLine) -> bool:
    last = above.joined[-1] if above.joined else above.source
    width = len(last.text.strip())
    apart = (
        above.label is not Label.OPEN
        or line.label is not Label.OPEN
        or line.blank_before
        or not (_WRAPPED[0] <= width or (width >= _SHORTEST_FIRST and _WRAPPED[0] <= len(line.text)))
        or max(width, len(line.source.text.strip())) > _WRAPPED[1]
    )
    if apart or not (above.is_text and line.is_text) or above.source.picture or line.source.picture or not line.text:
        return False
    if above.text.rstrip(CLOSERS).endswith((*FINAL_MARKS, ":", ";", "/.")) or _BEGINS.match(line.text):
        return False
    if _DOMAIN.fullmatch(line.text):
        return False
    return is_lower(line.text[0]) or (line.text[0].isdigit() and is_broken_off(above.text))


def is_broken_off(text: str) -> bool:
    """Return whether a line ends with a word that needs digits after it: "… theo Kế hoạch số 14/KH-UBND ngày"."""
    return text.rsplit(" ", maxsplit=1)[-1].casefold() in rules().unfinished


def _joined(above: LabelledLine, line: LabelledLine) -> LabelledLine:
    """Return the two lines as one: "Tày-" + "Nùng" keeps its hyphen and gets no space."""
    hyphened = re.search(r"[^\W\d_]-$", above.text) and not re.search(r"\s-$", above.text)
    text = f"{above.text}{'' if hyphened else ' '}{line.text}"
    return replace(above, text=text, joined=(*above.joined, line.source, *line.joined))
