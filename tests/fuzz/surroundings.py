"""Fuzz targets for files next to the articles: settings, names, manifests, sounds, pictures, finished books."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from unittest import mock

import PIL.Image

from bantin_media.audio import outside
from bantin_media.audio.mp3 import FrameFormat
from bantin_media.cache import digest, manifest, sealed, still_there
from bantin_media.configuration import config, editions
from bantin_media.errors import ConfigError, SourceError
from bantin_media.files import slug
from bantin_media.model import Picture
from bantin_media.publication.writers.picture_encoding import book_picture
from bantin_media.readers import SUFFIXES, html, legacy_fonts, markdown, office, pdf, read, text, word  # noqa: F401
from bantin_media.reporting.report import repeated
from bantin_media.verify import verify

from .promises import promise, utf8


def attack_config(data: bytes, folder: Path) -> None:
    """Read a configuration: refused with file and advice, or usable settings."""
    path = folder / "edition.toml"
    path.write_bytes(data)
    try:
        settings = config.load(path)
    except ConfigError as error:
        promise(str(path) in error.where and error.what, f"no place: {error}")
        utf8(str(error))
        return
    utf8(repr(settings))
    promise(settings.sound.profile in dict(settings.profiles), "a profile that is not there")


def attack_editions(data: bytes, folder: Path) -> None:
    """Find the articles among files of these names: safe slugs, unique numbers, and a message for each other file."""
    folder = folder / "input"
    place = folder / "2026-11"
    place.mkdir(parents=True)
    try:
        for raw in data.split(b"\n")[:6]:
            name = os.fsdecode(raw.replace(b"/", b"").replace(b"\0", b"")[:120])
            if name not in {"", ".", ".."}:
                (place / name).touch()
        names = editions.names(folder)
        promise(names == ("2026-11",), "editions that are none")
        edition = editions.find(folder, "2026-11", SUFFIXES)
        slugs = [source.slug for source in edition.sources]
        promise(len(slugs) == len(set(slugs)), f"two articles of one name: {slugs}")
        promise(all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,70}", one) for one in slugs), f"no name of a file: {slugs}")
        for said in (*edition.notices, *edition.errors):
            promise(said.where and said.what and said.hint, "no advice")
            utf8(f"{said.where}{said.what}{said.hint}")
        digest(files=[source.path for source in edition.sources])
        promise(re.fullmatch(r"[a-z0-9-]+", slug(data.decode("utf-8", "replace"))), "no name of a file")
    finally:
        shutil.rmtree(folder)


MANIFEST = {
    "content": "", "files": {"a.mp3": {"modified_ns": 1, "sha256": "0", "size_bytes": 1}}, "inputs": "x",
    "report": {"articles": [], "files": [], "notices": []}, "revised": "",
}  # fmt: skip


def attack_manifest(data: bytes, folder: Path) -> None:
    """Read a manifest: a foreign or damaged one counts as missing, and none leads out of its folder."""
    path = folder / "manifest.json"
    path.write_bytes(data)
    _use(path, folder)
    try:
        body = json.loads(data)
        whole = {"format": manifest.FORMAT, "sha256": sealed._digest(body), "record": body}
        path.write_bytes(json.dumps(whole).encode())
    except (ValueError, RecursionError):
        return
    _use(path, folder)


def _use(path: Path, folder: Path) -> None:
    found = manifest.read(path)
    if found is not None:
        still_there(folder, found.files)
        repeated("2026-11", found.report)
        inside = [(folder / name).resolve().is_relative_to(folder.resolve()) for name in found.files]
        promise(all(inside), "a name that leads out of the folder")


FRAMES = FrameFormat(22_050, 48)
LONGEST_S = 3
"""In bytes: a kilobyte of FLAC can contain ten minutes of silence; long sounds are in the hostile files."""


def attack_sound(data: bytes, folder: Path) -> None:
    """Decode a jingle or recording: a segment with a length, or refused."""
    path = folder / f"jingle{outside.SUFFIXES[(data or b'x')[0] % len(outside.SUFFIXES)]}"
    path.write_bytes(data[1:])
    try:
        with (folder / "frames").open("w+b") as file, mock.patch.object(outside, "_LONGEST_S", LONGEST_S):
            segment = outside.segment(path, file, FRAMES, loudness_lufs=-19.0)
            promise(segment is not None, "no segment")
    except SourceError as error:
        promise(str(path) in error.where and error.what and error.hint, "no advice")
        utf8(str(error))


def attack_picture(data: bytes, folder: Path) -> None:
    """Open a picture: pixels that fit a page, or refused."""
    path = folder / "anh.jpg"
    path.write_bytes(data)
    try:
        picture = book_picture(Picture(path), 64)
    except SourceError as error:
        promise(str(path) in error.where and error.what and error.hint, "no advice")
        utf8(str(error))
        return
    promise(0 < max(picture.width, picture.height) <= 64, "a picture that is too large")
    PIL.Image.open(BytesIO(picture.content)).load()


def attack_verify(data: bytes, folder: Path) -> None:
    """Validate a book in which one member, named in its first line, has this content; without a name, the whole."""
    path = folder / "x.epub"
    name, _, content = data.partition(b"\n")
    book = dict(BOOK)
    if name in BOOK:
        book[name] = content
        with zipfile.ZipFile(path, "w") as archive:
            for one, bytes_ in book.items():
                archive.writestr(zipfile.ZipInfo(one.decode()), bytes_)
    else:
        path.write_bytes(data)
    for notice in verify(path):
        promise(notice.code and notice.what, "a notice without words")
        utf8(f"{notice.where}{notice.what}{notice.hint}")


XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="vi" lang="vi">'
    '<head><title>Bài</title></head><body><h1><span id="t1">Bài một.</span></h1>'
    '<p><img src="a.png" alt="Ảnh"/><a href="#t1">x</a></p></body></html>'
)
BOOK: Mapping[bytes, bytes] = {
    b"mimetype": b"application/epub+zip",
    b"META-INF/container.xml": b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    b'<rootfiles><rootfile full-path="EPUB/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    b"EPUB/p.opf": utf8(
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i" xml:lang="vi"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x</dc:identifier><dc:title>B</dc:title>'
        '<dc:language>vi</dc:language><meta property="dcterms:modified">2026-11-05T00:00:00Z</meta><meta '
        'property="media:duration">1s</meta><meta property="media:duration" refines="#s">1s</meta></metadata>'
        '<manifest><item id="x" href="x.xhtml" media-type="application/xhtml+xml" media-overlay="s"/>'
        '<item id="n" href="n.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="s" href="x.smil" media-type="application/smil+xml"/><item id="m" href="x.mp3" '
        'media-type="audio/mpeg"/><item id="a" href="a.png" media-type="image/png"/></manifest>'
        '<spine><itemref idref="x"/></spine></package>'
    ),
    b"EPUB/x.xhtml": utf8(XHTML),
    b"EPUB/n.xhtml": utf8(
        XHTML.replace("<p>", '<nav epub:type="toc"><ol><li><a href="x.xhtml">B</a></li></ol></nav><p>')
    ),
    b"EPUB/x.smil": b'<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">'
    b'<body><seq epub:textref="x.xhtml"><par><text src="x.xhtml#t1"/>'
    b'<audio src="x.mp3" clipBegin="0s" clipEnd="1s"/></par></seq></body></smil>',
    b"EPUB/x.mp3": bytes.fromhex("fff360c4") + bytes(300),
    b"EPUB/a.png": b"\x89PNG\r\n\x1a\n",
}
