"""The contract of an engine: one sentence of spoken text → its sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from ..audio.resampling import resampled
from ..configuration.settings import HttpVoice

Voices = tuple[tuple[str, HttpVoice], ...]
"""The voices that the settings describe, by name; can be pickled, as all that an engine is opened with."""
_LONGEST_EXCERPT: Final = 200
LONGEST_TEXT: Final = 600
"""What any engine is given at once, in characters; newsreaders' sentences have 150, and some engines lose the rest."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The sound of one sentence: mono 16-bit little-endian PCM."""

    pcm: bytes
    sample_rate_hz: int

    @property
    def samples(self) -> int:
        """Return how many samples it has."""
        return len(self.pcm) // 2

    def at(self, sample_rate_hz: int) -> Iterator[bytes]:
        """Yield its PCM at another rate, piece by piece; untouched if it has that rate."""
        return resampled([self.pcm], self.sample_rate_hz, sample_rate_hz)


class Engine(Protocol):
    """A voice that is ready to speak: opened once a process, used for many sentences.

    One on a server may be called by any number of threads, and sees to it itself that no more than `max_parallel`
    requests are under way; any other by one thread only.
    """

    @property
    def fingerprint(self) -> str:
        """All that its sound depends on besides the text: engine, version, data, voice, rate.  A part of cache keys."""

    @property
    def sample_rate_hz(self) -> int:
        """The rate of the PCM that `speak` returns; a voice on a server may say another with its `Speech`."""

    @property
    def gain_db(self) -> float | None:
        """The gain that brings this voice to `audio.levels.REFERENCE_LUFS`; None if it has to be measured."""

    @property
    def longest_text(self) -> int:
        """How many characters it is given at once: a longer sentence is spoken in parts, cut where one breathes."""

    @property
    def languages(self) -> frozenset[str]:
        """What it can speak, as BCP 47 tags."""

    @property
    def needs_network(self) -> bool:
        """Whether the text leaves this machine; that of an internal edition never does."""

    @property
    def max_parallel(self) -> int:
        """How many requests it sends in parallel; 0 for a voice that speaks in the calling process."""

    def speak(self, text: str) -> Speech:
        """Return the sound of one sentence (`model.Reading.spoken`).

        Raises `SpeechError` for this sentence, `VoiceUnavailable` if the voice itself failed for good.
        """


def excerpt(text: str) -> str:
    """Return `text` for an error message: whole, or its beginning if it is long."""
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[: _LONGEST_EXCERPT - 1].rstrip()}…"
