"""A voice on a server → whether it takes notice of the speed that it is asked for: spoken at two speeds, once."""

from __future__ import annotations

import math
from typing import Final

from ....cache import Cache, Codec
from ...engine import Engine
from ...voice_level import sentences
from . import HttpEngine

_OBEYED: Final = 0.4
"""The share of a change of pace that has to be heard: servers round, and neural voices sway by some percent."""
_LEAST_CHANGE: Final = 0.05
"""A speed nearer to the voice's own than this could not be told from it."""
_ANSWER: Final[Codec[bool]] = Codec(
    lambda ignored: b"ignored" if ignored else b"obeyed", lambda kept: kept == b"ignored"
)


def ignores_speed(engine: Engine, store: Cache) -> bool:
    """Return whether a server takes no notice of the speed that it is asked for; what was heard is kept in `store`.

    False if no speed is asked for that could be heard.  Raises `SpeechError` as `Engine.speak` does.
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
