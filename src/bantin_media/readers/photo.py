"""A photograph or scan of a paper → a `Draft` of its lines, through Tesseract if it is installed."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from pathlib import Path

from ..errors import SourceError
from ..messages import message
from ..model import Draft, Picture
from .builder import DraftBuilder
from .pictures import is_heic, learn_heic, picture_bytes
from .recognition import how_to_recognize, recognized, recognizer, tell_of_page

_LARGEST_BYTES = 64 * 1024 * 1024


def read(path: Path) -> Draft:
    """Return the lines on the picture.  Raises `SourceError` without a picture, without words, or without Tesseract."""
    content = picture_bytes(Picture(path), _LARGEST_BYTES)
    if recognizer() is None:
        raise SourceError(str(path), message("is a picture of a text, which cannot be read here"), how_to_recognize())
    words = _words(path, content)
    builder = DraftBuilder(path)
    for line in words.splitlines():
        builder.add(line)
    if not builder.lines:
        raise SourceError(
            str(path),
            message("no words were found on this picture"),
            message("Take it again, straight from above and in good light; or type the text."),
        )
    tell_of_page(builder, 1, words)
    return builder.draft(broken_lines=True)


def _words(path: Path, content: bytes) -> str:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if is_heic(content):
                learn_heic(str(path))
            return recognized(ImageOps.exif_transpose(Image.open(BytesIO(content))))
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Warning, Image.DecompressionBombError) as error:
        raise SourceError(
            str(path),
            message("the picture cannot be read: {cause}", cause=type(error).__name__),
            message("Save the picture again as JPEG or PNG."),
        ) from error
