"""A week of an editor at the desk in a real Chromium: by mouse, and by keyboard alone; then `make`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from bantin_media.commands.cli import main
from bantin_media.configuration.workspace import begin

from .conftest import FIRST, SECOND, running
from .loopback_sftp import PASSWORD, serving
from .test_publish import there

WALK = Path(__file__).with_name("walk.mjs")
TOOLS = Path(__file__).parents[1] / "tools" / "node_modules"
CHROMIUM = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or ""
PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Giống lúa mới</title></head>
<body><article><h1>Giống lúa mới trên ruộng bậc thang</h1><p class="date">18/10/2026</p>
<p>Vụ này, 35 hộ dân bản Pờ Mả gieo giống lúa mới trên 12,5 ha ruộng bậc thang.</p>
<p>Năng suất ước đạt 52 tạ/ha, tăng 8% so với giống cũ.</p></article></body></html>"""
MARKDOWN = """# Phiên chợ cuối năm

20/10/2026

Chợ Khau Vai họp thêm 2 phiên trong tháng 12.

Hàng hóa được bày từ 6 giờ.
"""
WORD = """<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
{}</w:body></w:document>"""


def files(folder: Path) -> list[str]:
    """Write eight files of six kinds, and return their paths."""
    from PIL import Image

    folder.mkdir()
    (folder / "01 lop hoc.txt").write_text(FIRST, "utf-8")
    (folder / "duong moi.txt").write_text(SECOND, "utf-8")
    (folder / "giong lua.html").write_text(PAGE, "utf-8")
    (folder / "phien cho.md").write_text(MARKDOWN, "utf-8")
    words = (
        "Hội thi hát then",
        "22/10/2026",
        "Hội thi có 14 đội tham gia, trong đó có 3 đội thiếu nhi.",
        "Giải nhất được trao cho đội thôn Bản Lạn.",
    )
    with zipfile.ZipFile(folder / "hat then.docx", "w") as package:
        text = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in words)
        package.writestr("word/document.xml", WORD.format(text))
        package.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
    for name, colour in (("01 anh lop hoc.jpg", "teal"), ("bia.png", "navy"), ("02 anh duong.jpg", "olive")):
        Image.new("RGB", (600, 400), colour).save(folder / name)
    return [str(path) for path in sorted(folder.iterdir())]


def made(root: Path) -> dict[str, str]:
    """Return every finished file with the digest of its bytes."""
    found = (path for name in ("output", "output-noi-bo", "proof") for path in (root / name).rglob("*"))
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found if path.is_file()
    }


def need_chromium() -> None:
    if not (CHROMIUM and shutil.which("node") and (TOOLS / "puppeteer-core").is_dir()):
        reason = "not installed (make test-tools): Chromium, Node, puppeteer-core"
        assert not os.environ.get("BANTIN_NO_SKIP"), reason
        pytest.skip(reason)


@pytest.mark.parametrize("mode", ["mouse", "keyboard"])
def test_an_editor_walks_the_whole_week(mode: str, tmp_path: Path) -> None:
    need_chromium()
    root, target = tmp_path / "tòa soạn", tmp_path / "usb"
    begin(root)
    target.mkdir()
    with serving(tmp_path / "máy chủ") as server, running(root) as address:
        given = {
            "server": {"address": server.address(), "password": PASSWORD},
            "address": address, "chromium": CHROMIUM, "mode": mode, "files": files(tmp_path / "bài"),
            "target": str(target), "shots": os.environ.get("BANTIN_SHOTS", ""),
        }  # fmt: skip
        run = subprocess.run(
            ["node", str(WALK), json.dumps(given)], capture_output=True, text=True, check=False, timeout=400
        )
    assert run.stdout, run.stderr
    seen = json.loads(run.stdout)
    assert "broken" not in seen, (seen["broken"], seen["steps"][-3:], seen["troubles"])
    if shots := os.environ.get("BANTIN_SHOTS"):  # the folder for screenshots and timings, if they are wanted
        Path(shots, f"{mode}-steps.json").write_text(json.dumps(seen["steps"]), "utf-8")
    assert {name: found for name, found in seen["axe"].items() if found} == {}
    assert {"dark-edition", "dark-article", "dark-sign", "dark-office"} <= set(seen["axe"])
    assert seen["strangers"] == [] and seen["troubles"] == []
    assert len(seen["articles"]) == 5
    assert seen["reordered"][:2] == ["2", "1"] and seen["restored"][:2] == ["1", "2"]
    assert "Khuổi Lặng" in seen["title"]
    assert any("chăm chú" in one for one in seen["captions"])
    assert seen["alternative"] == "Học viên cúi trên trang vở"
    assert seen["reading"]["before"].startswith("ủy ban nhân dân") and seen["reading"]["after"] == "ủy ban"
    assert seen["reading"]["sound"]["length"] > 1 and seen["sounds"] == []
    assert seen["settled"] > 0
    assert seen["signed"].strip() == "đã duyệt" and seen["changed"].strip() == "thay đổi sau khi duyệt"
    assert any("Đường mới đã về thôn" in one for one in seen["difference"])
    assert seen["first"] != seen["second"]
    assert "đã phát hành" in seen["state"]
    assert all(seen[name] for name in ("narrow-edition", "narrow-article", "narrow-sign"))
    assert (target / "2026-12" / "index.html").is_file() and (target / "index.html").is_file()
    assert seen["fingerprint"] == server.fingerprint
    assert there(server.root / "www") == there(target)
    before = made(root)
    assert main(["build", "--dir", str(root), "--workers", "1"]) == 0
    assert made(root) == before
    shutil.rmtree(root / ".bantin")
    for name in ("output", "proof"):
        shutil.rmtree(root / name)
    assert main(["build", "--dir", str(root), "--workers", "1"]) == 0
    assert made(root) == before
