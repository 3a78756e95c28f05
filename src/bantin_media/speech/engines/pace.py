"""The pace of a profile, with pauses → the pace of the voice, without the pauses that the narration adds."""

from __future__ import annotations

import math
from typing import Final

from ...configuration.settings import Profile

_SYLLABLES_PER_PAUSE: Final = 40
"""The assumed number of syllables between two pauses in a bulletin."""


def speaking_pace(profile: Profile) -> float:
    """Return the syllables per minute of the voice, so that speech with pauses has the profile's pace.

    Infinite if the pauses alone take all the time.
    """
    speaking_ms = 60_000 * _SYLLABLES_PER_PAUSE / profile.syllables_per_minute - profile.sentence_ms
    return 60_000 * _SYLLABLES_PER_PAUSE / speaking_ms if speaking_ms > 0 else math.inf
