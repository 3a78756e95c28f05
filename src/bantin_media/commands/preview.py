"""A local web server for the built pages and the proof pages, with the behaviour of a static host.

It listens on the loopback, answers only requests for its own host name, serves files and ranges of them (for
seeking), and follows no link out of its folders.  Every user of this machine can send requests, so the addresses of
proof pages, drafts and internal editions contain a secret: `/proof-<secret>/` lists them; no other folder is listed.
"""

from __future__ import annotations

import html
import mimetypes
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from secrets import token_urlsafe
from typing import BinaryIO, Final
from urllib.parse import quote, unquote, urlsplit

from ..errors import UsageError
from ..messages import cause_of, message
from ..pipeline.plan import INSIDE as BESIDE
from ..regex import regex

HOST: Final = "127.0.0.1"
INSIDE: Final = "noi-bo"
"""The first part of the addresses of drafts and internal editions."""
PROOF: Final = "proof"
"""The first part of the addresses of proof pages; `output/` is served at the root."""
SECRET_BYTES: Final = 16
TYPES: Final = {
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json; charset=utf-8",
    ".lrc": "text/plain; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
RANGE: Final = regex(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
BLOCK_BYTES: Final = 64 * 1024
SILENCE_S: Final = 30
"""The time after which an idle connection is closed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A listening server; `address` is the page to open in a browser."""

    server: ThreadingHTTPServer
    secret: str = ""
    """The secret part of the addresses that are only for the office."""

    @property
    def address(self) -> str:
        """Return the address of the page with all editions."""
        return f"http://{HOST}:{self.server.server_port}/"

    @property
    def proof_address(self) -> str:
        """Return the address of the list of proof pages."""
        return f"{self.address}{PROOF}-{self.secret}/"

    @property
    def inside_address(self) -> str:
        """Return the base address of drafts and internal editions."""
        return f"{self.address}{INSIDE}-{self.secret}/"

    def run(self) -> None:
        """Serve until `close` is called from elsewhere, or the process is interrupted."""
        self.server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        """Stop the server and free the port."""
        self.server.shutdown()
        self.server.server_close()


def serve(output: Path, proof: Path, port: int = 0) -> Preview:
    """Return a listening server for the folders; `port` 0 takes a free one.

    Raises `UsageError` if nothing has been built yet, or the port is not available.
    """
    inside = output.with_name(f"{output.name}{BESIDE}")
    if not output.is_dir() and not inside.is_dir():
        raise UsageError(
            str(output),
            message("nothing has been built here yet"),
            message("Build first: the button of the desk, or make."),
        )
    secret = token_urlsafe(SECRET_BYTES)
    try:
        roots = Roots(output.resolve(), proof.resolve(), inside.resolve(), f"{PROOF}-{secret}", f"{INSIDE}-{secret}")
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, roots))
    except (OSError, OverflowError, RuntimeError) as error:
        raise UsageError(
            f"{HOST}:{port}",
            message("the preview cannot use this port: {cause}", cause=cause_of(error)),
            message("Choose another one, or close the program that uses it."),
        ) from error
    server.daemon_threads = True
    return Preview(server, secret)


@dataclass(frozen=True, slots=True)
class Roots:
    """The served folders, and the first parts of the addresses of two of them."""

    output: Path
    proof: Path
    inside: Path
    proof_name: str
    inside_name: str

    def of(self, name: str) -> Path | None:
        """Return the folder for addresses that begin with `name`; None for addresses in `output`."""
        return {self.proof_name: self.proof, self.inside_name: self.inside}.get(name)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server_version = "bantin"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = SILENCE_S

    def __init__(self, roots: Roots, *arguments: object) -> None:
        self._roots = roots
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the requested file or range of it."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as for GET, without the body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: a preview needs no access log."""

    def _answer(self, *, with_body: bool) -> None:
        if not self._for_us():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, with_body=with_body)
            return
        address = unquote(urlsplit(self.path).path, errors="replace")
        if address == f"/{self._roots.proof_name}/":
            self._send_text(_proof_list(self._roots), with_body=with_body)
            return
        path = _file_for(address, self._roots)
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND, with_body=with_body)
        elif path.is_dir():
            self._redirect()
        else:
            self._send_file(path, with_body=with_body)

    def _for_us(self) -> bool:
        """Return whether the request is for this host name; otherwise it may be an attack by DNS rebinding."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        return host in {HOST, "localhost"}

    def _send_file(self, path: Path, *, with_body: bool) -> None:
        try:
            file = path.open("rb")
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND, with_body=with_body)
            return
        with file:
            size = path.stat().st_size
            wanted = RANGE.fullmatch(self.headers.get("Range", "").strip())
            start, end = _range(wanted.group(1), wanted.group(2), size) if wanted else (0, size)
            if wanted and start >= end:
                self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, with_body=with_body, size=size)
                return
            self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
            if wanted:
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
            self.send_header("Content-Type", _type(path))
            self.send_header("Content-Length", str(end - start))
            self._end_headers()
            if with_body:
                self._copy(file, start, end)

    def _copy(self, file: BinaryIO, start: int, end: int) -> None:
        file.seek(start)
        left = end - start
        try:
            while left and (block := file.read(min(BLOCK_BYTES, left))):
                self.wfile.write(block)
                left -= len(block)
        except OSError:  # the browser closed the connection, as on every seek
            self.close_connection = True

    def _send_text(self, text: str, *, with_body: bool) -> None:
        content = text.encode("utf-8")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self._end_headers()
        if with_body:
            self.wfile.write(content)

    def _redirect(self) -> None:
        """Redirect from `/2026-11` to `/2026-11/`, so that the page's relative addresses are right."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", "/" + quote(unquote(urlsplit(self.path).path).strip("/")) + "/")
        self.send_header("Content-Length", "0")
        self._end_headers()

    def _refuse(self, status: HTTPStatus, *, with_body: bool, size: int | None = None) -> None:
        content = f"{status.value} {status.phrase}\n".encode("ascii")
        self.send_response(status)
        if size is not None:
            self.send_header("Content-Range", f"bytes */{size}")
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self._end_headers()
        if with_body:
            self.wfile.write(content)

    def _end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()


def _file_for(address: str, roots: Roots) -> Path | None:
    """Return the path for `address` inside its root, or None; a folder without "/" is returned for a redirect."""
    names = PurePosixPath(address.lstrip("/")).parts
    within = roots.of(names[0]) if names else None
    root, inside = (within, names[1:]) if within else (roots.output, names)
    if any(name.startswith(".") or set(name) & set("\\:\0") for name in inside):
        return None
    try:
        path = root.joinpath(*inside).resolve()
        if path.is_dir():
            if not address.endswith("/"):
                return path if path.is_relative_to(root) else None
            path = (path / "index.html").resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # the last for circular links
        return None


def _range(first: str, last: str, size: int) -> tuple[int, int]:
    """Return start and end (exclusive) of a byte range (RFC 9110 §14.1.2); start = end if it is empty."""
    if first:
        return int(first), min(int(last) + 1 if last else size, size)
    return (max(size - int(last), 0), size) if last else (size, size)


def _type(path: Path) -> str:
    return TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _proof_list(roots: Roots) -> str:
    """Return the page that lists the proof pages and the editions that are only for the office."""
    pages = sorted((path.name for path in roots.proof.glob("*.html") if path.is_file()), reverse=True)
    inside = sorted((path.parent.name for path in roots.inside.glob("*/index.html")), reverse=True)
    lists = (
        (message("Proof pages"), [(quote(name), name.removesuffix(".html")) for name in pages]),
        (message("Drafts and internal editions"), [(f"/{roots.inside_name}/{quote(name)}/", name) for name in inside]),
    )
    shown = "".join(
        f"<h1>{html.escape(title)}</h1><ul>"
        + "".join(f'<li><a href="{address}">{html.escape(name)}</a></li>' for address, name in rows)
        + "</ul>"
        for title, rows in lists
        if rows
    )
    policy = "default-src 'none'"
    return (
        f'<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>{html.escape(lists[0][0])}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width">{shown}</html>\n'
    )
