"""A line comes in, a `Reading` goes out: one pass from left to right, no reading ever read again.

At each place the rows of the table are tried in order; the first to accept uses its characters up.  Plain
words take a short cut: a run of them is recognised by one expression and one comparison of sets, and no row
is asked.  Costs are linear in the length of the line, because a row sees a bounded window only.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace

from ..configuration.settings import ReadingStyle
from ..model import Notice, Reading, Token
from ..regex import regex
from ..vietnamese.letters import LETTER, LOWER, in_latin
from . import gloss, rival
from .context import LETTER_AFTER, Line, Match, Place, Row
from .folding import fold
from .joining import join
from .lexicon import Lexicon
from .line_start import LINE_START
from .pair_shape import earlier
from .plain import RUN, UNITS, is_glued, is_plain

KNOWING = frozenset({"lexicon", "symbol", "measure", "money", "arithmetic"})
"""Rows whose tables have signs that Unicode counts as letters: 5 µg, Ω."""
ALONE = regex(rf"[1-9]\d{{0,8}}(?= [{LOWER.replace('x', '')}]|[,.;:!?)] |[.,;:!?)]?$)")
"""A number that stands by itself, as most do: rows that need something joined to it are not asked."""
ALONE_ROWS = "a number alone"
DIGITS = regex("[0-9]+")
NEAR_SENTENCES = 3
"""How many sentences back a pair of numbers still tells of which class the next is."""
OTHER_LETTERS = regex(rf"[^\W\d_{LETTER}]")


class Normalizer:
    """Reads sentences aloud on paper, in one style and with one lexicon."""

    def __init__(self, style: ReadingStyle = ReadingStyle(), lexicon: Lexicon = Lexicon()) -> None:  # noqa: B008 (frozen)
        self._style = style
        self._lexicon = lexicon
        self._rows: dict[str, tuple[Row, ...]] = {}
        stops = UNITS | set(lexicon.entries)
        self._stops = stops | {word.capitalize() for word in stops}
        self._plain = {""}
        """The plain words that were met."""
        self._taught: Mapping[str, str] = {}
        """What short forms mean in the article at hand."""

    def taught(self, sentences: Iterable[str]) -> Normalizer:
        """Return a normalizer that knows the short forms which `sentences` explain; the first explanation counts."""
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

    def read_article(self, sentences: Sequence[str], where: str = "") -> tuple[tuple[Reading, ...], Normalizer]:
        """Return how the sentences of one article are said, in order, and the normalizer for whatever else it says.

        A short form that the article explains has that meaning everywhere in it, and from a second explanation on
        the second meaning.  What "2-1" was a few sentences ago tells what "3-1" is.  One text has one reading.
        """
        heart = self.taught(sentences)
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
        """Return how `text`, one sentence or line, is said; `where` is the place its notices name.

        Never raises, whatever the text: what no row understands is reported in a notice.
        """
        return self._read(text, where, {})

    def _read(self, text: str, where: str, before: Mapping[str, str]) -> Reading:
        composed, offsets = fold(text)
        taught = self.taught((composed,))._taught
        is_mixed = _is_mixed(composed)
        line = Line(composed, _lower(composed), self._style, self._lexicon, where, [], is_mixed, taught, before)
        notices: list[Notice] = []
        told = self._walk(line, notices)
        tokens = rival.unsaid(line.said)
        if offsets is not None:
            tokens = _as_written(tokens, text, offsets)
        notices.extend(rival.notices(tokens, where, told))
        return Reading(tokens, join(tokens), tuple(dict.fromkeys(notices)))

    def _walk(self, line: Line, notices: list[Notice]) -> set[str]:
        """Read the line from its start to its end, and return what a row has told of itself."""
        text, said = line.text, line.said
        told: set[str] = set()
        start, length = 0, len(text)
        begin = length - len(text.lstrip())
        while start < length:
            if start == begin and (match := self._ask(LINE_START, line, start)):
                end = match.end
            elif end := self._plain_run(text, start):
                words = " ".join(text[start:end].split())
                said.append(Token(text[start:end], words, "word" if words else "space"))
                start = end
                continue
            else:
                char = text[start]
                key = _digits_key(text, start) if "0" <= char <= "9" else char
                rows = self._rows.get(key) or self._rows_for(key)
                match = self._ask(rows, line, start) or Match(start + 1, "", "unread")
                end = match.end
            said.append(_token(text[start:end], match))
            if match.notices:
                notices.extend(match.notices)
                told.add(text[start:end])
            start = end
        return told

    def _plain_run(self, text: str, start: int) -> int:
        """Return where the run of plain words at `start` ends, or 0 where the first word is not plain."""
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
        """Return whether `word`, met for the first time, is plain; then it is known from now on."""
        if word in self._stops or not is_plain(word):
            return False
        self._plain.add(word)
        return True

    def _rows_for(self, key: str) -> tuple[Row, ...]:
        """Return the rows that may begin with a character, in the table's order; of digits, with what follows them."""
        from .table import TABLE

        if key == ALONE_ROWS:
            rows = tuple(row for row in TABLE if row.may_begin("1", None) and not row.joined)
        else:
            rows = tuple(row for row in TABLE if row.may_begin(key[0], key[1:] if "0" <= key[0] <= "9" else None))
        self._rows[key] = rows
        return rows

    @staticmethod
    def _ask(rows: tuple[Row, ...], line: Line, start: int) -> Match | None:
        place = Place(line, start)
        for row in rows:
            match = row.read(place)
            if match is None or match.end <= start:
                place.told.clear()
                continue
            if not match.rule:
                match = Match(
                    match.end, match.spoken, row.name, match.notices, match.certainty, match.evidence, match.other
                )
            if match.rule == "unread" or _is_whole(line, start, match):
                return rival.weighed(place, match, place.told)
            place.told.clear()
        return None


def _digits_key(text: str, start: int) -> str:
    """Return what decides which rows are asked about the digits at `start`: whether they stand alone, what follows."""
    if ALONE.match(text, start):
        return ALONE_ROWS
    digits = DIGITS.match(text, start)
    following = text[digits.end() : digits.end() + 1] if digits else ""
    return f"1{LETTER_AFTER if following.isalpha() else following}"


def _token(written: str, match: Match) -> Token:
    return Token(written, match.spoken, match.rule, match.certainty, match.evidence, match.other)


def _is_whole(line: Line, start: int, match: Match) -> bool:
    """Return whether a reading leaves no half word behind, and no letter that it neither says nor reports."""
    if _cuts_a_word(line.text, match.end):
        return False
    return not line.is_mixed or not _loses_letters(match.rule, line.text[start : match.end], match.spoken)


def _cuts_a_word(text: str, end: int) -> bool:
    """Return whether a reading that ends at `end` would leave half a word or half a number behind."""
    if end >= len(text):
        return False
    last, following = text[end - 1], text[end]
    return (last.isalpha() and following.isalpha()) or (last.isdecimal() and following.isdecimal())


def _is_mixed(text: str) -> bool:
    """Return whether letters stand in `text` that are not Vietnamese."""
    return not text.isascii() and OTHER_LETTERS.search(text) is not None


def _loses_letters(row: str, written: str, spoken: str) -> bool:
    """Return whether a reading holds letters that no voice has, or leaves such letters out: the last row reports them.

    The editor's rows and the tables of symbols and units know what they say.
    """
    if any(letter.isalpha() and in_latin(letter) != letter.lower() for letter in spoken):
        return True
    return row not in KNOWING and any(letter.isalpha() and not in_latin(letter) for letter in written)


def _lower(text: str) -> str:
    """Return `text` lower-cased, character for character (İ has a longer lower case and stays)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _as_written(tokens: tuple[Token, ...], text: str, offsets: list[int]) -> tuple[Token, ...]:
    """Return `tokens` with the source's own characters as their written forms; joined, they are `text`."""
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
    """Return `tokens`, which one written character stands for (① was read as "(1)"), as one."""
    spoken = " ".join(token.spoken for token in tokens if token.spoken)
    said = next((token for token in tokens if token.rule != "punctuation"), tokens[0])
    return replace(said, written=written, spoken=spoken)
