"""The desk as a server on the loopback, already listening; its address contains the key."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from ..configuration.workspace import Workspace, repair
from ..errors import UsageError
from ..messages import cause_of, message
from .application import application
from .guard import Keys
from .office import Office

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Desk:
    """A listening desk; `address` is the page to open in a browser of this machine."""

    server: uvicorn.Server
    listener: socket.socket
    address: str

    def run(self, *, browser: bool = False) -> None:
        """Serve until the process is interrupted; with `browser`, first open the address in the user's browser."""
        if browser:
            # in a thread: a text browser would block until it is closed
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            self.server.run(sockets=[self.listener])


def open_desk(root: Path, port: int = 0, preview: Callable[[str, bool], str] | None = None) -> Desk:
    """Return the desk of the workspace `root`; `port` 0 takes a free one.

    `preview` starts a server for the built files and returns the address of an edition, from its name and whether it
    was
    built in the folder of drafts.  Raises `UsageError` if `root` is not a workspace, or the port is not available.
    """
    office = Office(root.resolve())
    if not office.request.input.is_dir():
        raise UsageError(
            str(root), message("is not an office's folder"), message("Make one: bantin init {folder}", folder=root)
        )
    listener = socket.socket()
    if os.name != "nt":  # on Windows this would let another program use the same port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"{HOST}:{port}",
            message("the desk cannot use this port: {cause}", cause=cause_of(error)),
            message("Choose another one, or close the program that uses it."),
        ) from error
    with contextlib.suppress(OSError):  # the sample is in the program's own folder
        if (office.root / "Makefile").is_file() and not (office.root / "pyproject.toml").is_file():
            repair(Workspace(office.root))
    keys, number = Keys(), listener.getsockname()[1]
    app = application(office, keys, number, preview)
    config = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, server_header=False)
    return Desk(uvicorn.Server(config), listener, f"http://{HOST}:{number}/?k={keys.key}")
