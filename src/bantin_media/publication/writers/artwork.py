"""The bulletin's name → the square picture that podcast players show: 1,400 pixels, JPEG, as Apple asks for."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Final

from ...templates import TEMPLATES

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

EDGE: Final = 1400
MARGIN: Final = 110
RED, ORNAMENT, GOLD, PAPER = "#8f1d21", "#a5262a", "#f0c86a", "#fff6e6"
SERIF, SANS = "NotoSerif-Bold.ttf", "BeVietnamPro-SemiBold.ttf"
KIND_OF_PAPER: Final = "bản tin"


def feed_artwork(title: str, publisher: str) -> bytes:
    """Return the picture, the same bytes for the same words."""
    from PIL import ImageDraw

    image = _ground()
    draw = ImageDraw.Draw(image)
    head, name = _in_two(title)
    if head:
        draw.text((MARGIN, 560), head, font=_font(SANS, 66), fill=GOLD)
    size, lines = _fitted(name, SERIF, range(230, 80, -10), most_lines=3)
    top = 650
    for line in lines:
        draw.text((MARGIN, top), line, font=_font(SERIF, size), fill=PAPER)
        top += round(size * 1.3)
    draw.rectangle((MARGIN, EDGE - 210, MARGIN + 180, EDGE - 203), fill=GOLD)
    size, lines = _fitted(publisher, SANS, range(48, 28, -2), most_lines=2)
    for place, line in enumerate(lines):
        draw.text((MARGIN, EDGE - 175 + place * round(size * 1.4)), line, font=_font(SANS, size), fill=PAPER)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=88, subsampling=0, optimize=True)
    return target.getvalue()


def _ground() -> Image:
    """Return the red ground with the star of a bronze drum, drawn large and made small.

    What is drawn large is a mask for each colour: a quarter of a picture's memory.
    """
    from PIL import Image, ImageDraw

    ground = Image.new("RGB", (EDGE, EDGE), RED)
    large = Image.new("L", (EDGE * 2, EDGE * 2))
    draw = ImageDraw.Draw(large)
    x, y = EDGE * 2 - 560, 560
    for radius, width in ((1250, 8), (1200, 20), (960, 8), (700, 20)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=width)
    for step in range(84):
        angle = 2 * math.pi * step / 84
        ends = [(round(x + r * math.cos(angle)), round(y + r * math.sin(angle))) for r in (1000, 1160)]
        draw.line(ends, fill=255, width=14)
    ground.paste(ORNAMENT, (0, 0), large.resize((EDGE, EDGE), Image.Resampling.BOX))
    points = []
    for step in range(28):
        radius, angle = (420 if step % 2 == 0 else 150), math.pi * step / 14
        points.append((round(x + radius * math.cos(angle)), round(y + radius * math.sin(angle))))
    large.paste(0, (0, 0, EDGE * 2, EDGE * 2))
    draw.polygon(points, fill=255)
    ground.paste(GOLD, (0, 0), large.resize((EDGE, EDGE), Image.Resampling.BOX))
    return ground


def _in_two(title: str) -> tuple[str, str]:
    words = title.split()
    if len(words) > 2 and " ".join(words[:2]).casefold() == KIND_OF_PAPER:
        return KIND_OF_PAPER.upper(), " ".join(words[2:])
    return "", " ".join(words)


def _fitted(text: str, font: str, sizes: range, *, most_lines: int) -> tuple[int, list[str]]:
    """Return the largest of `sizes` in which `text` fits, and its lines; what does not fit at all is left out."""
    for size in sizes:
        lines = _lines(text, _font(font, size))
        if len(lines) <= most_lines:
            return size, lines
    return sizes[-1], _lines(text, _font(font, sizes[-1]))[:most_lines]


def _lines(text: str, font: FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if font.getlength(joined) <= EDGE - 2 * MARGIN:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line and font.getlength(line) <= EDGE - MARGIN] or [""]


def _font(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(TEMPLATES / "fonts" / name, size, layout_engine=ImageFont.Layout.BASIC)
