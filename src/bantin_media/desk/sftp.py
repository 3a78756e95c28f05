"""A place on a server, by SFTP (SSH): the host key is checked first, and no password is stored.

A server is trusted if `~/.ssh/known_hosts` has its key, or if the user confirmed its fingerprint.  The login uses the
user's own keys, or a password that is discarded after the connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import posixpath
import socket
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlsplit

import asyncssh

from ..errors import BantinError, OutputError, UsageError
from ..messages import message
from .places import ASIDE, RECORD, UnknownServerError, no_such_folder, not_as_given

PIECE_BYTES = 4 * 1024 * 1024
LARGEST_RECORD_BYTES = 16 * 1024 * 1024
WAIT_S = 30
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Address:
    """`sftp://user@host:port/folder`; `~/` at the beginning of the folder is the user's home."""

    user: str
    host: str
    port: int
    folder: str

    @property
    def server(self) -> str:
        """Return host and port."""
        return f"{self.host}:{self.port}"

    def __str__(self) -> str:
        port = "" if self.port == 22 else f":{self.port}"
        return f"sftp://{self.user}@{self.host}{port}{self.folder}"


def address_of(text: str) -> Address:
    """Return the parts of an address.  Raises `UsageError` without any password in its message."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 22
        user, folder = unquote(parts.username or ""), unquote(parts.path)
    except ValueError:
        parts, host, port, user, folder = urlsplit("sftp://"), "", 22, "", ""
    if parts.password is not None:
        raise UsageError(
            f"sftp://{user}:…@{host}",
            message("the address contains a password"),
            message("Leave it out: the desk asks for it and keeps it nowhere."),
        )
    if not (host and user and folder.strip("/")) or any(letter in folder + user for letter in "\0\n\r"):
        raise UsageError(
            text,
            message("is not a complete address of a server"),
            message("Write sftp://name@server/folder, as in sftp://bantin@may-chu.example/var/www/ban-tin."),
        )
    return Address(user, host, port, folder.rstrip("/"))


class SftpPlace:
    """A folder on a server, connected during the block.

    Entering raises `UnknownServerError`, `UsageError` if the folder does not exist, `OutputError`.
    """

    def __init__(self, address: Address, *, password: str = "", fingerprint: str = "") -> None:
        self._address = address
        self._password = password
        self._confirmed = fingerprint
        self._runner = asyncio.Runner()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._sftp: asyncssh.SFTPClient
        self._root = ""

    def __enter__(self) -> Self:
        """Connect, and discard the password."""
        try:
            self._run(self._connect(), str(self._address))
        except BantinError:
            self.__exit__(None, None, None)
            raise
        finally:
            self._password = ""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Disconnect."""
        with contextlib.suppress(OSError, asyncssh.Error):
            self._runner.run(self._disconnect())
        self._runner.close()

    def record(self) -> bytes:
        """See `Place`."""
        return self._run(self._record(), RECORD)

    def has(self, name: str, *, digest: str, size: int, recorded: str) -> bool:
        """Trust the record if the size is right, because reading a file back takes as long as sending it."""
        return recorded == digest and self._run(self._size(self._path(name)), name) == size

    def put_aside(self, source: Path, aside: str, digest: str) -> None:
        """See `Place`."""
        self._run(self._put_aside(source, f"{ASIDE}/{aside}", digest), source.name)

    def show(self, aside: str, name: str) -> None:
        """See `Place`."""
        self._run(self._show(self._path(f"{ASIDE}/{aside}"), self._path(name)), name)

    def remove(self, name: str) -> bool:
        """See `Place`."""
        return self._run(self._remove(name), name)

    def write_record(self, content: bytes) -> None:
        """See `Place`."""
        self._run(self._write_record(content), RECORD)

    def clear_aside(self) -> None:
        """See `Place`."""
        self._run(self._clear_aside(), ASIDE)

    # ---------------------------------------------------------------------------------------------- connection

    async def _connect(self) -> None:
        client = _Client(self._confirmed)
        try:
            self._connection, _ = await asyncssh.create_connection(
                lambda: client, self._address.host, self._address.port, username=self._address.user,
                password=self._password or None, config=None, connect_timeout=WAIT_S, login_timeout=WAIT_S,
                keepalive_interval=WAIT_S // 2, keepalive_count_max=2,
            )  # fmt: skip
        except asyncssh.HostKeyNotVerifiable as error:
            if client.shown:
                raise UnknownServerError(self._address.server, client.shown, self._confirmed) from error
            raise
        self._sftp = await self._connection.start_sftp_client()
        folder = self._address.folder
        asked = folder[3:] or "." if folder == "/~" or folder.startswith("/~/") else folder
        if not await self._sftp.isdir(asked):
            raise no_such_folder(str(self._address))
        self._root = str(await self._sftp.realpath(asked))

    async def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            await self._connection.wait_closed()

    async def _record(self) -> bytes:
        path = self._path(RECORD)
        if not 0 < await self._size(path) <= LARGEST_RECORD_BYTES:
            return b""
        async with self._sftp.open(path, "rb") as file:
            return bytes(await file.read())

    async def _size(self, path: str) -> int:
        """Return the size of a file, -1 if there is none."""
        try:
            found = await self._sftp.lstat(path)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            return -1
        return found.size or 0 if found.type == asyncssh.FILEXFER_TYPE_REGULAR else -1

    async def _put_aside(self, source: Path, aside: str, digest: str) -> None:
        target = self._path(aside)
        await self._sftp.makedirs(posixpath.dirname(target), exist_ok=True)
        if await self._size(target) == source.stat().st_size and await self._digest(target) == digest:
            return
        await self._sftp.put(str(source), target)
        if await self._digest(target) != digest:
            await self._sftp.remove(target)
            raise not_as_given(str(self._address))

    async def _digest(self, path: str) -> str:
        digest = hashlib.sha256()
        async with self._sftp.open(path, "rb") as file:
            while piece := await file.read(PIECE_BYTES):
                digest.update(bytes(piece))
        return digest.hexdigest()

    async def _show(self, aside: str, target: str) -> None:
        await self._sftp.makedirs(posixpath.dirname(target), exist_ok=True)
        try:
            await self._sftp.posix_rename(aside, target)
        except asyncssh.SFTPOpUnsupported:  # an old server: the file is missing for a moment
            with contextlib.suppress(asyncssh.SFTPNoSuchFile):
                await self._sftp.remove(target)
            await self._sftp.rename(aside, target)

    async def _remove(self, name: str) -> bool:
        path = self._path(name)
        if await self._size(path) < 0:
            return False
        folder = posixpath.dirname(path)
        if str(await self._sftp.realpath(folder)) != folder:  # a link to another folder
            return False
        await self._sftp.remove(path)
        while folder != self._root and not [one for one in await self._sftp.listdir(folder) if one not in (".", "..")]:
            await self._sftp.rmdir(folder)
            folder = posixpath.dirname(folder)
        return True

    async def _write_record(self, content: bytes) -> None:
        aside = self._path(f"{ASIDE}/{RECORD}")
        await self._sftp.makedirs(posixpath.dirname(aside), exist_ok=True)
        async with self._sftp.open(aside, "wb") as file:
            await file.write(content)
        await self._show(aside, self._path(RECORD))

    async def _clear_aside(self) -> None:
        if await self._sftp.isdir(self._path(ASIDE)):
            await self._sftp.rmtree(self._path(ASIDE))

    def _path(self, name: str) -> str:
        return posixpath.join(self._root, name)

    def _run(self, work: Coroutine[Any, Any, Result], where: str) -> Result:
        with _told(self._address, where):
            return self._runner.run(work)


class _Client(asyncssh.SSHClient):  # type: ignore[misc]  # its types are not read
    """Trusts one fingerprint, and stores the one that the server has."""

    def __init__(self, confirmed: str) -> None:
        self._confirmed = confirmed
        self.shown = ""

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        """Return whether the key of a server that is not in `known_hosts` has been confirmed."""
        self.shown = str(key.get_fingerprint())
        return bool(self._confirmed) and hmac.compare_digest(self.shown, self._confirmed)


@contextlib.contextmanager
def _told(address: Address, where: str) -> Iterator[None]:
    """Convert exceptions of the network and the server to errors for the editor."""
    try:
        yield
    except (asyncssh.PermissionDenied, asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise OutputError(
            str(address),
            message("the server refused to log in {user}", user=address.user),
            message("Give the password at the desk or in the variable BANTIN_SFTP_PASSWORD, or use a key of ~/.ssh."),
        ) from error
    except socket.gaierror as error:
        raise OutputError(
            address.server,
            message("there is no server of this name, or this machine has no network"),
            message("Check the address and the network, then publish again."),
        ) from error
    except (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect) as error:
        raise OutputError(
            f"{address}: {where}",
            message("the server does not permit writing there"),
            message("Ask the server's administrator to give {user} access to this folder.", user=address.user),
        ) from error
    except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
        raise _lost(address) from error
    except asyncssh.SFTPError as error:
        raise OutputError(
            f"{address}: {where}",
            message("the server refused this: “{answer}”", answer=error.reason),
            message("Its disk may be full: show this message to the server's administrator, then publish again."),
        ) from error
    except (OSError, asyncssh.Error) as error:  # includes time-outs
        raise _lost(address) from error


def _lost(address: Address) -> OutputError:
    return OutputError(
        address.server,
        message("the server cannot be reached, or the connection broke"),
        message("Publish again: files that have arrived are not sent again."),
    )
