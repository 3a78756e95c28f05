"""Two days at the desk, request by request: each response, and the settings and files that it changed.

`pytest tests/desk/test_steps.py --accept` rewrites `steps.expected.txt` and `media.expected.txt`; read their
difference.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from lxml import html

from bantin_media.cache import file_digest
from bantin_media.desk.application import application
from bantin_media.desk.guard import Keys, cookie_name
from bantin_media.desk.office import Office
from bantin_media.errors import BantinError

from .conftest import new_office

TABLE, WITH_MEDIA = (Path(__file__).with_name(name) for name in ("steps.tsv", "media.tsv"))
PORT = 8000
NAME = "2026-12"
LONGEST = 5_000


class Browser:
    """Sends requests to the desk in this process, with the key and the token of its pages."""

    def __init__(self, office: Office) -> None:
        self.keys = Keys()
        self._application = application(office, self.keys, PORT)

    def ask(self, method: str, address: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        path, _, query = address.partition("?")
        headers = {
            "host": f"127.0.0.1:{PORT}", "cookie": f"{cookie_name(PORT)}={self.keys.key}",
            "origin": f"http://127.0.0.1:{PORT}", "x-desk-token": self.keys.token, "content-length": str(len(body)),
        }  # fmt: skip
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": quote(path).encode(),
            "query_string": quote(query, safe="=&").encode(), "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self._application(scope, receive, send))
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], found, b"".join(one.get("body", b"") for one in sent[1:])


def lines_of(page: bytes) -> Iterator[str]:
    """Yield the text of a page, and its form fields with their values."""
    root = html.fromstring(page)
    for element in root.iter("script", "style", "svg"):
        element.getparent().remove(element) if element.tail is None else element.clear(keep_tail=True)
    for element in root.iter():
        if element.tag in {"input", "option", "textarea", "button", "a", "audio", "img"}:
            names = ("name", "value", "href", "src", "alt", "data-do", "checked", "selected", "disabled", "hidden")
            found = [f"{name}={element.get(name)}" for name in names if element.get(name) is not None]
            yield f"  <{element.tag} {' '.join(found)}>"
        if words := " ".join((element.text or "").split()):
            yield f"  {words}"
        if words := " ".join((element.tail or "").split()):
            yield f"  {words}"


def plain(text: str, root: Path) -> str:
    """Return a text without parts that depend on the day and the machine."""
    text = text.replace(str(root), "").replace(str(root.resolve()), "")
    text = re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text)
    text = re.sub(r"\b[0-9a-f]{12,32}\b", "CODE", text)
    text = re.sub(r"\b[0-9a-f]{4}(?:[ -][0-9a-f]{4}){3}\b", "CODE", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d)?", "NOW", text)
    return re.sub(r"\d\d:\d\d(?: ngày \d\d/\d\d/\d{4})?|\d{1,2} giờ \d{1,2}(?: phút)?", "TIME", text)


def answered(status: int, headers: dict[str, str], content: bytes) -> Iterator[str]:
    kind = headers.get("content-type", "").partition(";")[0]
    yield f"  {status} {kind} {headers.get('location', '')}".rstrip()
    if kind == "application/json":
        answer = json.loads(content)
        if "steps" in answer:  # the workers finish in any order
            answer |= {"title": "", "messages": sorted(answer["messages"])}
        yield f"  {json.dumps(answer, ensure_ascii=False, sort_keys=True)}"
    elif kind == "text/html" and b"<" in content:
        yield from lines_of(content)
    elif kind == "text/html":
        yield f"  {content.decode()}"


def filled(text: str, office: Office) -> str:
    """Return a form with the values that a page would have filled in."""
    if "{seen}" in text:
        text = text.replace("{seen}", office.seen(NAME))
    if "{office}" in text:
        text = text.replace("{office}", file_digest(office.shared))
    if "{code}" in text:
        text = text.replace("{code}", office.examined(NAME).state.code)
    if "{kept}" in text:
        text = text.replace("{kept}", office.history.all(NAME)[-1].code)
    return text


def encoded(form: str) -> bytes:
    pairs = (pair.partition("=")[::2] for pair in form.split("&") if pair)
    return urlencode([(key, value.replace("%0A", "\n")) for key, value in pairs]).encode()


def listed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def day(table: Path, office: Office) -> str:
    """Return the response to each request of a table, with the settings and the files that it changes."""
    browser = Browser(office)
    folder = office.root / "input" / NAME
    settings = folder / "edition.toml"
    lines: list[str] = []
    for row in table.read_text("utf-8").splitlines()[1:]:
        about, method, address, form = row.split("\t")
        body = form.encode() if "/upload" in address else encoded(filled(form, office))
        before, files = settings.read_text("utf-8"), listed(folder)
        answer = browser.ask(method, filled(address, office), body if method == "POST" else b"")
        lines += [f"# {about}: {method} {address}", *answered(*answer)]
        if (after := settings.read_text("utf-8")) != before:
            lines += [f"  | {line}" for line in after.splitlines()]
        now = listed(folder)
        lines += [f"  - {name}" for name in files if name not in now] + [
            f"  + {name}" for name in now if name not in files
        ]
        for thread in threading.enumerate():
            if thread.name.startswith("build "):
                thread.join()
    return plain("\n".join(lines), office.root) + "\n"


def test_a_day_at_the_desk(office: Office, as_accepted: Callable[[Path, str], None]) -> None:
    as_accepted(TABLE.with_suffix(".expected.txt"), day(TABLE, office))


ARTICLE = """# Đường mới về thôn Nà Phiêng

15/10/2026

**Con đường dài 4,2 km vừa được bàn giao cho 57 hộ dân.**

## Góp công, hiến đất

Bà con góp 310 ngày công[^1]. Ông Hầu kể:

> Hồi trước đi chợ mất nửa ngày.

1. Nhà văn hóa sửa xong ngày 5/3.
2. Cầu treo còn 2/3 phần việc.

| Thôn | Số hộ | Đất hiến (m²) |
|---|---|---|
| Nà Phiêng | 57 | 1.200 |
| Khuổi Lặng | 46 | 850 |

![Bà con san mặt đường](01 duong.jpg)

[^1]: Số liệu đến hết tháng 9/2026.

Vi Thị Lan
"""
SETTINGS = """number = "12"
date = 2026-12-05
sections = ["Kinh tế", "Xã hội"]

[sound]
voice = "metronome"

[articles.1]
section = "Kinh tế"

[articles.1.pictures."01 duong.jpg"]
alternative = "Đường đất rộng chừng ba mét"

[articles.3]
section = "Xã hội"
"""


@pytest.fixture
def office_with_media(tmp_path: Path) -> Office:
    """A workspace with an edition of pictures, a table, recordings, a text for listeners and an article that fails."""
    from PIL import Image

    office = new_office(tmp_path / "tòa soạn")
    folder = office.root / "input" / NAME
    for name in ("01 lop hoc.txt", "02 duong moi.txt"):
        (folder / name).unlink()
    texts = {
        "edition.toml": SETTINGS,
        "01 duong moi.md": ARTICLE,
        "02 ban nhac.txt": "Bản nhạc của thôn\n\nĐội văn nghệ tập 3 buổi mỗi tuần.\n\nSùng Mỷ\n",
        "03 thong bao.txt": "Thông báo cắt điện\n\n16/10/2026\n\nĐiện cắt từ 7 giờ 30 đến 11 giờ.\n",
        "03 thong bao (doc).txt": "Thứ Sáu này cắt điện buổi sáng.\n",
        "05 rong.txt": "",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    for name, colour in (("01 duong.jpg", "olive"), ("03 cot.png", "teal"), ("anh le.PNG", "navy"), ("bia.png", "red")):
        Image.new("RGB", (60, 40), colour).save(folder / name)
    for name, seconds in (("02 ban nhac.wav", 9), ("nhac hieu.wav", 2), ("nguoi doc.wav", 1)):
        with wave.open(str(folder / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8_000)
            file.writeframes((b"\0\x10" * 20 + b"\0\xf0" * 20) * 200 * seconds)
    return office


def test_a_day_with_pictures_and_recordings(
    office_with_media: Office, as_accepted: Callable[[Path, str], None]
) -> None:
    as_accepted(WITH_MEDIA.with_suffix(".expected.txt"), day(WITH_MEDIA, office_with_media))


def test_common_settings_are_in_the_offices_file(office: Office) -> None:
    browser = Browser(office)
    body = encoded(filled("seen={office}&title=Bản tin Khuổi Lặng&logo=&colour=#14532d&voice=&profile=phone", office))
    assert browser.ask("POST", "/do/shared", body)[0] == 200
    text = office.shared.read_text("utf-8")
    assert 'title = "Bản tin Khuổi Lặng"' in text and 'colour = "#14532d"' in text and 'profile = "phone"' in text
    assert "\nlogo" not in text


@pytest.mark.parametrize(("size", "status"), [(1024 * 1024, 400), (1024 * 1024 + 1, 413)])
def test_more_than_a_form_is_refused(office: Office, size: int, status: int) -> None:
    found, headers, _ = Browser(office).ask("POST", "/do/new", b"x" * size)
    assert found == status
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


@pytest.mark.parametrize(("size", "status"), [(100, 200), (101, 413)])
def test_a_file_larger_than_declared_is_refused(
    office: Office, size: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bantin_media.desk.application.LARGEST_FILE_BYTES", 100)
    found, _, content = Browser(office).ask("POST", f"/e/{NAME}/upload?file=tin.txt&article=", b"x" * size)
    assert found == status
    assert (office.root / "input" / NAME / "03 tin.txt").exists() is (status == 200)
    assert status == 200 or json.loads(content) == {"what": "tệp này quá lớn", "hint": ""}


def test_an_error_has_place_cause_and_hint() -> None:
    from bantin_media.desk.application import _refusal
    from bantin_media.desk.office import stale

    stale_error = stale("x")
    assert _refusal(stale_error).status_code == 409
    answer = json.loads(_refusal(BantinError("ở đây", "hỏng", "sửa")).body)
    assert answer == {"where": "ở đây", "what": "hỏng", "hint": "sửa"}
    assert _refusal(BantinError("", "", "")).status_code == 400
