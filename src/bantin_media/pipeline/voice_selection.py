"""A plan → the voice of each article and of the words around them; voices that may not speak are refused."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..configuration.settings import Settings
from ..errors import BantinError, ConfigError
from ..files import slug
from ..messages import message
from ..model import Article, Notice
from ..speech.engine import Engine
from .plan import Plan


@dataclass(frozen=True, slots=True)
class VoiceSelection:
    """Which voice speaks which part of the edition; nothing else decides this."""

    voice: str
    """The edition's voice, from the command line or the settings."""
    settings: Settings
    speaks: bool = True
    """Whether the voice supports the edition's language; if not, only recordings are heard."""
    fallen: Mapping[str, BantinError] = field(default_factory=dict)
    """Slug of each article that the fallback speaks → the error of its own voice."""
    continuity_falls_back: bool = False
    """Whether the fallback speaks the words around the articles."""

    def of(self, article: Article | None) -> str:
        """Return the voice of an article, or (None) of the words around the articles; empty if no voice speaks."""
        if not self.speaks:
            return ""
        if self.continuity_falls_back if article is None else article.slug in self.fallen:
            return self.settings.sound.fallback
        own = self.settings.voice_of(article.number, article.section) if article else ""
        return own or self.voice

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the voices chosen for the edition, its articles and its sections, each once; not the fallback."""
        return tuple(dict.fromkeys((self.voice, *self.settings.own_voices)))

    @property
    def stands_in(self) -> bool:
        """Return whether the fallback speaks anything."""
        return bool(self.fallen) or self.continuity_falls_back


def select_voices(plan: Plan) -> VoiceSelection:
    """Return the voice selection of `plan`.

    Raises `ConfigError` for a voice that cannot be opened or that an internal edition may not use.
    """
    selection = VoiceSelection(plan.voice, plan.settings)
    engines = {voice: _opened(voice, plan) for voice in filter(None, (*selection.chosen, plan.settings.sound.fallback))}
    _keep_inside(plan, engines)
    _check_fallback(plan, engines)
    return replace(selection, speaks=plan.settings.language in engines[plan.voice].languages)


def _like(name: str, sections: Sequence[str]) -> list[str]:
    """Return the section most similar to `name`, with or without diacritics; an empty list if none is similar."""
    from difflib import get_close_matches

    bare = {slug(section): section for section in sections}
    found = get_close_matches(slug(name), bare, n=1, cutoff=0.8)
    return [bare[one] for one in found] or get_close_matches(name, sections, n=1, cutoff=0.75)


def unknown_sections(settings: Settings, articles: Sequence[Article], where: str) -> Iterator[Notice]:
    """Yield a notice for each section that seems misspelt: in an article, or in `section_voices`."""
    known = list(dict.fromkeys((*settings.sections, *(article.section for article in articles if article.section))))
    for name in dict.fromkeys(article.section for article in articles):
        if name and name not in settings.sections and (near := _like(name, settings.sections)):
            yield Notice(
                "edition.unknown-section",
                where,
                message('the section "{name}" of an article is not among those of the edition', name=name),
                message('Did you mean "{nearest}"?', nearest=near[0]),
            )
    for name, _ in settings.section_voices:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1, cutoff=0.5)
            yield Notice(
                "edition.unknown-section",
                where,
                message('section_voices: no article is in the section "{name}"', name=name),
                message('Did you mean "{nearest}"?', nearest=near[0])
                if near
                else message("Sections here: {names}.", names=", ".join(known) or "—"),
            )


def _opened(voice: str, plan: Plan) -> Engine:
    """Return the engine of `voice`.  Raises `ConfigError` with the file and line of the setting."""
    try:
        return plan.speech.engine(voice)
    except ConfigError as error:
        described = error.where.startswith("[voices.")
        place = _place(plan, error.where) if described else _place(plan, f'"{voice}"', f"'{voice}'")
        raise ConfigError(f"{place} {error.where}" if described else place, error.what, error.hint) from error


def _place(plan: Plan, *written: str) -> str:
    """Return file and line of the first setting that contains one of `written`; comments do not count.

    Return "--voice" if no setting contains it.
    """
    for path in (plan.folder.path / "edition.toml", plan.folder.path.parent / "bantin.toml"):
        with contextlib.suppress(OSError):
            for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
                if any(one in line.partition("#")[0] for one in written):
                    return f"{path}:{number}"
    return "--voice"


def _keep_inside(plan: Plan, engines: dict[str, Engine]) -> None:
    """Raise `ConfigError` if a voice would send the text of an internal edition over the network."""
    for voice, engine in engines.items():
        if plan.settings.audience == "internal" and engine.needs_network:
            raise ConfigError(
                _place(plan, f'"{voice}"', f"'{voice}'"),
                message('this edition is internal, and the voice "{voice}" needs the network', voice=voice),
                message('Choose a voice that stays on this machine: voice = "espeak".'),
            )


def _check_fallback(plan: Plan, engines: dict[str, Engine]) -> None:
    """Raise `ConfigError` for a fallback that needs the network or does not support the edition's language."""
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
