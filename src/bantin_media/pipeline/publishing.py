"""An `Edition` + its audio → everything in `output/`, and the manifest.

An incomplete build never replaces the books and programmes of a complete one: it keeps the earlier files and reports
this.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ..cache import Cache, OutputCache, manifest
from ..configuration.settings import Settings
from ..errors import BantinError, VerifyError
from ..files import whole_path
from ..messages import message
from ..model import Edition, Narration, Notice
from ..publication.books import BOOKS, BookKind, Material
from ..publication.books.talking import talking_cover
from ..publication.documents import Document, documents
from ..publication.writers.captions import CAPTIONS, lines_of_script, write_chapters, write_lines
from ..publication.writers.library import HEARD, write_records
from ..publication.writers.page import write_edition_pages
from ..publication.writers.records import described, edition_record
from ..reporting.progress import Progress
from ..reporting.report import EditionReport, FileKind, MadeFile, line_of
from ..speech.narration import Job
from ..verify import ADVICE, verify
from .audio_notices import audio_notices
from .caption_cuts import CaptionCuts
from .edition_audio import EditionAudio, Spoken
from .plan import Plan
from .rollback import all_or_nothing
from .tidying import tidy


def publish(
    audio: EditionAudio, earlier: manifest.Manifest | None, report: EditionReport, progress: Progress | None
) -> EditionReport:
    """Write all files of an edition and return `report` with the files, errors and notices added.

    If `progress` is None, no sound is made, and earlier sound stays.  An existing complete edition is replaced as a
    whole or not at all.  Raises `OutputError`, `ConfigError` for a template, and `SourceError` for a picture.
    """
    plan = audio.plan
    kept = plan.manifest.with_suffix(".before")
    is_complete = has_complete_build(plan, earlier)
    with all_or_nothing(plan.output, [audio.narrations.path], kept, is_complete=is_complete) as errors:
        made = _published(audio, earlier, report, progress)
        if not made.files:
            errors.extend(made.errors)
    return made


def _published(
    audio: EditionAudio, earlier: manifest.Manifest | None, report: EditionReport, progress: Progress | None
) -> EditionReport:
    plan = audio.plan
    pages = documents(audio.edition, audio.voices)
    sound, errors = _sound(audio, pages, report, progress) if progress else (EditionSound(), [])
    light_sound, failed = audio.opus(sound.all)
    errors += failed
    report = replace(report, errors=(*report.errors, *errors))
    if errors and has_complete_build(plan, earlier):
        return replace(report, notices=(*report.notices, kept(plan)))
    books, faults, advice = _books(audio, pages, sound.book)
    if faults:
        return replace(report, errors=(*report.errors, *faults), notices=(*report.notices, *advice))
    if sound.all:
        audio.narrations.write(sound.narrations, next((path for kind, path in books if kind.has_sound), None))
    shutil.rmtree(plan.scratch, ignore_errors=True)
    files = [*_made_books(books), *_heard(sound), *_made(light_sound, FileKind.OPUS, plan.output)]
    silent = progress is None and earlier is not None and any(name.endswith(".mp3") for name in earlier.files)
    if not silent:  # pages without sound never replace pages with sound
        files += _made(_beside(audio, pages, sound, files), FileKind.PAGE, plan.output)
    known = earlier.report.files if silent and earlier else files
    records = write_records(
        audio.edition,
        pages,
        plan.output / "records",
        books=[(kind, path.name) for kind, path in books],
        sounds=[one for one in known if one.kind in HEARD],
        voices=audio.voices,
    )
    files += _made(records, FileKind.PAGE, plan.output)
    narrations = {one.narration.document: one.narration for one in sound.articles}
    lines = tuple(line_of(one, list(narrations.values())) for one in audio.edition.articles)
    notices = (*(one for page in pages for one in page.notices), *audio_notices(audio, sound.all), *advice)
    report = replace(report, articles=lines, files=tuple(files), notices=(*report.notices, *notices))
    if report.errors:
        return report
    record = edition_record(audio.edition, pages, narrations, files)
    if silent:  # keep the earlier record of an edition that has sound
        record = described(plan.output) or record
    if any(one.stands_in for one in sound.slots):
        plan = plan.unfinished("a voice that stands in")
    outputs = audio.narrations.outputs
    return tidy(audio.edition, plan, earlier, report, outputs=outputs, record=record, keep_sound=progress is None)


@dataclass(frozen=True, slots=True)
class EditionSound:
    """All recordings of an edition."""

    articles: tuple[Spoken, ...] = ()
    programme: tuple[Spoken, ...] = ()
    slots: tuple[Spoken, ...] = ()
    book: tuple[Spoken, ...] = ()

    @property
    def all(self) -> tuple[Spoken, ...]:
        """Return the recordings that are published as separate MP3 files."""
        return (*self.articles, *self.programme, *self.slots)

    @property
    def narrations(self) -> tuple[Narration, ...]:
        """Return every MP3 that was made, including those inside the talking book."""
        return tuple(one.narration for one in (*self.all, *self.book))


def _sound(
    audio: EditionAudio, pages: Sequence[Document], report: EditionReport, progress: Progress
) -> tuple[EditionSound, list[BantinError]]:
    """Synthesize the articles, then join the programmes from the stored sentences.

    The talking book is made only if nothing failed.  Return the recordings and the errors.
    """

    def done(job: Job, narration: Narration) -> None:
        progress.step(job.script.title, narration.duration_ms)

    talking_cover(audio.cover, audio.edition, audio.pictures)  # kept for the book: later it would set the memory peak
    articles, errors = audio.articles(done)
    programme, failed = audio.programme(articles)
    slots, failed_slots = audio.slots(articles)
    errors = [*errors, *failed, *failed_slots]
    book, failed_book = audio.book(pages) if not (errors or report.errors) else ([], [])
    sound = EditionSound(tuple(articles), tuple(programme), tuple(slots), tuple(book))
    return sound, [*errors, *failed_book]


def _books(
    audio: EditionAudio, pages: Sequence[Document], spoken: Sequence[Spoken]
) -> tuple[list[tuple[BookKind, Path]], list[BantinError], list[Notice]]:
    """Write every kind of book for which there is content; return the books, their faults and advice.

    All books are validated before they replace earlier ones; if one has a fault, none is replaced.
    """
    sound: dict[str, Narration | None] = {one.narration.document: one.narration for one in spoken}
    if sound:
        sound |= {page.name: None for page in pages if page.name not in sound and not audio.says_something(page)}
    material = Material(audio.edition, pages, audio.cover, audio.plan.templates, sound, audio.voices, audio.pictures)
    made: list[tuple[BookKind, Path]] = []
    known = Cache(audio.plan.articles)
    advice: list[Notice] = []
    try:
        with ExitStack() as unfinished:
            for kind in BOOKS:
                target = kind.path(audio.edition.id, audio.plan.output)
                path = unfinished.enter_context(whole_path(target))
                if kind.write(material, path):
                    advice += _judged(path, target, known)
                    made.append((kind, target))
    except _Faulty as faulty:
        return [], faulty.faults, faulty.advice
    return made, [], advice


class _Faulty(Exception):  # noqa: N818 -- not an error: `_books` catches it and returns the faults
    """A newly written book failed validation."""

    def __init__(self, faults: list[BantinError], advice: list[Notice]) -> None:
        super().__init__(faults)
        self.faults = faults
        self.advice = advice


def _beside(
    audio: EditionAudio, pages: Sequence[Document], sound: EditionSound, files: Sequence[MadeFile]
) -> list[Path]:
    """Write captions, chapters and the listening pages; return their paths."""
    edition, plan = audio.edition, audio.plan
    written: list[Path] = []
    cuts = CaptionCuts(Cache(plan.articles), edition.id, plan.environment)
    for one in sound.all:
        stem = plan.output / one.narration.document
        written += _captions(one, stem, audio.narrations.outputs, cuts)
        if one.chapters:
            target = plan.output / f"{one.narration.document}.chapters.json"
            written.append(write_chapters(one.narration, one.script, one.chapters, target))
    cuts.keep()
    narrations = {one.narration.document: one.narration for one in sound.articles}
    return written + write_edition_pages(
        edition,
        pages,
        narrations,
        plan.output,
        downloads=files,
        overrides=plan.templates,
        cover=audio.cover.content,
        outputs=audio.narrations.outputs,
        pictures=audio.pictures,
        shared=_shared(edition, plan.settings),
    )


def _captions(one: Spoken, stem: Path, outputs: OutputCache, cuts: CaptionCuts) -> list[Path]:
    """Return the paths of the captions of one MP3; write them again only if words or times have changed."""
    lines = lines_of_script(one.narration, one.script)
    made_of = (
        one.narration.title,
        "\n".join(f"{line.start_ms} {line.end_ms} {line.spoken} {line.text}" for line in lines),
    )
    targets = [stem.with_name(f"{stem.name}{suffix}") for suffix in CAPTIONS]
    known = [outputs.has(target, *made_of) for target in targets]
    return targets if all(known) else write_lines(lines, one.narration.title, stem, cuts.cut)


def _shared(edition: Edition, settings: Settings) -> frozenset[str] | None:
    """Return the slugs of the articles that also get a one-file copy for sharing; None means all."""
    if settings.share == "all":
        return None
    chosen = settings.share == "chosen"
    return frozenset(one.slug for one in edition.articles if chosen and settings.override(one.number).share)


def _judged(made: Path, target: Path, known: Cache) -> list[Notice]:
    """Validate the book at `made`, which will be renamed to `target`; return the advice that custom templates caused.

    Raises `_Faulty`.
    """
    found = [replace(one, where=one.where.replace(str(made), str(target))) for one in verify(made, known)]
    advice = [one for one in found if one.code in ADVICE]
    if faults := [VerifyError(one.where, one.what, one.hint) for one in found if one.code not in ADVICE]:
        raise _Faulty([*faults], advice)
    return advice


def _made_books(books: Sequence[tuple[BookKind, Path]]) -> list[MadeFile]:
    return [MadeFile(path.name, FileKind.BOOK, path.stat().st_size, variant=kind.variant) for kind, path in books]


def _made(paths: Sequence[Path], kind: FileKind, root: Path) -> list[MadeFile]:
    return [MadeFile(path.relative_to(root).as_posix(), kind, path.stat().st_size) for path in paths]


def _heard(sound: EditionSound) -> list[MadeFile]:
    return [
        MadeFile(
            one.narration.mp3_path.name,
            kind,
            one.narration.size_bytes,
            one.narration.duration_ms,
            str(place) if kind is FileKind.SLOT else "",
        )
        for kind, spoken in (
            (FileKind.ARTICLE, sound.articles),
            (FileKind.PROGRAMME, sound.programme),
            (FileKind.SLOT, sound.slots),
        )
        for place, one in enumerate(spoken, 1)
    ]


def has_complete_build(plan: Plan, earlier: manifest.Manifest | None) -> bool:
    """Return whether `output/` contains a complete build, even if the manifest of that build is lost or damaged.

    A book with sound is proof of one, because it is only made of a complete edition.
    """
    with_sound = (kind for kind in BOOKS if kind.has_sound)
    return earlier is not None or any(kind.path(plan.folder.id, plan.output).is_file() for kind in with_sound)


def kept(plan: Plan) -> Notice:
    """Return the notice that the earlier complete edition was kept because an article failed."""
    return Notice(
        "edition.kept",
        str(plan.output),
        message("an article could not be built, so the books and programmes of the last complete build were kept"),
        message("Correct the errors and run the same command again."),
    )
