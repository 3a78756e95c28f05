"""`equivalent.tsv`: mutants that no test can detect, each with the reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .drawing import Mutant

TABLE = Path(__file__).with_name("equivalent.tsv")


@cache
def reasons() -> dict[tuple[str, str, str], str]:
    """Return (path, line, mutated line) → reason."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {(path, before, after): reason for path, before, after, reason in rows}


def reason_of(mutant: Mutant) -> str:
    """Return the reason why the mutant is equivalent, or "" if the table has none.

    A row identifies the line and the mutated line by their text, because lines move; a changed line needs a new
    examination.
    """
    reason = reasons().get((mutant.path, mutant.before, mutant.after), "")
    return reason and f"equivalent: {reason}"
