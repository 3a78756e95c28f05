"""A finished `Edition` and its sound → everything in `output/`, and the manifest that remembers it.

What is published whole (books, programmes) never replaces an earlier, complete one with one that lacks an
article: such a build leaves the earlier files alone and says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import manifest
from .audio.tags import Tags
from .documents import Document, DocumentKind, documents, edition_name
from .errors import BantinError
from .files import slug, write_whole
from .messages import message
from .model import Edition, Narration, Notice, Reading, Script, plain
from .narration import Job, narrate
from .plan import Plan
from .preparation import Prepared, normalizer
from .report import EditionReport, MadeFile
from .running_order import Read, book, programme
from .tidying import tidy
from .workers import Workers
from .writers.cover import cover_picture
from .writers.epub import write_epub
from .writers.proof import write_proof
from .writers.thumbnail import thumbnail


def write_proof_page(
    edition: Edition, scripted: Sequence[Prepared], target: Path, plan: Plan, notices: Sequence[Notice]
) -> Path:
    """Write the page that the editor proof-reads and signs.  Raises `OutputError`, `ConfigError`."""
    readings = {one.article.slug: one.readings for one in scripted}
    return write_proof(replace(edition, notices=tuple(notices)), target, readings=readings, checksum=plan.inputs[:16])


def article_jobs(edition: Edition, scripted: Sequence[Prepared], plan: Plan) -> list[Job]:
    """Return the work of narrating each article that has something to say."""
    cover = _small_cover(edition, plan)
    spoken = [one for one in scripted if one.script.cues]
    return [
        _job(
            one.script,
            plan.output / f"{one.article.slug}.mp3",
            plan,
            replace(
                _tags(edition, plain(one.article.title), cover),
                track=place,
                tracks=len(spoken),
                lyrics=_lyrics(one.script),
            ),
        )
        for place, one in enumerate(spoken, 1)
    ]


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition that can be published: what it was made from, its sound, and what has been said of it so far."""

    edition: Edition
    scripted: tuple[Prepared, ...]
    narrations: tuple[Narration, ...]
    plan: Plan
    earlier: manifest.Manifest | None
    report: EditionReport


def publish(ready: Ready, workers: Workers, *, audio: bool) -> EditionReport:
    """Write the books and programmes of an edition and return its report with what was written.

    Raises `OutputError`, `ConfigError` for a template, and `SourceError` for a picture.
    """
    edition, scripted, narrations, plan = ready.edition, ready.scripted, ready.narrations, ready.plan
    earlier, report = ready.earlier, ready.report
    if report.errors and earlier:
        return replace(report, notices=(*report.notices, kept(plan)))
    name = slug(edition.id)
    pages = documents(edition, plan.settings)
    read = _reader(scripted, plan)
    made = list(narrations)
    books = [write_epub(edition, plan.settings, pages, plan.output / f"{name}.epub", overrides=plan.templates)]
    errors: list[BantinError] = []
    if audio and narrations:
        spoken = {one.document for one in narrations}
        heard = [one for one in scripted if one.article.slug in spoken]
        programmes, errors = _run(workers, _programme_jobs(edition, heard, read, plan))
        made += programmes
        in_book: list[Narration] = []
        if not report.errors:
            in_book, unspoken = _run(workers, _book_jobs(edition, pages, read, plan))
            errors += unspoken
        if in_book and not errors:
            talking = plan.output / f"{name}-co-tieng.epub"
            sound = {one.document: one for one in in_book}
            write_epub(edition, plan.settings, pages, talking, narrations=sound, overrides=plan.templates)
            books.append(talking)
    shutil.rmtree(plan.scratch, ignore_errors=True)
    report = replace(
        report,
        files=tuple(_files(books, made, plan.output)),
        notices=(*report.notices, *(notice for page in pages for notice in page.notices), *_said(made)),
        errors=(*report.errors, *errors),
    )
    return report if report.errors else tidy(edition, plan, earlier, report, keep_sound=not audio)


def _job(script: Script, target: Path, plan: Plan, tags: Tags | None) -> Job:
    sound = plan.settings.sound
    return Job(script, target, plan.voice, plan.settings.profile, sound.bit_rate_kbps, plan.store, tags)


def _programme_jobs(edition: Edition, scripted: Sequence[Prepared], read: Read, plan: Plan) -> list[Job]:
    name = slug(edition.id)
    articles, scripts = [one.article for one in scripted], [one.script for one in scripted]
    script, chapters = programme(name, articles, scripts, read, plan.frame)
    tags = _tags(edition, edition_name(edition), _small_cover(edition, plan))
    return [replace(_job(script, plan.output / f"{name}.mp3", plan, tags), chapters=chapters)]


def _book_jobs(edition: Edition, pages: Sequence[Document], read: Read, plan: Plan) -> list[Job]:
    """Return the work of narrating each document of the talking book; one written for the ear has no overlay."""
    silent = {article.slug for article in edition.articles if article.spoken_instead}
    return [
        _job(book(page, read), plan.scratch / f"{page.name}.mp3", plan, None)
        for page in pages
        if not (page.kind is DocumentKind.ARTICLE and page.name in silent)
    ]


def _run(workers: Workers, jobs: Sequence[Job]) -> tuple[list[Narration], list[BantinError]]:
    outcomes = dict(workers.run(narrate, jobs, lambda job: job.script.title))
    ordered = [outcomes[place] for place in sorted(outcomes)]
    return (
        [one for one in ordered if isinstance(one, Narration)],
        [one for one in ordered if isinstance(one, BantinError)],
    )


def _reader(scripted: Sequence[Prepared], plan: Plan) -> Read:
    """Return how sentences are read; those of the articles have been, the frame's own are read now."""
    known = {reading.written: reading for one in scripted for reading in one.readings}
    heart = normalizer(plan.settings.reading, plan.lexicons)

    def read(text: str) -> Reading:
        return known.get(text) or heart.read(text)

    return read


def _tags(edition: Edition, title: str, cover: Path) -> Tags:
    return Tags(title, edition.publisher, edition_name(edition), date=edition.date, cover=cover)


def _lyrics(script: Script) -> str:
    return "\n".join(cue.reading.written for cue in script.cues)


def _small_cover(edition: Edition, plan: Plan) -> Path:
    """Return the cover as players show it, made once per build and kept beside the manifest."""
    target = plan.manifest.with_suffix(".jpg")
    titles = [plain(article.title) for article in edition.articles]
    write_whole(target, thumbnail(cover_picture(edition, titles).content))
    return target


def _files(books: Sequence[Path], made: Sequence[Narration], root: Path) -> list[MadeFile]:
    files = [MadeFile(path.relative_to(root).as_posix(), path.stat().st_size) for path in books]
    files += [MadeFile(one.mp3_path.relative_to(root).as_posix(), one.size_bytes, one.duration_ms) for one in made]
    return files


def _said(made: Sequence[Narration]) -> tuple[Notice, ...]:
    return tuple(dict.fromkeys(notice for narration in made for notice in narration.notices))


def kept(plan: Plan) -> Notice:
    """Return what is said where an article failed and an earlier, complete edition stands: it was left alone."""
    return Notice(
        "edition.kept",
        str(plan.output),
        message("an article could not be built, so the books and programmes of the last complete build were kept"),
        message("Mend the errors and run the same command again."),
    )
