"""The terms of `data/official.toml`: the words in the heads and feet of official documents."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from ..regex import regex
from .rules import alternatives, starts_with, word_lists

PLACE_DATE: Final = regex(
    r"(?P<place>[^\d,;:.]{2,45}), ?(?:hồi [\d giờhphút:]{2,20} )?ngày ?"
    r"(?:[\d.…_]{0,6} ?tháng ?[\d.…_]{0,6} ?,? ?năm ?[\d.…_]{0,6}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
)
"""Place and date, in lower case; day and month may be blank."""


NUMBER: Final = regex(
    r"số ?:? ?[\d.…_]{0,10} ?(?:/ ?(?:(?:19|20)\d\d|[.…_]{1,8}) ?)?[/\-–] ?"
    r"(?P<sign>[^\W\d_][\w&.]{0,20}(?: ?[/\-–] ?[\w&.]{1,20}){0,4})(?= |$)"
)
"""The number of a document, in lower case: "số: 14/tb-ubnd", "số 45-cv/đu"."""
_LONGEST_NAME: Final = 10
"""In words."""
ORNAMENT: Final = regex(r"[\W_]*(?:o0o|ooo|oOo)?[\W_]*")
"""A line without words."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of official documents, composed and in lower case."""

    offices: tuple[str, ...]
    areas: tuple[str, ...]
    area: re.Pattern[str]
    levels: dict[str, int]
    """The words for an area → its level: 1 for a province."""
    deeds: tuple[str, ...]
    marks: frozenset[str]
    not_public: frozenset[str]
    not_public_words: tuple[str, ...]
    begins: tuple[str, ...]
    kinds: frozenset[str]
    """Document kinds that are also headings elsewhere; in a document they are alone in their line."""
    begins_in_title: tuple[str, ...]
    """Those of `begins` with which a bold line of a title may begin, too."""
    says: tuple[str, ...]
    """Words that only a sentence has, and no title."""
    signers: tuple[str, ...]
    behalf: re.Pattern[str]
    """The mandate of a signer: "TM. ", "T/M ", "KT."."""
    offices_begin: frozenset[str]
    offices_end: frozenset[str]
    signed: frozenset[str]
    ranks: tuple[str, ...]
    identity: re.Pattern[str]
    bank: re.Pattern[str]
    units: re.Pattern[str]
    """A unit after a number, or a percent sign."""
    reasons: dict[str, str]
    """Part of the head or foot → the reason for dropping its lines."""


def reports_deed(low: str) -> bool:
    """Return whether a line in lower case says what somebody does: no name of an office does."""
    spoken = f" {low} ".replace(" ban tổ chức ", " ban ")
    return any(f" {one} " in spoken for one in terms().deeds)


def is_issuer(text: str) -> bool:
    """Return whether a line is the name of an office, a school or a club, as above a title: "CHI ĐOÀN BẢN NẬM SẢ"."""
    low = text.casefold()
    plain = len(low.split()) <= _LONGEST_NAME and not low.endswith((".", ":", ",", ";", "!", "?", "…"))
    return plain and starts_with(low, terms().offices) and not reports_deed(low)


@cache
def terms() -> Terms:
    """Return the table."""
    data = tomllib.loads((resources.files(__package__) / "data" / "official.toml").read_text("utf-8"))
    head, foot, private = data["head"], data["foot"], data["private"]
    return Terms(
        area=regex(rf"(?<!\w){alternatives(itertools.chain(*head['levels']))}"),
        levels={word: level for level, words in enumerate(head["levels"]) for word in words},
        signers=tuple(foot["offices"]),
        behalf=regex(rf"{alternatives(foot['behalf'])}(?:[./] ?| )"),
        identity=regex(rf"\b{alternatives(private['identity'])}", re.IGNORECASE),
        bank=regex(rf"\b{alternatives(private['bank'])}", re.IGNORECASE),
        units=regex(rf"[.,\d]{{0,4}} ?(?:{alternatives(private['units'])}|%)", re.IGNORECASE),
        reasons=data["reasons"],
        **word_lists(Terms, foot, head),
    )
