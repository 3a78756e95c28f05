"""Drawing functions for covers, artwork and previews: fonts, lines, the bronze drum, the bulletin's name."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from ...templates import TEMPLATES

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SERIF, SANS = "NotoSerif-Bold.ttf", "BeVietnamPro-SemiBold.ttf"
_SPOKES: Final = 84
_RAYS: Final = 14
Point = tuple[int, int]

LONGEST_TITLE: Final = 300
LEADING: Final = 1.4
"""Line height as a multiple of letter height, with room for stacked diacritics (ể) below a dot (ạ)."""


@cache
def font(name: str, size: int) -> FreeTypeFont:
    """Return a bundled font with the basic layout engine, so that every machine gives the same bytes."""
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


def fitted(
    text: str, name: str, width: int, *, sizes: range, most_lines: int, height: int = 1 << 16
) -> tuple[int, list[str]]:
    """Return the largest of `sizes` in which `text` fits, and its lines; if none fits, the text is cut with "…"."""
    text = " ".join(text.split())
    shortened = text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    for size in sizes:
        lines = _lines(shortened, font(name, size), width)
        if len(lines) <= most_lines and len(lines) * size * LEADING <= height:
            return size, lines
    kept = lines[:most_lines]
    last = kept[-1].rpartition(" ")[0] or kept[-1][: max(1, len(kept[-1]) - 2)]
    kept[-1] = last.rstrip(" ,;:.…") + "…"
    return sizes[-1], kept


def balanced(lines: list[str], face: FreeTypeFont, column: int) -> list[str]:
    """Return the text in equally many lines of similar length, so that the last line is not a single word."""
    text, widths = " ".join(lines), range(column // 2, column, 40)
    place = bisect_left(widths, -len(lines), key=lambda width: -len(_lines(text, face, width)))
    narrower = _lines(text, face, widths[place]) if place < len(widths) else []
    return narrower if len(narrower) == len(lines) else lines  # a broken word can take fewer lines in less width


def _lines(text: str, face: FreeTypeFont, width: int) -> list[str]:
    """Return `text` in lines of at most `width` pixels; a wider word is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if face.getlength(joined) <= width:
            line = joined
            continue
        *full, line = _pieces(word, face, width)
        lines += [*([joined[: -len(word) - 1]] if joined != word else []), *full]
    return [*lines, line] if line else lines


def _pieces(word: str, face: FreeTypeFont, width: int) -> list[str]:
    """Return `word`, or pieces of it that fit, with a margin because letters differ in width."""
    length = face.getlength(word)
    if length <= width:
        return [word]
    most = max(1, int(len(word) * width * 0.8 / length))
    return [word[start : start + most] for start in range(0, len(word), most)]
