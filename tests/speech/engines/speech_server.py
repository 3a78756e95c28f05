"""A speech server on this machine that implements the protocols of real ones, with every kind of fault."""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import numpy as np

from .protocols import PROTOCOLS
from .server_faults import FAULTS, plainly
from .tones import RATE_HZ, encoded, said

CERTIFICATE: Final = Path(__file__).with_name("self_signed.pem")


class Server(ThreadingHTTPServer):
    """The state shared by the handlers: the requests, the fault, and the sounds that wait at addresses."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        self.certificate = CERTIFICATE
        self.asked: list[str] = []
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.arrivals_s: list[float] = []
        self.faults: list[str] = []
        self.always = ""
        self.rate_hz = RATE_HZ
        self.obeys_speed = False
        self.form = self.kind = ""
        self.headers: dict[str, str] = {}
        """The declared sample rate of a sound without a header."""
        self.verbatim = b""
        self.ahead = 0
        """The number of letters before a key in a message of the server."""
        self.looks_before_ready = 2
        self.waiting: dict[str, tuple[bytes, int]] = {}
        self.numbers = itertools.count(1)
        self.over = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def fault(self) -> str:
        with self.lock:
            return self.faults.pop(0) if self.faults else self.always

    def said(self, text: str, rate_hz: int) -> np.ndarray:
        """Return the sound of `text`."""
        return said(text, rate_hz)

    def spoken(self, text: str, form: str) -> bytes:
        """Return the sound of `text` as a file."""
        return encoded(said(text), form)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log nothing when a client hangs up, because the faults cause this."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._note(body)
        path, _, query = self._place()
        text, wrap = PROTOCOLS[path](self, body, dict(urllib.parse.parse_qsl(query)))
        with self.server.lock:
            self.server.asked.append(text)
        FAULTS.get(self.server.fault(), plainly)(self, text, wrap)

    def do_GET(self) -> None:
        self._note(b"")
        path, _, query = self._place()
        if path in PROTOCOLS:
            text, wrap = PROTOCOLS[path](self, b"", dict(urllib.parse.parse_qsl(query)))
            self.server.asked.append(text)
            FAULTS.get(self.server.fault(), plainly)(self, text, wrap)
            return
        with self.server.lock:
            content, looks = self.server.waiting[path]
            self.server.waiting[path] = content, looks - 1
        task = path.startswith("/task/")
        if looks > 0:
            self.answer(
                json.dumps({"result": {"status": "IN_PROGRESS"}}).encode() if task else b"<Error/>",
                200 if task else 404,
            )
        else:
            self.answer(content, kind="application/json" if task else "audio/mpeg")

    def answer(self, content: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def park(self, content: bytes, folder: str) -> str:
        """Return the path at which `content` will be after some requests."""
        path = f"/{folder}/{next(self.server.numbers)}.mp3"
        self.server.waiting[path] = content, self.server.looks_before_ready
        return path

    def _place(self) -> tuple[str, str, str]:
        """Return path and query of an address, also of one that a proxy gets."""
        return re.sub(r"^http://[^/]+", "", self.path).partition("?")

    def _note(self, body: bytes) -> None:
        with self.server.lock:
            self.server.arrivals_s.append(time.monotonic())
            self.server.requests.append(
                (self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            )

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
