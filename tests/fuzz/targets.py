"""The fuzz targets: each takes bytes and raises an error if a promise is broken.

Each target is one function and one row in `TARGETS`.  In the long form (`make fuzz`, `__main__.py`) atheris generates
the input; the short form (`test_fuzz.py`) mutates the seeds and the kept corpus a few hundred times.  All code under
test is imported at the top of these modules, so that it can be instrumented.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .promises import Attack
from .seeds import (
    cleaning_seeds,
    config_seeds,
    encoded,
    files,
    html_seeds,
    line_seeds,
    markdown_seeds,
    name_seeds,
    odt_part_seeds,
    package_seeds,
    pdf_seeds,
    picture_seeds,
    rtf_seeds,
    sound_seeds,
    text_seeds,
    verify_seeds,
    word_part_seeds,
)
from .sources import attack_legacy, attack_odt_part, attack_office, attack_text, attack_word_part, reader
from .surroundings import (
    MANIFEST,
    attack_config,
    attack_editions,
    attack_manifest,
    attack_picture,
    attack_sound,
    attack_verify,
)
from .words import (
    attack_cleaning,
    attack_lexicon,
    attack_normalization,
    attack_overrides,
    attack_pages,
    attack_sentences,
)


@dataclass(frozen=True, slots=True)
class Target:
    """One row: the target function, its seeds, the largest size of its input, and its vocabulary."""

    attack: Attack
    seeds: Callable[[], Sequence[bytes]]
    longest_bytes: int = 600
    words: tuple[str, ...] = ()


TARGETS: Mapping[str, Target] = {
    "text": Target(attack_text, text_seeds),
    "html": Target(reader(".html"), html_seeds, 700, ("<td", "<li>", "<table", "</p>", "colspan=", "class=", "&#")),
    "markdown": Target(reader(".md"), markdown_seeds, 500, ("[^1]", "- ", "> ", "|-|", "![", "```", "---\n", "&#")),
    "pdf": Target(reader(".pdf"), pdf_seeds, 1200, ("obj", "endobj", "stream", "/Filter/", "/Kids", "R", "BT", "Tj")),
    "word-part": Target(attack_word_part, encoded(word_part_seeds), 700, ("<w:p>", "<w:t>", "<w:tc>", "w:val='")),
    "word-package": Target(reader(".docx"), package_seeds, 2500, ("PK\x03\x04", "PK\x05\x06", "word/")),
    "odt-part": Target(attack_odt_part, encoded(odt_part_seeds), 700, ("<text:p>", "<text:list>", "<draw:frame>")),
    "rtf": Target(reader(".rtf"), rtf_seeds, 700, ("\\par ", "\\cell ", "\\row ", "{\\*\\", "\\u7841?", "\\'e1", "}")),
    "office": Target(attack_office, lambda: [b"\0" + one for one in package_seeds()], 2500),
    "sentences": Target(attack_sentences, text_seeds, 400, ("./.", "TP.", "…", "”", "GS.TS. ")),
    "normalization": Target(
        attack_normalization, line_seeds, 120,
        ("/", "km", "%", "tỷ", "ngày ", "số ", "QĐ-", "°", "/QĐ-TTg", "-KH/TW", "điện thoại ", "mã số ", "tỷ lệ ",
         "²", "①", "⑳", "𝟻", "٣", "５", "Ａ", "Ⅳ", "½", "⁶", "1.000.", "1-2-3-", "09", ":00", " x ", "đ"),
    ),
    "lexicon": Target(
        attack_lexicon,
        lambda: [*files("../input/lexicon.tsv", 600), "UBND\tủy ban\nCĐ\tcao đẳng\tbefore:trường\n".encode()],
        300, ("\t", "before:", "after:"),
    ),
    "legacy": Target(attack_legacy, text_seeds, 300),
    "cleaning": Target(attack_cleaning, cleaning_seeds, 600, ("Ảnh: ", "Tác giả", "Theo ", "./.", "12/09/24", "\x01")),
    "overrides": Target(
        attack_overrides, lambda: [b"T\nTheo\nA\nB\nC\nD\0" + one for one in cleaning_seeds()[:20]], 450, ("\0", "\n")
    ),
    "pages": Target(attack_pages, text_seeds, 350, ("<script>", "&amp;", "]]>", "{{", "{%")),
    "config": Target(attack_config, config_seeds, 700, ("[articles.1]", " = ", '"""', "2026-11-05", "[[", "{", "inf")),
    "editions": Target(attack_editions, name_seeds, 200, (".docx", ".txt", "01 ", "(đọc)", ".jpg", ".mp3")),
    "manifest": Target(attack_manifest, lambda: [json.dumps(MANIFEST).encode(), b"[]"], 600, ('"files":', "{", "[")),
    "sound": Target(attack_sound, sound_seeds, 1500, ("RIFF", "fmt ", "data", "OggS", "fLaC", "ID3")),
    "picture": Target(attack_picture, picture_seeds, 900, ("IHDR", "IDAT", "Exif", "GIF89a")),
    "verify": Target(attack_verify, verify_seeds, 1500, ("epub:type", "clipEnd=", "<item ", "href=", "id=")),
}  # fmt: skip
