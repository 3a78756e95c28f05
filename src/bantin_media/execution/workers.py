"""A process pool; the caller gets the same results whichever process finishes first or dies.

Processes are spawned, never forked.  Threads are not used: the embedded voice aborts in a second thread.
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

FEW = 4
"""Up to this many tasks that only join stored parts are done in this process: starting another would take longer."""
WINDOW = 4
"""Tasks in progress per worker: enough to keep it busy, few enough to limit memory."""


M_MMAP_THRESHOLD = -3
MMAP_THRESHOLD_BYTES = 512 * 1024


def processes(workers: int) -> Executor:
    """Return an executor of `workers` spawned processes."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_die_quietly)


def give_memory_back() -> None:
    """Make the C library (glibc) return freed large blocks to the system.

    Each time a large block is freed, glibc raises the size from which it takes blocks directly from the system
    (mallopt(3), M_MMAP_THRESHOLD).  Later large blocks, such as a cover or a book, then lie in the heap and leave holes
    when they are freed: 20 of 130 MB in an edition of 100 articles.
    """
    import ctypes

    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):  # another C library without this function
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD_BYTES)


def _die_quietly() -> None:
    """Make this worker end without a traceback on Ctrl-C, and when the main process ends for any reason."""
    give_memory_back()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_die_with_the_main_process, daemon=True).start()


def _die_with_the_main_process() -> None:
    import multiprocessing

    main = multiprocessing.parent_process()
    if main is not None:
        main.join()
        os._exit(1)  # nobody needs the task in progress, and its files do not have their final names yet


class Workers:
    """The workers of one run; they start with the first task and end with the `with` block.

    A count of one means this process itself.  If there is a `cluster`, sentences are sent to it first.
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
        """Reduce the number of workers to `count`; must not be called during `run` or `one`."""
        if count < self.count:
            with self._lock:
                self._end(to_the_end=True)
                self.count, self._inline = count, count <= 1

    def one(self, work: Callable[[Task], Result], task: Task) -> Result:
        """Return the result of `work`, or raise its error; threads may call this, but not during `run`.

        If a worker dies, or the run has ended, `work` is done in the calling thread; it must be safe there.
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
        self, work: Callable[[Task], Result], tasks: Sequence[Task], name: Callable[[Task], str], *, few: int = 0
    ) -> Iterator[tuple[int, Result | BantinError]]:
        """Yield (index in `tasks`, result or error) as each is done.

        If there are at most `few` tasks, all of them are done in this process.

        An unforeseen exception becomes an error of its task, with the task's `name`.  If a worker dies, all unfinished
        tasks of the pool are repeated, each alone; a task that kills its worker again is an error with its name.
        """
        if self._inline or len(tasks) <= few:
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
                    if self._executor is executor:  # otherwise it has already been replaced
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
                message("the process that was working on this died"),
                message("Run the command again; if it dies again, leave this article out and send it to us."),
            )

    def _end(self, *, to_the_end: bool) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=to_the_end, cancel_futures=True)
            if not to_the_end:
                import multiprocessing

                for worker in multiprocessing.active_children():  # so Ctrl-C does not wait for the end of a task
                    worker.terminate()
            self._executor = None


def gathered(
    workers: Workers,
    work: Callable[[Task], Result],
    pieces: Sequence[Task],
    name: Callable[[Task], str],
    done: Callable[[Task, Result], None],
    *,
    few: int = 0,
) -> tuple[list[Result], list[BantinError]]:
    """Return results and errors, each in the order of `pieces`; `done` is called with each piece and its result.

    `few` as for `Workers.run`.
    """
    results: dict[int, Result] = {}
    errors: dict[int, BantinError] = {}
    for place, outcome in workers.run(work, pieces, name, few=few):
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
    """Return `error`; if it has no place, it gets the name of its task."""
    error.where = error.where or name
    return error
