"""An article → one file for sharing with its sound embedded, and the text to paste with it in a chat.

A phone opens a received page without access to other files, so the page embeds everything: the MP3 without its tag,
whose content the page shows anyway, and pictures in a size for phones.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from ....audio.tags import tag_bytes
from ....cache import OutputCache, digest, digest_of_bytes
from ....errors import OutputError
from ....files import write_pieces, write_whole
from ....messages import cause_of, message
from ....model import Narration
from ....regex import regex
from ..picture_encoding import Pictures
from .layout import Layout
from .view import ArticleView, AudioSource, PagePicture, times_ms

FOLDER = "share"
PICTURE_WIDTH = 480
_PIECE_BYTES = 3 * 2**18
"""A multiple of three, so that base64 has no padding between chunks."""
BIDI_CONTROLS = regex("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def write_shares(
    layout: Layout,
    articles: Sequence[ArticleView],
    shown: Mapping[str, object],
    narrations: Mapping[str, Narration],
    folder: Path,
    *,
    outputs: OutputCache,
    pictures: Pictures,
    shared: Container[str] | None = None,
) -> list[Path]:
    """Write page and text of every article that has sound and is in `shared` (None: all); return the files.

    `narrations` maps article slugs to narrations, whose MP3s are embedded.  A page that is unchanged according to
    `outputs` is not written again.  Raises `OutputError` if a file cannot be read or written, `ConfigError` for a
    template.
    """
    paths: list[Path] = []
    for article in articles:
        narration = narrations.get(article.slug)
        if narration is None or (shared is not None and article.slug not in shared):
            continue
        size_bytes = narration.size_bytes - tag_bytes(_content(narration.mp3_path, 10))
        place = _place_of(narration, size_bytes)
        inside = replace(
            article,
            own_page=shared_name(article, len(articles)),
            sound=AudioSource(f"data:audio/mpeg;base64,{place}", narration.duration_ms, size_bytes),
            times=times_ms(narration),
            pictures={id: _small(one, folder, pictures) for id, one in article.pictures.items()},
        )
        address = f"{shown['folder']}{article.own_href}" if shown["folder"] else ""
        about = {**shown, "article": inside, "address": address, "duration_ms": narration.duration_ms}
        target = folder / FOLDER / inside.own_page
        page = layout.page("share.html.j2", about, alone=True)
        # A template engine would copy megabytes of sound several times, so the sound is inserted here.
        write = partial(_write, target, page, place.encode(), narration.mp3_path)
        outputs.of(target, digest_of_bytes(page), narration.sound, make=write)
        about["title"] = BIDI_CONTROLS.sub("", article.document.title)
        write_whole(target.with_suffix(".txt"), layout.text("share.txt.j2", about).encode("utf-8"))
        paths += [target, target.with_suffix(".txt")]
    return paths


def _write(target: Path, page: bytes, place: bytes, mp3: Path) -> None:
    write_pieces(target, partial(_with_sound, page, place, without_tag(_content(mp3))))


def shared_name(article: ArticleView, count: int) -> str:
    """Return the file name, which begins with the article's position among `count`: `01-duong-moi.html`."""
    name = re.sub(r"^\d{2,4}(?:-|$)", "", article.document.name)
    place = f"{article.place:0{max(2, len(str(count)))}}"
    return f"{place}-{name}.html" if name else f"{place}.html"


def _with_sound(page: bytes, place: bytes, sound: memoryview) -> Iterator[bytes]:
    """Yield the page with the sound inserted, in chunks, because hours of sound take hundreds of megabytes."""
    for number, part in enumerate(page.split(place)):
        if number:
            for start in range(0, len(sound), _PIECE_BYTES):
                yield base64.b64encode(sound[start : start + _PIECE_BYTES])
        yield part


def _place_of(narration: Narration, size_bytes: int) -> str:
    """Return a placeholder for the sound that no article can contain.

    It is made from the times of the article's own sentences, which change with every change of the text.
    """
    return digest(narration.document, f"{size_bytes} {narration.clips}")


def without_tag(mp3: bytes) -> memoryview:
    """Return the frames of an MP3 without the ID3v2 tag before them."""
    return memoryview(mp3)[tag_bytes(mp3) :]


def _content(path: Path, most_bytes: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most_bytes)
    except OSError as error:
        raise OutputError(
            str(path),
            message("the finished sound cannot be read back: {cause}", cause=cause_of(error)),
            message("Run the same command again."),
        ) from error


def _small(picture: PagePicture, folder: Path, pictures: Pictures) -> PagePicture:
    content = _content(folder / unquote(picture.href))
    width, height = picture.width, picture.height
    if width > PICTURE_WIDTH:
        content = pictures.thumbnail(content, PICTURE_WIDTH)
        height, width = round(height * PICTURE_WIDTH / width), PICTURE_WIDTH
    kind = "image/jpeg" if content.startswith(b"\xff\xd8") else "image/png"
    return replace(picture, href=_data(kind, content), width=width, height=height, small="", small_width=0)


def _data(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"
