"""Replaces characters that are wrong, although they may look right, by the intended ones.

There are three causes: UTF-8 that was read as Windows-1252 and saved again ("XÃ£ NÃ¡"); "bold" letters of the
mathematical alphabets (𝐓𝐡𝐨̂𝐧𝐠); Cyrillic or Greek letters that text recognition used for similar Latin ones (Ноа).
Each is corrected only if it is certain, and with a notice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from ..regex import regex
from ..vietnamese.syllables import is_syllable
from ..vietnamese.tables import read_table
from .decoding import as_windows

_TAKEN_FOR_WINDOWS = regex(
    "(?:\u00e1[\u00ba\u00bb]|\u00c4[\u0091\u2018\u0090\u0192\u201a]|\u00c6[\u00b0\u00a1\u00af\u00a0]|\u00c3[\u00a1-\u00bf\u0080-\u009f]"
    "|\u00e2\u20ac)"
)
"""The first bytes of ạ … ỹ, đ, ư, ơ, á … ý and “, shown in Windows-1252."""
_FANCY_RANGES = ((0x1D400, 0x1D800), (0xFF01, 0xFF5F), (0x24B6, 0x24EA), (0x1F130, 0x1F14A))
"""Mathematical, full-width, circled and squared letters, for which Unicode defines the plain letter."""
_DARK = {
    code: chr(ord("A") + place) for first in (0x1F150, 0x1F170) for place, code in enumerate(range(first, first + 26))
}
_SMALL_CAPITALS = {
    ord(one): two for one, two in zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)
}
_FANCY = regex("[" + "".join(f"{chr(one)}-{chr(two - 1)}" for one, two in _FANCY_RANGES) + "]")
_FULL_WIDTH = regex("[\uff01-\uff5e]")
_CHINESE = regex("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Chinese, Japanese and Korean letters; next to them full-width forms are normal: "你好，"."""
_DARK_RUN = regex("[\U0001f150-\U0001f169\U0001f170-\U0001f189]{2,}")
"""White letters on black; a single one is an emoji, such as a blood group."""
_SMALL_CAPITAL = regex("[" + "".join(map(chr, _SMALL_CAPITALS)) + "]")
_BARRED = str.maketrans({"D": "Đ", "d": "đ"})
_MARKED_D = regex("[Dd][\u0304\u0335\u0336]")
"""These alphabets have no Đ; programs combine their D with a bar."""
_WORD = regex(r"[^\W\d_]+")
_OTHER_SCRIPT = regex("[\u0370-\u03ff\u0400-\u04ff]")
_MOST_ROUNDS = 2


def from_windows(text: str) -> str:
    """Return `text` as it was before UTF-8 was read as Windows-1252, once or twice; unchanged if it never was.

    "XÃ£ Báº£n Sen" → "Xã Bản Sen"; never "XÃ HOA AN".
    """
    for _ in range(_MOST_ROUNDS):
        if not _TAKEN_FOR_WINDOWS.search(text):
            break
        try:
            # The second byte of à looks like a no-break space, and is often saved as an ordinary space.
            text = _bytes_of(text.replace("Ã ", "Ã\u00a0")).decode("utf-8")
        except ValueError:
            break
    return text


def plain_letters(text: str) -> str:
    """Return `text` with mathematical, full-width, circled and small capital letters as plain ones: 𝟐𝟎 → 20.

    Full-width forms in a line with Chinese, Japanese or Korean letters are not changed: "你好，欢迎".
    """
    if not (_FANCY.search(text) or _DARK_RUN.search(text) or _SMALL_CAPITAL.search(text)):
        return text
    keeps_width = bool(_CHINESE.search(text))
    text = _FANCY.sub(lambda letter: _plain(letter[0], keeps_width=keeps_width), text)
    text = _DARK_RUN.sub(lambda run: run[0].translate(_DARK), text).translate(_SMALL_CAPITALS)
    return unicodedata.normalize("NFC", _MARKED_D.sub(lambda letter: letter[0][0].translate(_BARRED), text))


def _plain(letter: str, *, keeps_width: bool) -> str:
    return letter if keeps_width and _FULL_WIDTH.match(letter) else unicodedata.normalize("NFKC", letter)


def latin_letters(text: str) -> str:
    """Return `text` with Cyrillic and Greek letters replaced by similar Latin ones, in words that become Vietnamese.

    A line with another Cyrillic or Greek letter is in that language and is not changed.
    """
    if not _OTHER_SCRIPT.search(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    if any(ord(letter) not in _lookalikes() for letter in _OTHER_SCRIPT.findall(composed)):
        return text
    return _WORD.sub(_latin, composed)


def _latin(word: re.Match[str]) -> str:
    latin = unicodedata.normalize("NFC", word[0].translate(_lookalikes()))
    mixed = any(letter in word[0] for letter in "abcdefghijklmnopqrstuvwxyz") or not word[0].isascii()
    return latin if mixed and is_syllable(latin) else word[0]


SIGNS: Mapping[Callable[[str], str], frozenset[str]] = {
    from_windows: frozenset("ºÃÄÆ»€"),
    plain_letters: frozenset(map(chr, (code for one, two in _FANCY_RANGES for code in range(one, two))))
    | frozenset(map(chr, (*_DARK, *_SMALL_CAPITALS))),
    latin_letters: frozenset(map(chr, range(0x370, 0x500))),
}
"""For each correction the letters of which at least one must occur."""


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(letter): latin for letter, latin in read_table("bantin_media.readers", "lookalikes")}


@cache
def _windows_bytes() -> dict[str, int]:
    shown = as_windows(bytes(range(256)))
    return {letter: code for code, letter in enumerate(shown)} | {chr(code): code for code in range(0x80, 0xA0)}


def _bytes_of(text: str) -> bytes:
    """Return the bytes that Windows-1252 shows as `text`.  Raises `ValueError` if a letter is outside of it."""
    table = _windows_bytes()
    try:
        return bytes(table[letter] for letter in text)
    except KeyError as error:
        raise ValueError(str(error)) from error
