"""What holds for whatever comes in, and the words of every target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Attack = Callable[[bytes, Path], None]
"""The bytes, and a folder of its own, which it leaves empty or as it was."""


class BrokenPromise(AssertionError):  # noqa: N818 -- that is what it is
    """Something came out that may never come out."""


def promise(kept: object, what: str) -> None:
    """Raise `BrokenPromise` where `kept` is false."""
    if not kept:
        raise BrokenPromise(what)


def utf8(text_: str) -> bytes:
    """Encode; what cannot be encoded could be neither written nor printed."""
    return text_.encode("utf-8")
