"""The compiled tables of `data/portals.toml`: the text that websites print around an article."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from ..regex import regex


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule for whole lines: `pattern` must match the whole folded line."""

    pattern: re.Pattern[str]
    reason: str
    where: str
    longest: int
    needs_another: bool = False
    """The rule needs another line below that can be the title."""
    not_in_body: bool = False
    not_in_tail: bool = False
    ends_article: bool = False
    """The lines below a match are the footer of the website."""
    after_end: bool = False
    """The rule needs a line above that ends the article, or the article's end mark."""
    below_another: bool = False
    """The rule needs the line above to be a button, a label or a counter."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The terms of websites, in NFC and in lower case."""

    phrases: re.Pattern[str]
    weak: frozenset[str]
    phrases_longest: int
    phrases_reason: str
    counters: re.Pattern[str]
    lines: tuple[LineRule, ...]
    related: frozenset[str]
    related_longest: int
    homes: frozenset[str]
    """The first words of breadcrumbs."""
    breadcrumb: re.Pattern[str]
    bare_breadcrumb: re.Pattern[str]
    not_sections: frozenset[str]
    section_label: re.Pattern[str]
    menu: re.Pattern[str]
    unfinished: frozenset[str]
    """A line that ends with one of these words was broken."""
    documents: frozenset[str]
    briefs: frozenset[str]
    production: tuple[str, ...]
    heads: tuple[str, ...]
    """How the head of a broadcast or a newsletter begins."""
    sections: frozenset[str]
    slogans: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    month_date: re.Pattern[str]
    programmes: tuple[str, ...]
    posted: re.Pattern[str]
    updated: frozenset[str]
    """Those of the labels `posted` that name a change."""
    periods: tuple[str, ...]
    """Words before a time that is not the time of publication."""
    fillers: re.Pattern[str]
    clock: re.Pattern[str]
    authors: re.Pattern[str]
    sources: re.Pattern[str]
    offices: tuple[str, ...]
    contacts: tuple[str, ...]
    """How the lines with an office's telephone, address or pages begin."""
    pen_names: frozenset[str]
    genres: re.Pattern[str]
    strong: tuple[str, ...]
    accounts: frozenset[str]
    """The accounts that post articles on a website; they are not authors."""
    mastheads: tuple[str, ...]
    """How the name of a bulletin begins, which stands in large letters above its first article."""
    surnames: tuple[str, ...]
    homes_of_writers: tuple[str, ...]
    """How the place of a writer begins, behind the name: "Lò Thị Páng, bản Hốc"."""
    houses: tuple[str, ...]
    houses_by_name: tuple[str, ...]
    house_names: frozenset[str]
    not_houses: frozenset[str]
    openings: tuple[str, ...]
    subjects: tuple[str, ...]
    views: tuple[str, ...]
    scenes: tuple[str, ...]
    narrative: tuple[str, ...]
    calls: tuple[str, ...]
    salutations: tuple[str, ...]
    may_salute: tuple[str, ...]
    """Words that also begin titles and sentences: "Gửi cô giáo của em", "Bà con phấn khởi"."""
    mail_heads: re.Pattern[str]
    mail_subjects: frozenset[str]
    mail_senders: frozenset[str]
    telling: tuple[str, ...]
    not_telling: tuple[str, ...]
    places: tuple[str, ...]
    credits: re.Pattern[str]
    pictures: tuple[str, ...]
    givers: tuple[str, ...]
    """Words behind "Ảnh:" that say whose picture it is."""
    form_names: frozenset[str]
    """Labels in a form: who wrote the text …"""
    form_fields: frozenset[str]
    """… other facts about the writer …"""
    form_texts: frozenset[str]
    """… the text itself …"""
    form_leads: frozenset[str]
    """… its lead …"""
    form_captions: frozenset[str]
    """… and the words for its picture."""


_COUNTED_AS: Final = "(?: (?:lượt|lần)(?: (?:xem|đọc|nghe|truy cập))?)?"
"""Optional words after the number of a counter: "Lượt xem: 6.522 lượt xem"."""
EDGES: Final = " .,!;*"
"""Marks at the ends of a line that are ignored."""


@lru_cache(maxsize=2048)
def line_rules(text: str) -> tuple[LineRule, ...]:
    """Return the rules that match a line, in the order of the table; cached, because several passes need them."""
    bare, length = text.strip(EDGES), len(text)
    if length > _longest_line() or _any_line().fullmatch(bare) is None:
        return ()
    return tuple([one for one in rules().lines if length <= one.longest and one.pattern.fullmatch(bare)])


@cache
def _longest_line() -> int:
    return max(one.longest for one in rules().lines)


@cache
def _any_line() -> re.Pattern[str]:
    """Return one pattern for all rules: it excludes most lines at once."""
    return regex("|".join(f"(?:{one.pattern.pattern})" for one in rules().lines), re.IGNORECASE)


def certain_rule(text: str) -> LineRule | None:
    """Return the rule for a line that certainly does not belong to an article; None if no rule matches."""
    return next((one for one in line_rules(text) if one.where == "certain"), None)


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any one of `words` as a whole word; the longest is tried first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + r")(?!\w)"


def word_lists(kind: type[Any], *tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `kind` that are sets or tuples of words, from the keys with their names in `tables`."""
    makers = {"frozenset[str]": frozenset, "tuple[str, ...]": tuple}
    wanted = {one.name: makers[one.type] for one in fields(kind) if one.type in makers}
    return {name: wanted[name](table[name]) for table in tables for name in wanted.keys() & table.keys()}


@cache
def rules() -> Rules:
    """Return the compiled tables."""
    data = tomllib.loads((resources.files(__package__) / "data" / "portals.toml").read_text("utf-8"))
    (phrases,) = data["phrases"]
    captions, bylines, dates, letters = data["captions"], data["bylines"], data["dates"], data["letters"]
    counted = alternatives(data["counters"]["words"])
    lines = tuple(_line_rules(data["lines"]))
    return Rules(
        phrases=regex(alternatives(phrases["words"])),
        phrases_longest=phrases["longest"],
        phrases_reason=phrases["reason"],
        counters=regex(rf"{counted} ?[:(]? ?\d[\d.,]*(?:/\d{{1,4}})?{_COUNTED_AS}|\d[\d.,]* {counted}"),
        lines=lines,
        related=frozenset(data["related"]["headings"]),
        related_longest=data["related"]["longest"],
        **_breadcrumbs(data["breadcrumbs"]),
        unfinished=frozenset(data["joining"]["unfinished"]),
        documents=frozenset(data["documents"]["kinds"]),
        sections=frozenset(data["sections"]["names"]),
        slogans=tuple(regex(pattern) for pattern in data["slogans"]["patterns"]),
        months=dates["months"] | dates["english_months"],
        month_date=_month_date(dates["months"], dates["english_months"]),
        posted=regex(alternatives(dates["posted"])),
        fillers=regex(alternatives(dates["fillers"])),
        clock=regex(alternatives(dates["clock"])),
        authors=regex(rf"{alternatives(bylines['authors'])}\s*:\s*"),
        sources=regex(rf"{alternatives(bylines['sources'])}\s*:?\s*"),
        genres=regex(rf"{alternatives(bylines['genres'])}(?: của |\s*:\s*)"),
        mail_heads=regex(rf"(?P<label>{alternatives(letters['mail_heads'])}) ?: ?(?=\S)"),
        credits=regex(rf"{alternatives(captions['credits'])}\s*:"),
        **word_lists(
            Rules, phrases, data["breadcrumbs"], data["programmes"], bylines, letters, captions, dates, data["forms"]
        ),
    )


def _breadcrumbs(table: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "breadcrumb": regex(rf"{alternatives(table['homes'])}\s*[>»›/|→]", re.IGNORECASE),
        "bare_breadcrumb": regex(rf"{alternatives(table['homes_without_marks'])} [^\W\d_a-z]"),
        "section_label": regex(rf"{alternatives(table['labels'])}\s*:\s*(.{{2,60}})", re.IGNORECASE),
        "menu": regex(rf"\b{alternatives(table['menu'])}", re.IGNORECASE),
    }


def _month_date(months: Iterable[str], english: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for dates with a month's name: "12 Tháng Mười, 2023", "Tháng Ba 5, 2024", "March 5, 2024".

    A Vietnamese month needs "tháng" before it; "tháng 12 năm 2026" has no day, so its "năm" is not read as May.
    """
    name, foreign = alternatives(months), alternatives(english)
    any_name = f"(?:tháng {name}|{foreign})"
    return regex(
        rf"(?P<d>\d{{1,2}})[. ] ?(?P<m>{any_name}),? (?:năm )?(?P<y>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<m2>{any_name}) (?P<d2>\d{{1,2}}), (?P<y2>(?:19|20)\d\d)(?!\d)"
    )


def _line_rules(tables: Iterable[dict[str, object]]) -> Iterable[LineRule]:
    for table in tables:
        flags = {key: bool(table[key]) for key in table if key not in {"reason", "where", "longest", "patterns"}}
        for pattern in table["patterns"]:  # type: ignore[attr-defined]
            compiled = regex(pattern, re.IGNORECASE)
            yield LineRule(compiled, str(table["reason"]), str(table["where"]), int(str(table["longest"])), **flags)


def starts_with(text: str, words: Iterable[str]) -> bool:
    """Return whether the lower-case `text` begins with one of `words` as a whole word."""
    words = words if isinstance(words, tuple) else tuple(words)
    if not text.startswith(words):
        return False
    return any(text.startswith(word) and not text[len(word) : len(word) + 1].isalnum() for word in words)
