"""`Edition` → `Document`s: the whole visible text of the book, for templates and narration.

Templates add no text.  The book's own words ("Mục lục", "Nguồn: …") come from `labels.toml`, so that everything
visible is narrated and every narrated sentence is visible.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Article, Edition
from .articles import article_document
from .front_matter import contents_document, cover_document, front_page, imprint_document
from .labels import edition_name, edition_title, issue_name, month_name, visible, voice_credits, voice_name
from .parts import Document, DocumentKind, Part, PartKind, Passage, Role

__all__ = [
    "Document",
    "DocumentKind",
    "Part",
    "PartKind",
    "Passage",
    "Role",
    "documents",
    "edition_name",
    "edition_title",
    "front_page",
    "in_sections",
    "issue_name",
    "month_name",
    "read_in_silence",
    "visible",
    "voice_credits",
    "voice_name",
]


def read_in_silence(edition: Edition, pages: Sequence[Document]) -> tuple[Document, ...]:
    """Return `pages` for a book without sound, whose cover does not announce sound."""
    articles = [page for page in pages if page.kind is DocumentKind.ARTICLE]
    silent = cover_document(edition, articles)
    return tuple(silent if page.kind is DocumentKind.COVER else page for page in pages)


FRAME = ("cover", "contents", "imprint")


def documents(edition: Edition, voices: Sequence[str] = ()) -> tuple[Document, ...]:
    """Return cover, contents, one document per article by section, and imprint, in the book's order.

    `voices` are the names of the reading voices in the settings, for cover and imprint.
    """
    taken = set(FRAME)
    articles: list[Document] = []
    for _, members in in_sections(edition.articles, edition.sections):
        for article in members:
            name = _free_name(article.slug, taken)
            taken.add(name)
            articles.append(article_document(article, name))
    return (
        cover_document(edition, articles, talking=bool(voices)),
        contents_document(articles),
        *articles,
        imprint_document(edition, voices),
    )


def in_sections(
    articles: tuple[Article, ...], order: tuple[str, ...] = ()
) -> tuple[tuple[str, tuple[Article, ...]], ...]:
    """Return `articles` grouped by section: sections named in `order` first, the rest as they first appear.

    Within a section articles keep their order; those without one form a group named "".
    """
    groups: dict[str, list[Article]] = {name: [] for name in order}
    for article in articles:
        groups.setdefault(article.section, []).append(article)
    return tuple((name, tuple(members)) for name, members in groups.items() if members)


def _free_name(slug: str, taken: set[str]) -> str:
    name, count = slug, 2
    while name in taken:
        name, count = f"{slug}-{count}", count + 1
    return name
