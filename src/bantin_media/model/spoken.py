"""Spoken text: readings of sentences, scripts of cues and pauses, narrations with the time of each sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from .source import Notice


class Certainty(StrEnum):
    """The certainty of a reading: the only possibility, decided by context words, or only the most likely one."""

    CERTAIN = "certain"
    CONTEXT = "context"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Token:
    """A part of the written text and its spoken form.

    The written forms of a sentence's tokens, joined, are the sentence.  `rule` names the semiotic class of the token
    (`date`, `docnum`, `word`, `space`, `punctuation`, …).
    """

    written: str
    spoken: str
    rule: str
    certainty: Certainty = Certainty.CERTAIN
    evidence: str = ""
    """The deciding context, with an ellipsis in place of the token: `ngày …`, `… lần`; empty if none was needed."""
    other: str = ""
    """The spoken form of the second most likely reading: `bảy trên chín` for `ngày bảy tháng chín`."""


def has_words(spoken: str) -> bool:
    """Return whether spoken text contains a letter."""
    return any(map(str.isalpha, spoken))


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one sentence: `spoken` contains words, commas and at most one final `.`, `?` or `!`.

    A row of asterisks, or a sentence in another script, has no spoken words: it is shown and not spoken.
    """

    tokens: tuple[Token, ...]
    spoken: str
    notices: tuple[Notice, ...] = ()

    @property
    def written(self) -> str:
        """Return the written text, unchanged."""
        return "".join(token.written for token in self.tokens)


class Pause(StrEnum):
    """The kind of pause after a spoken sentence; its length is in the narration profile."""

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
    """One sentence in a running order; `sentence_id` is empty for text that is not in a document.

    `recording` is a sound file that is played in place of the sentence: a jingle, or an article read by a person.
    """

    sentence_id: str
    reading: Reading
    pause: Pause = Pause.SENTENCE
    recording: Path | None = None
    voice: str = ""
    """The voice of this sentence, if it is not the narration's."""

    @property
    def spoken(self) -> str:
        """Return the text for the engine."""
        return self.reading.spoken

    @property
    def is_heard(self) -> bool:
        """Return whether it has sound; exactly these cues have clips."""
        return self.recording is not None or has_words(self.reading.spoken)


@dataclass(frozen=True, slots=True)
class Script:
    """The cues of one document in order.  `document` is the article's slug, or `opening`, `closing`, …"""

    document: str
    title: str
    cues: tuple[Cue, ...]

    @property
    def is_heard(self) -> bool:
        """Return whether any cue has sound."""
        return any(cue.is_heard for cue in self.cues)

    def spoken_by(self, voice: str) -> Script:
        """Return the same script with all cues in `voice`."""
        return replace(self, cues=tuple(replace(cue, voice=voice) for cue in self.cues))


@dataclass(frozen=True, slots=True)
class Chapter:
    """The beginning of a part of a programme: the index of its first cue in the script."""

    title: str
    first_cue: int


@dataclass(frozen=True, slots=True)
class Clip:
    """The position of a sentence in its MP3: samples from the start of the decoded sound, end exclusive."""

    sentence_id: str
    start_samples: int
    end_samples: int


@dataclass(frozen=True, slots=True)
class Narration:
    """A finished MP3 with exact times; its bytes are `size_bytes` of `mp3_path`, from `begin` on."""

    document: str
    title: str
    mp3_path: Path
    sample_rate_hz: int
    duration_samples: int
    size_bytes: int
    clips: tuple[Clip, ...]
    notices: tuple[Notice, ...] = ()
    begin: int = 0
    """Not 0 if the MP3 is inside another file: the talking book of an earlier build."""
    silent: tuple[str, ...] = ()
    """The ids of sentences that are shown and not spoken."""
    ingredients: str = ""
    """The digest of its ingredients; empty if it was not stored."""
    sound: str = ""
    """The digest of the ingredients of its frames, without its tag; empty if it was not stored."""

    @property
    def duration_ms(self) -> int:
        """Return the length of the decoded sound in milliseconds, rounded down."""
        return self.duration_samples * 1000 // self.sample_rate_hz
