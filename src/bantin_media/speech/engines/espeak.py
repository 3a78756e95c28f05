"""The embedded voice: a sentence of Vietnamese words → its sound, identical in every process.

Words that the library mispronounces are respelled first (`data/espeak_respellings.tsv`).  Digits, symbols and
decomposed letters, which it misreads, are refused: they should not reach an engine.
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
from ...regex import regex
from ...vietnamese.letters import LOWER
from ...vietnamese.syllables import is_syllable
from ...vietnamese.tables import read_table
from ..engine import LONGEST_TEXT, Speech, excerpt
from . import unknown_voice
from .espeak_library import PITCH_RANGE, SAMPLE_RATE_HZ, EspeakLibrary
from .pace import speaking_pace

VOICES: Final = {"espeak": "vi", "espeak:central": "vi-vn-x-central", "espeak:south": "vi-vn-x-south"}
"""Name of the voice in the settings → name in the library."""
_ONE_TONE: Final = {"vi-vn-x-central": ("\u0309", "\u0303")}
"""Tones that merge in an accent: in the centre hỏi sounds like ngã, but the library pronounces hỏi like sắc."""
_CALIBRATED_RATE: Final = 160
_GAIN_DB: Final = {"vi": 0.37, "vi-vn-x-central": 0.70, "vi-vn-x-south": -0.40}
"""The gain at the calibrated rate, measured over 60 sentences."""
_GAIN_DB_PER_RATE: Final = 0.011
"""Additional gain per unit of rate, because faster speech is fainter."""
_WORD: Final = regex(r"[^\W\d_]+")
_MARKS: Final = frozenset(" ,.?!")
_INNER: Final = frozenset("'’-")
"""Characters inside foreign words that have no sound."""


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
        """Return the sound of `text`.  Raises `SpeechError` if `text` has characters that this voice misreads."""
        refuse_unspeakable(text)
        library = _library()
        library.use(self.voice, self.rate)
        return Speech(library.synthesize(_in_accent(respell(text), self.voice)), self.sample_rate_hz)


def open_voice(variant: str, profile: Profile) -> Espeak:
    """Return the voice `variant` (empty, `central` or `south`) at the pace of `profile`.

    The library starts when the first sentence is spoken, because most changes of an edition are spoken already.
    """
    name = f"espeak:{variant}" if variant else "espeak"
    if name not in VOICES:
        raise unknown_voice(name, VOICES)
    voice, rate = VOICES[name], rate_for(profile)
    fingerprint = (
        f"espeak-ng {_library().version} {voice} {rate} {PITCH_RANGE} {respelling_digest()}{_ONE_TONE.get(voice, '')}"
    )
    gain_db = _GAIN_DB[voice] + _GAIN_DB_PER_RATE * (rate - _CALIBRATED_RATE)
    return Espeak(voice, rate, fingerprint, SAMPLE_RATE_HZ, gain_db)


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
    """Return `text` in lower case, respelled so that espeak-ng reads it correctly: họa → hoạ, trong veo → trong v'eo.

    In foreign words only letters that the library would spell out are replaced: Gdańsk → gdansk.
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
    """Return the phonemes of `text` after respelling for a voice of `VOICES`, in the library's notation."""
    library = _library()
    library.use(VOICES[voice], _CALIBRATED_RATE)
    return library.phonemes(_in_accent(respell(text), VOICES[voice]))


def _in_accent(respelled: str, voice: str) -> str:
    """Return the text for the library with the tones of `voice`'s accent: central "của bản" → "cũa bãn"."""
    return respelled.translate(_tones_of(voice)) if voice in _ONE_TONE else respelled


@cache
def _tones_of(voice: str) -> Mapping[int, str]:
    written, correct = _ONE_TONE[voice]
    decomposed = ((letter, unicodedata.normalize("NFD", letter)) for letter in LOWER)
    return {
        ord(letter): unicodedata.normalize("NFC", parts.replace(written, correct))
        for letter, parts in decomposed
        if written in parts
    }


@cache
def _library() -> EspeakLibrary:
    return EspeakLibrary()


@cache
def _respellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((regex(wrong), right) for wrong, right, _ in read_table(__package__, "espeak_respellings"))


@cache
def _misread() -> re.Pattern[str]:
    """Return a pattern that matches if any row of the table does: most words need only this one test."""
    return regex("|".join(f"(?:{wrong.pattern})" for wrong, _ in _respellings()))


@lru_cache(maxsize=65_536)
def _respelled(word: str) -> str:
    if _misread().fullmatch(word) and is_syllable(word):
        for wrong, right in _respellings():
            if wrong.fullmatch(word):
                return wrong.sub(right, word)
    return word


@cache
def respelling_digest() -> str:
    """Return the digest of the tables that determine the respelling."""
    return hashlib.sha256(
        repr([read_table(__package__, name) for name in ("espeak_respellings", "latin_letters")]).encode()
    ).hexdigest()[:12]


@cache
def _instead(letter: str) -> str:
    """Return the replacement of a lower-case letter or mark for the library; empty if there is none."""
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
