"""Subfolders of an edition → notices about their unread content: articles, and photographs without an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..messages import message
from ..model import Notice

NAMING = frozenset({".html", ".htm", ".md"})
"""Formats of articles that refer to picture files."""


def notices(
    places: Sequence[Path], suffixes: frozenset[str], pictures: frozenset[str], *, ignored: Callable[[Path], bool]
) -> Iterator[Notice]:
    """Yield a notice for each of `places` that contains articles (`suffixes`), or only `pictures`."""
    for place in places:
        if place.suffix.lower() in suffixes:  # it is reported as an article that is a folder
            continue
        found = sorted(one for one in place.rglob("*") if one.is_file() and not ignored(one))
        named = any(one.suffix.lower() in NAMING for one in place.parent.iterdir())
        if found and not named and all(one.suffix.lower() in pictures for one in found):
            yield Notice(
                "edition.pictures-inside",
                str(place),
                message("pictures in a subfolder of this edition were not used"),
                message('Move them beside the articles, the number first: "01 {name}".', name=found[0].name),
            )
        elif any(one.suffix.lower() in suffixes for one in found):
            yield Notice(
                "edition.folder-inside",
                str(place),
                message("articles in a subfolder of this edition were not read"),
                message("Move them into the folder of the edition itself."),
            )
