"""Fuzz targets for language: sentences, readings, the lexicon, cleaning with and without settings, pages."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bantin_media.cleaning import clean
from bantin_media.cleaning.characters import tidy
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.errors import ConfigError, LexiconError, SourceError
from bantin_media.model import Draft, Edition, LineKind, Notice, Picture, Sentence, SourceLine
from bantin_media.normalization import Normalizer, lexicon
from bantin_media.publication.documents import documents
from bantin_media.readers import SUFFIXES, html, legacy_fonts, markdown, office, pdf, read, text  # noqa: F401
from bantin_media.speech.engines.espeak import refuse_unspeakable
from bantin_media.vietnamese.sentences import split

from .promises import promise, utf8
from .sources import attack_file, letters

NORMALIZER = Normalizer()
SPOKEN = re.compile(r"(?:[^\W\d_]+(?:[-'][^\W\d_]+)*(?:, | |(?=[.?!]?$)))*[.?!]?")
ID = re.compile(r"[a-z]\d+")


def attack_sentences(data: bytes, _: Path) -> None:
    """Split a text into sentences; joined, they are equal to the text."""
    whole = data.decode("utf-8", "replace")
    cut = split(whole)
    promise(" ".join(cut) == " ".join(whole.split()), "sentences joined are not the text")
    promise(all(cut), "an empty sentence")


def attack_normalization(data: bytes, _: Path, normalizer: Normalizer = NORMALIZER) -> None:
    """Read a line: everything written is in a token, everything spoken is words, silent text is reported."""
    line = data.decode("utf-8", "replace")
    reading = normalizer.read(line)
    promise("".join(token.written for token in reading.tokens) == line, "tokens joined are not the line")
    promise(reading.written == line, "what was written is not the line")
    promise(unicodedata.is_normalized("NFC", reading.spoken), "spoken in pieces of letters")
    promise(SPOKEN.fullmatch(reading.spoken), f"not words: {reading.spoken!r}")
    refuse_unspeakable(reading.spoken)
    silent = [token for token in reading.tokens if not token.spoken and token.rule == "unread"]
    promise(not silent or reading.notices, f"silent and unannounced: {silent}")
    for token in reading.tokens:
        promise(token.spoken or not re.search(r"[0-9]", token.written) or reading.notices, f"a number lost: {token}")
    for notice in reading.notices:
        utf8(f"{notice.what}{notice.hint}")


def attack_lexicon(data: bytes, folder: Path) -> None:
    """Load a lexicon: refused with its line, or usable."""
    path = folder / "lexicon.tsv"
    path.write_bytes(data)
    try:
        loaded = lexicon.load([path])
    except LexiconError as error:
        promise(str(path) in error.where and error.what and error.hint, f"no place or advice: {error}")
        utf8(str(error))
        return
    normalizer = Normalizer(lexicon=loaded)
    for entries in loaded.entries.values():
        for entry in entries[:4]:
            attack_normalization(utf8(f"{entry.near} {entry.written} {entry.near} xã 12 km."), folder, normalizer)


KINDS = tuple(LineKind)
ROLES = ("", "title", "date", "lead", "author", "source", "section", "caption", "boilerplate")


def draft_of(data: bytes) -> Draft:
    """Return a draft of lines; a line that begins with \x01 has its kind in the next two letters."""
    lines: list[SourceLine] = []
    blank = True
    for number, raw in enumerate(data.decode("utf-8", "replace").split("\n")[:60], 1):
        kind, role, line = LineKind.TEXT, "", raw
        if raw.startswith("\x01") and len(raw) > 2:
            kind, role, line = KINDS[ord(raw[1]) % len(KINDS)], ROLES[ord(raw[2]) % len(ROLES)], raw[3:]
        if not line.strip():
            blank = True
            continue
        rows: tuple[tuple[str, ...], ...] = ()
        if kind is LineKind.TABLE:  # for which no reader has a role
            role = role if role == "boilerplate" else ""
            cells = [cell.strip() for cell in line.split("|")]
            rows = tuple(zip(cells[::2], [*cells[1::2], ""], strict=False))
            line = ""
        indent = len(line) - len(line.lstrip())
        lines.append(SourceLine(number, line.strip(), kind, role, 1, indent=indent, blank_before=blank, rows=rows))
        blank = False
    return Draft(Path("01 bài.txt"), tuple(lines), broken_lines=data[:1] in {b" ", b"\t"})


def words(value: object) -> Iterator[str]:
    """Yield all texts of an article."""
    if isinstance(value, Sentence):
        yield value.text
    elif isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield f"{value:%d/%m/%Y}"
    elif isinstance(value, tuple):
        for one in value:
            yield from words(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Notice | Picture | type):
        for field in dataclasses.fields(value):
            yield from words(getattr(value, field.name))


SMALL_NUMBER = re.compile(r"\d{1,2}")
"""A part of a date or a time, which the article has as a date."""


def attack_cleaning(data: bytes, _: Path) -> None:
    """Clean a draft: no word is lost without a record, ids are names, every sentence is one sentence."""
    draft = draft_of(data)
    try:
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError as error:
        promise(error.what and error.hint, "no advice")
        return
    kept = tidy(" ".join(words(dataclasses.replace(article, trace=(), notices=()))))
    have, run = set(re.findall(r"\w+", kept)), letters(kept)
    written = " ".join(cell for line in draft.lines for cell in (line.text, *(one for row in line.rows for one in row)))
    lost = {
        word
        for word in set(re.findall(r"\w+", tidy(written))) - have
        # words without a space may be separated: hộiTác, 15PV
        if word not in run and not any({word[:at], word[at:]} <= have for at in range(1, len(word)))
    }
    promise(not {word for word in lost if not SMALL_NUMBER.fullmatch(word)}, f"words are lost: {sorted(lost)}")
    ids = [sentence.id for sentence in sentences_of(article)]
    promise(len(ids) == len(set(ids)) and all(map(ID.fullmatch, ids)), "ids are not unique names")
    promise(all(one.reason for one in article.dropped), "dropped without a reason")


def sentences_of(value: object) -> Iterator[Sentence]:
    """Yield the sentences in `value`, in order."""
    if isinstance(value, Sentence):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from sentences_of(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from sentences_of(getattr(value, field.name))


def attack_overrides(data: bytes, _: Path) -> None:
    """Clean with settings: the lines before the first NUL; the rest is the article."""
    head, _mark, body = data.partition(b"\0")
    wanted = head.decode("utf-8", "replace").split("\n")
    override = ArticleOverride(
        title=wanted[0] if len(wanted) > 4 else "",
        drop=tuple(wanted[1:2]),
        keep=tuple(wanted[2:3]),
        captions=tuple(wanted[3:4]),
        author=wanted[4] if len(wanted) > 4 else "",
        lead=wanted[5] if len(wanted) > 5 else None,
    )
    try:
        article = clean(draft_of(body), number=1, slug="bai", override=override)
    except (ConfigError, SourceError) as error:
        promise(error.what and error.hint, "no advice")
        return
    ids = [sentence.id for sentence in sentences_of(article)]
    promise(len(ids) == len(set(ids)), "ids are not unique")


def attack_pages(data: bytes, folder: Path) -> None:
    """Convert a text to the XHTML of its book and page: well formed, without scripts or event attributes."""
    from lxml import etree

    draft = attack_file(data, folder, ".txt")
    if draft is None:
        return
    try:
        article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    except SourceError:
        return
    for sentence in sentences_of(article):
        attack_normalization(utf8(sentence.text), folder)
    from datetime import UTC, datetime

    edition = Edition(
        "2026-11", "Bản tin", "1", date(2026, 11, 5), datetime(2026, 11, 5, tzinfo=UTC), "Phòng", articles=(article,)
    )
    for document in documents(edition):
        for sentence in sentences_of(document):
            etree.fromstring(f"<p>{escape(sentence.text)}</p>")


def escape(text_: str) -> str:
    """Escape like the templates."""
    from markupsafe import escape as escaped

    return str(escaped(text_))
