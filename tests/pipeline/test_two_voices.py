"""Two voices in an edition: for an article, for a section; and which voices may be chosen for what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import ARTICLE, SECOND

HEAD = 'date = 2026-11-05\nsections = ["Đời sống"]\n'
IN_SECTION = '[articles.1]\nsection = "Đời sống"\n'


def built(office: Any, settings: str) -> dict[str, str]:
    office.edition(settings=settings)
    office.write("01 xoa mu chu.txt", ARTICLE)
    office.write("02 nuoc sach.txt", SECOND)
    (report,) = office.build()
    assert not report.errors
    return {name: digest for name, digest in office.published().items() if name.endswith(".mp3")}


def test_the_voice_of_an_article_takes_precedence_over_its_sections(new_office: Callable[[str], Any]) -> None:
    plain = built(new_office("plain"), HEAD + IN_SECTION)
    section = built(new_office("section"), HEAD + IN_SECTION + '[section_voices]\n"Đời sống" = "metronome"\n')
    article = built(new_office("article"), HEAD + IN_SECTION + 'voice = "metronome"\n')
    both = '[section_voices]\n"Đời sống" = "metronome"\n'
    back = built(new_office("back"), HEAD + IN_SECTION + 'voice = "espeak"\n' + both)
    first, second, programme = "2026-11/01-xoa-mu-chu.mp3", "2026-11/02-nuoc-sach.mp3", "2026-11/2026-11.mp3"
    assert section == article
    assert section[second] == plain[second]
    assert section[first] != plain[first]
    assert section[programme] != plain[programme]
    assert back == plain


@pytest.mark.parametrize(
    ("name", "hint"), [("Đời sông", "Đời sống"), ("Thể thao", "Đời sống")], ids=["nearly", "not at all"]
)
def test_an_unknown_section_is_reported_with_the_nearest_name(small_office: Any, name: str, hint: str) -> None:
    small_office.edition(settings=f'{HEAD}[section_voices]\n"{name}" = "metronome"\n')
    (report,) = small_office.build()
    (notice,) = [one for one in report.notices if one.code == "edition.unknown-section"]
    assert name in notice.what
    assert hint in notice.hint


@pytest.mark.parametrize(
    "settings",
    [
        '[sound]\nvoice = "gtts"\n',
        '[articles.1]\nvoice = "gtts"\n',
        '[section_voices]\n"Đời sống" = "gtts"\n',
        '[sound]\nfallback = "gtts"\n',
        '[sound]\nvoice = "http:xa"\n[voices.xa]\naddress = "https://giong.example/gtts"\ntext = "{text}"\n',
        '[articles.1]\nvoice = "http:xa"\n[voices.xa]\npreset = "openai" # gtts\n',
    ],
    ids=["edition", "article", "section", "fallback", "http", "http of an article"],
)
def test_an_internal_edition_is_spoken_by_no_voice_that_needs_the_network(small_office: Any, settings: str) -> None:
    small_office.edition(settings=f'audience = "internal"\n{HEAD}{settings}')
    (report,) = small_office.build()
    voice = "http:xa" if "http:xa" in settings else "gtts"
    assert f'"{voice}"' in report.errors[0].what
    assert re.search(r"edition\.toml:\d+$", report.errors[0].where)
    assert report.errors[0].exit_status == 3
    assert not list(small_office.output.rglob("*.mp3"))


def test_nor_by_one_that_the_command_line_names(small_office: Any) -> None:
    small_office.edition(settings=f'audience = "internal"\n{HEAD}')
    (report,) = small_office.build(voice="gtts")
    assert report.errors[0].where == "--voice"
    assert not list(small_office.output.rglob("*.mp3"))


@pytest.mark.parametrize(
    ("shared", "own", "place"),
    [
        ('[sound]\nvoice = "espaek"\n', "", r"bantin\.toml:2"),
        ("", '[sound]\nvoice = "espaek"\n', r"edition\.toml:5"),
        ('# voice = "espaek"\n[sound]\nvoice = "espaek" # "espaek"\n', "", r"bantin\.toml:3"),
        ('[sound]\nvoice = "http:xa"\n[voices.xa]\ntext = "x"\n', "", r"bantin\.toml:3 \[voices\.xa\]"),
    ],
    ids=["shared", "own", "a comment", "a description"],
)
def test_a_mistake_in_a_voice_names_the_line_that_has_it(small_office: Any, shared: str, own: str, place: str) -> None:
    (small_office.input / "bantin.toml").write_text(shared, "utf-8")
    small_office.edition(settings=HEAD + own)
    (report,) = small_office.build()
    assert re.search(f"{place}$", report.errors[0].where)


@pytest.mark.parametrize("settings", ['fallback = "gtts"', 'fallback = "espaek"', 'fallback = "espeak:souht"'])
def test_a_fallback_that_cannot_stand_in_is_an_error(small_office: Any, settings: str) -> None:
    small_office.edition(settings=f"{HEAD}[sound]\n{settings}\n")
    (report,) = small_office.build()
    assert [error.exit_status for error in report.errors] == [3]
    assert "2026-11" in report.errors[0].where
