"""A saved page (SharePoint, Liferay, WordPress, NukeViet, Drupal, Word "Save as HTML") → a `Draft`.

Rather one menu line too many than one sentence lost: only what its tag or its name calls a menu, a footer, a form
is left out, and every visible word of it stands in `dropped`.  Scripts, frames and the network are never touched.
"""

from __future__ import annotations

from pathlib import Path

from ...messages import message
from ...model import Draft
from ..builder import DraftBuilder
from ..source import LARGEST_PAGE_BYTES, read_text_bytes
from .page import parse
from .roles import settled
from .walk import PageWalk


def read(path: Path) -> Draft:
    """Return the lines of a saved page, its pictures from the folder beside it, and its `<meta>` fields."""
    page = parse(read_text_bytes(path, limit_bytes=LARGEST_PAGE_BYTES), str(path))
    builder = DraftBuilder(path)
    builder.metadata.update(page.metadata)
    walk = PageWalk(page, builder)
    walk.run()
    builder.lines = settled(builder.lines, walk.main_lines)
    builder.lost_pictures_notice()
    if number := builder.counted("embedded"):
        builder.notice(
            "page.embedded",
            message("{number} films, sounds or frames inside the page are left out", number=number),
        )
    if number := builder.counted("deleted"):
        builder.notice(
            "tracked.deleted",
            message("{number} deletions that Word kept track of are left out", number=number),
            message("Accept or reject the changes in Word, so that there is one text."),
        )
    return builder.draft()
