"""A `Document` with its sound → the variables of the page's templates: hrefs, sizes, and the time of every sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ....model import Narration, Text, plain
from ...documents import Document, Role
from ..paging import is_page_of, page_name

LONG_EDITION = 12
"""If there are more articles than this, the edition's page is only a list of them."""
HEAVIEST_BYTES = 100_000
"""The same limit for the size of the page, because readers pay for data."""
LISTED = 50
"""The number of articles on one page of a longer list, which has several pages then."""


@dataclass(frozen=True, slots=True)
class AudioSource:
    """The source of an `<audio>` element: `href` is relative to the page, or a `data:` address."""

    href: str
    duration_ms: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture on a page, with its size in pixels; `small` is a smaller version for phones, if there is one."""

    href: str
    width: int
    height: int
    small: str = ""
    small_width: int = 0


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article on a page; `id` is its anchor and the prefix of the ids of its sentences.

    `page` is the file in which the edition shows the article, `own_page` the page of this article only.  `times` maps
    sentence ids to start and end in milliseconds ("0 3210"), with further pairs if a sentence is spoken repeatedly.
    """

    document: Document
    slug: str
    """The stem of the file names of its MP3 and captions."""
    place: int
    page: str
    own_page: str
    sound: AudioSource | None = None
    times: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, PagePicture] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the anchor of the article."""
        return f"bai-{self.place}"

    @property
    def href(self) -> str:
        """Return the address of the article, relative to its edition's folder."""
        return quote(self.page) if self.page != INDEX else f"{INDEX}#{self.id}"

    @property
    def own_href(self) -> str:
        """Return the address for links and sharing; it does not change if the order of the articles changes."""
        return quote(self.own_page)

    @property
    def listed_at(self) -> str:
        """Return the address of the article's entry in the list of articles, for a link back to the list."""
        name = page_name(INDEX, (self.place - 1) // LISTED + 1) if self.page != INDEX else INDEX
        return name if name == INDEX else f"{name}#{self.id}"

    @property
    def title(self) -> Text:
        """Return the sentences of the title."""
        return self._head(Role.TITLE)

    @property
    def lead_text(self) -> Text:
        """Return the sentences of the lead."""
        return self._head(Role.LEAD)

    @property
    def lead(self) -> str:
        """Return the lead as one line; empty if there is none."""
        return plain(self.lead_text)

    def _head(self, role: Role) -> Text:
        return tuple(one for passage in self.document.parts[0].passages if passage.role is role for one in passage.text)


INDEX = "index.html"


def article_views(
    documents: Sequence[Document],
    narrations: Mapping[str, Narration],
    pictures: Mapping[str, Mapping[str, PagePicture]],
    *,
    long: bool = False,
) -> tuple[ArticleView, ...]:
    """Return the articles in their order; the keys of `narrations` are article slugs, of `pictures` document names.

    If there are many articles, or if `long` is true, each article is only on its own page.
    """
    articles = [(document, document.article) for document in documents if document.article]
    long = long or len(articles) > LONG_EDITION
    return tuple(
        ArticleView(
            document.shown(),
            article.slug,
            place,
            own_page(document) if long else INDEX,
            own_page(document),
            sound_of(narration := narrations.get(article.slug)),
            times_ms(narration),
            pictures.get(document.name, {}),
        )
        for place, (document, article) in enumerate(articles, 1)
    )


def own_page(document: Document) -> str:
    """Return the name of an article's own page, which is never the edition's."""
    return f"{document.name}-bai.html" if is_page_of(f"{document.name}.html", INDEX) else f"{document.name}.html"


def sound_of(narration: Narration | None) -> AudioSource | None:
    """Return the sound for a page in the folder of the MP3."""
    if narration is None:
        return None
    return AudioSource(quote(narration.mp3_path.name), narration.duration_ms, narration.size_bytes)


def times_ms(narration: Narration | None) -> dict[str, str]:
    """Return sentence id → start and end of its clips in milliseconds, in the form used by the pages."""
    times: dict[str, list[str]] = {}
    if narration is not None:
        rate = narration.sample_rate_hz
        for clip in narration.clips:
            if clip.sentence_id:
                pair = f"{clip.start_samples * 1000 // rate} {clip.end_samples * 1000 // rate}"
                times.setdefault(clip.sentence_id, []).append(pair)
    return {id: " ".join(pairs) for id, pairs in times.items()}
