"""Editions in a voice whose files an editor put on the machine: they belong to what is built, and are not input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import tiny_voice

from bantin_media.speech.engines import opened

from .conftest import ARTICLE

HEAD = "date = 2026-11-05\n"


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
