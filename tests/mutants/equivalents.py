"""`equivalent.tsv`: mutants that no test can tell from the code, each with the reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .drawing import Mutant

TABLE = Path(__file__).with_name("equivalent.tsv")


@cache
def reasons() -> dict[tuple[str, str, str], str]:
    """Return (path, line as it stands, line as changed) → reason."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {(path, before, after): reason for path, before, after, reason in rows}


def reason_of(mutant: Mutant) -> str:
    """Return why the mutant does what the code does, or "" if the table does not say so.

    A row names a file, its line and the mutated line by their text: lines move, and a changed line needs a new look.
    """
    reason = reasons().get((mutant.path, mutant.before, mutant.after), "")
    return reason and f"equivalent: {reason}"
