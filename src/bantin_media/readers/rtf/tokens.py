"""The bytes of an `.rtf` → its tokens; bytes of letters → text (RTF specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ...regex import regex

_TOKEN: Final = regex(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]{1,65536})|[\r\n]+|\\",
    re.DOTALL,
)
_CODECS: Final[Mapping[int, str]] = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Codecs of character sets; other sets use the document's code page."""
CHARACTERS: Final[Mapping[str, str]] = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "-": "\u00ad", "_": "\u2011",
    "{": "{", "}": "}", "\\": "\\", "zwj": "", "zwnj": "", "ltrmark": "", "rtlmark": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A brace, a control word or symbol with its number, a byte of a letter, or text."""

    kind: str
    """`{`, `}`, `word`, `byte`, `text`, or `binary` for data of the picture around it."""
    text: str = ""
    number: int | None = None


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of a file that was decoded as Latin-1, one character per byte.

    Binary data that would go past the end of the file has a wrong length: it is read as text instead.
    """
    at = 0
    while match := _TOKEN.match(source, at):
        at = match.end()
        if word := match["word"]:
            number = int(match["number"]) if match["number"] else None
            if word == "bin":
                length = max(0, number or 0) if (number or 0) <= len(source) - at else 0
                yield Token("binary", source[at : at + length])
                at += length
            else:
                yield Token("word", word, number)
        elif match["byte"]:
            yield Token("byte", match["byte"])
        elif match["sign"]:
            yield Token("word", match["sign"])
        elif match["brace"]:
            yield Token(match["brace"])
        elif match["text"]:
            yield Token("text", match["text"])


def decoded(content: bytes, charset: int, page: int) -> str:
    """Return bytes of letters as text, by the font's character set or the document's code page."""
    codec = _CODECS.get(charset) or f"cp{page}"
    try:
        return content.decode(codec, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")
