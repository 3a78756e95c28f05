"""Removes the letterhead and the foot of an official document and returns their content (Decree 30/2020/NĐ-CP).

Above: superior and issuing office, motto, number, place and date.  Below: signer with office, and "Nơi nhận".  None
of this is a title, a paragraph or a caption, and none is read aloud.  The parts may stand one below the other, in
two columns (which a reader gives cell by cell), side by side with tabs, or with one space between them (PDF).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ..messages import message
from ..model import LineKind, Official
from ..regex import regex
from . import official_signature
from .characters import folded, tidy
from .dates import take_apart
from .labelling import Label, LabelledLine, Labelling
from .letters import is_address
from .official_terms import NUMBER, ORNAMENT, PLACE_DATE, reports_deed, terms
from .official_title import LONGEST_TITLE_LINE, SHORTEST_TITLE, is_kind, mark_title
from .rules import rules, starts_with
from .word_table import one_of

_FURTHEST: Final = 60
"""In lines: a letterhead begins within this distance from the top."""
_LARGEST_LAYOUT: Final = 14
"""In rows, and `_WIDEST_LAYOUT` in columns: a larger table is a real table and not a layout."""
_WIDEST_LAYOUT: Final = 3
_LONGEST_OFFICE: Final = 90
_SHORTEST_OFFICE: Final = 3
"""In words: a shorter line below an office may be the rest of its name."""
_COLUMNS: Final = regex(r"\t+| {4,}")
_MOTTO: Final = regex(rf"{one_of('mottos')}|độc lập ?[-–—−]? ?tự do ?[-–—−]? ?hạnh phúc")
_MOTTO_END: Final = regex(rf"(?:^| )(?P<motto>{_MOTTO.pattern})[ *._\-–—]{{0,20}}$")
_SUBJECT: Final = regex(r"(?:v/v|về việc) ?:? ?\S.*", re.IGNORECASE)
_STRONG: Final = frozenset({"motto", "number", "place"})


_PiecesOfLines = list[tuple[int, list[tuple[str, str]]]]
"""For each line of the head, its index and its parts: the name of the part and its text."""


@dataclass(slots=True)
class _Head:
    """The content of the head so far."""

    offices: list[str] = field(default_factory=list)
    number: str = ""
    place: str = ""
    day: date | None = None
    subject: list[int] = field(default_factory=list)
    """The indexes of the lines of "V/v …", which are the title of a letter that names no document kind."""
    subject_line: str = ""
    """The text of the last one."""
    seen: list[str] = field(default_factory=list)

    def is_one(self) -> bool:
        """Return whether enough parts were found for a letterhead; a few also occur at the beginning of an article."""
        kinds = set(self.seen)
        if {"issuer", "place"} <= kinds and self.seen.count("issuer") > 1:
            return True
        return bool(kinds & {"motto", "number"}) and (
            len(kinds & {*_STRONG, "issuer"}) > 1 or self.seen.count("motto") > 1
        )

    def is_complete(self) -> bool:
        """Return whether all parts were found; the name of an office below them belongs to the title."""
        return {"motto", "place"} <= set(self.seen)


def set_aside(labels: Labelling) -> Official | None:
    """Drop the official head and foot, label the document's title, and return the content; None if there is neither."""
    _open_tables(labels)
    head, after = _head(labels)
    foot = official_signature.set_aside(labels, after=after)
    if head is None:
        mark_title(labels, [], 0, least=SHORTEST_TITLE)
        if foot is None:
            return None
    kind = mark_title(labels, head.subject, after) if head else ""
    count = sum(1 for line in labels.lines if line.label is Label.DROPPED)
    labels.notice(
        "official.aside", None,
        message("{count} lines of the official head and foot were set aside and are not read", count=count),
        message("If one of them belongs to the article, write it under keep."),
    )  # fmt: skip
    found = foot or official_signature.Signature()
    superior, issuer = _issuer(head.offices) if head else ("", "")
    return Official(
        kind=kind,
        number=head.number if head else "",
        date=(head.day if head else None) or found.day,
        place=(head.place if head else "") or found.place,
        issuer=issuer,
        superior=superior,
        signer=found.name,
        signer_office=" ".join(found.offices),
        recipients=tuple(found.recipients),
    )


def _open_tables(labels: Labelling) -> None:
    """Replace a small table that serves as layout of a head or foot by lines: its cells, column by column."""
    for index in range(len(labels.lines) - 1, -1, -1):
        line = labels.lines[index]
        rows = line.source.rows
        if not rows or len(rows) > _LARGEST_LAYOUT or any(len(row) > _WIDEST_LAYOUT for row in rows):
            continue
        cells = [row[column] for column in range(max(map(len, rows))) for row in rows if column < len(row)]
        words = [tidy(part) for cell in cells for part in cell.split("\n")]
        if any(_certain(one, _Head()) or official_signature.is_recipients(one) for one in words):
            source = replace(line.source, kind=LineKind.TEXT, rows=(), header_rows=0)
            texts = [*([tidy(line.text)] if line.text else []), *filter(None, words)]
            labels.lines[index : index + 1] = [
                replace(line, source=replace(source, text=one), text=one) for one in texts
            ]


def _mend(labels: Labelling) -> None:
    """Join a motto, a number, or a place and date that was broken in two: "Số:" above "14/TB-UBND"."""
    at = 0
    while at + 1 < min(len(labels.lines), _FURTHEST):
        one, two = labels.lines[at], labels.lines[at + 1]
        near = one.is_text and two.is_text and one.text and two.text and len(one.text) + len(two.text) < _LONGEST_OFFICE
        if near and not any(_certain(line.text, _Head()) for line in (one, two)):
            both = f"{one.text} {two.text}"
            if _certain(both, _Head()):
                joined = (*one.joined, two.source, *two.joined)
                labels.lines[at : at + 2] = [replace(one, text=both, joined=joined)]
        at += 1


def _head(labels: Labelling) -> tuple[_Head | None, int]:
    """Drop the lines of the head; return its content and the index of the line below it."""
    _mend(labels)
    anchor = _anchor(labels)
    if anchor is None:
        return _offices_alone(labels)
    first = anchor
    while first and _above(labels.lines[first - 1]):
        first -= 1
    head = _Head()
    pieces, at = _read(labels, head, first, anchor)
    if not head.is_one():
        return _offices_alone(labels)  # place and date may be those at the end of a press release
    _drop(labels, head, pieces)
    return head, at


def _read(labels: Labelling, head: _Head, at: int, anchor: int) -> tuple[_PiecesOfLines, int]:
    """Return the parts of each line from `at` on, and the index of the first line below `anchor` without any."""
    pieces: _PiecesOfLines = []
    while at < len(labels.lines):
        found = _pieces(labels.lines[at], head)
        if not found and at >= anchor:
            break
        pieces.append((at, found))
        for name, text in found:
            _see(head, name, text, at)
        at += 1
    return pieces, at


def _drop(labels: Labelling, head: _Head, pieces: _PiecesOfLines) -> None:
    for index, found in pieces:
        names = [name for name, _ in found if name != "subject"]
        if names and index not in head.subject:
            reason = next(terms().reasons[name] for name in (*_ORDER, "ornament") if name in names)
            labels.drop(index, message(reason))


def _offices_alone(labels: Labelling) -> tuple[_Head | None, int]:
    """Drop the offices above a document's kind that have nothing above them, as in press releases."""
    head = _Head()
    first = next((at for at, line in enumerate(labels.lines) if line.source.kind is not LineKind.PICTURE), 0)  # a logo
    pieces, at = _read(labels, head, first, first)
    over_kind = (
        head.offices and at < len(labels.lines) and labels.lines[at].text.isupper() and is_kind(labels.lines[at].text)
    )
    if not over_kind:
        return None, 0
    _drop(labels, head, pieces)
    return head, at


_NARROW: Final = 42
"""In characters: the lines of a letter's subject are in a column of half a page."""
_ORDER: Final = ("number", "place", "issuer", "motto", "mark", "contact", "signed")


def _anchor(labels: Labelling) -> int | None:
    for index, line in enumerate(labels.lines[:_FURTHEST]):
        if line.source.kind in {LineKind.TABLE, LineKind.PICTURE}:
            continue
        if line.is_prose and not _MOTTO_END.search(line.text.casefold()):
            return None
        if any(name in _STRONG for name, _ in _pieces(line, _Head())):
            return index
    return None


def _above(line: LabelledLine) -> bool:
    """Return whether a line directly above the first certain line of the head belongs to the head."""
    goes_on = line.text.isupper() and len(line.text) <= _LONGEST_OFFICE and not is_kind(line.text)
    return line.is_text and (goes_on or bool(_pieces(line, _Head())))


def _see(head: _Head, name: str, text: str, index: int) -> None:
    head.seen.append(name)
    if name == "issuer":
        head.offices.append(text)
    elif name == "number" and not head.number:
        bare = re.sub(r"^\W+", "", re.sub(r"(?i)^số", "", text)) if re.search(r"\d", text) else ""
        head.number = re.sub(r" ?([/\-–]) ?", r"\1", bare)
    elif name == "place":
        head.place = text.split(",", maxsplit=1)[0].strip()
        days = take_apart(text).dates
        head.day = days[0] if days else None
    elif name == "subject":
        head.subject.append(index)
        head.subject_line = text


def _pieces(line: LabelledLine, head: _Head) -> list[tuple[str, str]]:
    """Return the parts in a line of the head as (name, text); empty if the line does not belong to the head."""
    if (
        not line.text
        or line.source.role
        or line.source.picture
        or line.source.kind not in {LineKind.TEXT, LineKind.HEADING}
    ):
        return []
    whole = _whole(line.text, head)
    if whole:
        return whole
    columns = [tidy(one) for one in _COLUMNS.split(line.source.text.strip()) if tidy(one)]
    if 1 < len(columns) <= 4:
        found = [_whole(one, head) for one in columns]
        if all(found):
            return [piece for pieces in found for piece in pieces]
    return []


def _whole(text: str, head: _Head) -> list[tuple[str, str]]:
    if ORNAMENT.fullmatch(text):
        return [("ornament", text)]
    if official_signature.is_certificate(text):
        return [("signed", text)]
    if folded(text) in terms().marks and (text.isupper() or ":" in text):
        return [("mark", text)]
    return _certain(text, head) or _by_place(text, head)


def _certain(text: str, head: _Head) -> list[tuple[str, str]]:
    """Return the parts of a line that only an official head contains: motto, number, place and date."""
    low = text.casefold()
    if match := _MOTTO_END.search(low):
        left = text[: match.start("motto")].strip()
        return _beside(left, ("motto", text[match.start("motto") :]), head)
    if match := NUMBER.match(low):
        return _after_number(text[: match.end()], text[match.end() :].strip())
    dated = PLACE_DATE.fullmatch(low.strip(" *_.-–—")) and text[:1].isupper()
    return _place(text) if dated else []


def _by_place(text: str, head: _Head) -> list[tuple[str, str]]:
    """Return the part that a line is because of the lines above it: subject or office."""
    named = text.startswith("V/v") and _SUBJECT.fullmatch(text) and len(text) <= LONGEST_TITLE_LINE
    if named or (head.subject and head.seen[-1:] == ["subject"] and _goes_on(text, head.subject_line)):
        return [("subject", text)]
    if head.offices and ":" in text and starts_with(text.casefold(), rules().contacts):
        return [("contact", text)]
    return [("issuer", text)] if _is_office(text, head) else []


def _beside(left: str, right: tuple[str, str], head: _Head) -> list[tuple[str, str]]:
    """Return the part at the end of a line and the part to its left; empty if the left text is not of the head."""
    if not left:
        return [right]
    beside = _whole(left, head) or ([("issuer", left)] if left.isupper() and len(left) <= _LONGEST_OFFICE else [])
    return [*beside, right] if beside else []


def _after_number(number: str, rest: str) -> list[tuple[str, str]]:
    if not rest.strip(" .;"):
        return [("number", number)]
    if PLACE_DATE.fullmatch(rest.casefold().strip(" .")):
        return [("number", number), ("place", rest)]
    return [("number", number), ("subject", rest)] if _SUBJECT.fullmatch(rest) else []


def _place(text: str) -> list[tuple[str, str]]:
    """Return place and date, and the office in capitals that a PDF prints before them."""
    words = text.split(",", maxsplit=1)[0].split()
    capitals = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    if 1 < capitals < len(words):
        return [("issuer", " ".join(words[:capitals])), ("place", text.split(" ", capitals)[-1])]
    return [("place", text)]


def _goes_on(text: str, above: str) -> bool:
    """Return whether a line continues the subject of a letter above it: both fit into its narrow column."""
    narrow = max(len(text), len(above)) <= _NARROW and not above.endswith((".", ";")) and not is_address(text)
    begun = narrow or text[:1].islower() or text[:1].isdigit() or text[:1] in '“"‘('
    return len(text) <= 80 and begun and not text.isupper() and not text.endswith((".", ":"))


def _is_office(text: str, head: _Head) -> bool:
    if not text.isupper() or len(text) > _LONGEST_OFFICE or head.is_complete():
        return False
    low = text.casefold()
    table = terms()
    named = starts_with(low, table.offices) or (bool(head.offices) and head.seen[-1:] == ["issuer"])
    named = named or (bool(head.offices) and starts_with(low, table.areas))
    deed = reports_deed(low)
    kind = folded(text) in rules().documents or folded(text) in terms().kinds
    return (
        named and not deed and not kind and not text[:1].isdigit() and not text.endswith((".", ":", "!", "?"))
    )  # fmt: skip


def _issuer(offices: list[str]) -> tuple[str, str]:
    """Return superior and issuing office; a line may continue the office above it."""
    groups: list[str] = []
    for text in offices:
        if groups and _continues(text, groups[-1]):
            groups[-1] = f"{groups[-1]} {text}"
        else:
            groups.append(text)
    return (groups[0] if len(groups) > 1 else "", groups[-1] if groups else "")


def _continues(text: str, above: str) -> bool:
    """Return whether a line continues the name of an office.

    "XÃ TẢ PHÌN" continues "ỦY BAN NHÂN DÂN", but not "UBND HUYỆN SA PA"; "BQL DỰ ÁN" is no part of "UBND XÃ TẢ PHÌN".
    """
    low, level = text.casefold(), _level(above)
    first = terms().area.match(low)
    if first:
        return not level or terms().levels[first[0]] <= level
    whole = level and len(text.split()) >= _SHORTEST_OFFICE
    return starts_with(low, terms().areas) or not (starts_with(low, terms().offices) or whole)


def _level(office: str) -> int:
    """Return the level of the last area that an office names: 1 for a province, 0 for none."""
    named = [terms().levels[one[0]] for one in terms().area.finditer(office.casefold()) if one.end() < len(office)]
    return named[-1] if named else 0
