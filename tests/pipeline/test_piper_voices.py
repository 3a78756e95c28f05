"""Editions in an installed voice: its files are ingredients of the build, but not input."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from tests import tiny_voice

from bantin_media.speech.engines import opened, piper_voices

from .conftest import ARTICLE

HEAD = "date = 2026-11-05\n"
CREDIT = "VAIS-1000 (CC BY 4.0), Piper (MIT)"


@pytest.mark.parametrize(
    "settings",
    ['[sound]\nvoice = "piper:vi_VN-thu"\n', '[articles.1]\nvoice = "piper:vi_VN-thu"\n'],
    ids=["edition", "article"],
)
def test_an_edition_is_built_again_when_its_voice_is_another_one_of_the_same_name(
    new_office: Callable[[str], Any], voices_folder: Path, settings: str
) -> None:
    tiny_voice.install(voices_folder)
    office = new_office("xa")
    office.edition(settings=HEAD + settings)
    office.write("01 xoa mu chu.txt", ARTICLE)
    (first,), before = office.build(), office.published()
    (second,) = office.build()
    assert (first.errors, first.unchanged, second.unchanged) == ((), False, True)
    opened.cache_clear()  # as in the process of another build
    tiny_voice.install(voices_folder, content=tiny_voice.model(loudness=0.3, samples_each=450))
    (third,) = office.build()
    assert not third.unchanged
    assert office.published()["2026-11/01-xoa-mu-chu.mp3"] != before["2026-11/01-xoa-mu-chu.mp3"]


def test_an_internal_edition_may_be_spoken_by_it(new_office: Callable[[str], Any], voices_folder: Path) -> None:
    tiny_voice.install(voices_folder)
    office = new_office("xa")
    office.edition(settings=f'audience = "internal"\n{HEAD}[sound]\nvoice = "piper:vi_VN-thu"\n')
    office.write("01 xoa mu chu.txt", ARTICLE)
    (report,) = office.build()
    assert not report.errors


def test_the_credit_of_a_voice_is_in_book_imprint_tag_and_feed(
    new_office: Callable[[str], Any], voices_folder: Path
) -> None:
    tiny_voice.install(voices_folder)
    piper_voices.write(replace(piper_voices.read("vi_VN-thu"), credit=CREDIT))
    office = new_office("xa")
    office.edition(settings=f'{HEAD}base_url = "https://xa.example/"\n[sound]\nvoice = "piper:vi_VN-thu"\n')
    (office.input / "bantin.toml").write_text('base_url = "https://xa.example/"\n', "utf-8")
    office.write("01 xoa mu chu.txt", ARTICLE)
    (report,) = office.build()
    assert not report.errors
    folder = office.output / "2026-11"
    assert CREDIT in (folder / "index.html").read_text("utf-8")
    assert CREDIT in (office.output / "feed.xml").read_text("utf-8")
    assert str(ID3(folder / "01-xoa-mu-chu.mp3")["TCOP"]) == CREDIT
    with zipfile.ZipFile(folder / "2026-11-co-tieng.epub") as book:
        assert CREDIT in book.read("EPUB/content.opf").decode()
        assert CREDIT in book.read("EPUB/text/imprint.xhtml").decode()


def test_a_voice_without_a_credit_adds_no_line(new_office: Callable[[str], Any], voices_folder: Path) -> None:
    tiny_voice.install(voices_folder)
    office = new_office("xa")
    office.edition(settings=f'{HEAD}[sound]\nvoice = "piper:vi_VN-thu"\n')
    office.write("01 xoa mu chu.txt", ARTICLE)
    office.build()
    assert "Nguồn giọng đọc" not in (office.output / "2026-11" / "index.html").read_text("utf-8")
