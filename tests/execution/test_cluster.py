"""Synthesis on a cluster: the same bytes as on one machine, whatever worker dies, and no internal text."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import bantin_media
from bantin_media.audio.mp3 import FrameFormat
from bantin_media.cache import Cache
from bantin_media.configuration.settings import Profile
from bantin_media.errors import ConfigError, SpeechError, UsageError
from bantin_media.execution.cluster import Cluster
from bantin_media.speech.engines import open_engine
from bantin_media.speech.synthesizer import Synthesizer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as only POSIX has them")


def test_a_worker_killed_in_the_middle_changes_no_byte(dask: Any, office: Any, at_home: Any) -> None:
    dask.start_scheduler()
    doomed, _ = dask.start_worker(fate="dies"), dask.start_worker()
    status, output = office.build("--scheduler", dask.address)
    assert status == 0, output
    assert doomed.wait(1) == -signal.SIGKILL
    assert office.published() == at_home.published()
    assert office.stored() == at_home.stored()


def test_an_order_that_kills_its_workers_is_named(dask: Any, office: Any) -> None:
    dask.start_scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    dask.start_worker(fate="dies"), dask.start_worker()
    status, output = office.build("--scheduler", dask.address)
    assert status == 6
    assert "several workers of the cluster died during this task" in output
    named = re.findall(r"ERROR  (input/2026-11/.*?\.txt|2026-11): several", output)
    in_order = sorted(named, key=lambda place: (place == "2026-11", place))  # the continuity comes last
    assert named and named == in_order, "each article that it was at, in order"
    assert len(office.stored()) > 5, "what the other one spoke is kept"


def test_results_remain_if_the_scheduler_dies(dask: Any, office: Any, at_home: Any) -> None:
    scheduler = dask.start_scheduler()
    dask.start_worker(fate=f"kills {scheduler}")
    status, output = office.build("--scheduler", dask.address)
    assert status == 6
    assert "the cluster has failed" in output and "All results are kept" in output
    assert "Traceback" not in output
    status, output = office.build()
    assert status == 0, output
    assert office.published() == at_home.published()


def test_ctrl_c_ends_a_build_that_waits_for_the_cluster(dask: Any, office: Any) -> None:
    dask.start_scheduler()
    worker = dask.start_worker(fate="stands still")
    build = office.start("--scheduler", dask.address)
    _, stopped = os.waitpid(worker.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(stopped)
    build.send_signal(signal.SIGINT)
    output, _ = build.communicate(timeout=60)
    assert build.returncode == 130 and "Traceback" not in output, output


def test_an_internal_edition_stays_in_the_house(dask: Any, office: Any) -> None:
    dask.start_scheduler()
    dask.start_worker()
    with office.settings.open("a", encoding="utf-8") as file:
        file.write('audience = "internal"\n')
    status, output = office.build("--scheduler", dask.address)
    assert status == 3
    assert "its text would be sent to the cluster" in output
    assert not office.stored()


def first(folder: Path) -> str:
    """Return the module search path with `folder` first."""
    return os.pathsep.join(one for one in (str(folder), os.environ.get("PYTHONPATH", "")) if one)


def test_other_code_on_a_worker_is_refused(dask: Any, office: Any, tmp_path: Path) -> None:
    copy = tmp_path / "other" / "bantin_media"
    shutil.copytree(Path(bantin_media.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    with (copy / "narration.py").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    dask.start_scheduler()
    dask.start_worker(PYTHONPATH=first(copy.parent))
    status, output = office.build("--scheduler", dask.address)
    assert status == 3
    assert "Install the same version of bantin_media on all machines" in output
    assert not office.stored()


def test_another_encoder_on_a_worker_is_refused(dask: Any, office: Any, tmp_path: Path) -> None:
    said_to_be = tmp_path / "other" / "lameenc-99.0.dist-info"
    said_to_be.mkdir(parents=True)
    (said_to_be / "METADATA").write_text("Metadata-Version: 2.1\nName: lameenc\nVersion: 99.0\n", "utf-8")
    dask.start_scheduler()
    dask.start_worker(PYTHONPATH=first(said_to_be.parent))
    status, output = office.build("--scheduler", dask.address)
    assert status == 3
    assert "lameenc 99.0" in output and f"lameenc {metadata.version('lameenc')}" in output
    assert not office.stored()


def test_a_worker_with_several_threads_is_refused(dask: Any, office: Any) -> None:
    dask.start_scheduler()
    dask.start_worker("--nthreads", "2")
    status, output = office.build("--scheduler", dask.address)
    assert status == 3 and "has 2 threads" in output, output


def test_a_cluster_without_workers_is_an_error_with_a_hint(dask: Any, office: Any) -> None:
    dask.start_scheduler()
    status, output = office.build("--scheduler", dask.address)
    assert status == 6 and "dask worker" in output, output


def test_a_build_fails_if_no_scheduler_answers(office: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nothing listens
        status, output = office.build("--scheduler", f"tcp://127.0.0.1:{taken.getsockname()[1]}")
    assert status == 6 and "no Dask scheduler answers" in output, output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    "address", ["192.168.1.20", "http://host:8786", "tcp://host", "tcp://host:door", "tcp://:8786"]
)
def test_an_invalid_address_of_a_scheduler_is_a_usage_error(address: str) -> None:
    with pytest.raises(UsageError):
        Cluster(address, str)


def test_a_missing_library_is_an_error_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match="pip install distributed"), Cluster("tcp://127.0.0.1:8786", str):
        pass


def test_incomplete_segments_are_never_stored(tmp_path: Path) -> None:
    frame_format = FrameFormat(22050, 48)
    store = Cache(tmp_path / "store")
    here, elsewhere = (
        Synthesizer(open_engine("metronome", Profile()), frame_format, loudness_lufs=-19.0, store=one)
        for one in (store, None)
    )
    good = elsewhere.segment("một hai ba").to_bytes()
    for bad in (b"", good[:-1], good[:8], good + good[8:], b"\0" * 8, good[:8] + b"\0" * (len(good) - 8)):
        with pytest.raises(SpeechError):
            here.receive("một hai ba", bad)
        assert here.lacks("một hai ba")
    here.receive("một hai ba", good)
    assert not here.lacks("một hai ba") and here.segment("một hai ba").to_bytes() == good
