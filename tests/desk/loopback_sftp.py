"""An SFTP server on the loopback, in its own thread, with one folder."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "bantin", "mật khẩu chỉ để thử"


@dataclass
class Server:
    """The requests that the server received, and the faults that it simulates."""

    root: Path
    port: int = 0
    fingerprint: str = ""
    opened: list[str] = field(default_factory=list)
    """Files that were written or read, in order, by their paths below the root."""
    shown: list[str] = field(default_factory=list)
    """The names to which files were renamed."""
    is_spoiling: bool = False
    """Whether the received data are damaged."""
    has_no_room: bool = False
    known_key: str = ""
    """The fingerprint of the accepted key of a user."""
    drops_after: int = -1
    """The number of files after which the connection breaks; -1: never."""

    def address(self, folder: str = "/www") -> str:
        return f"sftp://{USER}@127.0.0.1:{self.port}{folder}"


def _files(server: Server) -> type[asyncssh.SFTPServer]:
    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: Any) -> None:
            self._channel = channel
            super().__init__(channel, chroot=str(server.root).encode())

        def open(self, path: bytes, pflags: int, attrs: Any) -> Any:
            name = path.decode().removeprefix("/www/")
            if pflags & asyncssh.FXF_WRITE:
                if server.has_no_room:
                    raise asyncssh.SFTPFailure("Failure")  # what OpenSSH says
                if server.drops_after == 0:
                    self._channel.get_connection().abort()
                server.drops_after -= 1
            server.opened.append(name)
            return super().open(path, pflags, attrs)

        def write(self, file: Any, offset: int, data: bytes) -> int:
            return super().write(file, offset, bytes(len(data)) if server.is_spoiling else data)

        def posix_rename(self, old: bytes, new: bytes) -> None:
            server.shown.append(new.decode().removeprefix("/www/"))
            super().posix_rename(old, new)

    return Files


class _Door(asyncssh.SSHServer):
    def __init__(self, server: Server) -> None:
        self._server = server

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == USER and key.get_fingerprint() == self._server.known_key


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """Yield a server whose folder `/www` is `root/www`."""
    (root / "www").mkdir(parents=True, exist_ok=True)
    server = Server(root)
    key = asyncssh.generate_private_key("ssh-ed25519")
    server.fingerprint = key.get_fingerprint()
    loop, ready, over = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        listener = await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[key], server_factory=lambda: _Door(server), sftp_factory=_files(server),
            allow_scp=False,
        )  # fmt: skip
        server.port = listener.get_port()
        ready.set()
        await over.wait()
        listener.close()
        await listener.wait_closed()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(20)
        loop.close()
