"""The pictures that a chat shows next to a link: a drawn one for the edition, a photograph for each article.

Zalo, Facebook and others require 1,200 × 630 pixels.  A smaller photograph is not enlarged; its article uses the
edition's picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ....cache import digest_of_bytes
from ....files import write_whole
from ....model import Edition, Picture
from ...documents import Document, edition_title, visible
from ...documents.labels import issue_line, masthead
from ..cover import DRUM, colours, drum_mask
from ..drawing import LEADING, SANS, SERIF, balanced, fitted, font
from ..picture_encoding import LONGEST_EDGE, BookPicture, Pictures
from .picture_files import FOLDER

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH: Final = 1200
HEIGHT: Final = 630
CARD: Final = "gioi-thieu.jpg"
_MARGIN: Final = 80
_COLUMN: Final = 780
_HEADLINES: Final = 2
_SMALL: Final = 34
_GOLD, _PAPER = "#f0c86a", "#fff6e6"


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture of a link's preview; its address is relative to the edition's folder."""

    href: str
    width: int = WIDTH
    height: int = HEIGHT


def write_previews(
    edition: Edition, documents: Sequence[Document], folder: Path, pictures: Pictures
) -> tuple[list[Path], dict[str, Preview]]:
    """Write the pictures; return their paths, and document name → preview; the key of the edition is "".

    Raises `SourceError` for a picture that cannot be read and `OutputError`.
    """
    titles = [document.title for document in documents if document.article][:_HEADLINES]
    words = (edition_title(edition), issue_line(edition), visible(edition.publisher), *titles)
    card = pictures.of(("preview", *colours(edition), *words), lambda: _drawn(edition, titles))
    write_whole(folder / CARD, card.content)
    made, shown = [folder / CARD], {"": Preview(CARD)}
    for document in documents:
        for picture in _pictures(document):
            large = pictures.made(picture, LONGEST_EDGE)
            if large.width < WIDTH or large.height < HEIGHT:
                continue
            name = digest_of_bytes(large.content)
            cut = pictures.of(("cut for a preview", name), lambda large=large: _cut(large))  # type: ignore[misc]
            file = folder / FOLDER / f"{document.name}-gioi-thieu-{name[:8]}.jpg"
            write_whole(file, cut.content)
            made.append(file)
            shown[document.name] = Preview(f"{FOLDER}/{quote(file.name)}")
            break
    return made, shown


def _pictures(document: Document) -> Iterator[Picture]:
    if document.article:
        yield from (part.picture for part in document.parts if part.picture)


def _cut(large: BookPicture) -> BookPicture:
    """Return the centre of a photograph, cropped to the shape of a preview; a tall one is cropped above the centre."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(large.content)) as picture:
        image = ImageOps.fit(picture.convert("RGB"), (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    return _jpeg(image)


def _drawn(edition: Edition, titles: Sequence[str]) -> BookPicture:
    from PIL import Image, ImageDraw

    ground, lines = colours(edition)
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    image.paste(lines, (WIDTH - DRUM + 180, 0), drum_mask().crop((0, 0, DRUM, HEIGHT)))
    draw = ImageDraw.Draw(image)
    head, name = masthead(edition_title(edition))
    draw.text((_MARGIN, 64), head.upper(), font=font(SANS, 40), fill=_GOLD)
    size, rows = fitted(name, SERIF, _COLUMN, sizes=range(120, 50, -6), most_lines=2, height=270)
    face = font(SERIF, size)
    top = _rows(draw, (_MARGIN, 116), balanced(rows, face, _COLUMN), face, _PAPER)
    size, rows = fitted(issue_line(edition), SANS, _COLUMN, sizes=range(38, 24, -2), most_lines=1)
    top = _rows(draw, (_MARGIN, top + 10), rows, font(SANS, size), _GOLD) + 34
    small = font(SERIF, _SMALL)
    for title in titles:
        if top + _SMALL * LEADING > HEIGHT - 40:
            break
        words = visible(title).rstrip(".")
        _, rows = fitted(words, SERIF, WIDTH - 2 * _MARGIN, sizes=range(_SMALL, _SMALL - 1, -1), most_lines=1)
        draw.rectangle((_MARGIN, top + 20, _MARGIN + 14, top + 34), fill=_GOLD)
        top = _rows(draw, (_MARGIN + 34, top), rows, small, _PAPER) + 8
    return _jpeg(image)


def _rows(draw: ImageDraw, place: tuple[int, int], rows: Sequence[str], face: FreeTypeFont, colour: str) -> int:
    """Draw lines of text downwards from `place` (left, top); return the position of their lower end in pixels."""
    left, top = place
    for row in rows:
        draw.text((left, top), row, font=face, fill=colour)
        top += round(face.size * LEADING)
    return top


def _jpeg(image: Image) -> BookPicture:
    target = BytesIO()
    image.save(target, "JPEG", quality=82, optimize=True)
    return BookPicture(target.getvalue(), WIDTH, HEIGHT, ".jpg")
