"""The bytes of a text → its characters: Unicode, or a legacy Vietnamese encoding.

Latin-1 is never assumed: if the bytes are not Unicode, they must read as Vietnamese, or they are refused.
"""

from __future__ import annotations

import codecs
import contextlib
import unicodedata

from ..errors import SourceError
from ..messages import message
from ..vietnamese.syllables import syllable_share
from .legacy_fonts import ENOUGH, SCHEMES, convert

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_NULS = 50
"""At most one byte in this many may be NUL; a file with more is binary."""
_SAMPLE_BYTES = 64 * 1024
_WINDOWS = "".join(
    bytes([code]).decode("cp1252") if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(code) for code in range(256)
)


def decode(content: bytes, where: str) -> tuple[str, str]:
    """Return the text of `content` and the name of its encoding.

    Raises `SourceError`: with the line if Unicode is damaged, or with the share of well-formed syllables if no known
    encoding gives Vietnamese.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, where), encoding
    if encoding := _unmarked_utf16(content):
        return _strictly(content, encoding, where), encoding
    if content.count(0) * _MOST_NULS > len(content):
        raise SourceError(
            where, message("is not a text"), message("Save the article from its program as .docx or as UTF-8 text.")
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(content):
            raise _broken(content, error, where) from error
        return _decode_legacy(content, where)


def as_windows(content: bytes) -> str:
    """Return `content` in code page 1252, in which text for legacy fonts is stored; every byte has a character."""
    return content.decode("latin-1").translate(dict(enumerate(_WINDOWS)))


def _strictly(content: bytes, encoding: str, where: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(content, error, where) from error


def _broken(content: bytes, error: UnicodeDecodeError, where: str) -> SourceError:
    line = content.count(b"\n", 0, error.start) + 1
    return SourceError(
        f"{where}:{line}",
        message("the text is damaged here: these bytes are invalid in {encoding}", encoding=error.encoding),
        message("Open the file in the program it was made with and save it again as UTF-8."),
    )


def _unmarked_utf16(content: bytes) -> str:
    """Return the byte order of UTF-16 if every other byte is mostly NUL, as in ASCII text; else empty."""
    sample = content[: _SAMPLE_BYTES // 2 * 2]
    if len(sample) < 4 or len(content) % 2 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _is_nearly_utf8(content: bytes) -> bool:
    """Return whether valid UTF-8 sequences far outnumber invalid ones, so that it is damaged UTF-8."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for letter in text if letter > "\x7f") - bad
    return good > 4 * bad


def _decode_legacy(content: bytes, where: str) -> tuple[str, str]:
    candidates = {scheme: convert(as_windows(content), scheme) for scheme in SCHEMES}
    with contextlib.suppress(UnicodeDecodeError):
        candidates["cp1258"] = unicodedata.normalize("NFC", content.decode("cp1258"))
    shares = {name: syllable_share(text[:_SAMPLE_BYTES]) for name, text in candidates.items()}
    best = max(sorted(shares), key=lambda name: shares[name])
    if shares[best] < ENOUGH:
        raise unreadable(where, shares[best])
    return candidates[best], best


def unreadable(where: str, share: float) -> SourceError:
    """Return the error for text with at most the share `share` of Vietnamese syllables in any encoding."""
    return SourceError(
        where,
        message(
            "cannot be read as Vietnamese: only {share} of the words are well formed, in whichever font or encoding",
            share=f"{100 * share:.0f} %",
        ),
        message("Open the original in Word, change its font to Times New Roman (Unicode), and save it as .docx."),
    )
