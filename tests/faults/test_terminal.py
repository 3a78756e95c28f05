"""The progress of a build: a bar on a terminal that disappears at the end, plain lines in a log."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="a pseudo-terminal, which Windows has not")
termios = pytest.importorskip("termios", reason="a pseudo-terminal, which Windows has not")


def shown_on_a_terminal(desk: Any) -> str:
    """Build on a pseudo-terminal and return everything that was written to it."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    command = [sys.executable, "-m", "bantin_media", "build", "--voice", "metronome", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=desk.root, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        sent = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # this is how Linux reports that the other side is closed
                break
            if not piece:
                break
            sent += piece
    os.close(ours)
    assert process.returncode == 0
    return sent.decode()


def screen(sent: str) -> list[str]:
    """The visible text after all output: a carriage return begins a line again."""
    lines = []
    for line in sent.replace("\r\n", "\n").split("\n"):
        shown = ""
        for piece in line.split("\r"):
            shown = piece + shown[len(piece) :]
        lines.append(shown.rstrip())
    return lines


def test_the_bar_is_drawn_and_taken_away(desk: Any) -> None:
    sent = shown_on_a_terminal(desk)
    assert "2026-11:" in sent and "4/4" in sent and "phút tiếng nói" in sent
    assert not [line for line in screen(sent) if "4/4" in line or "%|" in line]


def test_without_a_terminal_there_are_plain_lines(desk: Any, undisturbed: Any) -> None:
    assert desk.built() == undisturbed("metronome")
    assert "Đang làm 2026-11" in desk.said.splitlines()[0]
    assert "\r" not in desk.said and "%|" not in desk.said


def test_a_closed_pipe_does_not_end_a_build(desk: Any, undisturbed: Any) -> None:
    """`bantin build | head -1`: after the first report nobody reads the output, but the build is completed."""
    later = desk.root / "input" / "2026-12"
    later.mkdir()
    (later / "edition.toml").write_text('approved_by = "Lý A"\ndate = 2026-12-05\n', "utf-8")
    for number in range(1, 4):
        (later / f"0{number} tin.txt").write_text("Tin mới\n\nXã có thêm 12 hộ thoát nghèo.\n", "utf-8")
    command = [sys.executable, "-m", "bantin_media", "build", "--voice", "metronome", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=desk.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        assert process.stdout.readline().decode().startswith("2026-11")
        process.stdout.close()
    assert process.returncode == 0
    published = desk.published()
    assert {name: digest for name, digest in published.items() if name.startswith("2026-11/")} == {
        name: digest for name, digest in undisturbed("metronome").items() if name.startswith("2026-11/")
    }
    assert "2026-12/2026-12.epub" in published and desk.unfinished() == []
