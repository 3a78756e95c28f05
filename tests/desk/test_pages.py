"""The content of the desk's pages: the signer, the badges, hints for which the desk has buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple

import pytest
from starlette.requests import Request

from bantin_media.desk.building import Builder
from bantin_media.desk.change_request import ChangeRequest
from bantin_media.desk.changes import EDITION
from bantin_media.desk.guard import Keys
from bantin_media.desk.office import Office
from bantin_media.desk.pages import Pages
from bantin_media.desk.views import OpenNotice
from bantin_media.model import Notice

NAME = "2026-12"


@pytest.fixture
def shown(office: Office) -> Callable[[str], str]:
    """Return a function that returns the HTML of a page of the edition."""
    pages = Pages(office, Keys(), Builder(office), None)
    request = Request({"type": "http", "path": "/", "query_string": b"", "headers": [], "path_params": {"name": NAME}})
    return lambda page: str(getattr(pages, page)(request))


def do(office: Office, what: str, **form: str) -> None:
    EDITION[what](ChangeRequest(office, Builder(office), NAME, {"seen": office.seen(NAME), **form}))


def sign(office: Office, name: str, post: str) -> None:
    do(office, "sign", code=office.examined(NAME).state.code, name=name, post=post, day="2026-12-04")


def test_the_last_signer_is_filled_in(office: Office, shown: Callable[[str], str]) -> None:
    assert 'name="name" required autocomplete="name" value=""' in shown("sign")
    sign(office, "Lò Thị Ban", "Giám đốc, Trưởng ban")
    do(office, "unsign")
    page = shown("sign")
    assert 'autocomplete="name" value="Lò Thị Ban"' in page and 'value="Giám đốc, Trưởng ban"' in page


def test_the_badge_tells_whether_this_state_was_published_or_an_earlier_one(
    office: Office, shown: Callable[[str], str]
) -> None:
    sign(office, "Lò Thị Ban", "")
    assert ">đã phát hành" not in shown("edition")
    office.history.publish(office.history.all(NAME)[0])
    assert ">đã phát hành<" in shown("edition")
    do(office, "details", greeting="Kính chào bà con!")
    assert ">đã phát hành bản trước<" in shown("edition")
    sign(office, "Lò Thị Ban", "")
    assert ">đã phát hành bản trước<" in shown("edition")


@pytest.mark.parametrize(
    ("hint", "is_by_hand"),
    [
        ('Nếu là chú thích: captions = ["Bà con gặt lúa"].', True),
        ("Ghi vào input/bantin.toml.", True),
        ('Muốn đổi: title = "…"', True),
        ("Mở bằng Word, đọc rồi xóa.", False),
        ("Công thức a=b giữ nguyên.", False),
    ],
)
def test_a_line_for_a_settings_file_is_folded_away(hint: str, is_by_hand: bool) -> None:
    assert OpenNotice(Notice("x", "", "", hint), "d", 0).is_by_hand is is_by_hand


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ("number = ", ("broken", False, False, False, False, False)),
        ('number = "1"', ("draft", False, False, False, False, False)),
        ('approved_by = "A"', ("approved", False, False, False, False, False)),
        ('approved_by = "A"\napproved_code = "0000 0000 0000 0000"', ("approved", False, False, False, False, False)),
        ('audience = "internal"', ("draft", False, False, False, True, False)),
        ('sample = true\napproved_by = "A"', ("approved", False, False, False, False, True)),
    ],
)
def test_the_state_of_an_edition_is_known_without_reading_its_articles(
    office: Office, settings: str, status: tuple[object, ...]
) -> None:
    (office.root / "input" / NAME / "edition.toml").write_text(f"{settings}\n", "utf-8")
    assert astuple(office.status(NAME)) == status
