"""The files of an edition + a request → the plan: settings, places, and the digest of all that the output depends on.

An unchanged edition costs only what this module imports and hashes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ..cache import code_digest, digest, digest_of_bytes, library_versions
from ..configuration import config
from ..configuration.editions import EditionFolder
from ..configuration.settings import Settings
from ..speech.engines import SpeechSettings, data_digest

SPEECH = "store"
"""The folder of stored speech, in that of the work."""
PICTURES = "pictures"
"""The folder of pictures in the sizes that are shown, there."""
ARTICLES = "articles"
"""The folder of prepared articles, there."""


INSIDE = "-noi-bo"
"""What the name of the folder ends in that only the office sees."""
HISTORY = "history"
"""The folder of what was signed or published, beside the input."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for: which editions, from where, to where, and how far to go."""

    input: Path
    output: Path
    proof: Path
    work: Path
    editions: tuple[str, ...] = ()
    voice: str = ""
    audio: bool = True
    publish: bool = True
    """Off for `check`: read, clean, normalise, write the proof page, and stop before anything is spoken."""
    announcer: bool = False
    """On for `script`: write the programme's words for a person to read, beside the proof page."""

    @property
    def inside(self) -> Path:
        """Return where drafts and internal editions are built: never in the folder that is published."""
        return self.output.with_name(f"{self.output.name}{INSIDE}")


@dataclass(frozen=True, slots=True)
class Plan:
    """One edition before work begins."""

    folder: EditionFolder
    settings: Settings
    lexicons: tuple[Path, ...]
    voice: str
    templates: Path
    inputs: str
    """The digest of everything that the finished files depend on."""
    environment: str
    """Of this, what each of them depends on: code, libraries, templates, the voices' own files."""
    manifest: Path
    output: Path
    store: Path
    articles: Path
    """Where prepared articles are kept."""
    pictures: Path
    """Where pictures are kept in the sizes that are shown."""
    scratch: Path
    """Where sound is kept that is published only inside a book."""
    history: Path
    """Where signed and published states are kept."""

    def moved(self, request: Request) -> Plan:
        """Return the plan of the same edition built where only the office sees it."""
        within = replace(request, output=request.inside)
        return replace(
            self,
            manifest=manifests_of(within) / self.manifest.name,
            output=within.output / self.folder.id,
            scratch=_scratch(within, self.folder.id),
        )

    @property
    def speech(self) -> SpeechSettings:
        """Return how the edition's voices are opened and encoded."""
        return SpeechSettings.of(self.settings)

    def unfinished(self, why: str) -> Plan:
        """Return a plan whose digest no later plan has, so that the next build builds the edition again."""
        return replace(self, inputs=f"{self.inputs} with {why}")


def make_plan(folder: EditionFolder, request: Request) -> Plan:
    """Return the plan of an edition.  Raises `ConfigError`: without settings nothing is built."""
    loose = folder.path == request.input
    files = (request.input / "bantin.toml", *(() if loose else (folder.path / "edition.toml",)))
    settings = config.load(*files)
    places = dict.fromkeys((request.input / "lexicon.tsv", folder.path / "lexicon.tsv"))
    # a link that leads nowhere is an error, not an empty lexicon
    lexicons = tuple(path for path in places if path.is_file() or path.is_symlink())
    templates = request.input / "templates"
    voice = request.voice or settings.sound.voice
    shared = (code_digest(), library_versions(), os.environ.get("BANTIN_LANG", ""))
    environment = digest(*shared, *_voice_files(voice, settings), files=set(_files_below(templates)))
    edition = {*_inputs(folder.path, loose=loose), *files, *lexicons}
    return Plan(
        folder=folder,
        settings=settings,
        lexicons=lexicons,
        voice=voice,
        templates=templates,
        inputs=digest(environment, f"{voice} {request.audio}", files=edition),
        environment=environment,
        manifest=manifests_of(request) / f"{folder.id}.json",
        output=request.output / folder.id,
        store=request.work / SPEECH,
        articles=request.work / ARTICLES,
        pictures=request.work / PICTURES,
        scratch=_scratch(request, folder.id),
        history=request.input.with_name(HISTORY),
    )


def files_of(plan: Plan) -> set[Path]:
    """Return every file that the edition is made of: its own, and those that all editions share."""
    loose = plan.folder.path == plan.templates.parent
    return {*_inputs(plan.folder.path, loose=loose), *_files_below(plan.templates)}


def _scratch(request: Request, edition: str) -> Path:
    return request.work / "book" / manifests_of(request).name / edition


def manifests_of(request: Request) -> Path:
    """Return the folder of the manifests of one output folder: each has its own.

    It is named by the way there from the folder of work, so that both may be moved or renamed together.
    """
    work, output = request.work.resolve(), request.output.resolve()
    try:
        way = Path(os.path.relpath(output, work)).as_posix()
    except ValueError:  # on Windows, on another drive
        way = output.as_posix()
    return request.work / "manifests" / f"{request.output.name}-{digest(way)[:12]}"


def older_manifests_of(request: Request) -> Path:
    """Return the folder of manifests of version 0.1, named by the absolute path of the output."""
    place = digest_of_bytes(f"{request.output.resolve().as_posix()}\0".encode("utf-8", "surrogateescape"))[:12]
    return request.work / "manifests" / f"{request.output.name}-{place}"


def _voice_files(voice: str, settings: Settings) -> tuple[str, ...]:
    """Return the digests of the files, outside of all inputs, that the edition's voices speak from."""
    return tuple(filter(None, map(data_digest, (voice, settings.sound.fallback, *settings.own_voices))))


def _inputs(folder: Path, *, loose: bool) -> Iterable[Path]:
    """Yield every file of the edition, and a jingle that all editions share."""
    yield from (path for path in folder.iterdir() if path.is_file()) if loose else _files_below(folder)
    with os.scandir(folder.parent) as shared:  # which knows files from folders: a thousand editions lie there
        yield from (Path(one.path) for one in shared if one.is_file())


def _files_below(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
