"""Sealed records: exactly the written value is read back, or nothing, whatever the damage."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.cache import manifest, sealed
from bantin_media.cache.manifest import Made, Manifest
from bantin_media.pipeline.narration_cache import _Record
from bantin_media.publication.writers.records import EditionRecord
from bantin_media.reporting.report import ArticleLine, FileKind, MadeFile, StoredReport


@dataclass(frozen=True)
class Inner:
    name: str
    size: int = 0


@dataclass(frozen=True)
class Outer:
    many: tuple[Inner, ...]
    pair: tuple[str, int]
    by_name: Mapping[str, Inner]
    share: float
    maybe: Inner | None = None
    words: tuple[str, ...] = field(default_factory=tuple)
    anything: object = None
    right: bool = False


WHOLE = Outer((Inner("một", 1), Inner("hai")), ("ba", 3), {"bốn": Inner("năm")}, 0.5, Inner("x"), ("a",), [1, {}], True)


def test_a_written_record_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes(sealed.sealed(7, WHOLE))
    assert sealed.read(tmp_path / "record", 7, Outer) == WHOLE
    assert sealed.read(tmp_path / "record", 8, Outer) is None
    assert sealed.read(tmp_path / "record", 7, Inner) is None
    assert sealed.read(tmp_path / "none", 7, Outer) is None


def test_a_value_has_all_required_fields_and_no_unknown_one() -> None:
    assert sealed.shaped(Inner, {"name": "một"}) == Inner("một")
    for wrong in (
        {"size": 1},
        {"name": "một", "size": 1, "more": 2},
        {},
        [],
        None,
        {"name": 1},
        {"name": "x", "size": True},
    ):
        with pytest.raises(ValueError, match="is no"):
            sealed.shaped(Inner, wrong)


def test_a_kind_is_one_of_its_words() -> None:
    values = {"name": "a.mp3", "kind": "article", "size_bytes": 1}
    assert sealed.shaped(MadeFile, values) == MadeFile("a.mp3", FileKind.ARTICLE, 1)
    for wrong in ("no-kind", 3, None, ["article"]):
        with pytest.raises(ValueError, match="is "):
            sealed.shaped(MadeFile, values | {"kind": wrong})


def test_a_pair_is_neither_longer_nor_shorter_and_keeps_its_order() -> None:
    good = {"many": [], "pair": ["ba", 3], "by_name": {}, "share": 1}
    assert sealed.shaped(Outer, good).pair == ("ba", 3)
    for wrong in (["ba"], ["ba", 3, 4], [3, "ba"], "ba", {}):
        with pytest.raises(ValueError, match="is no"):
            sealed.shaped(Outer, good | {"pair": wrong})


@pytest.mark.parametrize("wrong", [Inner, "text", {"name": "x"}])
def test_only_a_value_of_a_dataclass_is_sealed(wrong: object) -> None:
    with pytest.raises(AssertionError):
        sealed.sealed(7, wrong)


def test_every_single_damage_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "record"
    path.write_bytes(sealed.sealed(7, WHOLE))
    good, dice = path.read_bytes(), random.Random(1)
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ (1 << dice.randrange(8))]) + good[place + 1 :])
        assert sealed.read(path, 7, Outer) in (None, WHOLE)  # additional spaces between values have no meaning
        path.write_bytes(good[:place])
        assert sealed.read(path, 7, Outer) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
)
KINDS = (Outer, Manifest, _Record, EditionRecord, StoredReport)


@given(JSON, st.sampled_from(KINDS))
def test_any_other_value_is_refused_and_never_a_traceback(value: Any, kind: type) -> None:
    try:
        sealed.shaped(kind, value)
    except ValueError:
        return
    assert kind is StoredReport and value == {}  # all of its parts have defaults


def parts(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to each value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(found for key, one in inner for found in parts(one, (*way, key)))]


MANIFEST = Manifest(
    "inputs",
    {"a.mp3": Made(1, "0", 2, "x")},
    "2026-11-05",
    "content",
    StoredReport((ArticleLine(1, "Tin", "", "", 1, 2, 3),), (MadeFile("a.mp3", "article", 1),)),
)


def test_a_record_of_the_wrong_shape_is_refused_at_any_depth(tmp_path: Path) -> None:
    """The checksum is valid, but another program or another version wrote the record."""
    good = json.loads(sealed.sealed(manifest.FORMAT, MANIFEST))["record"]
    path = tmp_path / "manifest.json"
    for way in parts(good):
        for other in ([], {}, "", None, 1.5, -1, [["x"]], {"x": 1}):
            body: Any = json.loads(json.dumps(good))
            place = body
            for key in way[:-1]:
                place = place[key]
            if not way:
                body = other
            elif type(place[way[-1]]) is not type(other):
                place[way[-1]] = other
            else:
                continue
            whole = {"format": manifest.FORMAT, "sha256": sealed._digest(body), "record": body}
            path.write_text(json.dumps(whole), "utf-8")
            found = manifest.read(path)
            assert found is None or way[-1] in {"files", "report", "articles", "notices"} or found == MANIFEST, (
                way,
                other,
            )


@pytest.mark.parametrize(
    "name", ["../../victim", "/etc/passwd", "a/../../b", "..", "", ".", "C:\\x", "c:x", "a\\..\\b"]
)
def test_a_manifest_that_names_a_file_elsewhere_is_none(tmp_path: Path, name: str) -> None:
    manifest.write(tmp_path / "manifest.json", Manifest("", {"a.mp3": Made(1, "0", 2), name: Made(1, "0", 2)}))
    assert manifest.read(tmp_path / "manifest.json") is None


def test_a_manifest_of_version_0_1_is_understood(tmp_path: Path) -> None:
    body = {
        "inputs": "x", "files": {"a.mp3": {"size_bytes": 1, "sha256": "0", "modified_ns": 2, "ingredients": ""}},
        "revised": "r", "content": "c", "report": {"articles": []}, "record": {"id": "2026-11"},
    }  # fmt: skip
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"format": 1, "sha256": sealed._digest(body), "manifest": body}), "utf-8")
    assert manifest.read(path) == Manifest("", {"a.mp3": Made(1, "0", 2)}, "r", "c")
    assert manifest.older_record(path) == {"id": "2026-11"}
