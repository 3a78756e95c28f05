"""Reads a table that ships with a package: TSV text in, tuples of cells out.

A line that begins with `# ` is a note to whoever edits the table; the first other line names the columns.
"""

from __future__ import annotations

from importlib import resources


def read_table(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `data/<name>.tsv` in `package` without the header, each as wide as the header."""
    text = (resources.files(package) / "data" / f"{name}.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    width = lines[0].count("\t") + 1
    return tuple(tuple((line.split("\t") + [""] * width)[:width]) for line in lines[1:])
