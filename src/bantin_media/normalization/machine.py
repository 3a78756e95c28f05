"""A line → a `Reading`, in one pass from left to right; no result is read again.

At each position the rows that `index` returns are tried in order; the first one that matches determines the reading of
its characters.  A run of plain words is recognized by one expression and one comparison of sets, without trying any
row.  The cost is linear in the length of the line, because a row sees only a bounded window; in a very long line, equal
surroundings are read only once (`surroundings`).
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cache

from ..configuration.settings import ReadingStyle
from ..model import Notice, Reading, Token
from ..regex import regex
from ..vietnamese.letters import LETTER, in_latin
from . import editor, gloss, rival, unusual
from .context import Line, Match, Place
from .folding import fold
from .index import Index
from .joining import join
from .lexicon import Lexicon
from .line_start import LINE_START
from .pair_shape import earlier
from .plain import FIRST, LETTERS, RUN, UNITS, is_glued, is_plain
from .surroundings import LONG, Said, Surroundings
from .written_out import written_out

KNOWING = frozenset({"lexicon", "symbol", "measure", "money", "arithmetic"})
"""Rows whose tables have signs that are letters in Unicode: 5 µg, Ω."""
NEAR_SENTENCES = 3
"""In sentences: the distance within which a pair of numbers is evidence for the next pair."""
OTHER_LETTERS = regex(rf"[^\W\d_{LETTER}]")


class Normalizer:
    """Converts written sentences to spoken ones, in one style and with one lexicon."""

    def __init__(self, style: ReadingStyle = ReadingStyle(), lexicon: Lexicon = Lexicon()) -> None:  # noqa: B008 (frozen)
        self._style = style
        self._lexicon = lexicon
        stops = UNITS | set(lexicon.entries)
        self._stops = stops | {word.capitalize() for word in stops}
        self._line_start = _line_start(has_lexicon=bool(lexicon.entries))
        self._index: Index | None = None
        self._plain = {""}
        """The plain words found so far."""
        self._taught: Mapping[str, str] = {}
        """The meanings of short forms in the current article."""
        self._written_out: Mapping[str, str] = {}

    def taught(self, sentences: Iterable[str]) -> Normalizer:
        """Return a normalizer that knows the short forms that `sentences` explain; the first explanation wins."""
        found: dict[str, str] = {}
        for sentence in sentences:
            for form, expansion in gloss.taught(gloss.glosses(unicodedata.normalize("NFC", sentence)), self._lexicon):
                if form not in found:
                    found[form] = self.read(expansion).spoken.rstrip(".?!")
        if not found:
            return self
        other = copy(self)
        other._taught = {**self._taught, **found}
        return other

    def _with_words_of(self, sentences: Sequence[str]) -> Normalizer:
        """Return a normalizer that knows the words that `sentences` write out for unknown short forms."""
        found = written_out(sentences, self._lexicon.entries.keys() | self._taught.keys())
        if not found:
            return self
        other = copy(self)
        other._written_out = found
        return other

    def read_article(self, sentences: Sequence[str], where: str = "") -> tuple[tuple[Reading, ...], Normalizer]:
        """Return the readings of an article's sentences, in order, and the normalizer for its other text.

        A short form that the article explains has that meaning everywhere, and from a second explanation on the second
        meaning.  The reading of "2-1" is evidence for "3-1" in the next sentences.  Equal texts have equal readings.
        """
        heart = self.taught(sentences)._with_words_of(sentences)
        readings: list[Reading] = []
        known: dict[str, Reading] = {}
        recent: deque[Reading] = deque(maxlen=NEAR_SENTENCES)
        for sentence in sentences:
            taught = heart.taught((sentence,))
            if taught is not heart:
                heart = taught
                known.clear()
            if sentence not in known:
                known[sentence] = heart._read(sentence, where, earlier(recent))
            recent.append(known[sentence])
            readings.append(known[sentence])
        return tuple(readings), heart

    def read(self, text: str, where: str = "") -> Reading:
        """Return the reading of `text`, one sentence or line; `where` is the place that its notices name.

        It never raises an error: a notice reports what no row can read.
        """
        return self._read(text, where, {})

    def _read(self, text: str, where: str, before: Mapping[str, str]) -> Reading:
        composed, offsets = fold(text)
        taught = self.taught((composed,))._taught
        is_mixed = _is_mixed(composed)
        lower, words = _lower(composed), self._written_out
        line = Line(composed, lower, self._style, self._lexicon, where, [], is_mixed, taught, before, words)
        notices: list[Notice] = []
        reported = self._walk(line, notices)
        tokens = rival.unsaid(line.said)
        if offsets is not None:
            tokens = _as_written(tokens, text, offsets)
        notices.extend(rival.notices(tokens, where, reported))
        return Reading(tokens, join(tokens), tuple(dict.fromkeys(notices)))

    def _walk(self, line: Line, notices: list[Notice]) -> set[str]:
        """Read the whole line into `line.said` and `notices`; return the written forms that have a notice."""
        text, said = line.text, line.said
        reported: set[str] = set()
        start, length = 0, len(text)
        begin = length - len(text.lstrip())
        shared = Surroundings(line, self._read_at) if length > LONG else None
        while start < length:
            char = text[start]
            if start == begin and (found := self._ask(self._line_start, Place(line, start))):
                token, of_match = _said(line, start, *found)
            elif (char == " " or char in LETTERS) and (end := self._plain_run(text, start)):
                written = text[start:end]
                words = " ".join(written.split()) if "  " in written else written.strip(" ")
                said.append(Token(written, words, "word" if words else "space"))
                start = end
                continue
            elif shared:
                token, of_match = shared.read(start)
            else:
                token, of_match = self._read_at(Place(line, start))
            said.append(token)
            if of_match:
                notices.extend(of_match)
                reported.add(token.written)
            start += len(token.written)
        return reported

    def _plain_run(self, text: str, start: int) -> int:
        """Return the end of the run of plain words at `start`, or 0 if the first word is not plain."""
        first = FIRST.match(text, start)
        if first and first[2] not in self._plain and not self._learn(first[2]):
            return first.end(1) if first[1] else 0
        found = RUN.match(text, start)
        if found is None:
            return 0
        run, end = found.group(), found.end()
        if is_glued(text, end):
            run = run[: run.rfind(" ") + 1]
            end = start + len(run)
        if end == start:
            return 0
        words = run.split(" ")
        if self._plain.issuperset(words):
            return end
        end = start
        for word in words:
            if word not in self._plain and not self._learn(word):
                return end if text[start:end].strip() else 0
            end += len(word) + 1
        return start + len(run)

    def _learn(self, word: str) -> bool:
        """Return whether `word`, found for the first time, is plain; a plain word is then remembered."""
        if word in self._stops or not is_plain(word):
            return False
        self._plain.add(word)
        return True

    def _load(self) -> Index:
        """Return the index of the table, which plain prose never loads."""
        self._index = _index(has_lexicon=bool(self._lexicon.entries))
        return self._index

    def _read_at(self, place: Place) -> Said:
        """Return the token that begins at `place`, and its notices."""
        rule, match = self._ask(self._index or self._load(), place) or ("unread", Match(place.start + 1, ""))
        return _said(place.line, place.start, rule, match)

    @staticmethod
    def _ask(index: Index, place: Place) -> tuple[str, Match] | None:
        """Return the class and the reading of the text that begins at `place`."""
        line, start, evidence = place.line, place.start, place.evidence
        for row in index.rows(place):
            match = row.read(place)
            if match is not None and match.end > start:
                rule = match.rule or row.name
                if rule == "unread" or _is_whole(line, start, rule, match):
                    return rule, unusual.weighed(place, rule, rival.weighed(place, rule, match))
            if evidence:
                evidence.clear()
        return None


@cache
def _index(*, has_lexicon: bool) -> Index:
    """Return the index of the table; without a lexicon, it does not contain the editor's row."""
    from .table import TABLE

    return Index(row for row in TABLE if has_lexicon or row.read is not editor.read)


@cache
def _line_start(*, has_lexicon: bool) -> Index:
    return Index(row for row in LINE_START if has_lexicon or row.read is not editor.read)


def _said(line: Line, start: int, rule: str, match: Match) -> Said:
    """Return the token of a match of class `rule`, and its notices."""
    end, spoken, _, notices, certainty, evidence, other = match
    return Token(line.text[start:end], spoken, rule, certainty, evidence, other), notices


def _is_whole(line: Line, start: int, rule: str, match: Match) -> bool:
    """Return whether a match ends at the end of a word, and reads or reports all its letters."""
    if _cuts_a_word(line.text, match.end):
        return False
    return not line.is_mixed or not _loses_letters(rule, line.text[start : match.end], match.spoken)


def _cuts_a_word(text: str, end: int) -> bool:
    """Return whether `end` is inside a word or a number."""
    if end >= len(text):
        return False
    last, following = text[end - 1], text[end]
    return (last.isalpha() and following.isalpha()) or (last.isdecimal() and following.isdecimal())


def _is_mixed(text: str) -> bool:
    """Return whether `text` contains letters that are not Vietnamese."""
    return not text.isascii() and OTHER_LETTERS.search(text) is not None


def _loses_letters(row: str, written: str, spoken: str) -> bool:
    """Return whether `spoken` has letters that no voice can pronounce, or lacks such letters of `written`.

    In that case the last row reports them.  The editor's rows and the tables of symbols and units are exempt, because
    they contain the complete reading.
    """
    if any(letter.isalpha() and in_latin(letter) != letter.lower() for letter in spoken):
        return True
    return row not in KNOWING and any(letter.isalpha() and not in_latin(letter) for letter in written)


def _lower(text: str) -> str:
    """Return `text` in lower case with the same length; İ, whose lower case is longer, is unchanged."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _as_written(tokens: tuple[Token, ...], text: str, offsets: list[int]) -> tuple[Token, ...]:
    """Return `tokens` with the characters of the source as their written forms; joined, they are equal to `text`."""
    if not tokens:
        return (Token(text, "", "space"),)
    written: list[Token] = []
    position = 0
    waiting: list[Token] = []
    for token in tokens:
        end = position + len(token.written)
        own = text[offsets[position] : offsets[end]]
        position = end
        if not own:
            waiting.append(token)
            continue
        written.append(_together(own, (*waiting, token)) if waiting else replace(token, written=own))
        waiting = []
    return tuple(written)


def _together(written: str, tokens: tuple[Token, ...]) -> Token:
    """Merge `tokens` that stand for one written character (① was read as "(1)")."""
    spoken = " ".join(token.spoken for token in tokens if token.spoken)
    main = next((token for token in tokens if token.rule != "punctuation"), tokens[0])
    return replace(main, written=written, spoken=spoken)
