"""Index, feed and catalogue, read by independent programs, for few and for many editions."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
from lxml import etree, html
from mutagen.mp3 import MP3
from PIL import Image

from bantin_media.configuration.settings import Feed, Settings
from bantin_media.publication.writers.catalogue import write_catalogue
from bantin_media.publication.writers.feed import write_feed
from bantin_media.publication.writers.index import write_index
from bantin_media.publication.writers.records import (
    ArticleRecord,
    BookRecord,
    EditionRecord,
    FileRecord,
    describe,
    from_older,
)

ATOM = "{http://www.w3.org/2005/Atom}"
PODCAST = "https://podcastindex.org/namespace/1.0"
DC = "{http://purl.org/dc/terms/}"
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
AWKWARD = "Tin “A & B” <b>'mới'</b> 🎋 ]]>"
GUID = "0c4f7a52-6b1e-5d0e-9d3c-2f6f6a1b7e11"
SHARED = Settings(
    title="Bản tin & Vùng Cao",
    publisher='Ban "Tuyên giáo" <tỉnh>',
    base_url="https://vung-cao.example/ban-tin/",
    feed=Feed(email="toasoan@vung-cao.example", guid=GUID),
)


def record(number: int = 1, **changes: Any) -> EditionRecord:
    """Return the record of a signed, public edition of two articles."""
    day = date(2026, 1, 5) + timedelta(days=number)
    one = EditionRecord(
        id=f"so {number}",
        title="Bản tin & Vùng Cao",
        name=f"{AWKWARD}, số {number}",
        issue=f"số {number}",
        date=day.isoformat(),
        revised=f"{day.isoformat()}T01:02:03+00:00",
        publisher='Ban "Tuyên giáo" <tỉnh>',
        language="vi",
        is_public=True,
        is_approved=True,
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"{number}").urn,
        articles=tuple(
            ArticleRecord(
                f"0{place}-bai", f"{AWKWARD} {place}", "Kinh tế", "Lời dẫn & thêm.", "", f"index.html#bai-{place}",
                FileRecord(f"0{place}-bai.mp3", 120_000 + place, 61_400), f"0{place}-bai.vtt",
            )
            for place in (1, 2)
        ),
        books=(
            BookRecord(
                "talking", uuid.uuid5(uuid.NAMESPACE_URL, f"{number} talking").urn,
                FileRecord(f"so-{number}-co-tieng.epub", 987_654, 125_000), has_sound=True,
            ),
            BookRecord(
                "light", uuid.uuid5(uuid.NAMESPACE_URL, f"{number} light").urn, FileRecord(f"so-{number}.epub", 4321)
            ),
        ),
        programme=FileRecord(f"so-{number}.mp3", 765_432, 125_600),
        transcript=f"so-{number}.vtt",
        chapters=f"so-{number}.chapters.json",
    )  # fmt: skip
    return replace(one, **changes)


KEPT_BACK = [record(8, is_public=False), record(9, is_approved=False), record(10, is_public=False, is_approved=False)]


def test_a_record_survives_json() -> None:
    one = record()
    assert from_older(json.loads(describe(one))["record"]) == one


def test_a_record_of_an_earlier_version_is_understood() -> None:
    one = record()
    values = json.loads(describe(one))["record"]
    for book in values.pop("books"):
        values |= {book["variant"]: book["file"], f"{book['variant']}_id": book["id"]}
    assert from_older(json.loads(json.dumps(values))) == one
    assert from_older({}) is from_older(None) is from_older(["books"]) is None


# ------------------------------------------------------------------------------------------------ the feed


def test_control_characters_of_settings_leave_the_feed_well_formed(tmp_path: Path) -> None:
    settings = replace(SHARED, feed=replace(SHARED.feed, email="a\x01b@xa.example"), language="v\x02i")
    write_feed([record(1)], settings, tmp_path)
    (email,) = etree.parse(tmp_path / "feed.xml").iter("{http://www.itunes.com/dtds/podcast-1.0.dtd}email")
    assert email.text == "ab@xa.example"


def test_the_feed_is_read_back_whole(tmp_path: Path) -> None:
    made, notices = write_feed([record(1), record(2), *KEPT_BACK], SHARED, tmp_path)
    assert not notices
    assert {path.name for path in made} == {"feed.xml", "feed.jpg"}
    feed = feedparser.parse((tmp_path / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.title == SHARED.title
    assert feed.feed.language == "vi"
    assert [entry.title for entry in feed.entries] == [record(2).name, record(1).name]
    for entry, one in zip(feed.entries, (record(2), record(1)), strict=True):
        (enclosure,) = entry.enclosures
        assert enclosure.href == f"https://vung-cao.example/ban-tin/{one.folder}/{one.programme.name}"
        assert int(enclosure.length) == one.programme.size_bytes
        assert enclosure.type == "audio/mpeg"
        assert uuid.UUID(entry.id).version == 5
        assert entry.published_parsed[:3] == one.day.timetuple()[:3]
        assert entry.itunes_duration == "126"


def test_a_changed_sound_has_another_address_and_is_the_same_episode(tmp_path: Path) -> None:
    one = record(1)
    seen = []
    for digest in ("a" * 64, "b" * 64):
        write_feed([replace(one, files={one.programme.name: digest})], SHARED, tmp_path)
        (entry,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
        seen.append((entry.id, entry.enclosures[0].href.partition("?")[0], entry.enclosures[0].href, entry.published))
    assert seen[0][:2] == seen[1][:2]
    assert seen[0][2] != seen[1][2]
    assert seen[0][3] == seen[1][3]


def test_a_corrected_programme_is_a_new_marked_episode(tmp_path: Path) -> None:
    corrected = record(1, correction="Trang 2: số hộ là 46.", revised="2026-02-03T04:05:06+00:00")
    write_feed([record(1)], SHARED, tmp_path)
    (before,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
    write_feed([corrected], SHARED, tmp_path)
    (after,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
    assert after.id != before.id
    assert after.title == f"{before.title} (đính chính)"
    assert after.published_parsed[:3] == (2026, 2, 3)
    assert "Trang 2: số hộ là 46." in after.description
    by_article = replace(SHARED, feed=replace(SHARED.feed, episodes="articles"))
    write_feed([corrected], by_article, tmp_path)
    episodes = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
    ids = [one.id for one in episodes]
    assert all("Trang 2: số hộ là 46." in one.description for one in episodes)
    write_feed([record(1)], by_article, tmp_path)
    assert [one.id for one in feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries] == ids


def test_players_find_transcript_chapters_and_cover(tmp_path: Path) -> None:
    write_feed([record(1)], SHARED, tmp_path)
    text = (tmp_path / "feed.xml").read_text("utf-8")
    # podcastparser knows only the earlier address of the namespace; Apple and AntennaPod use the one written here.
    earlier = text.replace(PODCAST, "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md")
    feed = podcastparser.parse("https://vung-cao.example/ban-tin/feed.xml", BytesIO(earlier.encode("utf-8")))
    assert feed["title"] == SHARED.title
    assert feed["cover_url"] == "https://vung-cao.example/ban-tin/feed.jpg"
    assert feed["itunes_owner"]["email"] == SHARED.feed.email
    (episode,) = feed["episodes"]
    folder = "https://vung-cao.example/ban-tin/so%201"
    assert episode["title"] == record(1).name
    assert episode["total_time"] == 126
    assert episode["transcript_url"] == f"{folder}/so-1.vtt"
    assert episode["chapters_json_url"] == f"{folder}/so-1.chapters.json"
    assert episode["enclosures"][0]["file_size"] == 765_432
    assert episode["description_html"].count("<li>") == 2
    assert f"{AWKWARD} 1" in html.fromstring(episode["description_html"]).text_content()


def test_the_cover_is_large_and_square(tmp_path: Path) -> None:
    write_feed([record(1)], SHARED, tmp_path)
    with Image.open(tmp_path / "feed.jpg") as picture:
        assert picture.size == (1400, 1400)
        assert (picture.format, picture.mode) == ("JPEG", "RGB")


def test_articles_can_be_the_episodes(tmp_path: Path) -> None:
    settings = replace(SHARED, feed=Feed(episodes="articles"))
    write_feed([record(1), record(2)], settings, tmp_path)
    feed = feedparser.parse((tmp_path / "feed.xml").read_bytes())
    assert [entry.title[-1] for entry in feed.entries] == ["1", "2", "1", "2"]
    times = [entry.published_parsed for entry in feed.entries]
    assert times == sorted(times, reverse=True)
    assert len({entry.id for entry in feed.entries}) == 4


def test_without_an_address_there_is_a_notice_and_no_feed(tmp_path: Path) -> None:
    write_feed([record(1)], SHARED, tmp_path)
    made, notices = write_feed([record(1)], replace(SHARED, base_url=""), tmp_path)
    assert not made
    assert [notice.code for notice in notices] == ["feed.no-address"]
    assert not list(tmp_path.iterdir())


def test_nothing_kept_back_is_in_feed_or_catalogue(tmp_path: Path) -> None:
    write_feed([record(1), *KEPT_BACK], SHARED, tmp_path)
    write_catalogue([record(1), *KEPT_BACK], SHARED, tmp_path)
    for name in ("feed.xml", "opds.xml"):
        text = (tmp_path / name).read_text("utf-8")
        assert "so%201/" in text
        assert not [one.id for one in KEPT_BACK if f"{one.folder}/" in text or one.name in text]


# ------------------------------------------------------------------------------------------- the catalogue

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def local(address: str) -> str:
    assert address.startswith(SHARED.base_url)
    return address.removeprefix(SHARED.base_url)


def test_the_catalogue_has_whole_addresses_if_there_is_one_and_relative_ones_otherwise(tmp_path: Path) -> None:
    for settings in (SHARED, replace(SHARED, base_url="")):
        write_catalogue([record()], settings, tmp_path)
        links = {link.get("href") for link in etree.parse(tmp_path / "opds.xml").iter(f"{ATOM}link")}
        assert all(link.startswith(settings.base_url or "so 1/") or not settings.base_url for link in links)
        assert f"{settings.base_url}opds.xml" in links


def test_a_feed_keeps_its_id_after_a_change_of_address(tmp_path: Path) -> None:
    unfixed = replace(SHARED, feed=Feed(), base_url="http://cu.example/")
    _, notices = write_feed([record()], unfixed, tmp_path)
    assert [notice.code for notice in notices] == ["feed.guid", "feed.not-encrypted"]
    given = re.search(r'guid = "(.*)"', notices[0].hint)[1]
    for base in ("https://cu.example/", "https://moi.example/"):
        _, notices = write_feed([record()], replace(unfixed, base_url=base, feed=Feed(guid=given)), tmp_path)
        assert not notices
        feed = etree.parse(tmp_path / "feed.xml")
        assert feed.findtext(f".//{{{PODCAST}}}guid") == given


FEED_TYPE = re.compile(r"application/atom\+xml;profile=opds-catalog;kind=acquisition")


def check_opds(path: Path) -> etree._Element:
    """Check a catalogue against the rules of RFC 4287 and OPDS 1.2 (§§2.2, 4, 5, 6.2) and return its root."""
    root = etree.parse(path).getroot()
    grammar = etree.RelaxNG(etree.parse(Path(__file__).with_name("opds.rng")))
    assert grammar.validate(root), grammar.error_log
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one.findtext(f"{ATOM}id"))
        assert RFC3339.fullmatch(one.findtext(f"{ATOM}updated"))
        assert one.findtext(f"{ATOM}author/{ATOM}name")
        assert all(link.get("href") and not link.get("href").startswith("/") for link in one.findall(f"{ATOM}link"))
    links = {link.get("rel"): link for link in root.findall(f"{ATOM}link")}
    for rel in ("self", "start"):
        assert FEED_TYPE.fullmatch(links[rel].get("type"))
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    for entry in root.findall(f"{ATOM}entry"):
        by_rel = {link.get("rel"): link for link in entry.findall(f"{ATOM}link")}
        assert by_rel[OPEN_ACCESS].get("type") == "application/epub+zip"
        assert by_rel["http://opds-spec.org/image"].get("type") == "image/jpeg"
        assert by_rel["http://opds-spec.org/image/thumbnail"].get("type") == "image/jpeg"
        assert entry.findtext(f"{DC}language")
        assert entry.find(f"{ATOM}content") is None
    return root


def test_the_catalogue_keeps_the_rules_of_opds(tmp_path: Path) -> None:
    write_catalogue([record(1), record(2)], SHARED, tmp_path)
    root = check_opds(tmp_path / "opds.xml")
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries[2:]] == [f"{record(1).name} (sách nói)", record(1).name]
    features = "{http://schema.org/}accessibilityFeature"
    assert ["synchronizedAudioText" in [one.text for one in entry.iter(features)] for entry in entries] == [
        True, False, True, False,
    ]  # fmt: skip


def test_the_grammar_refuses_invalid_opds(tmp_path: Path) -> None:
    write_catalogue([record(1)], SHARED, tmp_path)
    grammar = etree.RelaxNG(etree.parse(Path(__file__).with_name("opds.rng")))
    sound = (tmp_path / "opds.xml").read_text("utf-8")
    for pattern, instead in (
        (
            r"<updated>[^<]*</updated>",
            "",
        ),
        (r'rel="start"', 'rel="begin"'),
        (r'type="application/epub\+zip"', 'type="application/zip"'),
        (r"kind=acquisition", "kind=books"),
        (r'length="\d+"', 'length="-1"'),
    ):
        broken = re.sub(pattern, instead, sound)
        assert broken != sound and not grammar.validate(etree.fromstring(broken.encode())), pattern


def test_dates_change_only_with_the_edition(tmp_path: Path) -> None:
    write_catalogue([record(1), record(2)], SHARED, tmp_path / "before")
    changed = replace(record(1), revised="2027-01-01T00:00:00+00:00")
    write_catalogue([changed, record(2)], SHARED, tmp_path / "after")
    before, after = (
        {
            entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated")
            for entry in check_opds(path).iter(f"{ATOM}entry")
        }
        for path in (tmp_path / "before" / "opds.xml", tmp_path / "after" / "opds.xml")
    )
    assert {id for id in before if before[id] != after[id]} == {book.id for book in record(1).books}


def test_an_empty_catalogue_is_one(tmp_path: Path) -> None:
    write_catalogue([], SHARED, tmp_path)
    assert not check_opds(tmp_path / "opds.xml").findall(f"{ATOM}entry")


# ----------------------------------------------------------------------------------------------- the index


def test_internal_editions_and_drafts_are_on_no_page(tmp_path: Path) -> None:
    write_index([record(1), *KEPT_BACK], SHARED, tmp_path)
    page = html.document_fromstring((tmp_path / "index.html").read_bytes().decode("utf-8"))
    issues = page.xpath("//article[@class='issue']")
    assert len(issues) == 1
    text = (tmp_path / "index.html").read_text("utf-8")
    assert "so%208/" not in text
    assert "so%2010/" not in text


def test_a_thousand_editions_stay_usable(tmp_path: Path) -> None:
    records = [record(number) for number in range(1, 1001)]
    index = write_index(records, SHARED, tmp_path)
    feed, _ = write_feed(records, SHARED, tmp_path)
    catalogue = write_catalogue(records, SHARED, tmp_path)
    assert (len(index), len(feed), len(catalogue)) == (84, 6, 40)
    assert max(path.stat().st_size for path in (*index, *feed, *catalogue)) < 500_000
    seen = [entry.findtext(f"{ATOM}id") for path in catalogue for entry in check_opds(path).iter(f"{ATOM}entry")]
    assert len(set(seen)) == len(seen) == 2000
    follow, walked = "opds.xml", 0
    while follow:
        walked += 1
        links = {
            link.get("rel"): local(link.get("href")) for link in check_opds(tmp_path / follow).findall(f"{ATOM}link")
        }
        follow = links.get("next", "")
    assert walked == 40


def test_changing_one_edition_changes_its_own_pages(tmp_path: Path) -> None:
    records = [record(number) for number in range(1, 101)]
    write_index(records, SHARED, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    records[4] = replace(records[4], issue="số đặc biệt")
    write_index(records, SHARED, tmp_path)
    assert len([path for path in tmp_path.iterdir() if path.stat().st_mtime_ns != before[path]]) == 1


def test_pages_of_a_longer_list_go_and_other_files_stay(tmp_path: Path) -> None:
    records = [record(number) for number in range(1, 101)]
    write_index(records, SHARED, tmp_path)
    write_catalogue(records, SHARED, tmp_path)
    for name in ("index-hay.html", "index-02.html", "opds-cu.xml"):
        (tmp_path / name).write_text("của tòa soạn", "utf-8")
    write_index(records[:3], SHARED, tmp_path)
    write_catalogue(records[:3], SHARED, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"index.html", "opds.xml", "index-hay.html", "index-02.html", "opds-cu.xml"}


def test_the_published_files_are_offered(publish_pages, small_edition, tmp_path: Path) -> None:
    made = publish_pages(replace(small_edition, approved_by="Lý Văn A", base_url=SHARED.base_url), tmp_path)
    write_feed([made.record], SHARED, tmp_path)
    write_catalogue([made.record], SHARED, tmp_path)
    write_index([made.record], SHARED, tmp_path, has_feed=True)
    (entry,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
    root = SHARED.base_url
    sound = tmp_path / entry.enclosures[0].href.removeprefix(root)
    assert sound.stat().st_size == int(entry.enclosures[0].length)
    assert abs(MP3(BytesIO(sound.read_bytes())).info.length - int(entry.itunes_duration)) <= 1
    for link in check_opds(tmp_path / "opds.xml").iter(f"{ATOM}link"):
        assert (tmp_path / link.get("href").removeprefix(root)).is_file(), link.get("href")
    page = html.document_fromstring((tmp_path / "index.html").read_bytes().decode("utf-8"))
    for address in page.xpath("//main//@href | //main//@src"):
        assert (tmp_path / address).is_file(), address
    podcast = {"podcast": PODCAST}
    feed = etree.parse(tmp_path / "feed.xml")
    for address in feed.xpath("//podcast:transcript/@url | //podcast:chapters/@url", namespaces=podcast):
        assert (tmp_path / address.removeprefix(root)).is_file()
