"""An examined edition → the content of the desk's pages: text with readings, source lines, notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..history import Change, differences
from ..model import Certainty, Notice, Reading, Text, Token
from ..pipeline.preparation import Prepared
from ..pipeline.production import Examined
from ..pipeline.settled import Seen
from ..publication.writers.proof import ReadAs, Stretch, spoken_otherwise, stretches
from ..regex import regex

PLAIN = frozenset({"word", "space", "punctuation"})
_SETTINGS_LINE = regex(r"\.toml\b|\w = [\[\"\d{]")
LONGEST_KEY = 120
"""In characters: a longer line is named in edition.toml by its beginning, if the beginning is unique."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; `is_marked` if its spoken form differs from the written one or is a guess."""

    written: str
    spoken: str
    rule: str
    is_marked: bool
    is_guess: bool
    other: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence as the page shows it."""

    id: str
    pieces: tuple[Piece, ...]
    spoken: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice with its digest for settling it."""

    notice: Notice
    digest: str
    line: int
    """The number of the source line, 0 if the notice is not about one."""

    @property
    def is_by_hand(self) -> bool:
        """Return whether the hint is a line for a settings file, for which the desk has buttons and forms."""
        return bool(_SETTINGS_LINE.search(self.notice.hint))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source line: its use, its name in `edition.toml`, and its notices."""

    line: int
    text: str
    stretches: tuple[Stretch, ...]
    use: str
    key: str
    notices: tuple[OpenNotice, ...]


class ArticleView:
    """One article for its page."""

    def __init__(self, one: Prepared, open_ones: tuple[OpenNotice, ...]) -> None:
        self.article = one.article
        self.prepared = one
        self._readings: Mapping[str, Reading] = {reading.written: reading for reading in one.readings}
        mine = str(one.article.path)
        self.notices = tuple(each for each in open_ones if _file_of(each.notice) == mine)
        self.whole = tuple(each for each in self.notices if not each.line)

    def text(self, text: Text) -> tuple[SpokenSentence, ...]:
        """Return the sentences of `text` with their readings."""
        return tuple(self._sentence(one.id, one.text) for one in text)

    @property
    def rows(self) -> Iterator[SourceRow]:
        """Yield the lines of the source."""
        texts = [traced.text for traced in self.article.trace]
        for traced in self.article.trace:
            here = tuple(each for each in self.notices if each.line == traced.line)
            parts = stretches(traced, self.article.dropped)
            yield SourceRow(traced.line, traced.text, parts, traced.use, key_of(traced.text, texts), here)

    @property
    def guesses(self) -> int:
        """Return the number of uncertain readings."""
        return sum(
            token.certainty is Certainty.GUESS for reading in self._readings.values() for token in reading.tokens
        )

    @property
    def otherwise(self) -> tuple[ReadAs, ...]:
        """Return the distinct spoken forms that differ from the written ones, numbers by their class."""
        return spoken_otherwise(self.prepared.readings)

    def _sentence(self, id: str, text: str) -> SpokenSentence:
        reading = self._readings.get(text)
        if reading is None:
            return SpokenSentence(id, (Piece(text, text, "word", False, False, "", ""),), text, text)
        return SpokenSentence(id, tuple(map(_piece, reading.tokens)), reading.spoken, text)


def _piece(token: Token) -> Piece:
    differs = token.written.strip().casefold() != token.spoken.strip().casefold()
    is_guess = token.certainty is Certainty.GUESS
    is_marked = token.rule not in PLAIN and bool(token.written.strip()) and (differs or is_guess)
    return Piece(token.written, token.spoken, token.rule, is_marked, is_guess, token.other, token.evidence)


def key_of(text: str, texts: list[str]) -> str:
    """Return the name of a line in `edition.toml`: the whole line, or a beginning that no other line has."""
    if len(text) <= LONGEST_KEY:
        return text
    begin = text[:LONGEST_KEY].rpartition(" ")[0] or text[:LONGEST_KEY]
    return begin if sum(one.startswith(begin) for one in texts) == 1 else text


def open_notices(examined: Examined) -> tuple[OpenNotice, ...]:
    """Return the unsettled notices of an edition, each with its digest."""
    seen = Seen(examined.audio.scripted)
    done = frozenset(examined.audio.plan.settings.settled)
    found = ((notice, seen.digest(notice)) for notice in dict.fromkeys(examined.report.notices))
    return tuple(OpenNotice(notice, digest, _line(notice)) for notice, digest in found if digest not in done)


def articles(examined: Examined) -> tuple[ArticleView, ...]:
    """Return the articles of an edition in playback order."""
    notices = open_notices(examined)
    return tuple(ArticleView(one, notices) for one in examined.audio.scripted)


def of_the_edition(examined: Examined) -> tuple[OpenNotice, ...]:
    """Return the notices that are not about one article."""
    files = {str(one.article.path) for one in examined.audio.scripted}
    return tuple(one for one in open_notices(examined) if _file_of(one.notice) not in files)


def changed_readings(before: Examined, after: Examined, but: str = "") -> tuple[Change, ...]:
    """Return the sentences with changed readings, except the one with the text `but`."""
    changes = differences(before.state, after.state)
    return tuple(
        one
        for one in changes
        if one.before and one.after and one.before.spoken != one.after.spoken and one.after.written != but
    )


def _line(notice: Notice) -> int:
    number = notice.where.rpartition(":")[2]
    return int(number) if number.isdecimal() and not notice.where.endswith(".toml") else 0


def _file_of(notice: Notice) -> str:
    path, _, line = notice.where.rpartition(":")
    return path if line.isdecimal() else notice.where
