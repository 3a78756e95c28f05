"""Recordings of an implausible length → a notice: a tune with an article's number would replace the article."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from ..cache import Cache, Codec, file_digest
from ..configuration.settings import Profile
from ..messages import message
from ..model import Notice
from .preparation import Prepared

SHORTEST, LONGEST = 0.4, 2.5
"""The shortest and the longest plausible length of a recording, as shares of the expected length."""
_SECONDS: Codec[float] = Codec(lambda seconds: repr(seconds).encode(), lambda kept: float(kept.decode()))


def doubtful(scripted: Iterable[Prepared], profile: Profile, known: Cache) -> Iterator[Notice]:
    """Yield a notice for each recording that is much shorter or longer than the expected reading time of its article.

    `known` caches the lengths of recordings.
    """
    for one in scripted:
        path = one.article.recording
        if path is None:
            continue
        found_s = known.of(("length", file_digest(path)), partial(length_s, path), _SECONDS)
        wanted_s = expected_s(one, profile)
        if found_s and not SHORTEST * wanted_s <= found_s <= LONGEST * wanted_s:
            what = message(
                "this recording lasts {found}, and reading the article takes some {wanted}",
                found=clock(found_s), wanted=clock(wanted_s),
            )  # fmt: skip
            hint = message("Is it the article, read aloud? A tune needs another name, without the article's number.")
            yield Notice("recording.length", str(path), what, hint)


def expected_s(one: Prepared, profile: Profile) -> float:
    """Return the expected reading time of an article in seconds."""
    return sum(len(reading.spoken.split()) for reading in one.readings) * 60 / profile.syllables_per_minute


def length_s(path: Path) -> float:
    """Return the length of a sound file in seconds; 0 if its header does not give the length."""
    import soundfile

    with contextlib.suppress(RuntimeError, OSError):  # narration reports a file that is no sound
        return float(soundfile.info(path).duration)
    return 0.0


def clock(seconds: float) -> str:
    """Return "2:05" of 125 seconds."""
    return f"{round(seconds) // 60}:{round(seconds) % 60:02}"
