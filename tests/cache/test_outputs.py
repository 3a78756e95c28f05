"""Finished files are made again if an ingredient has changed or the file is not the recorded one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bantin_media.cache import Made, OutputCache, still_there


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Made]:
    """The record of a build that made `page.html` of "text" and "voice"."""
    outputs = OutputCache(tmp_path, {}, "templates")
    target = tmp_path / "page.html"
    outputs.of(target, "text", "voice", make=lambda: target.write_bytes(b"page"))
    return outputs.made([target])


def remade(root: Path, earlier: dict[str, Made], *ingredients: str, environment: str = "templates") -> bool:
    """Return whether a build with these ingredients makes the file, in two consecutive builds."""
    calls: list[str] = []
    target = root / "page.html"
    outputs = OutputCache(root, earlier, environment)
    assert outputs.of(target, *ingredients, make=lambda: calls.append("made")) == target
    return bool(calls)


def test_the_same_ingredients_make_nothing(tmp_path: Path, made: dict[str, Made]) -> None:
    assert not remade(tmp_path, made, "text", "voice")


@pytest.mark.parametrize("ingredients", [("other", "voice"), ("text", "other"), ("text",), ("textvoice",)])
def test_each_ingredient_counts(tmp_path: Path, made: dict[str, Made], ingredients: tuple[str, ...]) -> None:
    assert remade(tmp_path, made, *ingredients)


def test_common_ingredients_count(tmp_path: Path, made: dict[str, Made]) -> None:
    assert remade(tmp_path, made, "text", "voice", environment="other templates")


@pytest.mark.parametrize("content", [b"pag", b"pages", b"pagf"])
def test_a_changed_file_is_made_again(tmp_path: Path, made: dict[str, Made], content: bytes) -> None:
    target = tmp_path / "page.html"
    stamp = target.stat().st_mtime_ns
    target.write_bytes(content)
    os.utime(target, ns=(stamp + 1, stamp + 1))
    assert remade(tmp_path, made, "text", "voice")
    assert not OutputCache(tmp_path, made, "templates").is_unchanged(target)
    assert not still_there(tmp_path, made)


def test_a_shorter_or_longer_file_with_the_old_time_is_another(tmp_path: Path, made: dict[str, Made]) -> None:
    target = tmp_path / "page.html"
    stamp = target.stat().st_mtime_ns
    for content in (b"pa", b"pages"):
        target.write_bytes(content)
        os.utime(target, ns=(stamp, stamp))
        assert not still_there(tmp_path, made)


def test_a_copied_file_with_another_time_is_the_same(tmp_path: Path, made: dict[str, Made]) -> None:
    target = tmp_path / "page.html"
    os.utime(target, ns=(1, 1))
    assert still_there(tmp_path, made)
    assert not remade(tmp_path, made, "text", "voice")


def test_a_missing_file_is_not_up_to_date(tmp_path: Path, made: dict[str, Made]) -> None:
    (tmp_path / "page.html").unlink()
    assert not still_there(tmp_path, made)
    assert remade(tmp_path, made, "text", "voice")


def test_only_changed_files_are_hashed_again(tmp_path: Path, made: dict[str, Made]) -> None:
    target = tmp_path / "page.html"
    known = {"page.html": Made(4, "as it was", target.stat().st_mtime_ns)}
    assert OutputCache(tmp_path, known).made([target])["page.html"].sha256 == "as it was"
    os.utime(target, ns=(1, 1))
    assert OutputCache(tmp_path, known).made([target])["page.html"].sha256 == made["page.html"].sha256
