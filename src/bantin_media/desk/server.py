"""The desk as a server that is already listening on the loopback, at an address that carries its key."""

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
    """A desk that is listening; `address` is what to open in a browser of this machine."""

    server: uvicorn.Server
    listener: socket.socket
    address: str

    def run(self, *, browser: bool = False) -> None:
        """Serve until the process is interrupted; first open the address in the user's browser, if that is wanted."""
        if browser:
            # a browser of the terminal would not come back before it is left
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            self.server.run(sockets=[self.listener])


def open_desk(root: Path, port: int = 0, preview: Callable[[str, bool], str] | None = None) -> Desk:
    """Return the desk of the office in `root`; `port` 0 takes a free one.

    `preview` starts a server over what was built and returns the address of an edition there, by its name and whether
    it was built where only the office sees it.  Raises `UsageError` if there is no
    office, or the port cannot be had.
    """
    office = Office(root.resolve())
    if not office.request.input.is_dir():
        raise UsageError(
            str(root), message("is no folder of an office"), message("Make one: bantin init {folder}", folder=root)
        )
    listener = socket.socket()
    if os.name != "nt":  # there it would let another program listen here too
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
    with contextlib.suppress(OSError):  # of the sample, whose folder is the program's, there is nothing to repair
        if (office.root / "Makefile").is_file() and not (office.root / "pyproject.toml").is_file():
            repair(Workspace(office.root))
    keys, number = Keys(), listener.getsockname()[1]
    app = application(office, keys, number, preview)
    config = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, server_header=False)
    return Desk(uvicorn.Server(config), listener, f"http://{HOST}:{number}/?k={keys.key}")
