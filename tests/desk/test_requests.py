"""Single requests and their responses, one line each: the guard, ranges of sound, progress of builds, undo, cards.

`pytest tests/desk/test_requests.py --accept` writes `requests.expected.txt` anew; read its difference.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bantin_media.desk import card, signing, sound_requests, sources_folder, uploads
from bantin_media.desk.building import Build, JsonProgress
from bantin_media.desk.guard import LARGEST_FILE_BYTES, LARGEST_FORM_BYTES, TOKEN, Guard, Keys, cookie_name
from bantin_media.desk.office import Office
from bantin_media.desk.server import Desk, open_desk
from bantin_media.desk.sound import Heard
from bantin_media.desk.undo import MOST_KEPT, Undo
from bantin_media.errors import BantinError

PORT = 8000
KEYS = Keys("key", "token")
OWN = {"host": f"127.0.0.1:{PORT}", "cookie": f"a=b; {cookie_name(PORT)}=key"}
PAGE = {**OWN, "origin": f"http://localhost:{PORT}", TOKEN: "token"}


def answer_of(app: Any, scope: dict[str, Any]) -> str:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event: Any) -> None:
        sent.append(event)

    asyncio.run(app(scope, receive, send))
    if not sent:
        return "nothing"
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    own = {
        name: headers[name] for name in ("location", "set-cookie", "content-range", "accept-ranges") if name in headers
    }
    body = b"".join(one.get("body", b"") for one in sent[1:])
    return f"{sent[0]['status']} {body!r} {own or ''}".strip()


def of_guard() -> Iterator[str]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await Response("in")(scope, receive, send)

    rows: list[tuple[str, str, str, dict[str, str]]] = [
        ("GET", "/", "", OWN), ("HEAD", "/", "", OWN), ("GET", "/", "", {**OWN, "host": f"localhost:{PORT}"}),
        ("GET", "/", "", {**OWN, "host": "localhost"}), ("GET", "/", "", {"cookie": OWN["cookie"]}),
        ("GET", "/", "", {"host": OWN["host"]}), ("GET", "/e", "k=key", {"host": OWN["host"]}),
        ("GET", "/", "k=", {"host": OWN["host"]}), ("GET", "/", "k=kex", {"host": OWN["host"]}),
        ("GET", "/", "k=kex", OWN), ("POST", "/", "k=key", {"host": OWN["host"]}),
        ("GET", "/", "k=%C4%91", {"host": OWN["host"]}), ("DELETE", "/", "", OWN), ("PUT", "/", "", PAGE),
        ("POST", "/do", "", OWN), ("POST", "/do", "", {**PAGE, "origin": "http://evil.example"}),
        ("POST", "/do", "", {**PAGE, TOKEN: "tokem"}), ("POST", "/do", "", PAGE),
        *(("POST", path, "", {**PAGE, "content-length": length}) for path, length in (
            ("/do", "0"), ("/do", str(LARGEST_FORM_BYTES)), ("/do", str(LARGEST_FORM_BYTES + 1)), ("/do", "-1"),
            ("/do", "x"), ("/upload", "0" * 16), ("/upload", str(LARGEST_FORM_BYTES + 1)),
            ("/e/upload", str(LARGEST_FILE_BYTES)), ("/upload", str(LARGEST_FILE_BYTES + 1)),
            ("/upload/x", "9999999"))),
        ("GET", "/", "", {**OWN, "content-length": str(LARGEST_FORM_BYTES + 1)}),
    ]  # fmt: skip
    guard = Guard(app, KEYS, PORT)
    for method, path, query, headers in rows:
        scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(),
                 "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}  # fmt: skip
        changed = {name: value for name, value in headers.items() if PAGE.get(name) != value}
        less = [name for name in PAGE if name not in headers]
        yield f"{method} {path} {query} {changed} without {less}: {answer_of(guard, scope)}"
    yield f"{answer_of(guard, {'type': 'websocket'})} {LARGEST_FORM_BYTES} {LARGEST_FILE_BYTES}"
    yield f"{[len(text) for text in (Keys().key, Keys().token)]} {len({Keys().key for _ in range(3)})}"


def of_sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(sound_requests, "_kept", type(sound_requests._kept)())
    keys = []
    for place in range(sound_requests.MOST_KEPT):
        told = sound_requests._told(Heard(bytes([place] * 8), (("s1", 0, 9),), 9))
        keys.append(json.loads(bytes(told.body)))
    yield f"{keys[0]} {len(sound_requests._kept)}"

    def asked(place: int, header: str | None) -> str:
        key = keys[place]["src"].rpartition("/")[2].removesuffix(".mp3")
        scope = {
            "type": "http",
            "path_params": {"key": key},
            "headers": [(b"range", header.encode())] if header else [],
        }
        try:
            return answer_of(sound_requests.kept(Request(scope)), scope)
        except BantinError as error:
            return f"{error.what}"

    for header in (None, "bytes=0-", "bytes=2-4", "bytes=7-7", "bytes=0-0", "bytes=3-", "bytes=3-99", "bytes=8-",
                   "bytes=5-3", "bytes=-3", "bytes=0-1,3-4", "lines=0-1", "bytes", "bytes=x-2", "bytes=1-x",
                   ""):  # fmt: skip
        yield f"{header}: {asked(1, header)}"
    sound_requests._told(Heard(bytes(8), (), 9))
    for place in range(1, 4):  # the first was asked for again, so it is not the oldest
        sound_requests._told(Heard(bytes([200 + place]), (), 9))
        yield f"{place}: {asked(0, None)[:3]} {asked(place, None)[:3]} {asked(4, None)[:3]}"


PROGRESS = """rubbish
{"kind": "step", "title": "Bìa", "spoken_ms": 0}
{"kind": "begin", "steps": 3}
{"kind": "step", "title": "Đường mới", "spoken_ms": 61000}
{"kind": "fetched", "came": 3, "missing": 4}
{"kind": "step", "title": "Chợ phiên", "spoken_ms": 30000}
{"kind": "step", "title": "Lớp học", "spoken_ms": 2999}
{"kind": "step", "title": "Thêm", "spoken_ms": 1}
{"kind": "report"}
{"kind": "error", "what": "hỏng"}
{"kind": "report"}"""


def of_builds(root: Path) -> Iterator[str]:
    build = Build("2026-12")
    for line in PROGRESS.splitlines():
        build.hear(line)
        yield f"{line}: {json.dumps(build.as_json(), ensure_ascii=False)}"
    stream = io.StringIO()
    progress = JsonProgress(stream)
    progress.begin("2026-12", 2)
    progress.step("Đường mới", 5)
    progress.fetched(1, 2)
    yield from stream.getvalue().splitlines()
    (root / "input" / "2026-12" / "02 duong moi.txt").unlink()
    for edition in ("2026-12", "2031-01"):
        command = [sys.executable, "-m", "bantin_media.desk.building", str(root), edition]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        yield f"{edition}: {done.returncode}"
        yield from done.stdout.splitlines()


def test_a_build_that_is_interrupted_says_nothing_of_an_end(office: Office) -> None:
    command = [sys.executable, "-m", "bantin_media.desk.building", str(office.root), "2026-12"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert '"report"' not in process.stdout.read()
        assert process.wait() == 130


def of_undo(root: Path) -> Iterator[str]:
    sources, path = root / "sources", root / "sources" / "a.txt"
    sources.mkdir()
    undo = Undo(root / "undo", sources)
    yield f"{undo.last} {undo.take_back()}"
    for number in range(MOST_KEPT + 2):
        undo.change(f"bước {number}", {path: f"{number}".encode(), sources / "b" / f"{number % 2}.txt": b"x"})
    kept = sorted((root / "undo").glob("*.json"))
    yield f"{len(kept)} {kept[0].name} {kept[-1].name} {undo.last}"
    yield f"{len(list((root / 'undo' / 'objects').iterdir()))}"
    (root / "undo" / "000050.json").write_text("{")
    (root / "undo" / "000051.json").write_text("{}")
    undo.change("bỏ", {path: None})
    undo.change("chép", {path: sources / "b" / "0.txt"})
    yield f"{path.read_bytes()!r}"
    left = 0
    while step := undo.take_back():
        if step.number % 10 in {0, 3, 4}:
            yield f"{step.number} {step.what}: {path.read_bytes() if path.exists() else None!r}"
        left += 1
    files = sorted(str(one.relative_to(root)) for one in (root / "undo").rglob("*") if one.is_file())
    yield f"{left} {files}"


def of_cards(root: Path) -> Iterator[str]:
    folder = root / "card"
    folder.mkdir()
    made = root / "made"
    made.mkdir()
    for name, content in (("01.mp3", b"mot"), ("02.mp3", b"hai"), ("03.mp3", b"ba")):
        (made / name).write_bytes(content)
    plan: Any = SimpleNamespace(output=made, folder=SimpleNamespace(id="2026-12"))
    digests = {path.name: card.file_digest(path) for path in sorted(made.iterdir())}

    def written(*names: str) -> str:
        try:
            found = [path.name for path in card._written(plan, folder, {name: digests[name] for name in names})]
        except BantinError as error:
            return f"{error.where}: {error.what} → {error.hint}"
        there = {path.name: path.read_bytes() for path in sorted(folder.glob("*.mp3"))}
        return f"{found} {there} {sorted(card._recorded(folder))}"

    yield written("02.mp3", "01.mp3")
    (folder / "01.mp3").unlink()
    (folder / "02.mp3").write_bytes(b"mine")
    yield written("03.mp3", "01.mp3")
    (folder / card.RECORD).unlink()
    yield written("01.mp3")
    for record in ("", "[]", "{", '{"../a": "b", "a": 1, "b": "c", "": "d"}', "[" * 100_000):
        (folder / card.RECORD).write_text(record, "utf-8")
        yield f"{record[:40]}: {card._recorded(folder)}"
    (folder / card.RECORD).unlink()
    (folder / "04.MP3").touch()
    yield f"{[(Path(one.where).name, one.code) for one in card._others(folder, {'01.mp3': ''})]}"
    (made / "02.mp3").write_bytes(b"other")
    yield written("01.mp3", "02.mp3", "03.mp3")
    yield f"{sorted(path.name for path in folder.iterdir())}"


def of_servers(root: Path) -> Iterator[str]:
    def opened(folder: Path, port: int) -> str:
        try:
            desk = open_desk(folder, port)
        except BantinError as error:
            return f"{error.where}: {error.what} → {error.hint}"
        host, number = desk.listener.getsockname()
        shared = desk.listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
        desk.listener.close()
        return f"{shared} {desk.address.partition('=')[0].replace(str(number), 'N')} {host} {port in (0, number)}"

    yield opened(root, 0)
    yield opened(root.parent, 0)
    yield opened(root, 99_999)
    desk = open_desk(root)
    number = desk.listener.getsockname()[1]
    yield opened(root, number).replace(str(number), "N")
    desk.listener.close()
    yield opened(root, number)
    (root / "Makefile").write_text("# của bản trước\n", "utf-8")
    yield opened(root, 0)
    yield f"{'của bản trước' in (root / 'Makefile').read_text('utf-8')}"
    office = Office(root)
    yield f"{len(office.seen('2026-12'))} {office.last_built('2026-12')}"


def test_the_browser_is_opened_if_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr("webbrowser.open", opened.put)
    served: list[Any] = []
    server: Any = SimpleNamespace(run=lambda *, sockets: served.append(sockets))
    listener: Any = object()
    Desk(server, listener, "unwanted").run()
    Desk(server, listener, "wanted").run(browser=True)
    assert opened.get(timeout=20) == "wanted" and served == [[listener]] * 2


def test_requests_are_answered_as_accepted(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_accepted: Callable[[Path, str], None]
) -> None:
    parts = {
        "guard": of_guard(), "sound": of_sound(monkeypatch), "builds": of_builds(office.root),
        "undo": of_undo(tmp_path), "cards": of_cards(tmp_path), "servers": of_servers(office.root),
    }  # fmt: skip
    lines = [line for name, said in parts.items() for line in (f"# {name}", *said)]
    text = "\n".join(lines).replace(str(tmp_path), "")
    as_accepted(Path(__file__).with_name("requests.expected.txt"), f"{text}\n")


def test_files_of_one_size_and_time_are_compared_by_content(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path, content in ((one, b"Tin A"), (other, b"Tin B")):
        path.write_bytes(content)
        os.utime(path, (1, 1))
    assert not uploads._is_same(one, other)
    other.write_bytes(b"Tin A")
    assert uploads._is_same(one, other)


def test_the_last_of_several_namesakes_is_the_one_to_replace(office: Office) -> None:
    folder = office.request.input / "2026-12"
    (folder / "07 lop hoc.txt").write_text("Lớp học\n\nHai cô giáo đứng lớp.\n", "utf-8")
    same = sources_folder.namesake(office.folder("2026-12"), "lop hoc.txt")
    assert same is not None and same.name == "07 lop hoc.txt"


def test_an_edition_with_broken_settings_is_not_asked_about(office: Office) -> None:
    broken = office.request.input / "2027-01"
    broken.mkdir()
    (broken / "edition.toml").write_text("number = ", "utf-8")
    (broken / "01 tin.txt").write_text("Tin\n\nUBND xã họp.\n", "utf-8")
    assert signing.that_say(office, "UBND", but="2026-12") == ()
