"""The files of an edition + a request → the plan: settings, places, and the digest of all that the output depends on.

An unchanged edition costs only what this module imports and hashes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ..cache import code_digest, digest, digest_of_bytes, library_versions, recall_digests
from ..configuration import config
from ..configuration.editions import EditionFolder
from ..configuration.file_names import OPEN_ELSEWHERE
from ..configuration.settings import Settings
from ..speech.engines import SpeechSettings, data_digest

SPEECH = "store"
"""The folder of stored speech, inside the work folder."""
PICTURES = "pictures"
"""The folder of resized pictures, inside the work folder."""
ARTICLES = "articles"
"""The folder of prepared articles, inside the work folder."""


INSIDE = "-noi-bo"
"""The suffix of the output folder for drafts and internal editions."""
HISTORY = "history"
"""The folder of signed and published states, next to the input folder."""


@dataclass(frozen=True, slots=True)
class Request:
    """The request of a command: its editions, its folders, and the last step."""

    input: Path
    output: Path
    proof: Path
    work: Path
    editions: tuple[str, ...] = ()
    voice: str = ""
    audio: bool = True
    publish: bool = True
    """False for `check`: read, clean, normalise, write the proof page, and stop before synthesis."""
    announcer: bool = False
    """True for `script`: write the programme for a human announcer, next to the proof page."""

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
    """The digest of what every single file depends on: code, libraries, templates, the voices' own files."""
    manifest: Path
    output: Path
    store: Path
    articles: Path
    """Where prepared articles are kept."""
    pictures: Path
    """Where resized pictures are kept."""
    scratch: Path
    """Where sound is kept that is published only inside a book."""
    history: Path
    """Where signed and published states are kept."""

    def moved(self, request: Request) -> Plan:
        """Return the plan of the same edition with the internal folder as output."""
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

    def is_same(self, other: Plan) -> bool:
        """Return whether `other` has the same inputs, settings and files.

        The errors in the folder are compared by their words, because two exceptions are never equal.
        """
        return _comparable(self) == _comparable(other)

    def unfinished(self, why: str) -> Plan:
        """Return a plan with a digest that no later plan can have: the next build builds the edition again."""
        return replace(self, inputs=f"{self.inputs} with {why}")


def _comparable(plan: Plan) -> tuple[Plan, list[str]]:
    return replace(plan, folder=replace(plan.folder, errors=())), [str(error) for error in plan.folder.errors]


def make_plan(folder: EditionFolder, request: Request) -> Plan:
    """Return the plan of an edition.  Raises `ConfigError` if the settings cannot be read."""
    recall_digests(digests_of(folder, request))
    loose = folder.path == request.input
    files = (request.input / "bantin.toml", *(() if loose else (folder.path / "edition.toml",)))
    settings = config.load(*files)
    places = dict.fromkeys((request.input / "lexicon.tsv", folder.path / "lexicon.tsv"))
    # a broken link is an error, not an empty lexicon
    lexicons = tuple(path for path in places if path.is_file() or path.is_symlink())
    templates = request.input / "templates"
    voice = request.voice or settings.sound.voice
    shared = (code_digest(), library_versions(), os.environ.get("BANTIN_LANG", ""))
    environment = digest(*shared, *_voice_files(voice, settings), files=set(_files_below(templates)))
    edition = {*_inputs(folder.path, loose=loose), *files, *lexicons}
    return Plan(
        folder=replace(folder, notices=(*folder.notices, *config.renamed(*files))),
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


def digests_of(folder: EditionFolder, request: Request) -> Path:
    """Return the path of the record of digests of the edition's large files."""
    return manifests_of(request) / f"{folder.id}.digests"


def files_of(plan: Plan) -> set[Path]:
    """Return every file that the edition is made of: its own, and those that all editions share."""
    loose = plan.folder.path == plan.templates.parent
    return {*_inputs(plan.folder.path, loose=loose), *_files_below(plan.templates)}


def _scratch(request: Request, edition: str) -> Path:
    return request.work / "book" / manifests_of(request).name / edition


def manifests_of(request: Request) -> Path:
    """Return the folder of the manifests of one output folder.

    Its name depends on the relative path from the work folder to the output, so both may be moved together.
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
    """Return the digests of the data files of the edition's voices, which are outside the input folder."""
    return tuple(filter(None, map(data_digest, (voice, settings.sound.fallback, *settings.own_voices))))


def _inputs(folder: Path, *, loose: bool) -> Iterable[Path]:
    """Yield every file of the edition, and a jingle that all editions share."""
    found = (path for path in folder.iterdir() if path.is_file()) if loose else _files_below(folder)
    yield from (path for path in found if not OPEN_ELSEWHERE.match(path.name))
    with os.scandir(folder.parent) as shared:  # faster than `iterdir` with a thousand editions
        yield from (Path(one.path) for one in shared if one.is_file())


def _files_below(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
