"""`Edition` and its MP3s → the MARC record of the spoken recording, separate from that of the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from ....model import Edition
from ....reporting.report import FileKind, MadeFile
from ...documents import Document, edition_name, edition_title, voice_credits, voice_name
from ...documents.labels import label
from ..epub.metadata import metadata
from . import marc
from .issue import VOCABULARY, control_number
from .marc import Field, Record

LEADER = "00000nim a2200000 i 4500"
"""New record, nonmusical sound recording, monograph."""


def sound_record(
    edition: Edition, documents: Sequence[Document], sounds: Sequence[MadeFile], voices: Sequence[str]
) -> Record:
    """Return the record of the MP3s `sounds`; `voices` are the names of the voices in the settings.

    It describes the programme if there is one, else the articles' MP3s.
    """
    fields = (*_described(edition, documents, sounds, voices), *_linked(edition, documents, sounds))
    return Record(LEADER, tuple(_control(edition)), fields)


def _control(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "001", marc.sound_number(edition)
    yield "005", marc.stamped(edition)
    yield "006", "m     o  h |      "  # a computer file, online, of sound
    yield "007", "cr |||||||||||"
    yield "007", "sr |m|||||||ed"  # sound from elsewhere, mono, for digital players, recorded digitally
    # Published on one day (e) in Vietnam (vm); a recording's places: no music (nnn), online (o), no literary text (z),
    # no transposition (n)
    yield "008", f"{edition.date:%y%m%d}e{edition.date:%Y%m%d}vm nnn |o      z  n {marc.language(edition)} d"


def _described(
    edition: Edition, documents: Sequence[Document], sounds: Sequence[MadeFile], voices: Sequence[str]
) -> Iterator[Field]:
    """Yield the fields that describe the recording: 040 to 655."""
    described = _chosen(sounds)
    yield from marc.catalogued(edition)
    title = marc.term("sound_title", name=edition_title(edition))
    yield marc.title_field(title, marc.issue_of(edition), marc.publisher_of(edition))
    yield marc.published(edition, " 1", str(edition.date.year))
    length_ms = sum(one.duration_ms for one in described)
    name = "extent_sound" if len(described) == 1 else "extent_sounds"
    yield "300", "  ", (("a", marc.term(name, count=len(described), length=_length(length_ms))),)
    yield "306", "  ", (("a", _clock(length_ms)),)
    yield from marc.kinds("speech")
    yield "341", "0 ", (("a", "auditory"), ("b", "transcript"), ("2", VOCABULARY))
    words, source = marc.terms()["digital"]["recording"]
    yield "344", "  ", (("a", words), ("2", source))
    yield "347", "  ", (("a", "audio file"), ("b", "MP3"), ("2", "rdaft"))
    yield marc.contents(_entries(documents, sounds))
    yield from marc.summary(edition, documents)
    yield "511", "0 ", (("a", _narrators(voices)),)
    yield "532", "1 ", (("a", marc.term("sound_access")),)
    yield "540", "  ", (("a", next(one.text for one in metadata(edition, documents) if one.tag == "rights")),)
    if credits := voice_credits(edition, voices):
        yield "540", "  ", (("a", label("voice_credits", credits=credits)),)
    yield from marc.subjects(documents)


def _linked(edition: Edition, documents: Sequence[Document], sounds: Sequence[MadeFile]) -> Iterator[Field]:
    """Yield the linking fields: persons and offices, the serial, the book, each MP3 (710 to 856)."""
    yield from marc.people(edition, documents)
    yield marc.host(edition)
    yield "776", "08", (("i", marc.term("also_book")), ("t", edition_name(edition)), ("w", control_number(edition)))
    base = edition.base_url.rstrip("/")
    for one in _chosen(sounds) if base else ():
        address = f"{base}/{quote(edition.id)}/{quote(one.name)}"
        yield "856", "40", (("u", address), ("q", "audio/mpeg"), ("y", edition_name(edition)))


def _chosen(sounds: Sequence[MadeFile]) -> list[MadeFile]:
    """Return the programme, which contains all articles; if there is none, the articles' MP3s."""
    programme = [one for one in sounds if one.kind is FileKind.PROGRAMME]
    return programme or [one for one in sounds if one.kind is FileKind.ARTICLE]


def _entries(documents: Sequence[Document], sounds: Sequence[MadeFile]) -> list[str]:
    """Return each article as "Title / Author (3 phút 20 giây)", with the length of its own MP3 if it has one."""
    lengths = {one.name: one.duration_ms for one in sounds if one.kind is FileKind.ARTICLE}
    entries = []
    for document in documents:
        if document.article:
            length_ms = lengths.get(f"{document.name}.mp3", 0)
            named = " / ".join(filter(None, [marc.short(document.title), marc.author_of(document)]))
            entries.append(f"{named} ({_length(length_ms)})" if length_ms else named)
    return entries


def _narrators(voices: Sequence[str]) -> str:
    names = "; ".join(voice_name(voice) for voice in voices)
    return marc.term("narrators", names=names) if names else ""


def _length(milliseconds: int) -> str:
    """Return a duration in the form for catalogues: "1 giờ 5 phút", "24 phút", "40 giây"."""
    seconds = round(milliseconds / 1000)
    if seconds < 60:
        return marc.term("seconds", seconds=seconds)
    minutes = round(seconds / 60)
    return (
        marc.term("hours", hours=minutes // 60, minutes=minutes % 60)
        if minutes >= 60
        else marc.term("minutes", minutes=minutes)
    )


def _clock(milliseconds: int) -> str:
    """Return a duration in the format of field 306: HHMMSS."""
    seconds = round(milliseconds / 1000)
    return f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
