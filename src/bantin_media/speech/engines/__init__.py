"""One sentence of spoken text in, its sound out: the engines, and how one is opened by name.

A new engine is a module with `open_voice(variant, profile) -> Engine` and a row in `ENGINES`; one whose voices are
described in `bantin.toml` stands in `DESCRIBED` too, and its `open_voice` gets these descriptions as well.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Final

from ...audio.calibration import Level
from ...configuration.settings import Profile, Settings
from ...errors import ConfigError
from ...messages import message
from ..engine import Engine, Voices

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
MEMORY_MB: Final = {"piper": 500}
"""What a worker process needs that speaks with such a voice; `_USUAL_MEMORY_MB` with any other."""
_USUAL_MEMORY_MB: Final = 120


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
    """Return the names to suggest; the test double is not offered."""
    from . import piper_voices

    engines = (name for name in ENGINES if name != "metronome")
    own = (*(f"http:{name}" for name, _ in voices), *(f"piper:{name}" for name in piper_voices.names()))
    return dict.fromkeys((*engines, *own), "")


def memory_mb(voice: str) -> int:
    """Return how many megabytes a worker process needs to speak with `voice`."""
    return MEMORY_MB.get(voice.partition(":")[0], _USUAL_MEMORY_MB)


def data_digest(voice: str) -> str:
    """Return the digest of the files that `voice` speaks from, if they are neither code nor settings, else empty."""
    name, _, variant = voice.partition(":")
    if name not in INSTALLED:
        return ""
    digest: str = import_module(f".{ENGINES[name]}", __name__).data_digest(variant)
    return digest


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
