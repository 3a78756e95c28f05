"""Workers: results whoever finishes first, and one that dies takes nobody with it."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import pytest

from bantin_media.errors import SourceError, SpeechError
from bantin_media.workers import Workers

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
