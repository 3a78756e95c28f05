"""The reason of a system error is in the editor's language."""

from __future__ import annotations

import errno
import os

import pytest

from bantin_media.messages import cause_of, message, one_line, plural


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EADDRINUSE])
def test_a_usual_refusal_of_the_system_is_in_vietnamese(number: int) -> None:
    cause = cause_of(OSError(number, os.strerror(number)))
    assert cause != os.strerror(number) and not cause.isascii()


def test_a_rare_one_keeps_the_systems_words() -> None:
    assert cause_of(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert cause_of(OSError()) == "OSError"


def test_messages_are_vietnamese_unless_english_is_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANTIN_LANG", raising=False)
    assert message("the disk is full") == "đĩa đã đầy"
    for english in ("en", "en_GB.UTF-8"):
        monkeypatch.setenv("BANTIN_LANG", english)
        assert message("the disk is full") == "the disk is full"
    monkeypatch.setenv("BANTIN_LANG", "vi_VN")
    assert message("the disk is full") == "đĩa đã đầy"
    assert message("no such message of {name}", name="x") == "no such message of x"


def test_one_and_many_differ_in_english_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    one, many = "{number} page", "{number} pages"
    monkeypatch.setenv("BANTIN_LANG", "en")
    assert [plural(one, many, number) for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    monkeypatch.setenv("BANTIN_LANG", "vi")
    assert plural(one, many, 1) == "1 pages"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đường mới — 29%", "Đường mới — 29%"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("một\nhai", "một\\nhai"),
        ("tab\tstays", "tab\tstays"),
        ("turned \u202e", "turned \\u202e"),
        ("\u2028", "\\u2028"),
        ("soft\xadhyphen", "soft\xadhyphen"),
    ],
)
def test_control_sequences_are_shown_to_a_terminal_as_text(text: str, shown: str) -> None:
    assert one_line(text) == shown
