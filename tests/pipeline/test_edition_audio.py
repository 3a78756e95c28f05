"""Programmes for broadcast slots, recordings and second voices, and languages without a voice."""

from __future__ import annotations

import wave
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from bantin_media.pipeline.edition_audio import packed


@given(st.lists(st.integers(1, 100), max_size=40), st.integers(50, 200))
def test_articles_are_packed_in_order_and_fit(lengths: list[int], room: int) -> None:
    groups = packed(lengths, room)
    assert [place for group in groups for place in group] == list(range(len(lengths)))
    assert all(sum(lengths[place] for place in group) <= room or len(group) == 1 for group in groups)


@pytest.fixture
def long_office(office: Any) -> Any:
    sentence = "Bà con các thôn cùng nhau làm đường, dọn vệ sinh và trồng thêm hoa hai bên lối đi. "
    office.edition(settings='date = 2026-11-05\n[sound]\nvoice = "metronome"\nprogramme_minutes = 3\n')
    for number in range(1, 6):
        office.write(f"0{number} tin.txt", f"Tin số {number} của xã\n\n{sentence * 8}\n\n{sentence * 8}\n")
    return office


def test_programmes_fit_the_slot_each_with_its_own_ident(long_office: Any) -> None:
    (report,) = long_office.build()
    assert not report.errors
    slots = [file for file in report.files if file.kind == "slot"]
    assert len(slots) > 1
    assert all(0 < file.duration_ms <= 180_000 for file in slots)
    tags = [ID3(long_office.output / "2026-11" / file.name) for file in slots]
    assert len(tags[0].getall("CHAP")) > 1
    assert [str(tag["TIT2"]).rpartition(", ")[2] for tag in tags] == [f"phần {n}" for n in range(1, len(slots) + 1)]
    assert [str(tag["TRCK"]) for tag in tags] == [f"{n}/{len(slots)}" for n in range(1, len(slots) + 1)]


def test_a_slot_that_would_hold_everything_is_not_made_twice(long_office: Any) -> None:
    long_office.build()
    settings = long_office.input / "2026-11" / "edition.toml"
    settings.write_text(settings.read_text("utf-8").replace("programme_minutes = 3", "programme_minutes = 60"), "utf-8")
    (report,) = long_office.build()
    assert [file.name for file in report.files if file.kind in {"slot", "programme"}] == ["2026-11.mp3"]
    assert not list(long_office.output.rglob("*-buoi-*"))


def test_files_sort_as_they_are_heard_however_many_there_are(office: Any) -> None:
    office.edition(settings='date = 2026-11-05\n[sound]\nvoice = "metronome"\nprogramme_minutes = 1\n')
    numbers = [*range(1, 41), 98, 99, 100, 101]
    for number in numbers:
        office.write(f"{number:02} tin so {number}.txt", f"Tin ngắn số {number}\n\nBà con xem tin này, tin {number}.\n")
    (report,) = office.build()
    assert not report.errors and not [one for one in report.notices if one.code == "output.unknown-file"]
    articles = [file.name for file in report.files if file.kind == "article"]
    assert articles == sorted(articles) == [f"{number:03}-tin-so-{number}.mp3" for number in numbers]
    slots = [file for file in report.files if file.kind == "slot"]
    assert len(slots) > 9
    assert [file.name for file in slots] == sorted(path.name for path in office.output.rglob("*-buoi-*.mp3"))
    shared = [file.name for file in report.files if file.name.startswith("share/") and file.name.endswith(".html")]
    assert shared == sorted(shared) and len(shared) == len(numbers)


def test_a_recording_is_heard_in_the_place_of_the_voice(small_office: Any) -> None:
    with wave.open(str(small_office.input / "2026-11" / "02 nguoi doc.wav"), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(
            b"".join(int(9000 * (i % 100 - 50) / 50).to_bytes(2, "little", signed=True) for i in range(66150))
        )
    (report,) = small_office.build()
    assert not report.errors
    assert 2900 < report.articles[1].duration_ms < 4500
    assert "article.heard-otherwise" in {notice.code for notice in report.notices}


def test_an_article_for_the_ear_is_heard_and_the_written_one_is_shown(small_office: Any) -> None:
    small_office.write("02 nuoc sach (doc).txt", "Nước sạch đã về bản\n\nBà con bản Thẳm Mò nay đã có nước sạch.\n")
    (report,) = small_office.build()
    assert not report.errors
    lyrics = ID3(small_office.output / "2026-11" / "02-nuoc-sach.mp3").getall("USLT")[0].text
    assert "nay đã có nước sạch" in lyrics and "1,5 tỷ" not in lyrics
    assert report.articles[1].title == "Nước sạch về bản Thẳm Mò"


def test_a_language_that_no_voice_speaks_is_not_spoken(small_office: Any) -> None:
    small_office.edition(settings='date = 2026-11-05\nlanguage = "tyz"\n')
    (report,) = small_office.build()
    assert not report.errors
    assert [file.name for file in report.files if file.kind != "page"] == ["2026-11.epub"]
    assert "edition.no-voice" in {notice.code for notice in report.notices}


def test_a_jingle_opens_the_programme_and_a_missing_one_is_an_error(small_office: Any) -> None:
    small_office.edition(settings='date = 2026-11-05\n[sound]\njingle = "nhac.wav"\n')
    (report,) = small_office.build()
    assert "nhac.wav" in str(report.errors[0])
    with wave.open(str(small_office.input / "2026-11" / "nhac.wav"), "wb") as file:
        file.setparams((2, 2, 44100, 0, "NONE", ""))
        file.writeframes(
            b"".join(int(9000 * (i % 90 - 45) / 45).to_bytes(2, "little", signed=True) * 2 for i in range(44100))
        )
    (report,) = small_office.build()
    assert not report.errors
    assert "edition.unused-file" not in {notice.code for notice in report.notices}
