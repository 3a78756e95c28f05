"""A cover → a small cover, which players, feeds and catalogues show next to a title."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 480
QUALITY = 80
"""JPEG quality: 480 × 768 pixels take 30 to 60 kB.  Players on cheap phones refuse pictures above 100 kB."""
LIST_WIDTH = 144
"""In pixels, for the list of all editions: sharp on a phone with two pixels per point."""
LIST_QUALITIES = (70, 55, 40, 25)
LIST_BYTES = 4_500
"""A page of the list loads all covers on it, and readers pay for data."""


def thumbnail(cover: bytes, width: int = WIDTH) -> bytes:
    """Return `cover` (JPEG or PNG) as a JPEG `width` pixels wide, without metadata."""
    return _encoded(_reduced(cover, width), QUALITY)


def reduced(image: Image, edge: int) -> bytes:
    """Return a square `image` as a JPEG with this edge in pixels."""
    from PIL.Image import Resampling

    return _encoded(image.resize((edge, edge), Resampling.LANCZOS), QUALITY)


def list_cover(cover: bytes) -> bytes:
    """Return `cover` as a JPEG for the list of all editions, in the best of `LIST_QUALITIES` within `LIST_BYTES`."""
    small = _reduced(cover, LIST_WIDTH)
    encoded = b""
    for quality in LIST_QUALITIES:
        encoded = _encoded(small, quality)
        if len(encoded) <= LIST_BYTES:
            break
    return encoded


def _reduced(cover: bytes, width: int) -> Image:
    from PIL import Image

    with Image.open(io.BytesIO(cover)) as picture:
        size = (width, round(picture.height * width / picture.width))
        picture.draft("RGB", size)  # a JPEG is decoded at the smallest of its sizes that is not smaller
        whole = picture if picture.mode == "RGB" else picture.convert("RGB")
        return whole.resize(size, Image.Resampling.LANCZOS)


def _encoded(image: Image, quality: int) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()
