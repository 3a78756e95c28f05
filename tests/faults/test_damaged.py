"""Full and read-only disks, damaged files, parallel builds, wrong clocks: a clear error or the right bytes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bantin_media.verify import verify
from bantin_media.verify.mp3 import SoundError, sound

SOURCE_ERROR, OUTPUT_ERROR = 4, 7
NEW_YEAR_1980_S, NEW_YEAR_2100_S = 315_532_800, 4_102_444_800

Damage = Callable[[bytes, random.Random], bytes]
DAMAGES: dict[str, Damage] = {
    "empty": lambda content, dice: b"",
    "truncated": lambda content, dice: content[: dice.randrange(len(content))],
    "flipped": lambda content, dice: flipped(content, dice.randrange(len(content))),
    "longer": lambda content, dice: content + b"\0",
    "zeros": lambda content, dice: bytes(len(content)),
}


def long(value: object) -> Any:
    """Return a parameter that is used only in the long form."""
    return pytest.param(value, marks=pytest.mark.long)


SEEDS = (1, *map(long, range(2, 10)))


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]


def half_made(folder: Path) -> list[str]:
    wrong = [str(path) for path in folder.rglob("*.epub") if verify(path)]
    for path in folder.rglob("*.mp3"):
        try:
            sound(path.read_bytes())
        except SoundError:
            wrong.append(str(path))
    return wrong


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a build has succeeded; tests work on copies."""
    return tmp_path_factory.mktemp("finished")


@pytest.fixture
def built_desk(finished: Path, desk: Any, build_here: Any, undisturbed: Any) -> Any:
    if not any(finished.iterdir()):
        assert build_here(desk)[0] == 0
        shutil.copytree(desk.root, finished, dirs_exist_ok=True, copy_function=shutil.copy2)
    else:
        shutil.copytree(finished, desk.root, dirs_exist_ok=True, copy_function=shutil.copy2)
        # the name of a manifest depends on its output folder
        (old,) = (desk.work / "manifests").iterdir()
        from bantin_media.pipeline.plan import Request, manifests_of

        old.rename(manifests_of(Request(desk.root / "input", desk.output, desk.root / "proof", desk.work)))
    assert desk.published() == undisturbed("metronome")
    return desk


@pytest.mark.parametrize("in_the_way", ["output", "output/2026-11", "proof", ".bantin", ".bantin/manifests"])
def test_an_unwritable_folder_is_reported(desk: Any, build_here: Any, undisturbed: Any, in_the_way: str) -> None:
    path = desk.root / in_the_way
    path.parent.mkdir(exist_ok=True)
    path.write_text("a file where a folder should be")
    status, output = build_here(desk)
    assert status == OUTPUT_ERROR
    assert "LỖI" in output and path.name in output and "chạy lại" in output
    path.unlink()
    assert build_here(desk)[0] == 0 and desk.published() == undisturbed("metronome")


def test_a_finished_file_that_cannot_be_replaced_is_reported(desk: Any, build_here: Any, undisturbed: Any) -> None:
    path = desk.output / "2026-11" / "01-lop-hoc.mp3"
    (path / "not empty").mkdir(parents=True)
    status, output = build_here(desk)
    assert status == OUTPUT_ERROR and path.name in output
    shutil.rmtree(path)
    assert build_here(desk)[0] == 0 and desk.published() == undisturbed("metronome")


def test_a_store_that_cannot_be_written_is_a_notice(desk: Any, build_here: Any, undisturbed: Any) -> None:
    desk.work.mkdir()
    (desk.work / "store").write_text("a file where a folder should be")
    status, output = build_here(desk)
    assert status == 0 and "store.unwritable" in output
    assert desk.published() == undisturbed("metronome")


@pytest.mark.skipif(os.name == "nt", reason="limits the size of files, which Windows cannot")
@pytest.mark.parametrize("largest_kib", [24, 90, *(long(limit) for limit in (1, 8, 60, 160, 200))])
def test_a_full_disk_is_reported_and_no_incomplete_file_remains(desk: Any, undisturbed: Any, largest_kib: int) -> None:
    status = desk.build(workers=1 + largest_kib % 2, largest_file_kib=largest_kib)
    assert status == OUTPUT_ERROR and "LỖI" in desk.said and "chạy lại" in desk.said, desk.said
    assert "Traceback" not in desk.said
    assert half_made(desk.output) == []
    assert desk.built() == undisturbed("metronome")
    assert desk.unfinished() == []


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Return `content` with some kind of damage."""
    return DAMAGES[dice.choice(sorted(DAMAGES))](content, dice)


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_speech_is_spoken_again(built_desk: Any, build_here: Any, undisturbed: Any, seed: int) -> None:
    dice = random.Random(seed)
    for path in sorted(built_desk.work.glob("store/??/*")):
        path.write_bytes(damaged(path.read_bytes(), dice))
    built_desk.forget()
    shutil.rmtree(built_desk.output)
    assert build_here(built_desk)[0] == 0
    assert built_desk.published() == undisturbed("metronome")


def test_a_piece_that_is_a_folder_is_spoken_again(built_desk: Any, build_here: Any, undisturbed: Any) -> None:
    for path in sorted(built_desk.work.glob("store/??/*"))[:3]:
        path.unlink()
        path.mkdir()
    built_desk.forget()
    assert build_here(built_desk)[0] == 0
    assert built_desk.published() == undisturbed("metronome")


@pytest.mark.parametrize(
    "damage", ["flipped", *(long(kind) for kind in sorted(DAMAGES) if kind != "flipped"), "another"]
)
def test_a_damaged_manifest_is_no_manifest(built_desk: Any, build_here: Any, undisturbed: Any, damage: str) -> None:
    dice = random.Random(damage)
    manifests = sorted(built_desk.work.glob("manifests/*/*.json"))
    assert len(manifests) == 2
    for path in manifests:
        content = path.read_bytes()
        path.write_bytes(b"[1, {}]" if damage == "another" else DAMAGES[damage](content, dice))
    assert build_here(built_desk)[0] == 0
    assert built_desk.published() == undisturbed("metronome")


def test_a_whole_edition_without_a_manifest_is_not_replaced_by_one_that_lacks_an_article(
    built_desk: Any, build_here: Any, undisturbed: Any
) -> None:
    built_desk.forget()
    path = built_desk.edition / "02 duong moi.txt"
    written = path.read_bytes()
    path.write_bytes(bytes(50))
    status, output = build_here(built_desk)
    assert status == SOURCE_ERROR and "edition.kept" in output
    here = {name: made for name, made in built_desk.published().items() if name.startswith("2026-11/")}
    assert here == {name: made for name, made in undisturbed("metronome").items() if name.startswith("2026-11/")}
    path.write_bytes(written)
    assert build_here(built_desk)[0] == 0
    assert built_desk.published() == undisturbed("metronome")


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_finished_files_are_made_again(built_desk: Any, build_here: Any, undisturbed: Any, seed: int) -> None:
    dice = random.Random(seed)
    for path in [path for path in sorted(built_desk.output.rglob("*")) if path.is_file()]:
        path.write_bytes(damaged(path.read_bytes(), dice))
    assert build_here(built_desk)[0] == 0
    assert built_desk.published() == undisturbed("metronome")


@pytest.mark.parametrize("moment_s", [NEW_YEAR_1980_S, NEW_YEAR_2100_S])
def test_a_clock_that_jumps_changes_nothing(built_desk: Any, build_here: Any, undisturbed: Any, moment_s: int) -> None:
    for path in built_desk.root.rglob("*"):
        os.utime(path, (moment_s, moment_s))
    assert build_here(built_desk)[0] == 0 and built_desk.published() == undisturbed("metronome")
    built_desk.forget()
    assert build_here(built_desk)[0] == 0 and built_desk.published() == undisturbed("metronome")
    changed = built_desk.edition / "01 lop hoc.txt"
    changed.write_text(changed.read_text("utf-8").replace("18 học viên", "81 học viên"), "utf-8")
    os.utime(changed, (moment_s, moment_s))
    assert build_here(built_desk)[0] == 0 and built_desk.published() != undisturbed("metronome")


def test_two_builds_at_once_do_not_harm_each_other(desk: Any, undisturbed: Any) -> None:
    statuses = [process.wait(60) for process in [desk.start() for _ in range(2)]]
    assert sorted(statuses) in ([0, 0], [0, OUTPUT_ERROR])
    assert desk.published() == undisturbed("metronome")
    assert desk.unfinished() == []


def begun(desk: Any) -> subprocess.Popen[bytes]:
    """Start a build and wait until the first speech is stored."""
    process: subprocess.Popen[bytes] = desk.start()
    while process.poll() is None and not list(desk.work.glob("store/??/*")):
        os.sched_yield()
    return process


def test_an_article_that_changes_during_a_build_is_noticed_by_the_next(new_desk: Any, build_here: Any) -> None:
    desk, other = new_desk(), new_desk()
    process = begun(desk)
    for one in (desk, other):
        path = one.edition / "02 duong moi.txt"
        path.write_text(path.read_text("utf-8").replace("57 hộ", "75 hộ"), "utf-8")
    assert process.wait(60) == 0
    assert half_made(desk.output) == []
    assert build_here(desk)[0] == 0 and build_here(other)[0] == 0
    assert desk.published() == other.published()


def test_a_file_that_changes_and_changes_back_during_a_build_is_built_again(
    new_desk: Any, build_here: Any, undisturbed: Any
) -> None:
    desk = new_desk()
    path = desk.edition / "02 duong moi.txt"
    written = path.read_text("utf-8")
    path.write_text(written + "\n" + "Nhà thứ mười góp công làm đường. " * 2_000, "utf-8")
    process = begun(desk)
    path.write_text(written, "utf-8")
    assert process.wait(60) == 0
    assert "input.changed" in desk.said
    assert build_here(desk)[0] == 0
    assert desk.published() == undisturbed("metronome")


CLOCK = """
import random, time
real_s, dice = time.time, random.Random({seed})
def jumping_s():
    return real_s() + dice.choice((-50, -1, 0, 1, 70)) * 31_556_952 * dice.random()
time.time = jumping_s
time.time_ns = lambda: int(jumping_s() * 1e9)
"""


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_a_clock_that_jumps_during_a_build_changes_nothing(desk: Any, undisturbed: Any, seed: int) -> None:
    """The interpreter's start-up file makes the clock of every process of the build jump by decades."""
    (desk.root / "clock").mkdir()
    (desk.root / "clock" / "sitecustomize.py").write_text(CLOCK.format(seed=seed), "utf-8")
    paths = os.pathsep.join(one for one in (str(desk.root / "clock"), os.environ.get("PYTHONPATH", "")) if one)
    for _ in range(2):
        assert desk.built(workers=2, environment={"PYTHONPATH": paths}) == undisturbed("metronome")
        desk.forget()
    assert desk.unfinished() == []


def test_an_article_removed_during_a_build_is_reported_or_finished(desk: Any, build_here: Any) -> None:
    process = begun(desk)
    (desk.edition / "02 duong moi.txt").unlink()
    process.wait(60)
    assert "Traceback" not in desk.said
    assert build_here(desk)[0] == 0
    assert not [name for name in desk.published() if "duong-moi" in name]
