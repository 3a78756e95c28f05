"""The default settings: a changed default changes every edition, so it must be accepted.

`pytest tests/configuration/test_defaults.py --accept` rewrites `defaults.json`; read its difference.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from bantin_media.configuration.settings import ArticleOverride, HttpVoice, Settings

ACCEPTED = Path(__file__).parent / "defaults.json"


def test_the_defaults_are_as_accepted(request: pytest.FixtureRequest) -> None:
    found = {
        "settings": asdict(Settings()),
        "article": asdict(ArticleOverride()),
        "voice": asdict(HttpVoice()),
    }
    text = json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n"
    if request.config.getoption("--accept"):
        ACCEPTED.write_text(text, "utf-8")
    assert text == ACCEPTED.read_text("utf-8")
