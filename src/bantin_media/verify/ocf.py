"""The OCF container: the zip file of a book, its first entry, its dates and its names."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from ..messages import message
from ..model import Notice
from .book import UNREADABLE, Book

EARLIEST_YEAR = 1980


def check_first(book: Book) -> Iterator[Notice]:
    """Check that the first entry is `mimetype`, stored, without extra fields (EPUB 3.3 OCF §4.3)."""
    first = book.archive.infolist()[0] if book.names else None
    if first is None or first.filename != "mimetype":
        yield book.notice("epub.mimetype", "mimetype", message("the first entry of the zip is not mimetype"))
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield book.notice("epub.mimetype", "mimetype", message("mimetype is compressed or has extra fields"))
    elif book.read("mimetype") != b"application/epub+zip":
        yield book.notice("epub.mimetype", "mimetype", message("mimetype is not application/epub+zip"))


def check_dates(book: Book) -> Iterator[Notice]:
    """Check that every entry has the date of the edition, so that the same edition gives the same bytes."""
    dates = Counter(entry.date_time for entry in book.archive.infolist())
    if len(dates) > 1:
        usual = dates.most_common(1)[0][0]
        odd = next(entry.filename for entry in book.archive.infolist() if entry.date_time != usual)
        yield book.notice("epub.dates", odd, message("entries of the zip have different dates"))
        return
    rows = book.metas("dcterms:modified")
    try:
        modified = datetime.fromisoformat(rows[0].text)
        if rows[0].text != f"{modified.replace(tzinfo=None).isoformat(timespec='seconds')}Z":  # another form or zone
            raise ValueError(rows[0].text)
    except (IndexError, TypeError, ValueError):
        yield book.notice("epub.modified", book.package_name, message("the date of revision is missing or not in UTC"))
        return
    wanted = (max(modified.year, EARLIEST_YEAR), *modified.timetuple()[1:5], modified.second // 2 * 2)
    if dates and wanted not in dates:
        yield book.notice("epub.dates", "", message("the dates in the zip are not that of the edition"))


def check_entries(book: Book) -> Iterator[Notice]:
    """Check that names are unique and stay inside the book, and that every entry can be read."""
    counted = Counter(entry.filename.casefold() for entry in book.archive.infolist())
    for entry in book.archive.infolist():
        name = entry.filename
        if counted[name.casefold()] > 1:
            yield book.notice("epub.names", name, message("two entries of the zip have the same name"))
        if name.startswith("/") or "\\" in name or posixpath.normpath(name).startswith(".."):
            yield book.notice("epub.names", name, message("an entry's name leads out of the book"))
    yield from _check_bytes(book)


def _check_bytes(book: Book) -> Iterator[Notice]:
    if any(entry.flag_bits & 1 for entry in book.archive.infolist()):
        return
    try:
        broken = book.archive.testzip()
    except UNREADABLE as error:
        yield book.notice("epub.broken", "", message("{name} cannot be read: {cause}", name="zip", cause=error))
        return
    if broken:
        yield book.notice("epub.broken", broken, message("its bytes differ from its checksum"))
