"""Builds editions like the command line, in temporary folders, for tests of whole builds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bantin_media.commands.cli import main
from bantin_media.execution.workers import Workers
from bantin_media.pipeline import build
from bantin_media.pipeline.plan import Request
from bantin_media.reporting.report import EditionReport

SIGNED = 'approved_by = "Nông Văn Ký"\n'
SAMPLE = Path(__file__).parents[2] / "input"


class Quiet:
    """Progress that counts silently."""

    def __init__(self) -> None:
        self.narrated: list[str] = []

    def begin(self, edition: str, steps: int) -> None: ...

    def step(self, title: str, spoken_ms: int) -> None:
        if spoken_ms:
            self.narrated.append(title)

    def fetched(self, came: int, missing: int) -> None: ...

    def end(self) -> None: ...


@dataclass
class Office:
    """One input folder and its output."""

    root: Path

    def __post_init__(self) -> None:
        self.input.mkdir(parents=True, exist_ok=True)

    @property
    def input(self) -> Path:
        return self.root / "input"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def inside(self) -> Path:
        return self.root / "output-noi-bo"

    def edition(self, name: str = "2026-11", *, settings: str | None = 'number = "1"\ndate = 2026-11-05\n') -> Path:
        folder = self.input / name
        folder.mkdir(exist_ok=True)
        if settings is not None and not re.search("approved_by|internal", settings):
            settings = SIGNED + settings  # an unsigned edition is built elsewhere
        if settings is not None:
            (folder / "edition.toml").write_text(settings, "utf-8")
        return folder

    def write(self, name: str, text: str, edition: str = "2026-11") -> Path:
        path = self.input / edition / name
        path.write_text(text, "utf-8")
        return path

    def reports(self, *names: str, workers: int = 1, **more: object) -> Iterator[EditionReport]:
        """Build, and yield each report as it is finished."""
        request = Request(
            input=self.input, output=self.output, proof=self.root / "proof", work=self.root / "work",
            editions=names, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        self.progress = Quiet()
        with Workers(workers) as team:
            yield from build(request, team, self.progress)

    def build(self, *names: str, **more: Any) -> tuple[EditionReport, ...]:
        reports = tuple(self.reports(*names, **more))
        self.site = next((report for report in reports if not report.id), None)
        return tuple(report for report in reports if report.id)

    def published(self) -> dict[str, str]:
        """Every finished file with the digest of its bytes."""
        return {
            path.relative_to(self.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture(scope="session")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Office]:
    return lambda name: Office(tmp_path_factory.mktemp(name))


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """The folder of private samples; tests that need it are skipped with a reason if it is missing."""
    folder = os.environ.get("BANTIN_SAMPLES")
    if not folder:
        pytest.skip("BANTIN_SAMPLES names no folder of private samples")
    return Path(folder)


ARTICLE = """Xã Khau Tràng mở lớp xóa mù chữ

12/10/2026

Tối thứ Hai hằng tuần, nhà văn hóa thôn Nà Lẹng lại sáng đèn cho lớp học của 24 học viên.

Lớp học mở từ tháng 9/2026, do hai cô giáo Trường Tiểu học Khau Tràng đứng lớp. Đến nay, 87,5% học viên đã đọc được.

Ông Lý A Dì, Chủ tịch UBND xã, cho biết xã sẽ mở thêm 2 lớp trong quý I/2027./.

Hoàng Mai
"""
SECOND = """Nước sạch về bản Thẳm Mò

15/10/2026

Công trình nước sạch trị giá 1,5 tỷ đồng vừa được bàn giao cho 46 hộ dân.

Mỗi ngày bể chứa cấp 30 m3 nước cho cả bản. Bà con góp 120 ngày công.

Vi Thị Hoa
"""


@pytest.fixture
def small_office(office: Office) -> Office:
    office.edition()
    office.write("01 xoa mu chu.txt", ARTICLE)
    office.write("02 nuoc sach.txt", SECOND)
    return office


@pytest.fixture(scope="session")
def office_built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a built edition of two articles; tests copy it."""
    office = Office(tmp_path_factory.mktemp("built") / "office")
    office.edition(settings='date = 2026-11-05\n[sound]\nvoice = "metronome"\n')
    office.write("01 xoa mu chu.txt", ARTICLE)
    office.write("02 nuoc sach.txt", SECOND)
    with contextlib.chdir(office.root):
        assert main(["build", "--workers", "1"]) == 0
    return office.root


@pytest.fixture
def built(office_built_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return a built edition of two articles, in the current folder."""
    root = tmp_path / "built office"
    shutil.copytree(office_built_once, root)
    monkeypatch.chdir(root)
    return Office(root)
