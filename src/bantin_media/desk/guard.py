"""Access control of the desk: this machine, the user's browser and the desk's own pages only.

The address that `bantin desk` prints contains a random key, which the server exchanges for a `SameSite=Strict`
cookie.  A change needs a POST, the page's own token and the desk's `Origin`, so that no other page can send one
(CSRF, DNS rebinding).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..messages import message

TOKEN = "x-desk-token"  # noqa: S105 -- the name of a header
LARGEST_FORM_BYTES = 1024 * 1024
LARGEST_FILE_BYTES = 256 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def cookie_name(port: int) -> str:
    """Return the cookie's name, which contains `port`, because a browser sends the cookies of all ports of a host."""
    return f"ban-bien-tap-{port}"


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Keys:
    """The secrets of one run of the desk: `key` is in the address, `token` in every page."""

    key: str = field(default_factory=_secret)
    token: str = field(default_factory=_secret)


class Guard:
    """The access control around the whole application."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self._app = app
        self._keys = keys
        self._cookie = cookie_name(port)
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a permitted request, with the headers of a private page; refuse every other."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)

        async def sealed(event: Message) -> None:
            if event["type"] == "http.response.start":
                answer = MutableHeaders(scope=event)
                for name, value in HEADERS.items():
                    answer[name] = value
            await send(event)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, sealed)
            return
        limit = LARGEST_FILE_BYTES if scope["path"].endswith("/upload") else LARGEST_FORM_BYTES
        if scope["method"] == "POST" and _length(headers) > limit:
            await _refused(413, message("this is too large"))(scope, receive, sealed)
            return
        await self._app(scope, receive, sealed)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the response to a forbidden request, or the redirect of the first request; None for any other."""
        if headers.get("host", "") not in self._hosts:
            return _refused(421, message("this address is not the desk's"))
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return _refused(405, message("this cannot be done here"))
        key = parse_qs(scope["query_string"].decode("ascii", "replace")).get("k", [""])[0]
        if scope["method"] == "GET" and key and _same(key, self._keys.key):
            welcome = RedirectResponse("/", 303)
            welcome.set_cookie(self._cookie, self._keys.key, httponly=True, samesite="strict", path="/")
            return welcome
        if not _same(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""), self._keys.key):
            return _refused(403, message("open the desk by the address that `bantin desk` shows"))
        if scope["method"] == "POST" and not self._is_ours(headers):
            return _refused(403, message("this change does not come from a page of the desk"))
        return None

    def _is_ours(self, headers: Headers) -> bool:
        origin = headers.get("origin", "").removeprefix("http://")
        return origin in self._hosts and _same(headers.get(TOKEN, ""), self._keys.token)


def _refused(status: int, what: str) -> Response:
    return PlainTextResponse(f"{what}\n", status)


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 16 else LARGEST_FILE_BYTES + 1


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))
