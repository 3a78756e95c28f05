"""How much memory there is for workers, as Linux says it of machines and of containers."""

from __future__ import annotations

from pathlib import Path

import pytest

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
def test_what_is_free_is_what_the_nearest_limit_leaves(tmp_path: Path, files: dict[str, str], free: int | None) -> None:
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
