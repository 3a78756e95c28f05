"""Context words and phrases from `data/*.tsv`: a kind and a phrase in each row."""

from __future__ import annotations

import re
from functools import cache

from ..vietnamese.tables import read_table


@cache
def phrases(table: str, kind: str) -> tuple[str, ...]:
    """Return the phrases of one kind in `data/<table>.tsv`, lower case."""
    return _kinds(table).get(kind, ())


def one_of(table: str, kind: str) -> str:
    """Return a pattern for one phrase of a kind, the first in the table first; it does not end at a word boundary."""
    return "(?:" + "|".join(map(re.escape, phrases(table, kind))) + ")"


@cache
def _kinds(table: str) -> dict[str, tuple[str, ...]]:
    """Return all phrases of `data/<table>.tsv` by their kind."""
    found: dict[str, list[str]] = {}
    for row in read_table(__package__, table):
        found.setdefault(row[0], []).append(row[1])
    return {kind: tuple(listed) for kind, listed in found.items()}


@cache
def readings(table: str) -> dict[str, str]:
    """Return the written → spoken rows of `data/<table>.tsv`."""
    return {row[0]: row[1] for row in read_table(__package__, table)}
