"""The desk killed (SIGKILL) during a change: all files are whole, in the state before or after it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bantin_media.desk.guard import cookie_name
from bantin_media.desk.office import Office

from .conftest import new_office

PATH = "/e/2026-12/do/details"
MOMENTS = [0, 200, *(pytest.param(size, marks=pytest.mark.long) for size in range(400, 4000, 200))]
"""The number of response bytes read before the process is killed, after a number of successful changes."""


def sent(host: str, port: int, key: str, token: str, form: dict[str, str]) -> socket.socket:
    """Send a change and return the connection without reading the response."""
    body = urlencode(form).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\n"
        f"Cookie: {cookie_name(port)}={key}\r\nX-Desk-Token: {token}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    connection = socket.create_connection((host, port), timeout=30)
    connection.sendall(head.encode() + body)
    return connection


def page_token(host: str, port: int, key: str) -> str:
    with socket.create_connection((host, port), timeout=30) as connection:
        head = (
            f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie_name(port)}={key}\r\nConnection: close\r\n\r\n"
        )
        connection.sendall(head.encode())
        page = b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8")
    return page.partition('name="token" content="')[2].partition('"')[0]


@dataclass(frozen=True)
class Running:
    """A desk that can be killed."""

    process: subprocess.Popen[str]
    host: str
    port: int
    key: str
    token: str

    def change(self, form: dict[str, str], *, killed_after: int | None = None) -> None:
        """Send a change; kill the desk after so many bytes of the response, or read all of it."""
        with sent(self.host, self.port, self.key, self.token, form) as connection:
            if killed_after is None:
                while connection.recv(65536):
                    pass
                return
            if killed_after:
                connection.recv(killed_after)
            self.process.send_signal(signal.SIGKILL)


@contextmanager
def desk(root: Path) -> Iterator[Running]:
    command = [sys.executable, "-m", "bantin_media", "desk", "--dir", str(root), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        address = next(word for word in process.stdout.readline().split() if word.startswith("http"))
        parts = urlsplit(address)
        host, port, key = parts.hostname or "", parts.port or 0, parse_qs(parts.query)["k"][0]
        try:
            yield Running(process, host, port, key, page_token(host, port, key))
        finally:
            process.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_desk_leaves_the_state_of_before_or_of_after(tmp_path: Path, moment: int) -> None:
    office = new_office(tmp_path / "tòa soạn")
    path = office.request.input / "2026-12" / "edition.toml"
    with desk(office.root) as running:
        for number in range(moment % 5):
            running.change({"seen": office.seen("2026-12"), "number": f"trước {number}"})
        before = path.read_bytes()
        greeting = "Kính chào! " * (moment // 10)
        running.change({"seen": office.seen("2026-12"), "number": "sau", "greeting": greeting}, killed_after=moment)
    after = path.read_bytes()
    assert after == before or tomllib.loads(after.decode())["number"] == "sau"
    fresh = Office(office.root)
    fresh.examined("2026-12")
    with fresh.writing("2026-12", fresh.seen("2026-12")) as undo:
        if after != before:
            undo.take_back()
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_desk_that_is_killed_again_and_again_keeps_every_change_and_its_undo(tmp_path: Path) -> None:
    office = new_office(tmp_path / "tòa soạn")
    path = office.request.input / "2026-12" / "edition.toml"
    states = [path.read_bytes()]
    for number, moment in enumerate((0, 0, 20, 1, 300)):
        with desk(office.root) as running:
            running.change({"seen": office.seen("2026-12"), "number": f"{number}a"})
            states.append(path.read_bytes())
            running.change({"seen": office.seen("2026-12"), "number": f"{number}b"}, killed_after=moment)
        if path.read_bytes() != states[-1]:
            states.append(path.read_bytes())
        assert tomllib.loads(states[-1].decode())["number"] in (f"{number}a", f"{number}b")
    assert len(states) >= 8
    with office.writing("2026-12", office.seen("2026-12")) as undo:
        for state in reversed(states):
            while path.read_bytes() != state:
                assert undo.take_back()
    assert path.read_bytes() == states[0]
