"""The bytes of pictures: complete, of the declared type, and one of them the cover."""

from __future__ import annotations

from collections.abc import Iterator

from ..messages import message
from ..model import Notice
from .book import Book

KINDS = {"image/jpeg": (b"\xff\xd8\xff", b"\xff\xd9"), "image/png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82")}
"""The first and the last bytes of a picture, by its media type."""


def check_images(book: Book) -> Iterator[Notice]:
    """Check that every picture is complete, and that one is declared as the cover."""
    for item in book.items.values():
        if item.media_type in KINDS and item.name in book.names:
            first, last = KINDS[item.media_type]
            content = book.read(item.name)
            if not content.startswith(first):
                what = message("it is not of the kind {kind}", kind=item.media_type)
                yield book.notice("picture.kind", item.name, what)
            elif not content.rstrip(b"\0").endswith(last):
                yield book.notice("picture.broken", item.name, message("the picture is truncated"))
    if not any("cover-image" in item.properties for item in book.items.values()):
        yield book.notice("picture.cover", book.package_name, message("no picture is named as the cover"))
