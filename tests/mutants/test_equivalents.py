"""Every row of `equivalent.tsv` is about an existing line."""

from pathlib import Path

from .equivalents import reasons

PROJECT = Path(__file__).parents[2]


def test_every_row_names_a_line_of_its_file():
    lost = [
        (path, before)
        for path, before, after in reasons()
        if before == after or before not in map(str.strip, (PROJECT / path).read_text(encoding="utf-8").splitlines())
    ]
    assert not lost


def test_every_row_has_a_reason():
    assert all(reasons().values())
