"""A process pool: the same results in the same order, whichever process finishes first or dies.

Processes are spawned, never forked, and never threads: the embedded voice aborts in a second thread.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from ..errors import BantinError, SpeechError
from ..messages import message
from .boundary import bounded

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from .cluster import Cluster

Result = TypeVar("Result")
Task = TypeVar("Task")

WINDOW = 4
"""Pieces of work handed out per worker at a time: enough to keep it busy, few enough to keep memory flat."""


M_MMAP_THRESHOLD = -3
MMAP_THRESHOLD_BYTES = 512 * 1024


def processes(workers: int) -> Executor:
    """Return an executor of `workers` spawned processes."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_die_quietly)


def give_memory_back() -> None:
    """Let large blocks go back to the system when they are freed, where the C library can be told so (glibc).

    glibc raises its threshold with every large block that is freed (mallopt(3), M_MMAP_THRESHOLD), and a cover or a
    book then leaves holes that stay with the process: 20 MB of 130 in an edition of 100 articles.
    """
    import ctypes

    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):  # another C library: there is nothing to tell
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD_BYTES)


def _die_quietly() -> None:
    """End a worker on Ctrl-C without a traceback, and with the main process, however that ends."""
    give_memory_back()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_die_with_the_main_process, daemon=True).start()


def _die_with_the_main_process() -> None:
    import multiprocessing

    main = multiprocessing.parent_process()
    if main is not None:
        main.join()
        os._exit(1)  # the task under way is nobody's; what it has written so far is not in its place yet


class Workers:
    """The workers of one run; started when the first work comes, ended with the `with` block.

    One worker is this process itself.  If a `cluster` is at hand, what is to be spoken goes there first.
    """

    def __init__(self, count: int, cluster: Cluster | None = None) -> None:
        self.count = count
        self.cluster = cluster
        self._inline = count <= 1
        self._executor: Executor | None = None
        self._lock = threading.Lock()
        self._has_ended = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with self._lock:
            self._has_ended = True
        self._end(to_the_end=kind is None)

    def at_most(self, count: int) -> None:
        """Go on with no more than `count` workers; not to be called beside `run` or `one`."""
        if count < self.count:
            with self._lock:
                self._end(to_the_end=True)
                self.count, self._inline = count, count <= 1

    def one(self, work: Callable[[Task], Result], task: Task) -> Result:
        """Return what `work` returns, or raise what it raises; threads may call this, but not beside `run`.

        For work that any thread of this process could do: if a worker dies, or the run has ended, it is done here.
        """
        with self._lock:
            future = None if self._inline or self._has_ended else self._submit(work, task)
            executor = self._executor
        if future is None:
            return work(task)
        from concurrent.futures import CancelledError
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result()
        except (BrokenProcessPool, CancelledError):
            with self._lock:
                if self._executor is executor:
                    self._executor = None
            return work(task)

    def run(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], name: Callable[[Task], str]
    ) -> Iterator[tuple[int, Result | BantinError]]:
        """Yield (place in `tasks`, result or error) as each is done.

        A fault of the program is the error of the task that met it, with the task's `name`.  A worker that dies takes
        no other task with it: what was under way is done again, each task alone, and the one that kills its worker
        again is an error with its name.
        """
        if self._inline:
            yield from ((place, _here(work, task, name)) for place, task in enumerate(tasks))
            return
        from concurrent.futures import FIRST_COMPLETED, wait
        from concurrent.futures.process import BrokenProcessPool

        orphans: list[int] = []
        waiting = iter(range(len(tasks)))
        running: dict[Future[Result], tuple[int, Executor | None]] = {}
        while True:
            for place in itertools.islice(waiting, self.count * WINDOW - len(running)):
                running[self._submit(work, tasks[place])] = place, self._executor
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                place, executor = running.pop(future)
                try:
                    yield place, future.result()
                except BantinError as error:
                    yield place, _placed(error, name(tasks[place]))
                except BrokenProcessPool:
                    orphans.append(place)
                    if self._executor is executor:  # else another has taken its place already
                        self._executor = None
        for place in sorted(orphans):
            yield place, self._alone(work, tasks[place], name(tasks[place]))
        if orphans:
            self._end(to_the_end=True)

    def _submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        if self._executor is None:
            self._executor = processes(self.count)
        try:
            return self._executor.submit(bounded, work, task)
        except BrokenProcessPool as error:
            broken: Future[Result] = Future()
            broken.set_exception(error)
            return broken

    def _alone(self, work: Callable[[Task], Result], task: Task, name: str) -> Result | BantinError:
        from concurrent.futures.process import BrokenProcessPool

        self._end(to_the_end=True)
        self._executor = processes(1)
        try:
            return self._executor.submit(bounded, work, task).result()
        except BantinError as error:
            return _placed(error, name)
        except BrokenProcessPool:
            return SpeechError(
                name,
                message("the process that worked on this died"),
                message("Run the command again; if it dies again, leave this article out and send it to us."),
            )

    def _end(self, *, to_the_end: bool) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=to_the_end, cancel_futures=True)
            if not to_the_end:
                import multiprocessing

                for worker in multiprocessing.active_children():  # Ctrl-C waits for no sentence
                    worker.terminate()
            self._executor = None


def gathered(
    workers: Workers,
    work: Callable[[Task], Result],
    pieces: Sequence[Task],
    name: Callable[[Task], str],
    done: Callable[[Task, Result], None],
) -> tuple[list[Result], list[BantinError]]:
    """Return results and errors, each in the order of `pieces`, whoever finishes first; `done` hears of each result."""
    results: dict[int, Result] = {}
    errors: dict[int, BantinError] = {}
    for place, outcome in workers.run(work, pieces, name):
        if isinstance(outcome, BantinError):
            errors[place] = outcome
        else:
            results[place] = outcome
            done(pieces[place], outcome)
    return [results[place] for place in sorted(results)], [errors[place] for place in sorted(errors)]


def _here(work: Callable[[Task], Result], task: Task, name: Callable[[Task], str]) -> Result | BantinError:
    try:
        return bounded(work, task)
    except BantinError as error:
        return _placed(error, name(task))


def _placed(error: BantinError, name: str) -> BantinError:
    """Return `error`; one without a place gets the name of its task."""
    error.where = error.where or name
    return error
