"""The pictures of a source: a reference → a `Picture`, and a `Picture` → its bytes, never from the network.

A reference may only lead to a file in the article's own folder; others are counted and reported.
"""

from __future__ import annotations

import zipfile
import zlib
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from ..errors import SourceError
from ..files import as_named
from ..messages import message
from ..model import Picture
from ..regex import regex
from .mhtml import is_mhtml, page_of
from .source import too_large

_SCHEME = regex(r"^[a-zA-Z][a-zA-Z0-9+.-]+:|^//")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis"}
)
"""ISO/IEC 23008-12, 10: the brands in the head of a HEIC or AVIF file."""
_LONGEST_REFERENCE = 2000
_DRAWN = regex(rb"(?is)\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}>)?[^<]{0,200}(?:<!--[^>]{0,400}-->\s*)?<svg\b")
_EMBEDDED = "data:"
IN_RICH_TEXT = "rtf:"
"""Before the number of a picture in an `.rtf`, as its member."""
_SMALLEST_EMBEDDED_BYTES = 500
"""A page fills the places of pictures that load later with dots of about forty bytes."""
_DATA = regex(r"(?i)data:image/[a-z0-9.+-]{1,40}(?:;[a-z0-9=-]{1,40}){0,4};base64,([A-Za-z0-9+/=\s%]*)")
_FLAT = regex(rb"<office:binary-data[^>]{0,200}>([A-Za-z0-9+/=\s]*)</office:binary-data>")
"""A picture in a flat OpenDocument text."""
_LARGEST_HOLDER = 3
"""In times the limit of a picture: hexadecimal digits take two letters a byte."""
_DATA_BYTES = regex(rb"(?i)data:image/[a-z0-9.+-]{1,40}(?:;[a-z0-9=-]{1,40}){0,4};base64,[A-Za-z0-9+/=\s%]*")


def find_picture(folder: Path, reference: str, alt: str) -> tuple[Picture | None, str]:
    """Return the picture `reference` in `folder`, or the reason why it is not used: `remote`, `missing`, `unfit`."""
    reference = reference.strip().replace("\\", "/")
    if _SCHEME.match(reference) and not reference.lower().startswith("file:"):
        return None, "remote"
    name = unquote(reference.split("?")[0].split("#")[0])
    if not name or len(name) > _LONGEST_REFERENCE or "\0" in name or reference.lower().startswith("file:"):
        return None, "missing"
    try:
        path = as_named(folder, name)
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            return None, "missing"
        with path.open("rb") as file:
            head = file.read(16)
    except (OSError, RuntimeError):
        return None, "missing"
    return (Picture(path, "", alt), "") if is_picture(head) else (None, "unfit")


def embedded_picture(path: Path, reference: str, alt: str) -> Picture | None:
    """Return the picture inside a page (`data:`), None if it is not a picture or too small."""
    content = _embedded(reference)
    if len(content) < _SMALLEST_EMBEDDED_BYTES or not is_picture(content[:16]):
        return None
    return Picture(path, embedded_name(content), alt)


def embedded_name(content: bytes) -> str:
    """Return the member that refers to a picture written as text in its file: the hash of its bytes."""
    return f"{_EMBEDDED}{sha256(content).hexdigest()[:32]}"


def base64_bytes(text: str | bytes) -> bytes:
    """Return the bytes that are written as base64, empty if they are not."""
    try:
        return b64decode(text, validate=False)
    except ValueError:
        return b""


def _embedded(reference: str) -> bytes:
    """Return the bytes of a base64 `data:` address (RFC 2397), empty for any other."""
    found = _DATA.match(reference)
    try:
        return b64decode(unquote(found[1]), validate=False) if found else b""
    except ValueError:
        return b""


def _bytes_of_member(picture: Picture, limit: int) -> bytes:
    """Return the bytes of a picture inside another file: a zip, a page with `data:`, a page saved as a single file."""
    with picture.path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            with zipfile.ZipFile(picture.path) as archive, archive.open(picture.member) as member:
                return member.read(limit + 1)
        file.seek(0)
        written = picture.member.startswith(IN_RICH_TEXT) or picture.path.suffix.lower() == ".fodt"
        content = file.read((limit + 1) * (_LARGEST_HOLDER if written else 1))
    if picture.member.startswith(IN_RICH_TEXT):
        from .rtf.pictures import picture_bytes_in  # it imports this module itself

        return picture_bytes_in(content, picture.member)
    if not picture.member.startswith(_EMBEDDED):
        return page_of(content, str(picture.path)).part(picture.member) or b""
    if is_mhtml(content):
        content = page_of(content, str(picture.path)).html
    for found in _DATA_BYTES.finditer(content):
        inner = _embedded(found[0].decode("latin-1"))
        if picture.member == embedded_name(inner):
            return inner
    for data in _FLAT.finditer(content):
        if picture.member == embedded_name(inner := base64_bytes(data[1])):
            return inner
    raise KeyError(picture.member)


def is_picture(head: bytes) -> bool:
    """Return whether `head`, the first 16 bytes, begins a JPEG, PNG, GIF, WebP, BMP, TIFF, HEIC or AVIF."""
    if head[4:8] == b"ftyp":
        return head[8:12] in _HEIF_BRANDS
    return head.startswith(_SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def learn_heic(where: str) -> None:
    """Add support for the photos of iPhones to Pillow.  Raises `SourceError` if there is no decoder."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise SourceError(
            where,
            message("a HEIC photo cannot be opened on this machine"),
            message("Save it as JPEG; on the iPhone: Settings, Camera, Formats, Most Compatible."),
        ) from error
    register_heif_opener(thumbnails=False, decode_threads=1)


def is_heic(head: bytes) -> bool:
    """Return whether a picture is HEIC, for which Pillow needs a plug-in, and not AVIF."""
    return head[4:8] == b"ftyp" and head[8:12] not in {b"avif", b"avis"}


def picture_bytes(picture: Picture, limit: int) -> bytes:
    """Return the bytes of `picture`, at most `limit` of them.

    Raises `SourceError` if it cannot be read, is larger, or does not begin like a picture.
    """
    where = f"{picture.path}:{picture.member}" if picture.member else str(picture.path)
    try:
        if picture.member:
            content = _bytes_of_member(picture, limit)
        else:
            with picture.path.open("rb") as file:
                content = file.read(limit + 1)
    except (OSError, KeyError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise SourceError(
            where,
            message("the picture cannot be read: {cause}", cause=type(error).__name__),
            message("Save the picture again as JPEG or PNG."),
        ) from error
    if len(content) > limit:
        raise too_large(where, limit)
    if not is_picture(content[:16]):
        drawn = _DRAWN.match(content[:1000])
        what = (
            message("this is a drawing (SVG), which books cannot show safely")
            if drawn
            else message("this is not a picture")
        )
        raise SourceError(where, what, message("Save the picture again as JPEG or PNG."))
    return content
