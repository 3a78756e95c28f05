"""Normalizes the characters of a source line: NFC, no invisible characters, one kind of space.

Readers convert legacy fonts before this.  In such a font U+00AD is the letter ư; here it is a soft hyphen.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..regex import regex

INVISIBLE: Final = regex(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0e\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
"""Control and format characters.  U+200D and U+FE0F are removed later: they join the parts of an emoji."""
SPACES: Final = regex(r"[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2800]+")
_EMOJI: Final = (
    "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-"
    "\u260f\u2611\u2613-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\ufe0f\u200d\u20e3"
)
LEADING_EMOJI: Final = regex(f"^[{_EMOJI}\\s]*[{_EMOJI}]\\s*")
TRAILING_EMOJI: Final = regex(f"(?<![{_EMOJI}\\s])\\s*[{_EMOJI}][{_EMOJI}\\s]*$")
_AFTER_OPENING: Final = regex("([“«‘(]) +(?=[^ ])")
_BEFORE_CLOSING: Final = regex("(?<=[^ ]) +([”»)])")
_PRIVATE: Final = regex("[\ue000-\uf8ff]")


def compose(text: str) -> str:
    """Return `text` in NFC, without invisible characters; runs of spaces are kept.

    Characters of symbol fonts (U+F0B7 and others, which Word prints before list items) become `•`.
    `readers.mending` has already converted mathematical alphabets and full-width letters.
    """
    return INVISIBLE.sub("", _PRIVATE.sub("•", unicodedata.normalize("NFC", text)))


def letters_of(text: str) -> str:
    """Return only the letters and digits of `text`, in NFC: no pass of cleaning changes their number."""
    return "".join(filter(str.isalnum, compose(text)))


@lru_cache(maxsize=2048)
def tidy(text: str) -> str:
    """Return `text` for display: in NFC, with single spaces, and no space next to the inside of brackets and quotes.

    "“ Chung  tay" → "“Chung tay".  Words are never changed.
    """
    text = SPACES.sub(" ", compose(text)).strip()
    return _BEFORE_CLOSING.sub(r"\1", _AFTER_OPENING.sub(r"\1", text))


def toml_string(text: str) -> str:
    """Return `text` as a TOML string: in double quotes, with the quotes inside it escaped."""
    return json.dumps(text, ensure_ascii=False)


def beginning(text: str, longest: int = 60) -> str:
    """Return the beginning of a line, cut between two words, by which an editor recognizes the line."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0]


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Return `text` for comparison: lower case, no punctuation at its ends, single spaces, đ in place of a typed ð."""
    return tidy(text).casefold().replace("ð", "đ").strip(" .,;:!?…|·•-–—_*[]<>«»“”\"'/\\")


def is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets encloses a line: "(Các đại biểu dự hội nghị)"."""
    return text[:1] + text[-1:] in {"()", "[]"} and not re.search(r"[()\[\]]", text[1:-1])
