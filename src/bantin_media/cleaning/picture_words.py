"""The editor's captions and alternative texts (`[articles.1.pictures."01 anh 1.jpg"]`) → the figures with them.

The key of a picture next to the article is its file name; of a picture inside the source, its number among the
article's pictures, from 1.  A key without a picture gives a notice: the picture may have been removed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..configuration.settings import PictureNamed, PictureWords
from ..messages import message
from ..model import Block, Figure, Notice, Picture, Text, plain
from .characters import toml_string

Cut = Callable[[str, str], Text]
"""A text and a letter → sentences with ids that begin with the letter."""
LETTER = "w"
"""The first letter of the ids of these sentences."""


@dataclass(frozen=True, slots=True)
class Worded:
    """Blocks with the editor's texts, the captions that these replaced, and the keys without a picture."""

    blocks: tuple[Block, ...]
    replaced: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def with_words(blocks: Sequence[Block], words: PictureNamed, folder: Path, cut: Cut) -> Worded:
    """Return the `blocks` of an article in `folder`, with the editor's `words` on their pictures."""
    if not words:
        return Worded(tuple(blocks))
    wanted = {_folded(name): one for name, one in words}
    done, replaced, place = list(blocks), [], 0
    for at, figure in enumerate(blocks):
        if not (isinstance(figure, Figure) and figure.picture):
            continue
        place += 1
        own = wanted.pop(_folded(name_of(figure.picture, place, folder)), None)
        if own is None:
            continue
        done[at] = _worded(figure, own, cut)
        if own.caption is not None and figure.caption:
            replaced.append(plain(figure.caption))
    unknown = tuple(name for name, _ in words if _folded(name) in wanted)
    return Worded(tuple(done), tuple(replaced), unknown)


def name_of(picture: Picture, place: int, folder: Path) -> str:
    """Return the key in `edition.toml` of a picture in `folder`, the one at `place` among the article's pictures."""
    return picture.path.name if picture.path.parent == folder and not picture.member else str(place)


def line_for(blocks: Sequence[Block], folder: Path) -> str:
    """Return the line of `edition.toml` by which the editor can give a caption to the first picture without one."""
    pictures = [one for one in blocks if isinstance(one, Figure) and one.picture]
    named = ((place, one.picture) for place, one in enumerate(pictures, 1) if not one.caption)
    place, picture = next(named)
    name = toml_string(name_of(picture, place, folder)) if picture else ""
    return f'pictures = {{ {name} = {{ caption = "…" }} }}'


def unknown_names(where: str, number: int, unknown: Sequence[str]) -> tuple[Notice, ...]:
    """Return a notice for each key without a picture in article `number`."""
    hint = message("Write the picture's file name, or its place in the article (1, 2 …); or take the group out.")
    return tuple(
        Notice(
            "picture.unknown", where, message("article {number} has no picture “{name}”", number=number, name=one), hint
        )
        for one in unknown
    )


def _worded(figure: Figure, words: PictureWords, cut: Cut) -> Figure:
    if words.caption is not None:
        figure = replace(figure, caption=cut(words.caption, LETTER), guessed=False)
    alternative = figure.alt if words.alternative is None else cut(words.alternative, LETTER)
    same = plain(alternative).casefold() == plain(figure.caption).casefold()
    return replace(figure, alt=() if same else alternative)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
