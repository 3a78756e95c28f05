"""A voice on a server → whether it ignores the requested speed, tested once at two speeds."""

from __future__ import annotations

import math
from typing import Final

from ....cache import Cache, Codec
from ...engine import Engine
from ...voice_level import sentences
from . import HttpEngine

_OBEYED: Final = 0.4
"""The least measured share of a requested change: servers round, and neural voices vary by some percent."""
_LEAST_CHANGE: Final = 0.05
"""A change smaller than this cannot be measured."""
_ANSWER: Final[Codec[bool]] = Codec(
    lambda ignored: b"ignored" if ignored else b"obeyed", lambda kept: kept == b"ignored"
)


def ignores_speed(engine: Engine, store: Cache) -> bool:
    """Return whether a server ignores the requested speed; the result is kept in `store`.

    Return False if no measurable change of speed is requested.  Raises `SpeechError` as `Engine.speak` does.
    """
    if not isinstance(engine, HttpEngine) or abs(engine.factor - 1) < _LEAST_CHANGE:
        return False

    def heard() -> bool:
        own_s, asked_s = (_seconds(one, sentences()[0]) for one in (engine.at_its_own_pace(), engine))
        return math.log(own_s / asked_s) / math.log(engine.factor) < _OBEYED

    return store.of(("speed", sentences()[0], engine.fingerprint), heard, _ANSWER)


def _seconds(engine: HttpEngine, text: str) -> float:
    speech = engine.speak(text)
    return speech.samples / speech.sample_rate_hz
