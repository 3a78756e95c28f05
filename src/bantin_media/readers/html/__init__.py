"""A saved page, as one file or several (SharePoint, Liferay, NukeViet, Word "Save as HTML" …) → a `Draft`.

A superfluous menu line is better than a lost sentence.  So only elements with the tag or name of a menu, a footer or
a form are left out, and every visible word in them is in `dropped`.  Scripts are not executed, and nothing is loaded.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ...model import Draft, Picture
from ..builder import DraftBuilder
from ..mhtml import SavedPage, is_mhtml, page_of
from ..pictures import find_picture, is_picture
from ..source import LARGEST_PAGE_BYTES, read_text_bytes
from .page import parse
from .roles import settled
from .walk import PageWalk


def read(path: Path) -> Draft:
    """Return the lines of a saved page, with pictures from the folder next to it and its `<meta>` fields."""
    content = read_text_bytes(path, limit_bytes=LARGEST_PAGE_BYTES)
    builder = DraftBuilder(path)
    saved = page_of(content, str(path)) if is_mhtml(content) else None
    page = parse(saved.html if saved else content, str(path))
    builder.metadata.update(page.metadata)
    walk = PageWalk(page, builder, partial(_inside, path, saved) if saved else None)
    walk.run()
    builder.lines = settled(builder.lines, walk.main_lines, named=page.metadata.get("title", ""))
    builder.tell_of_losses()
    builder.tell_of_changes(inserted=0, deleted=builder.counted("deleted"), equations=builder.counted("equations"))
    return builder.draft()


def _inside(path: Path, saved: SavedPage, reference: str, alternative: str) -> tuple[Picture | None, str]:
    """Return a picture inside a page that was saved as a single file."""
    content = saved.part(reference)
    if content is None:
        return find_picture(path.parent, reference, alternative)
    return (Picture(path, reference, alternative), "") if is_picture(content[:16]) else (None, "unfit")
