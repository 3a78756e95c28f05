"""The desk killed (SIGKILL) while a change is under way: the files are those of before it or of after it, and whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bantin_media.desk.guard import COOKIE
from bantin_media.desk.office import Office

from .conftest import new_office

PATH = "/e/2026-12/do/details"
MOMENTS = [0, 200, *(pytest.param(size, marks=pytest.mark.long) for size in range(400, 4000, 200))]
"""How many bytes of the answer are read before the process is killed, after so many changes that went well."""


def sent(host: str, port: int, key: str, token: str, form: dict[str, str]) -> socket.socket:
    """Send a change and return the connection, its answer unread."""
    body = urlencode(form).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: http://{host}:{port}\r\nCookie: {COOKIE}={key}\r\n"
        f"X-Desk-Token: {token}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    connection = socket.create_connection((host, port), timeout=30)
    connection.sendall(head.encode() + body)
    return connection


def page_token(host: str, port: int, key: str) -> str:
    with socket.create_connection((host, port), timeout=30) as connection:
        head = f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {COOKIE}={key}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        page = b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8")
    return page.partition('name="token" content="')[2].partition('"')[0]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_desk_leaves_the_state_of_before_or_of_after(tmp_path: Path, moment: int) -> None:
    office = new_office(tmp_path / "tòa soạn")
    path = office.request.input / "2026-12" / "edition.toml"
    command = [sys.executable, "-m", "bantin_media", "desk", "--dir", str(office.root), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        address = next(word for word in process.stdout.readline().split() if word.startswith("http"))
        parts = urlsplit(address)
        host, port, key = parts.hostname or "", parts.port or 0, parse_qs(parts.query)["k"][0]
        token = page_token(host, port, key)
        for number in range(moment % 5):
            form = {"seen": office.seen("2026-12"), "number": f"trước {number}"}
            with sent(host, port, key, token, form) as connection:
                while connection.recv(65536):
                    pass
        before = path.read_bytes()
        form = {"seen": office.seen("2026-12"), "number": "sau", "greeting": "Kính chào! " * (moment // 10)}
        with sent(host, port, key, token, form) as connection:
            if moment:
                connection.recv(moment)
            process.send_signal(signal.SIGKILL)
    after = path.read_bytes()
    assert after == before or tomllib.loads(after.decode())["number"] == "sau"
    fresh = Office(office.root)
    fresh.examined("2026-12")
    with fresh.writing("2026-12", fresh.seen("2026-12")) as undo:
        if after != before:
            undo.take_back()
    assert path.read_bytes() == before
