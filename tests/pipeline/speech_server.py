"""A speech server on this machine with the protocol of `POST /v1/audio/speech`: a tick per word, with faults."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bantin_media.speech.engines.metronome import Metronome

VOICE = """
[voices.may]
preset = "openai"
address = "{address}"
max_parallel = {parallel}
[voices.may.retry]
requests_per_second = 0.0
tries = 1
rest_s = 0.0
"""


class SpeechServer(ThreadingHTTPServer):
    """Records its requests; after `lost_after` requests the connection fails, and texts in `refused` are refused."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.lost_after: int | None = None
        self.most_at_once = 0
        self.at_once = 0
        self.lock = threading.Lock()
        self.noticed: Callable[[str], None] | None = None
        """Is called with each request after it was counted."""
        self.together: threading.Barrier | None = None
        """If set, requests wait for each other, which proves that they are sent at the same time."""

        self.keys: set[str] = set()
        """What was sent as a key."""

    def settings(self, *, parallel: int = 3) -> str:
        """Return the description of the voice `http:may` for `edition.toml`."""
        return VOICE.format(address=f"http://127.0.0.1:{self.server_port}/v1/audio/speech", parallel=parallel)

    def forget(self) -> None:
        """Count from zero again, with a working connection."""
        self.asked.clear()
        self.lost_after = None


class _Handler(BaseHTTPRequestHandler):
    server: SpeechServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server
        key = self.headers.get("Authorization", "")
        server.keys.add(key)
        text: str = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        with server.lock:
            place = len(server.asked)
            server.asked.append(text)
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        if server.noticed is not None:
            server.noticed(text)
        if server.together is not None:
            server.together.wait(timeout=20)
        lost = server.lost_after is not None and place >= server.lost_after
        refused = any(text.startswith(one) for one in server.refused)
        with server.lock:
            server.at_once -= 1
        if lost:
            self._answer(503, "application/json", json.dumps({"message": f"gone for {key}"}).encode())
        elif refused:
            self._answer(400, "application/json", json.dumps({"message": f"no such word for {key}"}).encode())
        else:
            self._answer(200, "audio/wav", _sound(text))

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _sound(text: str) -> bytes:
    speech = Metronome(230).speak(text)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, speech.sample_rate_hz, 0, "NONE", ""))
        sound.writeframes(speech.pcm)
    return file.getvalue()


@contextmanager
def serving() -> Iterator[SpeechServer]:
    """Yield a server that listens."""
    with SpeechServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()
