"""Records of all editions → `output/index.html` and the pages after it, the newest edition first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...configuration.settings import Settings
from ...files import write_whole
from ...model import Picture
from .page.layout import Layout
from .paging import pages, remove_beyond
from .picture_encoding import emblem_address
from .records import EditionRecord, newest_first

EDITIONS_A_PAGE = 12


def write_index(
    records: Sequence[EditionRecord],
    settings: Settings,
    target_folder: Path,
    *,
    overrides: Path | None = None,
    has_feed: bool = False,
    logo: Picture | None = None,
) -> list[Path]:
    """Write the pages that list all public, signed editions; return their paths.

    `settings` are those shared by all editions.  Raises `ConfigError` for a template, and `OutputError`.
    """
    layout = Layout(overrides)
    listed = newest_first([record for record in records if record.is_published])
    paths: list[Path] = []
    split = list(pages(listed, EDITIONS_A_PAGE, "index.html"))
    years = {page.number: _years(page.items) for page in split}
    for page in split:
        values = {
            "page": page,
            "years": years,
            "settings": settings.shown(),
            "logo": emblem_address(logo) if logo else "",
            "colour": settings.colour.lower(),
            "season": page.items[0].season if page.items else 1,
            "has_feed": has_feed,
        }
        write_whole(target_folder / page.name, layout.page("archive.html.j2", values, plays=False))
        paths.append(target_folder / page.name)
    remove_beyond(len(paths), "index.html", target_folder)
    return paths


def _years(records: Sequence[EditionRecord]) -> str:
    """Return the years of the editions on a page: "2025", "2024–2025"."""
    return "–".join(dict.fromkeys(f"{record.day.year}" for record in reversed(records[:: max(1, len(records) - 1)])))
