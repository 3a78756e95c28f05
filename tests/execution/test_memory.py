"""The memory available to workers, as Linux reports it for machines and containers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.execution import memory
from bantin_media.execution.memory import available_mb, workers_within
from bantin_media.execution.workers import Workers

MB = 1024 * 1024
MEMINFO = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    8192000 kB\n"


def machine(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("files", "free"),
    [
        ({"proc/meminfo": MEMINFO}, 8000),
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "0::/box/inner\n",
                "sys/fs/cgroup/box/memory.max": f"{2000 * MB}\n",
                "sys/fs/cgroup/box/memory.current": f"{500 * MB}\n",
                "sys/fs/cgroup/box/inner/memory.max": "max\n",
                "sys/fs/cgroup/box/inner/memory.current": f"{500 * MB}\n",
            },
            1500,
        ),
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "5:cpu,cpuacct:/a\n4:memory:/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": f"{1000 * MB}\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": f"{1200 * MB}\n",
            },
            0,
        ),
        ({"proc/meminfo": MEMINFO, "proc/self/cgroup": "0::/\nnonsense\n"}, 8000),
        ({}, None),
    ],
    ids=["machine", "container", "full container of version 1", "no limit", "another system"],
)
def test_free_memory_is_bounded_by_the_nearest_limit(tmp_path: Path, files: dict[str, str], free: int | None) -> None:
    assert available_mb(machine(tmp_path, files)) == free


@pytest.mark.parametrize(
    ("count", "each_mb", "free_mb", "fit"), [(8, 500, 8000, 8), (8, 500, 2000, 3), (8, 500, 0, 1), (8, 500, None, 8)]
)
def test_as_many_workers_as_fit_and_at_least_one(count: int, each_mb: int, free_mb: int | None, fit: int) -> None:
    assert workers_within(count, each_mb, free_mb) == fit


def test_fewer_workers_do_the_same_work() -> None:
    with Workers(3) as workers:
        before = dict(workers.run(abs, [-1, -2, -3], str))
        workers.at_most(2)
        assert workers.count == 2
        assert dict(workers.run(abs, [-1, -2, -3], str)) == before
        workers.at_most(5)
        workers.at_most(1)
        assert workers.count == 1
        assert dict(workers.run(abs, [-1, -2, -3], str)) == before


@pytest.mark.parametrize(
    ("count", "each_mb", "free_mb", "fit"),
    [(8, 500, 1249, 1), (8, 500, 1250, 2), (8, 500, 1251, 2), (2, 1, 9999, 2), (8, 500, 1875, 3), (1, 500, 10, 1)],
)
def test_workers_may_use_four_fifths_of_free_memory(count: int, each_mb: int, free_mb: int, fit: int) -> None:
    assert workers_within(count, each_mb, free_mb) == fit


def test_a_system_without_proc_reports_free_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_read", lambda _: "")
    answers = {"SC_AVPHYS_PAGES": 1000, "SC_PAGE_SIZE": 4096 * 256}
    monkeypatch.setattr(memory.os, "sysconf", answers.__getitem__)
    assert available_mb() == 1000
    monkeypatch.setattr(memory.os, "sysconf_names", {})
    assert available_mb() is None


@pytest.mark.parametrize(
    ("cgroup", "files", "free"),
    [
        (
            "0::/a/b\n",
            {"a/b/memory.max": 900, "a/b/memory.current": 100, "a/memory.max": 700, "a/memory.current": 200},
            500,
        ),
        ("0::/a/b\n", {"memory.max": 300, "memory.current": 100}, 200),
        ("0::/a\n", {"a/memory.max": 300}, 8000),
        ("1:memory:/a\n", {"a/memory.max": 300, "a/memory.current": 100}, 8000),
        ("0:memory:/a\n", {"memory/a/memory.limit_in_bytes": 300, "memory/a/memory.usage_in_bytes": 100}, 200),
        ("7:cpu:/a\n", {"memory/a/memory.limit_in_bytes": 300, "memory/a/memory.usage_in_bytes": 100}, 8000),
        ("7:cpu,memory:/a:b\n", {"memory/a:b/memory.limit_in_bytes": 300, "memory/a:b/memory.usage_in_bytes": 1}, 299),
        ("x\n0::/a\n", {"a/memory.max": 300, "a/memory.current": 100}, 200),
    ],
)
def test_every_limit_above_counts(tmp_path: Path, cgroup: str, files: dict[str, int], free: int) -> None:
    whole = {"proc/meminfo": "MemAvailable:    8192000 kB\n", "proc/self/cgroup": cgroup}
    whole |= {f"sys/fs/cgroup/{name}": f"{size * MB}\n" for name, size in files.items()}
    assert available_mb(machine(tmp_path, whole)) == free
