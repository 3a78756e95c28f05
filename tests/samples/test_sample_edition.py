"""The sample edition as an editor finds it: sound files, known keys, and the article that each source holds."""

from __future__ import annotations

import dataclasses
import json
import re
import runpy
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bantin_media import errors
from bantin_media.cleaning import clean
from bantin_media.config import load as load_settings
from bantin_media.model import Article, Block, Figure, Heading, ItemList, Paragraph, Picture, Quote, Table, plain
from bantin_media.normalization.lexicon import load as load_lexicon
from bantin_media.readers import read
from bantin_media.settings import ArticleOverride, Profile, ReadingStyle, Settings, Sound

PROJECT = Path(__file__).parents[2]
INPUT = PROJECT / "input"
EDITION = INPUT / "2026-11"
GUIDE = PROJECT / "docs" / "huong-dan.md"
EXPECTED = sorted(Path(__file__).parent.glob("*.expected.json"))
LARGEST_BYTES = 200_000
TEXT_SUFFIXES = {".txt", ".md", ".html", ".toml", ".tsv"}
FILES = sorted(path for path in INPUT.rglob("*") if path.is_file())


def keys_of(kind: type) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


# ------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix in TEXT_SUFFIXES], ids=lambda path: path.name)
def test_texts_are_nfc_and_utf8(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_is_large(path: Path) -> None:
    assert path.stat().st_size <= LARGEST_BYTES


@pytest.mark.parametrize("path", sorted(EDITION.rglob("*.jpg")), ids=lambda path: path.name)
def test_pictures_are_pictures(path: Path) -> None:
    with Image.open(path) as picture:
        assert picture.size == (1600, 1000)


def test_the_word_file_is_what_its_script_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "bench"))
    written = runpy.run_path(str(PROJECT / "bench" / "write_sample_docx.py"))["parts"]()
    with zipfile.ZipFile(EDITION / "03 sap-xep-dan-cu.docx") as package:
        for name, content in written.items():
            if isinstance(content, str):
                assert package.read(name).decode("utf-8") == content, name


# ---------------------------------------------------------------------------------------------- its settings


def keys_written(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (table, key) of every line that sets a key, also where it is commented out."""
    table = ""
    for line in path.read_text("utf-8").splitlines():
        if header := re.match(r"\[([\w.-]+)\]", line):
            table = header.group(1)
        if setting := re.match(r"(?:# )?(\w+) = ", line):
            yield table, setting.group(1)


@pytest.mark.parametrize("path", [INPUT / "bantin.toml", EDITION / "edition.toml"], ids=lambda path: path.name)
def test_every_key_also_those_in_comments_is_a_setting(path: Path) -> None:
    kinds: dict[str, type] = {"": Settings, "sound": Sound, "reading": ReadingStyle}
    for table, key in keys_written(path):
        assert key in keys_of(kinds.get(table, ArticleOverride)), f"[{table}] {key}"


def test_the_editions_files_together_show_every_setting() -> None:
    shown = {pair for path in (INPUT / "bantin.toml", EDITION / "edition.toml") for pair in keys_written(path)}
    tables = {"sound", "reading", "profiles", "articles"}
    assert {("", key) for key in keys_of(Settings) - tables} <= shown
    assert {("sound", key) for key in keys_of(Sound)} <= shown
    assert {("reading", key) for key in keys_of(ReadingStyle)} <= shown
    assert {("articles.1", key) for key in keys_of(ArticleOverride)} <= shown


@pytest.mark.parametrize("path", [INPUT / "bantin.toml", EDITION / "edition.toml"], ids=lambda path: path.name)
def test_a_line_taken_out_of_its_comment_is_understood(path: Path, tmp_path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    taken = {found.group(1) for line in lines if (found := re.match(r"(\w+) = ", line))}
    hidden = re.compile(r"# (?=(\w+) = )")
    uncommented = [
        hidden.sub("", line) if (found := hidden.match(line)) and found.group(1) not in taken else line
        for line in lines
    ]
    changed = tmp_path / path.name
    changed.write_text("\n".join(uncommented), "utf-8")
    assert tomllib.loads("\n".join(uncommented)) != tomllib.loads("\n".join(lines))
    assert load_settings(changed)


def test_the_sample_is_a_signed_public_edition() -> None:
    settings = load_settings(INPUT / "bantin.toml", EDITION / "edition.toml")
    assert settings.approved_by
    assert settings.audience == "public"
    assert settings.revised is not None
    assert settings.rights


def test_the_lexicon_can_be_used() -> None:
    assert load_lexicon([INPUT / "lexicon.tsv"]).entries


# -------------------------------------------------------------------------------------------- its articles


def source(number: str) -> Path:
    articles = [path for path in EDITION.glob(f"{number} *") if path.is_file() and path.suffix != ".jpg"]
    assert len(articles) == 1
    return articles[0]


@pytest.fixture(params=EXPECTED, ids=lambda path: path.name[:2])
def sample(request: pytest.FixtureRequest) -> tuple[Article, dict[str, Any]]:
    """An article of the sample edition, cleaned as a build does it, and what is expected of it."""
    number = request.param.name[:2]
    settings = load_settings(INPUT / "bantin.toml", EDITION / "edition.toml")
    beside = tuple(Picture(path) for path in sorted(EDITION.glob(f"{number} *.jpg")))
    article = clean(
        read(source(number)),
        number=int(number),
        slug=f"{number}-bai",
        override=settings.override(int(number)),
        pictures=beside,
    )
    return article, json.loads(request.param.read_text("utf-8"))


def texts(block: Block) -> list[Any]:
    """Return the block's kind and its texts, as the expectation writes them."""
    match block:
        case Paragraph() | Heading():
            return [block.kind, plain(block.text)]
        case Quote():
            return [block.kind, *(plain(text) for text in block.paragraphs)]
        case ItemList():
            return [block.kind, *(plain(item.text) for item in block.items)]
        case Table():
            return [block.kind, plain(block.caption), *([plain(cell) for cell in row] for row in block.rows)]
        case Figure():
            return [block.kind, plain(block.caption)]


def cut(actual: list[Any], expected: list[Any]) -> list[Any]:
    """Return `actual` with each text cut to the length of the expected one, which is a beginning."""
    kind, *rest = actual
    if kind in {"table", "figure"} or len(actual) != len(expected):
        return actual
    return [kind, *(text[: len(start)] for text, start in zip(rest, expected[1:], strict=True))]


def visible(article: Article) -> str:
    lines = [plain(article.title), plain(article.lead), plain(article.author), plain(article.source)]
    for block in article.blocks:
        for part in texts(block)[1:]:
            lines.append(" ".join(part) if isinstance(part, list) else part)
    return "\n".join(lines + [plain(note) for note in article.footnotes])


def test_the_metadata_is_found(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    found = {
        "title": plain(article.title),
        "date": article.date.isoformat() if article.date else None,
        "author": plain(article.author),
        "source": plain(article.source),
    }
    assert found == {key: expected[key] for key in found}


def body(article: Article, expected: dict[str, Any]) -> list[Block]:
    """Return the blocks after the opening.

    Where nothing tells a lead from a first paragraph (`opening`), either is right.
    """
    blocks = list(article.blocks)
    if "opening" in expected:
        first = plain(article.lead) or str(texts(blocks.pop(0))[1])
        assert first.startswith(expected["opening"])
    else:
        assert plain(article.lead).startswith(expected["lead"])
    return blocks


def test_every_block_is_in_its_place(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    found = [texts(block) for block in body(article, expected)]
    wanted = expected["blocks"]
    if len(found) == len(wanted):
        found = [cut(actual, start) for actual, start in zip(found, wanted, strict=True)]
    assert found == wanted
    assert [
        plain(note)[: len(start)] for note, start in zip(article.footnotes, expected["footnotes"], strict=True)
    ] == (expected["footnotes"])


def test_the_end_mark_is_gone_and_the_last_words_stand(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    last = [block for block in article.blocks if isinstance(block, Paragraph)][-1]
    assert plain(last.text).endswith(expected["last_words"])


def test_furniture_is_dropped_and_listed(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    dropped = [line.text.strip() for line in article.dropped]
    if "dropped" in expected:
        assert dropped == expected["dropped"]
    for words in expected.get("dropped_includes", ()):
        assert any(words in text for text in dropped), words
    assert all(line.reason for line in article.dropped)
    shown = visible(article)
    assert not [words for words in expected["absent"] if words in shown]


def test_each_picture_is_shown_once(sample: tuple[Article, dict[str, Any]]) -> None:
    article, expected = sample
    figures = [block for block in article.blocks if isinstance(block, Figure)]
    assert sum(figure.picture is not None for figure in figures) == expected["pictures"]


def test_the_twin_has_the_shape_of_a_portal_paste() -> None:
    """Furniture at the top, a caption that is a sentence, seven paragraphs, an end mark, an author alone."""
    lines = [line for line in source("01").read_text("utf-8").splitlines() if line.strip()]
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", lines[1])
    assert lines[-2].endswith("./.")
    assert len(lines[-1]) < 30
    assert len(re.findall(r"\d,\d+%", "\n".join(lines))) >= 8


# ----------------------------------------------------------------------------------------------- the guide


def test_the_guide_explains_every_key() -> None:
    guide = GUIDE.read_text("utf-8")
    for kind in (Settings, Sound, ReadingStyle, Profile, ArticleOverride):
        missing = [key for key in sorted(keys_of(kind)) if not re.search(rf"`\[?{key}\b", guide)]
        assert not missing, f"{kind.__name__}: {missing}"


def test_the_guide_explains_every_exit_status() -> None:
    guide = GUIDE.read_text("utf-8")
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.BantinError)]
    assert [kind.__name__ for kind in kinds if f"| {kind.exit_status} |" not in guide] == []
    assert unicodedata.is_normalized("NFC", guide)
