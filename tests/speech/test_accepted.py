"""Running orders, pauses, requests and errors of speech for fixed input, so that a change must be accepted.

`pytest tests/speech/test_accepted.py --accept` rewrites `accepted.txt`; read its difference.
"""

from __future__ import annotations

import math
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from tests.tiny_voice import PACES

from bantin_media.configuration.settings import PRESETS, PROFILES, HttpVoice, Json, Profile, RetryPolicy
from bantin_media.errors import BantinError
from bantin_media.model import Cue, Edition, Pause, Reading, Script, Sentence
from bantin_media.publication.documents import documents
from bantin_media.speech.clauses import cut, pause_ms
from bantin_media.speech.engines import ENGINES, memory_mb, open_engine, piper_voices
from bantin_media.speech.engines.espeak import rate_for, refuse_unspeakable, respell
from bantin_media.speech.engines.http import description, mistakes, speed_of
from bantin_media.speech.engines.pace import speaking_pace
from bantin_media.speech.engines.piper import length_scale_for, speaker_number
from bantin_media.speech.lost_words import hurried
from bantin_media.speech.narration import pause_ms as pause_of
from bantin_media.speech.network import retry
from bantin_media.speech.phrasing import phrased
from bantin_media.speech.running_order import Continuity, SpokenTemplates, all_texts, article_script, book, programme
from bantin_media.speech.synthesizer import parts, refuse_unspoken
from bantin_media.speech.voices import listing
from bantin_media.speech.voices.catalogue import offer, offers
from bantin_media.speech.voices.licences import forbidding
from bantin_media.speech.voices.trial import Trial
from bantin_media.speech.voices.trial import as_table as trial_table

LONG = (
    "bà con các thôn cùng nhau làm đường, dọn vệ sinh và trồng thêm hoa hai bên lối đi để đón Tết, trong khi đó các hộ "
    "ở xa vẫn phải đi bộ nhiều giờ mới tới được trung tâm xã vì cầu chưa xong, nên ai cũng mong đường sớm thông."
)


def read(text: str) -> Reading:
    return Reading((), text)


def cues_of(script: Script) -> Iterator[str]:
    yield f"{script.document}: {script.title}"
    for cue in script.cues:
        marks = f"{cue.sentence_id or '·'} {cue.pause} {cue.voice} {cue.recording or ''}".rstrip()
        yield f"  {marks}: {cue.spoken}"


def of_running_orders(edition: Edition) -> Iterator[str]:
    scripts = []
    for article in edition.articles[:2]:
        for options in ({}, {"read_captions": True}, {"read_tables": False}):
            script = article_script(article, read, SpokenTemplates(), **options)  # type: ignore[arg-type]
            yield from (f"{options}", *cues_of(script)) if article.number == 1 else ()
        scripts.append(script)
    first = edition.articles[0]
    instead = replace(first, spoken_instead=((Sentence("x", "Nghe thế này."),), (Sentence("y", "Và thế kia."),)))
    yield from cues_of(article_script(instead, read, SpokenTemplates()))
    yield from cues_of(article_script(replace(first, recording=Path("doc.mp3")), read, SpokenTemplates()))
    for part in ((1, 1), (1, 2), (2, 2)):
        words = Continuity(edition, jingle=Path("nhac.mp3"), part=part, voice="espeak:south", correction="Số hộ là 46.")
        order, chapters = programme("2026-11", edition.articles[:2], scripts, read, words)
        yield from cues_of(order)
        yield f"{[(one.title, one.first_cue) for one in chapters]}"
    silent = [replace(scripts[0], cues=()), scripts[1]]
    order, chapters = programme("2026-11", edition.articles[:2], silent, read, Continuity(edition))
    yield f"{len(order.cues)} {chapters}"
    for document in documents(edition):
        yield from cues_of(book(document, read))
    yield f"{[len(text) for text in all_texts(first)]}"


def of_speeds() -> Iterator[str]:
    rows = ((0.8, 1.0), (1.0, 2.0), (1.25, 3.0))
    voices = (HttpVoice(speeds=rows), HttpVoice(speed_least=0.5, speed_most=2.0))
    for factor in (0.1, 0.85, 0.9, 1.0, 1.126, 1.5, 3.0):
        yield f"{factor}: {[speed_of(voice, factor) for voice in voices]}"


def of_phrases() -> Iterator[str]:
    for longest in (10, 30, 60, 120, 200, 600):
        try:
            yield f"{longest}: {' ¦ '.join(cut(LONG, longest))}"
        except ValueError as error:
            yield f"{longest}: {error}"
        yield f"  {' ¦ '.join(parts(LONG, longest))}"
    yield phrased(LONG)
    yield phrased("bà con ăn Tết.")
    yield " ".join(f"{end}{pause_ms(f'ba{end}')}" for end in (",", ".", "?", "!", "", ";"))
    for profile in PROFILES.values():
        yield f"{[pause_of(pause, profile) for pause in Pause]} {speaking_pace(profile):.3f} {rate_for(profile)}"
    for pace in (100, 150, 200, 260, 300, 400, 1000):
        slow = Profile(syllables_per_minute=pace)
        found = speaking_pace(slow)
        yield f"{pace}: no pace" if math.isinf(found) else f"{pace}: {found:.2f} {rate_for(slow)}"
    yield " | ".join(map(respell, ("Họa trong veo", "quinh qui", "Gdańsk, ŁÓDŹ", "giuỳnh buy toạ độ", "hòa hoà")))


def refused(act: Callable[[], object]) -> str:
    try:
        return f"{act()}"
    except BantinError as error:
        return f"{type(error).__name__} {error.where}: {error.what} → {error.hint}"
    except retry.RequestFailed as error:
        return f"{error.cause} again={error.again} after={error.after_s} {error.fault} {error.hint}"


def of_refusals() -> Iterator[str]:
    from bantin_media.speech.engine import Speech

    tone = b"\x10\x20" * 22050
    for words, sound, rate in (
        ("một hai ba", tone, 22050), ("một", tone, 24000), ("một", tone + b"x", 22050), ("một " * 15, tone, 22050),
        ("một " * 14, tone, 22050), ("một", tone * 2, 22050), ("một, hai", tone * 3, 22050),
        ("một", bytes(44100), 22050),
        ("facebook", tone, 22050), ("một", tone[:3086], 22050), ("một", tone[:3088], 22050),
    ):  # fmt: skip
        made = Speech(sound, 22050)
        spoken = refused(lambda words=words, made=made, rate=rate: refuse_unspoken(words, made, rate))
        yield f"{words[:20]} {len(sound)}: {spoken}"
    for text in ("xã", "xã 中", "5", "x; y", "o'ban - a!"):
        yield refused(lambda text=text: refuse_unspeakable(text))
    for text, longest in (("một hai", 4), ("…", 10), ("mộthaibabốn", 5), ("một … hai", 20)):
        yield refused(lambda text=text, longest=longest: retry.pieces(text, longest))
    for status in (
        200,
        299,
        300,
        301,
        302,
        307,
        308,
        400,
        401,
        403,
        404,
        408,
        413,
        414,
        415,
        422,
        425,
        429,
        500,
        501,
        502,
        503,
        504,
        529,
    ):
        headers = {"retry-after": "7", "location": "https://a.example/x?key=1"}
        yield f"{status}: {refused(lambda status=status, headers=headers: retry.refuse_status(status, headers))}"
    date = "Thu, 05 Nov 2026 08:00:00 GMT"
    for asked in ("", "7", "x", "7.5", "-1", "Thu, 05 Nov 2026 08:00:30 GMT", "Thu, 05 Nov 2026 07:00:00 GMT"):
        waits = [retry.retry_after_s({"retry-after": asked, "date": day}) for day in (date, "")]
        yield f"{asked}: {waits}"
    policy = RetryPolicy()
    yield refused(lambda: (_ for _ in ()).throw(retry.too_slow(policy)))
    for error in (socket.gaierror(), ConnectionRefusedError(), TimeoutError(), OSError("x"), ValueError("x")):
        for is_here in (False, True):
            found = retry.unreached(error, policy, is_here=is_here)
            yield f"{type(error).__name__} {is_here}: {found.cause} again={found.again} {found.fault} {found.hint}"
    for voice in ("nobody", "espek", "metronome:x", "espeak:north", "http:x", "piper:x"):
        yield refused(lambda voice=voice: open_engine(voice, Profile()))
    yield f"{[memory_mb(name) for name in ENGINES]}"


VOICES: dict[str, dict[str, Any]] = {
    "as it should be": {},
    "no address": {"address": ""},
    "a name before the host": {"address": "https://a@b.example/"},
    "a place in the host": {"address": "https://{voice}.example/{text}"},
    "not encrypted": {"address": "http://voices.example/"},
    "not encrypted, on purpose": {"address": "http://voices.example/", "allow_plain_http": True},
    "not encrypted, here": {"address": "http://127.0.0.1:8880/"},
    "another server": {"ready_address": "https://other.example/{id}", "id_at": "id"},
    "two bodies": {"json": Json('{"a": "{text}"}')},
    "no sentence": {"text": "x"},
    "an unknown place": {"text": "{text} {colour}"},
    "a sentence in a header": {"headers": (("x", "{text}"),)},
    "a header of the transfer": {"headers": (("Content-Length", "1"),)},
    "a header that is none": {"headers": (("x y", "1"),)},
    "an answer without a place": {"answer": "base64"},
    "a task without its number": {"ready_address": "https://voices.example/{id}"},
    "numbers": {"longest_text": 19},
    "more numbers": {"max_parallel": 101},
    "speeds the wrong way": {"speed_least": 2.0, "speed_most": 1.0},
    "speeds": {"speeds": ((1.0, 0.0),)},
    "a rate": {"sample_rate_hz": 7999},
    "tries": {"retry": RetryPolicy(tries=0)} if hasattr(HttpVoice(), "retry") else {"patience": RetryPolicy(tries=0)},
    "a get with a body": {"method": "GET"},
    "a key": {"key_env": "BANTIN TEST"},
}


def of_servers() -> Iterator[str]:
    plain = HttpVoice(address="https://voices.example/speak", text="{text}")
    for about, changes in VOICES.items():
        yield f"{about}: {refused(lambda changes=changes: mistakes.check('x', replace(plain, **changes)))}"
    asked = [
        plain,
        replace(PRESETS["openai"], headers=(("x-key", "{voice}"),)),
        replace(plain, text="", form=(("loi", "{text}"), ("toc", "{speed}")), method="PUT"),
        replace(plain, text="", xml='<speak rate="{speed}">{text}</speak>'),
        replace(
            plain, text="", address="https://voices.example/{voice}?q={text}&f={format}", method="GET", voice="nữ 1"
        ),
    ]
    for voice in asked:
        question = description.question(voice, text='Xã "A" & B <c>\n', speed="1.25")
        yield f"{question.method} {question.address} {question.headers} {question.content.decode()}"
    task = description.inquiry(replace(plain, ready_address="https://voices.example/{id}"), task="a/b 1")
    yield f"{task.method} {task.address} {task.headers}"
    for keys in (True, False):
        with_key = replace(plain, headers=(("k", "v"),))
        yield f"{description.sound_question(with_key, 'https://a.example/s', keys=keys).headers}"
    yield description.redacted("my kEy+1 and key%2B1 and key+1", ("key+1",))
    for address in (
        "http://localhost/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://a.localhost/",
        "http://10.0.0.1/",
        "",
    ):
        yield f"{address}: {description.is_loopback(address)}"
    yield f"{[description.origin(address) for address in ('https://a.example/x', 'http://a.example:81', 'ftp://b')]}"


def of_lost_words() -> Iterator[str]:
    words = "bà con các thôn cùng làm"
    for count, length_ms in ((7, 600.0), (8, 600.0), (8, 779.0), (8, 781.0), (20, 100.0)):
        timed = [(words, 1200.0)] * count + [(words, length_ms), ("bà con", 10.0), ("", 1.0)]
        yield f"{count} {length_ms}: {[(one.code, one.what) for one in hurried(timed)]}"
    for text in ("Non-commercial use only", "CC BY 4.0", "MIT", "a\nnot  for resale\nb", "CC BY-NC-SA"):
        yield f"{text!r}: {forbidding(text)!r}"
    yield f"{[one.name for one in offers()][:5]}"


NAMES = (
    "a",
    "vais1000",
    "a.b-c+d_e",
    "",
    "-a",
    "a/b",
    "a:b",
    "a#1",
    "nul",
    "con.onnx",
    "a.",
    "a" * 100,
    "a" * 101,
    "xã",
)


RECORDS = ("{", "[]", "{}", '{"format": 1}', '{"format": 2}', '{"format": 1, "speakers": 1, "paces": []}', "null",
           '{"format": 1, "speakers": [], "paces": [1]}', '{"format": 1, "speakers": [], "paces": [["a", 1]]}',
           '{"format": 1, "speakers": [], "paces": [], "colour": 1}', "[" * 100_000)  # fmt: skip


def of_voices(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the listing of the voices on this machine; `folder` contains those of Piper."""
    one = piper_voices.Installed(folder, "mot", "", "", 1_500_000, "vi", 22050, paces=PACES)
    three = replace(one, name="ba", speakers=("nữ", "1", "nam"), default_speaker=2, licence="MIT", size_bytes=400)
    for voice in (one, three):
        for speaker in ("", "0", "1", "2", "3", "nam", "bé", "\u0661", "-1"):
            for by_number in (False, True):
                refusal = refused(lambda v=voice, s=speaker, n=by_number: speaker_number(v, s, by_number=n))
                yield f"{voice.name} {speaker!r} {by_number}: {refusal}"
        yield f"{[path.name for path in (voice.model_path, voice.config_path, voice.card_path, voice.record_path)]}"
    for pace in (60, 150, 190, 232, 260, 300, 500):
        profile = Profile(syllables_per_minute=pace)
        yield f"{pace}: {[length_scale_for(profile, paces) for paces in (PACES, PACES[:1], ())]}"
    home = PurePosixPath("/home/hoa")
    for platform in ("linux", "darwin", "win32"):
        for variables in ({}, {"XDG_DATA_HOME": "/data"}, {"XDG_DATA_HOME": "data"}, {"LOCALAPPDATA": "/local"},
                          {"BANTIN_VOICES": "giong"}):  # fmt: skip
            found = piper_voices.folder_on(platform, variables, home)  # type: ignore[arg-type]
            yield f"{platform} {variables}: {found.as_posix()}"
    yield f"{[name[:9] for name in NAMES if piper_voices.is_name(name)]}"
    trials = [
        Trial(Path(f"{number:02}.mp3"), written, written.lower(), length_ms)
        for number, (written, length_ms) in enumerate((("Một hai", 612.0), ("…", 90.0), ("Facebook", 1999.0)), 1)
    ]
    yield from trial_table(tuple(trials)).splitlines()
    first = offers()[0]
    yield f"{first.at('http://a.example/x/')} {first.at('') == first.address} {offer(first.name) == first} {offer('x')}"
    write_installed(one)
    write_installed(three)
    write_installed(replace(three, name="co", credit="Hà Thị Na, CC BY 4.0"))
    credited = ("piper:co", "piper:co:nam", "piper:co#1", "espeak:co", "piper")
    yield f"{[piper_voices.voice_credit(name) for name in credited]}"
    for record in RECORDS:
        (folder / "hong.voice.json").write_text(record, "utf-8")
        yield refused(lambda: piper_voices.read("hong"))
    yield from (refused(lambda name=name: piper_voices.read(name)) for name in ("nobody", ""))
    yield f"{[bool(piper_voices.record_digest(name)) for name in ('ba', 'x', '/')]}"
    described = (("nha", HttpVoice(address="http://127.0.0.1/")), ("xa", HttpVoice(address="https://a.example/")))
    for installed in ({"httpx", "piper-tts", "distributed"}, set()):
        monkeypatch.setattr(listing, "_is_installed", installed.__contains__)
        yield from listing.as_table(listing.rows(described)).splitlines()


def write_installed(voice: piper_voices.Installed) -> None:
    for path in (voice.model_path, voice.config_path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
    piper_voices.write(voice)


def test_speech_is_as_accepted(
    small_edition: Edition,
    drawing: Path,
    voices_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_accepted: Callable[[Path, str], None],
) -> None:
    lines = ["# running orders", *of_running_orders(small_edition)]
    for part in (of_speeds, of_phrases, of_refusals, of_servers, of_lost_words):
        lines += [f"# {part.__name__.removeprefix('of_')}", *part()]
    lines += ["# voices", *of_voices(voices_folder, monkeypatch)]
    as_accepted(
        Path(__file__).with_name("accepted.txt"),
        "\n".join(lines).replace(str(drawing.parent), "").replace(str(voices_folder), "") + "\n",
    )


def test_a_cue_without_words_is_not_heard() -> None:
    assert [Cue("", read(text)).is_heard for text in ("xã", "…")] == [True, False]
