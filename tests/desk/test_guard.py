"""Access to the desk: only for browsers of this machine with the key; changes only from the desk's own pages."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bantin_media.desk.guard import LARGEST_FORM_BYTES, cookie_name

from .conftest import new_office, running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, str]]:
    with running(new_office(tmp_path_factory.mktemp("desk") / "tòa soạn").root) as address:
        parts = urlsplit(address)
        yield parts.hostname or "", parts.port or 0, parse_qs(parts.query)["k"][0]


def ask(place: tuple[str, int, str], method: str = "GET", path: str = "/", body: bytes | None = None, **headers: str):
    connection = http.client.HTTPConnection(place[0], place[1], timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content.decode("utf-8", "replace")


def token(place: tuple[str, int, str]) -> str:
    _, page = ask(place, Cookie=f"{cookie_name(place[1])}={place[2]}")
    return page.partition('name="token" content="')[2].partition('"')[0]


def test_the_key_becomes_a_cookie_of_the_same_site_and_leaves_the_address(place) -> None:
    answer, _ = ask(place, path=f"/?k={place[2]}")
    assert answer.status == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


@pytest.mark.parametrize(
    "path", ["/", "/office", "/e/2026-12/", "/e/2026-12/a/1/s/s1.mp3", "/desk.js", "/?k=wrong", "/nowhere"]
)
def test_without_the_key_there_is_nothing(place, path: str) -> None:
    answer, content = ask(place, path=path)
    assert answer.status == 403
    assert "Khuổi Lặng" not in content and "token" not in content


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_another_host_name_is_refused(place, host: str) -> None:
    answer, _ = ask(place, Host=host.format(port=place[1]), Cookie=f"{cookie_name(place[1])}={place[2]}")
    assert answer.status in {400, 421}


def test_a_change_needs_the_token_and_an_origin_of_ours(place) -> None:
    cookie, ours, key = f"{cookie_name(place[1])}={place[2]}", f"http://127.0.0.1:{place[1]}", token(place)
    body = b"edition=2027-01"
    for headers in (
        {"Cookie": cookie},
        {"Cookie": cookie, "Origin": ours},
        {"Cookie": cookie, "X_Desk_Token": key},
        {"Cookie": cookie, "X_Desk_Token": key, "Origin": "http://evil.example"},
        {"Cookie": cookie, "X_Desk_Token": key, "Origin": "null"},
        {"X_Desk_Token": key, "Origin": ours},
    ):
        answer, _ = ask(place, "POST", "/do/new", body, **headers)
        assert answer.status == 403, headers
    answer, content = ask(place, "POST", "/do/new", body, Cookie=cookie, X_Desk_Token=key, Origin=ours)
    assert answer.status == 200 and "2027-01" in content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused_and_no_other_site_is_allowed(place, method: str) -> None:
    answer, _ = ask(place, method, Cookie=f"{cookie_name(place[1])}={place[2]}", Origin="http://evil.example")
    assert answer.status == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_every_answer_is_sealed(place) -> None:
    for path in ("/", "/e/2026-12/", "/desk.css", "/nowhere"):
        answer, _ = ask(place, path=path, Cookie=f"{cookie_name(place[1])}={place[2]}")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(place) -> None:
    headers = {
        "Cookie": f"{cookie_name(place[1])}={place[2]}",
        "X_Desk_Token": token(place),
        "Origin": f"http://127.0.0.1:{place[1]}",
    }
    answer, _ = ask(place, "POST", "/do/new", b"x" * (LARGEST_FORM_BYTES + 1), **headers)
    assert answer.status == 413


@pytest.mark.parametrize(
    "path",
    [
        "/e/..%2f..%2fetc/", "/e/2026-12/picture/..%2fedition.toml", "/e/2026-12/picture/edition.toml",
        "/e/2026-12/picture/%2e%2e%2f%2e%2e%2fbantin.toml", "/desk.%2e%2e%2fproof%2fproof.css", "/e/2026-99/",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_workspace(place, path: str) -> None:
    answer, content = ask(place, path=path, Cookie=f"{cookie_name(place[1])}={place[2]}")
    assert answer.status in {400, 404}
    assert "root:" not in content and "number = " not in content


def test_the_paper_to_sign_shows_the_cover_and_every_page_answers(place: tuple[str, int, str]) -> None:
    cookie = f"{cookie_name(place[1])}={place[2]}"
    for path in ("/office", "/e/2026-12/", "/e/2026-12/a/1", "/e/2026-12/sign", "/e/2026-12/paper"):
        answer, page = ask(place, path=path, Cookie=cookie)
        assert answer.status == 200 and "Traceback" not in page, path
    assert 'src="/e/2026-12/bia.jpg"' in page
    answer, _ = ask(place, path="/e/2026-12/bia.jpg", Cookie=cookie)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")


def test_two_desks_in_one_browser_do_not_lock_each_other_out(place: tuple[str, int, str], tmp_path: Path) -> None:
    with running(new_office(tmp_path / "tòa soạn khác").root) as address:
        parts = urlsplit(address)
        other = parts.hostname or "", parts.port or 0, parse_qs(parts.query)["k"][0]
        jar = dict[str, str]()
        for desk in (place, other):
            answer, _ = ask(desk, path=f"/?k={desk[2]}")
            name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
            jar[name] = value
        sent = "; ".join(('khac={"a": [1, "hai"]}', *(f"{name}={value}" for name, value in jar.items())))
        for desk in (place, other):
            assert ask(desk, Cookie=sent)[0].status == 200
