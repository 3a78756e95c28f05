"""An office's own colour: whether letters on it can be read (WCAG 2.2, 1.4.3), and the shades that go with it."""

from __future__ import annotations

import re
from typing import Final

FORM: Final = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST: Final = 5.0
"""Of white letters on it: a little more than WCAG asks, so that the cover's golden ones are read too."""
LEAST_CONTRAST_IN_THE_DARK: Final = 7.0
DARK_PAPER: Final = "#15130f"
"""The page's ground where the reader's system is dark."""
Rgb = tuple[int, int, int]


def is_readable(colour: str) -> bool:
    """Return whether white letters can be read on `colour`, and `colour` on white paper."""
    return contrast(colour, "#ffffff") >= LEAST_CONTRAST


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def darker(colour: str) -> str:
    """Return the shade nearest to `colour` on which white letters can be read."""
    return next(shade for share in range(101) if is_readable(shade := mixed(colour, "#000000", share)))


def lighter(colour: str) -> str:
    """Return the shade nearest to `colour` that can be read on the dark page."""
    shades = (mixed(colour, "#ffffff", share) for share in range(101))
    return next(shade for shade in shades if contrast(shade, DARK_PAPER) >= LEAST_CONTRAST_IN_THE_DARK)


def mixed(colour: str, other: str, percent: int) -> str:
    """Return `colour` with so many percent of `other` in it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * percent / 100):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
