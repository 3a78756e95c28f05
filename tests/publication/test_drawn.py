"""Every picture that the program draws, for editions of many kinds: size, encoding, and the digest of its pixels.

The pixels are those before JPEG encoding, which may round differently on another processor; pictures are given as PNG
for the same reason.  `pytest tests/publication/test_drawn.py --accept` rewrites `drawn.txt`; look at the pictures
before that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from bantin_media.model import Edition, Picture
from bantin_media.publication.documents.labels import masthead
from bantin_media.publication.writers.artwork import feed_artwork
from bantin_media.publication.writers.cover import cover_picture, marked_as_talking, player_picture
from bantin_media.publication.writers.drawing import SANS, SERIF, balanced, fitted, font
from bantin_media.publication.writers.page import previews
from bantin_media.publication.writers.picture_encoding import BookPicture, book_picture, emblem_address
from bantin_media.publication.writers.thumbnail import list_cover, thumbnail

LONG = "Hiệu quả từ công tác luân chuyển, tăng cường cán bộ tại các xã vùng cao biên giới những năm qua"
TITLES = ("Đường mới về thôn xa", "Lớp học buổi tối ở Khuổi Lặng", LONG, "Chợ phiên", f"{LONG} và {LONG}")
EDITIONS: dict[str, tuple[dict[str, Any], int]] = {
    "one headline": ({"number": "12"}, 1),
    "two": ({"date": date(2026, 3, 31)}, 2),
    "three, of another quarter": ({"date": date(2026, 4, 1)}, 3),
    "four": ({"date": date(2026, 9, 30)}, 4),
    "too many words": ({"title": f"Bản tin {LONG}", "publisher": f"{LONG} {LONG}"}, 5),
    "none, and no publisher": ({"title": "Tiếng nói Pù Nhi", "publisher": ""}, 0),
    "the office's colour": ({"colour": "#5b2167", "title": "Bản tin"}, 1),
}
Drawn = list[str]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Return a list to which a line is added for each picture that is saved from now on."""
    lines: list[str] = []
    save = Image.Image.save

    def noted(image: Image.Image, target: Any, format: str, **options: Any) -> None:
        digest = hashlib.sha256(image.tobytes()).hexdigest()[:16]
        lines.append(f"  {format} {image.mode} {image.size} {options} {digest}")
        save(image, target, format, **options)

    monkeypatch.setattr(Image.Image, "save", noted)
    return lines


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """Return a picture of half-transparent stripes on a smooth ground."""
    image = Image.radial_gradient("L").convert("RGBA").resize((1900, 1300))
    draw = ImageDraw.Draw(image)
    for place in range(9):
        draw.rectangle(
            (place * 200, place * 120, place * 200 + 150, place * 120 + 200), fill=(20 * place, 80, 160, 120)
        )
    image.save(tmp_path / "anh.png")
    return tmp_path / "anh.png"


def png(width: int, height: int) -> bytes:
    target = BytesIO()
    Image.radial_gradient("L").convert("RGB").resize((width, height)).save(target, "PNG")
    return target.getvalue()


def of_fitted() -> Iterator[str]:
    """Yield how words are broken into lines."""
    for text in ("", "Một", LONG, f"{LONG} {LONG} {LONG} {LONG}", "x" * 301, "Nà, ba."):
        for most_lines, height in ((1, 1 << 16), (3, 300), (3, 1 << 16)):
            if text:
                size, lines = fitted(text, SERIF, 900, sizes=range(150, 60, -30), most_lines=most_lines, height=height)
                yield f"  {size} {lines} {balanced(lines, font(SANS, size), 900)}"
    yield from (f"  {masthead(title)}" for title in ("Bản tin xã nhà", "bản TIN  xa", "Bản tin", "Tin xã", ""))


def test_drawn_pictures_are_as_accepted(
    small_edition: Edition, photograph: Path, drawn: Drawn, as_accepted: Callable[[Path, str], None]
) -> None:
    small = BookPicture(png(400, 640), 400, 640, ".png")
    drawn.clear()
    for about, (changes, count) in EDITIONS.items():
        drawn.append(f"# {about}")
        edition = replace(small_edition, **changes)
        cover_picture(edition, TITLES[:count])
        player_picture(edition)
        marked_as_talking(small, edition)
        previews._drawn(edition, TITLES[:count])
        feed_artwork(edition.title, edition.publisher)
    drawn.append("# the office's own pictures")
    own = replace(small_edition, logo=Picture(photograph))
    cover_picture(own, TITLES[:1])
    player_picture(own)
    cover_picture(replace(own, cover=Picture(photograph)), TITLES[:1])
    marked_as_talking(BookPicture(png(40, 60), 40, 60, ".png"), own)
    for longest in (240, 1600, 2000):
        book_picture(Picture(photograph), longest)
        book_picture(Picture(photograph), longest, jpeg_only=True)
    assert emblem_address(Picture(photograph)).startswith("data:image/png;base64,iVBOR")
    drawn.append("# small ones")
    for width, height in ((1600, 2560), (300, 900), (1000, 400)):
        thumbnail(png(width, height))
        thumbnail(png(width, height), 100)
        list_cover(png(width, height))
        previews._cut(BookPicture(png(width, height), width, height, ".png"))
    drawn += ["# words in lines", *of_fitted()]
    as_accepted(Path(__file__).with_name("drawn.txt"), "\n".join(drawn) + "\n")
