"""The preview server: serves files and ranges of two folders, to this machine only."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bantin_media.commands.preview import HOST, Preview, serve
from bantin_media.errors import UsageError

SOUND = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("preview")
    output, proof = root / "output", root / "proof"
    (output / "so 1").mkdir(parents=True)
    proof.mkdir()
    (root / "secret.txt").write_text("mật", "utf-8")
    (output / "index.html").write_text("mọi số", "utf-8")
    (output / "so 1" / "index.html").write_text("số một", "utf-8")
    (output / "so 1" / "01.mp3").write_bytes(SOUND)
    (output / ".an").write_text("ẩn", "utf-8")
    (output / "empty").mkdir()
    (output / "out").symlink_to(root)
    (output / "circle").symlink_to(output / "circle")
    (root / "output-noi-bo" / "2026-12").mkdir(parents=True)
    (root / "output-noi-bo" / "2026-12" / "index.html").write_text("nội bộ", "utf-8")
    (output / "link.txt").symlink_to(root / "secret.txt")
    (proof / "2026-11 & 1.html").write_text("đọc thử", "utf-8")
    server = serve(output, proof)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    thread.join()


def ask(preview: Preview, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(HOST, preview.server.server_port, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    result = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return result


def named(preview: Preview, path: str) -> str:
    """Return `path` with the secret first parts filled in."""
    return path.format(proof=preview.proof_address.split("/")[3], inside=preview.inside_address.split("/")[3])


def test_it_listens_on_this_machine_only(preview: Preview) -> None:
    assert preview.server.server_address[0] == "127.0.0.1"
    assert preview.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "mọi số"),
        ("/so%201/", "số một"),
        ("/so%201/index.html?x=1", "số một"),
        ("/{proof}/2026-11%20&%201.html", "đọc thử"),
        ("/{inside}/2026-12/", "nội bộ"),
    ],
)
def test_pages_are_served(preview: Preview, path: str, words: str) -> None:
    status, headers, body = ask(preview, named(preview, path))
    assert (status, body.decode("utf-8")) == (200, words)
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_folder_without_its_slash_is_sent_there(preview: Preview) -> None:
    status, headers, _ = ask(preview, "/so%201")
    assert (status, headers["Location"]) == (301, "/so%201/")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 206, 0, 256_000),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=255990-999999", 206, 255_990, 256_000),
        ("bytes=-10", 206, 255_990, 256_000),
        ("bytes=-999999", 206, 0, 256_000),
        ("lines=1-2", 200, 0, 256_000),
        ("bytes=0-1,5-6", 200, 0, 256_000),
        ("bytes=" + "9" * 4500 + "-", 200, 0, 256_000),
        ("bytes=0-" + "9" * 4500, 200, 0, 256_000),
    ],
)
def test_ranges(preview: Preview, asked: str, status: int, start: int, end: int) -> None:
    answer, headers, body = ask(preview, "/so%201/01.mp3", Range=asked)
    assert (answer, body) == (status, SOUND[start:end])
    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Accept-Ranges"] == "bytes"
    if status == 206:
        assert headers["Content-Range"] == f"bytes {start}-{end - 1}/256000"


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=9-3", "bytes=-0", "bytes=-"])
def test_an_invalid_range_is_refused(preview: Preview, asked: str) -> None:
    status, headers, _ = ask(preview, "/so%201/01.mp3", Range=asked)
    assert (status, headers["Content-Range"]) == (416, "bytes */256000")


def test_every_preview_has_its_own_secrets(preview: Preview, tmp_path: Path) -> None:
    other = serve(tmp_path, tmp_path)
    assert other.secret != preview.secret and len(preview.secret) > 20
    other.server.server_close()


def test_a_silent_connection_is_closed(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bantin_media.commands.preview._Handler.timeout", 0.05)
    with socket.create_connection((HOST, preview.server.server_port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        assert connection.recv(1) == b"", "the server hangs up"


def test_head_has_no_body(preview: Preview) -> None:
    status, headers, body = ask(preview, "/so%201/01.mp3", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "256000", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/so%201/../../secret.txt", "/{proof}/../../secret.txt",
        "/..%5csecret.txt", "/{proof}/%2e%2e/secret.txt", "/{inside}/../../secret.txt", "/circle", "/circle/x",
        "/proof/", "/proof/2026-11%20&%201.html", "/noi-bo/2026-12/", "/proof-/", "/proof-0123456789abcdef/",
        "/link.txt", "/out/secret.txt", "/out/", "/out", "/.an",
        "/empty/", "/nothing", "//etc/passwd", "/%00", "/" + "a" * 5000, "/so%201/01.mp3/x",
        "/C:/Windows/win.ini", "/%ff%fe",
    ],
)  # fmt: skip
def test_nothing_outside_is_served_or_listed(preview: Preview, path: str) -> None:
    status, _, body = ask(preview, named(preview, path))
    assert status == 404
    assert "nội bộ".encode() not in body and "đọc thử".encode() not in body
    assert b"secret" not in body
    assert "mật".encode() not in body


def test_the_proof_pages_are_listed_by_name(preview: Preview) -> None:
    status, _, body = ask(preview, named(preview, "/{proof}/"))
    assert status == 200
    assert f'<a href="{named(preview, "/{inside}/2026-12/")}">2026-12</a>' in body.decode("utf-8")
    assert '<a href="2026-11%20%26%201.html">2026-11 &amp; 1</a>' in body.decode("utf-8")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", ""])
def test_a_foreign_name_gets_no_answer(preview: Preview, host: str) -> None:
    status, _, body = ask(preview, "/", Host=host)
    assert status == 421
    assert "mọi số".encode() not in body


def test_nothing_can_be_written(preview: Preview) -> None:
    assert ask(preview, "/index.html", "PUT")[0] == 501
    assert ask(preview, "/index.html", "DELETE")[0] == 501


def test_a_port_in_use_is_an_error_with_a_hint(preview: Preview, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        serve(tmp_path, tmp_path, preview.server.server_port)
    assert str(preview.server.server_port) in caught.value.where
    assert caught.value.hint


def test_a_missing_folder_is_an_error_with_the_first_step(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        serve(tmp_path / "output", tmp_path / "proof")


def test_an_impossible_port_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        serve(tmp_path, tmp_path, 70_000)
