"""The pace of a profile → the pace of speech alone: pauses between sentences belong to the narration, not the voice."""

from __future__ import annotations

import math
from typing import Final

from ...configuration.settings import Profile

_SYLLABLES_PER_PAUSE: Final = 40
"""What a pace with pauses is reckoned with: how much of a bulletin is said between two of them."""


def speaking_pace(profile: Profile) -> float:
    """Return the syllables a minute at which speech with its pauses has the profile's pace.

    Infinite if the pauses alone take all the time.
    """
    speaking_ms = 60_000 * _SYLLABLES_PER_PAUSE / profile.syllables_per_minute - profile.sentence_ms
    return 60_000 * _SYLLABLES_PER_PAUSE / speaking_ms if speaking_ms > 0 else math.inf
