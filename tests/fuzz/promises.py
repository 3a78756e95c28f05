"""The promises for every input, and the vocabulary of every target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Attack = Callable[[bytes, Path], None]
"""The input, and a folder that the target leaves unchanged."""


class BrokenPromise(AssertionError):  # noqa: N818 -- that is what it is
    """The result violates a promise."""


def promise(kept: object, what: str) -> None:
    """Raise `BrokenPromise` if `kept` is false."""
    if not kept:
        raise BrokenPromise(what)


def utf8(text_: str) -> bytes:
    """Encode a text; one that cannot be encoded could not be written or printed."""
    return text_.encode("utf-8")
