"""`Edition` → the metadata of the package document: Dublin Core, series, accessibility, narration.

Sources: EPUB 3.3 §5.5 and §9.3 (media overlays), EPUB Accessibility 1.1 §2, the MARC relators `aut`, `ctb`, `nrt`.

The issuing office is the creator with the role `aut`, because calibre accepts no other role for an author.  The author
of an article is a contributor.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from uuid import NAMESPACE_URL, uuid5

from ....model import Edition, plain
from ...documents import (
    Document,
    DocumentKind,
    edition_name,
    edition_title,
    issue_name,
    visible,
    voice_credits,
    voice_name,
)
from ...documents.labels import label

DC = "http://purl.org/dc/elements/1.1/"
ACTIVE_CLASS = "-epub-media-overlay-active"
PLAYBACK_CLASS = "-epub-media-overlay-playing"
COVER_ITEM = "picture-cover"
FEATURES = ("ARIA", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents", "unlocked")
"""The features of every book (vocabulary of schema.org's accessibilityFeature)."""
ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Meta:
    """One line of the package's metadata: a Dublin Core element or a `meta`."""

    tag: str
    text: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def is_dc(self) -> bool:
        """Return whether it is a Dublin Core element."""
        return self.tag != "meta"


@cache
def words() -> Mapping[str, str]:
    """Return the sentences of `metadata.toml`."""
    table: Mapping[str, str] = tomllib.loads((resources.files(__package__) / "metadata.toml").read_text("utf-8"))
    return table


def identifier(edition: Edition, variant: str) -> str:
    """Return the book's URN; it depends on edition and variant, not on the text."""
    name = visible("\n".join((edition.publisher, edition.title, edition.id, variant)))
    return uuid5(NAMESPACE_URL, name).urn


def bare(number: str) -> str:
    """Return an ISBN without hyphens and spaces, the form for records and addresses."""
    return "".join(filter(str.isalnum, number)).upper()


def in_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; a time without a zone counts as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def metadata(
    edition: Edition,
    documents: Sequence[Document],
    *,
    durations_ms: Mapping[str, int] | None = None,
    voices: Sequence[str] = (),
) -> Iterator[Meta]:
    """Yield all metadata in a fixed order; `durations_ms` (per document name) makes it a talking book's.

    `voices` are those that read it, as the settings name them.
    """
    talking = durations_ms is not None
    yield Meta("identifier", identifier(edition, "talking" if talking else "light"), (("id", "book-id"),))
    if edition.isbn:
        yield Meta("source" if talking else "identifier", f"urn:isbn:{bare(edition.isbn)}")
    yield Meta("title", book_title(edition, talking=talking), (("id", "title"),))
    yield _property("title-type", "main", "title")
    yield Meta("language", edition.language)
    yield Meta("date", edition.date.isoformat())
    yield _property("dcterms:modified", in_utc(edition.revised).strftime("%Y-%m-%dT%H:%M:%SZ"))
    yield from _people(edition, documents)
    yield from _subjects(documents)
    yield Meta("type", "Text")
    if talking:
        yield Meta("type", "Sound")
    yield Meta("rights", _rights(edition))
    if talking and (credits := voice_credits(edition, voices)):
        yield Meta("rights", label("voice_credits", credits=credits))
    yield from _series(edition)
    yield from _accessibility(documents, edition.accessibility_evaluated_by, talking=talking)
    if durations_ms is not None:
        yield from _narration(durations_ms, voices)
    yield Meta("meta", "", (("name", "cover"), ("content", COVER_ITEM)))  # EPUB 2: Kindle and KOReader use this entry


def book_title(edition: Edition, *, talking: bool) -> str:
    """Return the title of the book; that of the talking book is marked, because libraries list both books together."""
    name = edition_name(edition)
    return words()["talking_title"].format(name=name) if talking else name


def _property(name: str, text: str, refines: str = "", **attributes: str) -> Meta:
    refined = (("refines", f"#{refines}"),) if refines else ()
    return Meta("meta", text, (("property", name), *refined, *attributes.items()))


def _role(relator: str, refines: str) -> Meta:
    return _property("role", relator, refines, scheme="marc:relators")


def _people(edition: Edition, documents: Sequence[Document]) -> Iterator[Meta]:
    publisher = visible(edition.publisher).strip()
    if publisher:
        yield Meta("creator", publisher, (("id", "issuer"),))
        yield _role("aut", "issuer")
        yield Meta("publisher", publisher)
    authors = (visible(plain(one.article.author)).strip() for one in documents if one.article)
    for number, author in enumerate(dict.fromkeys(filter(None, authors)), 1):
        yield Meta("contributor", author, (("id", f"author-{number}"),))
        yield _role("ctb", f"author-{number}")


def _subjects(documents: Sequence[Document]) -> Iterator[Meta]:
    articles = [document for document in documents if document.kind is DocumentKind.ARTICLE]
    for section in dict.fromkeys(article.section for article in articles if article.section):
        yield Meta("subject", section)
    if articles:
        yield Meta("description", "; ".join(article.title.rstrip(".") for article in articles[:12]))


def _rights(edition: Edition) -> str:
    """Return the editor's or the default statement of rights, followed by the permission for accessible copies.

    The law permits such copies even if the editor reserves all rights (article 25a, in force since 2023).
    """
    publisher = visible(edition.publisher).strip() or edition_name(edition)
    given = visible(edition.rights).strip() or words()["rights"].format(publisher=publisher)
    accessible = words()["rights_accessible"]
    if words()["accessible"] in given.casefold():
        return given
    return f"{given if given.endswith(ENDS) else f'{given}.'} {accessible}"


def _series(edition: Edition) -> Iterator[Meta]:
    yield _property("belongs-to-collection", edition_title(edition), id="series")
    yield _property("collection-type", "series", "series")
    if number := re.search(r"\d+", issue_name(edition)):
        yield _property("group-position", str(int(number[0])), "series")
    if edition.issn:
        yield _property("dcterms:identifier", f"urn:issn:{edition.issn}", "series")


def _accessibility(documents: Sequence[Document], evaluated_by: str, *, talking: bool) -> Iterator[Meta]:
    has_pictures = any(part.picture for document in documents for part in document.parts)
    modes = ["textual", *(["visual"] if has_pictures else []), *(["auditory"] if talking else [])]
    is_whole = not any(document.heard_otherwise for document in documents)
    yield from (_property("schema:accessMode", mode) for mode in modes)
    yield _property("schema:accessModeSufficient", "textual")
    if talking and is_whole:
        yield _property("schema:accessModeSufficient", "auditory")
    features = [*FEATURES, *(["alternativeText"] if has_pictures else [])]
    if talking:
        features.append("synchronizedAudioText")
    yield from (_property("schema:accessibilityFeature", feature) for feature in features)
    yield _property("schema:accessibilityHazard", "none")
    summary = words()["summary_talking" if talking else "summary_light"]
    if talking and not is_whole:
        summary = f"{summary} {words()['summary_heard_otherwise']}"
    yield _property("schema:accessibilitySummary", summary)
    if evaluator := visible(evaluated_by).strip():
        yield _property("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA", id="conformance")
        yield _property("a11y:certifiedBy", evaluator, "conformance")


def _narration(durations_ms: Mapping[str, int], voices: Sequence[str]) -> Iterator[Meta]:
    names = [words()["narrator"].format(voice=voice_name(voice)) for voice in voices] or [words()["narrator_unnamed"]]
    for number, name in enumerate(names, 1):
        yield Meta("contributor", name, (("id", f"narrator-{number}"),))
        yield _role("nrt", f"narrator-{number}")
        yield _property("media:narrator", name)
    yield _property("media:duration", clock(sum(durations_ms.values())))
    for document, duration_ms in durations_ms.items():
        yield _property("media:duration", clock(duration_ms), f"overlay-{document}")
    yield _property("media:active-class", ACTIVE_CLASS)
    yield _property("media:playback-active-class", PLAYBACK_CLASS)


def clock(milliseconds: int) -> str:
    """Return a SMIL timecount in seconds: 12345 → "12.345s"."""
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}s"
