"""The progress of a build: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ..messages import message, one_line

if TYPE_CHECKING:
    from tqdm import tqdm

LINE_EVERY_S = 10.0
"""In seconds: the interval between two lines in a log."""


class Progress:
    """Receives the progress of a build; this one shows nothing."""

    def begin(self, edition: str, steps: int) -> None:
        """Begin an edition with so many steps."""

    def step(self, title: str, spoken_ms: int) -> None:
        """Count one article as read (0 ms) or narrated."""

    def fetched(self, count: int, missing: int) -> None:
        """Report how many of the missing sentences a server has delivered."""

    def end(self) -> None:
        """End the edition."""


def progress_on(stream: TextIO) -> Progress:
    """Return the progress that fits `stream`."""
    return Bar(stream) if stream.isatty() else Lines(stream)


class Bar(Progress):
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
            total=steps, desc=one_line(edition), file=self._stream,
            leave=False, dynamic_ncols=True, mininterval=0, miniters=1,
        )  # fmt: skip

    def step(self, title: str, spoken_ms: int) -> None:
        """Advance the bar by one article."""
        if self._bar is None:
            return
        self._spoken_ms += spoken_ms
        if spoken_ms:
            self._bar.set_postfix_str(_spoken(self._spoken_ms, self._began_s), refresh=False)
        self._bar.update()

    def fetched(self, count: int, missing: int) -> None:
        """Show the count after the bar."""
        if self._bar is not None:
            self._bar.set_postfix_str(_came(count, missing))

    def end(self) -> None:
        """Clear the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Lines(Progress):
    """Prints a line when an edition begins, and at most one every ten seconds after."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._edition, self._steps, self._done, self._spoken_ms = "", 0, 0, 0
        self._began_s = self._said_s = 0.0

    def begin(self, edition: str, steps: int) -> None:
        """Print the beginning."""
        self._edition, self._steps, self._done, self._spoken_ms = one_line(edition), steps, 0, 0
        self._began_s = self._said_s = time.monotonic()
        print_line = message("At work on {edition} …", edition=self._edition)
        self._stream.write(f"{print_line}\n")

    def step(self, title: str, spoken_ms: int) -> None:
        """Print the progress if the interval has passed."""
        self._done += 1
        self._spoken_ms += spoken_ms
        if time.monotonic() - self._said_s >= LINE_EVERY_S:
            self._said_s = time.monotonic()
            self._stream.write(
                f"{self._edition}: {self._done}/{self._steps}  {_spoken(self._spoken_ms, self._began_s)}\n"
            )

    def fetched(self, count: int, missing: int) -> None:
        """Print the count if the interval has passed."""
        if time.monotonic() - self._said_s >= LINE_EVERY_S:
            self._said_s = time.monotonic()
            self._stream.write(f"{self._edition}: {_came(count, missing)}\n")


@contextmanager
def bytes_on(stream: TextIO, size_bytes: int) -> Iterator[Callable[[int], None]]:
    """Yield a function that gets the number of received bytes and shows the progress, on a bar or in lines."""
    from tqdm import tqdm

    if stream.isatty() and size_bytes:
        with tqdm(total=size_bytes, file=stream, leave=False, unit="B", unit_scale=True, unit_divisor=1000) as bar:
            yield lambda count: bar.update(count - bar.n) and None
        return
    told = 0

    def tell(count: int) -> None:
        nonlocal told
        tenths = count * 10 // size_bytes
        if tenths > told:
            told = tenths
            stream.write(f"{tenths * 10} %  {count / 1e6:.1f} MB\n")

    yield tell


def _came(came: int, missing: int) -> str:
    return message("{came} of {missing} sentences received from the speech server", came=came, missing=missing)


def _spoken(spoken_ms: int, began_s: float) -> str:
    elapsed_s = max(time.monotonic() - began_s, 0.001)
    return message(
        "{minutes} minutes of speech, {speed}× real time",
        minutes=f"{spoken_ms / 60_000:.1f}",
        speed=round(spoken_ms / 1000 / elapsed_s),
    )
