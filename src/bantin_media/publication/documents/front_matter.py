"""Cover, contents and imprint as documents: the front and back matter around the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ...model import Edition, Pause, Sentence
from .labels import edition_name, edition_title, issue_name, label, own, voice_credits, voice_name
from .parts import OWN_ID, PAUSES, Document, DocumentKind, Part, PartKind, Passage, Role


def front_page(edition: Edition) -> Edition:
    """Return the edition for a template: the content of front and back page, without articles and files."""
    return replace(edition, articles=(), cover=None, logo=None)


def cover_document(edition: Edition, articles: Sequence[Document], *, talking: bool = False) -> Document:
    """Return the cover: a picture and its text (of a drawn cover with the headlines).

    The cover of the `talking` book announces its sound.
    """
    words = label("cover_talking" if talking else "cover", edition=edition_name(edition))
    if edition.cover is None and articles:
        words = " ".join(map(_ended, (words, label("cover_headlines"), *_titles(articles))))
    alternative = own("cover", _ended(words))
    part = Part(PartKind.COVER, "part-cover", picture=edition.cover, alternative=alternative, alternative_is_ours=True)
    return Document("cover", DocumentKind.COVER, edition_name(edition), (part,))


def _titles(articles: Sequence[Document]) -> list[str]:
    return [article.title for article in articles[:COVER_HEADLINES]]


def _ended(words: str) -> str:
    """Return `words` as a whole sentence: a voice that has spoken it for one cover does not speak it for another."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


COVER_HEADLINES = 4
"""The number of titles on a drawn cover."""


def contents_document(articles: Sequence[Document]) -> Document:
    """Return the contents: one part per section, its name first, then an entry per article; the imprint last."""
    heading = Passage(Role.CONTENTS, own("contents", label("contents")), Pause.HEADING, ours=True)
    parts = [Part(PartKind.HEADER, "part-header", (heading,))]
    for number, (section, members) in enumerate(groupby(articles, key=lambda article: article.section), 1):
        name = own(f"section-{number}", section)
        depth = 2 if name else 1
        entries = tuple(_entry(article, depth, f"{number}-{place}") for place, article in enumerate(members, 1))
        above = (Passage(Role.SECTION, name, Pause.HEADING, 1),) if name else ()
        parts.append(Part(PartKind.CONTENTS, f"part-{number}", above + entries))
    last = Passage(Role.ENTRY, own("entry-imprint", label("imprint")), Pause.LIST_ITEM, 1, target="imprint", ours=True)
    parts.append(Part(PartKind.CONTENTS, "part-imprint", (last,)))
    return Document("contents", DocumentKind.CONTENTS, label("contents"), tuple(parts))


def _entry(article: Document, level: int, id: str) -> Passage:
    titles = next(one.text for one in article.parts[0].passages if one.role is Role.TITLE)
    sentences = tuple(
        Sentence(f"{OWN_ID}entry-{id}-{place}", one.text, language=one.language, phrases=one.phrases)
        for place, one in enumerate(titles, 1)
    )
    return Passage(Role.ENTRY, sentences, Pause.LIST_ITEM, level, target=article.name)


def imprint_document(edition: Edition, voices: Sequence[str] = ()) -> Document:
    """Return the imprint: BẢN TIN, name, number, publisher, date, the editor's lines, and the reading voices."""
    title = Passage(Role.TITLE, own("title", label("imprint")), PAUSES[Role.TITLE], ours=True)
    parts = [Part(PartKind.HEADER, "part-header", (title,))]
    if edition.is_draft:
        draft = Passage(Role.DRAFT, own("draft", label("draft")), ours=True)
        parts.append(Part(PartKind.PARAGRAPH, "part-draft", (draft,)))
    lines = tuple(
        Passage(Role.IMPRINT_LINE, own(f"line-{number}", line)) for number, line in enumerate(_lines(edition), 1)
    )
    parts.append(Part(PartKind.IMPRINT, "part-lines", tuple(line for line in lines if line.text)))
    if voices:
        voices_line = own("voices", label("voices", names=label("and").join(map(voice_name, voices))))
        passages = [Passage(Role.VOICES, voices_line, ours=True)]
        if credits := voice_credits(edition, voices):
            line = own("voice-credits", label("voice_credits", credits=credits))
            passages.append(Passage(Role.VOICES, line, ours=True))
        parts.append(Part(PartKind.IMPRINT, "part-voices", tuple(passages)))
    return Document("imprint", DocumentKind.IMPRINT, label("imprint"), tuple(parts))


def _lines(edition: Edition) -> Iterator[str]:
    name = edition_title(edition)
    masthead = label("masthead")
    if not name.casefold().startswith(masthead.casefold()):
        yield masthead
    yield ", ".join(filter(None, [name, issue_name(edition)]))
    if edition.publisher:
        yield label("publisher", publisher=edition.publisher)
    yield label("issued", day=edition.date.day, month=edition.date.month, year=edition.date.year)
    for name, text in edition.imprint.lines:
        yield f"{name}: {text}" if name and text else name or text
