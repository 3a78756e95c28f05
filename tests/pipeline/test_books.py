"""The content of an edition's books: one cover for all, and the name of every voice."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageChops

DC = "{http://purl.org/dc/elements/1.1/}"


def member(book: Path, name: str) -> bytes:
    with zipfile.ZipFile(book) as archive:
        return archive.read(f"EPUB/{name}")


def test_an_articles_own_voice_reads_it_in_the_book_too_and_all_show_one_cover(small_office: Any) -> None:
    settings = 'number = "1"\ndate = 2026-11-05\napproved_by = "A"\n[articles.2]\nvoice = "espeak:south"\n'
    small_office.edition(settings=settings)
    (report,) = small_office.build()
    assert not report.errors
    folder = small_office.output / "2026-11"
    light, talking = folder / "2026-11.epub", folder / "2026-11-co-tieng.epub"
    people = etree.fromstring(member(talking, "content.opf")).iter(f"{DC}contributor")
    machines = ["Giọng máy eSpeak NG", "Giọng máy eSpeak NG, miền Nam"]
    assert [one.text for one in people][-2:] == machines
    text = "".join(etree.fromstring(member(talking, "text/imprint.xhtml")).itertext())
    assert "do máy đọc, giọng eSpeak NG và eSpeak NG, miền Nam." in text
    cover = (folder / "bia.jpg").read_bytes()
    assert member(light, "pictures/cover.jpg") == cover
    with Image.open(BytesIO(cover)) as one, Image.open(BytesIO(member(talking, "pictures/cover.jpg"))) as marked:
        upper = marked.crop((0, 0, *one.size))  # below it is the band of the talking book
        assert marked.height > one.height
        extrema = ImageChops.difference(one.convert("RGB"), upper.convert("RGB")).resize((200, 320)).getextrema()
        assert max(most for _, most in extrema) < 40
