"""The store of speech returns the right entry or none, never a wrong one."""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bantin_media.cache import Cache, Codec, digest

DAY_S = 86_400


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_stored_entry_is_found(tmp_path: Path) -> None:
    store = Cache(tmp_path / "store")
    name = digest("câu", "giọng")
    assert store.get(name) is None
    store.put(name, b"sound")
    assert store.get(name) == b"sound"
    assert Cache(tmp_path / "store").get(name) == b"sound"
    assert store.failure is None


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_other_ingredients_have_another_key(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_damage_makes_a_piece_absent(tmp_path: Path, content: bytes, data: st.DataObject) -> None:
    store, name = Cache(tmp_path / "store"), digest("câu")
    store.put(name, content)
    (path,) = files(tmp_path / "store")
    stored = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(stored if data.draw(st.booleans()) else stored[:place])
    assert store.get(name) is None
    store.put(name, content)
    assert store.get(name) == content


def test_a_large_piece_is_kept_and_read_in_pieces(tmp_path: Path) -> None:
    store, name = Cache(tmp_path / "store"), digest("băng ghi âm")
    assert store.opened(name) is None
    store.put_pieces(name, lambda: (b"hours ", b"of ", b"sound"))
    file = store.opened(name)
    assert file is not None
    with file:
        assert file.read(6) + file.read() == b"hours of sound"
    assert store.get(name) == b"hours of sound"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_makes_a_large_piece_absent(tmp_path: Path, data: st.DataObject) -> None:
    store, name = Cache(tmp_path / "store"), digest("băng ghi âm")
    store.put_pieces(name, lambda: (b"hours ", b"of ", b"sound"))
    (path,) = files(tmp_path / "store")
    stored = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(stored if data.draw(st.booleans()) else stored[:place])
    assert store.opened(name) is None


def test_a_piece_under_another_name_is_absent(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("ab" * 32, b"sound")
    (path,) = files(tmp_path)
    path.rename(path.with_name("cd" * 31))
    assert store.get("ab" + "cd" * 31) is None


def test_pruning_keeps_used_entries(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    names = [digest(str(number)) for number in range(3)]
    for name in names:
        store.put(name, b"sound")
    long_ago = time.time() - 40 * DAY_S
    for path in files(tmp_path):
        os.utime(path, (long_ago, long_ago))
    assert store.get(names[0]) == b"sound"
    (tmp_path / "00").mkdir(exist_ok=True)
    (tmp_path / "unfinished" / "killed.123.part").write_bytes(b"half")
    os.utime(tmp_path / "unfinished" / "killed.123.part", (long_ago, long_ago))
    pruned = store.prune(keep_days=30)
    assert (pruned.pieces, pruned.kept_pieces) == (3, 1)
    assert [store.get(name) for name in names] == [b"sound", None, None]


@pytest.mark.parametrize(("age_s", "left"), [(DAY_S - 60, True), (DAY_S + 60, False)])
def test_half_a_piece_stays_for_a_day(tmp_path: Path, age_s: int, left: bool) -> None:
    store = Cache(tmp_path)
    store.unfinished.mkdir()
    half = store.unfinished / "another.123.part"
    half.write_bytes(b"half")
    then = time.time() - age_s
    os.utime(half, (then, then))
    assert store.prune(keep_days=30).pieces == int(not left)
    assert half.exists() == left


def test_a_piece_that_another_process_removes_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Cache(tmp_path)
    store.put(digest("câu"), b"sound")
    gone = tmp_path / "ab" / "gone"
    monkeypatch.setattr(store, "_files", lambda: [gone, *files(tmp_path)])
    assert store.prune(keep_days=30).kept_pieces == 1


def test_a_disk_that_fails_before_anything_is_written_is_a_failure_too(tmp_path: Path) -> None:
    store = Cache(tmp_path / "store")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / digest("câu")[:2]).write_text("no folder")
    store.put(digest("câu"), b"sound")
    assert isinstance(store.failure, OSError)


def test_pruning_a_store_that_is_not_there_removes_nothing(tmp_path: Path) -> None:
    assert Cache(tmp_path / "absent").prune(keep_days=1).pieces == 0


def test_a_folder_that_cannot_be_written_is_a_failure_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Cache(tmp_path / "file")
    store.put(digest("câu"), b"sound")
    assert isinstance(store.failure, OSError)
    assert store.get(digest("câu")) is None


@pytest.mark.parametrize("content", [b"", b"x" * 1_000_000])
def test_small_and_large_pieces_are_kept(tmp_path: Path, content: bytes) -> None:
    store = Cache(tmp_path)
    store.put(digest("câu"), content)
    assert store.get(digest("câu")) == content


def write_and_read(folder: str) -> int:
    store = Cache(Path(folder))
    found = 0
    for turn in range(30):
        name = digest(str(turn % 7))
        store.put(name, name.encode() * 500)
        found += store.get(name) == name.encode() * 500
    return found


def test_several_processes_share_it(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert list(executor.map(write_and_read, [str(tmp_path)] * 4)) == [30] * 4
    assert len(files(tmp_path)) == 7


NUMBERS: Codec[int] = Codec(lambda number: str(number).encode(), int)


def test_a_result_is_made_once_for_the_same_ingredients(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    cache = Cache(tmp_path)
    assert [cache.of(("a", "b"), make, NUMBERS) for _ in range(3)] == [0, 0, 0]
    assert cache.of(("ab",), make, NUMBERS) == 1
    assert Cache(tmp_path).of(("a", "b"), make, NUMBERS) == 0
    assert made == [0, 1]


def test_an_entry_of_another_version_is_made_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(digest("a"), b"<another shape>")
    assert cache.of(("a",), lambda: 7, NUMBERS) == 7
    assert cache.of(("a",), lambda: 8, NUMBERS) == 7


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None)
    assert [cache.of(("a",), lambda number=number: number, NUMBERS) for number in (1, 2)] == [1, 2]
    assert cache.opened(digest("a")) is None and cache.failure is None


def test_a_large_file_is_read_once_as_long_as_it_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bantin_media.cache import digests

    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(100_000))
    read: list[str] = []
    whole = digests._read_digest
    monkeypatch.setattr(digests, "_read_digest", lambda name: read.append(name) or whole(name))
    monkeypatch.setattr(digests, "settled", lambda *_: True)  # it is older than a tick of the clock
    first = digests.file_digest(path)
    assert digests.file_digest(path) == first and len(read) == 1
    assert digests.file_digest(path, anew=True) == first and len(read) == 2
    times = path.stat()
    path.write_bytes(bytes(99_999) + b"1")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert digests.file_digest(path) != first and len(read) == 3
    path.write_bytes(b"small")
    digests.file_digest(path), digests.file_digest(path)
    assert len(read) == 5
    path.unlink()
    assert digests.file_digest(path) == ""


def test_the_digest_of_a_large_file_is_kept_for_later_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bantin_media.cache import digests

    path, other, record = tmp_path / "in" / "photo.jpg", tmp_path / "photo.jpg", tmp_path / "made" / "1.digests"
    path.parent.mkdir()
    path.write_bytes(bytes(100_000))
    other.write_bytes(bytes(100_000))
    monkeypatch.setattr(digests, "settled", lambda *_: True)  # they are older than a tick of the clock
    digests.keep_digests(record, tmp_path / "in")
    assert not record.exists(), "nothing is known yet"
    first = digests.file_digest(path), digests.file_digest(other)
    digests.keep_digests(record, tmp_path / "in")
    read: list[str] = []
    whole = digests._read_digest
    monkeypatch.setattr(digests, "_read_digest", lambda name: read.append(name) or whole(name))
    digests._known.clear()
    digests.recall_digests(record)
    assert (digests.file_digest(path), digests.file_digest(other)) == first and read == [str(other)]
    digests._known.clear()
    digests.recall_digests(record)
    path.write_bytes(bytes(99_999) + b"1")
    assert digests.file_digest(path) != first[0]
    digests._known.clear()
    record.write_bytes(record.read_bytes().replace(b"0", b"1"))
    digests.recall_digests(record)
    assert not digests._known, "a damaged record counts as none"


def test_a_file_that_was_just_written_is_read_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bantin_media.cache import digests

    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(100_000))
    monkeypatch.setattr(digests.time, "time_ns", lambda: path.stat().st_mtime_ns)
    first = digests.file_digest(path)
    content = bytearray(100_000)
    content[5] = 1
    status = path.stat()
    monkeypatch.setattr(digests, "stamp", lambda _: (status.st_ino,))  # as within one tick
    path.write_bytes(content)
    assert digests.file_digest(path) != first
