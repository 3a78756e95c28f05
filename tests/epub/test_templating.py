from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.errors import ConfigError
from bantin_media.templating import environment, render


def override(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / "epub").mkdir(exist_ok=True)
    (tmp_path / "epub" / name).write_text(text, "utf-8")
    return tmp_path


def test_an_editors_template_comes_first_and_is_escaped(tmp_path: Path) -> None:
    templates = environment("epub", override(tmp_path, "one.xhtml.j2", "<p>{{ words }}</p>"))
    assert render(templates, "one.xhtml.j2", words="a < b & {{ c }}") == "<p>a &lt; b &amp; {{ c }}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "ok\n{{ missing }}",
        "ok\n{% if %}",
        "ok\n{{ words + 1 }}",
        "ok\n{{ 1 / 0 }}",
        "ok\n{{ words.__class__.__mro__ }}",
        "ok\n{% include 'none.xhtml.j2' %}",
    ],
)
def test_a_broken_template_names_its_file_and_line(tmp_path: Path, text: str) -> None:
    templates = environment("epub", override(tmp_path, "one.xhtml.j2", text))
    with pytest.raises(ConfigError) as caught:
        render(templates, "one.xhtml.j2", words="words")
    assert "one.xhtml.j2" in caught.value.where
    assert caught.value.where.endswith(":2") or "none" in caught.value.what


def test_an_unreadable_template_is_a_message(tmp_path: Path) -> None:
    override(tmp_path, "one.xhtml.j2", "")
    (tmp_path / "epub" / "one.xhtml.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError):
        render(environment("epub", tmp_path), "one.xhtml.j2")
