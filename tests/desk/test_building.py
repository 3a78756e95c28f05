"""A build that the desk asked for: its progress, its end, what has changed since, and how it is cancelled."""

from __future__ import annotations

import threading

import pytest

from bantin_media.desk.building import Build, Builder
from bantin_media.desk.office import Office
from bantin_media.errors import UsageError

from .test_changes import do


def ended(builder: Builder) -> Build:
    """Wait for the build that is under way, and return it."""
    for thread in threading.enumerate():
        if thread.name.startswith("build "):
            thread.join(120)
    assert builder.build
    return builder.build


def test_a_build_tells_how_far_it_is_and_what_has_changed_since(office: Office) -> None:
    builder = Builder(office)
    builder.start("2026-12")
    with pytest.raises(UsageError):
        builder.start("2026-12")
    build = ended(builder)
    assert (build.state, build.done, build.steps) == ("done", 4, 4) and build.spoken_ms > 10_000
    assert (office.root / "output-noi-bo" / "2026-12" / "index.html").is_file()
    assert office.standing("2026-12").is_built
    last = office.last_built("2026-12")
    assert last == office.examined("2026-12").state
    do(office, "article", article="2", title="Tên khác", **{"was-title": "Đường mới về thôn Nà Phiêng"})
    assert last != office.examined("2026-12").state and not office.standing("2026-12").is_built


def test_a_build_that_is_cancelled_leaves_nothing_half_made(office: Office) -> None:
    builder = Builder(office)
    builder.start("2026-12")
    builder.cancel()
    assert ended(builder).state == "cancelled"
    builder.start("2026-12")
    assert ended(builder).state == "done"
    assert not list((office.root / "output-noi-bo").rglob("*.part"))


def test_an_article_that_cannot_be_read_is_told(office: Office) -> None:
    (office.request.input / "2026-12" / "03 rong.txt").write_bytes(b"")
    builder = Builder(office)
    builder.start("2026-12")
    build = ended(builder)
    assert build.state == "failed" and "03 rong.txt" in " ".join(build.said)


def test_lines_that_are_no_progress_are_passed_over() -> None:
    build = Build("2026-12")
    for line in ("rubbish", '{"kind": "step", "title": "Tin", "spoken_ms": 5}', '{"kind": "report"}'):
        build.hear(line)
    assert (build.done, build.spoken_ms, build.state) == (1, 5, "done")
