"""A deadline for a complete response: a read time-out restarts with every byte, so a slow drip would never end.

Neither requests nor httpx has one.  The sockets of a thread's client are registered here and shut down when the
deadline passes, which ends any read of headers or of a body.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Iterator


class Deadline:
    """Shuts down the connections of one thread's client after a deadline; threads must not share one."""

    def __init__(self) -> None:
        self._sockets: list[weakref.ref[socket.socket]] = []
        self._lock = threading.Lock()
        self.has_passed = False
        """Whether the last request missed its deadline; then its response may look complete but is not."""

    def watch(self, connection: object) -> None:
        """Register the socket of a new connection."""
        if isinstance(connection, socket.socket):
            with self._lock:
                self._sockets = [one for one in self._sockets if one() is not None]
                self._sockets.append(weakref.ref(connection))

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Shut the connections down if the `with` block takes longer than `seconds`."""
        self.has_passed = False
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _expire(self) -> None:
        self.has_passed = True
        with self._lock:
            for reference in self._sockets:
                connection = reference()
                if connection is not None:
                    with contextlib.suppress(OSError):  # already closed
                        # not the method of an SSL socket, which would discard the state that the reader is using
                        socket.socket.shutdown(connection, socket.SHUT_RDWR)
