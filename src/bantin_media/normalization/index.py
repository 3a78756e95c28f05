"""A place in a line → the rows that are tried there, in the table's order: those whose needs are met.

The needs of a row (`context.Row`, declared in `table`) are compared with facts that are determined once for each place:
the run of digits or letters that begins there, the two characters behind the run and behind the whole number, and the
word before.  So a row is rarely tried in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..regex import regex
from ..vietnamese.letters import ANY_LETTER
from .context import LONG, OTHER_CAPITAL, OTHER_LETTER, Place, Row, RowFunction, last_word
from .words import phrases

RUN = regex(rf"([0-9]+)(?:[.,][0-9]+){{0,8}}|{ANY_LETTER}{{1,200}}")
"""Digits with the number that they begin, or letters.  No amount has more than eight marks."""
RUNS_KEPT = 1024
"""How many runs of letters are kept for each key: a text has few that are not plain words."""
Key = tuple[str, int, str, str]


def up_to(most: int, fewest: int = 1) -> frozenset[int]:
    """Return the lengths of a run from `fewest` to `most`."""
    return frozenset(range(fewest, most + 1))


def then(chars: str, behind: str | None = None) -> dict[str, frozenset[str] | None]:
    """Return the requirement that one of `chars` follows, and then one of `behind` (None: anything)."""
    return dict.fromkeys(chars, None if behind is None else frozenset(behind))


def said_before(*kinds: tuple[str, str], also: Iterable[str] = ()) -> Callable[[], frozenset[str]]:
    """Return a function for the last words of all phrases of `kinds` (a table and a kind each), and of `also`."""
    return lambda: frozenset(last_word(one) for kind in kinds for one in phrases(*kind)).union(also)


class _Kinds(dict[str, str]):
    """Character → its kind: one for all spaces, one for all digits, two for letters that are not ASCII."""

    def __missing__(self, char: str) -> str:
        kind = char
        if char.isspace():
            kind = " "
        elif char.isdecimal():
            kind = "0"
        elif char.isalpha() and not char.isascii():
            kind = OTHER_LETTER if char.islower() else OTHER_CAPITAL
        self[char] = kind
        return kind


KINDS = _Kinds()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rows for a place."""

    rows: tuple[Row, ...]
    behind: dict[str, frozenset[int]]
    """Word → the indexes in `rows` of the rows that need it before the place."""
    without: tuple[Row, ...]
    """The rows if none of these words precedes the place."""
    has_begun: bool
    """Whether a row needs certain runs of letters."""
    known: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    of_run: dict[tuple[str, str], tuple[Row, ...]] = field(default_factory=dict)
    """Run of letters, and the word before if a row needs it → the rows."""


class Index:
    """The rows of a table, selected by their needs."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)
        self._signs: dict[str, tuple[Row, ...]] = {}
        self._asked: dict[Key, _Asked] = {}

    def rows(self, at: Place) -> tuple[Row, ...]:
        """Return the rows that may match at a place."""
        text, start = at.text, at.start
        char = text[start]
        found = RUN.match(text, start) if char.isalnum() else None
        if found is None:
            return self._of_sign(char, KINDS[text[start + 1 : start + 2]])
        end, beyond = found.end(1), found.end()
        end = beyond if end < 0 else end
        after = KINDS[text[end : end + 1]] + KINDS[text[end + 1 : end + 2]]
        number = after if end == beyond else KINDS[text[beyond : beyond + 1]] + KINDS[text[beyond + 1 : beyond + 2]]
        key = (char, min(end - start, LONG), after, number)
        rows = self._asked.get(key)
        if rows is None:
            rows = self._asked[key] = self._for(key)
        word = at.word if rows.behind and at.word in rows.behind else ""
        if rows.has_begun:
            return self._begun(rows, found.group(), word)
        if not rows.behind:
            return rows.rows
        return self._behind(rows, word) if word else rows.without

    def _of_sign(self, sign: str, after: str) -> tuple[Row, ...]:
        """Return the rows that may begin with a sign; only the next character is considered."""
        rows = self._signs.get(sign + after)
        if rows is None:
            rows = self._signs[sign + after] = self._for((sign, 1, after, after)).rows
        return rows

    def _for(self, key: Key) -> _Asked:
        """Return the rows for `key`; a row that needs no word before replaces others with the same function."""
        met = [row for row in self._rows if row.may_begin(*key)]
        free = {row.read for row in met if row.behind is None}
        rows = tuple(row for row in met if row.behind is None or row.read not in free)
        behind: dict[str, set[int]] = {}
        for place, row in enumerate(rows):
            for word in row.behind() if row.behind else ():
                behind.setdefault(word, set()).add(place)
        without = _each_once(row for row in rows if row.behind is None)
        needed = {word: frozenset(at) for word, at in behind.items()}
        has_begun = key[0].isalpha() and any(row.begun for row in rows)
        return _Asked(rows if behind else without, needed, without, has_begun)

    def _begun(self, asked: _Asked, run: str, word: str) -> tuple[Row, ...]:
        """Return the rows for a run of letters, after `word` (empty: after no word that a row needs)."""
        rows = asked.of_run.get((run, word))
        if rows is None:
            if len(asked.of_run) >= RUNS_KEPT:
                asked.of_run.clear()
            every = self._behind(asked, word) if word else asked.without if asked.behind else asked.rows
            rows = asked.of_run[run, word] = tuple(row for row in every if row.begun is None or row.begun(run))
        return rows

    @staticmethod
    def _behind(asked: _Asked, word: str) -> tuple[Row, ...]:
        """Return the rows if `word` precedes the place."""
        rows = asked.known.get(word)
        if rows is None:
            places = asked.behind[word]
            chosen = (row for place, row in enumerate(asked.rows) if row.behind is None or place in places)
            rows = asked.known[word] = _each_once(chosen)
        return rows


def _each_once(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the first row of each function."""
    found: dict[RowFunction, Row] = {}
    for row in rows:
        found.setdefault(row.read, row)
    return tuple(found.values())
