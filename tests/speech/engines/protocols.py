"""The protocols of real services: a request → the sentence and a function that wraps its sound into an answer."""

from __future__ import annotations

import base64
import json
import urllib.parse
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .speech_server import Handler

Wrap = Callable[[bytes], tuple[bytes, str]]
Protocol = Callable[["Handler", bytes, dict[str, str]], tuple[str, Wrap]]


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
    """Like FPT.AI: the text is the body, the sound will be at an address."""

    def wrap(sound: bytes) -> tuple[bytes, str]:
        address = handler.server.url + handler.park(sound, "file")
        return json.dumps({"async": address, "error": 0, "message": "in a few seconds"}).encode(), "application/json"

    return body.decode(), wrap


def task(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    """Like Vbee: a task number, with which the address is requested."""

    def wrap(sound: bytes) -> tuple[bytes, str]:
        address = handler.server.url + handler.park(sound, "file")
        done = json.dumps({"status": 1, "result": {"status": "SUCCESS", "audio_link": address}}).encode()
        number = handler.park(done, "task").removeprefix("/task/")
        return json.dumps(
            {"status": 1, "result": {"request_id": number, "status": "IN_PROGRESS"}}
        ).encode(), "application/json"

    return json.loads(body)["input_text"], wrap


def form(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    """Like Zalo: a form, and an address without a host."""

    def wrap(sound: bytes) -> tuple[bytes, str]:
        return json.dumps({"data": {"url": handler.park(sound, "file")}, "error_code": 0}).encode(), "application/json"

    return dict(urllib.parse.parse_qsl(body.decode()))["input"], wrap


def asked_by_get(handler: Handler, body: bytes, query: dict[str, str]) -> tuple[str, Wrap]:
    return query["text"], lambda sound: (sound, "audio/mpeg")


GOOGLE_PATH: Final = "/_/TranslateWebserverUi/data/batchexecute"
PROTOCOLS: Final[dict[str, Protocol]] = {
    GOOGLE_PATH: google,
    "/v1/audio/speech": openai,
    "/base64": base64_json,
    "/polled": polled,
    "/task": task,
    "/form": form,
    "/get": asked_by_get,
}
