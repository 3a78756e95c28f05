"""Tasks in processes and threads: results in order, and each error at its task."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from bantin_media.errors import BantinError, OutputError, SourceError, SpeechError, UnforeseenError, VoiceUnavailable
from bantin_media.execution import boundary, fetching, workers
from bantin_media.execution.boundary import Boundary, bounded
from bantin_media.execution.fetching import fetch
from bantin_media.execution.workers import Workers, gathered


def fails(task: int) -> int:
    if task % 3 == 0:
        raise SourceError("" if task else "a place", f"task {task}")
    if task % 3 == 1:
        raise ValueError(f"task {task}")
    return task * 10


def name(task: int) -> str:
    return f"the task {task}"


def told(outcome: object) -> object:
    return (type(outcome), outcome.where, outcome.what) if isinstance(outcome, BantinError) else outcome


@pytest.mark.parametrize("count", [1, 2])
def test_each_task_has_its_own_outcome_with_its_name(count: int) -> None:
    with Workers(count) as pool:
        found = {place: told(outcome) for place, outcome in pool.run(fails, [0, 1, 2, 3, 4, 5], name)}
    assert sorted(found) == [0, 1, 2, 3, 4, 5]
    assert found[0] == (SourceError, "a place", "task 0") and found[3] == (SourceError, "the task 3", "task 3")
    kind, where, what = found[4]  # type: ignore[misc]
    assert (kind, where) == (UnforeseenError, "the task 4") and "ValueError: task 4" in what
    assert (found[2], found[5]) == (20, 50)


def dies_once(place: str) -> str:
    """Die at the first call for `place`."""
    path = Path(place)
    if not path.exists() and path.name.startswith("dies"):
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if path.name.startswith("always"):
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


@pytest.mark.skipif(os.name == "nt", reason="signals as only POSIX has them")
def test_a_worker_that_dies_takes_no_other_task_with_it(tmp_path: Path) -> None:
    once, always = ([str(tmp_path / task) for task in ("a", fate, "b", "c")] for fate in ("dies", "always"))
    with Workers(2) as pool:
        assert dict(pool.run(dies_once, once, str)) == {0: "a", 1: "dies", 2: "b", 3: "c"}
        assert pool._executor is None
        outcomes = dict(pool.run(dies_once, always, lambda task: Path(task).name))
        assert pool.one(dies_once, str(tmp_path / "dies one")) == "dies one"
    assert [outcomes[place] for place in (0, 2, 3)] == ["a", "b", "c"]
    assert isinstance(outcomes[1], SpeechError) and outcomes[1].where == "always" and outcomes[1].hint


def where_am_i(_: object) -> int:
    return os.getpid()


def test_one_worker_is_this_process_and_more_are_others() -> None:
    for count in (0, 1):
        with Workers(count) as pool:
            assert dict(pool.run(where_am_i, [1], str)) == {0: os.getpid()} and pool._executor is None
            assert pool.one(where_am_i, 1) == os.getpid()
    with Workers(2) as pool:
        assert pool.one(where_am_i, 1) != os.getpid()
        first = pool._executor
        pool.at_most(2)
        assert pool._executor is first and pool.count == 2
        pool.at_most(1)
        assert pool._executor is None and pool.count == 1
        assert pool.one(where_am_i, 1) == os.getpid()
    pool = Workers(2)
    with pool:
        pass
    assert pool.one(where_am_i, 1) == os.getpid()  # after its end


class Broken:
    """An executor whose workers have died: it refuses tasks, or they never finish."""

    def __init__(self, error: BaseException, *, refuses: bool) -> None:
        self.error, self.refuses = error, refuses
        self.submitted = 0
        self.ended: list[tuple[bool, bool]] = []

    def submit(self, *_: object) -> Future[Any]:
        self.submitted += 1
        if self.refuses:
            raise self.error
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future

    def shutdown(self, *, wait: bool, cancel_futures: bool) -> None:
        self.ended.append((wait, cancel_futures))


@pytest.mark.parametrize("error", [BrokenProcessPool(), CancelledError()])
def test_a_task_runs_locally_if_its_worker_is_lost(error: BaseException) -> None:
    pool = Workers(2)
    pool._executor = Broken(error, refuses=False)  # type: ignore[assignment]
    assert pool.one(where_am_i, 1) == os.getpid()
    assert pool._executor is None


def test_a_pool_that_breaks_is_replaced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Alone(Broken):
        def submit(self, function: Any, work: Any, task: Any) -> Future[Any]:  # type: ignore[override]
            future: Future[Any] = Future()
            future.set_result(function(work, task))
            return future

    def processes(count: int) -> Broken:
        made.append(count)
        return Alone(RuntimeError(), refuses=False)

    monkeypatch.setattr(workers, "processes", processes)
    pool = Workers(3)
    broken = Broken(BrokenProcessPool(), refuses=True)
    pool._executor = broken  # type: ignore[assignment]
    assert dict(pool.run(abs, [-1, -2], name)) == {0: 1, 1: 2}
    assert broken.submitted == 2
    assert made == [1, 1]  # each orphan alone


def test_no_more_tasks_are_under_way_than_fill_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    largest = 0
    executor = workers.processes(2)
    with executor:
        submit, under_way = executor.submit, set()

        def counted(*arguments: Any) -> Future[Any]:
            nonlocal largest
            future = submit(*arguments)
            under_way.add(future)
            largest = max(largest, len(under_way))
            return future

        executor.submit = counted  # type: ignore[method-assign]
        pool = Workers(2)
        pool._executor = executor
        for place, _ in pool.run(abs, list(range(30)), name):
            under_way.difference_update({one for one in under_way if one.done()})
            assert place < 30
        assert largest == 8


def test_the_end_of_a_run_is_waited_for_unless_it_broke_off(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[bool, bool]] = []
    terminated: list[str] = []
    import multiprocessing

    class Child:
        def terminate(self) -> None:
            terminated.append("x")

    monkeypatch.setattr(multiprocessing, "active_children", lambda: [Child(), Child()])
    for error in (None, KeyboardInterrupt()):
        pool = Workers(2)
        executor = Broken(RuntimeError(), refuses=False)
        executor.ended = ended
        pool._executor = executor  # type: ignore[assignment]
        pool.__exit__(type(error) if error else None, error, None)
        assert pool._executor is None
        assert terminated == (["x", "x"] if error else [])
    assert ended == [(True, True), (False, True)]


def test_results_and_errors_come_in_the_order_of_the_pieces() -> None:
    done: list[tuple[int, int]] = []
    results, errors = gathered(
        Workers(1), fails, [5, 3, 2, 6], name, lambda piece, result: done.append((piece, result))
    )
    assert results == [50, 20] and [error.where for error in errors] == ["the task 3", "the task 6"]
    assert done == [(5, 50), (2, 20)]

    class Backwards(Workers):
        def run(self, work: Any, tasks: Any, name: Any, *, few: int = 0) -> Iterator[Any]:
            yield from reversed(list(super().run(work, tasks, name, few=few)))

    results, errors = gathered(Backwards(1), fails, [5, 3, 2, 6], name, lambda *_: None)
    assert results == [50, 20] and [error.where for error in errors] == ["the task 3", "the task 6"]


def test_freed_memory_is_returned_if_the_library_can(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    called: list[tuple[int, int]] = []

    class Library:
        def mallopt(self, *each: int) -> None:
            called.append(each)  # type: ignore[arg-type]

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
    workers.give_memory_back()
    assert called == ([(-3, 524_288)] if workers.sys.platform == "linux" else [])
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    workers.give_memory_back()
    monkeypatch.setattr(workers.sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", None)
    workers.give_memory_back()


def test_a_worker_ends_with_the_process_that_has_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    said: list[object] = []

    class Parent:
        def join(self) -> None:
            said.append("joined")

    monkeypatch.setattr(workers.os, "_exit", said.append)
    monkeypatch.setattr(multiprocessing, "parent_process", Parent)
    workers._die_with_the_main_process()
    assert said == ["joined", 1]
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: None)
    workers._die_with_the_main_process()
    assert said == ["joined", 1]


# ---------------------------------------------------------------------------------------------------- the boundary


@pytest.mark.parametrize("error", [SourceError("a", "b"), OSError("disk"), KeyboardInterrupt(), SystemExit(3)])
def test_our_errors_and_the_systems_pass_unchanged(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, Boundary("here"):
        raise error
    assert caught.value is error
    with Boundary("here"):
        pass


def test_a_fault_is_named_with_its_kind_cause_and_place() -> None:
    with pytest.raises(UnforeseenError) as caught, Boundary("01 tin.txt"):
        raise KeyError("x" * 300 + "\n  y")
    line = f"test_workers.py:{caught.tb.tb_next.tb_lineno if caught.tb.tb_next else caught.tb.tb_lineno}"
    cause = ("'" + "x" * 300)[:200] + "…"
    assert caught.value.where == "01 tin.txt" and caught.value.hint
    assert f"KeyError: {cause} (test_workers.py:" in caught.value.what, line
    with pytest.raises(UnforeseenError, match=r"ValueError: a b \(") as short:
        bounded(raising, "a\n b")
    assert short.value.where == ""
    with pytest.raises(UnforeseenError) as exact:
        bounded(raising, "x" * 200)
    assert f"ValueError: {'x' * 200} (" in exact.value.what


def raising(text: str) -> None:
    raise ValueError(text)


def test_the_place_of_a_fault_is_the_innermost_of_ours() -> None:
    with pytest.raises(UnforeseenError, match=r"\(audio/mp3\.py:\d+\)"):
        bounded(lambda _: __import__("bantin_media.audio.mp3", fromlist=["x"]).frames_for("x"), None)
    assert boundary._place(None) == "?"


# ------------------------------------------------------------------------------------------------------- fetching


class Speaker:
    """Replaces a synthesizer: returns what its sentences request."""

    def __init__(self, outcomes: dict[str, Exception] | None = None) -> None:
        self.outcomes = outcomes or {}
        self.asked: list[str] = []
        self.kept: dict[str, bytes] = {}
        self.threads: set[str] = set()

    def utterance(self, text: str) -> str:
        self.asked.append(text)
        self.threads.add(threading.current_thread().name)
        if error := self.outcomes.get(text):
            raise error
        return f"<{text}>"

    def keep(self, text: str, content: bytes) -> None:
        if isinstance(error := self.outcomes.get(f"keep {text}"), Exception):
            raise error
        self.kept[text] = content


def fetching_of(speaker: Speaker, texts: list[str], *, parallel: int = 1, encoders: int = 0) -> Any:
    done: list[str] = []
    errors = fetch(
        speaker,
        texts,
        parallel=parallel,
        encoders=encoders,
        encode=lambda one: one.encode(),
        done=done.append,  # type: ignore[arg-type, attr-defined]
    )
    return errors, done


def test_sentences_are_requested_encoded_and_stored() -> None:
    speaker = Speaker()
    errors, done = fetching_of(speaker, ["a", "b", "c"])
    assert (errors, done) == ({}, ["a", "b", "c"])
    assert speaker.kept == {"a": b"<a>", "b": b"<b>", "c": b"<c>"} and speaker.asked == ["a", "b", "c"]


def test_an_error_of_one_sentence_is_its_own() -> None:
    refused, also = SpeechError("b", "refused"), SpeechError("d", "refused")
    errors, done = fetching_of(Speaker({"b": refused, "d": also}), list("abcde"), parallel=3, encoders=2)
    assert errors == {1: refused, 3: also} and list(errors) == [1, 3] and sorted(done) == ["a", "c", "e"]


@pytest.mark.parametrize("error", [VoiceUnavailable("b", "gone"), OutputError("b", "full")])
@pytest.mark.parametrize("at", ["b", "keep b"])
def test_a_failed_voice_gets_no_more_requests(error: BantinError, at: str) -> None:
    speaker = Speaker({at: error})
    errors, done = fetching_of(speaker, list("abcd"))
    assert errors == {1: error, 2: error, 3: error} and done == ["a"] and speaker.asked == ["a", "b"]


@pytest.mark.parametrize(("parallel", "encoders", "threads"), [(1, 0, 1), (2, 1, 3), (9, 9, 6)])
def test_there_are_as_many_threads_as_wait_or_encode(
    monkeypatch: pytest.MonkeyPatch, parallel: int, encoders: int, threads: int
) -> None:
    made: list[threading.Thread] = []
    kind = threading.Thread

    def thread(**options: Any) -> threading.Thread:
        made.append(kind(**options))
        return made[-1]

    monkeypatch.setattr(fetching.threading, "Thread", thread)
    fetching_of(Speaker(), list("abcdef"), parallel=parallel, encoders=encoders)
    assert len(made) == threads and all(one.daemon for one in made)
    assert fetching_of(Speaker(), []) == ({}, [])


def test_a_fault_in_a_thread_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    with pytest.raises(RuntimeError, match="thread"):
        fetching_of(Speaker({"b": ZeroDivisionError()}), list("abc"), parallel=2)
