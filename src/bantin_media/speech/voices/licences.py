"""A model card → its line that forbids publishing the voice's speech.

Such a voice is not refused: the office reads the line and decides.  `data/forbidding.tsv` has the usual phrases.
"""

from __future__ import annotations

import re
from functools import cache

from ...vietnamese.tables import read_table


def forbidding(text: str) -> str:
    """Return the line of a licence or a card that forbids selling or publishing; empty if none does."""
    for line in text.splitlines():
        if _forbids().search(line):
            return " ".join(line.split())
    return ""


@cache
def _forbids() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[0]})" for row in read_table(__package__, "forbidding")), re.IGNORECASE)
