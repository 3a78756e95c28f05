"""A page of a PDF without text → its pictures that may be scans of text, upright."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdf import PageObject

_SMALLEST_PIXELS = 200_000
"""A photograph of a business card by an old phone has more; a logo has less."""
_MOST_PIXELS = 60_000_000
_OF_LARGEST = 0.3
"""A picture much smaller than the largest one of the page is a seal or a line."""
_MOST_PICTURES = 8


def scans(page: PageObject) -> list[Image]:
    """Return the large pictures of a page, rotated like the page.  Damaged pictures are left out."""
    found: list[Image] = []
    for place, name in enumerate(page.images.keys()):
        if place >= _MOST_PICTURES:
            break
        try:
            image = page.images[name].image
        except (OSError, ValueError, NotImplementedError, KeyError, SyntaxError, MemoryError):
            continue
        if image is not None and _SMALLEST_PIXELS <= image.width * image.height <= _MOST_PIXELS:
            found.append(image)
    largest = max((image.width * image.height for image in found), default=0)
    kept = [image for image in found if image.width * image.height >= _OF_LARGEST * largest]
    turned = int(page.rotation or 0) % 360
    return [image.rotate(-turned, expand=True) if turned else image for image in kept]
