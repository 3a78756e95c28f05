"""Settings from TOML: accepted values, and the message of each mistake."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin_media.configuration.config import load, renamed
from bantin_media.configuration.forms import is_isbn, is_issn
from bantin_media.configuration.settings import PRESETS, PROFILES, Settings
from bantin_media.errors import ConfigError

MISTAKES = [
    ('title = "Bản tin\n', ":1", "ngoặc kép"),
    ('number = "1"\npubisher = "x"\n', ":2", '"publisher"'),
    ('audience = "nội bộ"\n', ":1", '"internal"'),
    ('[sound]\nvoice = "miền Nam"\n', ":2", '"espeak:south"'),
    ('[sound]\nprofile = "loa"\n', ":2", '"loudspeaker"'),
    ("number = 12\n", ":1", 'number = "12"'),
    ('date = "2026-11-05"\n', ":1", "date = 2026-11-05"),
    ('date = "16/11/2026"\n', ":1", "date = 2026-11-16"),
    ('date = "31/2/2026"\n', ":1", "2026-11-05"),
    ('revised = "2026-11-05 8:00"\n', ":1", "2026-11-05T08:00:00"),
    ('[articles.1]\nskip = "true"\n', ":2", "skip = true"),
    ('order = ["2", "1"]\n', ":1", "số nguyên"),
    ("[article.1]\nskip = true\n", ":1", "articles"),
    ('audience = "publc"\n', ":1", "public"),
    ("[sound]\nbit_rate_kbps = 50\n", ":2", "48"),
    ('[sound]\nprofile = "radio"\n', ":2", "phone"),
    ("[sound]\nvoice = true\n", ":2", "ngoặc kép"),
    ('[sounds]\nvoice = "espeak"\n', ":1", "sound"),
    ('[articles.mot]\ntitle = "x"\n', ":1", "[articles.1]"),
    ('[articles.1]\ndrop = "một dòng"\n', ":2", "danh sách"),
    ("sound = 3\n", ":1", "[sound]"),
    ("order = [1, -2]\n", ":1", "không âm"),
    ('language = "tiếng Tày"\n', ":1", '"tyz"'),
    ('number = "1"\nbase_url = "vanlinh"\n', ":2", "https://"),
    ('colour = "đỏ"\n', ":1", "#8f1d21"),
    ('number = "1"\ncolour = "#f0c86a"\n', ":2", 'colour = "#'),
    ('issn = "1859-1234"\n', ":1", "chữ số kiểm tra"),
    ('number = "1"\nisbn = "978-604-00-0000-1"\n', ":2", "chữ số kiểm tra"),
    ('[voices.tinh]\npreset = "opnai"\n', ":2", "openai"),
    ("[voices.tinh]\nheaders = 3\n", ":2", "[voices.tinh.headers]"),
    ("[voices.tinh.headers]\nvoice = 3\n", ":2", 'voice = "3"'),
    ("[voices.tinh]\njson = '{'\n", ":2", "[voices.tinh.json]"),
    ("[voices.tinh]\njson = { ngay = 2026-11-05 }\n", ":2", "[voices.tinh.json]"),
    ('[voices.tinh]\nspeeds = [[0.8, "cham"]]\n', ":2", "số"),
    ("[voices.tinh.retry]\ntrys = 3\n", ":2", "tries"),
    ('[feed]\nemail = "toasoan@vanlinh"\n', ":2", "toasoan@…"),
    ('[feed]\nemail = "toa\\u0001soan@vanlinh.example"\n', ":2", "toasoan@…"),
    ('[feed]\ncategory = "Goverment"\n', ":2", "Government"),
    ('[feed]\nguid = "1"\n', ":2", "feed.guid"),
    ("[profiles.cham]\nsyllables_per_minut = 3\n", ":2", "syllables_per_minute"),
]


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("1859-123X", is_issn), ("2434561X", is_issn), ("0317-8471", is_issn), ("978-0-306-40615-7", is_isbn),
        ("978 604 00 0000 2", is_isbn), ("0-306-40615-2", is_isbn), ("097522980x", is_isbn),
    ],
)  # fmt: skip
def test_a_number_of_a_book_or_serial_is_right_with_this_check_digit_only(
    text: str, is_right: Callable[[str], bool]
) -> None:
    assert is_right(text)
    assert [digit for digit in "0123456789X" if is_right(text[:-1] + digit)] == [text[-1].upper()]
    assert not is_right(text[1:]) and not is_right(f"{text}0") and not is_right(f"{text} trở đi")


@pytest.mark.parametrize(("text", "place", "hint"), MISTAKES)
def test_a_mistake_names_its_line_and_the_one_thing_to_do(tmp_path: Path, text: str, place: str, hint: str) -> None:
    file = tmp_path / "edition.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert caught.value.where == f"{file}{place}"
    assert hint in f"{caught.value.what} {caught.value.hint}"


def test_a_described_voice_begins_as_its_preset_and_an_edition_overrides_it_key_by_key(tmp_path: Path) -> None:
    shared, own = tmp_path / "bantin.toml", tmp_path / "edition.toml"
    shared.write_text(
        '[voices.tinh]\npreset = "openai"\naddress = "http://127.0.0.1:8880/v1/audio/speech"\nvoice = "nu"\n'
        '[voices.khac]\naddress = "https://vendor.example/tts"\nheaders = { "api-key" = "${KHOA}" }\n'
        'json = { loi = "{text}", chon = { giong = "{voice}", dai = 3 } }\nspeeds = [[0.8, -1], [1, 0]]\n',
        "utf-8",
    )
    own.write_text('[voices.tinh]\nvoice = "nam"\n[voices.tinh.retry]\ntries = 2\n', "utf-8")
    voices = dict(load(shared, own).voices)
    assert voices["tinh"] == replace(
        PRESETS["openai"],
        address="http://127.0.0.1:8880/v1/audio/speech",
        voice="nam",
        retry=replace(PRESETS["openai"].retry, tries=2),
    )
    assert voices["khac"].headers == (("api-key", "${KHOA}"),)
    assert json.loads(voices["khac"].json) == {"loi": "{text}", "chon": {"giong": "{voice}", "dai": 3}}
    assert voices["khac"].speeds == ((0.8, -1.0), (1.0, 0.0))
    assert pickle.loads(pickle.dumps(voices)) == voices
    assert hash(voices["khac"])


def test_a_key_with_an_earlier_name_is_read_with_a_notice_on_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bantin.toml"
    file.write_text('[voices.tinh]\nmodel = "patience"\n# patience\n[voices.tinh.patience]\ntries = 2\n', "utf-8")

    ((_, voice),) = load(file).voices
    assert voice.retry.tries == 2
    assert [(one.code, one.where) for one in renamed(file)] == [("settings.renamed", f"{file}:4")]

    file.write_text("[voices.tinh.patience]\ntries = 2\n[voices.tinh.retry]\ntries = 3\n", "utf-8")
    with pytest.raises(ConfigError, match="patience"):
        load(file)


def test_an_edition_overrides_common_settings_key_by_key(tmp_path: Path) -> None:
    shared, own = tmp_path / "bantin.toml", tmp_path / "edition.toml"
    shared.write_text('publisher = "Văn phòng"\n[sound]\nbit_rate_kbps = 32\nprofile = "loudspeaker"\n', "utf-8")
    own.write_text(
        'number = "11"\ndate = 2026-11-05\nrevised = 2026-11-06T08:00:00\n'
        '[sound]\nprofile = "cham"\n[profiles.cham]\nsyllables_per_minute = 150\n'
        '[articles.02]\ntitle = "Tiêu đề"\ndrop = ["một", "hai"]\n',
        "utf-8",
    )
    settings = load(shared, own)
    assert (settings.publisher, settings.number, settings.date) == ("Văn phòng", "11", date(2026, 11, 5))
    assert settings.revised == datetime(2026, 11, 6, 1, tzinfo=UTC)
    assert (settings.sound.bit_rate_kbps, settings.profile.syllables_per_minute) == (32, 150)
    assert settings.profile.sentence_ms == PROFILES["phone"].sentence_ms
    assert settings.override(2).drop == ("một", "hai")
    assert settings.override(7).title is None


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "bantin.toml") == Settings()


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bantin.toml"
    file.write_bytes('title = "Bản tin"'.encode("utf-16"))
    with pytest.raises(ConfigError):
        load(file)


@given(st.text(max_size=200))
def test_any_text_gives_settings_or_a_named_mistake(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "edition.toml"
        file.write_text(text, "utf-8", errors="ignore")
        try:
            assert isinstance(load(file), Settings)
        except ConfigError as error:
            assert error.where.startswith(str(file))
