"""Words that are not Vietnamese syllables → Vietnamese syllables, which every voice can pronounce.

"Rốk" → "rốc", "Glắk" → "gờ lắc", "Ea" → "ê a", "facebook" → "phây búc": a voice reads such a word as English, or names
its letters.  `data/sounds.tsv` has the words with a known pronunciation; all others are converted by rule.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ..regex import regex
from .letters import LOWER, TONES, VOWELS, in_latin_letters, spell, split_tone
from .syllables import is_syllable
from .tables import read_table

LONGEST = 24
"""In letters: no name is longer; a longer word is converted in pieces."""
_NUCLEUS = 3
"""The maximum number of letters of a syllable's vowel."""
_WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PIECE = regex(rf"[{VOWELS}]+|[^{VOWELS}]+")
_LIQUID = regex(r"[bcdđghkmpt][lr]")
"""Consonants that stay together before a vowel: "Adrơng" → "a đờ rơng"."""
_ONSETS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x",
)  # fmt: skip
"""Possible onsets of a syllable, the longest first."""
_CONSONANT = regex("[cgknpt]h|ng|tr|.")
"""A single consonant of several at the start of a syllable: "Thmây" → "thờ mây", "Chnăm" → "chờ năm"."""
_BEFORE = {"d": "đ"}
"""The sound of a consonant before another: "Drăng" → "đờ răng"."""
_OTHER_ONSETS = {"j": ("d",)}
"""Onsets tried if the spelling has no syllable: "Jing" → "dinh"."""
_FRONT = "eêiy"
_AFTER_FRONT = {"c": "ch", "ng": "nh"}
"""The spelling of a final after i and ê: "Plêk" → "pờ lếch"."""
_FRONT_NUCLEI = ("i", "ê", "uê", "uy")
_STOPS = ("c", "ch", "p", "t")
_SAC = TONES.index("\u0301")
_CLOSED = {"ă": "a", "â": "a", "yê": "ia", "uô": "ua", "ươ": "ưa", "uâ": "ua", "uyê": "uya", "oă": "oa"}
"""Vowels that cannot end an open syllable → their replacement: "Kpă" → "cờ pa"."""


def sounded(text: str) -> str:
    """Return `text` with every word that is not a Vietnamese syllable converted to syllables."""
    return _WORD.sub(lambda found: sounds(found[0]), text)


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """Return the Vietnamese syllables for `word`, which has Latin letters; a syllable is returned unchanged."""
    if is_syllable(word):
        return _table().get(word.lower(), word) if word[0].isupper() else word
    lower = "".join(map(_letter, in_latin_letters(unicodedata.normalize("NFC", word.replace("’", "'"))).lower()))
    if known := _table().get(lower):
        return known
    parts = (part[start : start + LONGEST] for part in lower.split("'") for start in range(0, len(part), LONGEST))
    return " ".join(spoken for part in parts if (spoken := _part(part)))


def is_regular(word: str) -> bool:
    """Return whether `word` is pronounced by its syllables ("Lênin"), or by finals and onsets alone ("Krông")."""
    lower = unicodedata.normalize("NFC", word).lower()
    spoken = sounds(lower).split()
    if lower in _table() or lower.isascii():
        return lower in _table()
    return "".join(spoken) == lower or (word[0].isupper() and len(spoken) <= _onset_letters(lower))


def has_foreign_final(word: str) -> bool:
    """Return whether `word` has an ending that no Vietnamese syllable has: "Rốk", "Păr", not "Slưn"."""
    lower = unicodedata.normalize("NFC", word).lower()
    final = _PIECE.findall(split_tone(lower)[0])[-1]
    return final[0] not in VOWELS and _codas().get(final) != final


def _onset_letters(word: str) -> int:
    """Return the number of syllables of a word with one vowel group: one more for each consonant that is no onset."""
    groups = _PIECE.findall(split_tone(word)[0])
    first = groups[0] if groups and groups[0][0] not in VOWELS else ""
    vowels = sum(group[0] in VOWELS for group in groups)
    return len(_begin(first)[0]) + 1 if vowels == 1 else 0


def _part(word: str) -> str:
    """Return the syllables of a word without an apostrophe; a single consonant has the sound of its letter."""
    base, tone, place = split_tone(word)
    if tone < 0:
        base = "".join(split_tone(letter)[0] for letter in word)
    if base in _ONSETS and base not in "jq":
        return f"{_written(base, 'ơ')}ờ"
    if not any(letter in VOWELS for letter in base):
        return " ".join(
            f"{_written(letter, 'ơ')}ờ" if letter in "bcdđghklmnprstvx" else spell(letter) for letter in base
        )
    if is_syllable(word):
        return word
    spoken: list[str] = []
    groups = _PIECE.findall(_respelled(base))
    vowels = [index for index, group in enumerate(groups) if group[0] in VOWELS]
    toned = _group_at(_PIECE.findall(base), place)
    onset = groups[0] if vowels[0] else ""
    for number, index in enumerate(vowels):
        rest = groups[index + 1] if index + 1 < len(groups) else ""
        coda, following = _divide(rest, is_last=number == len(vowels) - 1)
        mark = tone if toned == index or (toned < 0 and number == len(vowels) - 1) else 0
        spoken += _syllables(onset, groups[index], coda, max(mark, 0))
        onset = following
    return " ".join(spoken)


def _letter(letter: str) -> str:
    """Return the Vietnamese letter for one with a foreign mark: ü → u."""
    return letter if letter in LOWER or letter == "'" else unicodedata.normalize("NFD", letter)[0]


def _group_at(groups: list[str], place: int) -> int:
    """Return the index of the group that contains the letter at `place`, or -1."""
    end = 0
    for index, group in enumerate(groups):
        end += len(group)
        if 0 <= place < end:
            return index
    return -1


def _respelled(base: str) -> str:
    """Return a word without tones in Vietnamese onsets and finals: w, z, f, j and double letters are replaced."""
    for written, instead in read_table(__package__, "foreign_letters"):
        base = re.sub(written, instead, base)
    return base


def _divide(consonants: str, *, is_last: bool) -> tuple[str, str]:
    """Split `consonants` into the final of the preceding syllable and the onset of the next."""
    if is_last:
        return consonants, ""
    if len(consonants) < 2 or consonants in _ONSETS or _LIQUID.fullmatch(consonants):
        return "", consonants
    size = 2 if consonants[:2] in ("ng", "nh") and len(consonants) > 2 else 1
    return consonants[:size], consonants[size:]


@lru_cache(maxsize=65_536)
def _syllables(onset: str, vowel: str, coda: str, tone: int) -> tuple[str, ...]:
    """Return one syllable, preceded by those for the other consonants of its onset: "gl" → "gờ l…"."""
    before, first = _begin(onset)
    spoken = [f"{_written(_BEFORE.get(consonant, consonant), 'ơ')}ờ" for consonant in _CONSONANT.findall(before)]
    final = _codas().get(coda, _codas().get(coda[:2], _codas().get(coda[:1], ""))) if coda else ""
    for split in range(min(len(vowel), _NUCLEUS), 0, -1):
        head, tail = vowel[:split], vowel[split:]
        if tail:
            one, two = _syllable(first, head, "", tone), _syllables("", tail, coda, tone)
            if one and all(two):
                return (*spoken, one, *two)
        elif one := _closed(first, head, final, tone):
            return (*spoken, one)
    return (*spoken, spell(first + vowel + coda))


def _closed(onset: str, vowel: str, final: str, tone: int) -> str:
    """Return a syllable with `final`, else with one like it ("Srônh" → "rông"), with another onset, or with none."""
    finals = dict.fromkeys((final, *_other_finals().get(final, ()), ""))
    found = (_syllable(first, vowel, end, tone) for end in finals for first in (onset, *_OTHER_ONSETS.get(onset, ())))
    return next(filter(None, found), "")


def _begin(onset: str) -> tuple[str, str]:
    """Split an onset into consonants that become syllables, and the one that begins the next: "kr" → "k", "r"."""
    for first in _ONSETS:
        if onset.endswith(first) and first not in ("gi", "qu"):
            return onset[: -len(first)], first
    return onset, ""


def _syllable(onset: str, vowel: str, final: str, tone: int) -> str:
    """Return a syllable in Vietnamese spelling; empty if there is none."""
    for nucleus in dict.fromkeys((vowel, *(() if final else (_CLOSED.get(vowel, vowel),)), *_near().get(vowel, ()))):
        end = _AFTER_FRONT.get(final, final) if nucleus in _FRONT_NUCLEI else final
        word = f"{_written(onset, nucleus)}{nucleus}{end}"
        if spoken := _toned(word, tone or (_SAC if final in _STOPS else 0)):
            return spoken
    return ""


def _toned(word: str, tone: int) -> str:
    """Return `word` with the tone that its rhyme needs; empty if the result is not a syllable."""
    if not tone:
        return word if is_syllable(word) else ""
    for place in range(len(word) - 1, -1, -1):
        if word[place] in VOWELS:
            spoken = unicodedata.normalize("NFC", word[: place + 1] + TONES[tone] + word[place + 1 :])
            if is_syllable(spoken):
                return spoken
    return ""


def _written(onset: str, vowel: str) -> str:
    """Return the spelling of an onset before a vowel: k and ngh before e, ê, i; c and ng elsewhere."""
    is_front = vowel[:1] in _FRONT
    match onset:
        case "k" | "c" | "q":
            return "k" if is_front else "c"
        case "g" | "gh":
            return "gh" if is_front else "g"
        case "j":
            return "g" if vowel[:1] == "i" else "gi"
        case "ng" | "ngh":
            return "ngh" if is_front else "ng"
    return onset


@cache
def _codas() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "codas")}


@cache
def _other_finals() -> dict[str, tuple[str, ...]]:
    """Return the finals that are tried if no rhyme has the vowel with a final."""
    return {row[1]: tuple(row[2].split()) for row in read_table(__package__, "codas") if row[2]}


@cache
def _near() -> dict[str, tuple[str, ...]]:
    """Replacements for vowels that no Vietnamese rhyme has."""
    return {row[0]: tuple(row[1].split()) for row in read_table(__package__, "near_vowels")}


@cache
def _table() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "sounds")}
