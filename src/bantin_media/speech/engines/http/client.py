"""One HTTP request → its complete answer of limited size, by httpx; a failure is a `RequestFailed`.

Exceptions and log messages of httpx contain headers and addresses, so both are suppressed.
"""

from __future__ import annotations

import json
import logging
import os
import re
import ssl
import weakref
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ....configuration.settings import RetryPolicy
from ....messages import message
from ....regex import regex
from ...network.deadline import Deadline
from ...network.retry import RequestFailed, refuse_status, too_slow, unreached
from ...network.sound_response import LARGEST_BYTES, bounded, refuse_page
from .description import Question, redacted

_LONGEST_WORDS: Final = 160
_OF_WORDS: Final = ("text/", "application/json", "application/xml", "application/problem")
_OF_KEYS: Final = frozenset({401, 402, 403, 407})
_OF_DESCRIPTIONS: Final = frozenset({400, 422})
_OF_ADDRESSES: Final = frozenset({*range(300, 400), 404, 405, 406, 410, 415})
_RATE: Final = regex(r"(?i);\s*(?:sample[-_]?)?rate\s*=\s*\"?(\d+)")
_RATE_HEADERS: Final = ("x-sample-rate", "sample-rate", "x-audio-sample-rate", "audio-sample-rate")
_WORDS_AT: Final = ("message", "error_message", "vi_message", "error", "detail", "msg", "reason", "description")


class NotYet(Exception):  # noqa: N818 -- not an error: the result is not ready
    """The server has not finished the result."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The body of one answer; `length_known` says whether the transfer confirmed that it is complete."""

    content: bytes
    kind: str = ""
    length_known: bool = True
    moved_to: str = ""
    """The target of a redirect, if redirects were to be followed."""
    rate_hz: int = 0
    """The sample rate in the HTTP headers, for a sound without a header of its own; 0 if there is none."""

    confidential: tuple[str, ...] = ()
    """Secrets that no message may show, even if the server repeats them."""

    def hidden(self, text: str) -> str:
        """Return `text` without the confidential parts."""
        return redacted(text, self.confidential)

    @property
    def words(self) -> str:
        """Return the server's message in the body: see `said`."""
        return said(self.content, self.confidential)

    def refuse_words(self) -> None:
        """Raise `RequestFailed` if the body is a message and not a sound."""
        refuse_page(self.content, self.hidden)
        words = self.words
        if words or (self.kind.startswith(_OF_WORDS) and self.content[:1] in {b"{", b"[", b'"'}):
            raise RequestFailed(message("it answered with a message, not with sound: {words}", words=words or "JSON"))
        if self.kind.startswith(_OF_WORDS) and not self.content.startswith(
            (b"RIFF", b"ID3", b"OggS", b"fLaC", b"\xff")
        ):
            raise RequestFailed(message("it answered with a message, not with sound: {words}", words=self.kind))


class Client:
    """A connection to a server for one thread at a time, with or without proxies; closed when it is released."""

    def __init__(self, policy: RetryPolicy, *, proxies: bool) -> None:
        import httpx

        for name in ("httpx", "httpcore"):  # they log addresses and headers with keys
            logging.getLogger(name).setLevel(logging.WARNING)
        self._policy = policy
        self._is_here = not proxies
        self._deadline = Deadline()
        timeout = httpx.Timeout(policy.silence_s, connect=policy.connect_s)
        # The machine's trusted certificates are always used, its proxies only for a server on another machine
        self._client = httpx.Client(
            timeout=timeout,
            verify=_trust(*(os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))),
            trust_env=proxies,
            headers={"accept-encoding": "identity"},  # sound cannot be compressed further
            follow_redirects=False,
        )
        weakref.finalize(self, self._client.close)

    def fetch(self, request: Question, *, not_yet: frozenset[int] = frozenset(), follow: bool = False) -> Fetched:
        """Return the answer to `request`.  Raises `RequestFailed` if it is unsuccessful, incomplete or too long.

        Raises `NotYet` for a status in `not_yet`.  If `follow` is true, a redirect counts as an answer.
        """
        import httpx

        headers = [(name.encode(), value.encode()) for name, value in request.headers]
        content = request.content or None
        try:
            with (
                self._deadline.within(self._policy.answer_s),
                self._client.stream(
                    request.method, request.address, headers=headers, content=content, extensions={"trace": self._trace}
                ) as answer,
            ):
                if answer.status_code in not_yet:
                    raise NotYet
                if follow and answer.has_redirect_location:
                    return Fetched(b"", moved_to=answer.headers["location"])
                self._refuse(answer, request.confidential)
                body = _body(answer)
                framed = {"content-length", "transfer-encoding"} & set(answer.headers)
                kind, rate_hz = answer.headers.get("content-type", "").lower(), _rate_hz(answer.headers)
                fetched = Fetched(body, kind, bool(framed), rate_hz=rate_hz, confidential=request.confidential)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            # from None: a traceback would show the addresses and headers that they quote
            raise (
                too_slow(self._policy)
                if self._deadline.has_passed
                else unreached(error, self._policy, is_here=self._is_here)
            ) from None
        if self._deadline.has_passed:
            raise too_slow(self._policy)
        return fetched

    def _refuse(self, answer: Any, confidential: tuple[str, ...]) -> None:
        """Raise the `RequestFailed` of an unsuccessful answer, with the server's message."""
        try:
            refuse_status(answer.status_code, answer.headers)
        except RequestFailed as failure:
            words = said(_body(answer), confidential)
            if words:
                failure.cause = f"{failure.cause}: {words}"
            failure.hint = failure.hint or _hint(answer.status_code)
            raise

    def _trace(self, event: str, fields: dict[str, Any]) -> None:
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._deadline.watch(fields["return_value"].get_extra_info("socket"))


def _rate_hz(headers: Mapping[str, str]) -> int:
    """Return the sample rate in the headers ("audio/L16;rate=22050", RFC 2586, or a separate header); 0 if none."""
    said = _RATE.search(headers.get("content-type", ""))
    declared = said[1] if said else next((headers[name] for name in _RATE_HEADERS if name in headers), "")
    return int(declared) if re.fullmatch(r"[1-9]\d{3,5}", declared, re.ASCII) else 0


@lru_cache(maxsize=4)
def _trust(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Return the trusted certificates, shared by all threads; the arguments are the paths in the environment."""
    import httpx

    return httpx.create_ssl_context()


def _hint(status: int) -> str:
    """Return the hint for a refusal that waiting cannot resolve; empty if waiting can."""
    if status in _OF_KEYS:
        return message("Check the key in its environment variable, and the credit of the account.")
    if status in _OF_DESCRIPTIONS:
        return message("Check the request in [voices.…] of input/bantin.toml: model, voice, format, speed.")
    if status in _OF_ADDRESSES:
        return message("Check the address and the method in [voices.…] of input/bantin.toml.")
    return ""


def _body(answer: Any) -> bytes:
    """Return the decompressed body.  Raises `RequestFailed` if it is too long, before all of it is in memory."""
    raw = bounded(answer.iter_raw())
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return raw
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise RequestFailed(message("its answer has a compression that was not requested: {way}", way=encoding[:40]))
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)  # detects gzip or zlib
    try:
        whole = unpacking.decompress(raw, LARGEST_BYTES + 1)
    except zlib.error:
        raise RequestFailed(message("its answer is incomplete")) from None
    return bounded([whole])


def said(content: bytes, confidential: tuple[str, ...] = ()) -> str:
    """Return the server's message in the JSON `content`, in quotation marks; empty if there is none.

    Confidential parts are removed before the text is shortened.
    """
    try:
        found = json.loads(content) if content[:1] in {b"{", b"["} else None
    except (ValueError, RecursionError):
        return ""
    while isinstance(found, dict | list):
        if isinstance(found, list):
            found = found[0] if found else None
        else:
            found = next((found[key] for key in _WORDS_AT if found.get(key)), None)
    if not isinstance(found, str):
        return ""
    return f'"{" ".join(redacted(found, confidential).split())[:_LONGEST_WORDS]}"'
