"""Malicious settings are refused quickly, with the name of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bantin_media.configuration.config import load
from bantin_media.errors import ConfigError

HARM = {
    "lists in lists": "a = " + "[" * 8_000,
    "tables in tables": "a = " + "{a=" * 4_000,
    "a number of 5,000 digits": "a = " + "9" * 5_000,
    "an article of 5,000 digits": f"[articles.{'9' * 5_000}]",
    "a key of 8,000 dots": "a." * 8_000 + "a = 1",
    "before the first year": "revised = 0001-01-01T00:00:00",
    "after the last year": "revised = 9999-12-31T23:59:59-07:00",
    "a body that is deep": "[voices.x]\njson = '" + "[" * 16_000 + "'",
    "a megabyte": "# x\n" * 262_144,
    "an overlong line": "title = '" + "x" * 20_000 + "'",
    "NULs": "title = 'a\0b'",
    "not text": "\ud800",
}


@pytest.mark.parametrize("content", HARM.values(), ids=HARM)
def test_settings_made_to_do_harm_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "edition.toml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.where.startswith(str(path))
    assert caught.value.hint
