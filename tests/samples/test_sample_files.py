"""The sample edition as an editor finds it: sound files, known keys, a guide that explains them all."""

from __future__ import annotations

import dataclasses
import re
import runpy
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bantin_media import errors
from bantin_media.config import load as load_settings
from bantin_media.normalization.lexicon import load as load_lexicon
from bantin_media.settings import ArticleOverride, Feed, Profile, ReadingStyle, Settings, Sound

PROJECT = Path(__file__).parents[2]
INPUT = PROJECT / "input"
EDITION = INPUT / "2026-11"
GUIDE = PROJECT / "docs" / "huong-dan.md"
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
    kinds: dict[str, type] = {"": Settings, "sound": Sound, "feed": Feed, "reading": ReadingStyle}
    for table, key in keys_written(path):
        assert key in keys_of(kinds.get(table, ArticleOverride)), f"[{table}] {key}"


def test_the_editions_files_together_show_every_setting() -> None:
    shown = {pair for path in (INPUT / "bantin.toml", EDITION / "edition.toml") for pair in keys_written(path)}
    tables = {"sound", "feed", "reading", "profiles", "articles"}
    assert {("", key) for key in keys_of(Settings) - tables} <= shown
    assert {("sound", key) for key in keys_of(Sound)} <= shown
    assert {("feed", key) for key in keys_of(Feed)} <= shown
    assert {("reading", key) for key in keys_of(ReadingStyle)} <= shown
    assert {("feed", key) for key in keys_of(Feed)} <= shown
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


# ----------------------------------------------------------------------------------------------- the guide


def test_the_guide_explains_every_key() -> None:
    guide = GUIDE.read_text("utf-8")
    for kind in (Settings, Sound, Feed, ReadingStyle, Profile, ArticleOverride):
        missing = [key for key in sorted(keys_of(kind)) if not re.search(rf"`\[?{key}\b", guide)]
        assert not missing, f"{kind.__name__}: {missing}"


def test_the_guide_explains_every_exit_status() -> None:
    guide = GUIDE.read_text("utf-8")
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.BantinError)]
    assert [kind.__name__ for kind in kinds if f"| {kind.exit_status} |" not in guide] == []
    assert unicodedata.is_normalized("NFC", guide)
