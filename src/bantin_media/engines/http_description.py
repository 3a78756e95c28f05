"""A described voice (`settings.HttpVoice`) in; what is wrong with it, or the request for one sentence, out.

There is no code in a description: `{text}` and its like are replaced, each escaped as the place wants where it
stands, and `${NAME}` by an environment variable.  Keys are read when a request is made, and are kept nowhere.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape as xml_escaped

from ..errors import ConfigError
from ..messages import message
from ..settings import HttpVoice
from .online import Trouble

_PLACE: Final = re.compile(r"\$\{(\w+)\}|\{([a-z_]+)\}")
_PLACES: Final = ("text", "voice", "model", "format", "speed")
_OF_A_KEY: Final = re.compile(r"auth|key|token|secret|cookie|password", re.IGNORECASE)
_NOT_IN_A_HEADER: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_QUOTES: Final = {'"': "&quot;", "'": "&apos;"}


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """One HTTP request, with what is confidential in it; it has no `repr`, which would show that."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    content: bytes
    confidential: tuple[str, ...]


def check(name: str, voice: HttpVoice) -> None:
    """Raise `ConfigError` where the voice described as `[voices.<name>]` could not be asked, or not safely."""
    where = f"[voices.{name}]"
    for wrong, hint in _mistakes(voice):
        raise ConfigError(where, wrong, hint)


def is_loopback(address: str) -> bool:
    """Return whether `address` is on this machine, told by itself and not by asking for its name."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(address: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of `address`: what has to be the same for keys to be sent along."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def question(voice: HttpVoice, *, text: str, speed: str) -> Question:
    """Return the request that asks for `text`; raises `Trouble` where a key is not there."""
    templates = _Templates(voice, {"text": text, "speed": speed})
    kind, content = _content(voice, templates)
    headers = _headers(voice, templates, kind)
    address = templates.filled(voice.address, _percent_encoded)
    return Question(voice.method, address, headers, content, tuple(templates.confidential))


def inquiry(voice: HttpVoice, *, task: str) -> Question:
    """Return the request that asks how far `task` has come; raises `Trouble` where a key is not there."""
    templates = _Templates(voice, {"id": task})
    address = templates.filled(voice.ready_address, _percent_encoded)
    return Question("GET", address, _headers(voice, templates, ""), b"", tuple(templates.confidential))


def sound_question(voice: HttpVoice, address: str, *, keys: bool) -> Question:
    """Return the request for the sound at `address`, with the voice's headers where `keys` may be sent there."""
    templates = _Templates(voice, {})
    headers = _headers(voice, templates, "") if keys else ()
    return Question("GET", address, headers, b"", tuple(templates.confidential))


def redacted(text: str, confidential: tuple[str, ...]) -> str:
    """Return `text` without what is `confidential`, in whatever way it is written in it."""
    for secret in confidential:
        for written in {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}:
            text = text.replace(written, "…")
    return text


class _Templates:
    """What stands for the places in one request's templates; remembers what confidential was put in."""

    def __init__(self, voice: HttpVoice, values: Mapping[str, str]) -> None:
        self.confidential: list[str] = []
        self._values = {"voice": voice.voice, "model": voice.model, "format": voice.format, **values}

    def filled(self, template: str, escaped: Callable[[str], str]) -> str:
        return _PLACE.sub(lambda place: escaped(self._value(place)), template)

    def secret(self, name: str) -> str:
        """Return the environment variable `name`; raises `Trouble` where it is not set."""
        value = os.environ.get(name, "").strip()
        if not value:
            cause = message("the environment variable {name} is not set", name=name)
            hint = message("Set it before the command: export {name}=…", name=name)
            raise Trouble(cause, again=False, blame="voice", hint=hint)
        self.confidential.append(value)
        return value

    def _value(self, place: re.Match[str]) -> str:
        return self.secret(place[1]) if place[1] else self._values.get(place[2], "")


def _headers(voice: HttpVoice, templates: _Templates, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request whose body is of `kind` (empty for none); raises `Trouble`."""
    found = {name.lower(): templates.filled(template, str) for name, template in voice.headers}
    if voice.key_env:
        found.setdefault("authorization", f"Bearer {templates.secret(voice.key_env)}")
    if kind:
        found.setdefault("content-type", kind)
    else:
        found.pop("content-type", None)
    wrong = next((name for name, value in found.items() if _NOT_IN_A_HEADER.search(value)), None)
    if wrong is not None:
        cause = message('the value of the header "{header}" has a control character in it', header=wrong)
        hint = message("Look at the environment variable that it is made of.")
        raise Trouble(cause, again=False, blame="voice", hint=hint)
    return tuple(found.items())


def _content(voice: HttpVoice, templates: _Templates) -> tuple[str, bytes]:
    """Return the body's content type and the body; both empty where there is none."""
    if voice.json:
        body = json.dumps(_filled_json(json.loads(voice.json), templates), ensure_ascii=False)
        return "application/json", body.encode()
    if voice.form:
        pairs = (f"{quote_plus(name)}={templates.filled(value, quote_plus)}" for name, value in voice.form)
        return "application/x-www-form-urlencoded", "&".join(pairs).encode()
    if voice.xml:
        return "application/xml", templates.filled(voice.xml, lambda value: xml_escaped(value, _QUOTES)).encode()
    if voice.text:
        return "text/plain; charset=utf-8", templates.filled(voice.text, str).encode()
    return "", b""


def _filled_json(value: Any, templates: _Templates) -> Any:
    if isinstance(value, dict):
        return {key: _filled_json(one, templates) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled_json(one, templates) for one in value]
    if not isinstance(value, str):
        return value
    filled = templates.filled(value, str)
    return json.loads(filled) if value == "{speed}" else filled


def _percent_encoded(value: str) -> str:
    return quote(value, safe="")


def _mistakes(voice: HttpVoice) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a description, and what to do."""
    yield from _mistakes_of_the_address(voice)
    templates = dict(_said(voice))
    bodies = [name for name in ("json", "form", "xml", "text") if getattr(voice, name)]
    if len(bodies) > 1:
        yield message("it has more than one body: {names}", names=", ".join(bodies)), message("Leave one of them.")
    if "{text}" not in "".join(templates.values()) + voice.address:
        hint = message("Write {place} where the server wants the sentence.", place="{text}")
        yield message("nowhere in the request is the sentence"), hint
    for name, template in (*templates.items(), *((f"headers.{one}", value) for one, value in voice.headers)):
        known = _PLACES if not name.startswith("headers.") else _PLACES[1:]
        for place in _PLACE.finditer(template):
            if place[2] and place[2] not in known:
                names = ", ".join(f"{{{one}}}" for one in known)
                what = message("{key}: there is nothing to put in place of {place}", key=name, place=place[0])
                yield what, message("Known here: {known}.", known=names)
    for name, template in voice.headers:
        if _OF_A_KEY.search(name) and not _PLACE.search(template):
            what = message("headers.{name}: a key stands in the file itself", name=name)
            yield (
                what,
                message('Put it into an environment variable and write its name: {name} = "${{KEY}}".', name=name),
            )
    if voice.answer != "sound" and not voice.answer_at:
        yield message("answer_at is missing"), message('Name the place in the JSON, as in answer_at = "data.url".')
    if voice.ready_address and (voice.answer == "sound" or not voice.id_at):
        hint = message('With ready_address stand id_at and answer = "address" or "base64".')
        yield message("ready_address stands alone"), hint
    yield from _mistakes_of_numbers(voice)


def _mistakes_of_the_address(voice: HttpVoice) -> Iterator[tuple[str, str]]:
    hint = message(
        "Write it whole, as in https://giong-doc.example/v1/audio/speech, without a name or a key before the host."
    )
    for key, address in (("address", voice.address), ("ready_address", voice.ready_address)):
        if key == "ready_address" and not address:
            continue
        try:
            scheme, host, _ = origin(address)
        except ValueError:
            scheme, host = "", ""
        parts = urlsplit(address) if host else None
        if parts is None or scheme not in {"http", "https"} or "@" in parts.netloc or _PLACE.search(parts.netloc):
            yield message("{key} is no web address", key=key), hint
            return
        if scheme == "http" and not (is_loopback(address) or voice.allow_plain_http):
            what = message("{key} is not encrypted: text and key could be read on the way", key=key)
            yield what, message("Write https://, or allow_plain_http = true where the network is your own.")
    if voice.ready_address and origin(voice.ready_address) != origin(voice.address):
        yield message("ready_address is on another server than address"), hint


def _mistakes_of_numbers(voice: HttpVoice) -> Iterator[tuple[str, str]]:
    patience = ((f"patience.{name}", getattr(voice.patience, name)) for name in voice.patience.__slots__)
    least = {"patience.tries": 1, "patience.connect_s": 0.001, "patience.silence_s": 0.001, "patience.answer_s": 0.001}
    numbers = (
        *((name, value, least.get(name, 0)) for name, value in patience),
        ("longest_text", voice.longest_text, 20),
        ("max_parallel", voice.max_parallel, 1),
        ("sample_rate_hz", voice.sample_rate_hz, 8000),
        ("speed_least", voice.speed_least, 0),
    )
    for name, value, bound in numbers:
        if value < bound:
            what = message("{key} is too small: {value}", key=name, value=value)
            yield what, message("At least {least}.", least=bound)
    if any(len(row) != 2 for row in voice.speeds):
        yield (
            message("a row of speeds is no pair"),
            message("Write pairs, as in speeds = [[0.8, -1], [1.0, 0], [1.2, 1]]."),
        )


def _said(voice: HttpVoice) -> Iterator[tuple[str, str]]:
    """Yield the templates that may say the sentence, by name."""
    yield "address", voice.address
    if voice.json:
        yield from ((f"json.{path}", text) for path, text in _strings(json.loads(voice.json), ""))
    yield from ((f"form.{name}", template) for name, template in voice.form)
    yield "xml", voice.xml
    yield "text", voice.text


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path.removeprefix("."), value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from _strings(one, f"{path}.{key}")
