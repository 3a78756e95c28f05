"""A day at the desk, request by request: each response, and the settings after it.

`pytest tests/desk/test_told.py --accept` rewrites `steps.expected.txt`; read its difference.
"""

from __future__ import annotations

import asyncio
import json
import re
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

TABLE = Path(__file__).with_name("steps.tsv")
ROWS = [row.split("\t") for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]
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
        yield f"  {json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True)}"
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


def test_a_day_at_the_desk(office: Office, as_accepted: Callable[[Path, str], None]) -> None:
    browser = Browser(office)
    root = office.root
    settings = root / "input" / NAME / "edition.toml"
    said: list[str] = []
    for about, method, address, form in ROWS:
        body = form.encode() if "/upload" in address else encoded(filled(form, office))
        before = settings.read_text("utf-8")
        answer = browser.ask(method, filled(address, office), body if method == "POST" else b"")
        said += [f"# {about}: {method} {address}", *answered(*answer)]
        if (after := settings.read_text("utf-8")) != before:
            said += [f"  | {line}" for line in after.splitlines()]
    as_accepted(TABLE.with_suffix(".expected.txt"), plain("\n".join(said), root) + "\n")


def test_what_is_shared_stands_in_the_office_s_settings(office: Office) -> None:
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
def test_a_file_that_is_larger_than_it_says_is_refused(
    office: Office, size: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bantin_media.desk.application.LARGEST_FILE_BYTES", 100)
    found, _, content = Browser(office).ask("POST", f"/e/{NAME}/upload?file=tin.txt&article=", b"x" * size)
    assert found == status
    assert (office.root / "input" / NAME / "03 tin.txt").exists() is (status == 200)
    assert status == 200 or json.loads(content) == {"what": "tệp này quá lớn", "hint": ""}


def test_an_error_says_where_what_and_what_to_do() -> None:
    from bantin_media.desk.application import _refusal
    from bantin_media.desk.office import stale

    stale_error = stale("x")
    assert _refusal(stale_error).status_code == 409
    said = json.loads(_refusal(BantinError("ở đây", "hỏng", "sửa")).body)
    assert said == {"where": "ở đây", "what": "hỏng", "hint": "sửa"}
    assert _refusal(BantinError("", "", "")).status_code == 400
