"""Clock values of overlays, and the times at which the sentences of a sound begin."""

from __future__ import annotations

from typing import Any

import pytest

from bantin_media.verify.clock import milliseconds
from bantin_media.verify.mp3 import sound


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12.345s", 12345), ("0:01:02.5", 62500), ("01:02", 62000), ("3min", 180000), ("250ms", 250), ("2h", 7200000),
        ("7", 7000), ("", None), ("soon", None), ("1:2:3s", None),
        ("9" * 5000, None), ("0." + "1" * 5000 + "s", None), ("9" * 5000 + ":00:00", None),
    ],
)  # fmt: skip
def test_clock_values(value: str, expected: int | None) -> None:
    assert milliseconds(value) == expected


def test_a_sentence_begins_after_its_silence(spoken_edition: Any) -> None:
    for narration in spoken_edition.narrations.values():
        found = sound(narration.mp3_path.read_bytes())
        begins_ms = [clip.start_samples * 1000 // narration.sample_rate_hz for clip in narration.clips]
        assert [ms for ms in begins_ms if ms] == list(found.onsets_ms)
