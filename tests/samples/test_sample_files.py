"""The files of the sample edition: valid sound files, known keys, and a guide that explains all of them."""

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
from bantin_media.configuration.config import load as load_settings
from bantin_media.configuration.settings import (
    ArticleOverride,
    Feed,
    HttpVoice,
    Profile,
    ReadingStyle,
    RetryPolicy,
    Settings,
    SoundSettings,
)
from bantin_media.normalization.lexicon import load as load_lexicon
from bantin_media.speech.engines import open_engine

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


def test_the_word_file_is_equal_to_the_output_of_its_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "bench"))
    written = runpy.run_path(str(PROJECT / "bench" / "write_sample_docx.py"))["parts"]()
    with zipfile.ZipFile(EDITION / "03 sap-xep-dan-cu.docx") as package:
        for name, content in written.items():
            if isinstance(content, str):
                assert package.read(name).decode("utf-8") == content, name


# ---------------------------------------------------------------------------------------------- its settings


HEADER = re.compile(r"(?:# )?\[([\w.-]+)\]$")
SETTING = re.compile(r"(?:# )?(\w+|\"[^\"]+\") = ")
KINDS: dict[str, type] = {"": Settings, "sound": SoundSettings, "feed": Feed, "reading": ReadingStyle}
OF_NAMED_TABLES: tuple[tuple[str, type], ...] = (
    (r"articles\.\d+", ArticleOverride),
    (r"voices\.\w+", HttpVoice),
    (r"voices\.\w+\.retry", RetryPolicy),
)
NAMED_BY_THE_EDITOR = {"section_voices"}


def keys_written(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (table, key) of every line that sets a key, including those in comments."""
    table = ""
    for line in path.read_text("utf-8").splitlines():
        if header := HEADER.match(line.partition("  ")[0]):
            table = header.group(1)
        if setting := SETTING.match(line):
            yield table, setting.group(1)


def uncommented(path: Path) -> str:
    """Return the file with every key that is commented out in use, except those that it sets itself."""
    lines = path.read_text("utf-8").splitlines()
    table, set_here = "", set()
    for line in lines:
        if header := HEADER.match(line.partition("  ")[0]):
            table = header.group(1)
        if not line.startswith("#") and (setting := SETTING.match(line)):
            set_here.add((table, setting.group(1)))
    table, shown = "", []
    for line in lines:
        header, setting = HEADER.match(line.partition("  ")[0]), SETTING.match(line)
        if header:
            table = header.group(1)
        hidden = header or (setting and (table, setting.group(1)) not in set_here)
        shown.append(line.removeprefix("# ") if hidden else line)
    return "\n".join(shown)


def kind_of(table: str) -> type:
    if table in KINDS:
        return KINDS[table]
    return next(kind for pattern, kind in OF_NAMED_TABLES if re.fullmatch(pattern, table))


@pytest.mark.parametrize("path", [INPUT / "bantin.toml", EDITION / "edition.toml"], ids=lambda path: path.name)
def test_every_key_also_those_in_comments_is_a_setting(path: Path) -> None:
    for table, key in keys_written(path):
        assert table in NAMED_BY_THE_EDITOR or key in keys_of(kind_of(table)), f"[{table}] {key}"


def test_the_editions_files_together_show_every_setting() -> None:
    shown = {pair for path in (INPUT / "bantin.toml", EDITION / "edition.toml") for pair in keys_written(path)}
    tables = {"sound", "feed", "reading", "profiles", "articles", "voices", "section_voices"}
    assert {("", key) for key in keys_of(Settings) - tables} <= shown
    assert {("sound", key) for key in keys_of(SoundSettings)} <= shown
    assert {("feed", key) for key in keys_of(Feed)} <= shown
    assert {("reading", key) for key in keys_of(ReadingStyle)} <= shown
    assert {("articles.1", key) for key in keys_of(ArticleOverride)} <= shown
    assert {"section_voices", "voices.tinh", "voices.tinh.retry", "voices.fpt"} <= {table for table, _ in shown}


@pytest.mark.parametrize("path", [INPUT / "bantin.toml", EDITION / "edition.toml"], ids=lambda path: path.name)
def test_a_line_taken_out_of_its_comment_is_understood(path: Path, tmp_path: Path) -> None:
    changed = tmp_path / path.name
    changed.write_text(uncommented(path), "utf-8")
    assert tomllib.loads(uncommented(path)) != tomllib.loads(path.read_text("utf-8"))
    assert load_settings(changed)


def test_the_voices_in_comments_can_be_opened_and_the_sections_have_theirs(tmp_path: Path) -> None:
    for path in (INPUT / "bantin.toml", EDITION / "edition.toml"):
        (tmp_path / path.name).write_text(uncommented(path), "utf-8")
    settings = load_settings(tmp_path / "bantin.toml", tmp_path / "edition.toml")
    engines = {name: open_engine(f"http:{name}", settings.profile, settings.voices) for name, _ in settings.voices}
    assert {name: engine.needs_network for name, engine in engines.items()} == {"tinh": False, "fpt": True}
    assert {section for section, _ in settings.section_voices} <= set(settings.sections)
    for _, voice in settings.section_voices:
        assert open_engine(voice, settings.profile).languages == {"vi"}


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
    for kind in (Settings, SoundSettings, Feed, ReadingStyle, Profile, ArticleOverride, HttpVoice, RetryPolicy):
        missing = [key for key in sorted(keys_of(kind)) if not re.search(rf"`\[?{key}\b", guide)]
        assert not missing, f"{kind.__name__}: {missing}"


@pytest.mark.parametrize("kind", [HttpVoice, RetryPolicy])
def test_the_guide_has_a_row_for_every_key_of_a_voice_on_a_server(kind: type) -> None:
    chapter = GUIDE.read_text("utf-8").partition("### Giọng trên máy chủ bất kỳ")[2].partition("\n### ")[0]
    explained = {key for row in re.findall(r"(?m)^\| (`[^|]+) \|", chapter) for key in re.findall(r"`(\w+)`", row)}
    assert keys_of(kind) <= explained


def test_the_settings_that_the_guide_shows_can_be_used(tmp_path: Path) -> None:
    examples = re.findall(r"(?ms)^```toml\n(.+?)^```$", GUIDE.read_text("utf-8"))
    (tmp_path / "bantin.toml").write_text("\n".join(examples), "utf-8")
    settings = load_settings(tmp_path / "bantin.toml")
    assert dict(settings.voices)
    assert settings.sound.fallback
    for name, _ in settings.voices:
        assert open_engine(f"http:{name}", settings.profile, settings.voices)


def test_the_guide_explains_every_exit_status() -> None:
    guide = GUIDE.read_text("utf-8")
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.BantinError)]
    assert [kind.__name__ for kind in kinds if f"| {kind.exit_status} |" not in guide] == []
    assert unicodedata.is_normalized("NFC", guide)
