"""What cover and podcast artwork are drawn with: fonts, the bronze drum, the bulletin's name in two parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from ...templates import TEMPLATES

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SERIF, SANS = "NotoSerif-Bold.ttf", "BeVietnamPro-SemiBold.ttf"
PAPER_KIND: Final = "bản tin"
_SPOKES: Final = 84
_RAYS: Final = 14
Point = tuple[int, int]


@cache
def font(name: str, size: int) -> FreeTypeFont:
    """Return a font that ships, laid out without the machine's own engine: the same bytes everywhere."""
    from PIL import ImageFont

    return ImageFont.truetype(TEMPLATES / "fonts" / name, size, layout_engine=ImageFont.Layout.BASIC)


def draw_rings(draw: ImageDraw, centre: Point, rings: Sequence[Point], spokes: Point, spoke_width: int) -> None:
    """Draw the rings of a bronze drum (radius and width) and the spokes between two radii on a mask."""
    x, y = centre
    for radius, width in rings:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=width)
    for step in range(_SPOKES):
        angle = 2 * math.pi * step / _SPOKES
        ends = [(round(x + r * math.cos(angle)), round(y + r * math.sin(angle))) for r in spokes]
        draw.line(ends, fill=255, width=spoke_width)


def draw_star(draw: ImageDraw, centre: Point, outer: int, inner: int) -> None:
    """Draw the star of a bronze drum on a mask."""
    points = []
    for step in range(_RAYS * 2):
        radius, angle = (outer if step % 2 == 0 else inner), math.pi * step / _RAYS
        points.append((round(centre[0] + radius * math.cos(angle)), round(centre[1] + radius * math.sin(angle))))
    draw.polygon(points, fill=255)


def name_in_two(title: str) -> tuple[str, str]:
    """Return ("BẢN TIN", "Bắc Kạn") of "Bản tin Bắc Kạn": the kind of paper small, its name large."""
    words = title.split()
    if len(words) > 2 and " ".join(words[:2]).casefold() == PAPER_KIND:
        return PAPER_KIND.upper(), first_upper(" ".join(words[2:]))
    return "", " ".join(words)


def first_upper(words: str) -> str:
    """Return `words` with a capital first letter."""
    return words[:1].upper() + words[1:]
