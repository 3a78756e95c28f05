"""An edition's files + what was asked for → the plan: its settings, its voice, and the digest of all it depends on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import config, manifest
from .assembly import assemble, check_numbers
from .editions import EditionFolder
from .engines import Engine, open_engine
from .errors import ConfigError
from .messages import message
from .preparation import normalizer
from .running_order import Frame
from .settings import Settings


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


@dataclass(frozen=True, slots=True)
class Plan:
    """One edition before work begins."""

    folder: EditionFolder
    settings: Settings
    lexicons: tuple[Path, ...]
    frame: Frame
    voice: str
    speaks: bool
    """Whether the voice knows the edition's language; where it does not, only recordings are heard."""
    templates: Path
    inputs: str
    """The digest of everything that the finished files depend on."""
    manifest: Path
    output: Path
    store: Path
    scratch: Path
    """Where sound is kept that is published only inside a book."""


def make_plan(folder: EditionFolder, request: Request) -> Plan:
    """Return what is to be done.  Raises `ConfigError` and `LexiconError`: without settings nothing is built."""
    loose = folder.path == request.input
    files = (request.input / "bantin.toml", *(() if loose else (folder.path / "edition.toml",)))
    settings = config.load(*files)
    check_numbers(folder, settings)
    lexicons = tuple(
        path for path in dict.fromkeys((request.input / "lexicon.tsv", folder.path / "lexicon.tsv")) if path.is_file()
    )
    normalizer(settings.reading, lexicons)
    templates = request.input / "templates"
    voice = request.voice or settings.sound.voice
    engines = _engines(folder, settings, voice)
    fingerprints = ",".join(engine.fingerprint for engine in engines)
    depends_on = (manifest.code_digest(), fingerprints, str(request.audio), os.environ.get("BANTIN_LANG", ""))
    place = f"{request.output.name}-{manifest.digest((), request.output.resolve().as_posix())[:12]}"
    return Plan(
        folder=folder,
        settings=settings,
        lexicons=lexicons,
        frame=_frame(folder, settings, templates),
        voice=voice,
        speaks=settings.language in engines[0].languages,
        templates=templates,
        inputs=manifest.digest({*_inputs(folder.path, templates, loose=loose), *files, *lexicons}, *depends_on),
        manifest=request.work / "manifests" / place / f"{folder.id}.json",
        output=request.output / folder.id,
        store=request.work / "store",
        scratch=request.work / "book" / place / folder.id,
    )


def _engines(folder: EditionFolder, settings: Settings, voice: str) -> list[Engine]:
    """Return the engines of the edition's voice and of its articles' own; an internal edition stays on this machine."""
    voices = [voice, *(override.voice for _, override in settings.articles if override.voice)]
    engines = [open_engine(one, settings.profile) for one in dict.fromkeys(voices)]
    if settings.audience == "internal" and any(engine.needs_network for engine in engines):
        raise ConfigError(
            str(folder.path / "edition.toml"),
            message('this edition is internal, and the voice "{voice}" needs the network', voice=voice),
            message('Choose a voice that stays on this machine: voice = "espeak".'),
        )
    return engines


def _frame(folder: EditionFolder, settings: Settings, templates: Path) -> Frame:
    return Frame(
        settings.title,
        settings.number,
        assemble(folder, settings, ()).date,
        settings.publisher,
        settings.greeting,
        jingle=_jingle(folder, settings),
        overrides=templates,
    )


def _jingle(folder: EditionFolder, settings: Settings) -> Path | None:
    """Return the ident that the settings name, from the edition's folder or from `input/`."""
    if not settings.sound.jingle:
        return None
    for place in dict.fromkeys((folder.path, folder.path.parent)):
        path = place / settings.sound.jingle
        if path.is_file() and path.resolve().is_relative_to(place.resolve()):
            return path
    raise ConfigError(
        str(folder.path / "edition.toml"),
        message('jingle: there is no sound "{name}" in this folder', name=settings.sound.jingle),
        message("Put it there, or remove the line."),
    )


def _inputs(folder: Path, templates: Path, *, loose: bool) -> Iterable[Path]:
    own = folder.iterdir() if loose else folder.rglob("*")
    beside = templates.rglob("*") if templates.is_dir() else ()
    return (path for path in (*own, *beside) if path.is_file())
