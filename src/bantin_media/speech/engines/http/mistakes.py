"""A described voice (`settings.HttpVoice`) → its faults, found before the first request."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ....configuration.settings import HttpVoice
from ....errors import ConfigError
from ....messages import message
from ....regex import regex
from .description import PLACE, is_loopback, origin, strings

_PLACES: Final = ("text", "voice", "model", "format", "speed")
_OF_A_KEY: Final = regex(r"auth|key|token|secret|cookie|password", re.IGNORECASE)
"""Names of headers that contain keys."""
_ENDS_AS_A_KEY: Final = regex(r"(?:^|[._-])(?:api)?_?(?:key|token|secret|password)$", re.IGNORECASE)
"""Names of keys in an address or a body."""
_VARIABLE: Final = regex(r"[A-Z_][A-Z0-9_]*")
"""Upper case only: lower-case letters show that a key was pasted in place of a name; it is not displayed."""
_HEADER: Final = regex(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token (RFC 9110 §5.6.2)."""
_A_DAY_S: Final = 86_400
_BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "retry.requests_per_second": (0, 1000),
    "retry.tries": (1, 100),
    "retry.connect_s": (0.001, _A_DAY_S),
    "retry.silence_s": (0.001, _A_DAY_S),
    "retry.answer_s": (0.001, _A_DAY_S),
    "longest_text": (20, 100_000),
    "max_parallel": (1, 100),
    "sample_rate_hz": (8000, 192_000),
    "speed_least": (0, 1000),
    "speed_most": (0, 1000),
}
"""The range of each number; a waiting time that is not listed is a day at most."""

_OF_THE_TRANSFER: Final = frozenset({"connection", "content-length", "te", "trailer", "transfer-encoding", "upgrade"})
"""Headers of the transfer itself, which the client sets."""

Mistakes = Iterator[tuple[str, str]]
"""Pairs of a fault and its remedy."""


def check(name: str, voice: HttpVoice) -> None:
    """Raise `ConfigError` if requests to the voice `[voices.<name>]` are impossible or unsafe."""
    where = f"[voices.{name}]"
    for wrong, hint in _mistakes(voice):
        raise ConfigError(where, wrong, hint)


def _mistakes(voice: HttpVoice) -> Mistakes:
    yield from _mistakes_of_the_address(voice)
    yield from _mistakes_of_the_body(voice)
    yield from _mistakes_of_places(voice)
    yield from _mistakes_of_keys(voice)
    yield from _mistakes_of_the_answer(voice)
    yield from _mistakes_of_numbers(voice)


def _mistakes_of_the_address(voice: HttpVoice) -> Mistakes:
    hint = message(
        "Write the complete address, as in https://giong-doc.example/v1/audio/speech, without a name or a key before"
        " the host."
    )
    for key, address in (("address", voice.address), ("ready_address", voice.ready_address)):
        if key == "ready_address" and not address:
            continue
        try:
            scheme, host, _ = origin(address)
        except ValueError:
            scheme, host = "", ""
        parts = urlsplit(address) if host else None
        odd = parts is None or "@" in parts.netloc or re.search(r"\s", parts.netloc) or PLACE.search(parts.netloc)
        if odd or scheme not in {"http", "https"}:
            yield message("{key} is not a web address", key=key), hint
            return
        if scheme == "http" and not (is_loopback(address) or voice.allow_plain_http):
            what = message("{key} is not encrypted: text and key could be read on the way", key=key)
            yield what, message("Write https://, or allow_plain_http = true if the network is your own.")
    if voice.ready_address and origin(voice.ready_address) != origin(voice.address):
        yield message("ready_address is on another server than address"), hint


def _mistakes_of_the_body(voice: HttpVoice) -> Mistakes:
    bodies = [name for name in ("json", "form", "xml", "text") if getattr(voice, name)]
    if len(bodies) > 1:
        yield message("it has several bodies: {names}", names=", ".join(bodies)), message("Keep one of them.")
    if "{text}" not in "".join(template for _, template in _said(voice)):
        hint = message("Write {place} where the server wants the sentence.", place="{text}")
        yield message("the request does not contain the sentence"), hint


def _mistakes_of_places(voice: HttpVoice) -> Mistakes:
    for name, template in (*_said(voice), *_of_headers(voice)):
        known = _PLACES if not name.startswith("headers.") else _PLACES[1:]
        for place in PLACE.finditer(template):
            if place[2] and place[2] not in known:
                names = ", ".join(f"{{{one}}}" for one in known)
                what = message("{key}: there is no value for {place}", key=name, place=place[0])
                yield what, message("Known here: {known}.", known=names)


def _mistakes_of_keys(voice: HttpVoice) -> Mistakes:
    """Yield a fault for each key in the file and each invalid variable name, without showing either."""
    templates = (*_said(voice), ("ready_address", voice.ready_address), *_of_headers(voice))
    variables = [(name, place[1]) for name, template in templates for place in PLACE.finditer(template) if place[1]]
    for name, variable in (*variables, *((("key_env", voice.key_env),) if voice.key_env else ())):
        if not _VARIABLE.fullmatch(variable):
            yield (
                message("{key}: this is not the name of an environment variable, in capitals", key=name),
                message("Write only its name here, as in KHOA_GIONG_DOC, and put the key into the variable."),
            )
    for name, _ in voice.headers:
        if not _HEADER.fullmatch(name):
            yield (
                message('headers: "{name}" is not the name of a header', name=name),
                message("Copy it from the server's documentation: letters a to z, digits and hyphens."),
            )
        elif name.lower() in _OF_THE_TRANSFER:
            yield (
                message('headers: "{name}" follows from the request and cannot be set', name=name),
                message("Remove it."),
            )
    for name, template, pattern in _that_may_be_keys(voice):
        if template and pattern.search(name) and not PLACE.search(template):
            own = name.rpartition(".")[2]
            yield (
                message("{name}: the file itself contains a key", name=name),
                message('Put it into an environment variable and write its name: {name} = "${{KEY}}".', name=own),
            )


def _that_may_be_keys(voice: HttpVoice) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    yield from ((name, template, _OF_A_KEY) for name, template in _of_headers(voice))
    yield from ((name, template, _ENDS_AS_A_KEY) for name, template in _said(voice))
    for key, address in (("address", voice.address), ("ready_address", voice.ready_address)):
        for name, value in parse_qsl(urlsplit(address).query):
            yield f"{key}.{name}", value, _ENDS_AS_A_KEY


def _mistakes_of_the_answer(voice: HttpVoice) -> Mistakes:
    if voice.answer != "sound" and not voice.answer_at:
        yield message("answer_at is missing"), message('Name the place in the JSON, as in answer_at = "data.url".')
    if voice.ready_address and (voice.answer == "sound" or not voice.id_at):
        hint = message('ready_address needs id_at, and answer = "address" or "base64".')
        yield message("ready_address is without id_at"), hint
    if not voice.languages:
        yield message("languages is empty"), message('Write the languages of the voice, as in languages = ["vi"].')


def _mistakes_of_numbers(voice: HttpVoice) -> Mistakes:
    waits = ((f"retry.{name}", getattr(voice.retry, name)) for name in voice.retry.__slots__)
    own = ("longest_text", "max_parallel", "sample_rate_hz", "speed_least", "speed_most")
    for name, value in (*waits, *((name, getattr(voice, name)) for name in own)):
        least, most = _BOUNDS.get(name, (0, _A_DAY_S))
        if value < least:
            what = message("{key} is too small: {value}", key=name, value=value)
            yield what, message("At least {least}.", least=least)
        if not value <= most:  # NaN fails every comparison
            what = message("{key} is too large: {value}", key=name, value=value)
            yield what, message("At most {most}.", most=most)
    if voice.speed_least > voice.speed_most:
        yield message("speed_least is more than speed_most"), message("Exchange the two.")
    if any(len(row) != 2 or not all(map(math.isfinite, row)) for row in voice.speeds):
        yield (
            message("a row of speeds is not a pair"),
            message("Write pairs, as in speeds = [[0.8, -1], [1.0, 0], [1.2, 1]]."),
        )


def _of_headers(voice: HttpVoice) -> Iterable[tuple[str, str]]:
    return ((f"headers.{name}", template) for name, template in voice.headers)


def _said(voice: HttpVoice) -> Iterator[tuple[str, str]]:
    """Yield name and text of the templates that may contain the sentence."""
    yield "address", voice.address
    if voice.json:
        yield from ((f"json.{path}", text) for path, text in strings(json.loads(voice.json)))
    yield from ((f"form.{name}", template) for name, template in voice.form)
    yield "xml", voice.xml
    yield "text", voice.text
