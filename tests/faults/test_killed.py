"""Builds killed at any moment: the next build has the bytes of an undisturbed one and leaves no unfinished file."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="reads /proc, which only Linux has")

SAMPLE = Path(__file__).parents[2] / "input"
MOMENTS = 200
"""The total for a small edition and the sample; each plan gets its share."""
PLANS = tuple(
    (voice, workers, warm) for voice in ("metronome", "espeak") for workers in (1, 2) for warm in (False, True)
)
"""The voice, the number of workers, and whether the speech is stored already."""


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill the whole group after a time; return whether it was still running."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def time_of(desk: Any, **how: Any) -> float:
    began_s = time.monotonic()
    desk.built(**how)
    return time.monotonic() - began_s


def half_made(desk: Any) -> list[str]:
    """Incomplete files in output/ under their final names after a kill: there must be none."""
    from bantin_media.verify import verify
    from bantin_media.verify.mp3 import SoundError, sound

    wrong = [str(path) for path in desk.output.rglob("*.epub") if verify(path)]
    for path in desk.output.rglob("*.mp3"):
        try:
            sound(path.read_bytes())
        except SoundError:
            wrong.append(str(path))
    return wrong


def test_killed_again_and_again_the_next_build_has_the_same_bytes(desk: Any, undisturbed: Any) -> None:
    dice = random.Random(9)
    wanted = undisturbed("espeak")
    for workers in (2, 1, 1, 2, 1, 1):
        kill_after(desk.start(voice="espeak", workers=workers), dice.uniform(0.3, 3.0))
        assert half_made(desk) == []
    assert desk.built(voice="espeak") == wanted
    assert desk.unfinished() == []


def killed_and_built(
    new_desk: Callable[[], Any], wanted: Mapping[str, str], moments: int, *, voice: str, workers: int, warm: bool
) -> None:
    """Kill this many builds at different moments, and build after each: the published files must be `wanted`."""
    dice = random.Random(f"{voice} {workers} {warm}")
    desk = new_desk()
    longest_s = time_of(desk, voice=voice, workers=workers)
    killed = 0
    while killed < moments:
        if warm:
            desk.forget()
        else:
            desk = new_desk()
        if not kill_after(desk.start(voice=voice, workers=workers), dice.uniform(0, longest_s)):
            continue
        killed += 1
        assert half_made(desk) == []
        assert desk.built(voice=voice, workers=workers) == wanted
        assert desk.unfinished() == []


@pytest.mark.long
@pytest.mark.parametrize(("voice", "workers", "warm"), PLANS)
def test_killed_at_any_of_two_hundred_moments(
    new_desk: Any, undisturbed: Any, voice: str, workers: int, warm: bool
) -> None:
    moments = MOMENTS // len(PLANS)
    killed_and_built(new_desk, undisturbed(voice), moments, voice=voice, workers=workers, warm=warm)


@pytest.mark.long
@pytest.mark.parametrize(("voice", "workers", "warm"), PLANS)
def test_the_sample_with_its_pictures_and_formats_killed(new_desk: Any, voice: str, workers: int, warm: bool) -> None:
    def with_the_sample() -> Any:
        desk = new_desk()
        shutil.rmtree(desk.root / "input")
        shutil.copytree(SAMPLE, desk.root / "input")
        return desk

    wanted = with_the_sample().built(voice=voice)
    killed_and_built(with_the_sample, wanted, MOMENTS // len(PLANS), voice=voice, workers=workers, warm=warm)


def workers_of(desk: Any, process: Any, group_of: Callable[[int], list[int]]) -> list[int]:
    """Wait until a worker synthesizes; return the workers."""
    while process.poll() is None:
        if list(desk.output.rglob("*.part")):
            found = []
            for number in group_of(process.pid):
                with contextlib.suppress(OSError):
                    if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes():
                        found.append(number)
            return found
    return []


def test_a_killed_worker_takes_nothing_with_it(desk: Any, undisturbed: Any, group_of: Any) -> None:
    process = desk.start(workers=2)
    for number in workers_of(desk, process, group_of):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    assert process.wait(60) == 0, desk.said
    assert desk.published() == undisturbed("metronome")
    assert desk.unfinished() == [] and left_of(group_of, process.pid) == []


def left_of(group_of: Any, number: int) -> list[int]:
    """Return the processes of the group that are alive after they had time to end."""
    deadline_s = time.monotonic() + 20
    while group_of(number) and time.monotonic() < deadline_s:
        os.sched_yield()
    left: list[int] = group_of(number)
    return left


def test_workers_do_not_outlive_the_main_process(desk: Any, undisturbed: Any, group_of: Any) -> None:
    process = desk.start(workers=2)
    workers_of(desk, process, group_of)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert left_of(group_of, process.pid) == []
    assert desk.built() == undisturbed("metronome")
    assert desk.unfinished() == []


def interrupt(desk: Any, process: subprocess.Popen[bytes], *, whole_group: bool) -> int:
    """Wait until the first speech is stored, interrupt, and return the exit status."""
    while process.poll() is None and not list(desk.work.rglob("store/??/*")):
        os.sched_yield()
    if whole_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        os.kill(process.pid, signal.SIGINT)
    return process.wait(20)


@pytest.mark.parametrize(("workers", "whole_group"), [(1, True), (2, True), (2, False)])
def test_an_interrupted_fetch_reports_its_state_and_is_resumed(
    desk: Any, undisturbed: Any, group_of: Any, workers: int, whole_group: bool
) -> None:
    text = desk.edition / "02 duong moi.txt"
    short = text.read_text("utf-8")
    more = " ".join(f"Nhà thứ {number} góp công, góp đất làm đường." for number in range(600))
    text.write_text(f"{short}\n\n{more}\n", "utf-8")
    process = desk.start(voice="espeak", workers=workers)
    assert interrupt(desk, process, whole_group=whole_group) == 130, desk.said
    assert "Traceback" not in desk.said and "Đã dừng" in desk.said
    assert left_of(group_of, process.pid) == []
    text.write_text(short, "utf-8")
    assert desk.built(voice="espeak", workers=workers) == undisturbed("espeak")
    assert desk.unfinished() == []


def test_ctrl_c_while_the_voice_is_speaking_is_not_lost(tmp_path: Path) -> None:
    """An exception in the library's callback would be printed and lost."""
    program = """
import os, signal, threading
from bantin_media.speech.engines import open_engine
from bantin_media.configuration.settings import PROFILES
engine = open_engine("espeak", PROFILES["phone"])
engine.speak("một hai ba")
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    for number in range(400):
        engine.speak("bà con góp công góp đất làm đường, " * 12)
    print("lost")
except KeyboardInterrupt:
    print("heard")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout.split() == ["heard"] and run.stderr == ""
