"""The scripts of an edition → all its sound: articles, programme, slots of a station, talking book.

Each sentence is synthesized once, for the articles; all other files are joined from the store.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..audio.calibration import Level
from ..audio.tags import Tags
from ..cache import Cache
from ..errors import BantinError
from ..execution.workers import FEW, Workers, gathered
from ..files import write_whole
from ..model import Article, Chapter, Edition, Narration, Reading, Script, plain
from ..publication.documents import Document, edition_name, front_page, voice_credits
from ..publication.documents.front_matter import COVER_HEADLINES
from ..publication.documents.labels import label
from ..publication.names import programme_name, slot_name
from ..publication.writers.cover import cover_picture, player_picture
from ..publication.writers.picture_encoding import BookPicture, Pictures
from ..publication.writers.thumbnail import WIDTH
from ..speech.engines import is_light
from ..speech.narration import Job, narrate
from ..speech.other_languages import Hushed
from ..speech.reuse import FinishedMp3
from ..speech.running_order import Continuity, Part, Read, SpokenTemplates, all_texts, book, programme
from .article_cache import cached_reading
from .narration_cache import NarrationCache
from .plan import Plan
from .preparation import Prepared
from .voice_selection import VoiceSelection

CONTINUITY_MS = 30_000
"""First estimate of the length of greeting, headlines and closing; if a programme is too long, it is cut again."""

CONTINUITY = ""
"""The key of the continuity (the words around the articles) in mappings by slug."""

Done = Callable[[Job, Narration], None]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One MP3 with its script and its chapters."""

    narration: Narration
    script: Script
    chapters: tuple[Chapter, ...] = ()
    stands_in: bool = False
    """Whether the fallback speaks the words around the articles in this programme."""


Outcome = tuple[list[Spoken], list[BantinError]]
"""The MP3s that were made, in order, and the errors of the others."""


@dataclass(frozen=True)
class EditionAudio:
    """The sound of one edition: its scripts, its voices, and the methods that make its MP3s."""

    edition: Edition
    scripted: tuple[Prepared, ...]
    plan: Plan
    jingle: Path | None
    selection: VoiceSelection
    workers: Workers
    narrations: NarrationCache
    """The narrations of earlier builds."""
    levels: tuple[tuple[str, Level], ...] = ()
    """The measured levels of voices whose engines declare no gain."""
    silent: frozenset[str] = frozenset()
    """The slugs of articles that no voice can speak; `CONTINUITY` for the words around them."""

    def articles(self, done: Done) -> Outcome:
        """Narrate each article that has something to say, one MP3 each; `done` is called after each."""
        spoken = [one for one in self.scripted if self._can_say(one)]
        jobs = [
            self._job(
                self._script(one),
                self.plan.output / f"{one.article.slug}.mp3",
                replace(
                    self._tags, title=plain(one.article.title), track=place, tracks=len(spoken), lyrics=_lyrics(one)
                ),
            )
            for place, one in enumerate(spoken, 1)
        ]
        return self._narrated(jobs, done, few=0)

    def programme(self, articles: Sequence[Spoken]) -> Outcome:
        """Narrate the programme of the whole edition from the narrated `articles`."""
        heard = self._heard(articles)
        if not (heard and self._continuity_is_heard):
            return [], []
        job = self._programme_job(programme_name(self.edition.id), heard, (1, 1))
        return self._narrated([replace(job, finished=_finished(articles))])

    def slots(self, articles: Sequence[Spoken]) -> Outcome:
        """Narrate programmes that each fit into `programme_minutes`, cut between articles.

        There are none if `programme_minutes` is 0, or if everything fits into one slot: the programme of the whole
        edition already has this content.  An article longer than a slot gets its own programme, longer than the slot.
        """
        slot_ms = self.plan.settings.sound.programme_minutes * 60_000
        heard = self._heard(articles)
        if not (slot_ms and heard and self._continuity_is_heard):
            return [], []
        lengths_ms = {one.narration.document: one.narration.duration_ms for one in articles}
        room_ms = slot_ms - CONTINUITY_MS
        tried: set[Path] = set()
        while True:
            groups = packed([lengths_ms[one.article.slug] for one in heard], room_ms)
            if len(groups) == 1:
                return [], []
            jobs = self._slot_jobs([[heard[place] for place in group] for group in groups])
            jobs = [replace(job, finished=_finished(articles)) for job in jobs]
            if lacking := self._lacking(jobs):
                return self._slots_of_the_fallback(articles, lacking)
            made, errors = self._narrated(jobs)
            too_long = [
                one.narration.duration_ms - slot_ms for one, group in zip(made, groups, strict=False) if len(group) > 1
            ]
            if errors or max(too_long, default=0) <= 0:
                _remove(tried - {one.narration.mp3_path for one in made})
                return made, errors
            tried |= {one.narration.mp3_path for one in made}
            room_ms -= max(too_long)

    def _slot_jobs(self, groups: Sequence[Sequence[Prepared]]) -> list[Job]:
        """Return a job for each slot; their names sort as the slots are heard."""
        return [
            self._programme_job(slot_name(self.edition.id, number, len(groups)), group, (number, len(groups)))
            for number, group in enumerate(groups, 1)
        ]

    def _lacking(self, jobs: Sequence[Job]) -> list[BantinError]:
        """Fetch the speech of `jobs` from servers; return the errors of the jobs that cannot be narrated."""
        from ..execution.prefetch import fetched  # imported late: most editions have no slots

        groups = {job.script.document: (job,) for job in jobs}
        return [*fetched(groups, workers=self.workers, on_sentence=lambda *_: None).errors.values()]

    def _slots_of_the_fallback(self, articles: Sequence[Spoken], lacking: list[BantinError]) -> Outcome:
        """Narrate the slots with the fallback for the words around the articles; if impossible, return `lacking`."""
        if self.selection.continuity_falls_back or not self.plan.settings.sound.fallback:
            return [], lacking
        selection = replace(self.selection, continuity_falls_back=True)
        made, errors = replace(self, selection=selection).slots(articles)
        return [replace(one, stands_in=True) for one in made], errors

    def book(self, pages: Sequence[Document]) -> Outcome:
        """Narrate, into the scratch folder, the documents of the talking book that are heard as they are written."""
        if not self._continuity_is_heard:
            return [], []
        jobs = [self._page_job(page) for page in pages if not page.heard_otherwise]
        return self._narrated([job for job in jobs if job.script.is_heard])

    def says_something(self, page: Document) -> bool:
        """Return whether a sentence of `page` can be spoken."""
        return self._page_job(page).script.is_heard

    def groups(self, pages: Sequence[Document]) -> dict[str, list[Job]]:
        """Return the jobs in which the words of each article are heard, by its slug."""
        groups = {one.article.slug: [self._job(self._script(one))] for one in self.scripted if self._can_say(one)}
        for page in pages:
            if page.article and page.article.slug in groups and not page.heard_otherwise:
                groups[page.article.slug].append(self._page_job(page))
        return groups

    def continuity_jobs(self, pages: Sequence[Document]) -> list[Job]:
        """Return the jobs in which the words around the articles are heard."""
        heard = [one for one in self.scripted if self._can_say(one)]
        pages_around = [self._page_job(page) for page in pages if page.article is None]
        return [self._job(self.script(heard, CONTINUITY)[0]), *pages_around] if heard else pages_around

    def blank_job(self) -> Job:
        """Return a job without cues, for opening the voices of this edition."""
        return self._job(Script("", "", ()))

    def opus(self, made: Sequence[Spoken]) -> tuple[list[Path], list[BantinError]]:
        """Encode each MP3 as Opus if the settings require it; return the files and the errors."""
        kbps = self.plan.settings.sound.opus_kbps
        if not kbps:
            return [], []
        from ..audio.opus import OpusJob, encode_opus  # imported late: few offices want it

        sources = [one.narration.mp3_path for one in made]
        jobs = [OpusJob(path, path.with_suffix(".opus"), kbps) for path in sources]
        digests = {one.narration.mp3_path: one.narration.ingredients for one in made}
        anew = [job for job in jobs if not self.narrations.outputs.has(job.target, digests[job.source], f"opus {kbps}")]
        encoded, errors = gathered(self.workers, encode_opus, anew, lambda job: job.source.name, lambda *_: None)
        return [job.target for job in jobs if job not in anew or job.target in encoded], errors

    @cached_property
    def read(self) -> Read:
        """Return the function that reads sentences: from the readings of the articles, else by the normalizer."""
        known = {reading.written: reading for one in self.scripted for reading in one.readings}
        cache, plan = Cache(self.plan.articles), self.plan

        def read(text: str) -> Reading:
            return known.get(text) or known.setdefault(text, cached_reading(text, plan, cache))

        return read

    @cached_property
    def cover(self) -> BookPicture:
        """Return the edition's cover as JPEG, drawn once for books, players and pages."""
        titles = [plain(article.title) for article in self.edition.articles[:COVER_HEADLINES]]
        front = front_page(self.edition)
        made_of = ("cover", self.plan.environment, f"{front}", *titles)
        sources = (self.edition.cover, self.edition.logo)
        return self.pictures.of(made_of, lambda: cover_picture(self.edition, titles), sources)

    @cached_property
    def pictures(self) -> Pictures:
        """Return the cache of resized pictures."""
        return Pictures(Cache(self.plan.pictures))

    @property
    def voices(self) -> tuple[str, ...]:
        """Return the voices that read the edition aloud, in the order in which they are first heard."""
        if not self.selection.speaks:
            return ()
        spoken = (article for article in self.edition.articles if not article.recording)
        return tuple(dict.fromkeys(map(self.selection.of, (None, *spoken))))

    def _script(self, one: Prepared) -> Script:
        return one.script.spoken_by(self.selection.of(one.article))

    @cached_property
    def _tags(self) -> Tags:
        name = edition_name(self.edition)
        return Tags(
            name, self.edition.publisher, name, date=self.edition.date, cover=self._small_cover(),
            copyright=voice_credits(self.edition, self.voices),
        )  # fmt: skip

    def _small_cover(self) -> Path:
        """Write the picture for players next to the manifest; return its path."""
        target = self.plan.manifest.with_suffix(".jpg")
        if self.edition.cover:
            write_whole(target, self.pictures.thumbnail(self.cover.content, WIDTH))
        else:
            made_of = ("player", self.plan.environment, f"{front_page(self.edition)}")
            drawn = self.pictures.of(made_of, lambda: player_picture(self.edition), [self.edition.logo])
            write_whole(target, drawn.content)
        return target

    def _heard(self, articles: Sequence[Spoken]) -> list[Prepared]:
        spoken = {one.narration.document for one in articles}
        return [one for one in self.scripted if one.article.slug in spoken]

    def _can_say(self, one: Prepared) -> bool:
        somebody = self.selection.speaks or one.article.recording is not None
        return somebody and one.script.is_heard and one.article.slug not in self.silent

    @property
    def _continuity_is_heard(self) -> bool:
        return self.selection.speaks and CONTINUITY not in self.silent

    def _job(
        self, script: Script, target: Path = Path(), tags: Tags | None = None, chapters: tuple[Chapter, ...] = ()
    ) -> Job:
        voice = self.plan.voice if self.selection.speaks else ""
        speech = replace(self.plan.speech, levels=self.levels)
        return Job(script, target, voice, speech, self.plan.store, tags, chapters)

    def _page_job(self, page: Document) -> Job:
        script = book(page, self.read_in(page.article)).spoken_by(self.selection.of(page.article))
        return self._job(script, self.plan.scratch / f"{page.name}.mp3")

    def read_in(self, article: Article | None) -> Read:
        """Return the function that reads sentences on the page of `article`, with the abbreviations of that article."""
        mine = [one for one in self.scripted if one.article is article]
        own = {reading.written: reading for one in mine for reading in one.readings}
        hushed = Hushed(self.read, (sentence for one in mine for text in all_texts(one.article) for sentence in text))
        return lambda text: own.get(text) or hushed(text)

    def script(self, heard: Sequence[Prepared], name: str, part: Part = (1, 1)) -> tuple[Script, tuple[Chapter, ...]]:
        """Return the running order of a programme of `heard`, and its chapters."""
        articles, scripts = [one.article for one in heard], [self._script(one) for one in heard]
        templates = SpokenTemplates(self.plan.templates)
        settings = self.plan.settings
        correction = settings.correction if settings.sound.read_correction else ""
        continuity = Continuity(
            self.edition, templates, self.jingle, part, self.selection.of(None), correction=correction
        )
        return programme(name, articles, scripts, self.read, continuity)

    def _programme_job(self, name: str, heard: Sequence[Prepared], part: Part) -> Job:
        script, chapters = self.script(heard, name, part)
        tags, (number, count) = self._tags, part
        if count > 1:
            title = label("slot", edition=edition_name(self.edition), number=number)
            tags = replace(tags, title=title, track=number, tracks=count)
        return self._job(script, self.plan.output / f"{name}.mp3", tags, chapters)

    def _narrated(self, jobs: Sequence[Job], done: Done | None = None, *, few: int = FEW) -> Outcome:
        """Narrate the `jobs` that are not cached; return all MP3s in the order of `jobs`, and the errors."""
        hear = done or (lambda *_: None)
        ingredients = {job.script.document: self.narrations.ingredients(job) for job in jobs}
        narrations: dict[str, Narration] = {}
        for job in jobs:
            if made_before := self.narrations.find(job, ingredients[job.script.document]):
                narrations[made_before.document] = made_before
                hear(job, made_before)
        anew = [job for job in jobs if job.script.document not in narrations]
        anew = [self.narrations.with_frames(job, ingredients[job.script.document]) for job in anew]
        copied = [job for job in anew if job.finished] if self._is_light else []
        others = [job for job in anew if not (job.finished and self._is_light)]
        made, errors = self._made(copied, hear, few=len(copied))
        more, failed = self._made(others, hear, few=few if self._is_light else 0)
        narrations |= {one.document: ingredients[one.document].told_of(one) for one in (*made, *more)}
        spoken = [
            Spoken(narrations[job.script.document], job.script, job.chapters)
            for job in jobs
            if job.script.document in narrations
        ]
        return spoken, [*errors, *failed]

    def _made(self, jobs: Sequence[Job], hear: Done, *, few: int) -> tuple[list[Narration], list[BantinError]]:
        files = {one.article.slug: str(one.article.path) for one in self.scripted}
        return gathered(
            self.workers, narrate, jobs, lambda job: files.get(job.script.document, job.script.title), hear, few=few
        )

    @cached_property
    def _is_light(self) -> bool:
        """Return whether this process can open the voices beside the workers."""
        voices = (*self.selection.chosen, self.plan.settings.sound.fallback)
        return not self.selection.speaks or all(map(is_light, filter(None, voices)))


def _finished(articles: Sequence[Spoken]) -> tuple[FinishedMp3, ...]:
    return tuple(FinishedMp3(one.script, one.narration) for one in articles)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):  # a file open in a player stays, and `tidying` reports it
            path.unlink()


def packed(lengths_ms: Sequence[int], room_ms: int) -> tuple[tuple[int, ...], ...]:
    """Return the indexes of `lengths_ms` in consecutive groups of at most `room_ms`; a longer item is a group alone."""
    groups: list[list[int]] = []
    left_ms = -1
    for place, length_ms in enumerate(lengths_ms):
        if not groups or length_ms > left_ms:
            groups.append([])
            left_ms = room_ms
        groups[-1].append(place)
        left_ms -= length_ms
    return tuple(tuple(group) for group in groups)


def _lyrics(one: Prepared) -> str:
    return "\n".join(cue.reading.written for cue in one.script.cues)
