"""Web and e-mail addresses, hashtags.  "backan.gov.vn" → "backan chấm gov chấm vê nờ", "a@gmail.com" → "a a còng …".

Runs of letters without a vowel are spelled, others are read as words, digits one by one.  The scheme (https://) and a
closing slash are silent.  Does not match a sentence without a space before the next ("công dân.Trong"): an address ends
in a top-level domain of the table.
"""

from __future__ import annotations

import re
from functools import cache

from ..regex import regex
from ..vietnamese.abbreviations import default_meaning
from ..vietnamese.letters import LETTER, LOWER, UPPER, is_vowel, spell
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from . import foreign
from .abbreviation import expand
from .cardinal import digits_one_by_one
from .context import Match, Place

_SCHEME = regex(r"(?:https?|ftp)://", re.IGNORECASE)
_HOST = r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8}"
_ADDRESS = regex(
    rf"(?:(?:https?|ftp)://)?(?:[A-Za-z0-9._+-]{{1,64}}@)?({_HOST})(?::\d{{1,5}})?(?:[/?#](?:[!#-;=?-~]|[{LETTER}]){{0,2000}})?",
    re.IGNORECASE,
)
_HASHTAG = regex(rf"#([{LETTER}][{LETTER}\d_]{{1,80}})(?!\w)")
_PIECE = regex(r"\d+|[^\W\d_]+|[\W_]")
_CAMEL = regex(rf"[{UPPER}]+(?![{LOWER}])|[{UPPER}]?[{LOWER}]+|\d+")
_TRAILING = ".,;:!?)]}'’…/"
_LONGEST_SPELLED = 3
_LONGEST_NAME = 4
"""In letters: a longer piece in capitals is a word: VOV.VN, but BAOMOI.COM."""


def read(at: Place) -> Match | None:
    """Match a web address or an e-mail address."""
    if at.char_before.isalnum() or at.char_before in {"@", "."}:
        return None
    found = at.match(_ADDRESS)
    if found is None:
        return None
    host = found[1]
    has_scheme = _SCHEME.match(found.group()) is not None
    is_address = has_scheme or "@" in found.group()[: found.start(1) - at.start] or host.lower().startswith("www.")
    if not (is_address or host.rsplit(".", 1)[-1].lower() in _domains()):
        return None
    if not (has_scheme or any(letter.isalpha() for letter in host)):
        return None
    written = found.group().rstrip(_TRAILING)
    spoken = _say(at, _SCHEME.sub("", written))
    end = at.start + len(written) + (at.text[at.start + len(written) :].startswith("/"))
    return Match(end, f"{spoken}") if at.text[end : end + 1].isalnum() is False else None


def read_hashtag(at: Place) -> Match | None:
    """Match #BacKan → "thẻ Bac Kan"; capitals separate the words."""
    found = at.match(_HASHTAG)
    if found is None:
        return None
    return Match(found.end(), f"thẻ {' '.join(_tag_word(at, word) for word in _CAMEL.findall(found[1]))}")


def _tag_word(at: Place, word: str) -> str:
    if word.isdecimal():
        return digits_one_by_one(word)
    if word.isupper() and not (len(word) > 1 and is_syllable(word)):
        return expand(word) or spell(word, at.style.letter_names)
    return foreign.spoken(word) or (word if any(map(is_vowel, word)) else spell(word, at.style.letter_names))


def _say(at: Place, address: str) -> str:
    spoken = []
    for piece in _PIECE.findall(address):
        if piece.isdecimal():
            spoken.append(digits_one_by_one(piece))
        elif piece.isalpha():
            spoken.append(_word(at, piece))
        else:
            spoken.append(_domains().get(piece, ""))
    return " ".join(word for word in spoken if word)


def _word(at: Place, letters: str) -> str:
    lower = letters.lower()
    if letters.isupper() and 1 < len(letters) <= _LONGEST_NAME and lower not in _domains() and not is_syllable(lower):
        return default_meaning(letters) or spell(letters, at.style.letter_names)
    if spoken := _domains().get(lower) or foreign.spoken(lower):
        return spoken
    if len(letters) <= _LONGEST_SPELLED and not any(is_vowel(letter) for letter in lower):
        return spell(letters, at.style.letter_names)
    return lower if any(is_vowel(letter) for letter in lower) else spell(letters, at.style.letter_names)


@cache
def _domains() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table(__package__, "url")}
