"""Defects, each one change to the files of a valid talking book, with the code of the notice that must find it."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

Files = dict[str, bytes]
PAGE, SMIL, MP3 = "EPUB/text/bai-1.xhtml", "EPUB/overlays/bai-1.smil", "EPUB/sound/bai-1.mp3"
COVER, FRAME_BYTES = "EPUB/pictures/cover.jpg", 156
OPF, NAV, NCX = "EPUB/content.opf", "EPUB/text/contents.xhtml", "EPUB/toc.ncx"


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
