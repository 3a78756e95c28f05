"""A build that fails late restores the earlier files, so that sound and text always agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.errors import OutputError
from bantin_media.model import Notice
from bantin_media.pipeline import publishing, rollback, tidying
from bantin_media.pipeline.rollback import all_or_nothing

SETTINGS = 'number = "1"\ndate = 2026-11-05\n[sound]\nvoice = "metronome"\n'


def page_template(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = office.input / "templates" / "page"
    folder.mkdir(parents=True)
    (folder / "edition.html.j2").write_text("{{ no_such_name }}", "utf-8")


def faulty_book(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Notice("epub.missing", "x.epub", "faulty", "hint"),)
    monkeypatch.setattr(publishing, "verify", lambda *_: found)


def full_disk(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OutputError("manifest", "the disk is full")

    monkeypatch.setattr(tidying.manifest, "write", refuse)


def interrupted(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "write_records", stop)


LATE: dict[str, Callable[[Any, pytest.MonkeyPatch], None]] = {
    "a template of a page": page_template,
    "a faulty book": faulty_book,
    "a full disk": full_disk,
    "Ctrl-C": interrupted,
}


@pytest.fixture
def built_office(small_office: Any) -> Any:
    small_office.edition(settings=SETTINGS)
    small_office.build()
    return small_office


def changed(office: Any) -> None:
    path = office.input / "2026-11" / "02 nuoc sach.txt"
    path.write_text(path.read_text("utf-8").replace("46 hộ", "64 hộ") + "\nThêm một câu nữa.\n", "utf-8")


def edition(office: Any) -> dict[str, str]:
    return {name: made for name, made in office.published().items() if name.startswith("2026-11/")}


@pytest.mark.parametrize("why", LATE)
def test_earlier_files_remain_and_the_next_build_is_complete(
    built_office: Any, new_office: Any, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, before = built_office, edition(built_office)
    changed(office)
    with monkeypatch.context() as patch:
        LATE[why](office, patch)
        try:
            assert any(report.errors for report in office.build())
        except KeyboardInterrupt:
            assert why == "Ctrl-C"
    assert edition(office) == before
    assert not list(office.root.rglob("*.before"))
    for path in (office.input / "templates").rglob("*.j2"):
        path.unlink()
    assert not any(report.errors for report in office.build())
    assert edition(office) != before
    afresh = new_office("afresh")
    shutil.copytree(office.input, afresh.input, dirs_exist_ok=True)
    afresh.build()
    assert afresh.published() == office.published()


def test_part_of_a_first_build_is_more_than_nothing(small_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small_office.edition(settings=SETTINGS)
    faulty_book(small_office, monkeypatch)
    assert any(report.errors for report in small_office.build())
    assert list(small_office.output.rglob("*.mp3"))


def test_files_are_put_back_taken_away_and_left(tmp_path: Path) -> None:
    folder, beside, kept = tmp_path / "out", tmp_path / "takes", tmp_path / "kept"
    (folder / "a").mkdir(parents=True)
    for path in (folder / "a" / "same", folder / "replaced", folder / "removed", beside):
        path.write_text("before", "utf-8")
    same = (folder / "a" / "same").stat()

    def work() -> None:
        for path in (folder / "replaced", beside):
            path.with_suffix(".x").write_text("after", "utf-8")
            path.with_suffix(".x").replace(path)
        (folder / "removed").unlink()
        (folder / "new").write_text("new", "utf-8")

    with pytest.raises(OutputError), all_or_nothing(folder, [beside], kept, is_complete=True):
        work()
        raise OutputError("x", "full")
    found = {path.name: path.read_text("utf-8") for path in (*folder.rglob("*"), beside) if path.is_file()}
    assert found == dict.fromkeys(("same", "replaced", "removed", "takes"), "before")
    assert (folder / "a" / "same").stat().st_mtime_ns == same.st_mtime_ns
    assert (folder / "a" / "same").stat().st_ino == same.st_ino
    assert not kept.exists()
    with all_or_nothing(folder, [beside], kept, is_complete=True):
        work()
    assert (folder / "new").exists() and not (folder / "removed").exists() and not kept.exists()


def test_a_build_works_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(rollback.os, "link", refuse)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("before", "utf-8")
    with all_or_nothing(tmp_path / "out", [], tmp_path / "kept", is_complete=True):
        (tmp_path / "out" / "a").write_text("after", "utf-8")
    assert (tmp_path / "out" / "a").read_text("utf-8") == "after" and not (tmp_path / "kept").exists()
