"""Sentences and jobs for the narration tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bantin_media.configuration.settings import PROFILES
from bantin_media.model import Cue, Pause, Reading, Script
from bantin_media.speech.engines import SpeechSettings
from bantin_media.speech.narration import Job

SENTENCES = (
    "Xã Bình Minh tổng kết năm năm xây dựng nông thôn mới.",
    "Năm năm qua, nhân dân trong xã đã hiến hơn hai nghìn mét vuông đất, góp hàng trăm ngày công để làm đường.",
    "Đường vào các thôn nay đã được đổ bê tông, xe tải vào tận nơi thu mua nông sản.",
    "Bà con phấn khởi!",
    "Tỷ lệ hộ nghèo giảm còn bốn phẩy hai phần trăm.",
)


@pytest.fixture
def sentences() -> tuple[str, ...]:
    return SENTENCES


@pytest.fixture
def make_job(tmp_path: Path) -> Callable[..., Job]:
    """Return a job of some sentences, by default for the embedded voice without a store."""

    def make(
        spoken: tuple[str, ...] = SENTENCES,
        name: str = "01-bai.mp3",
        profile: str = "phone",
        bit_rate_kbps: int = 48,
        **more: object,
    ) -> Job:
        last = len(spoken) - 1
        cues = tuple(
            Cue(f"s{number}", Reading((), words), Pause.END if number == last else Pause.SENTENCE)
            for number, words in enumerate(spoken)
        )
        speech = SpeechSettings(PROFILES[profile], bit_rate_kbps=bit_rate_kbps)
        options: dict[str, object] = {"voice": "espeak", "speech": speech} | more
        return Job(Script("01-bai", "Bài một", cues), tmp_path / name, **options)  # type: ignore[arg-type]

    return make
