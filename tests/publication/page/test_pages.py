"""The listening pages: their content, their security policy, and reproducible bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from bantin_media.model import Article, Edition, Figure, Paragraph, Picture, Sentence
from bantin_media.publication.documents import documents
from bantin_media.publication.documents.labels import duration, masthead
from bantin_media.publication.documents.notes import MARK_ID, pieces
from bantin_media.publication.writers.page import write_edition_pages
from bantin_media.publication.writers.page.layout import clock, size
from bantin_media.publication.writers.page.share import without_tag
from bantin_media.publication.writers.page.view import HEAVIEST_BYTES
from bantin_media.reporting.report import FileKind, MadeFile

WEB = "https://vung-cao.example/ban-tin/"
HOSTILE = (
    "<script>document.title='hỏng'</script>",
    "</script></style><img src=x onerror=\"document.title='hỏng'\">",
    '" onmouseover="document.title=1" x="',
    "Chữ \u202eđảo ngược\u202c và {{ 7 * 7 }} &amp; &lt;b&gt;",
)


def hostile(edition: Edition) -> Edition:
    """Return the edition with text that looks like markup in every place."""
    words = tuple(Sentence(f"h{place}", text) for place, text in enumerate(HOSTILE))
    first: Article = replace(edition.articles[0], title=words[1:2], lead=words[:1], section=HOSTILE[2])
    first = replace(first, blocks=(Paragraph(words), *first.blocks))
    return replace(
        edition, title=f"Bản tin {HOSTILE[0]}", publisher=HOSTILE[1], articles=(first, *edition.articles[1:])
    )


@pytest.fixture(scope="session")
def published(publish_pages, small_edition: Edition, tmp_path_factory):
    edition = replace(small_edition, approved_by="Lý Văn A", base_url=WEB)
    return publish_pages(edition, tmp_path_factory.mktemp("output"))


def parsed(path: Path) -> etree._Element:
    return html.document_fromstring(path.read_bytes().decode("utf-8"))


def page_of(published, name: str = "index.html") -> etree._Element:
    return parsed(published.folder / name)


def rewritten(published, edition: Edition, folder: Path) -> list[Path]:
    """Write the pages of `edition` with the sound of `published`; return the HTML pages."""
    pages = documents(edition)
    made = write_edition_pages(edition, pages, published.narrations, folder, downloads=published.files)
    return [path for path in made if path.suffix == ".html"]


def test_every_word_of_the_articles_is_on_the_page(published) -> None:
    page = page_of(published)
    shown = {node.get("id"): node.text_content() for node in page.iter("span") if "s" in (node.get("class") or "")}
    articles = [document for document in published.documents if document.article]
    for place, document in enumerate(articles, 1):
        for passage in document.passages:
            for sentence in passage.text if passage.role != "alternative" else ():
                if sentence.id.startswith(MARK_ID):
                    assert page.get_element_by_id(f"bai-{place}-{sentence.id}").get("aria-label") == sentence.text
                    continue
                wanted = "".join(one.words + (one.mark.number if one.mark else "") for one in pieces(sentence))
                assert shown[f"bai-{place}-{sentence.id}"] == wanted


def test_times_are_those_of_the_clips(published) -> None:
    page = page_of(published)
    articles = [document for document in published.documents if document.article]
    for place, document in enumerate(articles, 1):
        narration = published.narrations[document.article.slug]
        times = {node.get("id"): node.get("data-t") for node in page.iter("span") if node.get("data-t")}
        for clip in narration.clips:
            if clip.sentence_id:
                start = clip.start_samples * 1000 // narration.sample_rate_hz
                assert str(start) in times[f"bai-{place}-{clip.sentence_id}"].split()


def test_own_script_and_style_stay_small(published) -> None:
    page = page_of(published)
    own = [node.text or "" for node in page.iter("script", "style")]
    assert sum(len(text.encode("utf-8")) for text in own) <= 60_000


@pytest.mark.parametrize("name", ["index.html", "share/01-bai-1.html"])
def test_the_policy_forbids_everything_but_its_own_parts(published, name: str) -> None:
    page = page_of(published, name)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert not re.search(r"unsafe|\*|https?:", policy)
    assert rules["script-src"].count("sha256-") == rules["style-src"].count("sha256-") == 1
    if name.startswith("share"):
        assert rules["img-src"] == rules["media-src"] == "data:"
    for node in page.iter():
        assert not [key for key in node.attrib if key.startswith("on") or key == "style"]
    assert not page.xpath("//script[@src] | //link[@rel='stylesheet'] | //iframe | //object | //form")


def test_a_shared_file_needs_nothing_beside_it(published) -> None:
    for path in sorted((published.folder / "share").glob("*.html")):
        page = parsed(path)
        assert all(source.startswith("data:") for source in page.xpath("//@src"))
        text = path.with_suffix(".txt").read_text("utf-8")
        assert page.xpath("//h1")[0].text_content() in text
        assert "https://vung-cao.example/ban-tin/2026-11/bai-" in text


def test_the_sound_of_a_shared_file_has_lost_only_its_tag() -> None:
    frames = b"\xff\xf3\x60\xc4" + bytes(140)
    assert without_tag(b"ID3\x03\x00\x00\x00\x00\x01\x02" + bytes(130) + frames) == frames
    assert without_tag(frames) == frames


def test_hostile_words_are_only_words(published, tmp_path: Path) -> None:
    for path in rewritten(published, hostile(published.edition), tmp_path):
        page = parsed(path)
        assert len(page.xpath("//script")) == 1
        assert not page.xpath("//img[@src='x']")
        assert not [key for node in page.iter() for key in node.attrib if key.startswith("on")]
    words = parsed(tmp_path / "index.html").text_content()
    assert all(text.translate({0x202E: None, 0x202C: None}) in words for text in HOSTILE)
    assert not {"\u202e", "\u202c"} & set(words)


def test_the_same_edition_gives_the_same_bytes(published, tmp_path: Path) -> None:
    for name in ("one", "two"):
        rewritten(published, published.edition, tmp_path / name)
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")} for folder in tmp_path.iterdir()
    )
    assert one == two
    assert all(content == (published.folder / name).read_bytes() for name, content in one.items())


def test_drafts_and_internal_editions_are_marked(published, tmp_path: Path) -> None:
    for path in rewritten(published, replace(published.edition, audience="internal", approved_by=""), tmp_path):
        words = parsed(path).text_content()
        assert "BẢN NHÁP" in words
        assert "LƯU HÀNH NỘI BỘ" in words
        assert "noindex" in path.read_text("utf-8")
        assert "vung-cao.example" not in path.read_text("utf-8")


def test_a_signed_public_edition_is_no_draft(published) -> None:
    assert "BẢN NHÁP" not in page_of(published).text_content()


def test_downloads_carry_their_sizes(published) -> None:
    words = page_of(published).xpath("//*[@class='downloads']")[0].text_content()
    assert "Toàn bộ bản tin" in words
    assert "Sách điện tử" in words
    assert re.search(r"\d\s(kB|MB)", words)


def test_the_slots_of_a_station_are_offered_in_their_order(published, tmp_path: Path) -> None:
    slots = [MadeFile(f"2026-11-buoi-{n}.mp3", FileKind.SLOT, 5_000_000, 900_000, str(n)) for n in (10, 2, 1)]
    pages = documents(published.edition)
    write_edition_pages(published.edition, pages, {}, tmp_path, downloads=slots)
    links = parsed(tmp_path / "index.html").xpath("//*[@class='downloads']//a")
    assert [link.xpath("string(.//strong)") for link in links] == ["Phần 1", "Phần 2", "Phần 10"]


def test_without_an_address_there_is_no_code(published, tmp_path: Path) -> None:
    assert page_of(published).xpath("//*[@class='code']//*[local-name()='svg']")
    rewritten(published, replace(published.edition, base_url=""), tmp_path)
    assert not parsed(tmp_path / "index.html").xpath("//*[@class='code']")


def test_a_long_edition_has_a_page_for_each_article(small_edition: Edition, tmp_path: Path) -> None:
    base = small_edition.articles[0]
    many = tuple(replace(base, number=n, slug=f"{n:02}-bai", section="") for n in range(1, 15))
    edition = replace(small_edition, articles=many)
    made = write_edition_pages(edition, documents(edition), {}, tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in made}
    assert {f"{n:02}-bai.html" for n in range(1, 15)} < names
    seventh = html.document_fromstring((tmp_path / "07-bai.html").read_bytes().decode("utf-8"))
    assert seventh.xpath("//link[@rel='prev' or @rel='next']/@href") == ["06-bai.html", "08-bai.html"]
    index = html.document_fromstring((tmp_path / "index.html").read_bytes().decode("utf-8"))
    assert len(index.xpath("//nav[@class='contents']//li//a")) == 14
    assert not index.xpath("//audio")


def test_an_edition_too_heavy_for_one_page_is_a_list(small_edition: Edition, tmp_path: Path) -> None:
    base = small_edition.articles[0]
    words = tuple(
        Sentence(f"w{n}", "Bà con bản Tả Phìn góp công làm con đường mới dài bảy cây số.") for n in range(120)
    )
    for count, is_list in ((2, False), (12, True)):
        many = tuple(
            replace(base, number=n, slug=f"{n:02}-bai", blocks=(Paragraph(words),)) for n in range(1, count + 1)
        )
        edition = replace(small_edition, articles=many)
        write_edition_pages(edition, documents(edition), {}, tmp_path / str(count))
        index = (tmp_path / str(count) / "index.html").read_bytes()
        assert len(index) <= HEAVIEST_BYTES
        assert (b"<article" not in index) == is_list
        assert (tmp_path / str(count) / "02-bai.html").read_text("utf-8").count("Bà con bản Tả Phìn") == len(words)


def test_every_article_has_its_own_address_and_preview(published, tmp_path: Path) -> None:
    photograph = tmp_path / "ảnh.jpg"
    Image.new("RGB", (2000, 1400), "#2f6b4f").save(photograph)
    second = published.edition.articles[1]
    long = tuple(
        Sentence(f"x{n}", "Một tên bài rất dài, dài hơn chỗ mà một ứng dụng trò chuyện dành cho nó.") for n in "123"
    )
    picture = Figure(Picture(photograph), (Sentence("c9", "Đường mới."),))
    changed = replace(second, title=long[:1], lead=long * 3, blocks=(picture, *second.blocks))
    edition = replace(published.edition, articles=(published.edition.articles[0], changed))
    rewritten(published, edition, tmp_path / "out")
    addresses, pictures = set(), set()
    for name in ("index", *(document.name for document in documents(edition) if document.article)):
        page = parsed(tmp_path / "out" / f"{name}.html")
        properties = {one.get("property"): one.get("content") for one in page.iter("meta") if one.get("property")}
        assert 0 < len(properties["og:title"]) <= 60
        assert 0 < len(properties["og:description"]) <= 200
        assert properties["og:url"] == f"{WEB}2026-11/{name}.html" == page.xpath("//link[@rel='canonical']/@href")[0]
        addresses.add(properties["og:url"])
        pictures.add(properties["og:image"])
        with Image.open(tmp_path / "out" / properties["og:image"].removeprefix(f"{WEB}2026-11/")) as shown:
            assert (str(shown.width), str(shown.height)) == (
                properties["og:image:width"],
                properties["og:image:height"],
            )
            assert shown.width >= 1200
            assert shown.height >= 630
    assert len(addresses) == 3
    assert len(pictures) == 2


def test_without_an_address_there_is_nothing_to_pass_on(published, tmp_path: Path) -> None:
    rewritten(published, replace(published.edition, base_url="", audience="internal"), tmp_path)
    page = parsed(tmp_path / "index.html")
    assert not page.xpath("//*[@data-share] | //meta[@property='og:image']")
    assert page_of(published).xpath("//*[@data-share]/@data-share")


def test_the_whole_edition_has_one_name_and_one_length(published) -> None:
    page = page_of(published)
    (whole,) = [one for one in published.files if one.kind is FileKind.PROGRAMME]
    assert duration(whole.duration_ms) in page.xpath("string(//button[@data-play='first'])")
    assert "toàn bộ bản tin" in page.xpath("string(//button[@data-play='first'])")
    (offered,) = page.xpath("//section[@class='downloads']//a[contains(., 'bộ bản tin')]")
    assert "Toàn bộ bản tin" in offered.text_content()
    assert duration(whole.duration_ms) in offered.text_content()
    assert published.record.duration_ms == whole.duration_ms


def test_an_unchanged_picture_is_not_made_again(published) -> None:
    before = {path: path.stat().st_mtime_ns for path in (published.folder / "anh").iterdir()}
    assert before
    made = write_edition_pages(
        published.edition, published.documents, published.narrations, published.folder, downloads=published.files
    )
    assert {path: path.stat().st_mtime_ns for path in (published.folder / "anh").iterdir()} == before
    assert all(path.is_file() for path in made)


def test_an_editor_may_bring_a_style_of_his_own(small_edition: Edition, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "page"
    own.mkdir(parents=True)
    (own / "style.css").write_text("body { color: teal }\n", "utf-8")
    pages = documents(small_edition)
    write_edition_pages(small_edition, pages, {}, tmp_path / "out", overrides=tmp_path / "templates")
    page = html.document_fromstring((tmp_path / "out" / "index.html").read_bytes().decode("utf-8"))
    assert page.xpath("//style")[0].text == "body { color: teal }"


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (size(999), "1\u00a0kB"),
        (size(1_640_000), "1,6\u00a0MB"),
        (clock(204_400), "3:24"),
        (clock(3_725_000), "1:02:05"),
        (duration(204_400), "3\u00a0phút 24\u00a0giây"),
        (duration(3_900_000), "1\u00a0giờ 5\u00a0phút"),
        (duration(0), "1\u00a0giây"),
        (masthead("Bản tin Vân Lĩnh"), ("Bản tin", "Vân Lĩnh")),
        (masthead("Tiếng nói vùng cao"), ("", "Tiếng nói vùng cao")),
    ],
)
def test_words_for_sizes_and_times(made: object, wanted: object) -> None:
    assert made == wanted
