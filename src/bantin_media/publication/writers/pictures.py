"""Editors' pictures → pictures for a book: sensible in size, upright, without the place where they were taken.

What goes out is pixels only.  Photographs become JPEG, drawings stay PNG where that is smaller; transparency is
laid on white, since black lines on nothing vanish at night.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ...errors import SourceError
from ...messages import message
from ...model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_EDGE = 1600
LARGEST_FILE_BYTES = 64 * 1024 * 1024
LARGEST_EDGE = 19_999
JPEG_QUALITY = 82
DRAWING_GAIN = 1.25
"""A drawing stays PNG (and sharp) where that costs no more than this much of the JPEG."""
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises on files that are broken, cut short, or no picture at all."""


@dataclass(frozen=True, slots=True)
class BookPicture:
    """A picture as a book carries it."""

    content: bytes
    width: int
    height: int
    suffix: str

    @property
    def media_type(self) -> str:
        """Return the MIME type."""
        return "image/png" if self.suffix == ".png" else "image/jpeg"


def book_picture(picture: Picture, longest: int = LONGEST_EDGE, *, jpeg_only: bool = False) -> BookPicture:
    """Return `picture` at most `longest` pixels wide and high; never made larger.

    Raises `SourceError` if it cannot be read, is no picture, or is too large to be opened safely.
    """
    from ...readers.pictures import picture_bytes  # the readers know many formats: only a book with pictures needs them

    where = f"{picture.path}:{picture.member}" if picture.member else str(picture.path)
    content = picture_bytes(picture, LARGEST_FILE_BYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on fields that nobody reads: the pixels are what counts
            image, was_photograph = _opened(content, longest, where)
        return _encoded(image, jpeg_only=jpeg_only or was_photograph)
    except UNREADABLE as error:
        raise SourceError(
            where,
            message("this is no picture that can be read: {cause}", cause=error),
            message("Save it again as JPEG or PNG, or remove it."),
        ) from error


def _opened(content: bytes, longest: int, where: str) -> tuple[Image, bool]:
    """Return the pixels, small, upright, in sRGB without transparency, and whether they came as a JPEG."""
    from PIL import Image, ImageOps

    with _header(content, where) as source:
        was_photograph = source.format in {"JPEG", "MPO", "HEIF", "AVIF"}
        profile = source.info.get("icc_profile")
        image: Image.Image = source
        if image.mode in {"P", "1"}:
            image = image.convert("RGBA")
        elif image.mode.startswith("I") or image.mode == "F":
            image = image.point(lambda value: value * (1 / 257)).convert("L")
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
        image = ImageOps.exif_transpose(image)
        return _opaque(_in_srgb(image, profile)), was_photograph


def _header(content: bytes, where: str) -> Image:
    """Return the picture with its size known and none of its pixels decoded; refuse those too large to be."""
    from PIL import Image

    if content[4:8] == b"ftyp" and content[8:12] not in {b"avif", b"avis"}:
        _learn_heic(where)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(BytesIO(content))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _giant(where) from error
    if max(image.size) > LARGEST_EDGE:
        raise _giant(where)
    return image


def _learn_heic(where: str) -> None:
    """Teach Pillow the photos of iPhones.  Raises `SourceError` if this machine has no decoder for them."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise SourceError(
            where,
            message("a HEIC photo cannot be opened on this machine"),
            message("Save it as JPEG; on the iPhone: Settings, Camera, Formats, Most Compatible."),
        ) from error
    register_heif_opener(thumbnails=False, decode_threads=1)


def _giant(where: str) -> SourceError:
    return SourceError(
        where,
        message("the picture is too large to be opened"),
        message("Save it smaller: {longest} pixels on its longer side are enough.", longest=LONGEST_EDGE),
    )


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """Return `image` in the colours every screen assumes; one whose profile is broken keeps its numbers."""
    from PIL import ImageCms

    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _opaque(image: Image) -> Image:
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"}:
        above = image.convert("RGBA")
        below = Image.new("RGBA", above.size, "white")
        return Image.alpha_composite(below, above).convert("RGB")
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")


def _encoded(image: Image, *, jpeg_only: bool) -> BookPicture:
    clean = image.copy()
    clean.info = {}
    photograph = BytesIO()
    clean.save(photograph, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    if not jpeg_only:
        drawing = BytesIO()
        clean.save(drawing, "PNG")
        if drawing.tell() <= photograph.tell() * DRAWING_GAIN:
            return BookPicture(drawing.getvalue(), *clean.size, ".png")
    return BookPicture(photograph.getvalue(), *clean.size, ".jpg")
