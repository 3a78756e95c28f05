"""Each mistake in a settings file has its own message, the exact line, and a correction."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.configuration.config import load
from bantin_media.configuration.mistakes import find
from bantin_media.configuration.settings import ArticleOverride, Settings, SoundSettings
from bantin_media.errors import ConfigError

ROWS = [
    row.split("\t")
    for row in Path(__file__).with_name("mistakes.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]
TABLE = tomllib.loads((resources.files("bantin_media.configuration") / "data" / "mistakes.toml").read_text("utf-8"))
ENGLISH = re.compile(r"\b(the|line|invalid|expected|statement|value|column|declare|overwrite)\b", re.IGNORECASE)


def written(text: str) -> str:
    return text.replace("\\u00a0", "\u00a0").replace("\\n", "\n").replace("\\\\", "\\")


@pytest.mark.parametrize(("text", "kind", "line", "hint"), ROWS, ids=[f"{row[1]}: {row[0]}" for row in ROWS])
def test_a_mistake_has_its_own_words(tmp_path: Path, text: str, kind: str, line: str, hint: str) -> None:
    path = tmp_path / "edition.toml"
    path.write_text(written(text), "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.where == f"{path}:{line}"
    assert hint in caught.value.hint
    assert not ENGLISH.search(caught.value.what), caught.value.what
    with pytest.raises(ValueError) as error:
        tomllib.loads(written(text))
    assert find(written(text), str(error.value)).kind == kind


def test_every_kind_has_a_row() -> None:
    assert {row["name"] for row in TABLE["line"]} <= {row[1] for row in ROWS}


def test_every_word_of_the_table_has_its_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    from bantin_media.messages import _catalogue

    words = {text for row in TABLE["line"] for text in (row["what"], row["hint"])}
    assert words - {"{nearest}", '{key} = "{value}"'} <= set(_catalogue("vi"))


def test_vietnamese_words_for_keys_mean_keys_that_there_are() -> None:
    known = {name for kind in (Settings, SoundSettings, ArticleOverride) for name in kind.__dataclass_fields__}
    assert set(TABLE["keys"].values()) <= known


def test_a_vietnamese_key_without_marks_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "edition.toml"
    path.write_text('[articles.1]\ntac_gia = "Lò Thị Ban"\n', "utf-8")
    with pytest.raises(ConfigError, match="author") as caught:
        load(path)
    assert caught.value.where == f"{path}:2"


@given(st.text(st.sampled_from('abđ= "“”[]#:,.-/\\\n1\u00a0'), max_size=60))
def test_every_mistake_names_a_line(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError as error:
        mistake = find(text, str(error))
        assert 0 <= mistake.line <= max(1, len(text.splitlines()) + 1)
        assert mistake.what and mistake.hint
