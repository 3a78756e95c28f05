"""A workspace: created, used from any folder, remembered, and repaired after the program was moved."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from bantin_media.commands.cli import main
from bantin_media.commands.place import office
from bantin_media.configuration.workspace import PROGRAM, TARGETS, Workspace, begin, repair, sample_values
from bantin_media.errors import UsageError

needs_make = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def test_a_workspace_has_all_folders_and_nothing_of_the_sample(tmp_path: Path) -> None:
    office = tmp_path / "tòa soạn xã"
    begin(office)
    assert {path.name for path in office.iterdir()} >= {"input", "output", "proof", ".bantin", "Makefile"}
    text = (office / "input" / "bantin.toml").read_text("utf-8")
    assert not [value for _, value in sample_values() if value in text]
    assert tomllib.loads(text)["publisher"] == ""


def test_the_samples_values_are_those_of_the_sample() -> None:
    shared = tomllib.loads((PROGRAM / "input" / "bantin.toml").read_text("utf-8"))
    assert {key: shared[key] for key, _ in sample_values()} == dict(sample_values())


def test_nothing_of_an_office_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "lexicon.tsv").write_text("Nà Sla\tnà sa\n", "utf-8")
    (tmp_path / "Makefile").write_text("mine:\n", "utf-8")
    begin(tmp_path)
    assert (tmp_path / "input" / "lexicon.tsv").read_text("utf-8") == "Nà Sla\tnà sa\n"
    assert (tmp_path / "Makefile").read_text("utf-8") == "mine:\n"
    with pytest.raises(UsageError):
        begin(tmp_path)


def test_the_starters_follow_the_program_when_it_moves(tmp_path: Path) -> None:
    workspace = begin(tmp_path / "office")
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "Makefile").touch()
    repair(workspace, moved)
    assert all(str(moved) in path.read_text("utf-8") for path, _ in workspace.starters)


def test_every_verb_takes_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(tmp_path / "office")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert main(["new", "2026-12", "--dir", str(tmp_path / "office")]) == 0
    monkeypatch.setenv("BANTIN_DIR", str(tmp_path / "office"))
    assert main(["new", "2027-01"]) == 0
    assert {path.name for path in (tmp_path / "office" / "input").iterdir() if path.is_dir()} == {"2026-12", "2027-01"}
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_typed_command_works_in_the_folder_that_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path / "office")
    program = tmp_path / "program"
    program.mkdir()
    monkeypatch.chdir(program)
    monkeypatch.delenv("BANTIN_DIR", raising=False)
    (program / ".workspace").write_text(f"{tmp_path / 'office'}\n", "utf-8")
    assert office() == ".", "not the program's own folder"
    (program / "start.py").touch()
    assert office() == str(tmp_path / "office")
    assert main(["new", "2026-12"]) == 0
    assert (tmp_path / "office" / "input" / "2026-12").is_dir()
    monkeypatch.setenv("BANTIN_DIR", "")
    assert office() == ".", "make DIR= goes back to the sample"
    monkeypatch.delenv("BANTIN_DIR")
    for wrong in ("", str(tmp_path / "gone"), "\x00"):
        (program / ".workspace").write_text(wrong, "utf-8")
        assert office() == "."


def test_a_workspace_has_every_command_of_an_office() -> None:
    made = re.search(r"(?m)^OFFICE := (.+)$", (PROGRAM / "Makefile").read_text("utf-8"))
    assert made and set(TARGETS.split()) == {*made[1].split(), "help"}


def outside_make() -> dict[str, str]:
    """Return the environment without the variables that `make test` passes to a make inside a test."""
    return {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}


@needs_make
def test_make_in_a_workspace_calls_the_program_with_it(tmp_path: Path) -> None:
    office = tmp_path / "bản tin"
    begin(office)
    made = subprocess.run(
        ["make", "-n", "check", "EDITION=2026-12", f"REMEMBERED={tmp_path / 'remembered'}"],  # not the program's own
        cwd=office,
        env=outside_make(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert f'-C "{PROGRAM}" check DIR="{office}"' in made.stdout
    assert len((office / "Makefile").read_text("utf-8").splitlines()) == 2
    assert (tmp_path / "remembered").read_text("utf-8").strip() == str(office)


@needs_make
def test_the_program_remembers_the_last_workspace(tmp_path: Path) -> None:
    begin(tmp_path / "office")
    program = tmp_path / "program"
    program.mkdir()
    shutil.copy(PROGRAM / "Makefile", program)
    (program / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "bantin"):
        tool = program / ".venv" / "bin" / name
        tool.write_text('#!/bin/sh\necho "in: $BANTIN_DIR"\n', "utf-8")
        tool.chmod(0o755)
    (program / "requirements").mkdir()
    for name in ("pyproject.toml", "requirements/run.txt", ".venv/.run"):
        (program / name).touch()

    def place(*words: str) -> str:
        run = subprocess.run(
            ["make", "check", *words], cwd=program, env=outside_make(), capture_output=True, text=True, check=True
        )
        return run.stdout.strip()

    assert place() == "in:"
    assert place("DIR=../office") == "in: ../office"
    assert place() == f"in: {tmp_path / 'office'}"
    assert place("DIR=") == "in:"
    assert place() == "in:"


def test_the_program_itself_is_no_workspace() -> None:
    with pytest.raises(UsageError):
        begin(PROGRAM)
    assert Workspace(PROGRAM).input == PROGRAM / "input"


def test_the_starter_for_linux_names_program_and_office(tmp_path: Path) -> None:
    root = tmp_path / "tòa soạn 100%"
    (starter,) = (path for path, _ in begin(root).starters if path.suffix == ".desktop")
    (line,) = (one for one in starter.read_text("utf-8").splitlines() if one.startswith("Exec="))
    assert line == f'Exec=python3 "{PROGRAM}/start.py" "{tmp_path}/tòa soạn 100%%"'
    assert starter.stat().st_mode & 0o100
