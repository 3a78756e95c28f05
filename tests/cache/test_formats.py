"""The formats on disk, byte for byte, because other versions of the program and other systems read them."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from bantin_media.cache import Cache, Made, OutputCache, digest, digest_of_bytes, digests, file_digest, manifest, sealed
from bantin_media.cache import store as store_module
from bantin_media.cache.manifest import Manifest

DAY_S = 86_400
NOW_S = 1_800_000_000.0
KEY = "ab" * 32


def sized(text: bytes) -> bytes:
    return len(text).to_bytes(8, "big") + text


def test_a_key_is_made_of_each_text_and_file_with_its_length(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"hai")
    (tmp_path / "a.txt").write_bytes(b"m")
    names = [(tmp_path / name).as_posix().encode() for name in ("a.txt", "b.txt")]
    contents = [hashlib.sha256(text).hexdigest().encode() for text in (b"m", b"hai")]
    parts = ["câu".encode(), b"", names[0], contents[0], names[1], contents[1]]
    whole = hashlib.sha256(b"".join(map(sized, parts))).hexdigest()
    assert digest("câu", "", files=[tmp_path / "b.txt", tmp_path / "a.txt"]) == whole
    assert digest("\udcff") == hashlib.sha256(sized(b"\xed\xb3\xbf")).hexdigest()
    assert digest_of_bytes(b"m") == contents[0].decode()


def test_only_a_file_has_a_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [file_digest(path) for path in (tmp_path, tmp_path / "pipe", tmp_path / "none", Path("a\0b"))] == [""] * 4


@pytest.mark.parametrize(("size", "is_kept"), [(65_535, False), (65_536, True)])
def test_the_digest_of_a_file_is_kept_from_64_kib_on(
    tmp_path: Path, size: int, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "settled", lambda *_: True)  # it is older than a tick of the clock
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(size))
    assert file_digest(path) == hashlib.sha256(bytes(size)).hexdigest()
    assert (str(path) in digests._known) == is_kept


def test_an_entry_is_a_mark_a_checksum_under_its_key_and_the_content(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put(KEY, b"sound")
    path = tmp_path / "ab" / ("ab" * 31)
    guard = hashlib.blake2b(b"sound", digest_size=16, key=KEY.encode()).digest()
    assert path.read_bytes() == b"BTS1" + guard + b"sound"
    assert list(store.unfinished.iterdir()) == []
    first = path.read_bytes()
    store.put_pieces(KEY, lambda: (b"so", b"", b"und"))
    assert path.read_bytes() == first


def test_an_entry_can_be_read_by_all_that_the_system_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        Cache(tmp_path).put(KEY, b"sound")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "ab" / ("ab" * 31)).stat().st_mode) == 0o644


def test_a_store_that_failed_once_stores_nothing_more_and_leaves_no_half(tmp_path: Path) -> None:
    store = Cache(tmp_path / "store")
    (tmp_path / "store" / "ab" / ("ab" * 31)).mkdir(parents=True)  # a folder where the entry should be
    store.put(KEY, b"sound")
    first = store.failure
    assert isinstance(first, OSError)
    assert list(store.unfinished.iterdir()) == []
    store.put("cd" * 32, b"sound")
    assert store.get("cd" * 32) is None and store.failure is first


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module.time, "time", lambda: NOW_S)


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize(("age_s", "touched"), [(DAY_S, False), (DAY_S + 1, True)])
@pytest.mark.parametrize("reading", ["get", "opened"])
def test_an_entry_is_marked_as_used_once_a_day(tmp_path: Path, age_s: int, touched: bool, reading: str) -> None:
    store = Cache(tmp_path)
    store.put(KEY, b"sound")
    path = tmp_path / "ab" / ("ab" * 31)
    os.utime(path, (NOW_S - age_s, NOW_S - age_s))
    found = getattr(store, reading)(KEY)
    assert found is not None
    if reading == "opened":
        found.close()
    assert (path.stat().st_mtime != NOW_S - age_s) == touched


@pytest.mark.usefixtures("at_noon")
def test_pruning_counts_removed_and_remaining_entries(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    ages = {"a": 0, "bb": 30 * DAY_S, "ccc": 30 * DAY_S + 1, "dddd": 31 * DAY_S}
    for content, age_s in ages.items():
        key = digest(content)
        store.put(key, content.encode())
        os.utime(tmp_path / key[:2] / key[2:], (NOW_S - age_s, NOW_S - age_s))
    halves = {"young.part": DAY_S, "old.part": DAY_S + 1, "old.txt": DAY_S + 1}
    for name, age_s in halves.items():
        (store.unfinished / name).write_bytes(b"12345")
        os.utime(store.unfinished / name, (NOW_S - age_s, NOW_S - age_s))
    pruned = store.prune(keep_days=30)
    assert (pruned.pieces, pruned.size_bytes) == (3, 20 + 3 + 20 + 4 + 5)
    assert (pruned.kept_pieces, pruned.kept_size_bytes) == (4, 20 + 1 + 20 + 2 + 5 + 5)
    assert sorted(path.name for path in store.unfinished.iterdir()) == ["old.txt", "young.part"]


@dataclass(frozen=True)
class Choice:
    value: str | bool | None = None
    share: float = 0.0


@pytest.mark.parametrize("value", ["x", True, False, None])
def test_each_type_of_a_union_is_read_back(value: object) -> None:
    assert sealed.shaped(Choice, {"value": value}).value is value


@pytest.mark.parametrize("wrong", [{"value": 1}, {"value": []}, {"share": True}, {"share": "1"}, {"share": None}])
def test_no_other_kind_passes_for_one_of_a_union(wrong: object) -> None:
    with pytest.raises(ValueError, match="is no"):
        sealed.shaped(Choice, wrong)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), float("-inf")])
def test_a_share_is_a_finite_number(wrong: float) -> None:
    with pytest.raises(ValueError, match="float is no"):
        sealed.shaped(Choice, {"share": wrong})
    found = sealed.shaped(Choice, {"share": 1}).share
    assert found == 1.0 and type(found) is float


def test_a_record_is_sorted_json_in_its_own_letters(tmp_path: Path) -> None:
    made = Manifest("vào", {"bài 1.mp3": Made(1, "0", 2, "x")}, "2026-11-05", "content", code="mã")
    manifest.write(tmp_path / "manifest.json", made)
    expected = (Path(__file__).with_name("manifest.json")).read_bytes()
    assert (tmp_path / "manifest.json").read_bytes() == expected
    assert manifest.read(Path(__file__).with_name("manifest.json")) == made
    assert manifest.older_record(tmp_path / "manifest.json") is None


def test_spaces_in_a_record_mean_nothing(tmp_path: Path) -> None:
    record = json.loads(Path(__file__).with_name("manifest.json").read_bytes())
    (tmp_path / "manifest.json").write_text(json.dumps(record, indent=1), "utf-8")
    assert manifest.read(tmp_path / "manifest.json") == manifest.read(Path(__file__).with_name("manifest.json"))


def test_a_name_that_is_no_text_is_kept_as_its_bytes() -> None:
    assert b'"\xff"' in sealed.sealed(1, Choice("\udcff"))


@pytest.mark.parametrize(
    ("name", "inside"),
    [("a", True), ("a/b.mp3", True), ("./a", True), ("..a/b", True), ("a..", True), ("", False), (".", False)]
    + [(name, False) for name in ("/a", "..", "a/..", "a/../b", "a\\b", "a:b", "a\0b", "//a")],
)
def test_a_name_stays_in_its_folder(name: str, inside: bool) -> None:
    assert sealed.is_inside(name) is inside


def test_the_record_of_a_file_has_its_ingredients(tmp_path: Path) -> None:
    outputs = OutputCache(tmp_path, {}, "templates")
    for name in ("b/page.html", "a.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, ns=(5, 7))
    assert not outputs.has(tmp_path / "b/page.html", "text")
    made = outputs.made([tmp_path / "b/page.html", tmp_path / "a.css"])
    assert list(made) == ["a.css", "b/page.html"]
    assert made["a.css"] == Made(5, hashlib.sha256(b"a.css").hexdigest(), 7, "")
    assert made["b/page.html"].ingredients == digest("templates", "text") == outputs.digest("text")
    later = OutputCache(tmp_path, made, "templates")
    assert later.has(tmp_path / "b/page.html", "text") and not later.has(tmp_path / "a.css", "text")
