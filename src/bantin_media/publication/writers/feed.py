"""Records of all editions → `output/feed.xml`, a podcast: RSS 2.0 with the tags of Apple and the Podcast Namespace.

Addresses in a feed are absolute, so a feed needs `base_url`.  The address of an MP3 ends in its digest, because players
cache the file of an address: a changed MP3 gets a new address.  A corrected programme is a new episode with a new
`guid`, because players ignore an episode whose `guid` they know.
Sources: podcasters.apple.com "RSS feed requirements", podcastindex.org namespace 1.0, RFC 5005 (paged feeds).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import UUID, uuid5

from ...configuration.settings import Settings
from ...files import write_whole
from ...messages import message
from ...model import Notice
from ...templates import environment, render
from ..documents.labels import label, visible
from .artwork import feed_artwork
from .paging import pages, remove_beyond
from .records import ArticleRecord, EditionRecord, FileRecord, newest_first

NAME, ARTWORK = "feed.xml", "feed.jpg"
EPISODES_A_PAGE: Final = 200
PODCAST_NAMESPACE: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of `podcast:guid`, from its specification."""
VIETNAM: Final = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of the feed; addresses are absolute, the description is HTML."""

    guid: str
    title: str
    link: str
    published: str
    description: str
    author: str
    address: str
    size_bytes: int
    duration_seconds: int
    number: str
    season: int
    language: str
    transcript: str
    chapters: str


def write_feed(
    records: Sequence[EditionRecord], settings: Settings, target_folder: Path, *, overrides: Path | None = None
) -> tuple[list[Path], tuple[Notice, ...]]:
    """Write the feed of all public, signed editions; return its files and notices.

    Without `settings.base_url` no feed is written, an earlier feed is removed, and there is a notice.  Raises
    `ConfigError` for a template, and `OutputError`.
    """
    base = settings.base_url.rstrip("/")
    published = newest_first([record for record in records if record.is_published])
    if not base or not published:
        remove_beyond(0, NAME, target_folder)
        (target_folder / ARTWORK).unlink(missing_ok=True)
        return [], () if base else (_no_address(),)
    address = f"{base}/{NAME}"
    guid = settings.feed.guid or str(uuid5(PODCAST_NAMESPACE, re.sub(r"^\w+://", "", address).rstrip("/")))
    per_article = settings.feed.episodes == "articles"
    episodes = [one for record in published for one in _episodes(record, base, per_article=per_article)]
    write_whole(target_folder / ARTWORK, feed_artwork(settings.title, settings.publisher))
    templates = environment("feed", overrides)
    templates.filters["visible"] = visible
    paths = [target_folder / ARTWORK]
    for page in pages(episodes, EPISODES_A_PAGE, NAME):
        text = render(
            templates,
            "feed.xml.j2",
            page=page,
            settings=settings.shown(),
            base=base,
            artwork=f"{base}/{ARTWORK}",
            guid=guid,
            changed=_moment(max(record.moment for record in published)),
            description=settings.feed.description or published[0].title,
        )
        write_whole(target_folder / page.name, text.encode("utf-8"))
        paths.append(target_folder / page.name)
    remove_beyond(len(paths) - 1, NAME, target_folder)
    return paths, tuple(_advice(settings, guid))


def _episodes(record: EditionRecord, base: str, *, per_article: bool) -> Iterator[Episode]:
    if not per_article:
        if record.programme:
            yield _programme(record, record.programme, base)
        return
    for place, article in enumerate(record.articles):
        if article.sound:
            yield _article(record, article, article.sound, base, place)


def _programme(record: EditionRecord, sound: FileRecord, base: str) -> Episode:
    folder = f"{base}/{record.folder}/"
    digits = re.search(r"\d+", record.issue)
    return Episode(
        guid=record.uuid(f"programme {record.correction}".strip()),
        title=label("corrected", edition=record.name) if record.correction else record.name,
        link=f"{folder}index.html",
        published=_moment(record.moment) if record.correction else _day(record, 0),
        description=(f"<p>{_html(record.correction)}</p>" if record.correction else "")
        + f"<ul>{''.join(f'<li>{_html(article.title)}</li>' for article in record.articles)}</ul>"
        + _credits(record),
        author=record.publisher,
        address=folder + _versioned(record, sound),
        size_bytes=sound.size_bytes,
        duration_seconds=round(sound.duration_ms / 1000),
        number=str(int(digits.group())) if digits and int(digits.group()) else "",
        season=record.day.year,
        language=record.language,
        transcript=folder + quote(record.transcript) if record.transcript else "",
        chapters=folder + quote(record.chapters) if record.chapters else "",
    )


def _article(record: EditionRecord, article: ArticleRecord, sound: FileRecord, base: str, place: int) -> Episode:
    folder = f"{base}/{record.folder}/"
    return Episode(
        guid=record.uuid(f"article {article.name}"),
        title=article.title,
        link=folder + article.href,
        published=_day(record, place),
        description="".join(f"<p>{_html(text)}</p>" for text in (article.lead, record.name, record.correction) if text)
        + _credits(record),
        author=article.author or record.publisher,
        address=folder + _versioned(record, sound),
        size_bytes=sound.size_bytes,
        duration_seconds=round(sound.duration_ms / 1000),
        number="",
        season=record.day.year,
        language=record.language,
        transcript=folder + quote(article.transcript) if article.transcript else "",
        chapters="",
    )


def _versioned(record: EditionRecord, sound: FileRecord) -> str:
    digest = record.files.get(sound.name, "")
    return quote(sound.name) + (f"?v={digest[:8]}" if digest else "")


def _credits(record: EditionRecord) -> str:
    return f"<p>{_html(label('voice_credits', credits=record.voice_credits))}</p>" if record.voice_credits else ""


def _html(text: str) -> str:
    return html.escape(visible(text), quote=False)


def _day(record: EditionRecord, place: int) -> str:
    """Return the day of issue at noon, minus `place` minutes: players sort by time, so each item needs its own."""
    noon = datetime.combine(record.day, time(12), VIETNAM)
    return _moment(noon - timedelta(minutes=place))


def _moment(moment: datetime) -> str:
    """Return a time as RFC 822 requires; `email` is imported late, because most runs write no feed."""
    from email.utils import format_datetime

    return format_datetime(moment)


def _advice(settings: Settings, guid: str) -> Iterator[Notice]:
    if not settings.feed.guid:
        yield Notice(
            "feed.guid",
            "input/bantin.toml",
            message("the podcast feed has no permanent identifier: at another address it would be another feed"),
            message('Write into the group [feed], once and for all: guid = "{guid}"', guid=guid),
        )
    if settings.base_url.startswith("http://"):
        yield Notice(
            "feed.not-encrypted",
            "input/bantin.toml",
            message("the address begins with http://: podcast directories and many phones refuse it"),
            message('Ask for an encrypted address and write it: base_url = "https://…/"'),
        )


def _no_address() -> Notice:
    return Notice(
        "feed.no-address",
        "input/bantin.toml",
        message("there is no podcast feed, because it needs the web address of the bulletin"),
        message('Write the address where output/ is published: base_url = "https://…/"'),
    )
