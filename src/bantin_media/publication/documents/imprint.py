"""`Settings` → the lines of the imprint, and notices of usual lines that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from ...configuration.settings import Settings
from ...messages import message
from ...model import Imprint, Notice
from .labels import imprint_labels, label

USUAL = ("publisher", "licence", "person_responsible")
"""A bulletin without these is rarely accepted; the law does not prescribe the wording."""


def imprint(settings: Settings) -> Imprint:
    """Return the imprint's lines in their usual order, each with its label unless the text begins with it."""
    return Imprint(tuple(_lines(settings)))


def missing(settings: Settings, where: str) -> Iterator[Notice]:
    """Yield a notice for every usual item that is empty in `settings`; `where` names the file."""
    labels = {"publisher": label("publisher", publisher="").rstrip(" :"), **imprint_labels()}
    for key in USUAL:
        if not getattr(settings, key):
            yield Notice(
                "imprint.missing",
                where,
                message("the imprint has no line “{label}”, and usually has one", label=labels[key]),
                message('Write it into the file: {key} = "…"', key=key),
            )


def _lines(settings: Settings) -> Iterator[tuple[str, str]]:
    for key, words in imprint_labels().items():
        text = str(getattr(settings, key)).strip()
        if text:
            says_so_itself = text.casefold().startswith(words.casefold())
            yield ("" if says_so_itself else words), text
