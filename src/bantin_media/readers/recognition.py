"""A picture of a page → its words, by Tesseract with its Vietnamese model, if both are installed.

Tesseract is optional: `apt install tesseract-ocr-vie`, or the installer of UB Mannheim on Windows.  It gets pixels
that were decoded here, and never the file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ..messages import message
from ..vietnamese.syllables import syllable_share
from .builder import DraftBuilder

if TYPE_CHECKING:
    from PIL.Image import Image

_USUAL_PLACES = (
    Path("C:/Program Files/Tesseract-OCR/tesseract.exe"),
    Path("/opt/homebrew/bin/tesseract"),
    Path("/usr/local/bin/tesseract"),
)
_LONGEST_SECONDS = 120
_MOST_PIXELS = 40_000_000
"""A page of A4 scanned at 600 dpi has 35 million."""
MOST_PAGES = 60
"""Each page takes some seconds."""


@cache
def recognizer() -> str | None:
    """Return the path of a Tesseract with the Vietnamese model, None if there is none."""
    found = shutil.which("tesseract") or next((str(place) for place in _USUAL_PLACES if place.is_file()), None)
    if found is None:
        return None
    try:
        done = subprocess.run([found, "--list-langs"], capture_output=True, timeout=30, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return found if b"vie" in done.stdout.split() + done.stderr.split() else None


def recognized(image: Image) -> str:
    """Return the words in a picture of a page; empty if there are none or it is too large."""
    program = recognizer()
    if program is None or image.width * image.height > _MOST_PIXELS:
        return ""
    pixels = BytesIO()
    image.convert("L").save(pixels, "PNG", compress_level=1)
    command = [program, "stdin", "stdout", "-l", "vie", "--psm", "3"]
    try:
        done = subprocess.run(  # noqa: S603 - the program is Tesseract, its arguments are ours
            command,
            input=pixels.getvalue(),
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def tell_of_page(builder: DraftBuilder, page: int, text: str) -> None:
    """Add a notice that a page was read from a picture, with the share of well-formed words."""
    builder.notice(
        "ocr.page",
        message(
            "page {page} was read from a picture and has to be proof-read: {share} of its words are well formed",
            page=page,
            share=f"{100 * syllable_share(text):.0f} %",
        ),
        message("Compare every line with the original, numbers above all."),
        at=builder.lines[-1].line if builder.lines else 0,
    )


def how_to_recognize() -> str:
    """Return the advice for a text that exists only as a picture."""
    return message(
        "Ask for the Word file, or type the text; or install Tesseract with its Vietnamese model (tesseract-ocr-vie)."
    )
