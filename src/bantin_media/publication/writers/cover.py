"""`Edition` → a cover as JPEG: its own picture, or a drawn one with masthead, number, month and headlines.

Players show a square one without headlines: they are illegible there, and a changed title would change every MP3.
Equal editions give equal bytes: the letters are precomposed and from the fonts next to the templates; no layout engine
of the machine and no clock is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from ...configuration.colours import mixed
from ...model import Edition, Picture
from ..documents import edition_title, visible
from ..documents.labels import issue_line, label, masthead
from .drawing import LEADING, SANS, SERIF, balanced, draw_rings, draw_star, fitted, font
from .picture_encoding import BookPicture, book_picture, emblem_image
from .thumbnail import reduced

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 1600, 2560
MARGIN = 130
COLUMN = WIDTH - 2 * MARGIN
BAND = 960
"""The height of the coloured upper part, in pixels."""
DRUM = 960
"""The width of the ornament at the right side of the band, in pixels."""
FOOT = 250
"""The height of the lower part with the publisher's line, in pixels."""

PAPER, INK, GREY, GOLD = "#faf6ee", "#1d1a17", "#6a625a", "#f0c86a"
SEASONS = (("#8f1d21", "#a5262a"), ("#14532d", "#1a673a"), ("#0f3d66", "#154c7e"), ("#7a3b0c", "#914a13"))
"""Colours of band and ornament, a pair per quarter of the year, to distinguish issues on a shelf."""

PLAYER_EDGE = 480
"""The edge of the picture for players, in pixels."""
EMBLEM = 170
"""The longest edge of the office's emblem next to the publisher's line, in pixels."""
GAP = 84
SIZES = {1: (148, 0), 2: (124, 84), 3: (112, 70)}
SIZES_OF_MANY = (100, 60)
"""Number of headlines → the largest letter sizes of the first headline and of the others."""
MARK_SHARE = 0.1
"""The height of the band that marks a talking book, as a share of the cover's width."""
STEPS = 7
"""The number of letter sizes that are tried before a headline that is too long is cut."""


def cover_picture(edition: Edition, titles: Sequence[str]) -> BookPicture:
    """Return the cover of `edition`: its own picture, or one of 1600 × 2560 pixels drawn with `titles`.

    Raises `SourceError` if the edition's own picture cannot be read.
    """
    if edition.cover is not None:
        return book_picture(edition.cover, HEIGHT, jpeg_only=True)
    image = _drawn(edition, titles, HEIGHT)
    target = BytesIO()
    image.save(target, "JPEG", quality=88, subsampling=0)  # optimize=True needs 25 MB of memory to save a few kB
    return BookPicture(target.getvalue(), WIDTH, HEIGHT, ".jpg")


def player_picture(edition: Edition) -> BookPicture:
    """Return the square picture for players of an edition without a picture of its own."""
    image = _drawn(edition, (), WIDTH)
    return BookPicture(reduced(image, PLAYER_EDGE), PLAYER_EDGE, PLAYER_EDGE, ".jpg")


def marked_as_talking(cover: BookPicture, edition: Edition) -> BookPicture:
    """Return `cover` with a band added below it that marks the book as one with sound.

    Two pictures of its size are in memory at once, no third: a third would set the memory peak of a build.
    """
    from PIL import Image, ImageDraw

    width, height, band = cover.width, cover.height, round(cover.width * MARK_SHARE)
    with Image.open(BytesIO(cover.content)) as picture:
        image = _in_colour(picture).crop((0, 0, width, height + band))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height, width, height + band), fill=colours(edition)[0])
    face = font(SANS, max(12, round(band * 0.42)))
    words = label("talking_mark").upper()
    left = (width - round(face.getlength(words)) - band) // 2
    _loudspeaker(draw, left, height + band // 2, band)
    draw.text((left + band, height + band // 2), words, font=face, fill=GOLD, anchor="lm")
    target = BytesIO()
    image.save(target, "JPEG", quality=88, subsampling=0)
    return BookPicture(target.getvalue(), image.width, image.height, ".jpg")


def _in_colour(picture: Image) -> Image:
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _loudspeaker(draw: ImageDraw, left: int, middle: int, size: int) -> None:
    """Draw a loudspeaker and its waves, two thirds of `size` wide."""
    unit = size / 12
    points = ((0, -1.3), (1.6, -1.3), (3.8, -3.2), (3.8, 3.2), (1.6, 1.3), (0, 1.3))
    draw.polygon([(left + round(x * unit), middle + round(y * unit)) for x, y in points], fill=GOLD)
    for radius in (2.2, 3.9):
        x, y = left + round(4.2 * unit), middle
        box = (x - round(radius * unit), y - round(radius * unit), x + round(radius * unit), y + round(radius * unit))
        draw.arc(box, -48, 48, fill=GOLD, width=max(1, round(unit * 0.7)))


def _drawn(edition: Edition, titles: Sequence[str], height: int) -> Image:
    from PIL import Image, ImageDraw

    band, ornament = colours(edition)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    image.paste(band, (0, 0, WIDTH, BAND))
    image.paste(ornament, (WIDTH - DRUM, 0), drum_mask())
    draw = ImageDraw.Draw(image)
    _masthead(draw, edition)
    _headlines(draw, titles, band)
    left = _logo(image, edition.logo) if edition.logo else MARGIN
    draw.rectangle((0, height - 36, WIDTH, height), fill=band)
    _publisher(draw, visible(edition.publisher), left, height - FOOT)
    return image


def colours(edition: Edition) -> tuple[str, str]:
    """Return the colours of band and ornament: the office's, else those of the quarter."""
    if edition.colour:
        return edition.colour, mixed(edition.colour, "#ffffff", 10)
    return SEASONS[(edition.date.month - 1) // 3]


def _logo(image: Image, logo: Picture) -> int:
    """Draw the office's emblem at the foot; return the left edge of the publisher's line next to it, in pixels."""
    emblem = emblem_image(logo, EMBLEM)
    image.paste(emblem, (MARGIN, image.height - FOOT + (EMBLEM - emblem.height) // 2), emblem)
    return MARGIN + emblem.width + 40


def drum_mask() -> Image:
    """Return a mask with the rings and the star of fourteen rays of a bronze drum, drawn at double size and reduced.

    A mask takes a quarter of the memory of a picture; a picture of that size would set the memory peak of a build.
    """
    from PIL import Image, ImageDraw

    scale = 2
    large = Image.new("L", (DRUM * scale, BAND * scale))
    draw = ImageDraw.Draw(large)
    x, y = (DRUM - 190) * scale, 120 * scale
    rings = ((760, 4), (730, 10), (600, 4), (580, 4), (430, 10), (400, 4))
    draw_rings(
        draw, (x, y), [(radius * scale, width * scale) for radius, width in rings], (615 * scale, 715 * scale), 12
    )
    draw_star(draw, (x, y), 360 * scale, 130 * scale)
    return large.resize((DRUM, BAND), Image.Resampling.BOX)


def _masthead(draw: ImageDraw, edition: Edition) -> None:
    head, name = masthead(edition_title(edition))
    if head:
        draw.text((MARGIN, 165), head.upper(), font=font(SANS, 62), fill=GOLD)
    size, lines = fitted(name, SERIF, COLUMN, sizes=range(190, 80, -10), most_lines=3, height=480)
    top = 290
    for line in balanced(lines, font(SERIF, size), COLUMN):
        draw.text((MARGIN, top), line, font=font(SERIF, size), fill="white")
        top += round(size * LEADING * 0.93)
    draw.rectangle((MARGIN, BAND - 195, MARGIN + 220, BAND - 187), fill=GOLD)
    size, lines = fitted(issue_line(edition), SANS, COLUMN, sizes=range(58, 30, -4), most_lines=1)
    draw.text((MARGIN, BAND - 150), lines[0], font=font(SANS, size), fill="white")


def _headlines(draw: ImageDraw, titles: Sequence[str], colour: str) -> None:
    """Draw the titles below the band, the first one largest, in the largest sizes at which no title is cut."""
    if not titles:
        return
    blocks = _blocks([visible(title).rstrip(".") for title in titles])
    top = BAND + 105
    draw.rectangle((MARGIN, top - 34, MARGIN + 120, top - 24), fill=colour)
    for place, (size, lines) in enumerate(blocks):
        if place:
            draw.rectangle((MARGIN, top - GAP // 2, MARGIN + COLUMN, top - GAP // 2 + 2), fill="#d8cfc0")
        for line in balanced(lines, font(SERIF, size), COLUMN):
            draw.text((MARGIN, top), line, font=font(SERIF, size), fill=INK)
            top += round(size * LEADING)
        top += GAP


def _blocks(titles: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return size and lines of each title: the largest sizes at which no title is cut, or the smallest ones."""
    first, rest = SIZES.get(len(titles), SIZES_OF_MANY)
    for step in range(STEPS):
        shrunk = 1 - step * 0.08
        sizes = [round(first * shrunk), *[round(rest * shrunk)] * (len(titles) - 1)]
        most = [6 if len(titles) == 1 else 4, *[3] * (len(titles) - 1)]
        blocks = [
            fitted(title, SERIF, COLUMN, sizes=range(size, size - 1, -1), most_lines=lines)
            for title, size, lines in zip(titles, sizes, most, strict=True)
        ]
        is_high = sum(round(len(lines) * size * LEADING) + GAP for size, lines in blocks) > HEIGHT - FOOT - BAND - 80
        if not is_high and not any(lines[-1].endswith("…") for _, lines in blocks if lines):
            break
    return blocks


def _publisher(draw: ImageDraw, publisher: str, left: int, top: int) -> None:
    if publisher:
        size, lines = fitted(publisher, SANS, WIDTH - MARGIN - left, sizes=range(46, 30, -2), most_lines=2)
        for place, line in enumerate(lines):
            draw.text((left, top + 30 + place * round(size * 1.45)), line, font=font(SANS, size), fill=GREY)
