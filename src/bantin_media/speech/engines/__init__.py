"""The engines, which turn one sentence of spoken text into sound, and the functions that open one by name.

A new engine is a module with `open_voice(variant, profile) -> Engine` and a row in `ENGINES`.  If its voices are
described in `bantin.toml`, it is in `DESCRIBED` too, and its `open_voice` gets the descriptions as third argument.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Final

from ...audio.calibration import Level
from ...configuration.settings import Profile, Settings
from ...errors import ConfigError
from ...messages import message
from ..engine import Engine, Voices

ENGINES: Final = {"espeak": "espeak", "gtts": "gtts", "http": "http", "metronome": "metronome", "piper": "piper"}
"""The part of a voice's name before the colon → the module here that opens the voice."""
DESCRIBED: Final = frozenset({"http"})
"""The engines whose `open_voice` takes a third argument: the described voices, by name."""
INSTALLED: Final = frozenset({"piper"})
"""The engines whose voices are files of the user; `data_digest(variant)` of the module identifies the files."""
MEMORY_MB: Final = {"piper": 500}
"""Engine → memory of a worker process with such a voice; `_USUAL_MEMORY_MB` for any other engine."""
_USUAL_MEMORY_MB: Final = 120


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """Everything with which the voices of an edition are opened and their sound is encoded; picklable."""

    profile: Profile = field(default_factory=Profile)
    described: Voices = ()
    """The voices described in the settings."""
    bit_rate_kbps: int = 48
    levels: tuple[tuple[str, Level], ...] = ()
    """The measured levels of voices whose engines declare no gain."""

    @classmethod
    def of(cls, settings: Settings) -> SpeechSettings:
        """Return the speech settings from the `settings` of an edition."""
        return cls(settings.profile, settings.voices, settings.sound.bit_rate_kbps)

    def engine(self, voice: str) -> Engine:
        """Return the engine of `voice`, opened once per process.  Raises `ConfigError`."""
        return opened(voice, self.profile, self.described)


def open_engine(voice: str, profile: Profile, voices: Voices = ()) -> Engine:
    """Return the engine of `voice` (`espeak`, or with a variant `espeak:central`) at the pace of `profile`.

    `voices` are those described in the settings (`http:<name>`).  Raises `ConfigError` for an unknown engine or
    variant, with the most similar known name.
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
    """Return the result of `open_engine`, which is called once per process."""
    return open_engine(voice, profile, voices)


def _names(voices: Voices) -> dict[str, str]:
    """Return the names to suggest; the test double is not offered."""
    from . import piper_voices

    engines = (name for name in ENGINES if name != "metronome")
    own = (*(f"http:{name}" for name, _ in voices), *(f"piper:{name}" for name in piper_voices.names()))
    return dict.fromkeys((*engines, *own), "")


def memory_mb(voice: str) -> int:
    """Return the memory of a worker process with `voice`, in megabytes."""
    return MEMORY_MB.get(voice.partition(":")[0], _USUAL_MEMORY_MB)


def is_light(voice: str) -> bool:
    """Return whether the main process may open `voice` beside the workers: it needs no model of its own."""
    return memory_mb(voice) <= _USUAL_MEMORY_MB


def data_digest(voice: str) -> str:
    """Return the digest of the installed files of `voice`; empty if its engine has none."""
    name, _, variant = voice.partition(":")
    if name not in INSTALLED:
        return ""
    digest: str = import_module(f".{ENGINES[name]}", __name__).data_digest(variant)
    return digest


def unknown_voice(voice: str, known: dict[str, str]) -> ConfigError:
    """Return the error for a `voice` that is not in `known`."""
    from difflib import get_close_matches

    nearest = get_close_matches(voice, known, n=1, cutoff=0.4)
    names = ", ".join(f'"{name}"' for name in known)
    hint = (
        message('Did you mean "{nearest}"?', nearest=nearest[0])
        if nearest
        else message("Choose one of {names}.", names=names)
    )
    return ConfigError("voice", message('there is no voice "{voice}"', voice=voice), hint)
