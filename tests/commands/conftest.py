"""A small workspace for commands."""

from __future__ import annotations

from pathlib import Path

import pytest

OFFICE = {
    "input/bantin.toml": 'publisher = "UBND xã Khuổi Lặng"\n[sound]\nvoice = "metronome"\nprogramme_minutes = 1\n',
    "input/lexicon.tsv": "HTX\thợp tác xã\n",
    "input/2026-11/edition.toml": 'number = "11"\ndate = 2026-11-05\n',
    "input/2026-11/lexicon.tsv": "HĐND\thội đồng\n",
    "input/2026-11/01 lop hoc.txt": (
        "Bản vùng cao mở lớp học buổi tối\n\n12/10/2026\n\nTối thứ Ba hằng tuần, nhà văn hóa thôn lại sáng đèn.\n\n"
        "Đến nay, 92,5% học viên đã đọc được. Mọi thắc mắc xin gọi 0912 345 678.\n\nHoàng Mai\n"
    ),
    "input/2026-11/02 duong moi.txt": "Đường mới về thôn\n\nCon đường dài 4,2 km vừa được bàn giao cho 57 hộ dân.\n",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in OFFICE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for name in ("the", "kho", "kho2"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BANTIN_DIR", raising=False)
    return tmp_path
