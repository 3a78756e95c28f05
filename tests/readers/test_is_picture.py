"""The first bytes of files → whether they are a picture."""

from __future__ import annotations

import pytest

from bantin_media.readers.pictures import is_picture


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", True), (b"\x89PNG\r\n\x1a\n", True), (b"GIF89a", True), (b"BM\0\0", True),
        (b"II*\0", True), (b"MM\0*", True), (b"RIFF\0\0\0\0WEBPVP8 ", True), (b"RIFF\0\0\0\0WAVEfmt ", False),
        (b"\0\0\0\x18ftypheic\0\0\0\0", True), (b"\0\0\0\x18ftypmif1\0\0\0\0", True),
        (b"\0\0\0\x18ftypavif\0\0\0\0", True), (b"\0\0\0\x18ftypisom\0\0\0\0", False), (b"%PDF-1.7", False),
        (b"<svg xmlns=", False), (b"", False),
    ],
)  # fmt: skip
def test_a_picture_is_known_by_its_first_bytes(head: bytes, *, expected: bool) -> None:
    assert is_picture(head) is expected
