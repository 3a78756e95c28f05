"""A very long line: each place is read from a bounded part of the line, and equal parts share one reading.

No sentence is this long.  A line of a hundred thousand characters is a damaged table or a list without line ends, and
the longest parts of it repeat: "1-2 1-2 1-2 …".  Here a row cannot look farther than `LEFT` and `RIGHT` characters and
`SAID` tokens, so these determine a reading, and the reading of equal surroundings is not produced again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..model import Notice, Token
from .context import WINDOW, Line, Place

LONG = 4096
"""In characters: a shorter line is read as a whole."""
LEFT, RIGHT = 512, 2304
"""In characters: more than any row examines (the longest address of a website has about 2,200)."""
LONGEST = RIGHT - WINDOW
"""In characters: a longer token is a word or a number without an end; it is read again in the whole line."""
SAID = 40
"""In tokens: more than any row examines."""
Key = tuple[str, int, tuple[int, ...]]
Said = tuple[Token, tuple[Notice, ...]]
"""A token with the notices about it."""


class Surroundings:
    """The readings of one long line, by their surroundings: the characters on both sides and the last tokens."""

    def __init__(self, line: Line, read: Callable[[Place], Said]) -> None:
        self._line = line
        self._read = read
        self._known: dict[Key, Token] = {}
        self._numbers: dict[Token, int] = {}
        self._said: list[int] = []
        """The number of each token of the line so far; equal tokens have equal numbers."""

    def read(self, start: int) -> Said:
        """Return the token at `start`, the next place of the line, and its notices if they are new."""
        key = self._key(start)
        if token := self._known.get(key):
            return token, ()
        token, notices = self._read(self._place(key, start))
        if len(token.written) > LONGEST:
            return self._read(Place(self._line, start))
        self._known[key] = token
        return token, notices

    def _key(self, start: int) -> Key:
        numbers, said = self._numbers, self._said
        for token in self._line.said[len(said) :]:
            said.append(numbers.setdefault(token, len(numbers)))
        first = max(0, start - LEFT)
        return self._line.text[first : start + RIGHT], start - first, tuple(said[-SAID:])

    def _place(self, key: Key, start: int) -> Place:
        """Return the place `start` in a line that consists of its surroundings."""
        text, before, _ = key
        lower = self._line.lower[start - before : start - before + len(text)]
        return Place(replace(self._line, text=text, lower=lower, said=self._line.said[-SAID:]), before)
