"""An office's own colour: whether text on it is readable (WCAG 2.2, 1.4.3), and its lighter and darker shades."""

from __future__ import annotations

from typing import Final

from ..regex import regex

FORM: Final = regex(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST: Final = 5.0
"""The least contrast with white text: above WCAG's minimum, so that the golden text of the cover is readable too."""
LEAST_CONTRAST_IN_THE_DARK: Final = 7.0
DARK_PAPER: Final = "#15130f"
"""The background of pages in dark mode."""
Rgb = tuple[int, int, int]


def is_readable(colour: str) -> bool:
    """Return whether white text is readable on `colour`, and text in `colour` on white."""
    return contrast(colour, "#ffffff") >= LEAST_CONTRAST


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def darker(colour: str) -> str:
    """Return the shade closest to `colour` on which white text is readable."""
    return next(shade for share in range(101) if is_readable(shade := mixed(colour, "#000000", share)))


def lighter(colour: str) -> str:
    """Return the shade closest to `colour` that is readable on the dark page."""
    shades = (mixed(colour, "#ffffff", share) for share in range(101))
    return next(shade for shade in shades if contrast(shade, DARK_PAPER) >= LEAST_CONTRAST_IN_THE_DARK)


def mixed(colour: str, other: str, percent: int) -> str:
    """Return `colour` mixed with `percent` of `other`."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * percent / 100):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
