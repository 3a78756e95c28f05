"""Builds in their own process group, so that the whole group can be killed."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "bantin_media", "build")
LONGEST_S = 120

ARTICLES = {
    "01 lop hoc.txt": """Bản vùng cao mở lớp học buổi tối

12/10/2026

Tối thứ Ba hằng tuần, nhà văn hóa thôn Khuổi Lặng lại sáng đèn cho lớp học của 18 học viên.

Lớp do hai cô giáo của xã đứng lớp. Đến nay, 92,5% học viên đã đọc được.

Hoàng Mai
""",
    "02 duong moi.txt": """Đường mới về thôn Nà Phiêng

15/10/2026

Con đường dài 4,2 km vừa được bàn giao cho 57 hộ dân.

Bà con góp 310 ngày công. Mỗi nhà hiến từ 20 đến 150 m2 đất.

Vi Thị Lan
""",
}


@dataclass
class Desk:
    """A folder with an input and its output, and the processes that work in it."""

    root: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.edition.mkdir(parents=True)
        self.temporary.mkdir()
        (self.edition / "edition.toml").write_text('approved_by = "Lý A"\nnumber = "1"\ndate = 2026-11-05\n', "utf-8")
        for name, text in ARTICLES.items():
            (self.edition / name).write_text(text, "utf-8")

    @property
    def edition(self) -> Path:
        return self.root / "input" / "2026-11"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def temporary(self) -> Path:
        """The folder for temporary files of these builds."""
        return self.root / "tmp"

    @property
    def work(self) -> Path:
        return self.root / ".bantin"

    def start(
        self,
        *,
        voice: str = "metronome",
        workers: int = 1,
        largest_file_kib: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Begin a build in its own session; its output goes to a file.

        With `largest_file_kib`, writing more than that fails as on a full disk.
        """
        limit = ("sh", "-c", f'ulimit -f {largest_file_kib * 2} && exec "$@"', "sh") if largest_file_kib else ()
        with (self.root / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                [*limit, *COMMAND, "--workers", str(workers), "--voice", voice],
                cwd=self.root,
                env=os.environ | {"TMPDIR": str(self.temporary)} | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def build(self, **how: object) -> int:
        """Finish a build and return the exit status."""
        return self.start(**how).wait(LONGEST_S)  # type: ignore[arg-type]

    def built(self, **how: object) -> dict[str, str]:
        """Build successfully, and return the published files."""
        assert self.build(**how) == 0, self.said
        return self.published()

    @property
    def said(self) -> str:
        return (self.root / "said.txt").read_text("utf-8")

    def published(self) -> dict[str, str]:
        """Every file in `output/` with the digest of its bytes."""
        return {
            path.relative_to(self.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }

    def unfinished(self) -> list[str]:
        """Files in the build's folders that must not exist if no build is running."""
        found = [path for path in self.root.rglob("*.part") if path.is_file()]
        found += [*self.work.glob("book/*/*"), *self.work.glob("manifests/*/*.begun"), *self.temporary.iterdir()]
        return [str(path) for path in found]

    def forget(self) -> None:
        """Remove the output, but keep the stored speech."""
        for path in self.work.glob("manifests/*/*.json"):
            path.unlink()


@pytest.fixture
def build_here(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Build in this process; return the exit status and the output."""
    from bantin_media.commands.cli import main

    def build(desk: Desk, *more: str, voice: str = "metronome") -> tuple[int, str]:
        monkeypatch.chdir(desk.root)
        status = main(["build", "--workers", "1", "--voice", voice, *more])
        output = capfd.readouterr()
        return status, output.out + output.err

    return build


def living(group: int) -> list[int]:
    """The living processes of `group`, without zombies."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = status.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):  # it ended in the meantime
            continue
        if int(process_group) == group and state != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.fixture
def group_of() -> Callable[[int], list[int]]:
    return living


@pytest.fixture
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def new() -> Desk:
        desks.append(Desk(tmp_path_factory.mktemp("desk") / "office"))
        return desks[-1]

    yield new
    for process in (process for desk in desks for process in desk.processes):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """The output of an undisturbed build, per voice."""
    known: dict[str, dict[str, str]] = {}

    def of(voice: str) -> dict[str, str]:
        if voice not in known:
            known[voice] = Desk(tmp_path_factory.mktemp("undisturbed") / "office").built(voice=voice)
        return known[voice]

    return of
