"""`start.py`: a double click on a machine that has only Python."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROGRAM = Path(__file__).parents[2]


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    """`start.py` as a module, with a temporary program folder."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").touch()
    shutil.copy(PROGRAM / "start.py", tmp_path)
    described = importlib.util.spec_from_file_location("start", tmp_path / "start.py")
    assert described and described.loader
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def test_it_needs_the_standard_library_only() -> None:
    lines = (PROGRAM / "start.py").read_text("utf-8").splitlines()
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


def test_an_unsuitable_machine_is_reported_before_any_change(start: ModuleType, monkeypatch) -> None:
    assert start.unfit() == ""
    monkeypatch.setattr(start, "LEAST_FREE_BYTES", 2**60)
    assert "chỗ" in start.unfit()
    monkeypatch.setattr(start.sys, "maxsize", 2**31 - 1)
    assert "64-bit" in start.unfit()
    monkeypatch.setattr(start.sys, "version_info", (3, 10, 4))
    assert "3.10" in start.unfit()
    assert not start.VENV.exists()


@pytest.mark.parametrize(
    ("said", "is_offline", "word"),
    [
        ("WARNING: retrying\nERROR: No matching distribution found for x==1", False, "HTTPS_PROXY"),
        ("ERROR: No matching distribution found for x==1", True, "make wheels"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", False, "bản đã khóa"),
        ("", False, "mạng"),
    ],
)
def test_a_failed_installation_is_reported_with_a_hint(
    start: ModuleType, said: str, is_offline: bool, word: str
) -> None:
    assert word in start.trouble_of(said, is_offline=is_offline)


def test_nothing_is_ready_before_it_is_installed_or_after_the_lock_changed(start: ModuleType) -> None:
    assert not start.is_ready()
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.symlink_to(sys.executable)
    start.STAMP.touch()
    assert not start.is_ready(), "a program elsewhere is not this one: its folder was moved"


def test_the_offices_folder_is_remembered(start: ModuleType, tmp_path: Path, monkeypatch) -> None:
    office = tmp_path / "tòa soạn"
    (office / "input").mkdir(parents=True)
    assert start.workspace("") == tmp_path
    assert start.workspace(str(office)) == office
    assert start.workspace("") == office
    shutil.rmtree(office)
    monkeypatch.setattr(start.subprocess, "call", lambda command: (office / "input").mkdir(parents=True))
    assert start.workspace(str(office)) == office


@pytest.mark.long
def test_it_installs_from_a_folder_of_wheels_and_again_after_a_move(tmp_path: Path) -> None:
    program = tmp_path / "chương trình"
    program.mkdir()
    for name in ("start.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROGRAM / name, program)
    for name in ("src", "requirements", "input"):
        shutil.copytree(PROGRAM / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    wheels = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes"]
    subprocess.run([*wheels, "-r", program / "requirements" / "run.txt", "-d", program / "wheels"], check=True)
    nowhere = os.environ | {"PIP_INDEX_URL": "http://127.0.0.1:9/"}
    for place in (program, tmp_path / "chuyển"):
        if place != program:
            program.rename(place)
        run = [sys.executable, str(place / "start.py"), "--no-desk"]
        assert subprocess.run(run, env=nowhere, check=False).returncode == 0
        output = subprocess.run(
            [str(place / ".venv" / "bin" / "bantin"), "say", "3,05"], capture_output=True, text=True, check=True
        )
        assert output.stdout == "ba phẩy không năm\n"
