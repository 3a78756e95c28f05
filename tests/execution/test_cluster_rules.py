"""When to wait for a cluster, refuse it, or give up; the client answers like a scheduler."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from distributed import KilledWorker

from bantin_media.errors import ConfigError, SourceError, SpeechError, VoiceUnavailable
from bantin_media.execution import cluster as module
from bantin_media.execution.cluster import Cluster

ADDRESS = "tcp://host:8786"


class Client:
    """The client of a scheduler: `workers` of one thread each, and the behaviour that a test sets."""

    def __init__(self, workers: int = 1) -> None:
        self.status = "running"
        self.workers = {f"w{number}": {"nthreads": 1} for number in range(workers)}
        self.code: dict[str, object] = {}
        self.closed = 0
        self.pure: list[bool] = []
        self.submitted: list[Any] = []
        self.outcome: Callable[[Any], Future[Any]] | None = None
        self.ended: list[bool] = []

    def scheduler_info(self, n_workers: int) -> dict[str, Any]:
        assert n_workers == -1
        if self.status == "broken":
            raise OSError("gone")
        return {"workers": self.workers}

    def run(self, function: Callable[[], str], on_error: str) -> dict[str, object]:
        assert on_error == "return"
        return {name: self.code.get(name, function()) for name in self.workers}

    def get_executor(self, *, pure: bool) -> Client:
        self.pure.append(pure)
        return self

    def submit(self, work: Callable[[Any], Any], task: Any) -> Future[Any]:
        self.submitted.append(task)
        if self.outcome:
            return self.outcome(task)
        future: Future[Any] = Future()
        future.set_result(work(task))
        return future

    def shutdown(self, *, wait: bool) -> None:
        self.ended.append(wait)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    made = Client()
    monkeypatch.setattr(module, "_connected", lambda address: made)
    return made


def test_tasks_are_sent_a_few_at_a_time_and_come_back_with_their_tasks(client: Client) -> None:
    client.workers = {f"w{number}": {"nthreads": 1} for number in range(2)}
    with Cluster(ADDRESS, lambda: "code") as cluster:
        found = dict(cluster.run(lambda task: task * 2, range(20), str))
        assert found == {task: task * 2 for task in range(20)} and client.pure == [False]
        assert dict(cluster.run(abs, [], str)) == {}
        waiting: list[Future[Any]] = []

        def never(_: Any) -> Future[Any]:
            waiting.append(Future())
            if len(waiting) == 6:
                waiting[0].set_result("done")
            return waiting[-1]

        client.outcome = never
        running = cluster.run(abs, range(20), str)
        assert next(running) == (0, "done") and len(waiting) == 6  # three for each worker
        running.close()
        assert client.ended == [False]
    assert client.closed == 1


def test_a_broken_scheduler_gets_no_more_requests(client: Client) -> None:
    with Cluster(ADDRESS, lambda: "code") as cluster:
        client.outcome = lambda _: Future()
        running = cluster.run(abs, range(3), str)
        client.status = "closed"
        with pytest.raises(VoiceUnavailable, match="host:8786"):
            next(running)
        assert client.ended == []


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (SourceError("x", "own"), SourceError, "own"),
        (KilledWorker("k", "w", 1), SpeechError, "cụm"),
        (ValueError("odd"), SpeechError, "ValueError: odd"),
    ],
)
def test_an_error_of_a_task_is_named(client: Client, error: Exception, kind: type, said: str) -> None:
    def failed(_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(error)
        return future

    client.outcome = failed
    with Cluster(ADDRESS, lambda: "code") as cluster:
        ((task, found),) = cluster.run(abs, [1], lambda task: f"task {task}")
    assert task == 1 and isinstance(found, kind) and said in found.what
    assert found is error or (found.where == "task 1" and found.hint)


def test_a_cancelled_task_means_a_lost_scheduler(client: Client) -> None:
    def cancelled(_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future

    client.outcome = cancelled
    with Cluster(ADDRESS, lambda: "code") as cluster, pytest.raises(VoiceUnavailable) as caught:
        list(cluster.run(abs, [1], str))
    assert caught.value.where == ADDRESS and "--scheduler" in caught.value.hint


def test_workers_are_counted_again_while_no_result_arrives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_UP_S", 0.01)
    slow: list[Future[Any]] = []

    def later(_: Any) -> Future[Any]:
        slow.append(Future())
        return slow[-1]

    client.outcome = later
    with Cluster(ADDRESS, lambda: "code") as cluster:
        looks = 0
        look = cluster._look

        def counted() -> None:
            nonlocal looks
            looks += 1
            look()
            if looks == 2:
                slow[0].set_result("done")

        monkeypatch.setattr(cluster, "_look", counted)
        assert next(cluster.run(abs, [1], str)) == (1, "done") and looks == 2


@pytest.mark.parametrize(("after_s", "is_refused"), [(29, False), (30, False), (31, True)])
def test_a_cluster_may_be_without_workers_for_half_a_minute(
    client: Client, monkeypatch: pytest.MonkeyPatch, after_s: int, is_refused: bool
) -> None:
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with Cluster(ADDRESS, lambda: "code") as cluster:
        assert (cluster._threads, cluster._seen_s) == (1, 1000.0)
        client.workers = {}
        now[0] += after_s
        if is_refused:
            with pytest.raises(VoiceUnavailable, match="dask worker tcp://host:8786 --nworkers 4 --nthreads 1"):
                cluster._look()
        else:
            cluster._look()
            assert cluster._threads == 1


def test_an_empty_or_lost_cluster_is_refused_and_closed(client: Client) -> None:
    client.workers = {}
    with pytest.raises(VoiceUnavailable), Cluster(ADDRESS, lambda: "code"):
        pass
    client.status = "broken"
    with pytest.raises(VoiceUnavailable), Cluster(ADDRESS, lambda: "code"):
        pass
    assert client.closed == 2


def test_workers_with_threads_or_another_code_are_refused(client: Client) -> None:
    client.workers["w1"] = {"nthreads": 2}
    with pytest.raises(ConfigError, match=r"w1.*2"), Cluster(ADDRESS, lambda: "code"):
        pass
    client.workers = {"w0": {"nthreads": 1}}
    for theirs, said in (("other", '"other"'), (ImportError("no such"), '"ImportError: no such"')):
        client.code = {"w0": theirs}
        with pytest.raises(ConfigError) as caught, Cluster(ADDRESS, lambda: "code"):
            pass
        assert caught.value.where == ADDRESS and said in caught.value.what and '"code"' in caught.value.what
    assert client.closed == 3


def test_a_client_is_opened_with_five_seconds_and_its_logs_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    import distributed

    asked: list[tuple[object, ...]] = []

    def made(address: str, *, timeout: int, set_as_default: bool, name: str) -> str:
        asked.append((address, timeout, set_as_default, name))
        return "client"

    monkeypatch.setattr(distributed, "Client", made)
    assert module._connected(ADDRESS) == "client"
    assert asked == [(ADDRESS, 5, False, "bantin")]
    assert all(logging.getLogger(name).level == logging.CRITICAL + 1 for name in ("distributed", "tornado.application"))
    for error in (OSError("x"), RuntimeError("x"), TypeError("x")):

        def refused(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(distributed, "Client", refused)
        with pytest.raises(VoiceUnavailable, match="dask scheduler"):
            module._connected(ADDRESS)
    assert (module._LOOK_UP_S, module._WITHOUT_WORKERS_S, module._WINDOW) == (2.0, 30, 3)
