"""The title of an official document: its kind with the lines of its subject, or the "V/v …" of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..messages import message
from ..model import LineKind
from . import official_signature
from .characters import folded, is_bracketed
from .dates import take_apart
from .labelling import Label, LabelledLine, Labelling
from .official_terms import NUMBER, ORNAMENT, Terms, terms
from .rules import rules, starts_with

SHORTEST_TITLE: Final = 3
"""In lines: without a head, only a kind with two lines below it is certainly a title."""
_LONGEST_TITLE: Final = 5
"""In lines, including the kind."""
LONGEST_TITLE_LINE: Final = 200


def mark_title(labels: Labelling, subject: list[int], after: int, *, least: int = 1) -> str:
    """Join the document's kind and the lines of its title, label the result, and return the kind."""
    lines = [*_title_lines(labels, after)]
    if len(lines) < least and not subject:
        return ""
    kind = ""
    if lines:
        kind = labels.lines[lines[0]].text
    elif subject:
        lines = subject
    if not lines:
        return ""
    first = lines[0]
    others = [labels.lines[i] for i in lines[1:]]
    one = labels.lines[first]
    titled = any(line.source.role == "title" for line in labels.lines)
    source = replace(one.source, kind=LineKind.HEADING, level=2 if titled else 1, role="" if titled else "title")
    number = NUMBER.match(one.text.casefold())
    if number:
        labels.drop_part(first, one.text[: number.end()], message(terms().reasons["number"]))
    words = [one.text[number.end() :].strip() if number else one.text, *(line.text for line in others)]
    text = " ".join(words)
    joined = tuple(source for line in others for source in (line.source, *line.joined))
    labels.lines[first] = replace(one, source=source, text=text, joined=(*one.joined, *joined), reason="")
    for index in sorted(lines[1:], reverse=True):
        del labels.lines[index]
    return kind


def _title_lines(labels: Labelling, after: int) -> Iterator[int]:
    """Yield the indexes of the lines of a title that begins with the document's kind, directly below the head."""
    at = after
    while at < len(labels.lines) and ORNAMENT.fullmatch(labels.lines[at].text):
        at += 1
    if at >= len(labels.lines) or not is_kind(labels.lines[at].text):
        return
    yield at
    table = terms()
    previous = labels.lines[at]
    for index in range(at + 1, min(at + _LONGEST_TITLE, len(labels.lines))):
        line = labels.lines[index]
        if not _may_go_on(line, previous, table, first=index == at + 1):
            return
        yield index
        previous = line


def is_kind(text: str) -> bool:
    """Return whether a line is a document kind, alone or, in capitals, followed by the subject."""
    low = folded(text)
    if low in rules().documents or low in terms().kinds:
        return True
    first = " ".join(text.split()[:2])
    return first.isupper() and starts_with(low, rules().documents) and len(text) <= LONGEST_TITLE_LINE


def _may_go_on(line: LabelledLine, above: LabelledLine, table: Terms, *, first: bool) -> bool:
    """Return whether a line may continue the title above it."""
    text = line.text
    if (
        not line.is_text
        or line.label is not Label.OPEN
        or not text
        or line.is_final
        or line.is_prose
        or len(text) > LONGEST_TITLE_LINE
    ):
        return False
    if (
        text.endswith((":", ";"))
        or ORNAMENT.fullmatch(text)
        or re.match(r"(?:\d{1,2}|[IVX]{1,4}|[a-z])[.)]\s|[-+•*]", text)
    ):
        return False
    spoken = f" {text.casefold()}"
    if any(f" {one}" in spoken for one in table.says) or (is_bracketed(text) and take_apart(text).dates):
        return False
    begins_text = starts_with(text.casefold(), table.begins) and not text[:1].islower()
    if official_signature.is_office(text) or (begins_text and not _is_bold_title(line, above, first=first)):
        return False
    if first:
        return not (text.isupper() and above.blank_before and is_kind(text))
    same = line.source.bold == above.source.bold and (text.isupper() <= above.text.isupper())
    return same and (not line.blank_before or text[:1].islower() or line.source.bold) and len(text) <= 120


def _is_bold_title(line: LabelledLine, above: LabelledLine, *, first: bool) -> bool:
    """Return whether the type shows that a line belongs to the title, though a text may begin so too."""
    goes_on = starts_with(line.text.casefold(), terms().begins_in_title)
    return line.source.bold and (first or (above.source.bold and goes_on))
