"""Unchanged ingredients: files are not made again, and files that are made again have the same bytes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bantin_media.audio.tags import Tags, tag_bytes
from bantin_media.cache import OutputCache
from bantin_media.configuration.config import load
from bantin_media.configuration.settings import PROFILES
from bantin_media.execution import workers
from bantin_media.execution.workers import processes
from bantin_media.files import write_whole
from bantin_media.model import Chapter, Cue, Pause, Reading, Script
from bantin_media.pipeline.article_cache import as_json, cached_article, from_json, shared, surroundings
from bantin_media.pipeline.narration_cache import NarrationCache
from bantin_media.pipeline.preparation import forget_lexicons, prepare
from bantin_media.publication.writers.page.share import without_tag
from bantin_media.readers import read
from bantin_media.speech.engines import SpeechSettings
from bantin_media.speech.narration import Job
from bantin_media.speech.running_order import _templates

HEAD = 'number = "1"\ndate = 2026-11-05\n'
SOUND = 'voice = "metronome"\n'
SAMPLE = Path(__file__).parents[2] / "input"
Stamps = Mapping[str, int]


@pytest.fixture
def quick_office(small_office: Any) -> Any:
    """An edition of two articles in a cheap voice."""
    chosen()(small_office)
    return small_office


def stamps(office: Any) -> Stamps:
    """The time at which each finished file was last written."""
    files = (path for path in office.output.rglob("*") if path.is_file())
    return {path.relative_to(office.output).as_posix(): path.stat().st_mtime_ns for path in files}


def written(before: Stamps, after: Stamps) -> set[str]:
    return {Path(name).name for name, stamp in after.items() if before.get(name) != stamp}


def other(office: Any, old: str, new: str) -> None:
    path = office.input / "2026-11" / "02 nuoc sach.txt"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def afresh(office: Any, root: Path) -> dict[str, str]:
    """The output for the same input in a folder without an earlier build."""
    shutil.copytree(office.input, root / "input")
    new = type(office)(root)
    new.build()
    return new.published()


def test_a_changed_sentence_rewrites_only_its_article_and_the_joined_files(quick_office: Any, tmp_path: Path) -> None:
    quick_office.build()
    before = stamps(quick_office)
    other(quick_office, "46 hộ dân", "48 hộ dân")
    quick_office.build()
    sound = {name for name in written(before, stamps(quick_office)) if name.endswith((".mp3", ".html"))}
    assert sound == {"02-nuoc-sach.mp3", "02-nuoc-sach.html", "2026-11.mp3", "index.html"}
    assert quick_office.published() == afresh(quick_office, tmp_path / "new")


def test_another_title_writes_no_other_articles_sound(quick_office: Any) -> None:
    quick_office.build()
    before = stamps(quick_office)
    chosen(rest='[articles.1]\ntitle = "Tên khác"\n')(quick_office)
    quick_office.build()
    sound = {name for name in written(before, stamps(quick_office)) if name.endswith(".mp3")}
    assert sound == {"01-xoa-mu-chu.mp3", "2026-11.mp3"}


def test_another_order_speaks_no_sentence_anew(quick_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    quick_office.build()
    monkeypatch.setattr(
        "bantin_media.speech.synthesizer.Synthesizer._utterance", lambda *_: pytest.fail("a sentence is spoken anew")
    )
    chosen(head=f"{HEAD}order = [2, 1]\n")(quick_office)
    (report,) = quick_office.build()
    assert not report.errors


def chosen(*, head: str = HEAD, sound: str = SOUND, rest: str = "") -> Callable[[Any], None]:
    return lambda office: office.edition(settings=f"{head}[sound]\n{sound}{rest}")


def edited(office: Any, path: Path, first: str, second: str) -> None:
    """Write a file, build, and change the file once more without changing its size."""
    lines = {"lexicon.tsv": "Thẳm Mò\t{}\n"}.get(path.name, "{}\n")
    path.write_text(lines.format(first), "utf-8")
    office.build()
    path.write_text(lines.format(second), "utf-8")


CHANGES: dict[str, Callable[[Any], None]] = {
    "a word that is not said": lambda office: other(office, "Vi Thị Hoa", "Vi Thị Hoa\n"),
    "another pace": chosen(rest="[profiles.phone]\nsentence_ms = 500\n"),
    "another loudness": chosen(rest="[profiles.phone]\nloudness_lufs = -20\n"),
    "another voice": chosen(sound='voice = "espeak:south"\n'),
    "another bit rate": chosen(sound=f"{SOUND}bit_rate_kbps = 32\n"),
    "another day": chosen(head=HEAD.replace("05", "06")),
    "another order": chosen(head=f"{HEAD}order = [2, 1]\n"),
    "another section": chosen(rest='[articles.2]\nsection = "Nông thôn"\n'),
    "a row of the lexicon": lambda office: (office.input / "lexicon.tsv").write_text("Thẳm Mò\tthẳm mo\n", "utf-8"),
    "an edited row of the lexicon": lambda office: edited(office, office.input / "lexicon.tsv", "thẳm mo", "thẳm mô"),
    "an edited text for the ear": lambda office: edited(
        office, office.input / "2026-11" / "02 nuoc sach (doc).txt", "Nước đã về.", "Nước vẫn về."
    ),
    "an edited setting": lambda office: (
        chosen(head=f'{HEAD}publisher = "Xã A"\n')(office),
        office.build(),
        chosen(head=f'{HEAD}publisher = "Xã B"\n')(office),
    ),
    "a template of the editor's": lambda office: (
        (office.input / "templates" / "spoken").mkdir(parents=True),
        (office.input / "templates" / "spoken" / "closing.txt.j2").write_text("Xin chào và hẹn gặp lại.\n", "utf-8"),
    ),
    "another title": chosen(rest='[articles.1]\ntitle = "Tên khác"\n'),
    "another number": chosen(head=HEAD.replace('"1"', '"2"')),
    "one article more": lambda office: office.write("03 tin.txt", "Tin thêm của xã\n\nBà con trồng thêm cây quế.\n"),
    "one article less": lambda office: (office.input / "2026-11" / "01 xoa mu chu.txt").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_the_bytes_are_those_of_a_build_from_nothing(
    change: str, quick_office: Any, tmp_path: Path
) -> None:
    quick_office.build()
    CHANGES[change](quick_office)
    _templates.cache_clear()  # as in the process of another build
    forget_lexicons()
    (report,) = quick_office.build()
    assert not report.errors
    assert quick_office.published() == afresh(quick_office, tmp_path / "new")


def test_settings_saved_while_they_are_read_are_those_of_the_next_build(
    quick_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = quick_office.input / "2026-11" / "edition.toml"

    def saved_behind(*files: Path) -> Any:
        settings = load(*files)
        path.write_text(path.read_text("utf-8").replace('"1"', '"2"'), "utf-8")
        return settings

    with monkeypatch.context() as patch:
        patch.setattr("bantin_media.configuration.config.load", saved_behind)
        (report,) = quick_office.build()
    assert "input.changed" in {one.code for one in report.notices}
    quick_office.build()
    assert quick_office.published() == afresh(quick_office, tmp_path / "new")


def test_an_article_saved_while_it_is_read_is_not_found_under_its_earlier_content(
    quick_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved_before(path: Path) -> Any:
        if path.name == "02 nuoc sach.txt":
            other(quick_office, "46 hộ dân", "48 hộ dân")
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr("bantin_media.pipeline.preparation.read", saved_before)
        quick_office.build()
    other(quick_office, "48 hộ dân", "46 hộ dân")
    quick_office.build()
    assert quick_office.published() == afresh(quick_office, tmp_path / "new")


@pytest.mark.parametrize("name", ["02-nuoc-sach.mp3", "2026-11-co-tieng.epub", "share/02-nuoc-sach.html"])
@pytest.mark.parametrize("fault", ["flipped", "cut", "gone"])
def test_damaged_files_are_made_again(name: str, fault: str, quick_office: Any) -> None:
    quick_office.build()
    good = quick_office.published()
    path = quick_office.output / "2026-11" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    os.utime(path, ns=(1, 1))
    path.unlink() if fault == "gone" else path.write_bytes(content if fault == "flipped" else content[:-100])
    quick_office.build()
    assert quick_office.published() == good


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format":1,"takes":{"a":[1]}}', b"\xff\x00", b"[[[["])
def test_takes_that_cannot_be_trusted_are_none(content: bytes, quick_office: Any) -> None:
    quick_office.build()
    good = quick_office.published()
    (takes,) = quick_office.root.rglob("*.takes")
    other(quick_office, "46 hộ dân", "48 hộ dân")
    quick_office.build()
    write_whole(takes, content)
    other(quick_office, "48 hộ dân", "46 hộ dân")
    quick_office.build()
    assert quick_office.published() == good


def test_a_picture_beside_an_article_makes_it_be_read_again(quick_office: Any, tmp_path: Path) -> None:
    from PIL import Image

    quick_office.build()
    Image.new("RGB", (640, 480), "green").save(quick_office.input / "2026-11" / "02 anh.jpg")
    quick_office.build()
    assert quick_office.published() == afresh(quick_office, tmp_path / "new")
    assert any(path.suffix == ".jpg" for path in (quick_office.output / "2026-11" / "anh").iterdir())


def test_a_prepared_article_is_the_same_from_the_cache(quick_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr(
        "bantin_media.pipeline.production.cached_article", lambda task: kept.append(task) or cached_article(task)
    )
    quick_office.build(publish=False)
    for task in kept:
        made, again = cached_article(replace(task, cache=None)), cached_article(task)
        assert (made, made.article.trace) == (again, again.article.trace)
        assert from_json(as_json(made)) == made
        assert json.loads(as_json(made))


def test_a_token_that_two_articles_have_is_held_once_and_nothing_else_changes(
    quick_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = []
    monkeypatch.setattr(
        "bantin_media.pipeline.production.cached_article", lambda task: tasks.append(task) or cached_article(task)
    )
    quick_office.build(publish=False)
    plain = [prepare(task) for task in tasks]
    for made in ([shared(one) for one in plain], [from_json(as_json(one)) for one in plain]):
        assert made == plain
        assert [one.script.cues[0].reading is one.readings[0] for one in made] == [True, True]
        tokens = [token for one in made for reading in one.readings for token in reading.tokens]
        assert len(set(map(id, tokens))) == len(set(tokens)) < len(tokens)


def test_articles_of_all_formats_are_equal_when_read_from_the_cache(office: Any) -> None:
    shutil.copytree(SAMPLE, office.input, dirs_exist_ok=True)
    (first,) = office.build(publish=False)
    page = (office.root / "proof" / "2026-11.html").read_bytes()
    (again,) = office.build(publish=False)
    assert not first.errors and (again.articles, again.notices, again.readings) == (
        first.articles, first.notices, first.readings,
    )  # fmt: skip
    assert (office.root / "proof" / "2026-11.html").read_bytes() == page


JOB = Job(
    Script("bai", "Bài", (Cue("s1", Reading((), "một hai"), Pause.SENTENCE),)),
    Path("bai.mp3"), "metronome", SpeechSettings(), None, Tags("Bài", date=date(2026, 11, 5)),
)  # fmt: skip
CUE = JOB.script.cues[0]
OTHER_JOBS = {
    "words": replace(JOB, script=replace(JOB.script, cues=(replace(CUE, reading=Reading((), "một ba")),))),
    "pause": replace(JOB, script=replace(JOB.script, cues=(replace(CUE, pause=Pause.PARAGRAPH),))),
    "sentence": replace(JOB, script=replace(JOB.script, cues=(replace(CUE, sentence_id="s2"),))),
    "voice of a sentence": replace(JOB, script=replace(JOB.script, cues=(replace(CUE, voice="espeak"),))),
    "recording": replace(JOB, script=replace(JOB.script, cues=(replace(CUE, recording=Path("a.wav")),))),
    "title": replace(JOB, script=replace(JOB.script, title="Tin")),
    "document": replace(JOB, script=replace(JOB.script, document="tin")),
    "voice": replace(JOB, voice="espeak"),
    "profile": replace(JOB, speech=SpeechSettings(PROFILES["loudspeaker"])),
    "bit rate": replace(JOB, speech=SpeechSettings(bit_rate_kbps=32)),
    "tags": replace(JOB, tags=Tags("Tin", date=date(2026, 11, 5))),
    "no tags": replace(JOB, tags=None),
    "chapters": replace(JOB, chapters=(Chapter("Một", 0),)),
}


def test_each_ingredient_of_an_mp3_is_listed(tmp_path: Path) -> None:
    takes = NarrationCache(tmp_path / "takes", OutputCache(tmp_path, {}, "environment"))
    ingredients = [takes.ingredients(job) for job in (JOB, *OTHER_JOBS.values())]
    assert len({one.whole for one in ingredients}) == len(ingredients)
    heard_alike = {name for name, job in OTHER_JOBS.items() if takes.ingredients(job).sound == ingredients[0].sound}
    assert heard_alike == {"sentence", "title", "document", "tags", "no tags", "chapters"}
    assert takes.ingredients(replace(JOB, target=Path("elsewhere.mp3"), store=tmp_path)) == ingredients[0]
    assert NarrationCache(tmp_path / "takes", OutputCache(tmp_path, {}, "another")).ingredients(JOB) != ingredients[0]


def test_surroundings_omit_files_that_were_removed(tmp_path: Path) -> None:
    picture, gone = tmp_path / "01 anh.jpg", tmp_path / "~$ bai.docx"
    picture.write_bytes(b"anh")
    assert surroundings([picture, gone]) == surroundings([picture]) != ""


def test_a_picture_copied_again_changes_no_article(tmp_path: Path) -> None:
    picture = tmp_path / "01 anh.jpg"
    picture.write_bytes(b"anh")
    before = surroundings([picture])
    os.utime(picture, ns=(1, 1))
    assert surroundings([picture]) == before
    picture.write_bytes(b"an2")
    os.utime(picture, ns=(1, 1))
    assert surroundings([picture]) != before


def test_stored_articles_need_no_worker_process(
    quick_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    monkeypatch.setattr(workers, "processes", lambda count: started.append(count) or processes(count))
    quick_office.build(workers=2)
    assert started == [2]
    chosen(head=HEAD.replace('"1"', '"2"'))(quick_office)  # new tags, a new programme, new pages of the talking book
    quick_office.build(workers=2)
    assert started == [2]
    other(quick_office, "46 hộ dân", "48 hộ dân")
    quick_office.build(workers=2)
    assert started == [2, 2], "a changed article is read where it can harm nothing else"
    assert quick_office.published() == afresh(quick_office, tmp_path / "new")


def test_of_an_mp3_whose_tag_alone_changes_the_frames_are_copied(small_office: Any, tmp_path: Path) -> None:
    chosen(sound="")(small_office)
    small_office.build()
    article = small_office.output / "2026-11" / "01-xoa-mu-chu.mp3"
    before = article.read_bytes()
    store = small_office.root / "work" / "store"
    spoken = sum(path.is_file() for path in store.rglob("*"))
    shutil.rmtree(store)
    chosen(head=HEAD.replace('"1"', '"2"'), sound="")(small_office)  # on the cover, in the programme, in no article
    small_office.build()
    assert (
        tag_bytes(before)
        and without_tag(article.read_bytes()) == without_tag(before)
        and article.read_bytes() != before
    )
    assert spoken - sum(path.is_file() for path in store.rglob("*")) > 5, "the articles were spoken again"
    assert small_office.published() == afresh(small_office, tmp_path / "new")
