"""Adds a row (written ⇥ spoken) to an office's lexicon, or replaces the row for the same writing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..errors import LexiconError
from ..messages import message
from ..normalization.lexicon import load
from ..templates import environment, render


def with_row(path: Path, written: str, spoken: str) -> bytes:
    """Return the new content of `path` with the row; all other lines are unchanged.

    Raises `LexiconError` for an invalid row.
    """
    written, spoken = " ".join(written.split()), " ".join(spoken.split())
    if not written or not spoken or written.startswith("#"):
        raise LexiconError(
            str(path), message("the written and the spoken form are both needed"), message("Fill in both fields.")
        )
    row = f"{written}\t{spoken}"
    _check(path, row)
    text = path.read_text("utf-8-sig") if path.is_file() else render(environment("new", None), "lexicon.tsv.j2")
    lines = text.splitlines()
    same = [place for place, line in enumerate(lines) if line.rstrip().split("\t")[:1] == [written]]
    plain = [place for place in same if len([cell for cell in lines[place].split("\t") if cell.strip()]) == 2]
    if plain:
        lines[plain[0]] = row
    else:
        lines.append(row)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _check(path: Path, row: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / path.name
        alone.write_text(f"{row}\n", "utf-8")
        try:
            load([alone])
        except LexiconError as error:
            raise LexiconError(str(path), error.what, error.hint) from error
