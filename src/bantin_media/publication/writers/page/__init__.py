"""`Edition` + `Document`s + sound → the listening pages of its folder, which work from a disk and from any web server.

Each article has its own page with an address for sharing.  The edition's page contains all articles if the edition is
short, else a list of them.  Script and style are embedded in the page; the times are those of the MP3s' clips.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ....cache import OutputCache
from ....files import write_whole
from ....model import Edition, Narration
from ....reporting.report import FileKind, MadeFile
from ...books import BOOKS
from ...documents import Document, DocumentKind, edition_name, front_page, issue_name
from ...documents.labels import label
from ..cover import cover_picture
from ..epub.metadata import identifier
from ..paging import pages
from ..picture_encoding import Pictures, emblem_address
from ..thumbnail import WIDTH
from .layout import Layout
from .picture_files import write_pictures
from .qr import qr_code
from .share import write_shares
from .view import HEAVIEST_BYTES, INDEX, LISTED, ArticleView, article_views

if TYPE_CHECKING:
    from .previews import Preview

__all__ = ["COVER", "LIST_COVER", "THUMBNAIL", "Download", "edition_address", "write_edition_pages"]

COVER, THUMBNAIL, LIST_COVER = "bia.jpg", "bia-nho.jpg", "bia-muc-luc.jpg"


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: its `kind`, `label` and `format`."""

    kind: str
    label: str
    format: str
    href: str
    size_bytes: int
    duration_ms: int


def write_edition_pages(
    edition: Edition,
    documents: Sequence[Document],
    narrations: Mapping[str, Narration],
    target_folder: Path,
    *,
    downloads: Sequence[MadeFile] = (),
    overrides: Path | None = None,
    cover: bytes | None = None,
    outputs: OutputCache | None = None,
    pictures: Pictures | None = None,
    shared: Container[str] | None = None,
) -> list[Path]:
    """Write the listening pages, their pictures and the one-file copies for sharing; return all paths.

    `narrations` maps article slugs to narrations with MP3s in `target_folder`; `cover` is the edition's cover as JPEG
    if it is drawn already.  Files that `outputs` contains and pictures that `pictures` contains are not made again.
    `shared` are the slugs of the articles that get a one-file copy; None means all.
    Raises `ConfigError` for a template, `SourceError` for a picture, `OutputError` if a file cannot be written.
    """
    layout = Layout(overrides)
    known_pictures = pictures or Pictures()
    picture_files, shown_pictures = write_pictures(documents, target_folder, known_pictures)
    articles = article_views(documents, narrations, shown_pictures)
    covers = _write_covers(edition, articles, target_folder, cover, known_pictures)
    shown = _shown(edition, documents, articles, downloads)
    cards, previews = _previews(edition, documents, target_folder, known_pictures) if shown["folder"] else ([], {})
    shown["preview"] = previews.get("")
    front = layout.page("edition.html.j2", shown | _list(articles)) if not shown["long"] else b""
    if shown["long"] or len(front) > HEAVIEST_BYTES:
        articles = article_views(documents, narrations, shown_pictures, long=True)
        shown |= {"articles": articles, "long": True}
        lists = _write_lists(layout, articles, shown, target_folder)
    else:
        lists = [target_folder / INDEX]
        write_whole(lists[0], front)
    own_pages = _write_article_pages(layout, articles, shown, previews, target_folder)
    known = outputs or OutputCache(target_folder, {})
    shares = write_shares(
        layout, articles, shown, narrations, target_folder, outputs=known, pictures=known_pictures, shared=shared
    )
    return [*lists, *own_pages, *covers, *cards, *picture_files, *shares]


def _previews(
    edition: Edition, documents: Sequence[Document], folder: Path, pictures: Pictures
) -> tuple[list[Path], dict[str, Preview]]:
    from .previews import write_previews  # imported late: only an edition with an address has previews

    return write_previews(edition, documents, folder, pictures)


def edition_address(edition: Edition) -> str:
    """Return the web address of an edition's folder, ending in "/"; empty without `base_url` or if it is internal."""
    if not edition.base_url or not edition.is_public:
        return ""
    return f"{edition.base_url.rstrip('/')}/{quote(edition.id)}/"


def _shown(
    edition: Edition, documents: Sequence[Document], articles: Sequence[ArticleView], downloads: Sequence[MadeFile]
) -> dict[str, object]:
    address = edition_address(edition)
    spoken = [article.sound.duration_ms for article in articles if article.sound]
    return {
        "edition": front_page(edition),
        "edition_name": edition_name(edition),
        "issue": issue_name(edition),
        "key": identifier(edition, "page"),
        "logo": emblem_address(edition.logo) if edition.logo else "",
        "colour": edition.colour,
        "season": (edition.date.month - 1) // 3 + 1,
        "articles": articles,
        "long": any(article.page != INDEX for article in articles),
        "duration_ms": next((file.duration_ms for file in downloads if file.kind is FileKind.PROGRAMME), sum(spoken)),
        "downloads": _downloads(downloads),
        "imprint": [page.shown() for page in documents if page.kind is DocumentKind.IMPRINT],
        "folder": address,
        "address": address + INDEX if address else "",
        "code": qr_code(address + INDEX) if address else "",
        "cover": THUMBNAIL,
        "archive": edition.is_public,
    }


def _downloads(files: Sequence[MadeFile]) -> list[Download]:
    """Return the downloads of the whole edition, the book with the most content first, without those of articles."""
    variants = [kind.variant for kind in reversed(BOOKS)]
    order = [*variants[:-1], FileKind.PROGRAMME, FileKind.SLOT, variants[-1]]
    offered = [file for file in files if _offer(file) in order]
    offered.sort(key=lambda file: (order.index(_offer(file)), len(file.variant), file.variant))
    return [_download(file) for file in offered]


def _offer(file: MadeFile) -> str:
    """Return the kind under which a file is offered; for a book it is the variant."""
    return file.variant if file.kind is FileKind.BOOK else file.kind


def _download(file: MadeFile) -> Download:
    kind, suffix = _offer(file), file.name.rpartition(".")[2]
    name = label(f"download_{kind}", number=file.variant)
    return Download(kind, name, suffix.upper(), quote(file.name), file.size_bytes, file.duration_ms)


def _write_covers(
    edition: Edition, articles: Sequence[ArticleView], folder: Path, cover: bytes | None, pictures: Pictures
) -> list[Path]:
    content = cover or cover_picture(edition, [article.document.title for article in articles]).content
    thumbnail = pictures.thumbnail(content, WIDTH)
    paths = {
        folder / COVER: content,
        folder / THUMBNAIL: thumbnail,
        folder / LIST_COVER: pictures.list_cover(thumbnail),
    }
    for path, picture in paths.items():
        write_whole(path, picture)
    return list(paths)


def _list(articles: Sequence[ArticleView]) -> dict[str, object]:
    """Return the variables of a list that has only one page."""
    return {"page": next(pages(articles, max(1, len(articles)), INDEX))}


def _write_lists(
    layout: Layout, articles: Sequence[ArticleView], shown: Mapping[str, object], folder: Path
) -> list[Path]:
    """Write the list of the articles of a long edition, on as many pages as keep each of them light."""
    paths: list[Path] = []
    for page in pages(articles, LISTED, INDEX):
        write_whole(folder / page.name, layout.page("edition.html.j2", {**shown, "page": page}))
        paths.append(folder / page.name)
    return paths


def _write_article_pages(
    layout: Layout,
    articles: Sequence[ArticleView],
    shown: Mapping[str, object],
    previews: Mapping[str, Preview],
    folder: Path,
) -> list[Path]:
    """Write the page of each article."""
    paths: list[Path] = []
    for place, article in enumerate(articles):
        address = f"{shown['folder']}{article.own_href}" if shown["folder"] else ""
        values = {
            **shown,
            "article": article,
            "before": articles[place - 1] if place else None,
            "after": articles[place + 1] if place + 1 < len(articles) else None,
            "address": address,
            "code": qr_code(address) if address else "",
            "preview": previews.get(article.document.name) or shown["preview"],
        }
        write_whole(folder / article.own_page, layout.page("article.html.j2", values))
        paths.append(folder / article.own_page)
    return paths
