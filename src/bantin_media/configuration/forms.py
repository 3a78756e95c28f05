"""The forms of text values in settings: languages, addresses, identifiers of libraries.

Sources: BCP 47 without its rarest forms; RFC 5322 §3.4.1 as far as directories accept it; ISO 3297 (ISSN), ISO 2108
(ISBN); RFC 9562 (UUID); the upper level of "Apple Podcasts categories".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..regex import regex

LANGUAGE: Final = regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ADDRESS: Final = regex(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
EMAIL: Final = regex(r"[^\s@\x00-\x1f<>()\[\],;:\\\"]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
UUID: Final = regex(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CATEGORIES: Final = (
    "Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness", "History", "Kids & Family",
    "Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture", "Sports", "Technology",
    "True Crime", "TV & Film",
)  # fmt: skip


def is_issn(text: str) -> bool:
    """Return whether `text` is an ISSN with the right check digit (ISO 3297): "1859-123X"."""
    return bool(re.fullmatch(r"\d{4}-?\d{3}[\dXx]", text)) and _weighed(text, range(8, 0, -1)) % 11 == 0


def is_isbn(text: str) -> bool:
    """Return whether `text` is an ISBN of 13 or 10 digits with the right check digit (ISO 2108)."""
    bare = re.sub(r"[ -]", "", text)
    if re.fullmatch(r"97[89]\d{10}", bare):
        return _weighed(bare, (1, 3) * 7) % 10 == 0
    return bool(re.fullmatch(r"\d{9}[\dXx]", bare)) and _weighed(bare, range(10, 0, -1)) % 11 == 0


def _weighed(digits: str, weights: Iterable[int]) -> int:
    values = (10 if digit in "Xx" else int(digit) for digit in digits if digit.isalnum())
    return sum(value * weight for value, weight in zip(values, weights, strict=False))
