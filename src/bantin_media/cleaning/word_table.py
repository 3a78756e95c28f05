"""`data/words.toml` → patterns for its words, as parts of this room's regular expressions."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


def one_of(name: str) -> str:
    """Return a pattern that matches one word of the list `name`; it does not end at a word boundary."""
    return "(?:" + "|".join(map(re.escape, _lists()[name])) + ")"


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((resources.files(__package__) / "data" / "words.toml").read_text("utf-8"))
