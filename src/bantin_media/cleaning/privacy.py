"""Notices about text that must not be published: documents marked as not public, and private data.

Nothing is removed: the editor decides what may be published (Law on the protection of personal data, 2025) and
lists it under `public` in edition.toml.  A mark such as "MẬT" in a public edition is an error (`pipeline`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from ..messages import message
from ..regex import regex
from .characters import folded, toml_string
from .labelling import Label, LabelledLine, Labelling
from .official_terms import terms

MARK: Final = "paper.mark"
"""The code of the notice that keeps a document out of a public edition."""
_LONGEST_MARK: Final = 70
_SIGN: Final = regex(r"[@\d]")
_EMAIL: Final = regex(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE: Final = regex(
    r"(?<![\w/.,])(?:\+84[ .\-]?|\(?0)(?:2\d{0,2}\)?(?:[ .\-]?\d){7,9}|[35789]\)?(?:[ .\-]?\d){8})(?![\d/])"
)
_LONG: Final = regex(r"(?<![\d.,/])\d(?:[ .]?\d){7,18}(?![\d/])")


def warn(labels: Labelling, allowed: Collection[str]) -> None:
    """Add one notice per kind and line for each mark and each item of private data that is not in `allowed`."""
    known = {folded(one) for one in allowed}
    for index, line in enumerate(labels.lines):
        mark = mark_of(line)
        if mark and folded(mark) not in known:
            what = message("“{mark}”: the document is not for the public", mark=mark)
            hint = message("Take the article out, or write: public = [{mark}]", mark=toml_string(mark))
            labels.notice(MARK, index, what, hint)
        if line.label is not Label.DROPPED:
            _warn_of_data(labels, index, known)


def _warn_of_data(labels: Labelling, index: int, known: Collection[str]) -> None:
    line = labels.lines[index]
    text = " ".join((line.text, *(cell for row in line.source.rows for cell in row)))
    found: dict[str, list[str]] = {}
    for code, one in _found(text):
        if folded(one) not in known and one not in found.setdefault(code, []):
            found[code].append(one)
    for code, ones in found.items():
        if ones:
            hint = message("Ask whether it may be published; if not, take it out of the source.")
            labels.notice(code, index, _what(code, ", ".join(ones)), hint)


def mark_of(line: LabelledLine) -> str:
    """Return the mark of a document that is not public; such a mark is a line of its own."""
    bare = line.text.strip(" ()[]*.-–—")
    if not bare or len(bare) > _LONGEST_MARK or line.kept:
        return ""
    low = folded(bare)
    stands_alone = low in terms().not_public and (bare.isupper() or line.text[:1] in "([" or " " in bare)
    return bare if stands_alone or any(one in low for one in terms().not_public_words) else ""


def _what(code: str, found: str) -> str:
    return {
        "privacy.email": message("an e-mail address: {found}", found=found),
        "privacy.citizen": message("a citizen number: {found}", found=found),
        "privacy.account": message("a bank account: {found}", found=found),
        "privacy.phone": message("a telephone number: {found}", found=found),
    }[code]


def _found(text: str) -> Iterator[tuple[str, str]]:
    if not _SIGN.search(text):
        return
    for email in _EMAIL.finditer(text):
        yield "privacy.email", email[0]
    taken: set[int] = set()
    for number in _LONG.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        before = text[max(0, number.start() - 60) : number.start()]
        bank, person = (_last(pattern, before) for pattern in (terms().bank, terms().identity))
        if terms().units.match(text, number.end()):
            taken |= set(range(*number.span()))
        elif bank > person and 6 <= len(digits) <= 19:
            taken |= set(range(*number.span()))
            yield "privacy.account", number[0]
        elif (len(digits) == 12 and digits[0] == "0") or (len(digits) in {9, 12} and person >= 0):
            taken |= set(range(*number.span()))
            yield "privacy.citizen", number[0]
    for number in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        local = "0" + digits[2:] if number[0].startswith("+84") else digits
        if number.start() not in taken and 10 <= len(local) <= 11 and local[1] in "235789":
            yield "privacy.phone", number[0].strip()


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return the last position of `pattern` in `text`, -1 if there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
