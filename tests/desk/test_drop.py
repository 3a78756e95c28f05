"""Files and folders of saved pages dropped onto the desk from a file manager, in a real Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bantin_media.desk.guard import cookie_name
from bantin_media.desk.office import Office
from bantin_media.errors import UsageError

from .conftest import FIRST, running, upload
from .test_changes import do, drawing, figures, files
from .test_guard import ask
from .test_walk import CHROMIUM, PAGE, need_chromium

DROP = Path(__file__).with_name("drop.mjs")
SAVED = PAGE.replace("</article>", '<p><img src="./giong lua_files/ruong.png" alt="Ruộng bậc thang"></p></article>')


def dropped(office: Office, *drops: list[Path], answer: bool = True) -> dict[str, Any]:
    need_chromium()
    with running(office.root) as address:
        paths = [[str(path) for path in drop] for drop in drops]
        given = {"address": address, "chromium": CHROMIUM, "drops": paths, "answer": answer}
        run = subprocess.run(
            ["node", str(DROP), json.dumps(given)], capture_output=True, text=True, check=False, timeout=120
        )
    assert run.stdout, run.stderr
    seen: dict[str, Any] = json.loads(run.stdout)
    assert "broken" not in seen, seen
    return seen


def saved_page(folder: Path) -> Path:
    beside = folder / "giong lua_files"
    beside.mkdir(parents=True)
    (folder / "giong lua.html").write_text(SAVED, "utf-8")
    (beside / "ruong.png").write_bytes(drawing())
    (beside / "trang.js").write_text("1", "utf-8")
    return folder


def test_a_saved_page_is_stored_with_its_folder_and_a_bad_file_stops_no_other(office: Office, tmp_path: Path) -> None:
    there = saved_page(tmp_path / "tải về")
    (there / "chay.exe").write_bytes(b"x")
    (there / "phien cho.txt").write_text("Phiên chợ\n\nChợ họp thêm 2 phiên.\n", "utf-8")
    (there / "bài khác").mkdir()
    names = ("giong lua_files", "bài khác", "chay.exe", "giong lua.html", "phien cho.txt")
    seen = dropped(office, [there / name for name in names])
    (text,) = seen["messages"]
    assert "Đã nhận 3 tệp" in text and "chay.exe" in text and "bài khác" in text
    assert "Giống lúa mới trên ruộng bậc thang" in seen["articles"] and "Phiên chợ" in seen["articles"]
    assert files(office)["2026-12/giong lua_files/ruong.png"] == drawing()
    assert [words[1] for words in figures(office, 3)] == ["Ruộng bậc thang"]


def test_a_picture_of_a_saved_page_keeps_its_place_and_replaces_no_other(office: Office) -> None:
    def put(folder: str, name: str, content: bytes = drawing()) -> str:
        return str(upload(office, content, file=name, folder=folder)["message"])

    put("giong lua_files", "ruong.png")
    before = files(office)
    put("giong lua_files", "ruong.png")
    assert files(office) == before
    for folder, name, content in (
        ("giong lua_files", "ruong.png", b"2"), ("giong lua_files", "trang.js", b"1"), ("anh", "ruong.png", b"1"),
        ("../x_files", "ruong.png", b"1"), ("giong lua_files", "../../ruong.png", b"1"), (".._files", "a.png", b"1"),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            put(folder, name, content)
    assert files(office) == before
    do(office, "undo")
    assert "2026-12/giong lua_files/ruong.png" not in files(office)


@pytest.mark.parametrize("name", ["lop hoc.txt", "01 Lop hoc.txt"])
@pytest.mark.parametrize("replaces", [True, False])
def test_a_file_of_the_same_name_needs_consent(office: Office, tmp_path: Path, name: str, replaces: bool) -> None:
    path = tmp_path / name
    path.write_text(FIRST.replace("18 học viên", "19 học viên"), "utf-8")
    before = files(office)
    seen = dropped(office, [path], answer=replaces)
    (asked,) = seen["asked"]
    assert "01 lop hoc.txt" in asked
    after = files(office)
    assert len(seen["articles"]) == (2 if replaces else 3)
    assert (after["2026-12/01 lop hoc.txt"] == path.read_bytes()) is replaces
    assert not replaces or "đã được thay" in seen["messages"][0]
    do(office, "undo")
    assert files(office) == before


def test_the_same_file_again_and_another_number_are_no_question(office: Office) -> None:
    before = files(office)
    same = upload(office, FIRST.encode(), file="lop hoc.txt")
    assert "ask" not in same and files(office) == before
    other = upload(office, b"Tin\n\nChi.\n", file="07 lop hoc.txt")
    assert other["file"] == "07 lop hoc.txt"


def test_an_article_names_its_file(office: Office) -> None:
    with running(office.root) as address:
        parts = urlsplit(address)
        place = parts.hostname or "", parts.port or 0, ""
        key = parse_qs(parts.query)["k"][0]
        _, page = ask(place, path="/e/2026-12/a/1", Cookie=f"{cookie_name(place[1])}={key}")
    path = office.request.input / "2026-12" / "01 lop hoc.txt"
    assert f'Sửa bài: mở tệp <code class="path">{path}</code>, lưu lại, rồi tải lại trang.' in page
