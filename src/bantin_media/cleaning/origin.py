"""Finds the source of an article and the section of the website: labels, a news agency before the lead, breadcrumbs."""

from __future__ import annotations

import re
from typing import Final

from ..messages import message
from ..regex import regex
from .boilerplate import zones
from .byline import is_house, labelled_source, split_source, tag
from .characters import folded
from .dates import take_apart
from .labelling import Label, Labelling
from .rules import rules

_DOMAIN: Final = regex(r"[a-z\d][\w\-]{1,30}(?:\.[\w\-]{2,30}){0,3}\.(?:vn|com|net|org|info)", re.IGNORECASE)


def find_source(labels: Labelling, *, title: int | None) -> str:
    """Mark the line that names the source and return the name; empty if no line names one."""
    _, last = zones(labels)
    for index in labels.open():
        line = labels.lines[index]
        if index > last and line.is_text and (title is None or index > title) and (name := labelled_source(line.text)):
            above = [labels.lines[i] for i in range(index) if labels.lines[i].text]
            if above and (above[-1].label is Label.CAPTION or above[-1].after_picture):
                continue
            labels.mark(index, Label.SOURCE)
            return name
    if name := _domain_below(labels, last):
        return name
    if title is not None and (below := next((i for i in labels.open() if i > title), None)) is not None:
        line = labels.lines[below]
        if line.is_text and below < last and is_house(line.text) and not line.is_final:
            labels.mark(below, Label.SOURCE)
            return line.text
    for line in labels.lines:
        pieces = take_apart(line.text)
        words = pieces.rest if pieces.dates else line.text
        if line.label is Label.AUTHOR and (name := split_source(words.strip(" *()"))[1]):
            return name
    for index in labels.open():
        line = labels.lines[index]
        if (title is None or index > title) and (line.is_prose or (line.is_final and len(line.text) > 50)):
            return tag(line.text)
    return ""


def _domain_below(labels: Labelling, last: int) -> str:
    """Return the website whose name is alone in a line below the article: "huyenyenbinh.example.vn"."""
    for index in labels.open():
        if index > last and labels.lines[index].is_text and _DOMAIN.fullmatch(labels.lines[index].text):
            labels.mark(index, Label.SOURCE)
            return labels.lines[index].text
    return ""


def drop_domains(labels: Labelling, *, title: int | None) -> None:
    """Drop the website's name below the article if another line already names the source."""
    for index in labels.open():
        if (
            (title is None or index > title)
            and labels.lines[index].is_text
            and _DOMAIN.fullmatch(labels.lines[index].text)
        ):
            labels.drop(index, message("an address on the web"))


def find_section(labels: Labelling) -> str:
    """Return the last label of a breadcrumb above the title ("Trang chủ > Tin tức > Kinh tế")."""
    for index, line in enumerate(labels.lines):
        if line.label is not Label.DROPPED or line.is_prose or len(line.text) > 160:
            continue
        crumbs = [label.strip() for label in re.split(r"\s*[>»›/]\s*", line.text) if label.strip()]
        if len(crumbs) > 1 and folded(crumbs[0]) in rules().homes:
            last = crumbs[-1]
            if len(last.split()) <= 8 and folded(last) not in rules().not_sections:
                labels.drop(index, message("the section's name, which was taken as the section"))
                return last
            return ""
        match = rules().section_label.fullmatch(line.text)
        if match:
            return match[1].strip()
    return ""
