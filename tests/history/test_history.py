"""The history: stored states are restored completely, and differences are found."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bantin_media.errors import SourceError
from bantin_media.history import Change, History, Kept, Line, State, bare, differences, grouped

TITLE = Line("Đường mới", "title", "Đường mới")
FIRST = Line("Đường mới", "sentence", "Đạt 29%.", "đạt hai mươi chín phần trăm.")
LAST = Line("Đường mới", "sentence", "Bà con vui.")
STATE = State((TITLE, FIRST, LAST))


def test_a_code_changes_with_every_part_of_every_line() -> None:
    parts = ("place", "kind", "written", "spoken")
    others = [State((TITLE, replace(FIRST, **{part: "khác"}), LAST)) for part in parts]
    others += [State((FIRST, TITLE, LAST)), State((TITLE, FIRST)), State(())]
    codes = {state.code for state in (STATE, *others)}
    assert len(codes) == len(others) + 1
    assert State((replace(TITLE), replace(FIRST), replace(LAST))).code == STATE.code
    assert STATE.code == "f2bc33bca4eef11e", "a signature that was given must go on holding"
    assert all(len(code) == 16 and set(code) <= set("0123456789abcdef") for code in codes)


def test_a_code_is_read_in_groups_and_typed_in_any_way() -> None:
    assert grouped("9f3a11c207be4d20") == "9f3a-11c2-07be-4d20"
    assert bare(" 9F3A-11c2 07be–4d20") == "9f3a11c207be4d20"


def test_differences_name_the_old_and_the_new_value() -> None:
    changed = replace(FIRST, written="Đạt 30%.")
    added = Line("Đường mới", "sentence", "Mới.")
    assert differences(STATE, STATE) == ()
    assert differences(STATE, State((TITLE, changed, LAST))) == (Change(FIRST, changed),)
    assert differences(STATE, State((TITLE, FIRST, LAST, added))) == (Change(None, added),)
    assert differences(STATE, State((TITLE, LAST))) == (Change(FIRST, None),)
    assert differences(STATE, State((TITLE, changed, added, LAST))) == (Change(FIRST, changed), Change(None, added))


def test_a_changed_title_is_no_change_of_its_lines() -> None:
    moved = State(tuple(replace(one, place="Cầu mới") for one in STATE.lines))
    assert differences(STATE, moved) == ()


def test_two_sentences_that_become_different_ones_are_two_changes() -> None:
    one, other = replace(FIRST, written="Đạt 30%."), replace(FIRST, written="Đạt 31%.")
    changes = differences(State((FIRST, TITLE, FIRST)), State((one, TITLE, other)))
    assert changes == (Change(FIRST, one), Change(FIRST, other))


def test_a_sentence_that_occurs_hundreds_of_times_is_compared() -> None:
    many = (LAST,) * 300
    assert differences(State((TITLE, *many)), State((*many,))) == (Change(TITLE, None),)
    assert differences(State((*many, FIRST)), State((*many, TITLE))) == (Change(FIRST, TITLE),)


def test_text_that_is_shown_and_heard_is_listed_once() -> None:
    heard = replace(FIRST, kind="heard")
    new, new_heard = replace(FIRST, written="Đạt 30%."), replace(heard, written="Đạt 30%.")
    changes = differences(State((FIRST, LAST, heard)), State((new, LAST, new_heard)))
    assert changes == (Change(FIRST, new),)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The input folder: an edition's article, and the files that all editions share."""
    (tmp_path / "input" / "2026-11").mkdir(parents=True)
    (tmp_path / "input" / "2026-11" / "01 tin.txt").write_bytes(b"tin")
    (tmp_path / "input" / "bantin.toml").write_bytes(b"title = 'x'")
    return tmp_path / "input"


@pytest.fixture
def kept(sources: Path) -> Kept:
    import hashlib

    files = {
        path.relative_to(sources).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sources.rglob("*")
        if path.is_file()
    }
    return Kept("2026-11", STATE.code, "Lò Thị Mai", "2026-11-20", published=False, files=files, state=STATE)


def test_a_stored_state_is_restored_with_its_files(tmp_path: Path, sources: Path, kept: Kept) -> None:
    history = History(tmp_path / "history")
    history.keep(kept, sources)
    (sources / "2026-11" / "01 tin.txt").write_bytes(b"other")
    found = history.find("2026-11", STATE.code)
    assert found == kept
    assert found and history.sources(found) == {"2026-11/01 tin.txt": b"tin"}
    assert history.find("2026-11", "0" * 16) is None
    assert history.find("2026-12", STATE.code) is None


def test_a_published_state_remains_published(tmp_path: Path, sources: Path, kept: Kept) -> None:
    history = History(tmp_path / "history")
    history.keep(kept, sources)
    history.publish(kept)
    history.keep(kept, sources)
    assert history.find("2026-11", STATE.code) == replace(kept, published=True)


def test_states_are_listed_the_newest_first(tmp_path: Path, sources: Path, kept: Kept) -> None:
    history = History(tmp_path / "history")
    other = replace(kept, state=State((TITLE,)), code=State((TITLE,)).code)
    for number, one in enumerate((other, kept)):
        history.keep(one, sources)
        os.utime(tmp_path / "history" / "2026-11" / f"{one.code}.json", (number, number))
    assert [one.code for one in history.all("2026-11")] == [kept.code, other.code]
    assert history.all("2026-12") == ()


def test_a_damaged_file_is_reported_and_not_restored(tmp_path: Path, sources: Path, kept: Kept) -> None:
    history = History(tmp_path / "history")
    history.keep(kept, sources)
    (digest,) = [one for name, one in kept.files.items() if name.startswith("2026-11")]
    (path,) = (tmp_path / "history" / "objects").rglob(f"{digest}.gz")
    other = next(one for one in (tmp_path / "history" / "objects").rglob("*.gz") if one != path)
    for content in (other.read_bytes(), path.read_bytes()[:9], b""):
        path.write_bytes(content)
        with pytest.raises(SourceError) as caught:
            history.sources(kept)
        assert caught.value.where == str(path)
    path.unlink()
    with pytest.raises(SourceError):
        history.sources(kept)


def test_a_record_is_json_that_people_can_read(tmp_path: Path, sources: Path, kept: Kept) -> None:
    History(tmp_path / "history").keep(replace(kept, files={}), sources)
    text = (tmp_path / "history" / "2026-11" / f"{kept.code}.json").read_text("utf-8")
    assert json.loads(text)["format"] == 1
    assert text.endswith(""" "signed_by": "Lò Thị Mai",
 "signed_on": "2026-11-20",
 "state": [
  ["Đường mới", "title", "Đường mới", ""],
  ["Đường mới", "sentence", "Đạt 29%.", "đạt hai mươi chín phần trăm."],
  ["Đường mới", "sentence", "Bà con vui.", ""]
 ]
}""")


@pytest.mark.parametrize("format", [0, 2])
def test_a_record_of_another_format_is_no_state(tmp_path: Path, sources: Path, kept: Kept, format: int) -> None:
    history = History(tmp_path / "history")
    history.keep(kept, sources)
    record = tmp_path / "history" / "2026-11" / f"{kept.code}.json"
    record.write_text(record.read_text("utf-8").replace('"format": 1', f'"format": {format}'), "utf-8")
    assert history.find("2026-11", STATE.code) is None


@pytest.mark.parametrize("damage", ['{"format": 2}', "[]", "{", '{"format": 1}', "null"])
def test_a_damaged_record_is_no_state(tmp_path: Path, sources: Path, kept: Kept, damage: str) -> None:
    history = History(tmp_path / "history")
    history.keep(kept, sources)
    record = tmp_path / "history" / "2026-11" / f"{kept.code}.json"
    assert json.loads(record.read_text("utf-8"))["signed_by"] == "Lò Thị Mai"
    record.write_text(damage, "utf-8")
    assert history.find("2026-11", STATE.code) is None
    assert history.all("2026-11") == ()
