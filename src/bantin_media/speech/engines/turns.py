"""So many requests at once, whoever asks: a client is lent to one thread at a time, and used again.

What is not a request (decoding, measuring, encoding) is done without one, so that a server has no idle moments; and
there are never more connections than requests allowed at once, since some servers attend to one at a time.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

Client = TypeVar("Client")

_HAND_OVER_S: Final = 0.002
"""What the next question needs to be on its way, while the interpreter is not wanted for the answer to the last."""


class Turns(Generic[Client]):
    """Lends `count` clients; each is made when it is first wanted, and the one last used is lent first."""

    def __init__(self, count: int, make: Callable[[], Client]) -> None:
        self._make = make
        self._free: queue.LifoQueue[Client | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)

    @contextlib.contextmanager
    def client(self) -> Iterator[Client]:
        """Wait for a turn; lend a client for the `with` block, after which another thread asks before this one goes on.

        Threads of Python take turns at the interpreter too: what is reckoned here would hold a question back.
        """
        lent = self._free.get()
        try:
            lent = self._make() if lent is None else lent
            yield lent
        finally:
            self._free.put(lent)
            time.sleep(_HAND_OVER_S)
