"""A speech server on this machine that speaks the protocols of the real ones, and can fail in every way they do.

It says each word as a tone of its own, so that a test can hear which sentence a sound is (`heard`), whatever
format, sample rate or cut it went through.
"""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
import socket
import ssl
import struct
import threading
import time
import urllib.parse
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
import soundfile

from bantin_media.engines import Engine, open_engine
from bantin_media.engines.gtts import Gtts
from bantin_media.engines.online import Line
from bantin_media.settings import PRESETS, PROFILES, HttpVoice, Json, Patience

CERTIFICATE: Final = Path(__file__).with_name("self_signed.pem")
RATE_HZ: Final = 24000
TONE_MS, GAP_MS = 180, 80
HASTE: Final = Patience(
    requests_per_second=0, connect_s=20, silence_s=20, answer_s=40, tries=3, first_wait_s=0.001, longest_wait_s=0.005,
    ready_every_s=0.002, ready_s=20,
)  # fmt: skip
"""As patient as a slow machine needs, without a wait that anybody would notice."""
_WORD: Final = re.compile(r"[^\W\d_]+")


def tones(text: str) -> list[int]:
    """Return the pitch of each word of `text`, in Hz."""
    return [400 + 50 * (zlib.crc32(word.lower().encode()) % 40) for word in _WORD.findall(text)]


def said(text: str, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Return the sound of `text`: a tone a word."""
    length, gap = TONE_MS * rate_hz // 1000, GAP_MS * rate_hz // 1000
    fade = np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / (rate_hz * 0.01))
    words = [
        np.append(0.4 * fade * np.sin(2 * np.pi * hz * np.arange(length) / rate_hz), np.zeros(gap))
        for hz in tones(text)
    ]
    return np.concatenate(words) if words else np.zeros(0)


def heard(pcm: bytes, rate_hz: int) -> list[int]:
    """Return the pitches in a sound, in order, each rounded to where a word's may lie."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    window = rate_hz // 100
    loud = np.convolve(np.abs(samples), np.ones(window) / window, "same") > 1500
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(int), [0]))))
    found = []
    for begin, end in edges.reshape(-1, 2):
        if end - begin < rate_hz // 20:
            continue
        spectrum = np.abs(np.fft.rfft(samples[begin:end] * np.hanning(end - begin), 8 * rate_hz // 10))
        found.append(round(float(np.argmax(spectrum)) * rate_hz / (8 * rate_hz // 10) / 50) * 50)
    return found


def encoded(sound: np.ndarray, form: str, rate_hz: int = RATE_HZ) -> bytes:
    """Return `sound` as a server would send it."""
    if form == "pcm":
        return np.rint(sound * 32767).astype("<i2").tobytes()
    file = io.BytesIO()
    kinds = {"mp3": ("MP3", None), "wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}
    soundfile.write(file, sound, rate_hz, format=kinds[form][0], subtype=kinds[form][1])
    return file.getvalue()


class Server(ThreadingHTTPServer):
    """What the handlers share: what was asked, what is to go wrong, and the sounds that wait at addresses."""

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
        self.form = ""
        self.verbatim = b""
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
        """Say nothing of clients that hang up: the faults make them."""


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
        """Return the path where `content` will be after some looks."""
        path = f"/{folder}/{next(self.server.numbers)}.mp3"
        self.server.waiting[path] = content, self.server.looks_before_ready
        return path

    def _place(self) -> tuple[str, str, str]:
        """Return path and query, of an address that a proxy is asked for too."""
        return re.sub(r"^http://[^/]+", "", self.path).partition("?")

    def _note(self, body: bytes) -> None:
        with self.server.lock:
            self.server.arrivals_s.append(time.monotonic())
            self.server.requests.append(
                (self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            )

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


# The protocols: a request in, the sentence and a way to wrap its sound into an answer out

Wrap = Callable[[bytes], tuple[bytes, str]]


def google(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    (((call, parameters, *_),),) = json.loads(urllib.parse.unquote(body.decode().removeprefix("f.req=").rstrip("&")))
    assert call == "jQ1olc"

    def wrap(sound: bytes) -> tuple[bytes, str]:
        entry = ["wrb.fr", "jQ1olc", json.dumps([base64.b64encode(sound).decode()]), None, None, None, "generic"]
        line = json.dumps([entry])
        rest = '[["di",40],["af.httprm",40,"-31",9]]'
        return f")]}}'\n\n{len(line)}\n{line}\n{len(rest)}\n{rest}\n".encode(), "application/json; charset=utf-8"

    text, language, speed, *_ = json.loads(parameters)
    assert (language, speed) == ("vi", None)
    return str(text), wrap


def openai(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    asked = json.loads(body)
    assert set(asked) == {"model", "input", "voice", "response_format", "speed"}, asked
    assert isinstance(asked["speed"], int | float)
    return asked["input"], lambda sound: (sound, "audio/wav")


def base64_json(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    text = json.loads(body)["input"]["text"]
    return text, lambda sound: (
        json.dumps({"audio": [{"content": base64.b64encode(sound).decode()}]}).encode(),
        "application/json",
    )


def polled(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    """As FPT.AI: the text is the body, the sound will be at an address."""

    def wrap(sound: bytes) -> tuple[bytes, str]:
        address = handler.server.url + handler.park(sound, "file")
        return json.dumps({"async": address, "error": 0, "message": "in a few seconds"}).encode(), "application/json"

    return body.decode(), wrap


def task(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    """As Vbee: a number, by which is asked whether there is an address."""

    def wrap(sound: bytes) -> tuple[bytes, str]:
        address = handler.server.url + handler.park(sound, "file")
        done = json.dumps({"status": 1, "result": {"status": "SUCCESS", "audio_link": address}}).encode()
        number = handler.park(done, "task").removeprefix("/task/")
        return json.dumps(
            {"status": 1, "result": {"request_id": number, "status": "IN_PROGRESS"}}
        ).encode(), "application/json"

    return json.loads(body)["input_text"], wrap


def form(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    """As Zalo: a form, and an address relative to nothing."""

    def wrap(sound: bytes) -> tuple[bytes, str]:
        return json.dumps({"data": {"url": handler.park(sound, "file")}, "error_code": 0}).encode(), "application/json"

    return dict(urllib.parse.parse_qsl(body.decode()))["input"], wrap


def asked_by_get(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    return query["text"], lambda sound: (sound, "audio/mpeg")


GOOGLE_PATH: Final = "/_/TranslateWebserverUi/data/batchexecute"
PROTOCOLS: Final[dict[str, Callable[[Handler, bytes, dict[str, str]], tuple[str, Wrap]]]] = {
    GOOGLE_PATH: google,
    "/v1/audio/speech": openai,
    "/base64": base64_json,
    "/polled": polled,
    "/task": task,
    "/form": form,
    "/get": asked_by_get,
}


# What can go wrong

Fault = Callable[[Handler, str, Wrap], None]


def _form_for(handler: Handler) -> str:
    return handler.server.form or ("wav" if "/v1/audio/speech" in handler.path else "mp3")


def plainly(handler: Handler, text: str, wrap: Wrap) -> None:
    if handler.server.verbatim:
        handler.answer(handler.server.verbatim)
        return
    rate_hz = handler.server.rate_hz
    content, kind = wrap(encoded(said(text, rate_hz), _form_for(handler), rate_hz))
    handler.answer(content, kind=kind)


def _sounding(change: Callable[[str, bytes], bytes]) -> Fault:
    """Return the fault of a server whose answer is in order but for the sound in it."""

    def answer(handler: Handler, text: str, wrap: Wrap) -> None:
        content, kind = wrap(change(_form_for(handler), encoded(said(text), _form_for(handler))))
        handler.answer(content, kind=kind)

    return answer


def _status(status: int, **headers: str) -> Fault:
    return lambda handler, text, wrap: handler.answer(b'{"error": {"message": "not now"}}', status, **headers)


def _echo(status: int) -> Fault:
    """Return the fault of a server that says the key that it was sent, whole and percent-encoded."""

    def answer(handler: Handler, text: str, wrap: Wrap) -> None:
        key = handler.headers.get("Authorization", "").removeprefix("Bearer ")
        words = f"quota of {key} ({urllib.parse.quote(key, safe='')}, {urllib.parse.quote_plus(key)}) is used up"
        handler.answer(json.dumps({"error": {"message": words}}).encode(), status)

    return answer


def _date_later(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.answer(b"{}", 429, Retry_After=formatdate(time.time() + 1, usegmt=True))


def _reset(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def _hang(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.server.over.wait()
    handler.close_connection = True


def _half(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def _half_of_unknown_length(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def _drip(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    _drop_by_drop(handler, content)


def _drip_headers(handler: Handler, text: str, wrap: Wrap) -> None:
    _drop_by_drop(handler, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 60_000)


def _drop_by_drop(handler: Handler, content: bytes) -> None:
    for place in range(len(content)):
        handler.wfile.write(content[place : place + 1])
        handler.wfile.flush()
        if handler.server.over.wait(0.02):
            break
    handler.close_connection = True


def _page(handler: Handler, text: str, wrap: Wrap) -> None:
    page = "<!doctype html><html><head><title>Trước khi tiếp tục</title></head><body>Đồng ý?</body></html>"
    handler.answer(page.encode() * 20, kind="text/html; charset=utf-8")


def _changed(handler: Handler, text: str, wrap: Wrap) -> None:
    sound = base64.b64encode(encoded(said(text), "mp3")).decode()
    handler.answer(json.dumps({"version": 2, "payload": {"bytes": sound}}).encode())


def _redirect(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.answer(b"", 302, Location="https://other.example/sorry?continue=secret-continuation")


def _oversized(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "audio/wav")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    while not handler.server.over.is_set():
        handler.wfile.write(chunk)


FAULTS: Final[dict[str, Fault]] = {
    "429": _status(429),
    "429 with seconds": _status(429, Retry_After="1"),
    "429 with a date": _date_later,
    "500": _status(500),
    "503 with seconds": _status(503, Retry_After="1"),
    "401": _status(401),
    "400 with the key": _echo(400),
    "401 with the key": _echo(401),
    "500 with the key": _echo(500),
    "404": _status(404),
    "400": _status(400),
    "reset": _reset,
    "hang": _hang,
    "half a body": _half,
    "half a body of unknown length": _half_of_unknown_length,
    "dripping": _drip,
    "dripping headers": _drip_headers,
    "a page instead of sound": _page,
    "no sound": _sounding(lambda form, sound: b""),
    "an empty file": _sounding(lambda form, sound: encoded(np.zeros(0), form)),
    "text for sound": _sounding(lambda form, sound: b"quota exceeded " * 400),
    "half a sound": _sounding(lambda form, sound: sound[: len(sound) // 2]),
    "far too short": _sounding(lambda form, sound: encoded(said("một"), form)),
    "far too long": _sounding(lambda form, sound: encoded(np.tile(said("một hai ba"), 40), form)),
    "silence": _sounding(lambda form, sound: encoded(np.zeros(2 * RATE_HZ), form)),
    "changed protocol": _changed,
    "wrong content type": lambda handler, text, wrap: handler.answer(
        wrap(encoded(said(text), _form_for(handler)))[0], kind="text/plain"
    ),
    "redirect": _redirect,
    "oversized": _oversized,
}


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that answers as it should, until it is told otherwise."""
    with Server() as server:
        yield from _serving(server)


@pytest.fixture
def secure_server() -> Iterator[Server]:
    """Return the same behind TLS, with a certificate that only those trust who are told to."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
        yield from _serving(server)


def _serving(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()


# The engines that ask it

OpenOnline = Callable[[str, Patience], Engine]


def _http(voice: Callable[[str], HttpVoice]) -> OpenOnline:
    def opened(url: str, patience: Patience) -> Engine:
        described = replace(voice(url), patience=patience, max_parallel=4)
        return open_engine("http:tinh", PROFILES["phone"], (("tinh", described),))

    return opened


def _openai(url: str) -> HttpVoice:
    return replace(PRESETS["openai"], address=f"{url}/v1/audio/speech")


ONLINE: Final[dict[str, OpenOnline]] = {
    "gtts": lambda url, patience: Gtts(f"{url}{GOOGLE_PATH}", Line(patience)),
    "http openai": _http(_openai),
    "http base64": _http(
        lambda url: HttpVoice(
            address=f"{url}/base64", json=Json('{"input": {"text": "{text}"}}'),
            answer="base64", answer_at="audio.0.content",
        )
    ),
    "http polled": _http(
        lambda url: HttpVoice(
            address=f"{url}/polled", text="{text}", headers=(("voice", "banmai"), ("speed", "{speed}")),
            speeds=((0.8, -1), (1.0, 0)), answer="address", answer_at="async",
        )
    ),
    "http task": _http(
        lambda url: HttpVoice(
            address=f"{url}/task", json=Json('{"input_text": "{text}"}'), id_at="result.request_id",
            ready_address=f"{url}/task/{{id}}", answer="address", answer_at="result.audio_link",
        )
    ),
    "http form": _http(
        lambda url: HttpVoice(
            address=f"{url}/form", form=(("input", "{text}"), ("speed", "{speed}")),
            answer="address", answer_at="data.url",
        )
    ),
    "http get": _http(lambda url: HttpVoice(address=f"{url}/get?text={{text}}&v={{voice}}", method="GET")),
}  # fmt: skip
"""The engines that need a server: how each is opened on the one at an address."""


@dataclass(frozen=True)
class Lab:
    """A server, and the engines that ask it; everything a test of an online voice needs."""

    server: Server
    haste: Patience = HASTE

    def open(self, name: str, patience: Patience = HASTE, *, url: str = "") -> Engine:
        """Return the engine `name` of `ONLINE`."""
        return ONLINE[name](url or self.server.url, patience)

    def says(self, engine: Engine, text: str) -> bool:
        """Return whether `engine` says `text`: it, all of it, and nothing else."""
        speech = engine.speak(text)
        return heard(speech.pcm, speech.sample_rate_hz) == tones(text)


@pytest.fixture
def lab(server: Server) -> Lab:
    """Return a laboratory."""
    return Lab(server)


@pytest.fixture
def secure_lab(secure_server: Server) -> Lab:
    """Return a laboratory whose server is behind TLS, with a certificate that nobody knows."""
    return Lab(secure_server)
