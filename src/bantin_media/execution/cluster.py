"""An existing Dask cluster: tasks out to its workers, results back in the order in which they finish.

The cluster shares no disk with this machine and may lose any worker at any moment; the scheduler then gives the task to
another.  Tasks are imported there by name, so a worker with other code than this machine is refused.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from ..errors import BantinError, ConfigError, SpeechError, UsageError, VoiceUnavailable
from ..messages import message

Result = TypeVar("Result")
Task = TypeVar("Task")

SCHEMES: Final = frozenset({"tcp", "tls"})
_CONNECT_S: Final = 5
_LOOK_UP_S: Final = 2.0
"""How often it is asked whether there are still workers, while none has finished anything."""
_WITHOUT_WORKERS_S: Final = 30
"""How long a cluster may be without a worker: a nanny starts one that died within a few seconds."""
_WINDOW: Final = 3
"""Pieces of work handed out per worker at a time: enough to keep it busy, few enough to keep memory flat."""


class Cluster:
    """The workers behind one scheduler, for the time of a `with` block.

    `code_version` is called here and on each worker, which has to return the same: what both run.
    """

    def __init__(self, address: str, code_version: Callable[[], str]) -> None:
        self.address = _checked(address)
        self._passport = code_version
        self._client: Any = None
        self._threads = 0
        self._seen_s = 0.0

    def __enter__(self) -> Cluster:
        """Connect.  Raises `ConfigError` if `distributed` or a worker is not as it has to be.

        Raises `VoiceUnavailable` if nothing answers at the address.
        """
        self._client = _connected(self.address)
        with ExitStack() as stack:
            stack.callback(self._client.close)
            self._look()
            self._compare()
            stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def run(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], name: Callable[[Task], str]
    ) -> Iterator[tuple[Task, Result | BantinError]]:
        """Yield (task, result or error) as each is done; both have to be such as can be pickled.

        A task that kills several workers is an error that names it.  Raises `VoiceUnavailable` if the scheduler, or
        all workers, are gone: what was yielded before that stands.
        """
        executor = self._client.get_executor(pure=False)
        waiting = iter(tasks)
        running: dict[Future[Result], Task] = {}
        try:
            while True:
                self._refuse_if_gone()
                for task in itertools.islice(waiting, max(self._threads * _WINDOW - len(running), 0)):
                    running[executor.submit(work, task)] = task
                if not running:
                    return
                done = wait(running, timeout=_LOOK_UP_S, return_when=FIRST_COMPLETED).done
                for future in done:
                    task = running.pop(future)
                    error = self._error(future, name(task))
                    yield task, future.result() if error is None else error
                if not done:
                    self._look()
        finally:
            if running and self._client.status == "running":
                executor.shutdown(wait=False)

    def _error(self, future: Future[Any], name: str) -> BantinError | None:
        """Return what became of a task that `name` is called by, None if it has a result."""
        from distributed import KilledWorker

        if future.cancelled():
            raise self._gone(message("the connection to its scheduler broke off"))
        error = future.exception()
        if error is None or isinstance(error, BantinError):
            return error
        if isinstance(error, KilledWorker):
            what = message("several workers of the cluster died at this")
        else:
            what = message("the cluster could not do this: {cause}", cause=f"{type(error).__name__}: {error}")
        hint = message("Look at the logs of the workers, or run the command without --scheduler.")
        return SpeechError(name, what, hint)

    def _look(self) -> None:
        """See how many workers there are.  Raises `VoiceUnavailable` if there have been none for too long."""
        self._refuse_if_gone()
        try:
            workers = self._client.scheduler_info(n_workers=-1)["workers"]
        except OSError as error:
            raise self._gone(f"{type(error).__name__}") from error
        for worker, known in workers.items():
            if known["nthreads"] != 1:
                what = message("its worker {worker} has {number} threads", worker=worker, number=known["nthreads"])
                hint = message("Start it with --nthreads 1, and --nworkers for several: voices use one thread each.")
                raise ConfigError(self.address, what, hint)
        now_s = time.monotonic()
        if workers:
            self._threads, self._seen_s = len(workers), now_s
        elif now_s - self._seen_s > _WITHOUT_WORKERS_S or not self._threads:
            raise VoiceUnavailable(self.address, message("the cluster has no workers"), _start_workers(self.address))

    def _compare(self) -> None:
        """Raise `ConfigError` if a worker does not run what this machine runs."""
        ours = self._passport()
        for worker, theirs in self._client.run(self._passport, on_error="return").items():
            if theirs != ours:
                said = theirs if isinstance(theirs, str) else f"{type(theirs).__name__}: {theirs}"
                raise ConfigError(
                    self.address,
                    message('its worker {worker} has "{theirs}", not "{ours}"', worker=worker, theirs=said, ours=ours),
                    message("Install the same version of bantin_media on all machines, then start the workers again."),
                )

    def _refuse_if_gone(self) -> None:
        if self._client.status != "running":
            raise self._gone(message("the connection to its scheduler broke off"))

    def _gone(self, cause: str) -> VoiceUnavailable:
        return VoiceUnavailable(
            self.address,
            message("the cluster is gone: {cause}", cause=cause),
            message(
                "All that came back is kept. Start the scheduler again and run the same command, or run it without"
                " --scheduler: it goes on from there."
            ),
        )


def _checked(address: str) -> str:
    """Return `address`; raises `UsageError` if it is none of a scheduler."""
    parts = urlsplit(address)
    try:
        whole = parts.scheme in SCHEMES and parts.hostname and parts.port
    except ValueError:  # a port that is no number
        whole = None
    if not whole:
        raise UsageError(
            f"--scheduler {address}",
            message("this is not the address of a Dask scheduler"),
            message("Write it as {example}.", example="tcp://192.168.1.20:8786"),
        )
    return address


def _connected(address: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ConfigError(
            f"--scheduler {address}",
            message("a cluster needs a library that is not installed: {library}", library="distributed"),
            message("Install it: {command}", command=".venv/bin/pip install distributed"),
        ) from error
    for name in ("distributed", "distributed.client", "tornado.application"):  # what went wrong is our error to tell
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return distributed.Client(address, timeout=_CONNECT_S, set_as_default=False, name="bantin")  # type: ignore[no-untyped-call]
    except (OSError, RuntimeError, TypeError) as error:  # the last two: TLS that Dask's settings do not describe
        raise VoiceUnavailable(
            f"--scheduler {address}",
            message("no Dask scheduler answers: {cause}", cause=error),
            message("Start it with: {command}; or leave --scheduler out.", command="dask scheduler"),
        ) from error


def _start_workers(address: str) -> str:
    command = f"dask worker {address} --nworkers 4 --nthreads 1"
    return message("Start them on the machines that are to speak: {command}", command=command)
