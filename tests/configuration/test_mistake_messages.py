"""The complete message of each mistake in a settings file, and mistakes that TOML alone does not show.

`pytest tests/configuration/test_mistake_messages.py --accept` rewrites `mistakes.expected.txt`; read its difference.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.configuration.colours import contrast, darker, is_readable, lighter, mixed
from bantin_media.configuration.mistakes import find, meant

HERE = Path(__file__).parent
ROWS = [
    row.split("\t")[0].replace("\\u00a0", "\u00a0").replace("\\n", "\n").replace("\\\\", "\\")
    for name in ("mistakes.tsv", "more_mistakes.tsv")
    for row in (HERE / name).read_text("utf-8").splitlines()
    if not row.startswith("#")
]


def described(text: str) -> str:
    try:
        tomllib.loads(text)
    except ValueError as error:
        mistake = find(text, str(error))
        return f"{text}\n  {mistake.line} ({mistake.kind}) {mistake.what} → {mistake.hint}\n"
    return f"{text}\n  is TOML\n"


def test_messages_of_mistakes_are_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    as_accepted(HERE / "mistakes.expected.txt", "\n".join(map(described, ROWS)))


@pytest.mark.parametrize(("place", "line"), [(3, 1), (400, 1), (401, 401)])
def test_a_bracket_left_open_is_looked_for_so_far_back(place: int, line: int) -> None:
    text = 'drop = ["a"' + "\n" * place
    assert find(text, f"Unclosed array (at line {place}, column 1)").line == line


@pytest.mark.parametrize(
    ("words", "known", "key"),
    [
        ("Tác giả", ["author"], "author"),
        ("tac-gia", ["author"], "author"),
        ("tác giả", ["title"], ""),
        ("x", ["x"], ""),
    ],
)
def test_vietnamese_words_mean_keys_that_are_known_here(words: str, known: list[str], key: str) -> None:
    assert meant(words, known) == key


@pytest.mark.parametrize(
    ("colour", "of_white", "shade", "light"),
    [
        ("#000000", 21.0, "#000000", "#a1a1a1"),
        ("#8f1d21", 8.88, "#8f1d21", "#c99394"),
        ("#0a0b0c", 19.7, "#0a0b0c", "#9fa0a0"),
        ("#f0c86a", 1.59, "#826c39", "#f0c86a"),
        ("#1d4f8f", 8.18, "#1d4f8f", "#87a2c4"),
    ],
)
def test_a_colour_s_contrast_and_shades(colour: str, of_white: float, shade: str, light: str) -> None:
    assert round(contrast(colour, "#ffffff"), 2) == of_white == round(contrast("#ffffff", colour), 2)
    assert (darker(colour), lighter(colour)) == (shade, light)
    assert is_readable(colour) == (of_white >= 5)


def test_a_mixture_is_rounded_by_its_parts() -> None:
    assert mixed("#000000", "#ffffff", 50) == "#808080"
    assert mixed("#0a141e", "#646464", 10) == "#131c25"
