"""Piper's voices through Piper's own code, with models that the tests make."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import tiny_voice

from bantin_media.configuration.settings import PROFILES
from bantin_media.errors import ConfigError, SpeechError
from bantin_media.model import Cue, Reading, Script
from bantin_media.speech.engines import SpeechSettings, espeak, open_engine, piper, piper_voices
from bantin_media.speech.engines.pace import speaking_pace
from bantin_media.speech.narration import Job, narrate
from bantin_media.speech.synthesizer import refuse_unspoken
from bantin_media.speech.voice_level import sentences
from bantin_media.vietnamese.syllables import count_syllables

PHONE, LOUDSPEAKER = PROFILES["phone"], PROFILES["loudspeaker"]
TEXT = "Xã mở lớp học buổi tối cho bà con, từ ngày mười lăm."
OTHER = "Ngoài bãi sông, những ruộng ngô non vừa bén rễ."
Put = Callable[..., piper_voices.Installed]


@pytest.fixture
def put(voices_folder: Path) -> Put:
    """Return a function that installs a voice for the user."""
    return lambda *arguments, **keywords: tiny_voice.install(voices_folder, *arguments, **keywords)


def test_the_sound_is_that_of_piper_without_noise(put: Put) -> None:
    from piper import PiperVoice, SynthesisConfig

    engine = piper.open_voice(put().name, PHONE)
    pipers = PiperVoice.load(put().model_path)
    settled = SynthesisConfig(length_scale=engine.length_scale, noise_scale=0, noise_w_scale=0, normalize_audio=False)
    for text in sentences():
        theirs = b"".join(chunk.audio_int16_bytes for chunk in pipers.synthesize(espeak.respell(text), settled))
        assert engine.speak(text).pcm == theirs
    left_to_chance = [next(iter(pipers.synthesize(TEXT))).audio_int16_bytes for _ in range(2)]
    assert left_to_chance[0] != left_to_chance[1]


SPEAK_IN_ORDER = """
import hashlib, sys
from bantin_media.speech.engines import SpeechSettings, open_engine
from bantin_media.configuration.settings import PROFILES
for line in sys.argv[1:]:
    voice, _, text = line.partition("|")
    speech = open_engine(voice, PROFILES["phone"]).speak(text)
    print(line, hashlib.sha256(speech.pcm).hexdigest(), sep="|")
"""


def spoken(*lines: str) -> set[str]:
    """Return digests of the sounds of `voice|text` lines, synthesized in this order in a separate process."""
    done = subprocess.run(
        [sys.executable, "-c", SPEAK_IN_ORDER, *lines], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert not done.stderr
    return set(done.stdout.splitlines())


def test_two_copies_of_espeak_in_one_process_are_independent(put: Put) -> None:
    neural = [f"piper:{put().name}|{text}" for text in (TEXT, OTHER)]
    embedded = [f"{voice}|{text}" for voice in ("espeak", "espeak:south") for text in (TEXT, OTHER)]
    alone = spoken(*neural) | spoken(*embedded)
    mixed = [line for pair in zip([*neural, *neural], embedded, strict=True) for line in pair]
    assert len(alone) == len(neural) + len(embedded)
    assert spoken(*mixed) == alone
    assert spoken(*reversed(mixed)) == alone


@pytest.mark.parametrize("profile", [PHONE, LOUDSPEAKER, replace(PHONE, syllables_per_minute=210)])
def test_the_pace_is_the_profiles(put: Put, profile: Any) -> None:
    engine = piper.open_voice(put().name, profile)
    minutes = sum(engine.speak(text).samples for text in sentences()) / engine.sample_rate_hz / 60
    assert sum(map(count_syllables, sentences())) / minutes == pytest.approx(speaking_pace(profile), rel=0.04)


@pytest.mark.parametrize(
    ("pace", "scale"), [(1, 1.4), (120, 1.4), (60_000 / 219.2, 1.0), (60_000 / 180, 0.82), (1000, 0.7), (10_000, 0.7)]
)
def test_a_pace_outside_the_measured_range_is_the_nearest(pace: float, scale: float) -> None:
    profile = replace(PHONE, syllables_per_minute=round(pace), sentence_ms=0)
    assert piper.length_scale_for(profile, tiny_voice.PACES) == pytest.approx(scale, abs=0.01)


def test_of_several_speakers_each_has_a_sound_and_a_fingerprint(put: Put) -> None:
    name = put("vi_VN-nhieu", speakers=("nam", "nu", "ba-cu")).name
    text = {variant: piper.open_voice(f"{name}{variant}", PHONE) for variant in ("", ":nam", "#0", ":nu", "#1", "#2")}
    sounds = {variant: hashlib.sha256(engine.speak(TEXT).pcm).hexdigest() for variant, engine in text.items()}
    assert sounds[""] == sounds[":nam"] == sounds["#0"]
    assert sounds[":nu"] == sounds["#1"]
    assert len(set(sounds.values())) == len({engine.fingerprint for engine in text.values()}) == 3


@pytest.mark.parametrize("variant", [":ba", "#3", "#-1", "#²", "#", ":"])
def test_a_speaker_that_is_not_there_is_an_error_with_those_that_are(put: Put, variant: str) -> None:
    name = put("vi_VN-nhieu", speakers=("nam", "nu")).name
    if len(variant) == 1:  # named, and left empty: the first speaker
        assert piper.open_voice(f"{name}{variant}", PHONE).speaker == 0
        return
    with pytest.raises(ConfigError, match="1 nu"):
        piper.open_voice(f"{name}{variant}", PHONE)
    with pytest.raises(ConfigError, match="một người đọc"):
        piper.open_voice(f"{put().name}{variant}", PHONE)


@pytest.mark.parametrize("voice", ["piper:vi_VN-khac", "piper", "piper:", "piper:../vi_VN-thu", "piper:vi_VN-thu.onnx"])
def test_a_missing_voice_is_an_error_with_the_installed_ones(put: Put, voice: str) -> None:
    put()
    with pytest.raises(ConfigError) as refused:
        open_engine(voice, PHONE)
    assert '"piper:vi_VN-thu"' in refused.value.hint
    assert "bantin voices add" in refused.value.hint


def test_a_missing_library_is_an_error_with_the_installation(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    name = put().name
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # Python's own mark for a module that cannot be imported
    with pytest.raises(ConfigError, match="pip install piper-tts"):
        open_engine(f"piper:{name}", PHONE)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("file", ["model_path", "config_path", "record_path"])
@pytest.mark.parametrize(
    "harm", [damaged, Path.unlink, lambda path: path.write_bytes(b"")], ids=["bit", "gone", "empty"]
)
def test_a_file_that_is_not_the_one_that_was_added_is_an_error(
    put: Put, file: str, harm: Callable[[Path], None]
) -> None:
    voice = put()
    path: Path = getattr(voice, file)
    if harm is damaged and file == "record_path":
        path.write_text(path.read_text("utf-8").replace('"format": 1', '"format": 2'), "utf-8")
    else:
        harm(path)
    piper.loaded.cache_clear()
    with pytest.raises(ConfigError, match="bantin voices add"):
        piper.open_voice(voice.name, PHONE).speak(TEXT)


def test_another_voice_of_the_same_name_has_another_fingerprint_and_digest(put: Put) -> None:
    first = (piper.open_voice(put().name, PHONE).fingerprint, piper.data_digest("vi_VN-thu"))
    put(content=tiny_voice.model(samples_each=401))
    second = (piper.open_voice("vi_VN-thu", PHONE).fingerprint, piper.data_digest("vi_VN-thu:nam"))
    put(content=tiny_voice.model(samples_each=401), espeak={"voice": "vi-vn-x-south"})
    third = (piper.open_voice("vi_VN-thu", PHONE).fingerprint, piper.data_digest("vi_VN-thu#1"))
    assert len({first[0], second[0], third[0]}) == len({first[1], second[1], third[1]}) == 3
    assert piper.data_digest("khong-co") == piper.data_digest("../x") == ""


@pytest.mark.parametrize("text", ["Đạt 29 phần trăm.", "Hộ [[tˈe]] nghèo.", "Giá ☃.", "Một\0hai."])
def test_text_that_is_not_plain_words_is_refused(put: Put, text: str) -> None:
    with pytest.raises(SpeechError):
        piper.open_voice(put().name, PHONE).speak(text)


def test_decomposed_letters_and_misread_words_are_spoken_right(put: Put) -> None:
    engine = piper.open_voice(put().name, PHONE)
    assert engine.speak(unicodedata.normalize("NFD", TEXT)) == engine.speak(TEXT)
    assert engine.speak("Tọa đàm, quy định.") == engine.speak("toạ đàm, qui định.")
    assert engine.speak("Tọa đàm.") != engine.speak("Toa đàm.")


def test_a_sound_that_the_model_was_never_taught_is_no_silence_but_an_error(put: Put) -> None:
    known = {sound: ids for sound, ids in tiny_voice.description()["phoneme_id_map"].items() if sound not in "ŋɲ"}
    engine = piper.open_voice(put(phoneme_id_map=known).name, PHONE)
    assert engine.speak("Bà con.").samples
    with pytest.raises(SpeechError, match="ŋ") as refused:
        engine.speak("Những bà con.")
    assert refused.value.where == "Những bà con."


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (tiny_voice.model(loudness=float("nan")), "không phải âm thanh"),
        (tiny_voice.model(loudness=0.0), "khoảng lặng"),
        (tiny_voice.model(samples_each=20), "quá ngắn"),
        (tiny_voice.model(samples_each=9000), "quá dài"),
    ],
    ids=["not a number", "silence", "far too short", "far too long"],
)
def test_a_model_that_gives_no_speech_is_an_error(put: Put, content: bytes, cause: str) -> None:
    engine = piper.open_voice(put(content=content).name, PHONE)
    with pytest.raises(SpeechError, match=cause):
        refuse_unspoken(TEXT, engine.speak(TEXT), engine.sample_rate_hz)


def test_ids_that_the_model_does_not_have_are_an_error(put: Put) -> None:
    beyond = {sound: [ids[0] + 200] for sound, ids in tiny_voice.description()["phoneme_id_map"].items()}
    with pytest.raises(SpeechError) as refused:
        piper.open_voice(put(phoneme_id_map=beyond).name, PHONE).speak(TEXT)
    assert refused.value.where == TEXT


def test_a_model_that_reads_letters_gets_them_in_small(put: Put) -> None:
    letters = {letter: [number] for number, letter in enumerate("_^$ ,.abcdefghijklmnopqrstuvwxyzđ")}
    letters |= {
        mark: [number]
        for number, mark in enumerate(sorted({*unicodedata.normalize("NFD", "áàảãạăâơ")} - {"a", "o"}), 60)
    }
    engine = piper.open_voice(put(phoneme_type="text", phoneme_id_map=letters, espeak={"voice": ""}).name, PHONE)
    assert engine.speak("Bà Con.") == engine.speak("bà con.") != engine.speak("ba con.")


def test_two_parts_of_a_sentence_have_a_pause_between_them(put: Put) -> None:
    engine = piper.open_voice(put().name, PHONE)
    whole, first, second = (engine.speak(text).samples for text in ("Đúng không? Vâng ạ.", "Đúng không?", "Vâng ạ."))
    assert whole == first + second + 230 * engine.sample_rate_hz // 1000


def script(*cues: Cue) -> Script:
    return Script("thu", "Thử", cues)


def test_a_whole_narration_is_the_same_again_and_speaks_nothing_twice(put: Put, tmp_path: Path) -> None:
    voice = f"piper:{put().name}"
    cues = tuple(Cue(f"s{number}", Reading((), text)) for number, text in enumerate(sentences()))
    job = Job(script(*cues), tmp_path / "a.mp3", voice, SpeechSettings(), store=tmp_path / "store")
    made = narrate(job)
    stored = sorted(path for path in (tmp_path / "store").rglob("*") if path.is_file())
    again = narrate(replace(job, target=tmp_path / "b.mp3"))
    afresh = narrate(replace(job, target=tmp_path / "c.mp3", store=None))
    assert made.mp3_path.read_bytes() == again.mp3_path.read_bytes() == afresh.mp3_path.read_bytes()
    assert [clip.sentence_id for clip in made.clips] == [cue.sentence_id for cue in cues]
    assert sorted(path for path in (tmp_path / "store").rglob("*") if path.is_file()) == stored
    assert len(stored) >= len(cues)


def test_two_voices_share_one_recording(put: Put, tmp_path: Path) -> None:
    voice = f"piper:{put().name}"
    cues = [Cue(f"s{number}", Reading((), text), voice=own) for number, (text, own) in enumerate(
        (text, own) for text in (TEXT, OTHER) for own in (voice, "espeak"))]  # fmt: skip
    job = Job(script(*cues), tmp_path / "a.mp3", "espeak", SpeechSettings())
    there = narrate(job)
    turned = narrate(replace(job, script=script(*reversed(cues)), target=tmp_path / "b.mp3"))
    lengths = {clip.sentence_id: clip.end_samples - clip.start_samples for clip in there.clips}
    assert lengths == {clip.sentence_id: clip.end_samples - clip.start_samples for clip in turned.clips}


def test_a_description_without_the_framing_phonemes_is_refused() -> None:
    for told, cause in (
        (tiny_voice.description(phoneme_id_map={"a": [1]}), "bảng âm"),
        (tiny_voice.description(phoneme_type="pinyin"), "pinyin"),
        (tiny_voice.description(num_symbols=None), "num_symbols"),
    ):
        with pytest.raises(piper.CannotRun, match=cause):
            piper.model_of(tiny_voice.model(), json.dumps(told).encode())
