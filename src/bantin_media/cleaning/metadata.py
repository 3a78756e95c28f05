"""Finds date, author, source and section in whole lines above the article, directly below it, and at its end.

The clock at the head of a page and a date inside the body are never the article's date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import Draft, Official
from .authors import author_below, find_author, of_roles
from .byline import labelled_source
from .dates import take_apart
from .dating import consume, days_of, find_date
from .labelling import Label, Labelling
from .origin import drop_domains, find_section, find_source


@dataclass(frozen=True, slots=True)
class Found:
    """The content of the metadata lines; a value that was not found is an empty string or None."""

    date: date | None = None
    author: str = ""
    source: str = ""
    section: str = ""


def find_metadata(
    labels: Labelling, draft: Draft, override: ArticleOverride, *, title: int | None, official: Official | None = None
) -> Found:
    """Label the metadata lines and return their content; values in `edition.toml` come first.

    The head of an `official` document has already given date and signer.
    """
    by_role = _roles(labels)
    if official is not None:
        by_role = replace(by_role, date=official.date or by_role.date, author=official.signer or by_role.author)
    day = find_date(labels, draft, override, title=title, known=by_role.date)
    author = override.author if override.author is not None else by_role.author
    if override.author != "" and not (official and official.signer):
        found = find_author(labels, author or "", title=title)
        author = author if override.author else found
    source = override.source if override.source is not None else by_role.source
    if override.source != "":
        found = find_source(labels, title=title)
        source = source or found
        drop_domains(labels, title=title)
    section = override.section if override.section is not None else by_role.section or find_section(labels)
    return Found(day, author or "", source or "", section or dict(draft.metadata).get("section", ""))


def _roles(labels: Labelling) -> Found:
    found = Found()
    authors: list[int] = []
    for index in labels.open():
        line = labels.lines[index]
        role = line.source.role
        if role == "author":
            authors.append(index)
        elif role == "source" and not found.source:
            found = replace(found, source=labelled_source(line.text) or line.text)
            labels.mark(index, Label.SOURCE)
        elif role == "section" and not found.section:
            found = replace(found, section=line.text)
            labels.drop(index, message("the section's name, which was taken as the section"))
        elif role == "date" and found.date is None and (days := days_of(line)):
            found = replace(found, date=days[0])
            consume(labels, index)
    return replace(found, author=of_roles(labels, authors))


def signed_below_pictures(labels: Labelling, found: Found) -> Found:
    """Return `found` with the author below the last captions, if no other author was found."""
    return found if found.author else replace(found, author=author_below(labels))


def account(labels: Labelling, override: ArticleOverride, *, title: str, author: str, source: str) -> None:
    """Record the words of metadata lines that the article does not show: labels, times, replaced words."""
    shown = {Label.TITLE: title, Label.AUTHOR: author, Label.SOURCE: source}
    given = {Label.TITLE: override.title, Label.AUTHOR: override.author, Label.SOURCE: override.source}
    for index, line in enumerate(labels.lines):
        if line.label not in shown:
            continue
        words = shown[line.label]
        recorded = {one.text for one in labels.dropped if one.line == line.number}
        if words and words in line.text:
            rest = line.text.replace(words, " ", 1)
            rest = (rest.replace(source, " ") if source else rest).strip(" ()[]*:.,;-–—|/")
            if re.search(r"\w", rest) and rest not in recorded and line.label is not Label.TITLE:
                labels.drop_part(index, rest, message("is next to the author's name"))
            continue
        if recorded:
            continue
        part = next((part for part in (line.text, take_apart(line.text).rest) if part and part in words), "")
        if not part:
            replaced = message("replaced by edition.toml")
            reason = (
                replaced if given[line.label] is not None else message("another line contains the same information")
            )
            labels.drop_part(index, line.text, reason)
        elif line.label is not Label.TITLE and re.search(r"\w", rest := _beside(line.text, part)):
            labels.drop_part(index, rest, message("is next to the author's name"))


def _beside(text: str, name: str) -> str:
    return text.replace(name, " ", 1).strip(" ()[]*:.,;-–—|/")
