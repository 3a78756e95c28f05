"""The routes of the desk: GET shows a page, POST makes a change; errors become responses for the editor."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ..errors import BantinError
from ..execution.boundary import Boundary
from ..files import private_folder, unwritable
from ..messages import message
from ..templates import TEMPLATES
from . import changes, sound_requests, uploads
from .building import Builder
from .change_request import Answer, Change, ChangeRequest
from .guard import LARGEST_FILE_BYTES, LARGEST_FORM_BYTES, Guard, Keys
from .office import Office, StaleError
from .pages import Pages

TYPES = {"svg": "image/svg+xml", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


def application(office: Office, keys: Keys, port: int, preview: Callable[[str, bool], str] | None = None) -> ASGIApp:
    """Return the application for `office`, behind its access control."""
    builder = Builder(office)
    pages = Pages(office, keys, builder, preview)
    routes = [
        Route("/", _page(pages.editions)),
        Route("/office", _page(pages.office_form)),
        Route("/desk.{kind}", _static),
        Route("/e/{name}/", _page(pages.edition)),
        Route("/e/{name}/xem", _leads(pages.made)),
        Route("/e/{name}/sign", _page(pages.sign)),
        Route("/e/{name}/paper", _page(pages.paper)),
        Route("/e/{name}/compare/{code}", _page(pages.compare)),
        Route("/e/{name}/a/{number:int}", _page(pages.article)),
        Route("/picture/{file}", _file(pages.emblem)),
        Route("/e/{name}/bia.jpg", _file(pages.cover)),
        Route("/e/{name}/picture/{file}", _file(pages.picture)),
        Route("/e/{name}/a/{number:int}/picture/{place:int}", _file(pages.article_picture)),
        Route("/e/{name}/a/{number:int}/s/{sentence}.mp3", _sound(office, sound_requests.sentence)),
        Route("/e/{name}/a/{number:int}/bai.json", _json(office, sound_requests.article)),
        Route("/e/{name}/chuong-trinh.json", _json(office, sound_requests.programme)),
        Route("/nghe/{key}.mp3", _file(sound_requests.kept)),
        Route("/e/{name}/build.json", _file(builder.state)),
        Route("/do/{what}", _change(office, builder, changes.OFFICE), methods=["POST"]),
        Route("/e/{name}/do/{what}", _change(office, builder, changes.EDITION), methods=["POST"]),
        Route("/upload", _upload(lambda _, *sent: uploads.to_office(office, *sent)), methods=["POST"]),
        Route("/e/{name}/upload", _upload(lambda *sent: uploads.to_edition(office, *sent)), methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={404: _missing}), keys, port)


async def _missing(request: Request, error: Exception) -> Response:
    return HTMLResponse(message("there is no such page"), 404)


async def _static(request: Request) -> Response:
    kind = request.path_params["kind"]
    path = TEMPLATES / "desk" / f"desk.{kind}"
    if kind not in TYPES or not path.is_file():
        return Response(status_code=404)
    return Response(path.read_bytes(), media_type=TYPES[kind])


def _page(show: Callable[[Request], str]) -> Callable[[Request], Any]:
    """Return the endpoint of a page; an error is shown on a page of its own, with a way back."""

    async def endpoint(request: Request) -> Response:
        def refusal(error: BantinError) -> Response:
            pages: Pages = show.__self__  # type: ignore[attr-defined]
            return HTMLResponse(pages.trouble(request, error), 404 if "name" in request.path_params else 400)

        return await _answer(request, lambda: HTMLResponse(show(request)), refusal)

    return endpoint


def _leads(where: Callable[[Request], str]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return RedirectResponse(await run_in_threadpool(where, request), 303)

    return endpoint


def _file(find: Callable[[Request], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await _answer(request, lambda: find(request))

    return endpoint


def _sound(office: Office, make: Callable[[Office, Request], Response]) -> Callable[[Request], Any]:
    return _file(lambda request: make(office, request))


_json = _sound


def _change(office: Office, builder: Builder, known: dict[str, Change]) -> Callable[[Request], Any]:
    """Return the endpoint of all changes of one kind; `changes` has one function for each."""

    async def endpoint(request: Request) -> Response:
        content = await _body(request, LARGEST_FORM_BYTES)
        if content is None or request.path_params["what"] not in known:
            return JSONResponse({"what": message("this cannot be done here"), "hint": ""}, 400)
        form = {key: values[-1] for key, values in parse_qs(content.decode("utf-8"), keep_blank_values=True).items()}
        work = known[request.path_params["what"]]
        asked = ChangeRequest(office, builder, request.path_params.get("name", ""), form)
        return await _answer(request, lambda: JSONResponse(work(asked)))

    return endpoint


def _upload(take: Callable[[str, Path, dict[str, str]], Answer]) -> Callable[[Request], Any]:
    """Return the endpoint for a dropped file; `take` gets it as a temporary file."""

    async def endpoint(request: Request) -> Response:
        asked = {key: request.query_params.get(key, "") for key in ("file", "article", "folder", "replace")}
        name = request.path_params.get("name", "")
        try:
            with private_folder() as folder:
                sent = folder / "sent"
                if not await _received(request, sent, LARGEST_FILE_BYTES):
                    return JSONResponse({"what": message("this is too large"), "hint": ""}, 413)
                return await _answer(request, lambda: JSONResponse(take(name, sent, asked)))
        except OSError as error:  # the disk for temporary files is full
            return _refusal(unwritable(tempfile.gettempdir(), error))

    return endpoint


async def _received(request: Request, target: Path, limit: int) -> bool:
    """Write the body of `request` to `target`; return False as soon as it is more than `limit` bytes."""
    size_bytes = 0
    with target.open("wb") as file:
        async for piece in request.stream():
            size_bytes += len(piece)
            if size_bytes > limit:
                return False
            file.write(piece)
    return True


async def _body(request: Request, limit: int) -> bytes | None:
    """Return the body of `request`, or None if it is more than `limit` bytes."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > limit:
            return None
    return bytes(content)


def _refusal(error: BantinError) -> Response:
    """Return an error as JSON; if the page is stale, with the instruction to load it again."""
    status = 409 if isinstance(error, StaleError) else 400
    content = {"where": error.where, "what": error.what, "hint": error.hint}
    return Response(json.dumps(content, ensure_ascii=False), status, media_type="application/json")


async def _answer(
    request: Request, work: Callable[[], Response], refusal: Callable[[BantinError], Response] = _refusal
) -> Response:
    """Return the result of `work`, run in a thread; an error becomes the response of `refusal`."""

    def done() -> Response:
        try:
            with Boundary(request.url.path):
                return work()
        except BantinError as error:
            return refusal(error)

    return await run_in_threadpool(done)
