"""The environment changes no byte of the output: language, time zone, rights, folders, closed and full streams."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .conftest import COMMAND, Desk

pytestmark = pytest.mark.skipif(os.name == "nt", reason="masks, links and streams as only POSIX has them")

OUTPUT_ERROR = 7
ENVIRONMENTS: Mapping[str, Mapping[str, str]] = {
    "no language": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    "another zone": {"TZ": "America/Los_Angeles"},
    "another order of sets": {"PYTHONHASHSEED": "12345"},
    "no folder for temporary files": {"TMPDIR": "/nonexistent"},
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "no asserts": {"PYTHONOPTIMIZE": "2"},
    "a home that is not there": {"HOME": "/nonexistent"},
}
FOLDERS = (
    "Thư mục của Đặng Thị Ánh", unicodedata.normalize("NFD", "Thư mục #1 %20 \"x\""), "d" * 200 + "/" + "đ" * 80,
)  # fmt: skip
FULL = Path("/dev/full")


def in_surroundings(desk: Desk, environment: Mapping[str, str], mask: int = 0o022) -> dict[str, str]:
    """Build and return the published files; then restore the rights of folders, so that they can be removed."""
    command = ["sh", "-c", f'umask {mask:04o} && exec "$@"', "sh", *COMMAND, "--workers", "1", "--voice", "metronome"]
    variables = os.environ | {"TMPDIR": str(desk.temporary)} | dict(environment)
    run = subprocess.run(command, cwd=desk.root, env=variables, capture_output=True, check=False)
    assert run.returncode == 0 and b"Traceback" not in run.stderr, run.stderr.decode()
    return desk.published()


@pytest.mark.long
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_environment_changes_no_byte(desk: Desk, undisturbed: Any, name: str) -> None:
    assert in_surroundings(desk, ENVIRONMENTS[name]) == undisturbed("metronome")


@pytest.mark.long
@pytest.mark.parametrize("name", FOLDERS)
def test_the_folder_changes_no_byte(tmp_path: Path, undisturbed: Any, name: str) -> None:
    assert in_surroundings(Desk(tmp_path / name), {}) == undisturbed("metronome")


def test_everything_at_once_changes_no_byte(tmp_path: Path, undisturbed: Any) -> None:
    desk = Desk(tmp_path / FOLDERS[1])
    (desk.root / "input").rename(desk.root / "nguồn")
    (desk.root / "input").symlink_to("nguồn")
    together = {key: value for one in ENVIRONMENTS.values() for key, value in one.items()}
    assert in_surroundings(desk, together, mask=0o277) == undisturbed("metronome")


@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full, as Linux has it")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_log_on_a_full_disk_is_an_error_without_a_traceback(desk: Desk, stream: str) -> None:
    with FULL.open("w") as full:
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: full}
        run = subprocess.run([*COMMAND, "--voice", "metronome"], cwd=desk.root, text=True, check=False, **streams)
    assert run.returncode == OUTPUT_ERROR
    assert "Traceback" not in (run.stdout or "") + (run.stderr or "")
    assert stream == "stderr" or "LỖI" in run.stderr


@pytest.mark.parametrize("closed", ["0<&- 1>&- 2>&-", "2>&-"])
def test_closed_streams_change_no_byte(desk: Desk, undisturbed: Any, closed: str) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "--workers", "2", "--voice", "metronome"]
    run = subprocess.run(command, cwd=desk.root, stdout=subprocess.DEVNULL, check=False)
    assert run.returncode == 0
    assert desk.published() == undisturbed("metronome")


def test_a_clock_in_1970_changes_no_byte(desk: Desk, undisturbed: Any) -> None:
    program = (
        "import sys, time; time.time = lambda: 60.0; time.time_ns = lambda: 60 * 10**9; "
        "from bantin_media.commands.cli import main; "
        "sys.exit(main(['build', '--workers', '1', '--voice', 'metronome']))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=desk.root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert desk.published() == undisturbed("metronome")


def test_files_of_renamed_articles_and_removed_editions_are_reported(desk: Desk, build_here: Any) -> None:
    assert build_here(desk)[0] == 0
    (desk.edition / "02 duong moi.txt").rename(desk.edition / "03 con duong.txt")
    assert build_here(desk)[0] == 0
    assert not [name for name in desk.published() if "02-duong-moi" in name]
    shutil.rmtree(desk.edition)
    status, output = build_here(desk)
    assert status == 0 and "output.no-source" in output and "2026-11" in output, output
    shutil.rmtree(desk.output / "2026-11")
    status, output = build_here(desk)
    assert status == 0 and "output.no-source" not in output
    assert "2026-11" not in (desk.output / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["bantin.toml", "lexicon.tsv", "2026-11/edition.toml", "2026-11/lexicon.tsv"])
def test_settings_that_are_a_broken_link_are_an_error(desk: Desk, build_here: Any, name: str) -> None:
    path = desk.root / "input" / name
    path.unlink(missing_ok=True)
    path.symlink_to("nowhere")
    status, output = build_here(desk)
    assert status in {3, 5} and path.name in output, output


@pytest.mark.parametrize("place", ["input", "input/2026-11", "input/ban-moi"])
def test_output_in_the_input_folder_is_refused(desk: Desk, build_here: Any, place: str) -> None:
    before = sorted(desk.root.rglob("*"))
    status, output = build_here(desk, "--output", place)
    assert status == 2 and place in output, output
    assert sorted(desk.root.rglob("*")) == before
