"""The embedded voice: reproducible sound, and no Vietnamese syllable misread."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bantin_media.configuration.settings import PROFILES, Profile
from bantin_media.errors import ConfigError, SpeechError
from bantin_media.speech.engines import espeak, open_engine
from bantin_media.vietnamese.letters import split_tone
from bantin_media.vietnamese.sounds import sounds
from bantin_media.vietnamese.syllables import syllables

PHONE = PROFILES["phone"]
SENTENCES = (
    "Xã đã xây dựng, sửa chữa mười hai nhà văn hóa thôn.",
    "Bà con phấn khởi!",
    "Vì sao nước suối trong veo?",
    "Ủy ban nhân dân xã tọa đàm với các hộ vay vốn, rồi trao quà cho học sinh giỏi.",
)
ALL_SYLLABLES = sorted(syllables())


def sound(text: str, voice: str = "espeak") -> str:
    return hashlib.sha256(open_engine(voice, PHONE).speak(text).pcm).hexdigest()


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    """The voice's phonemes for each well-formed syllable."""
    return {syllable: espeak.phonemes(syllable) for syllable in ALL_SYLLABLES}


@pytest.fixture(scope="module", params=sorted(espeak.VOICES))
def of_a_region(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """The same for each region's voice, with its name."""
    return request.param, {syllable: espeak.phonemes(syllable, request.param) for syllable in ALL_SYLLABLES}


def segments(phonemes: str) -> str:
    """The sounds without tone, stress and word boundaries."""
    return re.sub(r"[1-7',_|%]", "", phonemes)


def test_no_syllable_is_read_as_english_in_any_region(of_a_region: tuple[str, dict[str, str]]) -> None:
    _, read = of_a_region
    assert len(read) > 16_000
    assert not {syllable: phonemes for syllable, phonemes in read.items() if "(" in phonemes}


ONSETS = (
    "ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
VOWEL_SOUND = re.compile(r"[aeiouyAEIOUY@03VW].*")


def test_a_rhyme_sounds_alike_after_every_onset_in_all_regions(of_a_region: tuple[str, dict[str, str]]) -> None:
    _, read = of_a_region
    rhymes: defaultdict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for syllable, phonemes in read.items():
        base, tone, _ = split_tone(syllable)
        if not base.startswith(("gi", "qu")):
            sound = VOWEL_SOUND.search(segments(phonemes))
            assert sound, syllable  # no vowel at all
            onset = next(one for one in ONSETS if base.startswith(one))
            vowel = sound[0].replace("O#N", "ON").replace("O#k", "Ok")
            rhymes[base.removeprefix(onset), tone].setdefault(vowel, syllable)
    assert not {rhyme: found for rhyme, found in rhymes.items() if len(found) > 1}


def test_every_region_tells_its_tones_apart(of_a_region: tuple[str, dict[str, str]]) -> None:
    voice, read = of_a_region
    marks: defaultdict[int, set[str]] = defaultdict(set)
    for syllable, phonemes in read.items():
        marks[split_tone(syllable)[1]].add("".join(re.findall("[1-7]", phonemes)) or "1")
    assert all(len(found) == 1 for found in marks.values()), marks
    # In the centre hỏi and ngã are one tone.
    assert len(set.union(*marks.values())) == (5 if voice == "espeak:central" else 6)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzđêôơưâăáàảãạíìéèóòúùýỳ", min_size=1, max_size=12))
def test_no_word_of_any_language_reaches_a_voice_but_as_vietnamese_syllables(word: str) -> None:
    for voice in espeak.VOICES:
        assert "(" not in espeak.phonemes(sounds(word), voice)


def test_every_syllable_is_one_syllable(of_a_region: tuple[str, dict[str, str]]) -> None:
    # One stressed sound: a word that is spelled letter by letter has several.
    _, read = of_a_region
    assert not {syllable: phonemes for syllable, phonemes in read.items() if len(re.findall("[',]", phonemes)) != 1}


def test_a_syllable_sounds_alike_in_all_tones_and_with_either_tone_place(read: dict[str, str]) -> None:
    sounds: defaultdict[str, set[str]] = defaultdict(set)
    for syllable, phonemes in read.items():
        # Before a short stop the library writes some vowels as long; only the quality counts.
        sounds[split_tone(syllable)[0]].add(
            segments(phonemes).replace(":", "").replace("O#N", "ON").replace("O#k", "Ok")
        )
    assert not {base: found for base, found in sounds.items() if len(found) > 1}


def test_every_tone_is_distinguished(read: dict[str, str]) -> None:
    marks: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for syllable, phonemes in read.items():
        marks[split_tone(syllable)[1]]["".join(re.findall("[1-7]", phonemes)) or "1"] += 1
    assert all(len(counter) == 1 for counter in marks.values()), marks
    assert len({next(iter(counter)) for counter in marks.values()}) == 6


@pytest.mark.parametrize("voice", ["espeak", "espeak:central", "espeak:south"])
def test_no_voice_swallows_a_consonant_before_a_vowel_of_two_letters(voice: str) -> None:
    rhymes = {
        split_tone(syllable)[0][1:]: syllable[1:] for syllable in ALL_SYLLABLES if re.match("mu[ôốồổỗộ]", syllable)
    }
    assert len(rhymes) > 5
    for rhyme in rhymes.values():
        after_m = espeak.phonemes(f"m{rhyme}", voice)
        for onset, sound in (("h", "h"), ("kh", "x"), ("l", "l")):
            assert espeak.phonemes(f"{onset}{rhyme}", voice) == after_m.replace("m", sound, 1)


@pytest.mark.parametrize("word", ["hung", "hun", "hum", "hui", "hu", "huýu"])
def test_the_southern_voice_keeps_the_vowel_after_h(word: str) -> None:
    assert segments(espeak.phonemes(word, "espeak:south")).startswith(("hu", "hw"))


@pytest.mark.parametrize("voice", ["espeak", "espeak:central", "espeak:south"])
def test_the_same_sentence_gives_the_same_sound_in_any_order(voice: str) -> None:
    first = [sound(text, voice) for text in SENTENCES]
    backwards = [sound(text, voice) for text in reversed(SENTENCES)]
    assert first == backwards[::-1]
    assert len(set(first)) == len(SENTENCES)


def test_the_same_sentence_gives_the_same_sound_after_another_voice() -> None:
    before = sound(SENTENCES[0])
    assert sound(SENTENCES[0], "espeak:south") != before
    assert sound(SENTENCES[0]) == before


def test_the_same_sentence_gives_the_same_sound_in_another_process() -> None:
    program = (
        "import hashlib, sys\n"
        "from bantin_media.speech.engines import open_engine\n"
        "from bantin_media.configuration.settings import PROFILES\n"
        "engine = open_engine('espeak', PROFILES['phone'])\n"
        "engine.speak('Một câu khác, dài hơn một chút.')\n"
        "print(hashlib.sha256(engine.speak(sys.argv[1]).pcm).hexdigest())\n"
    )
    run = subprocess.run([sys.executable, "-c", program, SENTENCES[0]], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == sound(SENTENCES[0])
    assert run.stderr == ""


def test_nothing_of_it_stays_in_the_folder_for_temporary_files(tmp_path: Path) -> None:
    program = (
        "from bantin_media.speech.engines import open_engine\n"
        "from bantin_media.configuration.settings import PROFILES\n"
        "print(len(open_engine('espeak', PROFILES['phone']).speak('Facebook và Gdańsk').pcm))\n"
    )
    short = tmp_path / "t"
    short.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"TMPDIR": str(short)}
    )
    assert int(run.stdout) > 10_000
    assert run.stderr == ""
    assert not list(short.iterdir())


def test_a_long_path_for_temporary_files_does_not_silence_it(tmp_path: Path) -> None:
    long = tmp_path / ("thu-muc-" * 20)
    long.mkdir()
    program = (
        "from bantin_media.speech.engines import open_engine\n"
        "from bantin_media.configuration.settings import PROFILES\n"
        "print(len(open_engine('espeak', PROFILES['phone']).speak('xin chào').pcm))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"TMPDIR": str(long)}
    )
    assert int(run.stdout) > 10_000


@pytest.mark.parametrize(
    "text",
    ["năm 2026", "ba phần trăm %", "xin chào 😀", unicodedata.normalize("NFD", "họp"), "a\0b", "Москва", "a;b", "<b>"],
)
def test_text_that_it_would_misread_is_refused(text: str) -> None:
    with pytest.raises(SpeechError) as refused:
        open_engine("espeak", PHONE).speak(text)
    assert refused.value.where == text


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("Họa sĩ TỌA đàm", "hoạ sĩ toạ đàm"),
        ("qui định", "quy định"),
        ("trong veo", "trong v'eo"),
        ("một giuộc", "một duộc"),
        ("Gdańsk, Łódź", "gdansk, lódz"),
        ("Wi-Fi", "wi fi"),
        ("Giuliani", "giuliani"),
        ("hòa bình", "hòa bình"),
    ],
)
def test_the_text_for_the_library(written: str, given: str) -> None:
    assert espeak.respell(written) == given


def test_a_faster_pace_is_faster() -> None:
    lengths = [
        open_engine("espeak", Profile(syllables_per_minute=pace)).speak(SENTENCES[0]).samples
        for pace in (150, 190, 232, 300)
    ]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == 4


def test_an_unknown_variant_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANTIN_LANG", "en")
    with pytest.raises(ConfigError, match="espeak:central"):
        open_engine("espeak:centrall", PHONE)
    with pytest.raises(ConfigError, match="espeak"):
        open_engine("espaek", PHONE)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(ALL_SYLLABLES), min_size=1, max_size=25))
def test_any_syllables_can_be_spoken(words: list[str]) -> None:
    speech = open_engine("espeak", PHONE).speak(" ".join(words))
    assert 70 * len(words) <= speech.samples * 1000 / speech.sample_rate_hz <= 1000 * len(words) + 800
