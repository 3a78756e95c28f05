"""Seeded defects: each is one change to a valid talking book, and must be found by our check or by EPUBCheck."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bantin_media.cache import Cache
from bantin_media.model import Notice
from bantin_media.publication.writers.epub import write_epub
from bantin_media.verify import PAGE_CHECKS, verify
from bantin_media.verify.book import Book, Item
from bantin_media.verify.clock import milliseconds
from bantin_media.verify.epubcheck import run_epubcheck
from bantin_media.verify.mp3 import sound
from bantin_media.verify.verdicts import Verdicts

Check = Callable[[Path], list[dict[str, Any]]]
Files = dict[str, bytes]
PAGE, SMIL, MP3 = "EPUB/text/bai-1.xhtml", "EPUB/overlays/bai-1.smil", "EPUB/sound/bai-1.mp3"
COVER, FRAME_BYTES = "EPUB/pictures/cover.jpg", 156
OPF, NAV, NCX = "EPUB/content.opf", "EPUB/text/contents.xhtml", "EPUB/toc.ncx"


@pytest.fixture(scope="module")
def good(spoken_edition: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    one = spoken_edition
    target = tmp_path_factory.mktemp("good") / "good.epub"
    return write_epub(one.edition, one.documents, target, narrations=one.narrations)


@pytest.fixture(scope="module")
def judged(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """The result of an earlier check of the valid book."""
    known = Cache(tmp_path_factory.mktemp("judged"))
    assert verify(good, known) == verify(good, known) == ()
    return known


def change(name: str, pattern: str, replacement: str, count: int = 1) -> Callable[[Files], None]:
    def apply(files: Files) -> None:
        changed, times = re.subn(pattern, replacement, files[name].decode(), count=count, flags=re.S)
        assert times, f"{pattern} is not in {name}"
        files[name] = changed.encode()

    return apply


def remove(name: str) -> Callable[[Files], None]:
    return lambda files: files.pop(name) and None  # type: ignore[func-returns-value]


def add(name: str, content: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: content})


def rewrite(name: str, how: Callable[[bytes], bytes]) -> Callable[[Files], None]:
    return lambda files: files.update({name: how(files[name])})


def move_last(name: str) -> Callable[[Files], None]:
    return lambda files: files.update({name: files.pop(name)})


def swap_pars(files: Files) -> None:
    sources = re.findall(r'bai-1\.xhtml#s\d+"/>', files[SMIL].decode())
    first, second = sources[0], sources[1]
    text = (
        files[SMIL].decode().replace(first, "#", 1).replace(second, first, 1).replace("#<audio", second + "<audio", 1)
    )
    files[SMIL] = text.replace('"../text/#', f'"../text/{second}', 1).encode()


def no_scheme(files: Files) -> None:
    text = files[OPF].decode()
    files[OPF] = re.sub(r"\s*<meta property=\"schema:[^>]*>[^<]*</meta>", "", text).encode()


def clip(number: int, which: str, value: str) -> Callable[[Files], None]:
    """Set `clipBegin` or `clipEnd` of the par of this number."""
    return change(SMIL, rf'(<par id="par-{number}">.*?{which}=")[^"]*', rf"\g<1>{value}")


def exchange(one: str, other: str) -> Callable[[Files], None]:
    return lambda files: files.update({one: files[other], other: files[one]})


def swap_clips(files: Files) -> None:
    """Exchange the sounds of two sentences; the pars stay in order."""
    text = files[SMIL].decode()
    first, second = re.findall(r'clipBegin="[^"]*" clipEnd="[^"]*"', text)[2:4]
    files[SMIL] = text.replace(first, "@").replace(second, first).replace("@", second).encode()


def moved(number: int | None = None) -> Callable[[Files], None]:
    """Let the sentence of this number, or each but the first, begin a quarter of a second early, during another."""

    def apply(files: Files) -> None:
        def earlier(found: re.Match[str]) -> str:
            return f'{found[1]}="{float(found[2]) - 0.25:.3f}s"'

        text = files[SMIL].decode()
        times = sorted(set(re.findall(r'clipBegin="([\d.]+)s"', text)), key=float)[1:]
        for time in times if number is None else times[number - 2 : number - 1]:
            text = re.sub(rf'(clip(?:Begin|End))="({re.escape(time)})s"', earlier, text)
        files[SMIL] = text.encode()

    return apply


EPUBCHECK = ""
"""We have no code for this defect; only EPUBCheck finds it."""
DEFECTS: dict[str, tuple[str, Callable[[Files], None]]] = {
    "mimetype is not the first entry": ("epub.mimetype", move_last("mimetype")),
    "mimetype says something else": ("epub.mimetype", add("mimetype", b"application/zip")),
    "a file is not declared": ("epub.undeclared", add("EPUB/notes.txt", b"x")),
    "a declared file is missing": ("epub.missing", remove("EPUB/style.css")),
    "the container is missing": ("epub.unreadable", remove("META-INF/container.xml")),
    "the package is no XML": ("epub.unreadable", change(OPF, "</manifest>", "")),
    "an id is declared twice": ("epub.manifest", change(OPF, 'id="talking"', 'id="style"')),
    "the spine names nothing": ("epub.spine", change(OPF, 'idref="page-bai-1"', 'idref="page-bai-9"')),
    "there is no nav": ("epub.spine", change(OPF, ' properties="nav"', "")),
    "the language is missing": ("epub.metadata", change(OPF, "<dc:language>.*?</dc:language>", "")),
    "the title is missing": ("epub.metadata", change(OPF, "<dc:title.*?</dc:title>", "")),
    "the date of revision is local": ("epub.modified", change(OPF, r"(dcterms:modified\">[^<]*)Z", r"\1+07:00")),
    "the zip is dated otherwise": ("epub.dates", change(OPF, r"(dcterms:modified\">)2026", r"\g<1>2025")),
    "accessibility metadata are missing": ("epub.metadata", no_scheme),
    "synchronised text is not said": ("epub.metadata", change(OPF, "synchronizedAudioText", "readingOrder")),
    "the active class is missing": ("epub.metadata", change(OPF, '<meta property="media:active-class".*?</meta>', "")),
    "the playback class is missing": (
        "epub.metadata",
        change(OPF, '<meta property="media:playback-active.*?</meta>', ""),
    ),
    "the narrator is missing": ("epub.metadata", change(OPF, '<meta property="media:narrator.*?</meta>', "")),
    "a page is no XML": ("epub.unreadable", change(PAGE, "</section>", "")),
    "a page has a named entity": ("epub.unreadable", change(PAGE, "</h1>", "&nbsp;</h1>")),
    "a page does not say its language": ("page.language", change(PAGE, ' lang="vi"', "")),
    "a page has no title": ("page.title", change(PAGE, "<title>.*?</title>", "<title></title>")),
    "an id is used twice": ("page.id", change(PAGE, 'id="s2"', 'id="s1"')),
    "a link leads nowhere": ("page.link", change(NAV, 'href="bai-2.xhtml"', 'href="bai-9.xhtml"')),
    "a fragment is missing": ("page.link", change(NAV, 'href="bai-2.xhtml"', 'href="bai-2.xhtml#nothing"')),
    "a picture is missing": ("page.link", change(PAGE, 'src="../pictures/bai-1-6', 'src="../pictures/bai-1-99')),
    "an alternative is empty": ("page.alternative", change(PAGE, 'alt="[^"]+"', 'alt=""')),
    "an alternative is missing": ("page.alternative", change(PAGE, ' alt="[^"]+"', "")),
    "the first heading is of level four": ("page.heading", change(PAGE, "<h1>(.*?)</h1>", r"<h4>\1</h4>")),
    "a heading level is skipped": ("page.heading", change(PAGE, "<h3(.*?)</h3>", r"<h5\1</h5>")),
    "a heading is empty": ("page.heading", change(PAGE, "<h3.*?</h3>", "<h3></h3>")),
    "letters are decomposed": (
        "page.decomposed",
        rewrite(PAGE, lambda page: unicodedata.normalize("NFD", page.decode()).encode()),
    ),
    "letters of the contents are decomposed": (
        "page.decomposed",
        rewrite(NCX, lambda page: unicodedata.normalize("NFD", page.decode()).encode()),
    ),
    "a list holds text": ("overlay.unsaid", change(PAGE, "<li>", "lạc<li>")),
    "a media type is wrong": ("picture.kind", change(OPF, 'media-type="image/jpeg"', 'media-type="image/png"')),
    "the ncx is of another book": (EPUBCHECK, change(NCX, 'content="urn:uuid:....', 'content="urn:uuid:0000')),
    "the stylesheet is broken": (EPUBCHECK, add("EPUB/style.css", b"p { color: ")),
    "a sound file is missing": ("overlay.sound", remove(MP3)),
    "a sound file is no sound": ("sound.broken", add(MP3, b"\x00" * 5000)),
    "a sound file is broken inside": (
        "sound.broken",
        rewrite(MP3, lambda sound: sound[: len(sound) // 2] + b"\xa5" * 400 + sound[len(sound) // 2 + 400 :]),
    ),
    "a sound file is cut short": ("sound.broken", rewrite(MP3, lambda sound: sound[: len(sound) * 2 // 3])),
    "a clip ends after its sound": ("overlay.past-end", change(SMIL, r'(.*clipEnd=")[^"]*', r"\g<1>999.000s")),
    "there is a gap between clips": ("overlay.gap", clip(3, "clipBegin", "9.999s")),
    "clips overlap": ("overlay.overlap", clip(3, "clipBegin", "0.001s")),
    "a clip ends before it begins": ("overlay.clip", clip(3, "clipEnd", "0.000s")),
    "a time is no time": ("overlay.time", clip(3, "clipEnd", "soon")),
    "the end of the sound is never played": (
        "overlay.gap",
        change(SMIL, r'(.*clipBegin="([\d.]+)s" clipEnd=")[^"]*', r"\g<1>\g<2>9s"),
    ),
    "all sentences are lit too early": ("overlay.adrift", moved()),
    "one sentence is lit too early": ("overlay.adrift", moved(4)),
    "the duration of a page is wrong": ("overlay.duration", change(OPF, r'(refines="#overlay-bai-1">)\d+', r"\g<1>9")),
    "the duration of the book is wrong": ("overlay.duration", change(OPF, r'("media:duration">)\d+', r"\g<1>9")),
    "pars are out of order": ("overlay.order", swap_pars),
    "a par leads nowhere": ("overlay.target", change(SMIL, r"#s6(?=\")", "#nothing")),
    "a par sounds from nowhere": ("overlay.sound", change(SMIL, r"sound/bai-1", "sound/bai-7")),
    "a page has no overlay": ("overlay.missing", change(OPF, ' media-overlay="overlay-bai-1"', "")),
    "a page says another language than the book": (
        "page.language",
        change(PAGE, 'lang="vi" xml:lang="vi"', 'lang="en" xml:lang="en"'),
    ),
    "the package does not declare its language": ("page.language", change(OPF, ' xml:lang="vi"', "")),
    "the book says another language than its pages": (
        "page.language",
        change(OPF, "<dc:language>vi", "<dc:language>en"),
    ),
    "the title is decomposed": ("page.decomposed", change(OPF, "(<dc:title[^>]*>)B[^<]*", "\\1Ba\u0309n tin")),
    "an alternative is a file's name": ("page.alternative", change(PAGE, 'alt="[^"]+"', 'alt="IMG_0412.JPG"')),
    "a page has two headings of level one": ("page.headlines", change(PAGE, "<h2(.*?)</h2>", r"<h1\1</h1>")),
    "a picture lies elsewhere": ("page.remote", change(PAGE, r'src="\.\./pictures', 'src="https://vanlinh.example')),
    "a picture has an absolute path": ("page.remote", change(PAGE, r'src="\.\./pictures', 'src="/EPUB/pictures')),
    "a picture lies on somebody's disk": ("page.remote", change(PAGE, r'src="\.\./pictures', 'src="file:///C:/anh')),
    "a stylesheet lies elsewhere": (
        "page.remote",
        change(PAGE, r'href="\.\./style', 'href="https://vanlinh.example/style'),
    ),
    "a script lies elsewhere": (
        "page.remote",
        change(PAGE, "</head>", '<script src="https://vanlinh.example/x.js"></script></head>'),
    ),
    "a stylesheet fetches from elsewhere": (
        "style.remote",
        add("EPUB/style.css", b"@import 'https://vanlinh.example/x.css';"),
    ),
    "a stylesheet's picture is missing": (
        "style.remote",
        add("EPUB/style.css", b"p { background: url(pictures/x.png) }"),
    ),
    "the cover is not named": ("picture.cover", change(OPF, ' properties="cover-image"', "")),
    "a picture is cut short": ("picture.broken", rewrite(COVER, lambda picture: picture[:5000])),
    "a picture is of another kind": ("picture.kind", rewrite(COVER, lambda picture: b"GIF89a" + picture)),
    "an article is not in the contents": ("nav.missing", change(NAV, r'<li><a href="bai-2.xhtml".*?</li>', "")),
    "an article is not in the reading order": ("epub.spine", change(OPF, '<itemref idref="page-bai-1"/>', "")),
    "an article comes twice": ("epub.spine", change(OPF, '(<itemref idref="page-bai-1"/>)', r"\1\1")),
    "an article is passed over": ("epub.spine", change(OPF, 'idref="page-bai-1"', 'idref="page-bai-1" linear="no"')),
    "the landmarks are missing": ("nav.landmarks", change(NAV, '<nav epub:type="landmarks".*?</nav>', "")),
    "a part of an overlay has no place": (
        "overlay.textref",
        change(SMIL, '(epub:textref="[^"]*)#part-1"', r'\1#part-99"'),
    ),
    "an overlay has no page": ("overlay.textref", change(SMIL, '<body epub:textref="[^"]*"', "<body")),
    "the words being read look like all others": ("style.active", add("EPUB/talking.css", b"")),
    "the active class is another than the stylesheet's": (
        "style.active",
        change(OPF, "-overlay-active<", "-overlay-activ<"),
    ),
    "a page does not use the stylesheet of sound": ("style.active", change(PAGE, "<link [^>]*talking.css[^>]*>", "")),
    "two sound files are exchanged": ("overlay.gap", exchange(MP3, "EPUB/sound/cover.mp3")),
    "a sound file lacks its last frame": ("sound.broken", rewrite(MP3, lambda sound: sound[:-FRAME_BYTES])),
    "a sound file lacks its last byte": ("sound.broken", rewrite(MP3, lambda sound: sound[:-1])),
    "two clips are exchanged": ("overlay.gap", swap_clips),
    "two durations are exchanged": ("overlay.duration", change(OPF, r'(#overlay-cover">)[^<]*', r"\g<1>1.000s")),
    "the duration of the book is missing": (
        "overlay.duration",
        change(OPF, r'<meta property="media:duration">[^<]*</meta>', ""),
    ),
    "a template's words are not said": ("overlay.unsaid", change(PAGE, "</header>", "<p>Trang riêng</p></header>")),
    "words after a sentence are not said": ("overlay.unsaid", change(PAGE, "</h1>", " và nữa</h1>")),
    "a picture is not said": (
        "overlay.unsaid",
        change(PAGE, "</header>", '<img src="../pictures/bai-1-6.png" alt="ảnh"/></header>'),
    ),
}


def packed(files: Files, target: Path, *, dated: tuple[int, ...] = (2026, 11, 21, 3, 4, 4), odd: str = "") -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0) if name == odd else dated)  # type: ignore[arg-type]
            archive.writestr(entry, content, zipfile.ZIP_STORED)
    return target


def unpacked(book: Path) -> Files:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_seeded_defect_is_caught(defect: str, good: Path, judged: Cache, tmp_path: Path, epubcheck: Check) -> None:
    code, seed = DEFECTS[defect]
    files = unpacked(good)
    before = list(files.items())
    seed(files)
    assert list(files.items()) != before, "nothing was seeded"
    book = packed(files, tmp_path / "book.epub")
    found = verify(book)
    assert verify(book, judged) == found
    if code:
        assert code in {notice.code for notice in found}
        assert all(notice.what and notice.hint and str(book) in notice.where for notice in found)
    else:
        assert epubcheck(book)


def test_a_good_book_has_nothing_found_when_it_is_packed_again(good: Path, tmp_path: Path) -> None:
    assert verify(packed(unpacked(good), tmp_path / "book.epub")) == ()


def test_the_zip_itself_is_looked_at(good: Path, tmp_path: Path) -> None:
    files = unpacked(good)
    odd = packed(files, tmp_path / "odd.epub", odd=PAGE)
    assert [notice.code for notice in verify(odd)] == ["epub.dates"]
    squeezed = tmp_path / "squeezed.epub"
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 21, 3, 4, 4)), content, zipfile.ZIP_DEFLATED)
    assert [notice.code for notice in verify(squeezed)] == ["epub.mimetype"]
    content = bytearray(good.read_bytes())
    place = content.find(b"<h1>")
    content[place + 1] ^= 1
    (tmp_path / "flipped.epub").write_bytes(content)
    assert verify(tmp_path / "flipped.epub")


def test_bytes_that_do_not_match_their_checksum_are_found(good: Path, judged: Cache, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        place = archive.getinfo(MP3).header_offset + 2000
    content = bytearray(good.read_bytes())
    content[place] ^= 1
    (tmp_path / "flipped.epub").write_bytes(content)
    assert "epub.broken" in {notice.code for notice in verify(tmp_path / "flipped.epub", judged)}


def test_sound_that_is_known_is_not_looked_at_again(good: Path, judged: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bantin_media.verify.overlays.sound", None)
    assert verify(good, judged) == ()


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are checked."""
    names: list[str] = []

    def note(_: Book, page: Item) -> Iterator[Notice]:
        names.append(page.name)
        yield from ()

    monkeypatch.setattr("bantin_media.verify.PAGE_CHECKS", (note, *PAGE_CHECKS))
    return names


def test_a_page_that_is_known_is_not_looked_at_again(good: Path, judged: Cache, looked_at: list[str]) -> None:
    assert verify(good, judged) == ()
    assert looked_at == []
    assert verify(good) == ()
    assert PAGE in looked_at


CHANGES = {
    "page": (change(PAGE, "</h1>", " </h1>"), True),
    "overlay": (change(SMIL, "</smil>", "<!-- --></smil>"), True),
    "sound": (rewrite(MP3, lambda content: content[:300] + bytes((content[300] ^ 1,)) + content[301:]), True),
    "style": (change("EPUB/talking.css", r"\A", "/* */ p {} "), False),
    "language": (change(OPF, "<dc:language>vi<", "<dc:language>en<"), False),
}
"""A change, and whether it concerns one page only."""


@pytest.mark.parametrize("changed", CHANGES)
def test_a_page_is_looked_at_again_if_what_it_depends_on_has_changed(
    changed: str, good: Path, judged: Cache, tmp_path: Path, looked_at: list[str]
) -> None:
    files = unpacked(good)
    make, is_of_one_page = CHANGES[changed]
    make(files)
    book = packed(files, tmp_path / "book.epub")
    verify(book)
    every = set(looked_at)
    looked_at.clear()
    verify(book, judged)
    assert set(looked_at) == ({PAGE} if is_of_one_page else every)


def test_a_link_is_looked_up_again_on_a_page_that_is_known(good: Path, tmp_path: Path) -> None:
    files, known = unpacked(good), Cache(tmp_path / "known")
    other = next(name for name in files if name.startswith("EPUB/text/") and name not in {PAGE, NAV})
    id = re.findall(r'<span id="([^"]+)"', files[PAGE].decode())[-1]
    change(other, "</body>", f'<p><a href="{Path(PAGE).name}#{id}">*</a></p></body>')(files)
    assert verify(packed(files, tmp_path / "book.epub"), known) == ()
    change(PAGE, f'id="{id}"', f'id="{id}x"')(files)
    change(SMIL, f"#{id}", f"#{id}x")(files)
    broken = packed(files, tmp_path / "broken.epub")
    assert {notice.code for notice in verify(broken, known)} == {"page.link"}
    assert verify(broken, known) == verify(broken)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"a": 1}', b'{"a": [1, 2]}', b'{"a": [["b"], [["c"]], [], 0]}', b"\xff"]
)
def test_kept_verdicts_of_another_shape_are_not_used(content: bytes, good: Path, tmp_path: Path) -> None:
    known = Cache(tmp_path / "known")
    with Book(good, known) as book:
        known.put(Verdicts(book)._key, content)
    assert verify(good, known) == ()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_epub_gives_one_notice(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.epub").write_bytes(content)
    assert verify(tmp_path / "x.epub")


def test_a_file_that_cannot_be_opened_is_told_in_vietnamese(tmp_path: Path) -> None:
    (missing,) = verify(tmp_path / "missing.epub")
    assert (missing.code, missing.what) == ("epub.unreadable", "không mở được tệp: không có tệp hay thư mục ấy")
    (folder,) = verify(tmp_path)
    assert folder.what == "không mở được tệp: ở chỗ của tệp lại có một thư mục"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12.345s", 12345), ("0:01:02.5", 62500), ("01:02", 62000), ("3min", 180000), ("250ms", 250), ("2h", 7200000),
        ("7", 7000), ("", None), ("soon", None), ("1:2:3s", None),
        ("9" * 5000, None), ("0." + "1" * 5000 + "s", None), ("9" * 5000 + ":00:00", None),
    ],
)  # fmt: skip
def test_clock_values(value: str, expected: int | None) -> None:
    assert milliseconds(value) == expected


def test_a_zip_of_another_version_is_one_notice(good: Path, tmp_path: Path) -> None:
    content = bytearray(good.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 6] = 255  # version needed to extract: 25.5
    (tmp_path / "x.epub").write_bytes(content)
    (notice,) = verify(tmp_path / "x.epub")
    assert notice.code == "epub.unreadable"


@pytest.mark.parametrize("method", [1, 12, 14, 99])
def test_a_member_that_is_packed_another_way_is_a_notice(good: Path, tmp_path: Path, method: int) -> None:
    content = bytearray(good.read_bytes())
    for head, place in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        content[content.rindex(head) + place] = method
    (tmp_path / "x.epub").write_bytes(content)
    assert {notice.code for notice in verify(tmp_path / "x.epub")} & {"epub.broken", "epub.unreadable"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_page_with_an_element_of_countless_attributes_is_refused(good: Path, tmp_path: Path, encoding: str) -> None:
    """libxml2 compares each attribute with all others, which would take minutes."""
    files = unpacked(good)
    many = " ".join(f"a{number}='>'" for number in range(20_000))
    files[PAGE] = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p {many}/></body></html>".encode(encoding)
    codes = {notice.code for notice in verify(packed(files, tmp_path / "book.epub"))}
    assert codes == {"epub.unreadable"}


def test_messages_of_epubcheck_become_notices(good: Path, tmp_path: Path) -> None:
    files = unpacked(good)
    change(PAGE, "<li>", "lạc<li>")(files)
    found = run_epubcheck(packed(files, tmp_path / "book.epub"))
    assert found[0].code == "epubcheck.RSC-005"
    assert PAGE in found[0].where
    assert found[0].what.startswith("ERROR")
    assert found[0].hint


def test_a_sentence_begins_after_its_silence(spoken_edition: Any) -> None:
    for narration in spoken_edition.narrations.values():
        found = sound(narration.mp3_path.read_bytes())
        begins_ms = [clip.start_samples * 1000 // narration.sample_rate_hz for clip in narration.clips]
        assert [ms for ms in begins_ms if ms] == list(found.onsets_ms)
