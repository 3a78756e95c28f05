"""The pictures in an `.rtf` (`\\pict`): the hexadecimal or binary data of each, by its number in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..pictures import IN_RICH_TEXT
from .tokens import Token, tokens

_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")


def picture_bytes_in(content: bytes, member: str) -> bytes:
    """Return the bytes of the picture `member` in a file, empty if it has none."""
    sought = int(member.removeprefix(IN_RICH_TEXT))
    return next((data for number, data in pictures_of(content.decode("latin-1")) if number == sought), b"")


def pictures_of(source: str) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each picture whose group ends; the numbers begin at 1."""
    number, depth = 0, 0
    begun: list[tuple[int, int, list[Token]]] = []
    for token in tokens(source):
        if token.kind == "{":
            depth += 1
        elif token.kind == "}":
            while begun and begun[-1][1] >= depth:
                found, _, parts = begun.pop()
                yield found, _bytes_of(parts)
            depth = max(0, depth - 1)
        elif token.kind == "word" and token.text == "pict":
            number += 1
            begun.append((number, depth, []))
        elif begun and begun[-1][1] == depth and token.kind in {"text", "binary"}:
            begun[-1][2].append(token)


def _bytes_of(parts: list[Token]) -> bytes:
    """Return the data of a picture; letters that are no hexadecimal digits are ignored."""
    if binary := "".join(one.text for one in parts if one.kind == "binary"):
        return binary.encode("latin-1")
    digits = "".join("".join(one.text.split()) for one in parts)
    if not _HEXADECIMAL.issuperset(digits):
        digits = "".join(letter for letter in digits if letter in _HEXADECIMAL)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])
