"""Requests for sound → MP3s synthesized with the cache of speech, kept in memory while the desk is open."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..cache import digest_of_bytes
from ..errors import UsageError
from ..messages import message
from . import sound
from .office import Office
from .sound import Heard

MOST_KEPT = 24
_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def sentence(office: Office, request: Request) -> Response:
    """Return the sound of one sentence."""
    name, number = request.path_params["name"], request.path_params["number"]
    examined = office.examined(name)
    heard = office.alone(lambda: sound.sentence(examined, number, request.path_params["sentence"]))
    return _ranged(request, heard.content)


def article(office: Office, request: Request) -> Response:
    """Return the address of an article's sound, and the times of its sentences."""
    examined = office.examined(request.path_params["name"])
    return _told(office.alone(lambda: sound.article(examined, request.path_params["number"])))


def programme(office: Office, request: Request) -> Response:
    """Return the address of the sound of the running order."""
    examined = office.examined(request.path_params["name"])
    return _told(office.alone(lambda: sound.programme(examined)))


def kept(request: Request) -> Response:
    """Return a sound by its address.  Raises `UsageError` if it is no longer in memory."""
    with _lock:
        content = _kept.get(request.path_params["key"])
    if content is None:
        raise UsageError("", message("this sound no longer exists"), "")
    return _ranged(request, content)


def _told(heard: Heard) -> Response:
    key = digest_of_bytes(heard.content)[:24]
    with _lock:
        _kept[key] = heard.content
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return JSONResponse({"src": f"/nghe/{key}.mp3", "clips": heard.clips, "duration_ms": heard.duration_ms})


def _ranged(request: Request, content: bytes) -> Response:
    """Return the sound, or the requested range (RFC 9110 §14.2), which players need for seeking."""
    unit, _, wanted = request.headers.get("range", "").partition("=")
    first, _, last = wanted.partition("-")
    headers = {"accept-ranges": "bytes"}
    if unit != "bytes" or not first.isdecimal() or "," in wanted:
        return Response(content, media_type="audio/mpeg", headers=headers)
    start, end = int(first), min(int(last) if last.isdecimal() else len(content) - 1, len(content) - 1)
    if start > end:
        return Response(status_code=416, headers={"content-range": f"bytes */{len(content)}"})
    headers["content-range"] = f"bytes {start}-{end}/{len(content)}"
    return Response(content[start : end + 1], 206, media_type="audio/mpeg", headers=headers)
