"""MP3 tags as phones and car radios read them."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import mutagen.id3
import numpy as np
import pytest
from PIL import Image

from bantin_media.audio.tags import LARGEST_COVER_BYTES, ChapterTime, Tags, id3

FULL = Tags(
    "Hiệu quả từ công tác luân chuyển",
    artist="Ủy ban nhân dân xã",
    album="Bản tin số 11",
    track=2,
    tracks=7,
    date=date(2026, 11, 20),
    lyrics="Câu một.\nCâu hai.",
)
CHAPTERS = (ChapterTime("Mở đầu", 0, 61_000), ChapterTime("Bài một", 61_000, 3_599_999))


def read(tag: bytes) -> mutagen.id3.ID3:
    return mutagen.id3.ID3(io.BytesIO(tag), translate=False)


def test_all_that_was_given_is_there_in_version_2_3_and_utf_16() -> None:
    tag = read(id3(FULL, CHAPTERS))
    assert tag.version == (2, 3, 0)
    texts = {name: str(tag[name]) for name in ("TIT2", "TPE1", "TALB", "TRCK", "TCON", "TLAN", "TYER", "TDAT")}
    assert texts == {
        "TIT2": FULL.title,
        "TPE1": FULL.artist,
        "TALB": FULL.album,
        "TRCK": "2/7",
        "TCON": "Speech",
        "TLAN": "vie",
        "TYER": "2026",
        "TDAT": "2011",
    }
    assert tag["TIT2"].encoding == mutagen.id3.Encoding.UTF16
    assert tag["USLT::vie"].text == FULL.lyrics
    assert tag["CHAP:ch2"].start_time == 61_000
    assert str(tag["CHAP:ch2"].sub_frames["TIT2"]) == "Bài một"
    assert tag["CTOC:toc"].child_element_ids == ["ch1", "ch2"]


def test_its_length_does_not_depend_on_the_times() -> None:
    zero = tuple(ChapterTime(chapter.title, 0, 0) for chapter in CHAPTERS)
    assert len(id3(FULL, zero)) == len(id3(FULL, CHAPTERS))
    assert id3(FULL, CHAPTERS) == id3(FULL, CHAPTERS)


def test_many_chapters_keep_their_order() -> None:
    chapters = [ChapterTime(f"Bài {n}", n * 1000, n * 1000 + 1000) for n in range(120)]
    tag = read(id3(Tags("Cả số"), chapters))
    assert [tag[f"CHAP:{name}"].start_time for name in tag["CTOC:toc"].child_element_ids] == [
        n * 1000 for n in range(120)
    ]


def leaves(tag: mutagen.id3.ID3, name: str) -> list[str]:
    """Return the chapters of a table of contents in order, even if it consists of several tables."""
    table = tag[f"CTOC:{name}"]
    assert len(table.child_element_ids) <= 255
    inner = [f"CTOC:{child}" in tag for child in table.child_element_ids]
    assert all(inner) or not any(inner)
    return [
        leaf
        for child in table.child_element_ids
        for leaf in (leaves(tag, child) if f"CTOC:{child}" in tag else [child])
    ]


@pytest.mark.parametrize("count", [1, 254, 255, 256, 510, 511, 1500])
def test_any_number_of_chapters_is_in_the_contents(count: int) -> None:
    written = id3(Tags("Cả số"), [ChapterTime(f"Bài {n}", n, n + 1) for n in range(count)])
    tag = read(written)
    assert [tag[f"CHAP:{name}"].start_time for name in leaves(tag, "toc")] == list(range(count))
    assert [one.element_id for one in tag.getall("CTOC") if one.flags & mutagen.id3.CTOCFlags.TOP_LEVEL] == ["toc"]
    tops = tag.getall("CTOC")
    assert all(one.flags & mutagen.id3.CTOCFlags.ORDERED for one in tops)
    assert tag.size == len(written)


def test_chapters_are_in_the_order_of_time() -> None:
    titles = ["Một tên bài rất dài, dài hơn mọi tên bài khác trong số này", "Ngắn", "Vừa phải thôi"]
    tag = id3(Tags("Cả số", lyrics="Lời."), [ChapterTime(title, n, n + 1) for n, title in enumerate(titles)])
    assert re.findall(rb"CHAP.{4}\0\0(ch\d)\0", tag, re.DOTALL) == [b"ch1", b"ch2", b"ch3"]


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_small_cover_is_kept_as_it_is(tmp_path: Path, kind: str, mime: str) -> None:
    path = tmp_path / "cover"
    Image.new("RGB", (300, 480), "navy").save(path, kind)
    picture = read(id3(Tags("Một", cover=path)))["APIC:"]
    assert (picture.data, picture.mime) == (path.read_bytes(), mime)


def test_a_large_cover_is_made_small(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    noise = np.random.default_rng(3).integers(0, 256, (1600, 1000, 3), dtype="uint8")
    Image.fromarray(noise).save(path, "JPEG", quality=95)
    picture = read(id3(Tags("Một", cover=path)))["APIC:"]
    assert len(picture.data) <= LARGEST_COVER_BYTES
    with Image.open(io.BytesIO(picture.data)) as small:
        assert small.height == pytest.approx(small.width * 1.6, abs=1)


def test_without_other_data_a_tag_has_only_the_title() -> None:
    assert set(read(id3(Tags("Một")))) == {"TIT2", "TCON", "TLAN"}
