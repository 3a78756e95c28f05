"""A finished `Edition` and its studio → everything in `output/`, and the manifest that remembers it.

What is published whole (books, programmes) never replaces an earlier, complete one with one that lacks an
article: such a build leaves the earlier files alone and says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from . import manifest
from .documents import Document, documents
from .errors import BantinError, VerifyError
from .files import slug
from .messages import message
from .model import Edition, Narration, Notice
from .narration import Job
from .plan import Plan
from .preparation import Prepared
from .progress import Progress
from .report import EditionReport, MadeFile, line_of
from .studio import Studio
from .tidying import tidy
from .verify import verify
from .writers.epub import write_epub
from .writers.proof import write_proof


def write_proof_page(
    edition: Edition, scripted: Sequence[Prepared], target: Path, plan: Plan, notices: Sequence[Notice]
) -> Path:
    """Write the page that the editor proof-reads and signs.  Raises `OutputError`, `ConfigError`."""
    readings = {one.article.slug: one.readings for one in scripted}
    return write_proof(replace(edition, notices=tuple(notices)), target, readings=readings, checksum=plan.inputs[:16])


def publish(
    studio: Studio, earlier: manifest.Manifest | None, report: EditionReport, progress: Progress | None
) -> EditionReport:
    """Write the books and the sound of an edition; return `report` with what was written.

    Without `progress` no sound is made, and earlier sound stays.  Raises `OutputError`, `ConfigError` for a
    template, and `SourceError` for a picture.
    """
    edition, plan = studio.edition, studio.plan
    pages = documents(edition, plan.settings)
    made: list[Narration] = []
    in_book: list[Narration] = []
    if progress is not None:
        made, errors = _articles(studio, progress)
        if errors and earlier:
            return replace(report, errors=(*report.errors, *errors), notices=(*report.notices, kept(plan)))
        for sound in (studio.programme(made), studio.slots(made)):
            made, errors = [*made, *sound[0]], [*errors, *sound[1]]
        if not (report.errors or errors):
            in_book, errors = studio.book(pages)
        report = replace(report, errors=(*report.errors, *errors))
    books = _books(studio, pages, in_book if not report.errors else [])
    shutil.rmtree(plan.scratch, ignore_errors=True)
    report = replace(report, errors=(*report.errors, *_faults(books)))
    report = replace(
        report,
        articles=tuple(line_of(one, made) for one in edition.articles),
        files=tuple(_files(books, made, studio)),
        notices=(*report.notices, *(notice for page in pages for notice in page.notices), *studio.notices(made)),
    )
    return report if report.errors else tidy(edition, plan, earlier, report, keep_sound=progress is None)


def _articles(studio: Studio, progress: Progress) -> tuple[list[Narration], list[BantinError]]:
    def done(job: Job, narration: Narration) -> None:
        progress.step(job.script.title, narration.duration_ms)

    return studio.articles(done)


def _books(studio: Studio, pages: Sequence[Document], in_book: Sequence[Narration]) -> list[Path]:
    """Write the light book, and the talking one where there is sound for it."""
    edition, plan, name = studio.edition, studio.plan, slug(studio.edition.id)
    light = plan.output / f"{name}.epub"
    books = [write_epub(edition, plan.settings, pages, light, overrides=plan.templates)]
    if in_book:
        talking = plan.output / f"{name}-co-tieng.epub"
        sound = {one.document: one for one in in_book}
        books.append(write_epub(edition, plan.settings, pages, talking, narrations=sound, overrides=plan.templates))
    return books


def _faults(books: Sequence[Path]) -> list[BantinError]:
    """Return what is wrong with the books that were just made: a fault of ours, never of the editor's."""
    return [VerifyError(notice.where, notice.what, notice.hint) for book in books for notice in verify(book)]


def _files(books: Sequence[Path], made: Sequence[Narration], studio: Studio) -> list[MadeFile]:
    root = studio.plan.output
    articles = {article.slug for article in studio.edition.articles}
    files = [MadeFile(path.relative_to(root).as_posix(), "book", path.stat().st_size) for path in books]
    for one in made:
        kind = "article" if one.document in articles else "programme"
        files.append(MadeFile(one.mp3_path.relative_to(root).as_posix(), kind, one.size_bytes, one.duration_ms))
    return files


def kept(plan: Plan) -> Notice:
    """Return what is said where an article failed and an earlier, complete edition stands: it was left alone."""
    return Notice(
        "edition.kept",
        str(plan.output),
        message("an article could not be built, so the books and programmes of the last complete build were kept"),
        message("Mend the errors and run the same command again."),
    )
