"""Joins a title that is printed on several lines, and checks that there is text below a title."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

from ..model import SourceLine
from .byline import has_surname, is_name, is_office, is_person, labelled_author, labelled_source, tag
from .characters import folded
from .dates import is_dateline, take_apart
from .labelling import Label, LabelledLine, Labelling
from .letters import is_address
from .markers import is_item
from .rules import rules
from .title_text import LONGEST

SHORTEST_TITLE: Final = 3
"""In words, for a line in capitals."""
_MOST_LINES: Final = 4
_FOREIGN: Final = 0.2
"""A line belongs to the website if the article text repeats a smaller share of its words …"""
_ECHOED: Final = 0.6
"""… and at least this share of the words of its title."""
_STORY_LINES: Final = 4


def is_writer(text: str) -> bool:
    """Return whether a short line is more likely an author's name than a title."""
    return is_name(text) and (has_surname(text) or len(text.split()) < SHORTEST_TITLE)


def heads_something(labels: Labelling, index: int) -> bool:
    """Return whether there is text to publish below a line; otherwise the line is the article text and not a title."""
    for line in labels.lines[index + 1 :]:
        if line.label not in {Label.OPEN, Label.CAPTION}:
            continue
        pieces = take_apart(line.text)
        by = labelled_author(line.text) or labelled_source(line.text)
        told = line.source.picture or line.source.rows or line.kept or (pieces.rest and not by)
        if told and (not is_dateline(line.text, pieces) or line.is_final):
            return True
    return False


def join_lines(labels: Labelling, index: int) -> int:
    """Join a title that is printed on several lines; return its index.

    The next line begins with a lower-case letter, continues the capitals, or names the subject of a document.
    """
    upper = index
    if upper and _goes_on(labels, upper - 1, upper):
        upper -= 1
    lower = index
    while lower - upper + 1 < _MOST_LINES and lower + 1 < len(labels.lines) and _goes_on(labels, lower, lower + 1):
        lower += 1
    if lower == upper:
        return index
    lines = labels.lines[upper : lower + 1]
    joined: tuple[SourceLine, ...] = tuple(one for line in lines[1:] for one in (line.source, *line.joined))
    text = " ".join(line.text for line in lines)
    merged: LabelledLine = replace(lines[0], text=text, label=Label.TITLE, joined=(*lines[0].joined, *joined))
    labels.lines[upper : lower + 1] = [merged]
    return upper


def _goes_on(labels: Labelling, upper: int, lower: int) -> bool:
    """Return whether line `lower` continues the title in line `upper`."""
    first, second = labels.lines[upper], labels.lines[lower]
    if not all(line.label in {Label.OPEN, Label.TITLE} and line.is_text and line.text for line in (first, second)):
        return False
    if second.is_prose or len(second.text) > LONGEST or is_dateline(second.text, take_apart(second.text)):
        return False
    if folded(first.text) in rules().documents:
        return heads_something(labels, lower) and not is_address(second.text) and not second.text.endswith(":")
    return _goes_on_by_form(labels, first, second, lower)


def _goes_on_by_form(labels: Labelling, first: LabelledLine, second: LabelledLine, lower: int) -> bool:
    alike = first.source.bold == second.source.bold and not second.is_final and not is_item(second.text)
    if first.is_final or (not alike and not second.text[:1].islower()):
        return False
    near = not second.blank_before or (labels.has_structure and first.source.bold)
    if second.text[:1].islower():
        return near and not second.text.endswith(":")
    capitals = first.text.isupper() and second.text.isupper() and near
    named = is_writer(second.text) or is_office(second.text) or labelled_author(second.text)
    unfinished = first.text.endswith((",", " -", " –", " và")) or (first.text[:1] in "“" and "”" not in first.text)
    heads = heads_something(labels, lower)
    if first.text.endswith(","):
        named = labelled_author(second.text)
    return near and heads and not named and (capitals or (unfinished and len(second.text) <= 120))


def is_set_off(labels: Labelling, index: int) -> bool:
    """Return whether an empty line follows a line, or the article's date stands beside it."""
    beside = (labels.lines[i].text for i in (index - 1, index + 1) if 0 <= i < len(labels.lines))
    return labels.blank_after(index) or any(take_apart(text).dates for text in beside)


def names_writer(labels: Labelling, index: int) -> bool:
    """Return whether a line is a person's name over a lead that begins with the newspaper's: "(Báo …) - …"."""
    below = next((labels.lines[i] for i in labels.open() if i > index), None)
    return below is not None and bool(tag(below.text)) and is_person(labels.lines[index].text)


def is_unfinished(text: str) -> bool:
    """Return whether a line does not end as a sentence; a line in capitals is a title with or without a full stop."""
    return not text.endswith((".", "…")) or text.isupper()


def echoed(labels: Labelling, candidates: list[int], chosen: int) -> int:
    """Return a line below `chosen` whose words the article text repeats, if it repeats hardly any of `chosen`."""
    later = [i for i in candidates if i > chosen and not labels.lines[i].is_final and not is_item(labels.lines[i].text)]
    if not later:
        return chosen
    prose = (line.text for line in labels.lines[chosen + 1 :] if line.label is Label.OPEN and line.is_prose)
    story = set(folded(" ".join(itertools.islice(prose, _STORY_LINES))).split())
    if not story or _share(labels.lines[chosen].text, story) >= _FOREIGN:
        return chosen
    return next((i for i in later if _share(labels.lines[i].text, story) >= _ECHOED), chosen)


def _share(text: str, story: set[str]) -> float:
    words = folded(text).split()
    return sum(word in story for word in words) / len(words) if words else 0.0
