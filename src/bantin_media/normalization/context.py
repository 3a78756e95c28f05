"""The input of a row: the line, its place in it, the words on both sides, the style, the lexicon.

A row examines only its neighbourhood: `left` and `right` are windows of `WINDOW` characters, so the cost of a row does
not depend on the length of the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ..configuration.settings import ReadingStyle
from ..model import Certainty, Notice, Token
from ..regex import regex
from .lexicon import Lexicon
from .words import phrases as words_of

WINDOW = 80
"""In characters: the length of the window on each side."""

JOINING = frozenset(["và", "đến", "hoặc", "hay", "với", "cùng", "tới"])
NUMBER_CHARS = "0123456789.,/-–:;()"
LIST_CHARS = NUMBER_CHARS + " "
NOT_LETTERS = regex(r"[\W\d_]+")
FIRST_WORD = regex(r"[^\W_]+|.")
LISTS_KEPT = 512
"""The cache size: the lists of phrases that the tables and the rows have are fewer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence during reading: `text` is NFC, `lower` has the same length, `said` has the tokens read so far."""

    text: str
    lower: str
    style: ReadingStyle
    lexicon: Lexicon
    where: str = ""
    said: list[Token] = field(default_factory=list)
    is_mixed: bool = False
    """Whether the line contains letters that are not Vietnamese."""
    taught: Mapping[str, str] = field(default_factory=dict)
    """The short forms that the article explains: written → spoken."""
    earlier: Mapping[str, str] = field(default_factory=dict)
    """Mark → class of the last two numbers joined by it, in this article's preceding sentences."""
    written_out: Mapping[str, str] = field(default_factory=dict)
    """The words that the article writes out for short forms that no table knows."""


class Place:
    """A position in a line, as a row sees it.  `memo` caches results that several rows need."""

    __slots__ = (
        "_before_list", "_has_words", "_label", "_left", "_word", "_words", "evidence", "line", "memo", "start", "text",
    )  # fmt: skip

    def __init__(self, line: Line, start: int) -> None:
        self.line = line
        self.text = line.text
        self.start = start
        self.memo: dict[str, object] = {}
        self.evidence: list[str] = []
        """The context words that the current row found, "mã …", "… người": its evidence."""
        self._left: str | None = None
        self._has_words: bool | None = None
        self._before_list: str | None = None
        self._word: str | None = None
        self._label: str | None = None
        self._words: list[str] | None = None

    @property
    def style(self) -> ReadingStyle:
        """Return the editor's settings for reading."""
        return self.line.style

    @property
    def char_before(self) -> str:
        """Return the preceding character; empty at the start of the line."""
        return self.text[self.start - 1] if self.start else ""

    @property
    def left(self) -> str:
        """Return the last `WINDOW` characters before this place, in lower case, without trailing spaces."""
        if self._left is None:
            self._left = self.line.lower[max(0, self.start - WINDOW) : self.start].rstrip()
        return self._left

    @property
    def word(self) -> str:
        """Return the word directly before this place in lower case, or a mark: "số" for "(mã số: "."""
        if self._word is None:
            self._word = last_word(self.left.rstrip(" :("))
        return self._word

    @property
    def label(self) -> str:
        """Return `left` without brackets and colons at its end; empty if no letter, and so no phrase, is in it."""
        if self._label is None:
            self._label = self.left.rstrip(" :(") if self.has_words_before else ""
        return self._label

    @property
    def has_words_before(self) -> bool:
        """Return whether `left` contains a letter; if not, no phrase can precede, and rows skip the search."""
        if self._has_words is None:
            self._has_words = self.left.islower()
        return self._has_words

    @property
    def before_list(self) -> str:
        """Return `left` without a list of numbers at its end: "gọi" for "gọi 113, 114 hoặc"."""
        if self._before_list is None:
            self._before_list = " ".join(without_list(self.left).split())
        return self._before_list

    def right(self, end: int) -> str:
        """Return the `WINDOW` characters from `end` on, in lower case, without leading spaces."""
        return self.line.lower[end : end + WINDOW].lstrip()

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match `pattern` at this place."""
        return pattern.match(self.text, self.start)

    def words_before(self, number: int = 3) -> tuple[str, ...]:
        """Return up to `number` words before this place, in lower case, the nearest last; punctuation is ignored."""
        if self._words is None:
            self._words = NOT_LETTERS.sub(" ", self.left).split()
        return tuple(self._words[-number:])

    def words_after(self, end: int, number: int = 3) -> tuple[str, ...]:
        """Return up to `number` words from `end` on, in lower case; punctuation is ignored."""
        return tuple(NOT_LETTERS.sub(" ", self.right(end)).split()[:number])

    def follows(self, phrases: tuple[str, ...]) -> bool:
        """Return whether one of the lower-case `phrases` directly precedes this place, as whole words."""
        left = self.label
        return left.endswith(phrases) and self._is_told(ending(left, phrases))

    def follows_list(self, phrases: tuple[str, ...]) -> bool:
        """Return whether one of `phrases` precedes this place; a list of numbers may be between: gọi 113, 114 hoặc …"""
        return self.has_words_before and self._is_told(ending(self.before_list.rstrip(" :("), phrases))

    def precedes(self, end: int, phrases: tuple[str, ...]) -> bool:
        """Return whether one of the lower-case `phrases` directly follows `end`, as whole words."""
        right = self.right(end)
        if not right.startswith(phrases):
            return False
        for one in _by_first_word(phrases).get(first_word(right), ()):
            if right.startswith(one) and not right[len(one) :][:1].isalnum():
                self.evidence.append(f"… {one}")
                return True
        return False

    def _is_told(self, phrase: str) -> bool:
        if phrase:
            self.evidence.append(f"{phrase} …")
        return bool(phrase)


def last_word(left: str) -> str:
    """Return the letters and digits at the end of `left`; if there are none, its last character."""
    word = left.rpartition(" ")[2]
    if not word or word.isalnum():
        return word
    if not word[-1].isalnum():
        return word[-1]
    start = len(word) - 1
    while word[start - 1].isalnum():
        start -= 1
    return word[start:]


def first_word(right: str) -> str:
    """Return the letters and digits at the start of `right`; if there are none, its first character."""
    found = FIRST_WORD.match(right)
    return found.group() if found else ""


@lru_cache(LISTS_KEPT)
def _by_first_word(phrases: tuple[str, ...]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in phrases:
        found.setdefault(first_word(one), []).append(one)
    return found


def without_list(left: str) -> str:
    """Return `left` without numbers and conjunctions at its end; the "5a" of "lớp 5a" is a word and stays."""
    while True:
        cut = left.rstrip(LIST_CHARS)
        if cut and len(cut) < len(left) and left[len(cut)] != " ":
            return left[: len(cut)] + left[len(cut) :].partition(" ")[0]
        word = cut.rpartition(" ")[2]
        if word not in JOINING:
            return cut
        left = cut[: -len(word)]


def ends_in(left: str, phrases: tuple[str, ...]) -> bool:
    """Return whether the lower-case `left` ends with one of `phrases`, as whole words."""
    return bool(ending(left, phrases))


def ending(left: str, phrases: tuple[str, ...]) -> str:
    """Return the phrase of `phrases` with which the lower-case `left` ends, as whole words; empty if there is none."""
    if not left.endswith(phrases):
        return ""
    whole = (one for one in phrases if left.endswith(one) and not left[: -len(one)][-1:].isalnum())
    compounds = words_of("label", "compound")
    compound = next(one for one in compounds if left.endswith(one)) if left.endswith(compounds) else ""
    return next((one for one in whole if len(one) >= len(compound)), "")


class Match(NamedTuple):
    """The result of a row that matches: the characters up to `end` are read as `spoken`.

    `spoken` contains words and pauses (`,`), or one of `. ? !` for an end mark; it is empty for silent characters.
    `rule` names the class if the row's own name is too general.
    """

    end: int
    spoken: str
    rule: str = ""
    notices: tuple[Notice, ...] = ()
    certainty: Certainty = Certainty.CERTAIN
    evidence: str = ""
    other: str = ""


RowFunction = Callable[[Place], Match | None]
After = Mapping[str, frozenset[str] | None]
"""The characters that may follow, each with the characters that may come next (None: any).  See `index.KINDS`."""
LONG = 10
"""Runs of this length or more are not distinguished."""
OTHER_LETTER, OTHER_CAPITAL = "ă", "Ă"
"""The kind of every letter that is not ASCII."""


@dataclass(frozen=True, slots=True)
class Row:
    """A semiotic class in the table: its function, and its needs, without which it never matches.

    A class may have several rows, one below the other: it is tried if the needs of one of them are met.
    """

    name: str
    read: RowFunction
    first: frozenset[str] | None = None
    """The characters with which it may begin (None: any)."""
    sizes: frozenset[int] | None = None
    """The lengths of the run of digits or letters at the place, up to `LONG`."""
    after: After | None = None
    """The characters that may follow this run; after a sign, only the first character counts."""
    beyond: After | None = None
    """The characters that may follow the whole number with its points and commas: the "%" of "3,5%"."""
    joined: bool = False
    """Whether the row reads only digits that are attached to something: never the 5 of "5 xã", "tổ 5,"."""
    behind: Callable[[], frozenset[str]] | None = None
    """The words of which one must directly precede the place (`Place.word`)."""
    begun: Callable[[str], bool] | None = None
    """Whether the row may read something that begins with this run of letters, all of them up to the next character."""

    def may_begin(self, char: str, size: int, after: str, beyond: str) -> bool:
        """Return whether the row may match at `char`; the word before is not considered."""
        if (self.first is not None and char not in self.first) or (self.sizes is not None and size not in self.sizes):
            return False
        if self.joined and is_alone(char, size, after):
            return False
        is_sign = not char.isalnum()
        return _may_follow(self.after, after, is_sign=is_sign) and _may_follow(self.beyond, beyond, is_sign=is_sign)


def _may_follow(wanted: After | None, following: str, *, is_sign: bool) -> bool:
    if wanted is None:
        return True
    if following[:1] not in wanted:
        return False
    beyond = wanted[following[:1]]
    return is_sign or beyond is None or following[1:] in beyond


def is_alone(char: str, size: int, after: str) -> bool:
    """Return whether digits are alone, as most are: "5 xã", "tổ 5, "."""
    if char not in "123456789" or size >= LONG:
        return False
    if after[:1] == " ":
        return after[1:].islower() and after[1:] != "x"
    return not after or (after[0] in ",.;:!?)" and after[1:] in ("", " "))
