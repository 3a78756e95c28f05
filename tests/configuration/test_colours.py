"""An office's colour: readable behind white text, and on the dark page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from bantin_media.configuration.colours import DARK_PAPER, contrast, darker, is_readable, lighter, mixed

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == approx(21) and contrast("#777777", "#ffffff") == approx(4.478, abs=0.001)


@given(colours)
def test_every_colour_has_a_shade_for_white_letters_and_one_for_the_dark_page(colour: str) -> None:
    shade = darker(colour)
    assert is_readable(shade) and (shade == colour) == is_readable(colour)
    assert contrast(lighter(colour), DARK_PAPER) >= 7


def test_a_mixed_colour_lies_between_both() -> None:
    assert mixed("#102030", "#ffffff", 0) == "#102030" and mixed("#102030", "#ffffff", 100) == "#ffffff"
