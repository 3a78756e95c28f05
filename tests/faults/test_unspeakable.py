"""Unpronounceable text and failing voices: an error with the sentence, and never silence."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from bantin_media.speech import engines
from bantin_media.speech.engine import Speech
from bantin_media.speech.engines.metronome import Metronome
from bantin_media.verify.mp3 import sound

SPEECH_ERROR, SOURCE_ERROR = 6, 4
ARTICLE = "Tin một câu dài\n\n12/10/2026\n\n{text}\n\nCả thôn cùng vui mừng với con đường mới.\n"


@dataclass(frozen=True, slots=True)
class Faulty(Metronome):
    """A metronome that fails on sentences with the word "vui"."""

    kind: str = ""

    def speak(self, text: str) -> Speech:
        good = Metronome.speak(self, text)
        if "vui" not in text.split():
            return good
        pcm = {
            "nothing": b"",
            "little": good.pcm[:2000],
            "much": good.pcm * 9,
            "silence": bytes(len(good.pcm)),
            "odd": good.pcm[:-1],
        }.get(self.kind, b"")
        return Speech(pcm, 44_100 if self.kind == "other rate" else good.sample_rate_hz)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an engine whose variant is the kind of failure."""
    module = ModuleType("bantin_media.speech.engines.faulty")
    module.open_voice = lambda variant, profile: Faulty(profile.syllables_per_minute, variant)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(engines.ENGINES, "faulty", "faulty")
    return "faulty"


@pytest.mark.parametrize("kind", ["nothing", "little", "much", "silence", "odd", "other rate"])
def test_a_failing_voice_is_reported_with_the_sentence(desk: Any, build_here: Any, faulty: str, kind: str) -> None:
    (desk.edition / "03 tin.txt").write_text(ARTICLE.format(text="Đường đã xong."), "utf-8")
    status, output = build_here(desk, voice=f"{faulty}:{kind}")
    assert status == SPEECH_ERROR
    assert "LỖI" in output and "cùng vui mừng" in output
    made = {path.name for path in desk.output.rglob("*.mp3")}
    assert "01-lop-hoc.mp3" in made and not any("tin" in name for name in made)
    assert not list(desk.output.rglob("*co-tieng.epub"))


def test_a_sentence_of_twenty_thousand_characters_is_spoken_whole(desk: Any, build_here: Any) -> None:
    dice = random.Random(5)
    words = " ".join(dice.choice(("bà", "con", "góp", "công", "làm", "đường")) for _ in range(5500))[:20_000]
    (desk.edition / "03 tin.txt").write_text(ARTICLE.format(text=f"Nay {words}."), "utf-8")
    status, output = build_here(desk, voice="espeak")
    assert status == 0, output
    (path,) = desk.output.rglob("03-*.mp3")
    assert sound(path.read_bytes()).duration_ms > 5000 * 150


def test_a_word_of_twenty_thousand_letters_is_spoken_or_named(desk: Any, build_here: Any) -> None:
    (desk.edition / "03 tin.txt").write_text(ARTICLE.format(text="Nay " + "đ" * 20_000 + "."), "utf-8")
    status, output = build_here(desk, voice="espeak")
    assert status in {0, SOURCE_ERROR, SPEECH_ERROR} and "Traceback" not in output
    assert (desk.output / "2026-11" / "01-lop-hoc.mp3").is_file()


def test_a_silent_sentence_affects_no_other(desk: Any, build_here: Any) -> None:
    (desk.edition / "03 tin.txt").write_text(ARTICLE.format(text="* * *\n\n…\n\n— — —\n\n🙂🙂"), "utf-8")
    status, output = build_here(desk, voice="espeak")
    assert status == 0, output
    assert list(desk.output.rglob("03-*.mp3"))


def test_a_recording_that_is_no_sound_is_named(desk: Any, build_here: Any) -> None:
    (desk.edition / "01 giong doc.mp3").write_bytes(b"ID3 and then nothing that sounds" * 50)
    status, output = build_here(desk)
    assert status in {SOURCE_ERROR, SPEECH_ERROR} and "01 giong doc.mp3" in output and "LỖI" in output
    assert (desk.output / "2026-11" / "02-duong-moi.mp3").is_file()
    assert not (desk.output / "2026-11" / "01-lop-hoc.mp3").exists()


def test_a_jingle_that_is_no_sound_is_named(desk: Any, build_here: Any) -> None:
    (desk.root / "input" / "bantin.toml").write_text('[sound]\njingle = "nhac.mp3"\n', "utf-8")
    (desk.root / "input" / "nhac.mp3").write_bytes(bytes(4000))
    status, output = build_here(desk)
    assert status in {3, SOURCE_ERROR, SPEECH_ERROR} and "nhac.mp3" in output and "LỖI" in output
    assert not (desk.output / "2026-11" / "2026-11.mp3").exists()
