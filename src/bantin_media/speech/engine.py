"""The contract of an engine: one sentence of spoken text → its sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from ..audio.resampling import resampled
from ..configuration.settings import HttpVoice

Voices = tuple[tuple[str, HttpVoice], ...]
"""The voices described in the settings, by name; picklable, like every argument that opens an engine."""
_LONGEST_EXCERPT: Final = 200
LONGEST_TEXT: Final = 600
"""The longest text for one call of an engine, in characters: some engines drop the rest of a longer one.

A newsreader's sentence has 150.
"""


@dataclass(frozen=True, slots=True)
class Speech:
    """The sound of one sentence: mono 16-bit little-endian PCM."""

    pcm: bytes
    sample_rate_hz: int

    @property
    def samples(self) -> int:
        """Return the number of samples."""
        return len(self.pcm) // 2

    def at(self, sample_rate_hz: int) -> Iterator[bytes]:
        """Yield the PCM in chunks, resampled to `sample_rate_hz` if its rate differs."""
        return resampled([self.pcm], self.sample_rate_hz, sample_rate_hz)


class Engine(Protocol):
    """A voice that is ready for synthesis: opened once per process, used for many sentences.

    A voice on a server may be called by any number of threads; it limits its open requests to `max_parallel`.  Any
    other voice may be called by one thread only.
    """

    @property
    def fingerprint(self) -> str:
        """Everything besides the text that determines the sound: engine, version, data, voice, rate; a cache key."""

    @property
    def sample_rate_hz(self) -> int:
        """The sample rate of the result of `speak`; the `Speech` of a voice on a server may have another rate."""

    @property
    def gain_db(self) -> float | None:
        """The gain that brings this voice to `audio.levels.REFERENCE_LUFS`; None if it has to be measured."""

    @property
    def longest_text(self) -> int:
        """The longest text for one call, in characters: a longer sentence is synthesized in parts (`clauses.cut`)."""

    @property
    def languages(self) -> frozenset[str]:
        """The supported languages, as BCP 47 tags."""

    @property
    def needs_network(self) -> bool:
        """Whether the text leaves this machine; such a voice is refused for an internal edition."""

    @property
    def max_parallel(self) -> int:
        """The maximum number of parallel requests; 0 for a voice that runs in the calling process."""

    def speak(self, text: str) -> Speech:
        """Return the sound of one sentence (`model.Reading.spoken`).

        Raises `SpeechError` for this sentence, `VoiceUnavailable` if the voice itself failed for good.
        """


def excerpt(text: str) -> str:
    """Return `text` for an error message; only its beginning if it is long."""
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[: _LONGEST_EXCERPT - 1].rstrip()}…"


def is_on_a_server(engine: Engine) -> bool:
    """Return whether `engine` uses a server, so that threads may call it."""
    return engine.max_parallel > 0
