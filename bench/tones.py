"""The distances between the six tones of the embedded voice, by its pitch range: contours of F0 over the same
syllables.

A contour is F0 at ten points of the voiced part of a syllable, in semitones above the voice's median.  The distance
of two tones is that of their median contours (root mean square); the nearest pair shows how well a voice separates
tones.  Cues other than pitch, such as the creak of ngã and nặng, are not measured.

python bench/tones.py
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from bantin_media.speech.engines.espeak_library import EspeakLibrary

_RANGE = 4
"""`espeakRANGE` of speak_lib.h: 0 is monotone, 50 the library's own."""
RANGES = (50, 60, 70, 80, 90)
TONES = {"ngang": "", "huyền": "\u0300", "sắc": "\u0301", "hỏi": "\u0309", "ngã": "\u0303", "nặng": "\u0323"}
BASES = ("ma", "la", "mi", "lo", "nu", "mai", "lan", "bông")
POINTS = 10
RATE_HZ = 22050
LOWEST_HZ, HIGHEST_HZ = 60, 320
STEP = RATE_HZ // 200
WINDOW = RATE_HZ // 25


def contour(library: EspeakLibrary, syllable: str) -> Any | None:
    """Return F0 of the single `syllable` at ten points, in Hz; None if too little of it is voiced."""
    samples = np.frombuffer(library.synthesize(f"{syllable}."), "<i2").astype(float)
    found = [pitch for begin in range(0, len(samples) - WINDOW, STEP) if (pitch := f0(samples[begin : begin + WINDOW]))]
    if len(found) < POINTS:
        return None
    return np.interp(np.linspace(0.05, 0.95, POINTS), np.linspace(0, 1, len(found)), found)


def f0(window: Any) -> float:
    """Return the pitch of a window in Hz by its autocorrelation; 0 if it has none."""
    centred = (window - window.mean()) * np.hanning(len(window))
    spectrum = np.fft.rfft(centred, 2 * len(centred))
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: len(centred)]
    if correlation[0] < len(window) * 200.0**2:
        return 0.0
    low, high = RATE_HZ // HIGHEST_HZ, RATE_HZ // LOWEST_HZ
    even = correlation[:high] / _taper()[:high]  # without this, low pitches are underestimated
    best = float(even[low:high].max())
    if best < 0.5 * float(even[0]):
        return 0.0
    near = np.flatnonzero(even[low:high] >= 0.9 * best) + low  # the first of several multiples is the pitch
    peaks = (at for at in near if even[at] >= even[at - 1] and even[at] >= even[min(at + 1, high - 1)])
    place = next(peaks, int(near[0]))
    return RATE_HZ / int(place)


@cache
def _taper() -> Any:
    window = np.hanning(WINDOW)
    return np.fft.irfft(np.abs(np.fft.rfft(window, 2 * WINDOW)) ** 2)[:WINDOW] / float(window @ window)


def tone_contours(library: EspeakLibrary, bases: Iterable[str]) -> dict[str, Any]:
    """Return the median contour of each tone, in semitones above the median of all."""
    import unicodedata

    found: dict[str, list[Any]] = {name: [] for name in TONES}
    for base in bases:
        place = next(at for at, letter in enumerate(base) if letter in "aiouô")
        for name, mark in TONES.items():
            word = unicodedata.normalize("NFC", base[: place + 1] + mark + base[place + 1 :])
            one = contour(library, word)
            if one is not None:
                found[name].append(one)
    median = float(np.median(np.concatenate([np.concatenate(rows) for rows in found.values() if rows])))
    return {name: 12 * np.log2(np.median(rows, axis=0) / median) for name, rows in found.items() if rows}


def main() -> None:
    """Print, for each voice and range, the span of each tone and the nearest pairs."""
    from bantin_media.speech.engines.espeak import VOICES
    from bantin_media.speech.engines.espeak_library import EspeakLibrary

    library = EspeakLibrary()
    print("| voice | range | span of each tone, semitones | nearest pairs, semitones | mean of all pairs |")
    print("|---|---|---|---|---|")
    for name, voice in VOICES.items():
        for pitch_range in RANGES:
            library.use(voice, 160)
            library._library.espeak_SetParameter(_RANGE, pitch_range, 0)
            tones = tone_contours(library, BASES)
            spans = ", ".join(f"{tone} {float(np.ptp(one)):.1f}" for tone, one in tones.items())
            pairs = sorted(
                (float(np.sqrt(np.mean((tones[one] - tones[other]) ** 2))), f"{one}–{other}")
                for one, other in itertools.combinations(tones, 2)
            )
            nearest = ", ".join(f"{pair} {apart:.1f}" for apart, pair in pairs[:3])
            mean = float(np.mean([apart for apart, _ in pairs]))
            print(f"| {name} | {pitch_range} | {spans} | {nearest} | {mean:.1f} |")


if __name__ == "__main__":
    main()
