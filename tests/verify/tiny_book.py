"""A talking book of two pages, made by hand, so that results do not depend on voices, templates or fonts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from bantin_media.audio.mp3 import FrameFormat, encode, frames_for, info_frame

FORM = FrameFormat(24000, 48)
"""One of its frames lasts 24 ms."""
DATED = (2026, 11, 5, 8, 0, 4)
HTML = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="vi" xml:lang="vi">'
HEAD = (
    '<head><title>Tin</title><link rel="stylesheet" href="../style.css"/><link rel="stylesheet" href="../talking.css"/>'
    "</head>"
)
PROPERTIES = {
    "dcterms:modified": "2026-11-05T08:00:05Z",
    "schema:accessMode": "textual",
    "schema:accessModeSufficient": "textual",
    "schema:accessibilityFeature": "synchronizedAudioText",
    "schema:accessibilityHazard": "none",
    "schema:accessibilitySummary": "Có tiếng.",
    "media:active-class": "-now",
    "media:playback-active-class": "-on",
    "media:narrator": "Máy",
    "media:duration": "1.440s",
}


def mp3(*lengths_frames: int) -> bytes:
    """Return sentences of these lengths: a tone of a tenth of a second, then empty frames."""
    tone = (np.sin(np.arange(2400) * 0.1) * 9000).astype("<i2").tobytes()
    spoken = encode([tone], 24000, FORM)
    frames = b"".join(spoken.frames + FORM.silent_frame * (each - spoken.frame_count) for each in lengths_frames)
    duration = sum(lengths_frames) * 576
    frames += FORM.silent_frame * (frames_for(duration) - sum(lengths_frames))
    count = frames_for(duration)
    return info_frame(FORM, frame_count=count, byte_count=len(frames), duration_samples=duration) + frames


def par(number: int, page: str, begin: str, end: str) -> str:
    sound = f'<audio src="../sound/{page}.mp3" clipBegin="{begin}" clipEnd="{end}"/>'
    return f'<par id="p{number}"><text src="../text/{page}.xhtml#s{number}"/>{sound}</par>'


def files() -> dict[str, bytes]:
    """Return name → content, in the order of the zip."""
    metas = "".join(f'<meta property="{name}">{text}</meta>' for name, text in PROPERTIES.items())
    metas += '<meta property="media:duration" refines="#o1">1.440s</meta>'
    metas += "".join(f"<dc:{name}>{name}</dc:{name}>" for name in ("identifier", "title", "date", "rights"))
    rows = {
        "nav": ("text/nav.xhtml", "application/xhtml+xml", 'properties="nav"'),
        "a": ("text/a.xhtml", "application/xhtml+xml", 'media-overlay="o1"'),
        "o1": ("overlays/a.smil", "application/smil+xml", ""),
        "m1": ("sound/a.mp3", "audio/mpeg", ""),
        "css": ("style.css", "text/css", ""),
        "now": ("talking.css", "text/css", ""),
        "cover": ("pictures/cover.png", "image/png", 'properties="cover-image"'),
        "ncx": ("toc.ncx", "application/x-dtbncx+xml", ""),
    }
    manifest = "".join(
        f'<item id="{id}" href="{h}" media-type="{kind}" {more}/>' for id, (h, kind, more) in rows.items()
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xml:lang="vi"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:language>vi</dc:language>{metas}</metadata><manifest>{manifest}</manifest>"
        '<spine><itemref idref="nav"/><itemref idref="a"/></spine></package>'
    )
    nav = (
        f'{HTML}{HEAD.replace("Tin", "Mục lục")}<body id="b" hidden="" epub:type="frontmatter">'
        '<nav epub:type="toc"><h1>Mục lục</h1><ol><li><a href="a.xhtml#s1">Tin</a></li></ol></nav>'
        '<nav epub:type="landmarks"><ol><li><a epub:type="toc" '
        'href="nav.xhtml">Mục lục</a></li><li><a epub:type="bodymatter" href="a.xhtml">'
        "Tin</a></li></ol></nav></body></html>"
    )
    page = (
        f'{HTML}{HEAD}<body epub:type="bodymatter"><section id="part"><h1 id="s1">Tin mới</h1>'
        '<div id="s2">Một câu.</div><figure id="s3"><img src="../pictures/cover.png" alt="Chợ"/></figure>'
        "</section></body></html>"
    )
    overlay = (
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">'
        '<body epub:textref="../text/a.xhtml"><seq id="q" epub:textref="../text/a.xhtml#part">'
        f"{par(1, 'a', '0s', '0.480s')}{par(2, 'a', '0.480s', '0.720s')}{par(3, 'a', '0.720s', '1.440s')}"
        "</seq></body></smil>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="E/content.opf"/></rootfiles></container>'
    )
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": container.encode(),
        "E/content.opf": package.encode(),
        "E/text/nav.xhtml": nav.encode(),
        "E/text/a.xhtml": page.encode(),
        "E/overlays/a.smil": overlay.encode(),
        "E/sound/a.mp3": mp3(20, 10, 30),
        "E/style.css": b"p { color: navy } /* url(https://a.example/x) */ a { background: url('pictures/cover.png') }",
        "E/talking.css": b".-now { color: red }",
        "E/pictures/cover.png": b"\x89PNG\r\n\x1a\n" + bytes(40) + b"IEND\xaeB`\x82",
        "E/toc.ncx": b"<ncx><text>Tin</text></ncx>",
    }


def packed(content: dict[str, bytes], target: Path) -> Path:
    """Write the book; every entry is stored and dated with the edition."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, one in content.items():
            archive.writestr(zipfile.ZipInfo(name, DATED), one, zipfile.ZIP_STORED)
    return target
