"""The ordered table of rows.  Order is the only priority: the first row to accept uses its characters up.

One row per line: name, function, the characters it may begin with (None: any), and plain words at which it
must be asked although they look like prose.  `LINE_START` holds the rows that are asked first where a line begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import cardinal, editor, plain, rest
from .context import RowFunction

DIGITS = frozenset("0123456789")
LOWER = frozenset(letter for letter in plain.LETTERS if letter.islower())
UPPER = frozenset(letter for letter in plain.LETTERS if letter.isupper())
LETTERS = LOWER | UPPER
SPACES = frozenset(" \t\u00a0\n\r")
ANY = None


@dataclass(frozen=True, slots=True)
class Row:
    """A semiotic class in the table.  `words`, lower case, are never taken by the short cut for plain words."""

    name: str
    read: RowFunction
    first: frozenset[str] | None = ANY
    words: tuple[str, ...] = ()


# fmt: off
LINE_START: tuple[Row, ...] = (
    Row("lexicon", editor.read),
)

TABLE: tuple[Row, ...] = (
    Row("lexicon", editor.read),
    Row("space", rest.space, SPACES),
    # letters and words before numbers

    # numbers, the most particular first
    Row("cardinal", cardinal.read, DIGITS),
    # what is left
    Row("word", plain.read, LETTERS),
    Row("unread", rest.read),
)
# fmt: on
