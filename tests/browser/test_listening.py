"""The listening pages in a real Chromium: the sample edition from a disk, the other pages from the preview."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bantin_media.commands.preview import serve
from bantin_media.configuration.settings import Settings
from bantin_media.model import Paragraph, Sentence
from bantin_media.publication.documents.labels import visible
from bantin_media.publication.writers.catalogue import write_catalogue
from bantin_media.publication.writers.feed import write_feed
from bantin_media.publication.writers.index import write_index
from bantin_media.publication.writers.page.view import HEAVIEST_BYTES

pytestmark = pytest.mark.xdist_group("listening")

INPUT = Path(__file__).parents[2] / "input"
TOOLS = Path(__file__).parents[1] / "tools" / "node_modules"
CHROMIUM = (
    os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or shutil.which("google-chrome") or ""
)
NEEDED = ("puppeteer-core", "axe-core", "foliate-js")
IN_STEP_SECONDS = 0.15
WORDS = (
    "<script>document.title='hỏng'</script>",
    "</script><img src=x onerror=\"document.title='hỏng'\">",
    "Chữ \u202eđảo ngược\u202c &amp; {{ 7 * 7 }}",
)
SETTINGS = Settings(
    title="Bản tin Vùng Cao", publisher="Ban Tuyên giáo & Dân vận", base_url="https://vung-cao.example/ban-tin/"
)


@pytest.fixture(scope="session")
def seen(publish_pages, small_edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Return the browser's observations of an edition, a long one, a hostile one, a file for sharing, and the lists."""
    missing = [
        name
        for name, there in (
            ("Chromium", CHROMIUM),
            ("Node", shutil.which("node")),
            ("puppeteer-core, axe-core and foliate-js", all((TOOLS / one).is_dir() for one in NEEDED)),
        )
        if not there
    ]
    if missing:
        reason = f"not installed (make test-tools): {', '.join(missing)}"
        assert not os.environ.get("BANTIN_NO_SKIP"), reason
        pytest.skip(reason)
    output, alone = tmp_path_factory.mktemp("output"), tmp_path_factory.mktemp("alone")
    edition = replace(small_edition, approved_by="Lý Văn A", base_url=SETTINGS.base_url)
    small = publish_pages(edition, output)
    first = edition.articles[1]
    many = tuple(replace(first, number=n, slug=f"{n:02}-bai", blocks=first.blocks[:2]) for n in range(1, 14))
    long = publish_pages(replace(edition, id="2026-12", articles=many), output)
    words = tuple(Sentence(f"h{place}", text) for place, text in enumerate(WORDS))
    evil = replace(first, title=words[:1], lead=words[1:2], blocks=(Paragraph(words), *first.blocks[:1]))
    hostile = publish_pages(replace(edition, id="2027-01", title=WORDS[0], articles=(evil,)), output)
    records = [made.record for made in (small, long, hostile)]
    write_index(records, SETTINGS, output, has_feed=True)
    write_feed(records, SETTINGS, output)
    write_catalogue(records, SETTINGS, output)
    sample = made_by_make(tmp_path_factory.mktemp("sample"))
    shutil.copy(sorted((sample / "share").glob("01*.html"))[0], alone / "bai.html")
    preview = serve(output, output / "proof")
    thread = threading.Thread(target=preview.run)
    thread.start()
    try:
        yield drive(output, sample, alone / "bai.html", preview.address)
    finally:
        preview.close()
        thread.join()


def made_by_make(root: Path) -> Path:
    """Return the folder of the sample edition, built by the command that `make` runs."""
    folders = [part for name in ("output", "proof", "work") for part in (f"--{name}", str(root / name))]
    command = [sys.executable, "-m", "bantin_media", "build", "2026-11", "--input", str(INPUT), *folders]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    return root / "output" / "2026-11"


def drive(output: Path, sample: Path, alone: Path, address: str) -> dict[str, Any]:
    """Run the browser once over all pages and return its observations."""
    given = {
        "chromium": CHROMIUM,
        "file": (sample / "index.html").as_uri(),
        "http": f"{address}2026-11/index.html",
        "own": f"{address}2026-11/bai-2.html",
        "long": f"{address}2026-12/",
        "share": alone.as_uri(),
        "hostile": f"{address}2027-01/index.html",
        "archive": address,
        "weigh": [path.as_uri() for path in sorted(sample.glob("*.html"))],
        "opds": str(output / "opds.xml"),
        "words": [visible(one) for one in WORDS],
        "allowed": [sample.as_uri(), alone.as_uri(), address, "data:", "blob:"],
    }
    command = ["node", str(Path(__file__).with_name("drive.mjs")), json.dumps(given)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    seen: dict[str, Any] = json.loads(result.stdout)
    return seen


def saw(seen: dict[str, Any], scenario: str) -> dict[str, Any]:
    found: dict[str, Any] = seen[scenario]
    assert "failed" not in found, found.get("failed")
    return found


@pytest.mark.parametrize("origin", ["file", "http"])
def test_the_marked_sentence_is_in_step_with_the_sound(seen, origin: str) -> None:
    followed = saw(seen, origin)["followed"]
    assert len({one["id"] for one in followed}) == len(followed) >= 3
    for one in followed[1:]:
        assert abs(one["at"] - one["start"]) <= IN_STEP_SECONDS + one["frame"], one
        assert one["top"] >= 0
        assert one["bottom"] <= one["room"], "the sentence is behind the player"


@pytest.mark.parametrize("origin", ["file", "http"])
def test_a_page_plays_seeks_and_moves_between_articles(seen, origin: str) -> None:
    found = saw(seen, origin)
    assert not found["first"]["paused"]
    assert found["first"]["media"] == found["first"]["title"]
    assert found["second"]["src"] != found["first"]["src"]
    assert abs(found["tapped"]["at"] - found["wanted"]) <= 0.05
    assert found["tapped"]["now"].startswith("bai-2-")
    assert found["fast"]["rate"] == 1.25
    assert found["stopped"]["paused"]
    assert found["back"]["at"] <= max(found["stopped"]["at"] - 9.9, 0.01)
    assert found["third"]["src"] != found["second"]["src"]
    assert found["third"]["rate"] == 1.25


def test_a_page_remembers_place_speed_and_size(seen) -> None:
    found = saw(seen, "remembered")
    before, after = found["before"], found["after"]
    assert after["paused"]
    assert (after["title"], after["now"]) == (before["title"], before["now"])
    assert after["hint"]
    assert found["large"]
    assert found["resumed"]["at"] >= before["at"]
    assert found["resumed"]["rate"] == 1.25


def test_a_link_to_an_article_opens_that_article(seen) -> None:
    found = saw(seen, "linked")
    assert found["ready"] == "#bai-3"
    assert abs(found["top"]) < 200


def test_everything_can_be_done_by_keys(seen) -> None:
    found = saw(seen, "keys")
    assert found["walked"][-1] == "toggle"
    assert not found["started"]["paused"]
    assert found["paused"]["paused"]
    assert found["moved"]["at"] > found["paused"]["at"]
    assert found["returned"]["at"] < found["moved"]["at"]
    assert found["next"]["title"] != found["started"]["title"] or found["next"]["src"] != found["started"]["src"]
    assert not found["nameless"]


def test_a_shared_file_plays_alone(seen) -> None:
    found = saw(seen, "alone")
    assert not found["playing"]["paused"]
    assert found["playing"]["src"].startswith("data:audio/mpeg;base64,")
    for one in found["followed"][1:]:
        assert abs(one["at"] - one["start"]) <= IN_STEP_SECONDS + one["frame"], one
    start = int(found["sought"]["starts"].split(" ")[0]) / 1000
    assert abs(found["sought"]["at"] - start) <= 0.4


def test_playback_of_a_long_edition_continues_on_the_next_page(seen) -> None:
    found = saw(seen, "long")
    assert found["list"]["src"] == "02-bai.mp3"
    assert found["own"].endswith("/2026-12/02-bai.html")
    assert found["after"]["url"].endswith("/2026-12/03-bai.html")
    assert not found["after"]["paused"]


def test_without_a_script_it_is_an_article_with_sound(seen) -> None:
    found = saw(seen, "plain")
    assert sorted(one["src"] for one in found["box"]) == ["bai-1.mp3", "bai-2.mp3", "bai-3.mp3"]
    assert all(one["shown"] and one["controls"] for one in found["box"])
    assert not found["bar"]
    assert found["words"] > 1000


@pytest.mark.parametrize("page", ["sample", "page", "share", "list", "archive"])
def test_axe_finds_nothing_and_nothing_is_too_wide(seen, page: str) -> None:
    assert saw(seen, "axe")[page] == []


def test_everything_is_large_enough_for_a_finger(seen) -> None:
    assert saw(seen, "touch")["small"] == []


def test_an_article_is_passed_on_by_its_own_address(seen) -> None:
    found = saw(seen, "touch")["sent"]
    assert found["web"]["sent"]["url"] == f"{SETTINGS.base_url}2026-11/bai-3.html"  # the second article
    assert found["web"]["sent"]["title"]
    assert found["disk"] == {"shown": False, "sent": None}


def test_a_wide_table_has_a_scroll_hint_and_a_fixed_first_column(seen) -> None:
    found = saw(seen, "touch")["tables"]
    assert {one["wide"] for one in found} == {True, False}
    for one in found:
        assert one["told"] == one["wide"]
        assert one["stays"]
    assert "end" in {one["right"] for one in found}


def test_the_second_skip_link_leads_past_the_contents(seen) -> None:
    found = saw(seen, "touch")["skipped"]
    assert found["place"] == "#bai-1"
    assert found["next"]["inside"]


def test_the_open_bar_leaves_its_controls_in_sight_on_the_smallest_screens(seen) -> None:
    for one in saw(seen, "touch")["narrow"]:
        assert (one["outside"], one["reached"], max(one["wide"], 0)) == (0, True, 0), one
        assert one["room"] >= 80


def test_forced_colours_outline_the_current_sentence(seen) -> None:
    assert saw(seen, "touch")["forced"] == {"mark": "solid", "line": "auto"}


def test_a_page_is_light_before_it_plays(seen) -> None:
    weights = saw(seen, "weight")
    assert len(weights) == 6
    assert {name: bytes for name, bytes in weights.items() if not 20_000 < bytes <= HEAVIEST_BYTES} == {}


def test_hostile_words_do_nothing(seen) -> None:
    found = saw(seen, "hostile")
    assert "hỏng" in found["title"]  # the words as the title has them
    assert found["title"] != "hỏng"
    assert found["scripts"] == 1
    assert found["shown"]


@pytest.mark.parametrize("origin", ["file", "http", "long"])
def test_the_notice_board_gets_one_sheet(seen, origin: str) -> None:
    assert saw(seen, "paper")[origin] == {"sheets": 1, "cut": 0}


def test_a_library_app_reads_the_catalogue(seen) -> None:
    found = saw(seen, "library")
    assert found["title"] == SETTINGS.title
    assert len(found["books"]) == 3
    for book in found["books"]:
        assert book["language"] == ["vi"] or book["language"] == "vi"
        assert [link["type"] for link in book["links"] if "acquisition" in str(link["rel"])] == ["application/epub+zip"]
        assert len(book["images"]) == 2
    assert WORDS[0] in found["books"][0]["title"]


def test_no_page_has_errors_or_external_requests(seen) -> None:
    assert seen["troubles"] == []
    assert seen["strangers"] == []
