"""Requests sentences from a voice on a server, several at the same time, and stores them.

While some threads wait for responses, others pass finished sound to worker processes, which level and encode it.
The threads are daemons, so that Ctrl-C ends a build at once.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Final

from ..errors import BantinError, OutputError, VoiceUnavailable
from ..speech.synthesizer import Synthesizer
from ..speech.utterance import Utterance

Encode = Callable[[Utterance], bytes]
"""Returns the segment of an utterance, like `utterance.encoded`; threads call it and wait for it."""

_LOOK_UP_S: Final = 0.5
"""In seconds: on some systems a wait cannot be interrupted; then Ctrl-C takes effect after this time."""


def fetch(
    synthesizer: Synthesizer,
    texts: Sequence[str],
    *,
    parallel: int,
    encoders: int,
    encode: Encode,
    done: Callable[[str], None],
) -> dict[int, BantinError]:
    """Synthesize `texts` into the synthesizer's store; return the errors of the others by their index.

    `parallel` is the largest number of requests at the same time; `encoders` is the number of sentences that may be
    decoded and encoded at the same time.  `done` is called with each stored text.  After a permanent error of the voice
    or the store no more requests are sent, and the remaining texts get that error.
    """
    session = _Session(synthesizer, texts, encode)
    threads = [threading.Thread(target=session.work, daemon=True) for _ in range(min(parallel + encoders, len(texts)))]
    for thread in threads:
        thread.start()
    working = len(threads)
    while working:
        try:
            text = session.events.get(timeout=_LOOK_UP_S)
        except queue.Empty:
            continue
        if text is None:
            working -= 1
        else:
            done(text)
    if session.broken:
        raise RuntimeError("a thread that spoke sentences died; its traceback stands above")
    return dict(sorted(session.errors.items())) | session.unasked()


class _Session:
    """The shared state of the threads of one `fetch`."""

    def __init__(self, synthesizer: Synthesizer, texts: Sequence[str], encode: Encode) -> None:
        self.events: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        """The texts that were stored; None for each thread that has ended."""
        self.errors: dict[int, BantinError] = {}
        self.broken = False
        self._synthesizer, self._texts, self._encode = synthesizer, texts, encode
        self._lock = threading.Lock()
        self._next = 0
        self._stopped_by: BantinError | None = None

    def work(self) -> None:
        """Synthesize one sentence after the other until none is left or the voice has failed."""
        broken = True
        try:
            while self._one():
                pass
            broken = False
        finally:
            self.broken = self.broken or broken
            self.events.put(None)

    def unasked(self) -> dict[int, BantinError]:
        """Return, for each text that was not requested, the error that ended the session."""
        return dict.fromkeys(range(self._next, len(self._texts)), self._stopped_by) if self._stopped_by else {}

    def _one(self) -> bool:
        place = -1
        try:
            place = self._place()
            if place < 0:
                return False
            utterance = self._synthesizer.utterance(self._texts[place])
            self._synthesizer.keep(self._texts[place], self._encode(utterance))
        except BantinError as error:
            self.errors[place] = error
            if isinstance(error, VoiceUnavailable | OutputError):
                self._stopped_by = self._stopped_by or error
        else:
            self.events.put(self._texts[place])
        return True

    def _place(self) -> int:
        """Return the index of the next sentence; -1 if there is none to request."""
        with self._lock:
            if self._stopped_by or self._next >= len(self._texts):
                return -1
            self._next += 1
            return self._next - 1
