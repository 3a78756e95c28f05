"""One sentence of spoken text in, its sound out: the engines, and how one is opened by name.

A new engine is a module with `open_voice(variant, profile) -> Engine` and a row in `ENGINES`; one whose voices are
described in `bantin.toml` stands in `DESCRIBED` too, and its `open_voice` gets these descriptions as well.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Final, Protocol

from ...audio.calibration import Level
from ...audio.resampling import resampled
from ...configuration.settings import HttpVoice, Profile, Settings
from ...errors import ConfigError
from ...messages import message

ENGINES: Final = {
    "espeak": "espeak",
    "gtts": "gtts",
    "http": "http",
    "metronome": "metronome",
    "piper": "piper",
}
"""What `voice` may begin with, and the module here that opens it."""
DESCRIBED: Final = frozenset({"http"})
"""Those whose `open_voice` takes a third argument: the described voices, by name."""
INSTALLED: Final = frozenset({"piper"})
"""Those whose voices are files of this user's: `data_digest(variant)` there tells one from another of the same name."""

Voices = tuple[tuple[str, HttpVoice], ...]
"""The voices that the settings describe, by name; can be pickled, as all that an engine is opened with."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """How the voices of an edition speak: all that one is opened with, and how it is encoded; can be pickled."""

    profile: Profile = field(default_factory=Profile)
    described: Voices = ()
    """The voices that the settings describe."""
    bit_rate_kbps: int = 48
    levels: tuple[tuple[str, Level], ...] = ()
    """What was measured of voices whose loudness their engines do not know."""

    @classmethod
    def of(cls, settings: Settings) -> SpeechSettings:
        """Return what an editor's `settings` say of it."""
        return cls(settings.profile, settings.voices, settings.sound.bit_rate_kbps)

    def engine(self, voice: str) -> Engine:
        """Return the engine of `voice`, the same one for all that this process speaks.  Raises `ConfigError`."""
        return opened(voice, self.profile, self.described)


_LONGEST_EXCERPT: Final = 200


@dataclass(frozen=True, slots=True)
class WordMark:
    """Where a word begins: `text_offset` in characters of the text that was spoken, `start_samples` in its sound."""

    text_offset: int
    start_samples: int


@dataclass(frozen=True, slots=True)
class Speech:
    """The sound of one sentence: mono 16-bit little-endian PCM, with word marks where the engine has them."""

    pcm: bytes
    sample_rate_hz: int
    marks: tuple[WordMark, ...] = ()

    @property
    def samples(self) -> int:
        """Return how many samples it has."""
        return len(self.pcm) // 2

    def at(self, sample_rate_hz: int) -> Iterator[bytes]:
        """Yield its PCM at another rate, piece by piece; untouched where it has that rate."""
        return resampled([self.pcm], self.sample_rate_hz, sample_rate_hz)


class Engine(Protocol):
    """A voice that is ready to speak: opened once in a process, used for many sentences.

    One on a server may be called by any number of threads, and sees to it itself that no more than `max_parallel`
    requests are under way; any other by one thread only.
    """

    @property
    def fingerprint(self) -> str:
        """All that its sound depends on besides the text: engine, version, data, voice, rate.  Half of a store key."""

    @property
    def sample_rate_hz(self) -> int:
        """The rate of the PCM that `speak` returns; a voice on a server may say another with its `Speech`."""

    @property
    def gain_db(self) -> float | None:
        """What brings this voice to `audio.levels.REFERENCE_LUFS`; None: measured once, and kept with the store."""

    @property
    def languages(self) -> frozenset[str]:
        """What it can speak, as BCP 47 tags."""

    @property
    def needs_network(self) -> bool:
        """Whether the text leaves this machine: internal editions never do."""

    @property
    def max_parallel(self) -> int:
        """How many requests it has under way at once; 0 for a voice that speaks in the process that calls it."""

    def speak(self, text: str) -> Speech:
        """Return the sound of one sentence (`model.Reading.spoken`).

        Raises `SpeechError` for this sentence, `VoiceUnavailable` where the voice itself failed for good.
        """


def open_engine(voice: str, profile: Profile, voices: Voices = ()) -> Engine:
    """Return the engine that `voice` names (`espeak`, or with a variant `espeak:central`), speaking as `profile` wants.

    `voices` are those that the settings describe (`http:<name>`).  Raises `ConfigError` for an engine or a variant
    that there is not, with the nearest name that there is.
    """
    name, _, variant = voice.partition(":")
    module = ENGINES.get(name)
    if module is None:
        raise unknown_voice(voice, _names(voices))
    described = (voices,) if name in DESCRIBED else ()
    engine: Engine = import_module(f".{module}", __name__).open_voice(variant, profile, *described)
    return engine


@lru_cache(maxsize=8)
def opened(voice: str, profile: Profile, voices: Voices = ()) -> Engine:
    """Return what `open_engine` returns, opened once in this process."""
    return open_engine(voice, profile, voices)


def _names(voices: Voices) -> dict[str, str]:
    """Return what an editor may have meant; the double of the tests is nobody's voice."""
    from . import piper_voices

    engines = (name for name in ENGINES if name != "metronome")
    own = (*(f"http:{name}" for name, _ in voices), *(f"piper:{name}" for name in piper_voices.names()))
    return dict.fromkeys((*engines, *own), "")


def data_digest(voice: str) -> str:
    """Return the digest of the files that `voice` speaks from, where they are neither code nor settings, else empty."""
    name, _, variant = voice.partition(":")
    if name not in INSTALLED:
        return ""
    digest: str = import_module(f".{ENGINES[name]}", __name__).data_digest(variant)
    return digest


def excerpt(text: str) -> str:
    """Return `text` as an error names it: whole, or its beginning where it would fill the screen."""
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[: _LONGEST_EXCERPT - 1].rstrip()}…"


def unknown_voice(voice: str, known: dict[str, str]) -> ConfigError:
    """Return the error for a `voice` that is none of the names in `known`."""
    nearest = difflib.get_close_matches(voice, known, n=1, cutoff=0.4)
    names = ", ".join(f'"{name}"' for name in known)
    hint = (
        message('Did you mean "{nearest}"?', nearest=nearest[0])
        if nearest
        else message("Choose one of {names}.", names=names)
    )
    return ConfigError("voice", message('there is no voice "{voice}"', voice=voice), hint)
