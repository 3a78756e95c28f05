"""Workers: results in any order of completion, and the death of one affects only its task."""

from __future__ import annotations

import importlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bantin_media.errors import SourceError, SpeechError, UnforeseenError
from bantin_media.execution.boundary import Boundary
from bantin_media.execution.workers import Workers

KINDS = ["good", "bad", "good", "killer", "good", "good"]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("spawned_work").work


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known on Windows")
def test_a_worker_that_dies_is_named_and_the_rest_is_finished(work: Any) -> None:
    with Workers(2) as workers:
        outcomes = dict(workers.run(work, KINDS, lambda kind: f"the {kind}"))
    assert sorted(outcomes) == list(range(len(KINDS)))
    assert all(isinstance(outcomes[place], int) for place in (0, 2, 4, 5))
    assert isinstance(outcomes[1], SourceError)
    assert isinstance(outcomes[3], SpeechError) and outcomes[3].where == "the killer"


def test_one_worker_is_this_process(work: Any) -> None:
    with Workers(1) as workers:
        outcomes = dict(workers.run(work, ["good", "bad"], str))
    assert outcomes[0] == os.getpid() and isinstance(outcomes[1], SourceError)


@pytest.mark.parametrize("count", [1, 2])
def test_a_fault_of_the_program_becomes_the_error_of_its_article(work: Any, count: int) -> None:
    kinds = ["good", "faulty", "good", "bad"]
    with Workers(count) as workers:
        outcomes = dict(workers.run(work, kinds, lambda kind: f"{kind}.docx"))
    fault = outcomes[1]
    assert isinstance(fault, UnforeseenError)
    assert fault.where == "faulty.docx" and "ValueError" in fault.what and "spawned_work.py:15" in fault.what
    assert isinstance(outcomes[3], SourceError) and outcomes[3].where == "here"
    assert all(isinstance(outcomes[place], int) for place in (0, 2))


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, OSError, SourceError])
def test_exceptions_that_are_no_faults_pass_a_boundary(end: type[BaseException]) -> None:
    with pytest.raises(end), Boundary("here"):
        raise end(*("here", "is wrong")[: 2 if end is SourceError else 0])


def test_threads_have_single_pieces_done_by_the_workers(work: Any) -> None:
    with Workers(2) as workers, ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda kind: workers.one(work, kind), ["good"] * 20))
        assert os.getpid() not in done and len(set(done)) <= 2
        with pytest.raises(SourceError):
            workers.one(work, "bad")
    assert workers.one(work, "good") == os.getpid(), "when the run has ended, no process is started"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known on Windows")
def test_a_piece_whose_worker_dies_is_done_here_and_the_next_elsewhere(work: Any) -> None:
    elsewhere = importlib.import_module("spawned_work").work_elsewhere
    with Workers(2) as workers, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: workers.one(elsewhere, os.getpid()), range(8))) == [os.getpid()] * 8
        assert workers.one(work, "good") != os.getpid()
