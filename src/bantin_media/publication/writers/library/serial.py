"""`Edition` → the MARC record of its serial, which a library imports once."""

from __future__ import annotations

from collections.abc import Iterator

from ....model import Edition
from ...documents import edition_title
from . import marc
from .marc import Field, Record

LEADER = "00000nas a2200000 i 4500"
"""New record, language material, a serial."""


def serial_record(edition: Edition) -> Record:
    """Return the record of the serial, with the data of this issue."""
    return Record(LEADER, tuple(_control(edition)), tuple(_fields(edition)))


def frequency(period: str) -> str:
    """Return MARC's code of the frequency (008/18): "Mỗi tháng một số" → `m`; `|` if the text does not give it."""
    words = period.casefold()
    return next((row["code"] for row in marc.terms()["frequency"] if any(one in words for one in row["words"])), "|")


def _control(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "001", marc.serial_number(edition)
    yield "005", marc.stamped(edition)
    yield "006", "m     o  d |      "
    yield "007", "cr |||||||||||"
    # Continuing (c) since a year that an issue does not tell, in Vietnam (vm); a periodical (p), online in the
    # original too (oo), no conference's papers (0), in Latin letters with marks (b), a record for all issues (0)
    often = frequency(edition.period)
    regular = "|" if often == "|" else "r"
    start = f"{edition.date:%y%m%d}cuuuu9999vm {often}{regular} poo    |0   b0"
    yield "008", f"{start}{marc.language(edition)} d"


def _fields(edition: Edition) -> Iterator[Field]:
    yield "022", "  ", (("a", edition.issn),)
    yield from marc.catalogued(edition)
    yield marc.title_field(edition_title(edition), "", marc.publisher_of(edition))
    yield marc.published(edition, "31", "")
    yield "300", "  ", (("a", marc.term("extent_serial")),)
    yield "310", "  ", (("a", edition.period),)
    yield from marc.kinds("text")
    if not edition.is_public:
        yield "506", "1 ", (("a", marc.term("internal")),)
    yield "588", "0 ", (("a", marc.term("based_on", issue=marc.issue_of(edition))),)
    yield "655", " 7", (("a", marc.term("genre")), ("2", "local"))
    yield "710", "2 ", (("a", edition.publisher), ("4", "isb"))
    base = edition.base_url.rstrip("/")
    yield "856", "40", (("u", base and f"{base}/"), ("y", edition_title(edition)))
