"""A damaged or hostile container, or a file that is no book, gives notices; it never ends the check."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bantin_media.cache import Cache
from bantin_media.verify import verify

from .seeded import MP3, PAGE, packed, unpacked


def test_the_zip_itself_is_looked_at(good: Path, tmp_path: Path) -> None:
    files = unpacked(good)
    odd = packed(files, tmp_path / "odd.epub", odd=PAGE)
    assert [notice.code for notice in verify(odd)] == ["epub.dates"]
    squeezed = tmp_path / "squeezed.epub"
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 21, 3, 4, 4)), content, zipfile.ZIP_DEFLATED)
    assert [notice.code for notice in verify(squeezed)] == ["epub.mimetype"]
    content = bytearray(good.read_bytes())
    place = content.find(b"<h1>")
    content[place + 1] ^= 1
    (tmp_path / "flipped.epub").write_bytes(content)
    assert verify(tmp_path / "flipped.epub")


def test_bytes_that_do_not_match_their_checksum_are_found(good: Path, judged: Cache, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        place = archive.getinfo(MP3).header_offset + 2000
    content = bytearray(good.read_bytes())
    content[place] ^= 1
    (tmp_path / "flipped.epub").write_bytes(content)
    assert "epub.broken" in {notice.code for notice in verify(tmp_path / "flipped.epub", judged)}


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_epub_gives_one_notice(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.epub").write_bytes(content)
    assert verify(tmp_path / "x.epub")


def test_a_file_that_cannot_be_opened_is_told_in_vietnamese(tmp_path: Path) -> None:
    (missing,) = verify(tmp_path / "missing.epub")
    assert (missing.code, missing.what) == ("epub.unreadable", "không mở được tệp: không có tệp hay thư mục ấy")
    (folder,) = verify(tmp_path)
    assert folder.what == "không mở được tệp: ở chỗ của tệp lại có một thư mục"


def test_a_zip_of_another_version_is_one_notice(good: Path, tmp_path: Path) -> None:
    content = bytearray(good.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 6] = 255  # version needed to extract: 25.5
    (tmp_path / "x.epub").write_bytes(content)
    (notice,) = verify(tmp_path / "x.epub")
    assert notice.code == "epub.unreadable"


@pytest.mark.parametrize("method", [1, 12, 14, 99])
def test_a_member_that_is_packed_another_way_is_a_notice(good: Path, tmp_path: Path, method: int) -> None:
    content = bytearray(good.read_bytes())
    for head, place in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        content[content.rindex(head) + place] = method
    (tmp_path / "x.epub").write_bytes(content)
    assert {notice.code for notice in verify(tmp_path / "x.epub")} & {"epub.broken", "epub.unreadable"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_page_with_an_element_of_countless_attributes_is_refused(good: Path, tmp_path: Path, encoding: str) -> None:
    """libxml2 compares each attribute with all others, which would take minutes."""
    files = unpacked(good)
    many = " ".join(f"a{number}='>'" for number in range(20_000))
    files[PAGE] = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p {many}/></body></html>".encode(encoding)
    codes = {notice.code for notice in verify(packed(files, tmp_path / "book.epub"))}
    assert codes == {"epub.unreadable"}
