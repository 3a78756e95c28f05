"""The workspace of a command, and its cache."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bantin_media.cache import Cache
from bantin_media.commands import place
from bantin_media.commands.office import pruned
from bantin_media.commands.printing import size


def test_the_workspace_is_the_named_the_remembered_or_this_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for value, found in (("/somewhere", "/somewhere"), ("", ".")):
        monkeypatch.setenv("BANTIN_DIR", value)
        assert place.office() == found
    monkeypatch.delenv("BANTIN_DIR")
    assert place.office() == "."
    elsewhere = tmp_path / "office"
    (elsewhere / "input").mkdir(parents=True)
    (tmp_path / ".workspace").write_text(f"{elsewhere}\n", "utf-8")
    assert place.office() == "."  # this is not the program's folder
    (tmp_path / "start.py").touch()
    assert place.office() == str(elsewhere)
    for remembered in ("", str(tmp_path / "gone")):
        (tmp_path / ".workspace").write_text(remembered, "utf-8")
        assert place.office() == "."
    (tmp_path / ".workspace").write_bytes(b"\xff")
    assert place.office() == "."


def test_the_store_is_pruned_with_its_neighbours(tmp_path: Path) -> None:
    for name in ("articles", "pictures", "store"):
        Cache(tmp_path / name).put("ab" * 32, b"x" * 980)
        os.utime(tmp_path / name / "ab" / ("ab" * 31), (1, 1))
        Cache(tmp_path / name).put("cd" * 32, b"x" * 1980)
    assert pruned(tmp_path, 2, size).count("1 ") and "2 kB" in pruned(tmp_path, 2, size)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["cd" * 31] * 3
