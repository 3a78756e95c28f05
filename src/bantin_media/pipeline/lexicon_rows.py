"""The rows of the lexicon that a text depends on: a new row changes only the readings of texts with its first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from ..model import Reading
from ..normalization.folding import fold
from ..normalization.lexicon import Lexicon, first_word_end, load

UNREAD = "unread"
"""The rule of a character that no row of the normalizer understands; the next row may begin within a word."""


@cache
def lexicon(paths: tuple[Path, ...]) -> Lexicon:
    """Return the lexicon of these files, read once per process.  Raises `LexiconError`."""
    return load(paths)


def rows(words: Iterable[str], paths: tuple[Path, ...]) -> str:
    """Return the rows of the lexicons at `paths` that begin with one of `words`, as one text."""
    entries = lexicon(paths).entries
    found = (entries[word] for word in sorted(entries.keys() & set(words))) if entries else ()
    return "\n".join(f"{(row.written, row.spoken, row.side, row.near)}" for same in found for row in same)


def first_words(readings: Iterable[Reading]) -> frozenset[str]:
    """Return every word with which a row that changes one of `readings` can begin."""
    words: set[str] = set()
    for reading in readings:
        is_unread = any(token.rule == UNREAD for token in reading.tokens)
        words.update((_at_all_places if is_unread else _words)(fold(reading.written)[0]))
    return frozenset(words)


def first_words_of(text: str) -> frozenset[str]:
    """Return every word with which a row that changes the reading of `text` can begin."""
    return frozenset(_at_all_places(fold(text)[0]))


def _words(text: str) -> Iterator[str]:
    for is_word, letters in groupby(text, str.isalpha):
        if is_word:
            word = "".join(letters)
            yield word[: first_word_end(word, 0)].lower()
        else:
            yield from map(str.lower, letters)


def _at_all_places(text: str) -> Iterator[str]:
    return (text[start : first_word_end(text, start)].lower() for start in range(len(text)))
