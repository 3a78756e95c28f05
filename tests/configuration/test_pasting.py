"""Hints for one article can be pasted together: each group and key once, with the entries that the file has."""

from __future__ import annotations

import tomllib

from bantin_media.configuration.pasting import pasteable
from bantin_media.model import Notice


def offers(*pairs: tuple[str, str]) -> list[Notice]:
    return [Notice("caption.guess", f"input/2026-12/{where}", "", "", offer) for where, offer in pairs]


TWO = offers(
    ("01 a.txt:5", 'keep = ["A"]'), ("01 a.txt:9", 'keep = ["B \\"b\\""]'), ("01 a.txt:11", 'captions = ["C"]')
)


def test_two_hints_become_one_line_of_one_group() -> None:
    lines = pasteable(TWO, "")
    assert lines == ("[articles.1]", 'keep = ["A", "B \\"b\\""]', 'captions = ["C"]')
    assert tomllib.loads("\n".join(lines))["articles"]["1"]["keep"] == ["A", 'B "b"']


def test_existing_files_are_named_and_kept() -> None:
    lines = pasteable(TWO, 'number = "1"\n\n[articles.1] # bài một\nkeep = ["X", "A"]\n')
    assert "3" in lines[0].partition("#")[2]
    assert lines[1].startswith('keep = ["X", "A", "B \\"b\\""]  # ') and lines[2] == 'captions = ["C"]'


def test_one_hint_needs_no_paste_and_articles_stay_apart() -> None:
    assert pasteable(offers(("01 a.txt:5", 'keep = ["A"]'), ("02 b.txt:1", 'keep = ["B"]')), "") == ()
    both = pasteable([*TWO, *offers(("02 b.txt:1", 'keep = ["B"]'), ("02 b.txt:2", 'keep = ["D"]'))], "")
    assert tomllib.loads("\n".join(both))["articles"]["2"] == {"keep": ["B", "D"]}


def test_unreadable_settings_are_no_obstacle() -> None:
    assert pasteable(TWO, "[articles.1\nkeep = ")[0] == "[articles.1]"
