"""The bulletin's name → the square picture that podcast players show: 1,400 pixels, JPEG, as Apple asks for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from ..documents.labels import masthead
from .drawing import SANS, SERIF, draw_rings, draw_star, font

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

EDGE: Final = 1400
MARGIN: Final = 110
RED, ORNAMENT, GOLD, PAPER = "#8f1d21", "#a5262a", "#f0c86a", "#fff6e6"


def feed_artwork(title: str, publisher: str) -> bytes:
    """Return the picture as JPEG; equal arguments give equal bytes."""
    from PIL import ImageDraw

    image = _ground()
    draw = ImageDraw.Draw(image)
    head, name = masthead(title)
    if head:
        draw.text((MARGIN, 560), head.upper(), font=font(SANS, 66), fill=GOLD)
    size, lines = _fitted(name, SERIF, range(230, 80, -10), most_lines=3)
    top = 650
    for line in lines:
        draw.text((MARGIN, top), line, font=font(SERIF, size), fill=PAPER)
        top += round(size * 1.3)
    draw.rectangle((MARGIN, EDGE - 210, MARGIN + 180, EDGE - 203), fill=GOLD)
    size, lines = _fitted(publisher, SANS, range(48, 28, -2), most_lines=2)
    for place, line in enumerate(lines):
        draw.text((MARGIN, EDGE - 175 + place * round(size * 1.4)), line, font=font(SANS, size), fill=PAPER)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=88, subsampling=0, optimize=True)
    return target.getvalue()


def _ground() -> Image:
    """Return the red background with the star of a bronze drum, drawn at double size and reduced.

    Only a mask per colour is drawn at double size: it takes a quarter of the memory of a picture.
    """
    from PIL import Image, ImageDraw

    ground = Image.new("RGB", (EDGE, EDGE), RED)
    large = Image.new("L", (EDGE * 2, EDGE * 2))
    draw = ImageDraw.Draw(large)
    x, y = EDGE * 2 - 560, 560
    draw_rings(draw, (x, y), ((1250, 8), (1200, 20), (960, 8), (700, 20)), (1000, 1160), 14)
    ground.paste(ORNAMENT, (0, 0), large.resize((EDGE, EDGE), Image.Resampling.BOX))
    large.paste(0, (0, 0, EDGE * 2, EDGE * 2))
    draw_star(draw, (x, y), 420, 150)
    ground.paste(GOLD, (0, 0), large.resize((EDGE, EDGE), Image.Resampling.BOX))
    return ground


def _fitted(text: str, name: str, sizes: range, *, most_lines: int) -> tuple[int, list[str]]:
    """Return the largest of `sizes` in which `text` fits, and its lines; lines that never fit are left out."""
    for size in sizes:
        lines = _lines(text, font(name, size))
        if len(lines) <= most_lines:
            return size, lines
    return sizes[-1], _lines(text, font(name, sizes[-1]))[:most_lines]


def _lines(text: str, face: FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if face.getlength(joined) <= EDGE - 2 * MARGIN:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line and face.getlength(line) <= EDGE - MARGIN] or [""]
