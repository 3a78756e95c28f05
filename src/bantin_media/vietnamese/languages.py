"""Language tags of passages → whether they can be believed, and what the language is called in Vietnamese.

Word and many portals call Vietnamese text English unasked; no program calls a text Tày or Mông by itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ..regex import regex
from .syllables import syllable_share
from .tables import read_table

_TAG: Final = regex(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_VIETNAMESE: Final = "vi"
_FEWEST_WORDS: Final = 4
"""Names and abbreviations alone prove nothing: "TTXVN", "Facebook Zalo YouTube TikTok"."""
_MOST_SYLLABLES: Final = 0.6
"""French has up to half of its words in the form of Vietnamese syllables (la, son, tu); Vietnamese nearly all."""
_MARKS: Final = frozenset("đĐ\u0306\u0309\u031b\u0323")
"""Letters and marks (breve, hook, horn, dot below) that Vietnamese has and the languages of Europe have not."""
_MOST_MARKED: Final = 0.2


def foreign_tag(tag: str, text: str) -> str:
    """Return `tag` in its usual form if `text` is in that language and not in Vietnamese; nothing otherwise.

    ("fr-FR", "Je suis venu voir la rivière.") → "fr-FR"; ("en-US", "Xã Nà Phạ họp") and ("en-US", "TTXVN") → "".
    """
    if not _TAG.fullmatch(tag):
        return ""
    primary, *rest = tag.split("-")
    primary = primary.lower()
    if primary == _VIETNAMESE or not any(map(str.isalpha, text)):
        return ""
    if _rows().get(primary, ("", ""))[1] != "yes" and not _is_no_vietnamese(text):
        return ""
    return "-".join((primary, *rest))


def language_name(tag: str) -> str:
    """Return "tiếng Pháp" of "fr" or "fr-FR", and the tag of a language that has no row."""
    return _rows().get(tag.split("-", maxsplit=1)[0], (tag, ""))[0]


def _is_no_vietnamese(text: str) -> bool:
    if not any(letter.isalpha() and "LATIN" in unicodedata.name(letter, "") for letter in text):
        return True  # another script
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    small = sum(1 for word in words if word[0].islower())
    marked = sum(1 for word in words if _MARKS.intersection(unicodedata.normalize("NFD", word)))
    prose = len(words) >= _FEWEST_WORDS and small * 2 >= len(words)
    return prose and marked <= _MOST_MARKED * len(words) and syllable_share(text) <= _MOST_SYLLABLES


@cache
def _rows() -> dict[str, tuple[str, str]]:
    return {tag: (name, believed) for tag, name, believed in read_table(__package__, "languages")}
