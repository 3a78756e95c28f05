"""The embedded voice: a sentence of Vietnamese words in, the same sound out every time, in any process.

Its known defects are respelled in the text it gets (`data/espeak_respellings.tsv`), and it is never given what
it is known to misread: digits, symbols and decomposed letters are a mistake upstream and refused.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import ClassVar, Final

from ...configuration.settings import Profile
from ...errors import SpeechError
from ...messages import message
from ...vietnamese.letters import LOWER
from ...vietnamese.syllables import is_syllable
from ...vietnamese.tables import read_table
from ..engine import LONGEST_TEXT, Speech, excerpt
from . import unknown_voice
from .espeak_library import PITCH_RANGE, EspeakLibrary
from .pace import speaking_pace

VOICES: Final = {"espeak": "vi", "espeak:central": "vi-vn-x-central", "espeak:south": "vi-vn-x-south"}
"""What an editor writes, and the library's own name."""
_ONE_TONE: Final = {"vi-vn-x-central": ("\u0309", "\u0303")}
"""Tones that are one in an accent: hỏi is said as ngã in the centre, where the library makes it a second sắc."""
_CALIBRATED_RATE: Final = 160
_GAIN_DB: Final = {"vi": 0.37, "vi-vn-x-central": 0.70, "vi-vn-x-south": -0.40}
"""At the calibrated rate; measured over 60 sentences."""
_GAIN_DB_PER_RATE: Final = 0.011
"""The faster it speaks, the fainter."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKS: Final = frozenset(" ,.?!")
_INNER: Final = frozenset("'’-")
"""What may stand inside a foreign word and has no sound of its own."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """One voice of espeak-ng at one rate."""

    voice: str
    rate: int
    fingerprint: str
    sample_rate_hz: int
    gain_db: float

    languages: ClassVar[frozenset[str]] = frozenset({"vi"})
    needs_network: ClassVar[bool] = False
    max_parallel: ClassVar[int] = 0
    longest_text: ClassVar[int] = LONGEST_TEXT

    def speak(self, text: str) -> Speech:
        """Return the sound of `text`; raises `SpeechError` if it holds what this voice would misread."""
        refuse_unspeakable(text)
        library = _library()
        library.use(self.voice, self.rate)
        return Speech(library.synthesize(_in_accent(respell(text), self.voice)), self.sample_rate_hz)


def open_voice(variant: str, profile: Profile) -> Espeak:
    """Return the voice `variant` (empty, `central` or `south`) at the pace of `profile`."""
    name = f"espeak:{variant}" if variant else "espeak"
    if name not in VOICES:
        raise unknown_voice(name, VOICES)
    voice, rate = VOICES[name], rate_for(profile)
    library = _library()
    library.use(voice, rate)
    fingerprint = (
        f"espeak-ng {library.version} {voice} {rate} {PITCH_RANGE} {respelling_digest()}{_ONE_TONE.get(voice, '')}"
    )
    gain_db = _GAIN_DB[voice] + _GAIN_DB_PER_RATE * (rate - _CALIBRATED_RATE)
    return Espeak(voice, rate, fingerprint, library.sample_rate_hz, gain_db)


def refuse_unspeakable(text: str) -> None:
    """Raise `SpeechError` if `text` holds anything but composed Latin letters, spaces and `,.?!'-`."""
    unknown = {letter for letter in set(text) if not _instead(letter.lower())}
    if unknown:
        wrong = next(letter for letter in text if letter in unknown)
        raise SpeechError(
            excerpt(text),
            message('the voice would misread "{letter}" ({name})', letter=wrong, name=_name(wrong)),
            message("Give its spoken words in input/lexicon.tsv."),
        )


def respell(text: str) -> str:
    """Return `text` in small letters, spelled so that espeak-ng says it right: họa → hoạ, trong veo → trong v'eo.

    Foreign words keep their letters, but for those the library would name instead of saying them: Gdańsk → gdansk.
    """
    plain = "".join(map(_instead, text.lower()))
    return _WORD.sub(lambda match: _respelled(match[0]), plain)


def rate_for(profile: Profile) -> int:
    """Return the library's rate (its "words a minute") at which speech with its pauses has the profile's pace."""
    rows = [(float(pace), int(rate)) for pace, rate in read_table(__package__, "espeak_rates")]
    pace = speaking_pace(profile)
    if pace <= rows[0][0]:
        return rows[0][1]
    for (slower, low), (faster, high) in pairwise(rows):
        if pace <= faster:
            return low + round((high - low) * (pace - slower) / (faster - slower))
    return rows[-1][1]


def phonemes(text: str, voice: str = "espeak") -> str:
    """Return how a voice of `VOICES` reads `text` after respelling, in the library's notation."""
    library = _library()
    library.use(VOICES[voice], _CALIBRATED_RATE)
    return library.phonemes(_in_accent(respell(text), VOICES[voice]))


def _in_accent(respelled: str, voice: str) -> str:
    """Return the text for the library with the tones of `voice`'s accent: central "của bản" → "cũa bãn"."""
    return respelled.translate(_tones_of(voice)) if voice in _ONE_TONE else respelled


@cache
def _tones_of(voice: str) -> Mapping[int, str]:
    written, said = _ONE_TONE[voice]
    decomposed = ((letter, unicodedata.normalize("NFD", letter)) for letter in LOWER)
    return {
        ord(letter): unicodedata.normalize("NFC", parts.replace(written, said))
        for letter, parts in decomposed
        if written in parts
    }


@cache
def _library() -> EspeakLibrary:
    return EspeakLibrary()


@cache
def _respellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(wrong), right) for wrong, right, _ in read_table(__package__, "espeak_respellings"))


@cache
def _misread() -> re.Pattern[str]:
    """Return what any row of the table fits: one look settles it for nearly every word."""
    return re.compile("|".join(f"(?:{wrong.pattern})" for wrong, _ in _respellings()))


@lru_cache(maxsize=65_536)
def _respelled(word: str) -> str:
    if _misread().fullmatch(word) and is_syllable(word):
        for wrong, right in _respellings():
            if wrong.fullmatch(word):
                return wrong.sub(right, word)
    return word


@cache
def respelling_digest() -> str:
    """Return what the respelling of a text depends on: its tables."""
    return hashlib.sha256(
        repr([read_table(__package__, name) for name in ("espeak_respellings", "latin_letters")]).encode()
    ).hexdigest()[:12]


@cache
def _instead(letter: str) -> str:
    """Return what stands for a small letter or mark in the text the library gets; empty if it can say nothing."""
    if letter in _MARKS or letter in LOWER:
        return letter
    if letter in _INNER:
        return " "
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base in LOWER else _latin_letters().get(letter, "")


@cache
def _latin_letters() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "latin_letters")}


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}")
