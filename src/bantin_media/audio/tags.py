"""The metadata of an MP3 → an ID3v2.3 tag; its bytes depend only on the metadata.

Phones and car radios read version 2.3 with UTF-16.  The tag precedes the sound, and its length does not depend on
the times of the chapters, so it is written first and filled in when the times are known.
Source: https://id3.org/id3v2.3.0 and https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Final

LARGEST_COVER_BYTES: Final = 100_000
"""Cheap players fail on larger pictures."""
_COVER_WIDTHS: Final = (600, 480, 360, 240)
_UTF16: Final = 1
_FRONT_COVER: Final = 3
_ORDERED: Final = 0x01
_TOP_LEVEL_ORDERED: Final = 0x03
_MOST_ENTRIES: Final = 255
_NO_OFFSET: Final = 0xFFFFFFFF
_HEAD_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class Tags:
    """The values that a player shows.  `cover` is a JPEG or PNG file; a large one is scaled down for the tag."""

    title: str
    artist: str = ""
    album: str = ""
    track: int = 0
    tracks: int = 0
    date: date | None = None
    genre: str = "Speech"
    language: str = "vie"
    """A code of ISO 639-2."""
    cover: Path | None = None
    lyrics: str = ""
    copyright: str = ""
    """The copyright line that the licence of a voice requires."""


@dataclass(frozen=True, slots=True)
class ChapterTime:
    """A chapter of a finished file, in milliseconds."""

    title: str
    start_ms: int
    end_ms: int


def tag_bytes(head: bytes) -> int:
    """Return the length of the ID3v2 tag that begins with `head` (id3v2.4.0-structure §3.1); 0 if there is none."""
    if not head.startswith(b"ID3"):
        return 0
    return _HEAD_BYTES + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))


def id3(tags: Tags, chapters: Sequence[ChapterTime] = ()) -> bytes:
    """Return the tag; its length depends on `tags` and the chapter titles, not on the times.

    The order of its frames is: texts, contents, chapters by time, cover.  Raises `OSError` if the cover cannot be
    read.
    """
    kinds: Any = import_module("mutagen.id3")  # mutagen has no annotations; it is loaded for the first tag
    texts = [getattr(kinds, kind)(encoding=_UTF16, text=[text]) for kind, text in _texts(tags)]
    if tags.lyrics:
        texts.append(kinds.USLT(encoding=_UTF16, lang=tags.language, desc="", text=tags.lyrics))
    frames = [_written(texts)]
    frames += [_written([kinds.CTOC(**toc, sub_frames=[])]) for toc in _contents(len(chapters))]
    for number, chapter in enumerate(chapters, 1):
        title = kinds.TIT2(encoding=_UTF16, text=[chapter.title])
        frames.append(_written([_chapter(kinds.CHAP, number, chapter, title)]))
    if tags.cover is not None:
        picture, mime = _cover(tags.cover)
        frames.append(_written([kinds.APIC(encoding=0, mime=mime, type=_FRONT_COVER, desc="", data=picture)]))
    return _head(sum(map(len, frames))) + b"".join(frames)


def _written(frames: Sequence[Any]) -> bytes:
    """Return these frames as mutagen writes them; inside one tag mutagen would sort them by size."""
    tag: Any = import_module("mutagen.id3").ID3()
    for frame in frames:
        tag.add(frame)
    tag.update_to_v23()
    written = io.BytesIO()
    tag.save(written, v1=0, v2_version=3, padding=lambda _: 0)
    return written.getvalue()[_HEAD_BYTES:]


def _head(size: int) -> bytes:
    """Return the tag's header (id3v2.3.0 §3.1): its size has seven bits per byte."""
    return b"ID3\x03\x00\x00" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _chapter(kind: Any, number: int, chapter: ChapterTime, title: Any) -> Any:
    return kind(
        element_id=f"ch{number}",
        start_time=chapter.start_ms,
        end_time=chapter.end_ms,
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=[title],
    )


def _contents(count: int) -> Iterator[dict[str, Any]]:
    """Yield the tables of contents of `count` chapters; a long one is a table of tables.

    A frame counts its entries in one byte.
    """
    names = [f"ch{number}" for number in range(1, count + 1)]
    parts = [names[start : start + _MOST_ENTRIES] for start in range(0, count, _MOST_ENTRIES)]
    if len(parts) == 1:
        yield {"element_id": "toc", "flags": _TOP_LEVEL_ORDERED, "child_element_ids": names}
    elif parts:
        inner = [f"toc{number}" for number in range(1, len(parts) + 1)]
        yield {"element_id": "toc", "flags": _TOP_LEVEL_ORDERED, "child_element_ids": inner}
        for name, part in zip(inner, parts, strict=True):
            yield {"element_id": name, "flags": _ORDERED, "child_element_ids": part}


def _texts(tags: Tags) -> list[tuple[str, str]]:
    track = f"{tags.track}/{tags.tracks}" if tags.tracks else str(tags.track or "")
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TRCK": track,
        "TCON": tags.genre,
        "TLAN": tags.language,
        "TCOP": tags.copyright,
        "TDRC": tags.date.isoformat() if tags.date else "",
    }
    return [(kind, text) for kind, text in texts.items() if text]


def _cover(path: Path) -> tuple[bytes, str]:
    """Return the picture's bytes and MIME type; a large picture is scaled down."""
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
