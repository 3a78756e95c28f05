"""A cover → a small cover, which players, feeds and catalogues show next to a title."""

from __future__ import annotations

import io

WIDTH = 480
QUALITY = 80
"""JPEG quality: 480 × 768 pixels take 30 to 60 kB.  Players on cheap phones refuse pictures above 100 kB."""


def thumbnail(cover: bytes, width: int = WIDTH) -> bytes:
    """Return `cover` (JPEG or PNG) as a JPEG `width` pixels wide, without metadata."""
    from PIL import Image

    with Image.open(io.BytesIO(cover)) as picture:
        size = (width, round(picture.height * width / picture.width))
        picture.draft("RGB", (2 * width, 2 * size[1]))  # a large JPEG is decoded at half its size or less
        whole = picture if picture.mode == "RGB" else picture.convert("RGB")
        small = whole.resize(size, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
