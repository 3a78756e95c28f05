"""A cover in, a small cover out: what players, feeds and catalogues show beside a title."""

from __future__ import annotations

import io

WIDTH = 480
QUALITY = 80
"""480 × 768 at this quality is 30 to 60 kB; players on cheap phones refuse pictures of more than 100 kB."""


def thumbnail(cover: bytes, width: int = WIDTH) -> bytes:
    """Return `cover` (JPEG or PNG) as a JPEG `width` pixels wide, without metadata."""
    from PIL import Image

    with Image.open(io.BytesIO(cover)) as picture:
        small = picture.convert("RGB").resize(
            (width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS
        )
    target = io.BytesIO()
    small.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
