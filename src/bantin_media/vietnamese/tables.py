"""Reads a table of a package: TSV text → tuples of cells; lists of words → patterns.

A line that begins with `# ` is a note for editors of the table; the first other line names the columns.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


def read_table(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `data/<name>.tsv` in `package`, without the header; each row is padded to its width."""
    text = (resources.files(package) / "data" / f"{name}.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    width = lines[0].count("\t") + 1
    rows = (tuple(line.split("\t")) for line in lines[1:])
    return tuple(row if len(row) == width else (*row, *[""] * width)[:width] for row in rows)


def one_of(package: str, name: str) -> str:
    """Return a pattern for one word of the list `name` in `data/words.toml`; it does not end at a word boundary."""
    return "(?:" + "|".join(map(re.escape, _word_lists(package)[name])) + ")"


@cache
def _word_lists(package: str) -> dict[str, list[str]]:
    return tomllib.loads((resources.files(package) / "data" / "words.toml").read_text("utf-8"))
