"""A server's first answer → the sound: the answer itself, base64 in JSON, or a file at an address, once it is ready.

Speech services differ: OpenAI and Viettel send the sound, Google Cloud sends base64, FPT.AI and Zalo send the address
of the future file, Vbee sends the number of a task whose state must be requested.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import urljoin

from ....configuration.settings import HttpVoice
from ....messages import message
from ...network.retry import RequestFailed
from ...network.sound_response import refuse_page
from .client import Client, Fetched, NotYet
from .description import inquiry, is_loopback, origin, sound_question

_NOT_YET: Final = frozenset({202, 204, 403, 404})
"""The statuses of a file that is not ready; S3 answers 403 for a missing file to clients without rights."""
_MOST_HOPS: Final = 3
Found = TypeVar("Found")


def found_sound(voice: HttpVoice, client: Client, first: Fetched) -> Fetched:
    """Return the sound that `first` contains or refers to.  Raises `RequestFailed`."""
    if voice.answer == "sound":
        return first
    table = _table(first)
    if voice.ready_address:
        task = _at(table, voice.id_at)
        if task is None:
            raise _nothing_at(voice.id_at, first)
        table = _waited(voice, lambda: _ready(voice, client, str(task)))
    place = _at(table, voice.answer_at)
    if not isinstance(place, str) or not place:
        raise _nothing_at(voice.answer_at, first)
    if voice.answer == "base64":
        return _decoded(place)
    return _waited(voice, lambda: _downloaded(voice, client, urljoin(voice.address, place)))


def _waited(voice: HttpVoice, look: Callable[[], Found]) -> Found:
    """Call `look` until it returns a result, and return this.  Raises `RequestFailed` after the maximum time."""
    policy = voice.retry
    until_s = time.monotonic() + policy.ready_s
    while True:
        try:
            return look()
        except NotYet:
            pass
        except RequestFailed as failure:
            if not failure.again:
                raise
        if time.monotonic() + policy.ready_every_s > until_s:
            raise RequestFailed(message("its sound was not ready after {seconds} s", seconds=f"{policy.ready_s:g}"))
        time.sleep(policy.ready_every_s)


def _ready(voice: HttpVoice, client: Client, task: str) -> Any:
    """Return the JSON of a finished task.  Raises `NotYet` if it is not finished, and `RequestFailed`."""
    table = _table(client.fetch(inquiry(voice, task=task), not_yet=_NOT_YET))
    if not _at(table, voice.answer_at):
        raise NotYet
    return table


def _downloaded(voice: HttpVoice, client: Client, address: str) -> Fetched:
    """Return the file at `address`; keys are sent only to the voice's server.  Raises `NotYet`, `RequestFailed`."""
    for _ in range(_MOST_HOPS + 1):
        _refuse_unsafe(voice, address)
        keys = origin(address) == origin(voice.address)
        fetched = client.fetch(sound_question(voice, address, keys=keys), not_yet=_NOT_YET, follow=True)
        if not fetched.moved_to:
            if not fetched.content:
                raise NotYet
            return fetched
        address = urljoin(address, fetched.moved_to)
    raise RequestFailed(message("it redirects to another address: {address}", address=_shown(address)), again=False)


def _refuse_unsafe(voice: HttpVoice, address: str) -> None:
    """Raise `RequestFailed` if the address of a sound is not encrypted.

    Also if only one of sound and voice is on this machine.  Plain HTTP is accepted if both are on this machine, or if
    the description permits it.
    """
    try:
        scheme, host, _ = origin(address)
    except ValueError:
        scheme, host = "", ""
    here = is_loopback(voice.address)
    safe = scheme == "https" or (scheme == "http" and (here or voice.allow_plain_http))
    if not (host and safe and is_loopback(address) == here):
        cause = message("the address of its sound is not secure: {address}", address=_shown(address))
        raise RequestFailed(cause, again=False, fault="voice")


def _shown(address: str) -> str:
    return address.partition("?")[0]


def _decoded(text: str) -> Fetched:
    """Return the bytes of base64 `text`, which may be a data URL."""
    head, comma, tail = text.partition(",")
    encoded = tail if comma and head.startswith("data:") else text
    try:
        return Fetched(base64.b64decode("".join(encoded.split()), validate=True))
    except (binascii.Error, ValueError) as error:
        raise RequestFailed(message("its answer contains no sound")) from error


def _table(fetched: Fetched) -> Any:
    """Return the JSON of an answer.  Raises `RequestFailed` if it is not JSON."""
    refuse_page(fetched.content, fetched.hidden)
    try:
        return json.loads(fetched.content)
    except (ValueError, RecursionError) as error:
        raise RequestFailed(message("its answer is not JSON, or incomplete")) from error


def _at(table: Any, path: str) -> object:
    """Return the value at `path` (keys and indexes separated by dots); None if there is none."""
    for step in path.split("."):
        if isinstance(table, dict):
            table = table.get(step)
        elif isinstance(table, list) and step.isdecimal() and int(step) < len(table):
            table = table[int(step)]
        else:
            return None
    found: object = table
    return found


def _nothing_at(path: str, fetched: Fetched) -> RequestFailed:
    words = fetched.words or "…"
    return RequestFailed(message('its answer has nothing at "{path}": {words}', path=path, words=words))
