"""The foot of an official document: the signer with office, the mark of a signature, "Nơi nhận" with its recipients.

On paper, recipients and signer are side by side.  A reader gives one column after the other, or both in one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ..messages import message
from ..model import LineKind
from ..regex import regex
from ..vietnamese.letters import is_upper
from .byline import has_surname, is_person, without_honorific
from .characters import folded, tidy
from .dates import take_apart
from .labelling import Label, LabelledLine, Labelling
from .official_terms import PLACE_DATE, terms
from .rules import certain_rule, starts_with
from .word_table import one_of

_RECIPIENTS: Final = regex(r"\W*nơi (?:nhận|gửi)\W*", re.IGNORECASE)
_RECIPIENTS_BEFORE: Final = regex(r"\W*nơi (?:nhận|gửi)\s*:\s*(?=\S)", re.IGNORECASE)
_ITEM: Final = regex(r"[-–—+•*]\s*\S")
_FILED: Final = regex(rf"\W*(?:như (?:trên|điều|kính gửi)\b|lưu\s*[:.,]?\s*{one_of('files')}\b)", re.IGNORECASE)
_CERTIFIED: Final = regex(
    r"đã ký\)|(?:được )?ký (?:bởi|số bởi)\b|(?:người|cơ quan|thời gian|ngày|giờ) ký\s*:|(?:cơ quan|tổ chức|e-?mail)\s*:"
    r"|signature (?:not verified|valid)|digitally signed by|chữ ký số\b"
)
_COLUMNS: Final = regex(r"\t+| {3,}")
_LONGEST: Final = 140
_LONGEST_OFFICE: Final = 80
_LONGEST_SIGNATURE: Final = 10
_LONGEST_FOOT: Final = 60
_LONGEST_TITLE: Final = 5
"""In words: "CHI HỘI TRƯỞNG", "TRƯỞNG BAN QUẢN LÝ RỪNG"."""
_SHORTEST_SENTENCE: Final = 8
"""In words."""
_NEAR: Final = 6
"""In lines: the largest distance from a signer's office to the name below it."""


@dataclass(slots=True)
class Signature:
    """The content of the foot."""

    names: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    day: date | None = None
    place: str = ""
    awaits: bool = False
    """The last line was an office or the mark of a signature, above a name."""

    @property
    def name(self) -> str:
        """Return the signers: those of a joint document or of minutes, separated by commas."""
        return ", ".join(self.names)


def set_aside(labels: Labelling, *, after: int) -> Signature | None:
    """Drop the lines of the foot below `after` and label the signer's; return the content, None if there is no foot."""
    found = Signature()
    listed = _recipients_line(labels, after)
    first = listed if listed is not None else len(labels.lines)
    signed = _signer_line(labels, after, listed)
    if listed is None and signed is None:
        return None
    begin = min(first, signed if signed is not None else first)
    _place_above(labels, begin if signed is None else signed, found)
    _walk(labels, begin, found, listed=listed)
    return found


def _place_above(labels: Labelling, signed: int, found: Signature) -> None:
    """Drop place and date above the signer, as in invitations and letters."""
    at = signed - 1
    if at < 0 or not PLACE_DATE.fullmatch(labels.lines[at].text.casefold().strip(" .")):
        return
    days = take_apart(labels.lines[at].text).dates
    found.day, found.place = days[0] if days else None, labels.lines[at].text.split(",")[0]
    labels.drop(at, message(terms().reasons["place"]))


def is_recipients(text: str) -> bool:
    """Return whether a text is exactly the heading of the recipients."""
    return bool(_RECIPIENTS.fullmatch(text))


def _recipients_line(labels: Labelling, after: int) -> int | None:
    """Return the index of the last "Nơi nhận" that has recipients and no article text below it, or None."""
    for index in range(len(labels.lines) - 1, after - 1, -1):
        line = labels.lines[index]
        if not _is_plain(line):
            continue
        column = _columns(line)[0]
        if _RECIPIENTS.fullmatch(column):
            return index if _lists(labels, index) else None
        if (match := _RECIPIENTS_BEFORE.match(column)) and (
            is_office(column[match.end() :])
            or _FILED.match(column[match.end() :])
            or _ITEM.match(column[match.end() :])
        ):
            return index
    return None


def _is_plain(line: LabelledLine) -> bool:
    """Return whether a line may belong to the foot; a heading may, because there its style is chosen for looks only."""
    return line.is_text or (line.source.kind is LineKind.HEADING and not line.source.role and not line.kept)


def _lists(labels: Labelling, index: int) -> bool:
    """Return whether the lines below "Nơi nhận" are recipients or a signer."""
    below = [line for line in labels.lines[index + 1 : index + 4] if line.text]
    if not below:
        return index > 0
    return any(
        _ITEM.match(one.text) or one.source.kind is LineKind.LIST_ITEM or _FILED.match(one.text) or is_office(one.text)
        for one in below
    )


def _signer_line(labels: Labelling, after: int, listed: int | None) -> int | None:
    """Return the index of the signer's office: in capitals, above a name or the mark of a signature."""
    begin = max(after, _last_prose(labels) + 1 if listed is None else listed - _LONGEST_SIGNATURE)
    begin = max(begin, _first_said(labels) + 1)
    for index in range(begin, len(labels.lines)):
        line = labels.lines[index]
        if not _is_plain(line) or not any(is_office(column) for column in _columns(line)):
            continue
        below = labels.lines[index + 1 : index + 1 + _NEAR]
        hand = any(_is_name(column) or _is_signed(column) for one in below for column in _columns(one))
        if listed is None and hand:
            return index if _is_only_name(labels, index) or _signs_each(labels, index) else None
        if listed is not None and (index > listed or all(_is_hand(one) for one in labels.lines[index:listed])):
            return index
    return None


def _is_only_name(labels: Labelling, index: int) -> bool:
    """Return whether exactly one person is below an office: two are the members of a committee."""
    return sum(_is_name(column) for line in labels.lines[index + 1 :] for column in _columns(line)) <= 1


def _signs_each(labels: Labelling, index: int) -> bool:
    """Return whether all lines from an office on are offices, marks of signatures and names, as below minutes."""
    below = [column for line in labels.lines[index:] if line.text for column in _columns(line)]
    marks = sum(map(_is_signed, below))
    return marks > 0 and all(is_office(one) or _is_signed(one) or _is_name(one) for one in below)


def _is_hand(line: LabelledLine) -> bool:
    """Return whether a line between the signer's office and "Nơi nhận" belongs to the signature."""
    text = line.text
    return is_office(text) or _is_signed(text) or _is_name(text) or text.isupper() or not re.search(r"\w", text)


def _last_prose(labels: Labelling) -> int:
    return max((i for i, line in enumerate(labels.lines) if line.is_prose and line.label is Label.OPEN), default=-1)


def _first_said(labels: Labelling) -> int:
    """Return the index of the first sentence: a name above all text is in a title, and signs nothing; -1 if none."""
    said = (i for i, line in enumerate(labels.lines) if line.is_final and line.syllables >= _SHORTEST_SENTENCE)
    return next(said, -1)


def is_office(text: str) -> bool:
    """Return whether a line in capitals is a signer's office or its mandate: "KT. CHỦ TỊCH", "TM. ỦY BAN …"."""
    bare = text.strip(" *_.:")
    low = bare.casefold()
    if (
        not bare
        or len(bare) > 100
        or text.endswith((";", "!", "?"))
        or any(char.isdigit() for char in bare.split(" ")[0])
    ):
        return False
    if behalf := terms().behalf.match(low):
        return is_upper(bare[0]) and bare[behalf.end() : behalf.end() + 1].isupper()
    words = low.split()
    heads = len(words) <= _LONGEST_TITLE and (words[-1] in terms().offices_end or words[0] in terms().offices_begin)
    return bare.isupper() and (starts_with(low, terms().signers) or heads)


def _is_signed(text: str) -> bool:
    """Return whether a text is the mark of a signature ("đã ký") or the text that a digital signature prints."""
    return folded(text.strip(" ()[]")) in terms().signed or is_certificate(text)


def is_certificate(text: str) -> bool:
    """Return whether a text is what a digital signature prints: "Ký bởi: UBND xã Tà Hộc"."""
    return bool(_CERTIFIED.match(folded(text.strip(" []"))))


def _is_name(text: str) -> bool:
    return is_person(_without_rank(text)) and len(text) <= 60 and not is_office(text)


def _without_rank(text: str) -> str:
    bare = text.strip(" *")
    match = re.match(r"(?:[^\W\d_]{1,6}\.\s*){1,3}", bare)
    if match and folded(match[0].split(".")[0]) in terms().ranks:
        return bare[match.end() :]
    return without_honorific(bare)


def _columns(line: LabelledLine) -> list[str]:
    raw = line.source.text.strip()
    if line.joined or ("\t" not in raw and "   " not in raw):
        return [line.text]
    found = [tidy(one) for one in _COLUMNS.split(raw) if tidy(one)]
    return found if len(found) > 1 else [line.text]


def _walk(labels: Labelling, begin: int, found: Signature, *, listed: int | None) -> None:
    """Drop the lines from `begin` on that belong to the foot."""
    in_list = False
    end = min(len(labels.lines), begin + _LONGEST_FOOT)
    written = max((i for i in range(begin, end) if _names_signer(labels.lines[i])), default=begin)
    for index in range(begin, min(len(labels.lines), begin + _LONGEST_FOOT)):
        line = labels.lines[index]
        if line.source.kind in {LineKind.TABLE, LineKind.PICTURE} or not line.text:
            if line.source.kind is LineKind.TABLE:
                break
            continue
        if not re.search(r"\w", line.text):
            labels.drop(index, message(terms().reasons["ornament"]))
            continue
        if rule := certain_rule(line.text):
            labels.drop(index, message(rule.reason))
            continue
        columns = _columns(line)
        if (
            len(columns) == 1
            and not is_office(line.text)
            and not _is_signed(line.text)
            and (in_list or index == listed)
            and _cut(labels, index, found)
        ):
            in_list = True
            continue
        kinds = [
            _what(column, found, in_list=in_list or index == listed, name_below=written > index) for column in columns
        ]
        if not all(kinds):
            break
        in_list = in_list or "recipients" in kinds
        for kind, column in zip(kinds, columns, strict=True):
            _keep(found, kind, column)
        _mark(labels, index, kinds, columns)


def _names_signer(line: LabelledLine) -> bool:
    """Return whether a line, or a column of one, is a person's name in small letters."""
    return any(_is_name(column) and not column.isupper() for column in _columns(line))


def _is_rank(text: str) -> bool:
    """Return whether a line in small letters is a signer's office: "Phó Thủ tướng" under "KT. THỦ TƯỚNG"."""
    office = starts_with(text.casefold(), terms().signers) and is_upper(text[0])
    return office and len(text.split()) <= _LONGEST_TITLE and not text.endswith((";", ".", ",", ":"))


def _what(text: str, found: Signature, *, in_list: bool, name_below: bool) -> str:
    """Return the part of the foot to which a line, or one column of it, belongs; empty if to none.

    `name_below` means that a name in small letters follows: then a line in capitals may continue the office's name.
    """
    begun, named = bool(found.offices or found.recipients), bool(found.names) and not found.awaits
    item = _ITEM.match(text) or _FILED.match(text)
    more = found.offices and not named and text.isupper() and not has_surname(text) and len(text) <= _LONGEST_OFFICE
    tests = (
        ("recipients", _RECIPIENTS.fullmatch(text)),
        ("office", is_office(text)),
        ("signed", _is_signed(text)),
        ("office", more and not item and name_below),
        ("name", begun and not named and not item and _is_name(text)),
        ("office", found.offices and not named and not item and _is_rank(text)),
        ("office", more and not item),
        ("recipients", in_list and len(text) <= _LONGEST and (item or text.endswith((";", ".", ",")))),
    )
    return next((what for what, holds in tests if holds), "")


def _keep(found: Signature, kind: str, text: str) -> None:
    found.awaits = kind in {"office", "signed"}
    if kind == "name":
        found.names.append(text.strip(" *"))
    elif kind == "office":
        found.offices.append(text.strip(" *"))
    elif kind == "recipients" and not _RECIPIENTS.fullmatch(text):
        found.recipients.append(text.strip(" -–—+•*;.,"))


def _mark(labels: Labelling, index: int, kinds: list[str], columns: list[str]) -> None:
    if "name" in kinds:
        line = labels.lines[index]
        name = columns[kinds.index("name")]
        for kind, column in zip(kinds, columns, strict=True):
            if kind != "name":
                labels.drop_part(index, column, message(terms().reasons[kind]))
        labels.lines[index] = replace(line, text=name, label=Label.AUTHOR, reason="")
        return
    labels.drop(index, message(terms().reasons[kinds[0]]))


def _cut(labels: Labelling, index: int, found: Signature) -> bool:
    """Drop a recipient that a PDF printed with the signer's office or name directly after it; return whether it did."""
    text = labels.lines[index].text
    match = _RECIPIENTS_BEFORE.match(text)
    begin = match.end() if match else 0
    words = text[begin:].split(" ")
    for at in range(1 if not match else 0, len(words)):
        right = " ".join(words[at:])
        left = text[: len(text) - len(right)].strip()
        whole = left.endswith((";", ".", ":", ",")) or not left
        if not whole or not right:
            continue
        kind = "office" if is_office(right) else "signed" if _is_signed(right) else ""
        if not kind and found.offices and not found.names and _is_name(right) and not words[at].endswith("."):
            kind = "name"
        if kind:
            _keep(found, "recipients", left) if not _RECIPIENTS.fullmatch(left) else None
            _keep(found, kind, right)
            _mark(labels, index, ["recipients", kind], [left, right])
            return True
    return False
