"""So many requests at once, whoever asks: a client is lent to one thread at a time, and used again.

What is not a request (decoding, measuring, encoding) is done without one, so that a server has no idle moments; and
there are never more connections than requests allowed at once, since some servers attend to one at a time.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Client = TypeVar("Client")


class Turns(Generic[Client]):
    """Lends `count` clients; each is made when it is first wanted, and the one last used is lent first."""

    def __init__(self, count: int, make: Callable[[], Client]) -> None:
        self._make = make
        self._free: queue.LifoQueue[Client | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)

    @contextlib.contextmanager
    def client(self) -> Iterator[Client]:
        """Wait for a turn; lend a client for the `with` block."""
        lent = self._free.get()
        try:
            lent = self._make() if lent is None else lent
            yield lent
        finally:
            self._free.put(lent)
