"""An address → its file, complete and limited in size; only the address given by the editor is requested.

Only https is permitted, except from this machine; this also holds for redirects.
"""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from ...configuration.settings import RetryPolicy
from ...errors import ConfigError, VoiceUnavailable
from ...messages import message
from ..network.retry import unreached

_SILENCE_S: Final = 30.0
_CHUNK_BYTES: Final = 1024 * 1024
_NOT_THERE: Final = frozenset({401, 403, 404, 410})
"""Responses of file servers for a missing file."""


def is_address(source: str) -> bool:
    """Return whether `source` is an address on the network, not a file."""
    return "://" in source


def check(address: str) -> None:
    """Raise `ConfigError` if files must not be downloaded from `address`."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        what = message("a name or a key is before the host")
    elif parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))):
        return
    else:
        what = message("it is not encrypted: only https:// is permitted")
    raise ConfigError(address, what, message("Download the file by other means and add it from this machine."))


def fetched(address: str, *, most_bytes: int) -> Iterator[bytes]:
    """Yield the file at `address`, piece by piece.

    Raises `VoiceUnavailable` if it is missing, incomplete or larger than `most_bytes`, and `ConfigError` for an address
    that `check` refuses, also after a redirect.
    """
    with _opened(address) as answer:
        yield from _pieces(answer, address, most_bytes)


def _pieces(answer: Any, address: str, most_bytes: int) -> Iterator[bytes]:
    announced = answer.headers.get("Content-Length", "")
    wanted = int(announced) if announced.isascii() and announced.isdecimal() else None
    came = 0
    while piece := answer.read(_CHUNK_BYTES):
        came += len(piece)
        if came > most_bytes:
            raise _failed(address, message("it is larger than {size} MB", size=most_bytes // 1_000_000))
        yield piece
    if wanted is not None and came != wanted:  # read() with a size does not report an early end
        raise _failed(
            address, message("the connection broke off after {came} of {wanted} bytes", came=came, wanted=wanted)
        )


def resumed(address: str, part: Path, *, size_bytes: int, on_bytes: Callable[[int], None]) -> None:
    """Download the file of `size_bytes` at `address` to `part`, from the end of an earlier attempt (RFC 9110 §14.2).

    `on_bytes` is called with the number of received bytes.  After another interruption `part` remains.  Raises like
    `fetched`.
    """
    there = part.stat().st_size if part.exists() else 0
    if there >= size_bytes:
        return
    with _opened(address, {"Range": f"bytes={there}-"} if there else {}) as answer:
        goes_on = answer.status == http.client.PARTIAL_CONTENT
        there = there if goes_on else 0
        with part.open("ab" if goes_on else "wb") as file:
            for piece in _pieces(answer, address, size_bytes - there):
                file.write(piece)
                on_bytes(file.tell())


def found(address: str, *, most_bytes: int) -> bytes | None:
    """Return the file at `address`, None if it is missing.  Raises like `fetched`."""
    try:
        return b"".join(fetched(address, most_bytes=most_bytes))
    except VoiceUnavailable as error:
        if isinstance(error.__cause__, HTTPError) and error.__cause__.code in _NOT_THERE:
            return None
        raise


@contextmanager
def _opened(address: str, more: Mapping[str, str] = MappingProxyType({})) -> Iterator[Any]:
    check(address)
    headers = {"Accept-Encoding": "identity", "User-Agent": "bantin", **more}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 -- checked
    here = _is_here(urlsplit(address).hostname or "")
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        *((urllib.request.ProxyHandler({}),) if here else ()),
        _Redirects,
    )
    try:
        with opener.open(request, timeout=_SILENCE_S) as answer:
            yield answer
    except HTTPError as error:
        error.close()
        raise _failed(address, message("the server answered {status}", status=error.code)) from error
    except (URLError, http.client.HTTPException, OSError, ValueError) as error:
        cause = unreached(error, RetryPolicy(connect_s=_SILENCE_S, silence_s=_SILENCE_S)).cause
        raise _failed(address, message("it cannot be downloaded: {cause}", cause=cause)) from error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to addresses that `check` permits."""

    def redirect_request(  # noqa: PLR0917 -- the library's own signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message | Mapping[str, str],
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        """Return the redirected request.  Raises `ConfigError`."""
        check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _failed(address: str, what: str) -> VoiceUnavailable:
    hint = message("Check the address and the network, and run the same command again; nothing was changed here.")
    return VoiceUnavailable(address, what, hint)
