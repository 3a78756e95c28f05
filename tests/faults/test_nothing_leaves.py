"""No connection and no DNS query without a voice that needs the network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests import tiny_voice

WATCHED = Path(__file__).with_name("watched.py")
SERVER = '[voices.xa]\npreset = "openai"\naddress = "http://127.0.0.1:9/v1"\n[voices.xa.retry]\ntries = 1\n'
"""The description of a voice; alone it causes no request."""


def connections(desk: Any, tmp_path: Path, *arguments: str) -> list[str]:
    """Run `bantin` under observation; return all connections and DNS queries, each once."""
    log = tmp_path / "log"
    folders = [str(desk.root), str(tmp_path)]
    command = [sys.executable, str(WATCHED), str(log), *folders, "--", *arguments]
    environment = os.environ | {"TMPDIR": str(desk.temporary), "BANTIN_VOICES": str(tmp_path / "voices")}
    run = subprocess.run(
        command, cwd=desk.root, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert "Traceback" not in run.stderr, run.stderr
    return [line for line in log.read_text("utf-8").splitlines() if line.startswith(("socket.", "urllib."))]


@pytest.mark.parametrize("voice", ["espeak", "espeak:south", "metronome", "piper:vi_VN-thu"])
def test_a_local_voice_uses_no_network(desk: Any, tmp_path: Path, voice: str) -> None:
    tiny_voice.install(tmp_path / "voices")
    (desk.root / "input" / "bantin.toml").write_text(SERVER, "utf-8")
    assert connections(desk, tmp_path, "build", "--workers", "1", "--voice", voice) == []
    assert list((desk.root / "output").rglob("*.mp3"))


@pytest.mark.parametrize("command", [("check",), ("voices",), ("build", "--no-audio"), ("say", "Xin chào.")])
def test_a_command_without_speech_uses_no_network_with_any_voice(
    desk: Any, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (desk.root / "input" / "bantin.toml").write_text(f'[sound]\nvoice = "gtts"\n{SERVER}', "utf-8")
    assert connections(desk, tmp_path, *command) == []


def test_a_connection_would_have_been_seen(desk: Any, tmp_path: Path) -> None:
    (desk.root / "input" / "bantin.toml").write_text(f'[sound]\nvoice = "http:xa"\n{SERVER}', "utf-8")
    seen = connections(desk, tmp_path, "build", "--workers", "1")
    assert any("socket.connect" in line for line in seen)
    assert all("'127.0.0.1', 9" in line for line in seen if "socket.connect" in line)
