"""Settings row by row: the differences from the defaults, or the mistake with its place and message.

`pytest tests/configuration/test_settings.py --accept` rewrites `settings.expected.txt`; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bantin_media.configuration import config
from bantin_media.configuration.config import load
from bantin_media.configuration.settings import Settings
from bantin_media.errors import ConfigError

TABLE = Path(__file__).with_name("settings.tsv")
ROWS = TABLE.read_text("utf-8").splitlines()[1:]


def different(found: Any, default: Any, path: str = "") -> Iterator[str]:
    if isinstance(found, dict) and isinstance(default, dict):
        for key, value in found.items():
            yield from different(value, default.get(key), f"{path}.{key}" if path else key)
    elif found != default:
        yield f"  {path} = {found!r}"


def described(file: Path) -> Iterator[str]:
    try:
        yield from different(asdict(load(file)), asdict(Settings()))
    except ConfigError as error:
        yield f"  {error.where.removeprefix(str(file.parent))}: {error.what} → {error.hint}"


def test_settings_are_as_accepted(tmp_path: Path, as_accepted: Callable[[Path, str], None]) -> None:
    lines: list[str] = []
    for row in ROWS:
        file = tmp_path / "edition.toml"
        file.write_text(row.replace("\\n", "\n"), "utf-8")
        lines += [row, *described(file), ""]
    as_accepted(TABLE.with_suffix(".expected.txt"), "\n".join(lines))


@pytest.mark.parametrize(
    ("size", "longest", "is_read"),
    [(256 * 1024, 80, True), (256 * 1024 + 1, 80, False), (17_000, 16 * 1024, True), (17_000, 16 * 1024 + 1, False)],
)
def test_a_file_may_be_so_long_and_no_longer(tmp_path: Path, size: int, longest: int, is_read: bool) -> None:
    line = "#" + "x" * (longest - 1) + "\n"
    text = (line * (size // len(line) + 1))[:size]
    (tmp_path / "bantin.toml").write_text(text if len(text) == size else line, "utf-8")
    if is_read:
        assert load(tmp_path / "bantin.toml") == Settings()
    else:
        with pytest.raises(ConfigError, match=r"bantin\.toml") as caught:
            load(tmp_path / "bantin.toml")
        assert caught.value.where == str(tmp_path / "bantin.toml") and caught.value.hint


def test_no_more_of_a_file_is_read_than_can_be_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bantin.toml").write_text("# " + "ả" * 5_000_000, "utf-8")
    with pytest.raises(ConfigError):
        load(tmp_path / "bantin.toml")
    monkeypatch.setattr(config, "LARGEST_FILE_BYTES", 20)
    (tmp_path / "bantin.toml").write_text('title = "Tin"\n', "utf-8-sig")
    assert load(tmp_path / "bantin.toml").title == "Tin"


def test_a_file_that_cannot_be_opened_is_a_mistake_and_not_no_settings(tmp_path: Path) -> None:
    link = tmp_path / "bantin.toml"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ConfigError) as caught:
        load(link)
    assert caught.value.where == str(link)
    assert load(tmp_path) == Settings()  # a folder of that name contains no settings


def test_words_on_single_articles_and_servers_are_nothing_for_templates(tmp_path: Path) -> None:
    file = tmp_path / "edition.toml"
    file.write_text(
        'title = "Tin"\n[articles.2]\nvoice = "espeak:south"\n[articles.3]\nvoice = "espeak:south"\n[articles.4]\n'
        'skip = true\n[section_voices]\n"Thời sự" = "espeak:central"\n"Tin" = "espeak:south"\n[voices.x]\n',
        "utf-8",
    )
    settings = load(file)
    assert settings.own_voices == ("espeak:south", "espeak:central")
    assert [settings.voice_of(number, "Thời sự") for number in (2, 4)] == ["espeak:south", "espeak:central"]
    assert settings.voice_of(4, "Khác") == ""
    shown = settings.shown()
    assert (shown.title, shown.voices, shown.section_voices, shown.articles) == ("Tin", (), (), ())


@pytest.mark.parametrize(("kind", "value", "instead"), [
    (bool, " TRUE ", "true"), (bool, "no", ""), (int, " 12 ", "12"), (int, "1.5", ""), (int, "²", ""), (str, 3, '"3"'),
    (str, True, ""), (str, [], ""), (float, "3", ""),
])  # fmt: skip
def test_the_correction_is_valid(kind: type, value: object, instead: str) -> None:
    assert config._instead(value, kind) == instead
