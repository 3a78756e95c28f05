"""A build started at the desk: its progress, its end, changes since, and cancelling."""

from __future__ import annotations

import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bantin_media.desk.building import Build, Builder
from bantin_media.desk.guard import cookie_name
from bantin_media.desk.office import Office
from bantin_media.errors import UsageError

from .conftest import built, new_office, running, settle
from .test_changes import do
from .test_guard import ask


def ended(builder: Builder) -> Build:
    """Wait for the running build, and return it."""
    for thread in threading.enumerate():
        if thread.name.startswith("build "):
            thread.join(120)
    assert builder.build
    return builder.build


def test_a_build_reports_progress_and_later_changes(office: Office) -> None:
    builder = Builder(office)
    builder.start("2026-12")
    with pytest.raises(UsageError):
        builder.start("2026-12")
    build = ended(builder)
    assert (build.state, build.done, build.steps) == ("done", 4, 4) and build.spoken_ms > 10_000
    assert (office.root / "output-noi-bo" / "2026-12" / "index.html").is_file()
    assert office.status("2026-12").is_built
    last = office.last_built("2026-12")
    assert last == office.examined("2026-12").state
    do(office, "article", article="2", title="Tên khác", **{"was-title": "Đường mới về thôn Nà Phiêng"})
    assert last != office.examined("2026-12").state and not office.status("2026-12").is_built


def test_a_build_that_is_cancelled_leaves_nothing_half_made(office: Office) -> None:
    builder = Builder(office)
    builder.start("2026-12")
    builder.cancel()
    assert ended(builder).state == "cancelled" and office.last_built("2026-12") is None
    builder.start("2026-12")
    assert ended(builder).state == "done"
    assert not list((office.root / "output-noi-bo").rglob("*.part"))


def test_lines_that_are_no_progress_are_passed_over() -> None:
    build = Build("2026-12")
    for line in ("rubbish", '{"kind": "step", "title": "Tin", "spoken_ms": 5}', '{"kind": "report"}'):
        build.hear(line)
    assert (build.done, build.spoken_ms, build.state) == (1, 5, "done")


def test_built_pages_are_previewed_including_drafts(tmp_path: Path) -> None:
    office = new_office(tmp_path / "tòa soạn")
    with running(office.root) as address:
        parts = urlsplit(address)
        place = parts.hostname or "", parts.port or 0, ""

        def seen() -> tuple[str, str]:
            key = parse_qs(parts.query)["k"][0]
            answer, _ = ask(place, path="/e/2026-12/xem", Cookie=f"{cookie_name(place[1])}={key}")
            page = urlsplit(answer.headers["location"])
            content = ask((page.hostname or "", page.port or 0, ""), path=page.path)[1]
            return page.path, content

        settle(office, signed=False)
        built(office)
        path, page = seen()
        assert path.startswith("/noi-bo-") and path.endswith("/2026-12/") and "Bản vùng cao mở lớp học" in page
        settle(office)
        built(office)
        path, page = seen()
        assert path == "/2026-12/" and "Bản vùng cao mở lớp học" in page
