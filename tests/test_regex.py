"""A regular expression compiled at first use is equal to the one that `re` compiles."""

from __future__ import annotations

import copy
import re

import pytest

from bantin_media import regex as module
from bantin_media.regex import Regex, regex


def test_it_is_compiled_once_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[tuple[object, int]] = []
    compile_ = re.compile

    def counted(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append((source, flags))
        return compile_(source, flags)

    monkeypatch.setattr(module.re, "compile", counted)
    found = regex("(?P<a>b)(c)?", re.IGNORECASE)
    assert (found.pattern, found.flags, compiled) == ("(?P<a>b)(c)?", re.IGNORECASE, [])
    assert found.search("xB") and found.match("b") and not found.match("xb")
    assert found.fullmatch("bc") and not found.fullmatch("bcd")
    assert found.findall("b BC") == [("b", ""), ("B", "C")] and [one[0] for one in found.finditer("b BC")] == [
        "b",
        "BC",
    ]
    assert (found.sub("-", "abc"), found.subn("-", "abcb"), found.split("xby")) == (
        "a-",
        ("a--", 2),
        ["x", "b", None, "y"],
    )
    assert dict(found.groupindex) == {"a": 1}
    assert compiled == [("(?P<a>b)(c)?", re.IGNORECASE)]
    assert found.groups == 2  # not copied, but available


def test_bytes_and_faults_are_those_of_re() -> None:
    assert regex(b"a.", re.DOTALL).match(b"a\n")
    assert not regex(b"a.").match(b"a\n")
    broken = regex("(")
    with pytest.raises(re.error):
        broken.match("(")


def test_special_attributes_do_not_compile_the_expression() -> None:
    found = regex("(")
    assert isinstance(found, Regex)
    with pytest.raises(AttributeError, match="__iter__"):
        found.__iter__  # type: ignore[attr-defined]  # noqa: B018
    assert copy.copy(found).pattern == "("
