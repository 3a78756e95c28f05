"""A bounded pool of HTTP clients: each is lent to one thread at a time and keeps its connection.

The pool bounds the connections to the number of requests that the server allows at once; some servers serve one at a
time.  Decoding, measuring and encoding happen without a client, so that the server is never idle.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

Client = TypeVar("Client")

_HAND_OVER_S: Final = 0.002
"""How long this thread yields the interpreter: enough for another thread to send its request."""


class ClientPool(Generic[Client]):
    """Lends at most `count` clients; each is made on first use, and the one used last is lent first."""

    def __init__(self, count: int, make: Callable[[], Client]) -> None:
        self._make = make
        self._free: queue.LifoQueue[Client | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)

    @contextlib.contextmanager
    def client(self) -> Iterator[Client]:
        """Wait for a free client and lend it for the `with` block.

        Afterwards this thread yields the interpreter, so that another thread can send its request first.
        """
        lent = self._free.get()
        try:
            lent = self._make() if lent is None else lent
            yield lent
        finally:
            self._free.put(lent)
            time.sleep(_HAND_OVER_S)
