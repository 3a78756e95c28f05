"""A plan → who speaks, whether they know the language, and the words and the ident around the articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..engines import Engine, open_engine
from ..errors import ConfigError
from ..messages import message
from ..running_order import Frame
from .assembly import issue_date
from .plan import Plan


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what is heard besides the articles' own words."""

    frame: Frame
    speaks: bool
    """Whether the voice knows the edition's language; where it does not, only recordings are heard."""


def cast(plan: Plan) -> Cast:
    """Return who speaks.  Raises `ConfigError` for an unknown voice, one that an internal edition may not use, a
    jingle that is not there.
    """
    settings = plan.settings
    voices = [plan.voice, *(override.voice for _, override in settings.articles if override.voice)]
    engines = {voice: _opened(voice, plan) for voice in voices}
    _keep_inside(plan, engines)
    frame = Frame(
        settings.title,
        settings.number,
        issue_date(settings, ()),
        settings.publisher,
        settings.greeting,
        jingle=_jingle(plan),
        overrides=plan.templates,
    )
    return Cast(frame, settings.language in engines[plan.voice].languages)


def _opened(voice: str, plan: Plan) -> Engine:
    """Return the engine of `voice`; the mistake of a voice that there is not names the file that asks for it."""
    try:
        return open_engine(voice, plan.settings.profile)
    except ConfigError as error:
        raise ConfigError(str(plan.folder.path / "edition.toml"), error.what, error.hint) from error


def _keep_inside(plan: Plan, engines: dict[str, Engine]) -> None:
    """Raise `ConfigError` where the words of an internal edition would leave this machine."""
    for voice, engine in engines.items():
        if plan.settings.audience == "internal" and engine.needs_network:
            raise ConfigError(
                str(plan.folder.path / "edition.toml"),
                message('this edition is internal, and the voice "{voice}" needs the network', voice=voice),
                message('Choose a voice that stays on this machine: voice = "espeak".'),
            )


def _jingle(plan: Plan) -> Path | None:
    """Return the ident that the settings name, from the edition's folder or from `input/`."""
    name, folder = plan.settings.sound.jingle, plan.folder.path
    if not name:
        return None
    for place in dict.fromkeys((folder, folder.parent)):
        path = place / name
        if path.is_file() and path.resolve().is_relative_to(place.resolve()):
            return path
    raise ConfigError(
        str(folder / "edition.toml"),
        message('jingle: there is no sound "{name}" in this folder', name=name),
        message("Put it there, or remove the line."),
    )
