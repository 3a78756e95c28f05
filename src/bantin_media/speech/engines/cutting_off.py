"""An answer that drips, cut off: a read time-out starts anew with every byte, so the whole needs a limit of its own.

Neither requests nor httpx has one.  The sockets of a thread's client are watched here, and shut down from outside
when the time is over: whatever read is under way ends, be it of headers or of a body.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Iterator


class Scissors:
    """Cuts the connections of one thread's client; not to be shared by threads."""

    def __init__(self) -> None:
        self._sockets: list[weakref.ref[socket.socket]] = []
        self._lock = threading.Lock()
        self.was_cut = False
        """Whether the last request took too long: its answer may look whole and is not."""

    def watch(self, connection: object) -> None:
        """Remember the socket of a new connection."""
        if isinstance(connection, socket.socket):
            with self._lock:
                self._sockets = [one for one in self._sockets if one() is not None]
                self._sockets.append(weakref.ref(connection))

    @contextlib.contextmanager
    def after(self, seconds: float) -> Iterator[None]:
        """Cut what is under way in the `with` block once `seconds` are over."""
        self.was_cut = False
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _cut(self) -> None:
        self.was_cut = True
        with self._lock:
            for reference in self._sockets:
                connection = reference()
                if connection is not None:
                    with contextlib.suppress(OSError):  # closed meanwhile
                        # not the method of an SSL socket, which would drop its state under the reader's hands
                        socket.socket.shutdown(connection, socket.SHUT_RDWR)
