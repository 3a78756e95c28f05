"""Changes that a file system shows without reading the files."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from bantin_media import stamps
from bantin_media.stamps import Uncertain, below, installed, settled, stamp, version_of

NOW_NS = 1_800_000_000_500_000_000
SECOND_NS = 1_000_000_000


def status(*, modified_ns: int, created_ns: int, numbers: tuple[int, ...] = (1, 2, 3, 4)) -> os.stat_result:
    """A file's status: mode, inode, device, size, and its times."""
    mode, inode, device, size = numbers
    seconds = (0, modified_ns // SECOND_NS, created_ns // SECOND_NS)
    floats = tuple(float(one) for one in seconds)
    return os.stat_result(
        (mode, inode, device, 1, 0, 0, size, *seconds),
        {  # type: ignore[call-overload]  # what the system adds beyond the ten that POSIX names
            "st_atime": floats[0], "st_mtime": floats[1], "st_ctime": floats[2],
            "st_atime_ns": 0, "st_mtime_ns": modified_ns, "st_ctime_ns": created_ns,
        },
    )  # fmt: skip


def test_a_stamp_has_all_that_a_new_file_would_change() -> None:
    assert stamp(status(modified_ns=6, created_ns=7, numbers=(1, 2, 3, 4))) == (3, 2, 1, 4, 6, 7)


TICK_NS, COARSE_NS = 20_000_000, 3_000_000_000
FINE_NS = NOW_NS - TICK_NS


@pytest.mark.parametrize(
    ("modified_ns", "created_ns", "is_settled"),
    [
        (0, FINE_NS - 1, True),
        (0, FINE_NS, False),
        (FINE_NS - 1, 1, True),
        (FINE_NS, 1, False),
        (FINE_NS, FINE_NS - 2, False),
        (0, NOW_NS - 500_000_000 - 2 * SECOND_NS, False),  # whole seconds: a file system without finer times
        (0, NOW_NS - 500_000_000 - 3 * SECOND_NS, True),
        (NOW_NS - COARSE_NS, 0, False),
        (NOW_NS - COARSE_NS - 1, 0, True),
        (NOW_NS - COARSE_NS, 1, True),
    ],
)
def test_a_file_is_settled_when_no_write_could_leave_its_stamp(
    modified_ns: int, created_ns: int, is_settled: bool
) -> None:
    assert settled(status(modified_ns=modified_ns, created_ns=created_ns), NOW_NS) == is_settled


def test_no_stamp_is_settled_if_it_has_the_time_of_creation(monkeypatch: pytest.MonkeyPatch) -> None:
    old = status(modified_ns=1, created_ns=1)
    assert settled(old, NOW_NS)
    monkeypatch.setattr(stamps.os, "name", "nt")
    assert not settled(old, NOW_NS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c/output/x.txt", "output/y.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_all_below_a_folder_come_in_order_but_for_one_name(folder: Path) -> None:
    names = [Path(path).relative_to(folder).as_posix() for path, _ in below(str(folder), skip="output")]
    assert names == ["a.txt", "b", "b/1.txt", "b/2.txt", "c", "z.txt"]
    everything = dict(below(str(folder)))
    assert len(everything) == 10
    assert everything[str(folder / "b/1.txt")] == (folder / "b/1.txt").stat()


def test_a_link_and_a_pipe_are_not_vouched_for(folder: Path) -> None:
    (folder / "y-link").symlink_to(folder / "a.txt")
    with pytest.raises(Uncertain, match="y-link"):
        list(below(str(folder)))
    (folder / "y-link").unlink()
    os.mkfifo(folder / "pipe")
    with pytest.raises(Uncertain, match="pipe"):
        list(below(str(folder)))
    with pytest.raises(OSError, match="none"):
        list(below(str(folder / "none")))


def test_versions_of_libraries_come_from_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    folders = {
        first: (
            "Lib_One.Two-1.2.dist-info",
            "old-3.0-py3.11.egg-info",
            "plain",
            "x-1.data",
            "dist-info",
            "no-file.txt",
        ),
        second: ("lib_one_two-0.9.dist-info", "other-5.dist-info"),
    }
    for place, names in folders.items():
        for name in names:
            (place / name).mkdir(parents=True)
    monkeypatch.setattr(stamps, "_installed", {})
    monkeypatch.setattr(stamps.sys, "path", [str(tmp_path / "none"), str(first), str(second)])
    assert installed() == {"lib-one-two": "1.2", "old": "3.0", "other": "5"}
    monkeypatch.setattr(stamps.sys, "path", [])
    assert installed()["other"] == "5"  # searched only once
    assert version_of("other") == "5"
    with pytest.raises(PackageNotFoundError):
        version_of("no-such-library")


def test_the_empty_name_is_the_folder_one_works_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here-1.dist-info").mkdir()
    monkeypatch.setattr(stamps, "_installed", {})
    monkeypatch.setattr(stamps.sys, "path", [""])
    monkeypatch.chdir(tmp_path)
    assert installed() == {"here": "1"}


def test_the_versions_are_those_of_the_standard_library() -> None:
    for library in ("jinja2", "lxml", "numpy"):
        assert version_of(library) == installed()[library] == version(library)
