"""An existing Dask cluster: sends tasks to its workers and yields their results as they finish.

The cluster shares no disk with this machine.  It may lose a worker at any time; the scheduler then gives the task
to another one.  Workers import tasks by name, so a worker with other code than this machine is refused.
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
"""The interval at which the number of workers is checked while no task finishes."""
_WITHOUT_WORKERS_S: Final = 30
"""The time that a cluster may be without workers: a nanny restarts a worker within a few seconds."""
_WINDOW: Final = 3
"""Tasks in progress per worker: enough to keep it busy, few enough to limit memory."""


class Cluster:
    """The workers of one scheduler, during a `with` block.

    `code_version` is called here and on each worker; the results must be equal.
    """

    def __init__(self, address: str, code_version: Callable[[], str]) -> None:
        self.address = _checked(address)
        self._passport = code_version
        self._client: Any = None
        self._threads = 0
        self._seen_s = 0.0

    def __enter__(self) -> Cluster:
        """Connect.  Raises `ConfigError` if `distributed` or a worker has the wrong version.

        Raises `VoiceUnavailable` if there is no answer from the address.
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
        """Yield (task, result or error) as each is done; tasks and results must be picklable.

        A task that kills several workers gives an error with its name.  Raises `VoiceUnavailable` if the scheduler or
        all
        workers are gone; earlier results remain valid.
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
        """Return the error of a task with this `name`, None if it has a result."""
        from distributed import KilledWorker

        if future.cancelled():
            raise self._gone(message("the connection to its scheduler broke off"))
        error = future.exception()
        if error is None or isinstance(error, BantinError):
            return error
        if isinstance(error, KilledWorker):
            what = message("several workers of the cluster died during this task")
        else:
            what = message("the cluster could not do this: {cause}", cause=f"{type(error).__name__}: {error}")
        hint = message("Look at the logs of the workers, or run the command without --scheduler.")
        return SpeechError(name, what, hint)

    def _look(self) -> None:
        """Check the number of workers.  Raises `VoiceUnavailable` if there were none for too long."""
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
        """Raise `ConfigError` if a worker has other code than this machine."""
        ours = self._passport()
        for worker, theirs in self._client.run(self._passport, on_error="return").items():
            if theirs != ours:
                answer = theirs if isinstance(theirs, str) else f"{type(theirs).__name__}: {theirs}"
                raise ConfigError(
                    self.address,
                    message(
                        'its worker {worker} has "{theirs}", not "{ours}"', worker=worker, theirs=answer, ours=ours
                    ),
                    message("Install the same version of bantin_media on all machines, then start the workers again."),
                )

    def _refuse_if_gone(self) -> None:
        if self._client.status != "running":
            raise self._gone(message("the connection to its scheduler broke off"))

    def _gone(self, cause: str) -> VoiceUnavailable:
        return VoiceUnavailable(
            self.address,
            message("the cluster has failed: {cause}", cause=cause),
            message(
                "All results are kept. Start the scheduler again and run the same command, or run it without"
                " --scheduler: it continues from there."
            ),
        )


def _checked(address: str) -> str:
    """Return `address`; raises `UsageError` if it is not the address of a scheduler."""
    parts = urlsplit(address)
    try:
        whole = parts.scheme in SCHEMES and parts.hostname and parts.port
    except ValueError:  # the port is not a number
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
    for name in ("distributed", "distributed.client", "tornado.application"):  # our errors replace these
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return distributed.Client(address, timeout=_CONNECT_S, set_as_default=False, name="bantin")  # type: ignore[no-untyped-call]
    except (OSError, RuntimeError, TypeError) as error:  # the last two: incomplete TLS settings of Dask
        raise VoiceUnavailable(
            f"--scheduler {address}",
            message("no Dask scheduler answers: {cause}", cause=error),
            message("Start it with: {command}; or leave --scheduler out.", command="dask scheduler"),
        ) from error


def _start_workers(address: str) -> str:
    command = f"dask worker {address} --nworkers 4 --nthreads 1"
    return message("Start them on the machines for synthesis: {command}", command=command)
