"""Whole builds with a voice on a server: one request per sentence, within the limits; fallback for whole articles."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bantin_media.commands.cli import main
from bantin_media.speech.voice_level import sentences as calibration_text

from .conftest import ARTICLE, SECOND
from .speech_server import SpeechServer, serving

HEAD = 'date = 2026-11-05\n[sound]\nvoice = "http:may"\n'
WITH_FALLBACK = f'{HEAD}fallback = "espeak"\n'
KEY = "sk-kHoa-bi-mat-0123456789"
FIRST_MP3, SECOND_MP3 = "01-xoa-mu-chu.mp3", "02-nuoc-sach.mp3"


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with serving() as one:
        yield one


@pytest.fixture
def new_edition(server: SpeechServer, new_office: Callable[[str], Any]) -> Callable[..., Any]:
    def new(name: str, settings: str = HEAD) -> Any:
        office = new_office(name)
        office.edition(settings=settings + server.settings())
        office.write("01 xoa mu chu.txt", ARTICLE)
        office.write("02 nuoc sach.txt", SECOND)
        return office

    return new


def book_sound(office: Any, name: str) -> bytes:
    """The sound of one document of the talking book."""
    with zipfile.ZipFile(office.output / "2026-11" / "2026-11-co-tieng.epub") as book:
        return book.read(next(one for one in book.namelist() if one.endswith(name)))


def texts(office: Any, server: SpeechServer) -> list[str]:
    """The requests of a build from nothing."""
    server.forget()
    (report,) = office.build()
    assert not report.errors
    return list(server.asked)


def test_each_sentence_is_requested_only_once(new_edition: Any, server: SpeechServer) -> None:
    office = new_edition("once")
    asked = texts(office, server)
    assert asked[: len(calibration_text())] == list(calibration_text())
    assert len(asked) == len(set(asked))
    made = office.published()
    server.forget()
    for path in office.output.rglob("*.mp3"):
        path.unlink()
    assert not office.build(workers=2)[0].errors
    assert server.asked == []
    assert office.published() == made


def test_parallel_requests_stay_within_the_servers_limit(new_edition: Any, server: SpeechServer) -> None:
    def let_three_meet(text: str) -> None:
        if len(server.asked) == len(calibration_text()) + 1:
            server.together = threading.Barrier(3, action=lambda: setattr(server, "together", None))

    server.noticed = let_three_meet
    assert not new_edition("at once").build(workers=2)[0].errors
    assert server.most_at_once == 3


def test_only_a_changed_sentence_is_requested(new_edition: Any, server: SpeechServer) -> None:
    office = new_edition("changed")
    texts(office, server)
    server.forget()
    office.write("02 nuoc sach.txt", SECOND.replace("Bà con góp 120 ngày công.", "Bà con góp 130 ngày công."))
    assert not office.build()[0].errors
    assert server.asked == ["Bà con góp một trăm ba mươi ngày công."]


@pytest.mark.parametrize("lost_after", [0, 3, 12, 20])
def test_the_build_after_a_network_failure_requests_only_the_rest(
    new_edition: Any, server: SpeechServer, lost_after: int
) -> None:
    whole = texts(new_edition("whole"), server)
    office = new_edition("lost")
    server.forget()
    server.lost_after = lost_after
    (report,) = office.build()
    (error,) = report.errors
    assert error.exit_status == 6
    assert not list(office.output.rglob("*.mp3"))
    kept = max(0, lost_after - len(calibration_text()))
    distinct = len(whole) - len(calibration_text())
    if lost_after:
        assert f"{kept} " in error.what and "2" in error.what
    answered = server.asked[:lost_after]  # parallel requests arrive in any order
    server.forget()
    assert not office.build()[0].errors
    measured_again = lost_after < len(calibration_text())
    assert len(server.asked) == distinct - kept + (len(calibration_text()) if measured_again else 0)
    assert sorted(set(whole)) == sorted({*answered, *server.asked})


def test_a_build_without_network_does_not_change_a_finished_edition(new_edition: Any, server: SpeechServer) -> None:
    office = new_edition("standing")
    texts(office, server)
    before = office.published()
    office.write("02 nuoc sach.txt", SECOND.replace("120 ngày công", "140 ngày công"))
    server.forget()
    server.lost_after = 0
    (report,) = office.build()
    assert report.errors
    assert "edition.kept" in {notice.code for notice in report.notices}
    assert office.published() == before


def test_a_killed_build_is_continued(new_edition: Any, server: SpeechServer, tmp_path: Path) -> None:
    whole = texts(new_edition("unhurt"), server)
    office = new_edition("killed")
    server.forget()
    reached = threading.Event()
    server.noticed = lambda _: reached.set() if len(server.asked) == len(calibration_text()) + 6 else None
    folders = [f"--{name}={office.root / name}" for name in ("input", "output", "proof", "work")]
    command = [sys.executable, "-m", "bantin_media", "build", "--workers=2", *folders]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
        assert reached.wait(60)
        os.kill(build.pid, signal.SIGKILL)
    first = list(server.asked)
    server.forget()
    server.noticed = None
    assert not office.build()[0].errors
    assert {*first, *server.asked} == set(whole)
    assert len(first) + len(server.asked) <= len(whole) + 3 + 2  # requests in progress, or received and not yet stored


@pytest.mark.parametrize("fault", ["none", "lost", "refused", "stood in for"])
def test_a_key_is_sent_but_in_no_file_and_no_message(
    new_edition: Any, server: SpeechServer, tmp_path: Path, fault: str
) -> None:
    office = new_edition("keyed", WITH_FALLBACK if fault == "stood in for" else HEAD)
    toml = office.input / "2026-11" / "edition.toml"
    toml.write_text(toml.read_text("utf-8").replace("max_parallel", 'key_env = "KHOA_THU"\nmax_parallel'), "utf-8")
    server.lost_after = len(calibration_text()) + 4 if fault in {"lost", "stood in for"} else None
    server.refused = {"Bà con góp"} if fault == "refused" else set()
    folders = [f"--{name}={office.root / name}" for name in ("input", "output", "proof", "work")]
    run = subprocess.run(
        [sys.executable, "-m", "bantin_media", "build", "--workers=2", *folders],
        cwd=tmp_path, env=os.environ | {"KHOA_THU": KEY}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (run.returncode != 0) == (fault in {"lost", "refused"}), run.stderr
    assert server.keys == {f"Bearer {KEY}"}
    assert KEY not in run.stdout + run.stderr
    made = [path for path in office.root.rglob("*") if path.is_file()]
    assert made
    assert [path for path in made if KEY.encode() in path.read_bytes()] == []
    for book in office.output.rglob("*.epub"):
        with zipfile.ZipFile(book) as opened:
            assert [name for name in opened.namelist() if KEY.encode() in opened.read(name)] == []


class TestFallback:
    """The fallback speaks whole articles, in every file, until the voice works again."""

    def test_the_fallback_speaks_whole_articles_until_the_voice_works_again(
        self, new_edition: Any, server: SpeechServer
    ) -> None:
        never_failed = new_edition("never failed", WITH_FALLBACK)
        whole = texts(never_failed, server)
        office = new_edition("failed", WITH_FALLBACK)
        server.forget()
        server.lost_after = len(calibration_text()) + 9
        (report,) = office.build()
        assert not report.errors
        fallen = [notice for notice in report.notices if notice.code == "article.stand-in"]
        assert [Path(notice.where).name for notice in fallen] == ["02 nuoc sach.txt"]
        assert "edition.stand-in" in {notice.code for notice in report.notices}
        proof = (office.root / "proof" / "2026-11.html").read_text("utf-8")
        assert proof.index('id="bai-2"') < proof.index(fallen[0].what.replace('"', "&#34;"))
        first = office.published()
        assert first[f"2026-11/{FIRST_MP3}"] == never_failed.published()[f"2026-11/{FIRST_MP3}"]
        asked = list(server.asked[: server.lost_after])
        server.forget()
        (report,) = office.build()
        assert not report.errors
        assert not [notice for notice in report.notices if "stand-in" in notice.code]
        assert sorted(asked + server.asked) == sorted(whole)
        assert office.published() == never_failed.published()
        server.forget()
        assert office.build()[0].unchanged
        assert server.asked == []

    def test_an_article_is_never_spoken_by_two(self, new_edition: Any, server: SpeechServer) -> None:
        given = new_edition("given", HEAD + '[articles.2]\nvoice = "espeak"\n')
        texts(given, server)
        office = new_edition("fallen", WITH_FALLBACK)
        server.forget()
        server.refused = {"Bà con góp"}
        (report,) = office.build()
        assert not report.errors
        assert office.published()[f"2026-11/{SECOND_MP3}"] == given.published()[f"2026-11/{SECOND_MP3}"]
        assert office.published()["2026-11/2026-11.mp3"] == given.published()["2026-11/2026-11.mp3"]
        assert book_sound(office, SECOND_MP3) == book_sound(given, SECOND_MP3)

    def test_without_a_fallback_one_refused_sentence_costs_its_article_and_names_it(
        self, new_edition: Any, server: SpeechServer
    ) -> None:
        office = new_edition("refused")
        server.refused = {"Bà con góp"}
        (report,) = office.build()
        (error,) = report.errors
        assert error.where.startswith("Bà con góp")
        assert (office.output / "2026-11" / FIRST_MP3).is_file()
        assert not (office.output / "2026-11" / SECOND_MP3).exists()

    def test_the_slots_of_a_station_have_words_around_them_in_one_voice(
        self, new_edition: Any, server: SpeechServer
    ) -> None:
        long = "Bà con các thôn cùng nhau làm đường, dọn vệ sinh và trồng thêm hoa hai bên lối đi. " * 6
        office = new_edition("slots", f"{WITH_FALLBACK}programme_minutes = 1\n")
        for number in (3, 4, 5):
            office.write(f"0{number} tin.txt", f"Tin số {number} của xã\n\n{long}\n")
        server.noticed = lambda text: setattr(server, "lost_after", 0) if "phần một" in text else None
        (report,) = office.build()
        assert not report.errors
        codes = [notice.code for notice in report.notices if "stand-in" in notice.code]
        assert codes and set(codes) == {"programme.stand-in"}
        server.noticed = None
        server.forget()
        (report,) = office.build()
        assert not report.unchanged
        assert server.asked
        assert not [notice for notice in report.notices if "stand-in" in notice.code]


def test_say_uses_a_voice_that_the_settings_describe(
    small_office: Any, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_office.input / "bantin.toml").write_text(server.settings(), "utf-8")
    monkeypatch.chdir(small_office.root)
    server.noticed = None
    assert main(["say", "--voice", "http:may", "--mp3", "thu.mp3", "Chào bà con."]) == 0
    assert "chào bà con." in map(str.casefold, server.asked)
    assert Path("thu.mp3").stat().st_size > 2_000
