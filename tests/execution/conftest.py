"""A real scheduler and real workers, each in its own process on the loopback, and a workspace that builds with them."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

LONGEST_S = 60
FATES = Path(__file__).with_name("preload.py")
ARTICLES = {
    "01 lop hoc.txt": "Bản vùng cao mở lớp học buổi tối\n\n12/10/2026\n\nTối thứ Ba, nhà văn hóa thôn lại sáng đèn.\n",
    "02 duong moi.txt": "Đường mới về thôn Nà Phiêng\n\n15/10/2026\n\nCon đường dài 4,2 km vừa được bàn giao.\n",
    "03 nuoc sach.txt": "Nước sạch về bản Thẳm Mò\n\n16/10/2026\n\nMỗi ngày bể chứa cấp 30 m3 nước cho cả bản.\n",
}


@dataclass
class Dask:
    """The processes of one cluster."""

    environment: dict[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    address: str = ""

    def start_scheduler(self, **environment: str) -> int:
        """Start the scheduler and return its process id."""
        arguments = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        process, self.address = self._started(arguments, r"Scheduler at: +(tcp://\S+)", environment)
        return process.pid

    def start_worker(self, *arguments: str, fate: str = "", **environment: str) -> subprocess.Popen[str]:
        """Start a worker; return when it has registered."""
        if fate:
            arguments = (*arguments, "--preload", str(FATES))
        quiet = ("--no-dashboard", "--no-nanny", "--host", "127.0.0.1", "--nthreads", "1")
        return self._started(
            ("worker", self.address, *quiet, *arguments),
            r"Registered to: +(\S+)",
            {"BANTIN_TEST_FATE": fate, **environment},
        )[0]

    def _started(
        self, arguments: tuple[str, ...], sign: str, environment: dict[str, str]
    ) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**self.environment, **environment},
        )
        self.processes.append(process)
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(sign, line):
                return process, found[1]
        raise AssertionError(said)

    def end(self) -> None:
        """End all processes, including stopped ones."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()
            assert process.stderr
            process.stderr.close()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    settings = {"DASK_TEMPORARY_DIRECTORY": str(tmp_path / "dask"), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    one = Dask({**os.environ, **settings})
    yield one
    one.end()


@dataclass
class Office:
    """An input folder, and builds of it by the command line in its own process."""

    root: Path

    def __post_init__(self) -> None:
        edition = self.root / "input" / "2026-11"
        edition.mkdir(parents=True)
        self.settings = edition / "edition.toml"
        self.settings.write_text('number = "1"\ndate = 2026-11-05\n', "utf-8")
        for name, text in ARTICLES.items():
            (edition / name).write_text(text, "utf-8")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "bantin_media", "build", "--workers", "1", *arguments],
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "BANTIN_LANG": "en"},
        )

    def build(self, *arguments: str) -> tuple[int, str]:
        """Return the exit status and the output."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=LONGEST_S)
        return process.returncode, output

    def published(self) -> dict[str, str]:
        output = self.root / "output"
        return {
            path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(output.rglob("*"))
            if path.is_file()
        }

    def stored(self) -> set[str]:
        return {path.name for path in (self.root / ".bantin" / "store").glob("??/*")}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


@pytest.fixture(scope="session")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same workspace, built without a cluster."""
    office = Office(tmp_path_factory.mktemp("home") / "office")
    status, output = office.build()
    assert status == 0, output
    return office
