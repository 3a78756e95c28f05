"""What an MP3 says of itself in, an ID3v2.3 tag out: bytes that depend on nothing else.

Version 2.3 with UTF-16 is what phones and car radios read.  The tag stands before the sound and its length
does not depend on the chapters' times, so it can be written first and filled in when they are known.
Source: https://id3.org/id3v2.3.0 and https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Final

LARGEST_COVER_BYTES: Final = 100_000
"""Cheap players give up on larger pictures."""
_COVER_WIDTHS: Final = (600, 480, 360, 240)
_UTF16: Final = 1
_FRONT_COVER: Final = 3
_TOP_LEVEL_ORDERED: Final = 0x03


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows.  `cover` is a JPEG or PNG file; a large one is made smaller for the tag."""

    title: str
    artist: str = ""
    album: str = ""
    track: int = 0
    tracks: int = 0
    date: date | None = None
    genre: str = "Speech"
    language: str = "vie"
    """ISO 639-2."""
    cover: Path | None = None
    lyrics: str = ""


@dataclass(frozen=True, slots=True)
class ChapterTime:
    """A chapter of a finished file, in milliseconds."""

    title: str
    start_ms: int
    end_ms: int


def id3(tags: Tags, chapters: Sequence[ChapterTime] = ()) -> bytes:
    """Return the tag, of the same length for the same `tags` and chapter titles whatever the times.

    Raises `OSError` where the cover cannot be read.
    """
    frames: Any = import_module("mutagen.id3")  # a package without annotations, loaded when the first tag is made
    tag: Any = frames.ID3()
    for kind, text in _texts(tags):
        tag.add(getattr(frames, kind)(encoding=_UTF16, text=[text]))
    if tags.lyrics:
        tag.add(frames.USLT(encoding=_UTF16, lang=tags.language, desc="", text=tags.lyrics))
    if tags.cover is not None:
        picture, kind = _cover(tags.cover)
        tag.add(frames.APIC(encoding=0, mime=kind, type=_FRONT_COVER, desc="", data=picture))
    for number, chapter in enumerate(chapters, 1):
        title = frames.TIT2(encoding=_UTF16, text=[chapter.title])
        tag.add(
            frames.CHAP(
                element_id=f"ch{number}",
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=[title],
            )
        )
    if chapters:
        names = [f"ch{number}" for number in range(1, len(chapters) + 1)]
        tag.add(frames.CTOC(element_id="toc", flags=_TOP_LEVEL_ORDERED, child_element_ids=names, sub_frames=[]))
    tag.update_to_v23()
    written = io.BytesIO()
    tag.save(written, v1=0, v2_version=3, padding=lambda _: 0)
    return written.getvalue()


def _texts(tags: Tags) -> list[tuple[str, str]]:
    track = f"{tags.track}/{tags.tracks}" if tags.tracks else str(tags.track or "")
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TRCK": track,
        "TCON": tags.genre,
        "TLAN": tags.language,
        "TDRC": tags.date.isoformat() if tags.date else "",
    }
    return [(kind, text) for kind, text in texts.items() if text]


def _cover(path: Path) -> tuple[bytes, str]:
    """Return the picture's bytes and MIME type, scaled down where they are too many."""
    content = path.read_bytes()
    if len(content) <= LARGEST_COVER_BYTES:
        return content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        whole = picture.convert("RGB")
    small = b""
    for width in _COVER_WIDTHS:
        scaled = whole.resize((width, max(1, whole.height * width // whole.width)), Image.Resampling.LANCZOS)
        written = io.BytesIO()
        scaled.save(written, "JPEG", quality=80)
        small = written.getvalue()
        if len(small) <= LARGEST_COVER_BYTES:
            break
    return small, "image/jpeg"
