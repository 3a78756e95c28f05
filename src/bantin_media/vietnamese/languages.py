"""Language tags of passages: whether a tag is credible, and the Vietnamese name of the language.

Word and many portals mark Vietnamese text as English by default; no program marks text as Tày or Mông by default.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ..model import Phrase
from ..regex import regex
from .syllables import syllable_share
from .tables import read_table

_TAG: Final = regex(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_VIETNAMESE: Final = "vi"
_FEWEST_WORDS: Final = 4
"""Names and abbreviations alone are not evidence: "TTXVN", "Facebook Zalo YouTube TikTok"."""
_MOST_SYLLABLES: Final = 0.6
"""Up to half of the words of a French text have the form of Vietnamese syllables (la, son, tu), but nearly all of a
Vietnamese text.
"""
_MARKS: Final = frozenset("đĐ\u0306\u0309\u031b\u0323")
"""Letters and marks (breve, hook, horn, dot below) that Vietnamese has and other European alphabets lack."""
_MOST_MARKED: Final = 0.2


def foreign_tag(tag: str, text: str) -> str:
    """Return `tag` in its usual form if `text` is in that language and not in Vietnamese, else an empty string.

    ("fr-FR", "Je suis venu voir la rivière.") → "fr-FR"; ("en-US", "Xã Nà Phạ họp") and ("en-US", "TTXVN") → "".
    """
    if not _TAG.fullmatch(tag):
        return ""
    primary = tag.partition("-")[0].lower()
    if primary == _VIETNAMESE or not any(map(str.isalpha, text)):
        return ""
    if _rows().get(primary, ("", ""))[1] != "yes" and not _is_no_vietnamese(text):
        return ""
    return _usual(tag)


def foreign_phrase(tag: str, text: str, *, by_hand: bool) -> Phrase | None:
    """Return `text`, a part of a line, as a phrase in the language `tag`; None if it is Vietnamese or undecidable.

    A few words or a name count, ("fr", "savoir-faire"), if a person set the tag (`by_hand`) or no program sets it by
    default ("tyz").  ("en-US", "TTXVN") and ("en-US", "xã") are Vietnamese.
    """
    few = len(_words(text)) < _FEWEST_WORDS and is_latin(text)
    if language := foreign_tag(tag, text):
        return Phrase(text, language, is_read=few)
    if not (by_hand and _TAG.fullmatch(tag)) or is_vietnamese(tag):
        return None
    has_small = any(word[1:] != word[1:].upper() for word in _words(text))
    return Phrase(text, _usual(tag), is_read=True) if has_small and _is_unlike_vietnamese(text) else None


def is_vietnamese(tag: str) -> bool:
    """Return whether a tag means Vietnamese: "vi", "VI-VN"."""
    return tag.partition("-")[0].lower() == _VIETNAMESE


def is_latin(text: str) -> bool:
    """Return whether `text` contains a Latin letter: not "你好" or "дружба"."""
    return any(letter.isalpha() and "LATIN" in unicodedata.name(letter, "") for letter in text)


def language_name(tag: str) -> str:
    """Return the Vietnamese name of a language: "tiếng Pháp" for "fr" or "fr-FR"; the tag itself if it has no row."""
    return _rows().get(tag.split("-", maxsplit=1)[0], (tag, ""))[0]


def _usual(tag: str) -> str:
    primary, *rest = tag.split("-")
    return "-".join((primary.lower(), *rest))


def _is_no_vietnamese(text: str) -> bool:
    if not is_latin(text):
        return True  # another script
    words = _words(text)
    small = sum(1 for word in words if word[0].islower())
    return len(words) >= _FEWEST_WORDS and small * 2 >= len(words) and _is_unlike_vietnamese(text)


def _is_unlike_vietnamese(text: str) -> bool:
    words = _words(text)
    marked = sum(1 for word in words if _MARKS.intersection(unicodedata.normalize("NFD", word)))
    return marked <= _MOST_MARKED * len(words) and syllable_share(text) <= _MOST_SYLLABLES


def _words(text: str) -> list[str]:
    return [word for word in text.split() if any(map(str.isalpha, word))]


@cache
def _rows() -> dict[str, tuple[str, str]]:
    return {tag: (name, believed) for tag, name, believed in read_table(__package__, "languages")}
