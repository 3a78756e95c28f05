"""Results of the small parts of a build for fixed input: names, digests, words, records.

`pytest tests/pipeline/test_accepted.py --accept` rewrites `accepted.txt`; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.accepted import told

from bantin_media.cache import OutputCache
from bantin_media.cache.manifest import Manifest
from bantin_media.configuration.editions import EditionFolder, Source
from bantin_media.configuration.settings import ArticleOverride, Profile, Settings, SoundSettings
from bantin_media.errors import BantinError, SpeechError
from bantin_media.history import Line
from bantin_media.model import (
    Article,
    Certainty,
    Clip,
    Cue,
    Edition,
    Narration,
    Notice,
    Official,
    Pause,
    Reading,
    Script,
    Sentence,
    Token,
)  # fmt: skip
from bantin_media.pipeline import article_cache, assembly, narration_cache, publishing, recordings, signature, tidying
from bantin_media.pipeline.edition_audio import packed
from bantin_media.pipeline.plan import Request, manifests_of, older_manifests_of
from bantin_media.pipeline.preparation import Prepared
from bantin_media.pipeline.settled import Seen, without_settled
from bantin_media.pipeline.voice_selection import VoiceSelection, unknown_sections
from bantin_media.reporting.report import EditionReport

HERE = Path("/nowhere/input/2026-11")
LONG = "Bà con các thôn đã góp công, góp của, cùng cán bộ xã làm xong con đường liên thôn dài hơn dự tính ban đầu"


def text(*words: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(f"s{place}", one) for place, one in enumerate(words, 1))


def article(number: int, slug: str, **more: Any) -> Article:
    return Article(number, slug, HERE / f"{number:02} {slug}.txt", text(f"Bài {number}"), **more)


def refused(act: Callable[[], object]) -> str:
    try:
        return f"{act()}"
    except BantinError as error:
        return f"{type(error).__name__} {error.where}: {error.what} → {error.hint}"


def of_names() -> Iterator[str]:
    sources = [Source(number, "", HERE) for number in (1, 2, 3, 10)]
    for order, skipped in (((), ()), ((3, 1), ()), ((10, 99), (2,))):
        chosen = tuple((number, ArticleOverride(skip=True)) for number in skipped)
        found = assembly.in_order(sources, Settings(order=order, articles=chosen))
        yield f"{order} {skipped}: {[source.number for source in found]}"
    for numbers in ((1, 2), (2, 1), (1, 100), (9, 12, 7), ()):
        heard = [article(number, f"{number:02}-{'tin' if number % 2 else ''}".rstrip("-")) for number in numbers]
        yield f"{numbers}: {[one.slug for one in assembly._named_as_heard(heard)]}"
    three = [article(number, f"0{number}-tin") for number in (1, 2, 3)]
    for names in ({}, {1: "Cầu Treo!"}, {1: "a", 3: "A"}, {3: "01-tin"}, {2: "02-tin"}, {1: "02-tin", 2: "01-tin"}):
        settings = Settings(articles=tuple((number, ArticleOverride(slug=name)) for number, name in names.items()))
        refusal = refused(lambda s=settings: [one.slug for one in assembly._named_for_good(three, s, HERE)])
        yield f"{names}: {refusal}"
    for edition in ("12", "01-tin", "2026-11"):
        slugs = [one.slug for one in assembly._named_apart(edition, [*three, article(12, "12"), article(4, "2026-11")])]
        yield f"{edition}: {slugs}"
    days = [date(2026, 3, 9), None, date(2026, 10, 1)]
    yield f"{assembly.issue_date(Settings(), [article(1, 'a', date=day) for day in days])}"
    yield f"{assembly.issue_date(Settings(date=days[0]), [])} {assembly.issue_date(Settings(), [])}"
    yield f"{[assembly.issue_number(Settings(number=n, sample=s)) for n in ('', '5') for s in (False, True)]}"
    for output in ("/nowhere/output", "/nowhere/else/output", "/nowhere/cache/output"):
        request = Request(HERE.parent, Path(output), Path("/nowhere/proof"), Path("/nowhere/cache"))
        yield f"{output}: {manifests_of(request)} {older_manifests_of(request)} {request.inside}"
    for share in ("all", "none", "chosen"):
        settings = Settings(share=share, articles=((2, ArticleOverride(share=True)),))  # type: ignore[arg-type]
        yield f"{share}: {publishing._shared(edition_of(*three), settings)}"


def edition_of(*articles: Article, **more: Any) -> Edition:
    day = date(2026, 11, 5)
    stamp = datetime(2026, 11, 5, tzinfo=UTC)
    return Edition("2026-11", "Bản tin Pù Hoọc", "7", day, stamp, "Xã Pù Hoọc", articles=articles, **more)


def of_voices() -> Iterator[str]:
    settings = Settings(
        sections=("Kinh tế", "Văn hóa - Xã hội", "An ninh"),
        section_voices=(("Kinh tế", "espeak:south"), ("An nin", "metronome"), ("Thể thao", "metronome")),
        articles=((2, ArticleOverride(voice="espeak:central")),),
        sound=SoundSettings(fallback="metronome"),
    )
    given = ("Kinh tế", "Kinh tế", "kinh te", "Văn hoá - xã hội", "An ninh quốc phòng", "Trang thơ", "")
    articles = [article(place, f"bai-{place}", section=section) for place, section in enumerate(given, 1)]
    plain = VoiceSelection("espeak", settings)
    fallen = replace(plain, fallen={"bai-1": SpeechError("", "", "")})
    for choice in (plain, fallen, replace(plain, continuity_falls_back=True), replace(plain, speaks=False)):
        yield f"{[choice.of(one) for one in (None, *articles)]} {choice.chosen} {choice.stands_in}"
    for known in (settings, replace(settings, sections=())):
        yield from (line for one in unknown_sections(known, articles, "edition.toml") for line in told(one))
    yield from (f"{one.hint}" for one in unknown_sections(settings, [], ""))


def of_signatures() -> Iterator[str]:
    for name, before, after in (
        ("title", "A", "B"), ("paragraph", f"{LONG} 5.200 đồng.", f"{LONG} 5.020 đồng."), ("picture", "", ""),
        ("paragraph", f"5.200 đồng: {LONG}", f"5.020 đồng: {LONG}"), ("paragraph", "x" * 90, "x" * 91),
        ("paragraph", f"{LONG[:60]} mười.", f"{LONG[:60]} hai."), ("paragraph", f"{LONG}, {LONG}", f"{LONG}, hết."),
        ("paragraph", LONG[:45] + "x" * 60, LONG[:45] + "y" * 60), ("a", LONG[:46] + "x" * 60, LONG[:46] + "y" * 60),
    ):  # fmt: skip
        yield signature._told(Line("", name, before), Line("", name, after))
    yield signature._told(None, Line("", "title", "A"))
    yield signature._told(Line("", "heard sentence", "5.200", "năm nghìn"), None)
    yield signature._told(Line("", "heard", "1/5", "một phần năm"), Line("", "heard", "1/5", "mùng một tháng năm"))
    yield signature._told(Line("", "heard", "1/5", ""), Line("", "voice", "1/5", ""))


def of_recordings() -> Iterator[str]:
    yield f"{[recordings.clock(seconds) for seconds in (0, 0.5, 1.5, 59.4, 59.6, 60, 125, 3_725)]}"
    reading = Reading((), " ".join(["bà"] * 30))
    one = Prepared(article(1, "a"), Script("a", "A", ()), (reading, reading), ())
    yield f"{[recordings.expected_s(one, Profile(syllables_per_minute=pace)) for pace in (60, 240)]}"
    yield f"{[packed(lengths, 10) for lengths in ((), (3,), (5, 5, 1), (11, 10, 1), (4, 7, 3), (1, 1, 1))]}"


def of_notices() -> Iterator[str]:
    one = Prepared(
        article(1, "a", trace=()), Script("a", "A", ()),
        (Reading((), "x", (Notice("reading.guess", str(HERE / "01 a.txt"), "một", "h"),)),), (),
    )  # fmt: skip
    notices = one.readings[0].notices[0]
    seen = Seen([one])
    others = (
        notices,
        replace(notices, what="hai"),
        replace(notices, code="b"),
        replace(notices, where=f"{notices.where}:12"),
    )
    digests = [seen.digest(notice) for notice in (*others, replace(notices, hint="other"))]
    yield f"{digests}"
    report = EditionReport("2026-11", notices=others)
    yield f"{[len(without_settled(report, [one], settled).notices) for settled in ((), digests[:1], digests, ('x',))]}"
    stamp = edition_of().revised.isoformat()
    for earlier, content, draft in (
        (None, "b", False), (Manifest("", {}, stamp, ""), "b", False), (Manifest("", {}, stamp, "a"), "b", False),
        (Manifest("", {}, stamp, "a"), "a", False), (Manifest("", {}, stamp, "a"), "b", True),
        (Manifest("", {}, "2026", "a"), "b", False),
    ):  # fmt: skip
        edition = edition_of(approved_by="" if draft else "Hà Văn Ton")
        yield f"{[one.code for one in tidying._unrevised(edition, earlier, content)]}"


WORDS = Token("5.200", "năm nghìn hai trăm", "number", Certainty.GUESS)
MADE = Prepared(
    article(
        1, "01-tin", date=date(2026, 10, 21), author=text("Hà Văn Ton"), section="Kinh tế",
        official=Official(number="12/QĐ-UBND", date=date(2026, 10, 20)),
    ),
    Script("01-tin", "Bài 1", (Cue("s1", Reading((WORDS,), WORDS.spoken), Pause.PARAGRAPH, voice="espeak"),)),
    (Reading((WORDS,), WORDS.spoken, (Notice("a", "b", "c", "d"),)), Reading((), "")), (Notice("e", "f", "g", "h"),),
)  # fmt: skip


def kinds(value: object) -> Iterator[str]:
    """Yield the types of a value and of its parts."""
    yield type(value).__name__
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from kinds(getattr(value, one.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from kinds(part)


def of_records(folder: Path) -> Iterator[str]:
    stored = article_cache.as_json(MADE)
    yield stored.decode()
    back = article_cache.from_json(stored)
    assert (back, [*kinds(back)]) == (MADE, [*kinds(MADE)])
    cache = narration_cache.NarrationCache(folder / "a.takes", OutputCache(folder, {}, "environment"))
    made = Narration(
        "tin", "Tin", folder / "tin.mp3", 22050, 44100, 900, (Clip("s1", 0, 5), Clip("", 5, 9)),
        silent=("s2",), ingredients="i", sound="s",
    )  # fmt: skip
    row = narration_cache._row(made, folder)
    yield f"{row}"
    assert narration_cache._narration("i", row, folder) == made
    cache.write([made, replace(made, mp3_path=Path("/elsewhere/x.mp3"), ingredients="j")], None)
    assert list(narration_cache._read(folder / "a.takes")) == ["i"]
    for place, value in ((2, "../x.mp3"), (3, -1), (4, 0), (4, 1), (5, 0), (5, 1), (7, "s1 5 4"), (7, "s1 -1 4"),
                         (7, "s1 4 4"), (7, "s1"), (7, "s1 a 4"), (3, 0)):  # fmt: skip
        changed = (*row[:place], value, *row[place + 1 :])
        yield f"{place} {value}: {narration_cache._is_sound(changed)}"  # type: ignore[arg-type]


def of_notices_of_editions() -> Iterator[str]:
    folder = EditionFolder(
        "2026-11", HERE, (Source(1, "", HERE),), (HERE / "x.wav", HERE / "bia.png", HERE / "Bìa.jpg")
    )
    for settings in (Settings(), Settings(date=date(2026, 11, 5), order=(1, 4), articles=((5, ArticleOverride()),))):
        for one in assembly._advice(folder, settings, date(2026, 11, 5)):
            yield f"{one.code} {one.where}: {one.what} → {one.hint}"
    yield f"{sorted(path.name for path in assembly.files_of_the_whole(folder, Settings(logo='huy hieu.png')))}"
    yield refused(lambda: assembly.jingle(HERE, Settings(sound=SoundSettings(jingle="nhac.wav"))))
    yield f"{assembly.jingle(HERE, Settings())} {assembly.logo(HERE, Settings())}"


def test_the_parts_of_a_build_are_as_accepted(tmp_path: Path, as_accepted: Callable[[Path, str], None]) -> None:
    lines: list[str] = []
    parts = (of_names, of_voices, of_signatures, of_recordings, of_notices, of_notices_of_editions)
    for part in parts:
        lines += [f"# {part.__name__.removeprefix('of_')}", *part()]
    lines += ["# records", *of_records(tmp_path)]
    as_accepted(Path(__file__).with_name("accepted.txt"), "\n".join(lines).replace(str(tmp_path), "") + "\n")


@pytest.mark.parametrize("count", [2, 20_001])
def test_equal_short_tokens_are_the_same_object(count: int) -> None:
    """That is so also after the table of shared tokens was full and has been emptied."""
    for place in range(count):
        article_cache._token(f"{place}", f"{place}", "number")
    assert len(article_cache._shared) <= article_cache._MOST_SHARED
    one, other = (article_cache._token("ba", "".join(["b", "a"]), "word") for _ in range(2))
    assert one is other and one.spoken is one.written
    longest = "x" * article_cache._LONGEST_SHARED
    for written, is_shared in ((longest, True), (f"{longest}x", False)):
        one, other = (article_cache._token(written, "y", "word") for _ in range(2))
        assert one == other and (one is other) is is_shared
