"""The workspace of a command, its cache, its desk and its voices."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.cache import Cache
from bantin_media.commands import cli, place, preview
from bantin_media.commands.office import opened, pruned
from bantin_media.commands.preview import Preview, serve
from bantin_media.commands.printing import size
from bantin_media.errors import SourceError
from bantin_media.speech.voices.catalogue import offers


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


def test_the_preview_of_the_desk_ends_with_the_program(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    previews: list[Callable[[str, bool], str]] = []
    monkeypatch.setattr("bantin_media.desk.server.open_desk", lambda root, port, preview: previews.append(preview))
    (office / "output").mkdir()
    (office / "output" / "index.html").write_text("<p>Bản tin</p>", "utf-8")
    servers: list[Preview] = []
    monkeypatch.setattr(preview, "serve", lambda *folders: servers.append(serve(*folders)) or servers[-1])
    before = set(threading.enumerate())
    opened(office, 0)
    assert not servers, "the preview is started only if it is asked for"
    (address_of,) = previews
    addresses = address_of("Số Tết", False), address_of("Số Tết", True)
    (server,) = servers
    try:
        assert addresses[0] != addresses[1] and all(one.endswith("/S%E1%BB%91%20T%E1%BA%BFt/") for one in addresses)
        assert all(thread.daemon for thread in set(threading.enumerate()) - before)
    finally:
        server.close()


def test_the_licence_of_an_offered_voice_is_told_before_it_is_fetched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise SourceError("x", "no network")

    monkeypatch.setattr("bantin_media.speech.voices.adding.add", no_network)
    (first, *_) = offers()
    assert cli.main(["voices", "add", first.name]) != 0
    printed = capsys.readouterr().err.splitlines()
    assert first.name in printed[0]
    assert first.licence in printed[1]
