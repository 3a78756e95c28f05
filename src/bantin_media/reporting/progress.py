"""How far a build has come: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from ..messages import message, one_line

if TYPE_CHECKING:
    from tqdm import tqdm

LINE_EVERY_S = 10.0
"""How often a line is written if there is no terminal: a log stays short."""


class Progress(Protocol):
    """Whoever wants to know how far a build has come."""

    def begin(self, edition: str, steps: int) -> None:
        """Say that work on an edition begins, in so many steps."""

    def step(self, title: str, spoken_ms: int) -> None:
        """Say that an article was read (0 ms) or narrated."""

    def fetched(self, came: int, missing: int) -> None:
        """Say that so many of the sentences that were missing have come from the server that speaks them."""

    def end(self) -> None:
        """Say that work on this edition is over."""


def progress_on(stream: TextIO) -> Progress:
    """Return the progress that fits `stream`."""
    return Bar(stream) if stream.isatty() else Lines(stream)


class Bar:
    """A bar with articles, spoken minutes, speed against real time, and the time left."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[None] | None = None
        self._spoken_ms = 0
        self._began_s = 0.0

    def begin(self, edition: str, steps: int) -> None:
        """Draw an empty bar."""
        from tqdm import tqdm

        self._spoken_ms, self._began_s = 0, time.monotonic()
        self._bar = tqdm(
            total=steps,
            desc=one_line(edition),
            file=self._stream,
            leave=False,
            dynamic_ncols=True,
            mininterval=0,
            miniters=1,
        )

    def step(self, title: str, spoken_ms: int) -> None:
        """Move the bar on by one article."""
        if self._bar is None:
            return
        self._spoken_ms += spoken_ms
        if spoken_ms:
            self._bar.set_postfix_str(_spoken(self._spoken_ms, self._began_s), refresh=False)
        self._bar.update()

    def fetched(self, came: int, missing: int) -> None:
        """Write it behind the bar."""
        if self._bar is not None:
            self._bar.set_postfix_str(_came(came, missing))

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Lines:
    """A line when an edition begins, and one every ten seconds after."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._edition, self._steps, self._done, self._spoken_ms = "", 0, 0, 0
        self._began_s = self._said_s = 0.0

    def begin(self, edition: str, steps: int) -> None:
        """Say what begins."""
        self._edition, self._steps, self._done, self._spoken_ms = one_line(edition), steps, 0, 0
        self._began_s = self._said_s = time.monotonic()
        print_line = message("At work on {edition} …", edition=self._edition)
        self._stream.write(f"{print_line}\n")

    def step(self, title: str, spoken_ms: int) -> None:
        """Say how far it has come, where enough time has gone by."""
        self._done += 1
        self._spoken_ms += spoken_ms
        if time.monotonic() - self._said_s >= LINE_EVERY_S:
            self._said_s = time.monotonic()
            self._stream.write(
                f"{self._edition}: {self._done}/{self._steps}  {_spoken(self._spoken_ms, self._began_s)}\n"
            )

    def fetched(self, came: int, missing: int) -> None:
        """Say it, where enough time has gone by."""
        if time.monotonic() - self._said_s >= LINE_EVERY_S:
            self._said_s = time.monotonic()
            self._stream.write(f"{self._edition}: {_came(came, missing)}\n")

    def end(self) -> None:
        """Say nothing: the report follows."""


@contextmanager
def bytes_on(stream: TextIO, size_bytes: int) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many of `size_bytes` came: a bar on a terminal, a line every ten percent."""
    from tqdm import tqdm

    if stream.isatty() and size_bytes:
        with tqdm(total=size_bytes, file=stream, leave=False, unit="B", unit_scale=True, unit_divisor=1000) as bar:
            yield lambda came: bar.update(came - bar.n) and None
        return
    told = 0

    def tell(came: int) -> None:
        nonlocal told
        tenths = came * 10 // size_bytes
        if tenths > told:
            told = tenths
            stream.write(f"{tenths * 10} %  {came / 1e6:.1f} MB\n")

    yield tell


def _came(came: int, missing: int) -> str:
    return message("{came} of {missing} sentences have come from the speech server", came=came, missing=missing)


def _spoken(spoken_ms: int, began_s: float) -> str:
    elapsed_s = max(time.monotonic() - began_s, 0.001)
    return message(
        "{minutes} minutes of speech, {speed}× real time",
        minutes=f"{spoken_ms / 60_000:.1f}",
        speed=round(spoken_ms / 1000 / elapsed_s),
    )
