"""A workspace for the tests of the desk, with articles of several kinds, and the desk as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bantin_media.commands.cli import main
from bantin_media.configuration.workspace import begin
from bantin_media.desk import uploads
from bantin_media.desk.change_request import Answer
from bantin_media.desk.office import Office
from bantin_media.files import private_folder

FIRST = """Bản vùng cao mở lớp học buổi tối

12/10/2026

Tối thứ Ba hằng tuần, nhà văn hóa thôn Khuổi Lặng lại sáng đèn cho lớp học của 18 học viên.

Học viên chăm chú nghe giảng trong nhà văn hóa thôn

Lớp do hai cô giáo của xã đứng lớp. Đến nay, 92,5% học viên đã đọc được. UBND xã cấp sách vở cho cả lớp.

UBND xã sẽ mở thêm 2 lớp trong quý I/2027. Mọi thắc mắc xin gọi 0912 345 678.

Hoàng Mai
"""
SECOND = """Đường mới về thôn Nà Phiêng

15/10/2026

Con đường dài 4,2 km vừa được bàn giao cho 57 hộ dân. Đại diện UBND tỉnh đến dự.

Bà con góp 310 ngày công. Mỗi nhà hiến từ 20 đến 150 m2 đất.

Vi Thị Lan
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A workspace with one edition of two articles."""
    return new_office(tmp_path / "tòa soạn")


def new_office(root: Path) -> Office:
    """Make a workspace with one edition of two articles."""
    begin(root)
    folder = root / "input" / "2026-12"
    folder.mkdir()
    (folder / "edition.toml").write_text('# của tòa soạn\nnumber = "12"  # số\ndate = 2026-12-05\n', "utf-8")
    (folder / "01 lop hoc.txt").write_text(FIRST, "utf-8")
    (folder / "02 duong moi.txt").write_text(SECOND, "utf-8")
    return Office(root)


def settle(office: Office, *, signed: bool = True, edition: str = "2026-12") -> None:
    """Give an edition an article, if it has none, and its settings: dated, silent, and signed."""
    folder = office.request.input / edition
    folder.mkdir(exist_ok=True)
    if not list(folder.glob("*.txt")):
        (folder / "01 tin.txt").write_text("Tin mới\n\nXã có thêm 12 hộ thoát nghèo.\n", "utf-8")
    text = 'date = 2026-12-05\n[sound]\nvoice = "metronome"\n'
    (folder / "edition.toml").write_text(('approved_by = "Lò Thị Ban"\n' if signed else "") + text, "utf-8")


def built(office: Office) -> Office:
    """Build every edition of `office` and return it."""
    assert main(["build", "--dir", str(office.root), "--workers", "1"]) == 0
    return office


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workspace with a signed edition, built once for a module; tests copy it."""
    office = new_office(tmp_path_factory.mktemp("một lần") / "tòa soạn")
    settle(office)
    return built(office).root


def upload(office: Office, content: bytes, **asked: str) -> Answer:
    """Drop a file with this content onto the edition."""
    return _sent(content, lambda sent: uploads.to_edition(office, "2026-12", sent, {"article": "", **asked}))


def upload_shared(office: Office, content: bytes, file: str) -> Answer:
    """Drop a file with this content onto the office's form."""
    return _sent(content, lambda sent: uploads.to_office(office, sent, {"file": file}))


def _sent(content: bytes, take: Callable[[Path], Answer]) -> Answer:
    with private_folder() as folder:
        sent = folder / "sent"
        sent.write_bytes(content)
        return take(sent)


@contextmanager
def running(root: Path) -> Iterator[str]:
    """Yield the address of a desk that runs in its own process."""
    command = [sys.executable, "-m", "bantin_media", "desk", "--dir", str(root), "--no-browser"]
    environment = os.environ | {"BANTIN_LANG": "vi"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            yield next(word for word in line.split() if word.startswith("http"))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
