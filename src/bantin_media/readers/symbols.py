"""A letter of a picture font (Symbol, Wingdings) → the sign that it shows: "≥", "☒", "→"; else a bullet.

The signs of such a font have the codes of letters, or codes in the private area U+F020 … U+F0FF.
"""

from __future__ import annotations

from functools import cache

from ..regex import regex
from ..vietnamese.tables import read_table

_PREFIXES = ("symbol", "wingdings 2", "wingdings 3", "wingdings", "webdings")
_PRIVATE = range(0xF020, 0xF100)
_PRIVATE_LETTER = regex("[\uf020-\uf0ff]")
BULLET = "•"


def shown(text: str, font: str) -> str:
    """Return `text` with characters of the private area as signs of `font`, or of Symbol if `font` is not known."""
    if text.isascii() or not _PRIVATE_LETTER.search(text):
        return text
    name = _name(font)
    return "".join(sign(ord(one), name) if ord(one) in _PRIVATE else one for one in text)


def sign(code: int, font: str) -> str:
    """Return the sign for `code` in a picture font; for another font the letter itself."""
    name = _name(font)
    code = code - 0xF000 if code in _PRIVATE else code
    if name:
        return _table().get((name, code), BULLET)
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def _name(font: str) -> str:
    font = font.strip(" \"'").casefold()
    return next((prefix for prefix in _PREFIXES if font.startswith(prefix)), "")


@cache
def _table() -> dict[tuple[str, int], str]:
    return {(font, int(code, 16)): shown for font, code, shown in read_table("bantin_media.readers", "symbols")}
