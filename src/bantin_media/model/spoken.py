"""What is said: readings of sentences, scripts of cues and pauses, narrations with the time of each sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from .source import Notice


class Certainty(StrEnum):
    """How sure a reading is: nothing else is possible, named words around decided, or only the order of likelihood."""

    CERTAIN = "certain"
    CONTEXT = "context"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of written text and how it is said.

    The written forms of a sentence's tokens, joined, are the sentence.  `rule` names the semiotic class that
    accepted it (`date`, `docnum`, `word`, `space`, `punctuation`, …); a reading is final.
    """

    written: str
    spoken: str
    rule: str
    certainty: Certainty = Certainty.CERTAIN
    evidence: str = ""
    """What decided, with the token's place as an ellipsis: `ngày …`, `… lần`; nothing if nothing had to."""
    other: str = ""
    """How it would be said were it the next likely thing: `bảy trên chín` for `ngày bảy tháng chín`."""


def has_words(spoken: str) -> bool:
    """Return whether there is anything to say in spoken text: a letter."""
    return any(map(str.isalpha, spoken))


@dataclass(frozen=True, slots=True)
class Reading:
    """How one sentence is said: `spoken` is words, commas and at most one closing `.`, `?` or `!`.

    A row of asterisks, or a sentence in another script, has no words: it is shown and not said.
    """

    tokens: tuple[Token, ...]
    spoken: str
    notices: tuple[Notice, ...] = ()

    @property
    def written(self) -> str:
        """Return the text that was read, exactly."""
        return "".join(token.written for token in self.tokens)


class Pause(StrEnum):
    """The silence after a spoken sentence, by what ends there; its length is the narration profile's."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    QUOTE = "quote"
    ARTICLE = "article"
    SECTION = "section"
    END = "end"


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence in a running order: `sentence_id` is empty for words of the spoken frame.

    `recording` is a sound file that is heard in the sentence's place: a jingle, or a person reading an article.
    """

    sentence_id: str
    reading: Reading
    pause: Pause = Pause.SENTENCE
    recording: Path | None = None
    voice: str = ""
    """Another voice than the narration's, for this sentence."""

    @property
    def spoken(self) -> str:
        """Return the words and pauses an engine gets."""
        return self.reading.spoken

    @property
    def is_heard(self) -> bool:
        """Return whether it sounds: every cue that does has a clip, and no other."""
        return self.recording is not None or has_words(self.reading.spoken)


@dataclass(frozen=True, slots=True)
class Script:
    """What is said of one document, in order.  `document` is the article's slug, or `opening`, `closing`, …"""

    document: str
    title: str
    cues: tuple[Cue, ...]

    @property
    def is_heard(self) -> bool:
        """Return whether anything in it sounds."""
        return any(cue.is_heard for cue in self.cues)

    def spoken_by(self, voice: str) -> Script:
        """Return the same words, all of them in `voice`."""
        return replace(self, cues=tuple(replace(cue, voice=voice) for cue in self.cues))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a part of a programme begins: the place of its first cue in the script."""

    title: str
    first_cue: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a sentence sounds in its MP3: samples from the start of the decoded sound, end exclusive."""

    sentence_id: str
    start_samples: int
    end_samples: int


@dataclass(frozen=True, slots=True)
class Narration:
    """One finished MP3 and its exact timings; its bytes are `size_bytes` of `mp3_path`, from `begin` on."""

    document: str
    title: str
    mp3_path: Path
    sample_rate_hz: int
    duration_samples: int
    size_bytes: int
    clips: tuple[Clip, ...]
    notices: tuple[Notice, ...] = ()
    begin: int = 0
    """Not 0 if the MP3 stands inside another file: the talking book of an earlier build."""
    silent: tuple[str, ...] = ()
    """Sentences that are shown and have nothing to say, by id."""
    ingredients: str = ""
    """The digest of all it was made of, where somebody remembers it."""

    @property
    def duration_ms(self) -> int:
        """Return the length of the decoded sound in milliseconds, rounded down."""
        return self.duration_samples * 1000 // self.sample_rate_hz
