"""Prepared articles + settings → the `Edition`: its date, order and imprint, and notices of what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ..configuration.config import line_with
from ..configuration.editions import EditionFolder, Source
from ..configuration.settings import Settings
from ..errors import ConfigError
from ..files import as_named, slug
from ..messages import message
from ..model import Article, Edition, Notice, Picture
from ..publication.documents import in_sections
from ..publication.documents.imprint import imprint, missing
from ..publication.documents.labels import label
from ..publication.names import is_own_name
from ..speech.engines.piper_voices import voice_credit

EARLIEST = date(2000, 1, 1)
"""The date of an edition without any date; fixed, so that the same input gives the same bytes."""

COVER_NAMES = frozenset({"bia", "cover"})
"""Names of the file of a cover as `slug` writes them."""


def in_order(sources: Sequence[Source], settings: Settings) -> tuple[Source, ...]:
    """Return the sources without skipped ones, in the editor's order: those in `order` first, then by number."""
    places = {number: place for place, number in enumerate(settings.order)}
    wanted = [source for source in sources if not settings.override(source.number).skip]
    return tuple(sorted(wanted, key=lambda source: (places.get(source.number, len(places)), source.number)))


def issue_date(settings: Settings, articles: Sequence[Article]) -> date:
    """Return the day of issue: from the settings, else that of the newest article, else `EARLIEST`."""
    return settings.date or max((one.date for one in articles if one.date), default=EARLIEST)


def issue_number(settings: Settings) -> str:
    """Return the edition's number; for the program's sample the word for "sample" is added."""
    return f"{settings.number} {label('sample')}".strip() if settings.sample else settings.number


def assemble(folder: EditionFolder, settings: Settings, articles: Sequence[Article]) -> Edition:
    """Return the edition of `articles`, in the order in which they are heard and read.

    Raises `ConfigError` if the cover or emblem in the settings does not exist, or if two articles have one `slug`.
    """
    heard = [article for _, members in in_sections(tuple(articles), settings.sections) for article in members]
    day = issue_date(settings, heard)
    revised = settings.revised or datetime(day.year, day.month, day.day, tzinfo=UTC)
    cover, notices = _cover(folder, settings), list(_advice(folder, settings, day))
    return Edition(
        id=folder.id,
        title=settings.title,
        number=issue_number(settings),
        date=day,
        revised=revised,
        publisher=settings.publisher,
        language=settings.language,
        audience=settings.audience,
        approved_by=settings.approved_by,
        approved_code=settings.approved_code,
        is_sample=settings.sample,
        greeting=settings.greeting,
        colour=settings.colour.lower(),
        logo=logo(folder.path, settings),
        sections=settings.sections,
        base_url=settings.base_url,
        period=settings.period,
        issn=settings.issn,
        isbn=settings.isbn,
        rights=settings.rights,
        accessibility_evaluated_by=settings.accessibility_evaluated_by,
        voice_credits=tuple(_voice_credits(settings)),
        imprint=imprint(settings),
        articles=_named_apart(folder.id, _named_for_good(_named_as_heard(heard), settings, folder.path)),
        cover=cover,
        notices=(*folder.notices, *notices),
    )


def _voice_credits(settings: Settings) -> Iterator[tuple[str, str]]:
    for voice in dict.fromkeys((settings.sound.voice, settings.sound.fallback, *settings.own_voices)):
        if credit := voice_credit(voice):
            yield voice, credit


def jingle(folder: Path, settings: Settings) -> Path | None:
    """Return the ident in the settings, from the edition's folder or its parent; None without the setting.

    Raises `ConfigError` if the file does not exist.
    """
    name = settings.sound.jingle
    if not name:
        return None
    if path := _own_or_shared(folder, name):
        return path
    raise ConfigError(
        _line_with("jingle", folder),
        message('jingle: there is no sound "{name}" in this folder', name=name),
        message("Put it there, or remove the line."),
    )


def _named_as_heard(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return the articles with names that sort in playback order: by number, or by place if numbers are unordered."""
    numbers = [article.number for article in articles]
    if numbers != sorted(numbers):
        numbers = list(range(1, len(articles) + 1))
    digits = max(2, len(str(max(numbers, default=0))))
    rest = [article.slug.partition("-")[2] for article in articles]
    pairs = zip(numbers, rest, strict=True)
    names = [f"{number:0{digits}}-{name}" if name else f"{number:0{digits}}" for number, name in pairs]
    return tuple(replace(article, slug=name) for article, name in zip(articles, names, strict=True))


def _named_for_good(articles: Sequence[Article], settings: Settings, folder: Path) -> tuple[Article, ...]:
    """Return the articles with the permanent names from the settings (`slug`).

    A published address stays valid even if title, number or place of the article changes.  Raises `ConfigError` if two
    articles have one name.
    """
    own = {one.number: slug(name) for one in articles if (name := settings.override(one.number).slug)}
    if len(set(own.values())) < len(own):
        twice = next(name for name in own.values() if list(own.values()).count(name) > 1)
        raise ConfigError(
            str(folder / "edition.toml"),
            message('slug: two articles are called "{name}"', name=twice),
            message("Give each article a name of its own."),
        )
    taken = set(own.values())
    named = (replace(one, slug=own.get(one.number) or one.slug) for one in articles)
    return tuple(
        replace(one, slug=f"{one.slug}-{one.number}") if one.number not in own and one.slug in taken else one
        for one in named
    )


def logo(folder: Path, settings: Settings) -> Picture | None:
    """Return the emblem in the settings, from the edition's folder or its parent; None without the setting.

    Raises `ConfigError` if the file does not exist.
    """
    if not settings.logo:
        return None
    if path := _own_or_shared(folder, settings.logo):
        return Picture(path)
    raise ConfigError(
        _line_with("logo", folder),
        message('logo: there is no picture "{name}" in input/', name=settings.logo),
        message("Put it there, or remove the line."),
    )


def _line_with(key: str, folder: Path) -> str:
    return line_with(key, folder.parent / "bantin.toml", folder / "edition.toml")


def _own_or_shared(folder: Path, name: str) -> Path | None:
    for place in dict.fromkeys((folder, folder.parent)):
        path = as_named(place, name)
        if path.is_file() and path.resolve().is_relative_to(place.resolve()):
            return path
    return None


def _named_apart(edition_id: str, articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return the articles with names that differ from those of the edition's own files.

    Otherwise article 12 and the programme of an edition "12" would both be `12.mp3`.
    """
    return tuple(replace(one, slug=f"{one.slug}-bai") if is_own_name(edition_id, one.slug) else one for one in articles)


def _cover(folder: EditionFolder, settings: Settings) -> Picture | None:
    if settings.cover:
        path = as_named(folder.path, settings.cover)
        inside = path.resolve().is_relative_to(folder.path.resolve())
        if inside and path.is_file():
            return Picture(path)
        raise ConfigError(
            str(folder.path / "edition.toml"),
            message('cover: there is no picture "{name}" in this folder', name=settings.cover),
            message("Put it there, or remove the line: a cover is drawn then."),
        )
    found = (path for path in folder.others if slug(path.stem) in COVER_NAMES)
    return next((Picture(path) for path in found), None)


def _advice(folder: EditionFolder, settings: Settings, day: date) -> Iterator[Notice]:
    where = str(folder.path / "edition.toml")
    if settings.date is None:
        yield Notice(
            "edition.no-date",
            where,
            message("the edition has no date; {day} is used", day=day.isoformat()),
            message("Write the day of issue into the file: date = {day}", day=day.isoformat()),
        )
    yield from missing(settings, where)
    yield from _gone(folder, settings, where)
    used = files_of_the_whole(folder, settings)
    for path in folder.others:
        if path not in used:
            yield Notice(
                "edition.unused-file",
                str(path),
                message("this file belongs to no article and was not used"),
                message("Put the number of its article at the head of its name, or move it elsewhere."),
            )


def _gone(folder: EditionFolder, settings: Settings, where: str) -> Iterator[Notice]:
    """Yield a notice for each article number in the settings that has no source in the folder."""
    have = {source.number for source in folder.sources}
    named = dict.fromkeys(settings.order, "order") | {number: f"articles.{number}" for number, _ in settings.articles}
    for number, key in named.items():
        if number not in have and not folder.errors:
            yield Notice(
                "edition.no-article",
                where,
                message("{key} names article {number}, which does not exist", key=key, number=number),
                message("Articles here: {numbers}.", numbers=", ".join(map(str, sorted(have))) or "—"),
            )


def files_of_the_whole(folder: EditionFolder, settings: Settings) -> set[Path]:
    """Return the files that the edition uses as a whole: cover, ident, emblem."""
    cover = _cover(folder, settings)
    named = (settings.sound.jingle, settings.logo)
    return ({cover.path} if cover else set()) | {as_named(folder.path, name) for name in named}
