"""Editors' pictures → pictures for a book: reduced in size, upright, without metadata such as the place.

Only the pixels are kept.  Photographs become JPEG; drawings stay PNG if the file is not much larger.  Transparency is
replaced by white, because black lines on a transparent ground are invisible in the night mode of readers.
"""

from __future__ import annotations

import base64
import contextlib
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ...cache import Cache, Codec, digest, digest_of_bytes, file_digest
from ...errors import SourceError
from ...messages import message
from ...model import Picture
from ...readers.pictures import is_heic, learn_heic, picture_bytes
from ...stamps import version_of
from .thumbnail import LIST_BYTES, LIST_QUALITIES, LIST_WIDTH, list_cover, thumbnail

if TYPE_CHECKING:
    from PIL.Image import Image, Resampling

LONGEST_EDGE = 1600
"""In pixels, for a book."""
PAGE_EDGE = 1200
"""In pixels: sharp at full width on a phone with three pixels per point, and in the text column on a computer."""
PHONE_EDGE = 720
"""In pixels: sharp at full width on a phone with two pixels per point, in half the bytes."""
SIZES = (LONGEST_EDGE, PAGE_EDGE, PHONE_EDGE)
"""The longest edges of the stored sizes, the largest first."""
_FORM = 1
"""The version of the encoding; it must change if the encoding changes."""
_HEAD = struct.Struct(">HH4s")
LARGEST_FILE_BYTES = 64 * 1024 * 1024
LARGEST_EDGE = 19_999
JPEG_QUALITY = 82
DRAWING_GAIN = 1.25
"""A drawing stays PNG, which is sharper, if the file is at most this many times as large as the JPEG."""
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""The exceptions that Pillow raises for files that are damaged, truncated or not a picture."""


@dataclass(frozen=True, slots=True)
class BookPicture:
    """An encoded picture for a book."""

    content: bytes
    width: int
    height: int
    suffix: str

    @property
    def media_type(self) -> str:
        """Return the MIME type."""
        return "image/png" if self.suffix == ".png" else "image/jpeg"


class Pictures:
    """The resized pictures of an edition; with a cache each picture is decoded only once.

    They are stored in `cache` under the digest of the source's bytes and of the encoding.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        self._cache = cache or Cache(None)

    def made(self, picture: Picture, longest: int) -> BookPicture:
        """Return `picture` at most `longest` (one of `SIZES`) pixels wide and high.  Raises `SourceError`."""
        name = self._digest(picture)
        kept = self._cache.get(_key(name, longest))
        if kept is not None:
            return _from_bytes(kept)
        made = self.sizes(picture)
        if self._digest(picture) == name:  # else the file was saved while it was read
            for size, one in made.items():
                self._cache.put(_key(name, size), _as_bytes(one))
        return made[longest]

    def sizes(self, picture: Picture) -> dict[int, BookPicture]:
        """Return `picture` in each of `SIZES`, decoded once and not from the cache.  Raises `SourceError`."""
        with _readable(picture) as (content, where):
            image, was_photograph = _opened(content, SIZES[0], where)
            encoded = {}
            for longest in SIZES:
                image.thumbnail((longest, longest), _lanczos())
                encoded[longest] = _encoded(image, jpeg_only=was_photograph)
        return encoded

    def of(
        self, ingredients: Sequence[str], make: Callable[[], BookPicture], sources: Sequence[Picture | None] = ()
    ) -> BookPicture:
        """Return the stored picture of these `ingredients` and `sources`, or the result of `make`.

        It is not stored if one of the `sources` was saved while it was read.  Raises `SourceError` as `made`.
        """
        read = [*map(self.source_digest, sources)]
        made_of = ("drawn", _version(), *ingredients, *read)
        if (kept := self._cache.find(made_of, _CODEC)) is not None:
            return kept
        drawn = make()
        if [*map(self.source_digest, sources)] == read:
            self._cache.keep(made_of, drawn, _CODEC)
        return drawn

    def source_digest(self, picture: Picture | None) -> str:
        """Return the digest of a picture's bytes; empty for None.  Raises `SourceError` as `made`."""
        return self._digest(picture) if picture else ""

    def thumbnail(self, content: bytes, width: int) -> bytes:
        """Return a picture that this program made as a JPEG `width` pixels wide."""
        key = digest("small picture", _version(), str(width), digest_of_bytes(content))
        return self._cache.get(key) or self._kept(key, thumbnail(content, width))

    def list_cover(self, content: bytes) -> bytes:
        """Return a cover that this program made as the small JPEG of the list of all editions."""
        key = digest(
            "smallest cover", _version(), f"{LIST_WIDTH} {LIST_QUALITIES} {LIST_BYTES}", digest_of_bytes(content)
        )
        return self._cache.get(key) or self._kept(key, list_cover(content))

    def _kept(self, key: str, content: bytes) -> bytes:
        self._cache.put(key, content)
        return content

    def _digest(self, picture: Picture) -> str:
        """Return the digest of the source's bytes.

        It is stored for a picture inside another file, so that the file is not opened as long as it is unchanged.
        Raises `SourceError` if there is no such file or picture.
        """
        whole = file_digest(picture.path)
        if whole and not picture.member:
            return whole
        known = self._cache.find(("picture in", whole, picture.member), _TEXT) if whole else None
        if known is not None:
            return known
        found = _digest_of(picture)
        if whole and file_digest(picture.path) == whole:
            self._cache.keep(("picture in", whole, picture.member), found, _TEXT)
        return found


def _digest_of(picture: Picture) -> str:
    return digest_of_bytes(picture_bytes(picture, LARGEST_FILE_BYTES))


def _key(name: str, longest: int) -> str:
    return digest("picture", _version(), f"{longest} {JPEG_QUALITY} {DRAWING_GAIN}", name)


@cache
def _version() -> str:
    """Return the versions that determine the bytes of a picture: of the encoding, of Pillow and of its libraries.

    Pillow's wheels contain the libraries, with the versions in their file names; if there are none, the versions are
    read from Pillow, which takes longer because Pillow must be imported.
    """
    if brought := sorted(path.name for path in _brought_libraries()):
        return f"{_FORM} {version_of('pillow')} {brought}"
    from PIL import __version__, features

    return f"{_FORM} {__version__} {features.version('jpg')} {features.version('zlib')}"


def _brought_libraries() -> Iterator[Path]:
    found = find_spec("PIL")
    for place in found.submodule_search_locations or () if found else ():
        for folder in (Path(place).with_name("pillow.libs"), Path(place) / ".dylibs"):
            if folder.is_dir():
                yield from folder.iterdir()


def _as_bytes(encoded: BookPicture) -> bytes:
    return _HEAD.pack(encoded.width, encoded.height, encoded.suffix.encode()) + encoded.content


def _from_bytes(kept: bytes) -> BookPicture:
    width, height, suffix = _HEAD.unpack_from(kept)
    return BookPicture(kept[_HEAD.size :], width, height, suffix.decode())


_CODEC: Codec[BookPicture] = Codec(_as_bytes, _from_bytes)
_TEXT: Codec[str] = Codec(str.encode, bytes.decode)


@contextlib.contextmanager
def _readable(picture: Picture) -> Iterator[tuple[bytes, str]]:
    """Yield the bytes of `picture` and its place; raise `SourceError` if the block fails to decode them."""
    where = f"{picture.path}:{picture.member}" if picture.member else str(picture.path)
    content = picture_bytes(picture, LARGEST_FILE_BYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of damaged metadata; only the pixels are used
            yield content, where
    except UNREADABLE as error:
        raise SourceError(
            where,
            message("this is not a readable picture: {cause}", cause=error),
            message("Save it again as JPEG or PNG, or remove it."),
        ) from error


def book_picture(picture: Picture, longest: int = LONGEST_EDGE, *, jpeg_only: bool = False) -> BookPicture:
    """Return `picture` reduced to at most `longest` pixels in width and height; it is never enlarged.

    Raises `SourceError` if the file cannot be read, is not a picture, or is too large to be opened safely.
    """
    with _readable(picture) as (content, where):
        image, was_photograph = _opened(content, longest, where)
        return _encoded(image, jpeg_only=jpeg_only or was_photograph)


def emblem_image(picture: Picture, longest: int) -> Image:
    """Return an office's emblem with its transparency, at most `longest` pixels wide and high.

    Raises `SourceError` as `book_picture` does.
    """
    with _readable(picture) as (content, where), _header(content, where) as source:
        image = source.convert("RGBA")
        image.thumbnail((longest, longest), _lanczos())
        return image


def emblem_address(picture: Picture, longest: int = 240) -> str:
    """Return an emblem as a `data:` address, to embed it in a page.  Raises `SourceError`."""
    target = BytesIO()
    image = emblem_image(picture, longest)
    image.info = {}
    image.save(target, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode("ascii")


def _opened(content: bytes, longest: int, where: str) -> tuple[Image, bool]:
    """Return the picture, reduced, upright, in sRGB, opaque; and whether the source has a format of photographs."""
    from PIL import Image, ImageOps

    with _header(content, where) as source:
        was_photograph = source.format in {"JPEG", "MPO", "HEIF", "AVIF"}
        profile = source.info.get("icc_profile")
        image: Image.Image = source
        if image.mode in {"P", "1"}:
            image = image.convert("RGBA")
        elif image.mode.startswith("I") or image.mode == "F":
            image = image.point(lambda value: value * (1 / 257)).convert("L")
        _draft(source, longest)
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=None if _is_jpeg(source) else 3.0)
        image = ImageOps.exif_transpose(image)
        return _opaque(_in_srgb(image, profile)), was_photograph


def _draft(image: Image, longest: int) -> None:
    """Set a JPEG to be decoded at a half, a quarter or an eighth of its size, if this is not less than `longest`."""
    if max(image.size) > longest:
        scale = longest / max(image.size)
        image.draft(None, tuple(max(1, int(edge * scale)) for edge in image.size))  # type: ignore[arg-type]


def _is_jpeg(image: Image) -> bool:
    return image.format in {"JPEG", "MPO"}


def _lanczos() -> Resampling:
    from PIL import Image

    return Image.Resampling.LANCZOS


def _header(content: bytes, where: str) -> Image:
    """Return the picture with its header read and no pixels decoded.

    Raises `SourceError` if it is too large, or no picture at all.
    """
    from PIL import Image, UnidentifiedImageError

    if is_heic(content):
        learn_heic(where)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(BytesIO(content))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _giant(where) from error
        except UnidentifiedImageError as error:  # the text of the exception contains an address
            hint = message("Save the picture again as JPEG or PNG.")
            raise SourceError(where, message("this is not a picture"), hint) from error
    if max(image.size) > LARGEST_EDGE:
        raise _giant(where)
    return image


def _giant(where: str) -> SourceError:
    return SourceError(
        where,
        message("the picture is too large to be opened"),
        message("Save it smaller: {longest} pixels on its longer side are enough.", longest=LONGEST_EDGE),
    )


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """Return `image` converted to sRGB; if its colour profile is damaged, the colours are not converted."""
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
