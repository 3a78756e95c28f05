"""A plan → who speaks, whether they know the language, and the words and the ident around the articles."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..configuration.settings import Settings
from ..errors import ConfigError
from ..files import as_named
from ..messages import message
from ..model import Article, Notice
from ..speech.engines import Engine
from ..speech.narration import opened
from ..speech.running_order import Frame
from .assembly import issue_date, issue_number
from .plan import Plan


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what is heard besides the articles' own words."""

    frame: Frame
    speaks: bool
    """Whether the voice knows the edition's language; where it does not, only recordings are heard."""
    voices: tuple[str, ...]
    """Those that the settings give to the edition, its articles and its sections."""


def cast(plan: Plan) -> Cast:
    """Return who speaks.  Raises `ConfigError` for an unknown voice, one that an internal edition may not use, a
    jingle that is not there.
    """
    settings = plan.settings
    voices, fallback = voices_of(plan), settings.sound.fallback
    engines = {voice: _opened(voice, plan) for voice in (*voices, *filter(None, (fallback,)))}
    _keep_inside(plan, engines)
    _check_fallback(plan, engines)
    frame = Frame(
        settings.title,
        issue_number(settings),
        issue_date(settings, ()),
        settings.publisher,
        settings.greeting,
        jingle=_jingle(plan),
        overrides=plan.templates,
    )
    return Cast(frame, settings.language in engines[plan.voice].languages, voices)


def voices_of(plan: Plan) -> tuple[str, ...]:
    """Return the voices that the settings choose for the edition, its articles and its sections, each once."""
    settings = plan.settings
    own = (override.voice for _, override in settings.articles if override.voice)
    sections = (voice for _, voice in settings.section_voices)
    return tuple(dict.fromkeys((plan.voice, *own, *sections)))


def unknown_sections(settings: Settings, articles: Sequence[Article], where: str) -> Iterator[Notice]:
    """Yield a notice for each section that has a voice and no article, and that the settings name nowhere else."""
    known = list(dict.fromkeys((*settings.sections, *(article.section for article in articles if article.section))))
    for name, _ in settings.section_voices:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            yield Notice(
                "edition.unknown-section",
                where,
                message('section_voices: no article stands in the section "{name}"', name=name),
                message('Did you mean "{nearest}"?', nearest=near[0])
                if near
                else message("Sections here: {names}.", names=", ".join(known) or "—"),
            )


def _opened(voice: str, plan: Plan) -> Engine:
    """Return the engine of `voice`; a mistake names the file and the line that ask for it."""
    try:
        return opened(voice, plan.settings.profile, plan.settings.voices)
    except ConfigError as error:
        described = error.where.startswith("[voices.")
        place = _place(plan, error.where) if described else _place(plan, f'"{voice}"', f"'{voice}'")
        raise ConfigError(f"{place} {error.where}" if described else place, error.what, error.hint) from error


def _place(plan: Plan, *written: str) -> str:
    """Return the file and the line where the settings have one of `written`, comments aside.

    Where they have it nowhere it was `--voice` that said it.
    """
    for path in (plan.folder.path / "edition.toml", plan.folder.path.parent / "bantin.toml"):
        with contextlib.suppress(OSError):
            for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
                if any(one in line.partition("#")[0] for one in written):
                    return f"{path}:{number}"
    return "--voice"


def _keep_inside(plan: Plan, engines: dict[str, Engine]) -> None:
    """Raise `ConfigError` where the words of an internal edition would leave this machine."""
    for voice, engine in engines.items():
        if plan.settings.audience == "internal" and engine.needs_network:
            raise ConfigError(
                _place(plan, f'"{voice}"', f"'{voice}'"),
                message('this edition is internal, and the voice "{voice}" needs the network', voice=voice),
                message('Choose a voice that stays on this machine: voice = "espeak".'),
            )


def _check_fallback(plan: Plan, engines: dict[str, Engine]) -> None:
    """Raise `ConfigError` for a fallback that could fail as the voice does, or that cannot speak in its place."""
    fallback = plan.settings.sound.fallback
    if not fallback:
        return
    what = ""
    if engines[fallback].needs_network:
        what = message('fallback: the voice "{voice}" needs the network itself', voice=fallback)
    elif plan.settings.language not in engines[fallback].languages:
        what = message(
            'fallback: the voice "{voice}" does not speak "{language}"',
            voice=fallback, language=plan.settings.language,
        )  # fmt: skip
    if what:
        hint = message('Choose a voice that stays on this machine: fallback = "espeak".')
        raise ConfigError(_place(plan, f'"{fallback}"', f"'{fallback}'"), what, hint)


def _jingle(plan: Plan) -> Path | None:
    """Return the ident that the settings name, from the edition's folder or from `input/`."""
    name, folder = plan.settings.sound.jingle, plan.folder.path
    if not name:
        return None
    for place in dict.fromkeys((folder, folder.parent)):
        path = as_named(place, name)
        if path.is_file() and path.resolve().is_relative_to(place.resolve()):
            return path
    raise ConfigError(
        str(folder / "edition.toml"),
        message('jingle: there is no sound "{name}" in this folder', name=name),
        message("Put it there, or remove the line."),
    )
