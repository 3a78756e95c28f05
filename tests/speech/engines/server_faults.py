"""Faults of answers by name, and the answer without a fault."""

from __future__ import annotations

import base64
import functools
import gzip
import io
import json
import socket
import struct
import time
import urllib.parse
from collections.abc import Callable
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

import numpy as np

from .protocols import Wrap
from .tones import RATE_HZ, encoded, said

if TYPE_CHECKING:
    from .speech_server import Handler

Fault = Callable[["Handler", str, Wrap], None]


def _form_for(handler: Handler) -> str:
    return handler.server.form or ("wav" if "/v1/audio/speech" in handler.path else "mp3")


def _speed(handler: Handler) -> float:
    """Return the speed in the last request."""
    return float(json.loads(handler.server.requests[-1][3])["speed"])


def plainly(handler: Handler, text: str, wrap: Wrap) -> None:
    if handler.server.verbatim:
        handler.answer(handler.server.verbatim)
        return
    rate_hz = handler.server.rate_hz
    pace = _speed(handler) if handler.server.obeys_speed else 1.0
    content, kind = wrap(encoded(said(text, round(rate_hz / pace)), _form_for(handler), rate_hz))
    handler.answer(content, kind=handler.server.kind or kind, **handler.server.headers)


def _sounding(change: Callable[[str, bytes], bytes]) -> Fault:
    """Return the fault of a server whose answer is valid except for its sound."""

    def answer(handler: Handler, text: str, wrap: Wrap) -> None:
        content, kind = wrap(change(_form_for(handler), encoded(said(text), _form_for(handler))))
        handler.answer(content, kind=kind)

    return answer


def _status(status: int, **headers: str) -> Fault:
    return lambda handler, text, wrap: handler.answer(b'{"error": {"message": "not now"}}', status, **headers)


def _echo(status: int) -> Fault:
    """Return the fault of a server that repeats the key of the request, whole and percent-encoded."""

    def answer(handler: Handler, text: str, wrap: Wrap) -> None:
        key = handler.headers.get("Authorization", "").removeprefix("Bearer ")
        words = f"quota of {key} ({urllib.parse.quote(key, safe='')}, {urllib.parse.quote_plus(key)}) is used up"
        handler.answer(json.dumps({"error": {"message": words}}).encode(), status)

    return answer


def _long_echo(handler: Handler, text: str, wrap: Wrap) -> None:
    """Repeat the key so late that a message of any length may be cut inside it, in small letters or capitals."""
    key = handler.headers.get("Authorization", "").removeprefix("Bearer ")
    far = "x" * handler.server.ahead
    if handler.server.ahead % 2:
        handler.answer(json.dumps({"message": f"{far}{key.upper()}"}).encode(), 400)
    else:
        handler.answer(f"<html><title>{far}{key.lower()}</title>".encode(), kind="text/html")


@functools.cache
def packed_twice(size_bytes: int) -> bytes:
    """Return this many zeros, compressed twice by gzip: some hundred bytes."""
    inner = io.BytesIO()
    with gzip.GzipFile(fileobj=inner, mode="wb", mtime=0) as file:
        for _ in range(size_bytes // 2**20):
            file.write(bytes(2**20))
    return gzip.compress(inner.getvalue(), mtime=0)


def _packed(times: int) -> Fault:
    def answer(handler: Handler, text: str, wrap: Wrap) -> None:
        content = packed_twice(2**28)
        if times == 1:
            content = gzip.decompress(content)
        handler.answer(content, Content_Encoding=", ".join(["gzip"] * times))

    return answer


def _packed_sound(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    handler.answer(gzip.compress(content), kind=kind, Content_Encoding="gzip")


def _date_later(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.answer(b"{}", 429, Retry_After=formatdate(time.time() + 1, usegmt=True))


def _reset(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def _hang(handler: Handler, text: str, wrap: Wrap) -> None:
    handler.server.over.wait()
    handler.close_connection = True


def _begin(handler: Handler, kind: str, **headers: str) -> None:
    """Send the head of an apparently valid answer."""
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def _half(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    _begin(handler, kind, Content_Length=str(len(content)))
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def _half_of_unknown_length(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    _begin(handler, kind, Connection="close")
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def _drip(handler: Handler, text: str, wrap: Wrap) -> None:
    content, kind = wrap(encoded(said(text), _form_for(handler)))
    _begin(handler, kind, Content_Length=str(len(content)))
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
    _begin(handler, "audio/wav", Transfer_Encoding="chunked")
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
    "400 with the key far behind": _long_echo,
    "packed": _packed_sound,
    "a bomb": _packed(1),
    "a bomb in a bomb": _packed(2),
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
