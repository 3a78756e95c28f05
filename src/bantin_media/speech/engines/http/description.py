"""A described voice (`settings.HttpVoice`) → the request for one sentence.

A description contains no code: `{text}` and similar placeholders are replaced, escaped for their position, and
`${NAME}` is replaced by an environment variable.  Keys are read for each request and are not stored.
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

from ....configuration.settings import HttpVoice
from ....messages import message
from ....regex import regex
from ...network.retry import RequestFailed

PLACE: Final = regex(r"\$\{(\w+)\}|\{([a-z_]+)\}")
"""A placeholder in a template: an environment variable, or a value of the request."""
_NOT_IN_A_HEADER: Final = regex(r"[\x00-\x08\x0a-\x1f\x7f]")
_QUOTES: Final = {'"': "&quot;", "'": "&apos;"}


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """One HTTP request and its confidential parts; it has no `repr`, which would show them."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    content: bytes
    confidential: tuple[str, ...]


def is_loopback(address: str) -> bool:
    """Return whether `address` is on this machine, judged by its text, without a DNS query."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(address: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of `address`; keys are only sent to the origin of the voice."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def question(voice: HttpVoice, *, text: str, speed: str) -> Question:
    """Return the request for the sound of `text`.  Raises `RequestFailed` if a key is missing."""
    templates = _Templates(voice, {"text": text, "speed": speed})
    kind, content = _content(voice, templates)
    headers = _headers(voice, templates, kind)
    address = templates.filled(voice.address, _percent_encoded)
    return Question(voice.method, address, headers, content, tuple(templates.confidential))


def inquiry(voice: HttpVoice, *, task: str) -> Question:
    """Return the request for the state of `task`.  Raises `RequestFailed` if a key is missing."""
    templates = _Templates(voice, {"id": task})
    address = templates.filled(voice.ready_address, _percent_encoded)
    return Question("GET", address, _headers(voice, templates, ""), b"", tuple(templates.confidential))


def sound_question(voice: HttpVoice, address: str, *, keys: bool) -> Question:
    """Return the request for the sound at `address`, with the voice's headers if `keys` is true."""
    templates = _Templates(voice, {})
    headers = _headers(voice, templates, "") if keys else ()
    return Question("GET", address, headers, b"", tuple(templates.confidential))


def redacted(text: str, confidential: tuple[str, ...]) -> str:
    """Return `text` without the `confidential` parts, in any encoding and case.

    `text` must not be shortened before: the beginning of a key at its end would stay.
    """
    for secret in confidential:
        for written in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]):
            text = re.sub(re.escape(written), "…", text, flags=re.IGNORECASE)
    return text


class _Templates:
    """Fills the placeholders in the templates of one request; records the confidential values that were used."""

    def __init__(self, voice: HttpVoice, values: Mapping[str, str]) -> None:
        self.confidential: list[str] = []
        self._values = {"voice": voice.voice, "model": voice.model, "format": voice.format, **values}

    def filled(self, template: str, escaped: Callable[[str], str]) -> str:
        return PLACE.sub(lambda place: escaped(self._value(place)), template)

    def secret(self, name: str) -> str:
        """Return the environment variable `name`.  Raises `RequestFailed` if it is not set."""
        value = os.environ.get(name, "").strip()
        if not value:
            cause = message("the environment variable {name} is not set", name=name)
            hint = message("Set it before the command: export {name}=… (Windows: set {name}=…)", name=name)
            raise RequestFailed(cause, again=False, fault="voice", hint=hint)
        self.confidential.append(value)
        return value

    def _value(self, place: re.Match[str]) -> str:
        return self.secret(place[1]) if place[1] else self._values.get(place[2], "")


def _headers(voice: HttpVoice, templates: _Templates, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request; `kind` is the type of its body, empty for none.  Raises `RequestFailed`."""
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
        hint = message("Check the environment variable that it contains.")
        raise RequestFailed(cause, again=False, fault="voice", hint=hint)
    return tuple(found.items())


def _content(voice: HttpVoice, templates: _Templates) -> tuple[str, bytes]:
    """Return the body's content type and the body; both empty if there is none."""
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


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string in JSON with its path."""
    if isinstance(value, str):
        yield path.removeprefix("."), value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from strings(one, f"{path}.{key}")
