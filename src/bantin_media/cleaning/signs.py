"""The features of each line: its words, its form, its place and its neighbours.

A feature is a name.  `data/states.tsv` has its weight for each state, that is, for each role that a line can have
(title, author, caption, …).  This module decides nothing.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ..messages import message
from ..model import LineKind
from ..regex import regex
from .boilerplate import DATE_FIRST, DATED_LINK, is_breadcrumb
from .byline import has_surname, is_house, is_office, is_person, labelled_author, labelled_source, signed, tag
from .caption_words import contains, credited, is_credit, is_labelled, is_view, numbered_picture, tells
from .characters import LEADING_EMOJI, folded, is_bracketed
from .dates import is_dateline, take_apart
from .labelling import CLOSERS, FINAL_MARKS, Label, LabelledLine, Labelling
from .letters import is_address
from .markers import COUNTED, is_signed_item
from .official_terms import is_issuer
from .rules import line_rules, rules, starts_with
from .shapes import Shape, runs_of, shape_of
from .word_table import one_of

_WORDS: Final = regex(r"[^\W\d_]+")
_SECTIONS: Final = regex(r"\s+[-–|&/]\s+|\s*,\s*|\s+và\s+")
_DIGIT: Final = regex(r"\d")
_PERCENT: Final = regex(r"\d[.,]?\d* ?%")
_MONEY: Final = regex(rf"\d {one_of('amounts')}\b")
_SAID: Final = regex(rf""":\s?["“”']|\b{one_of("quoting")}(?:,|:| rằng)""")
_NUMBERED: Final = regex(r"\d/[a-zđ]{2,}[\w\-]*")
_FIRST_PERSON: Final = regex(rf"\b{one_of('first_persons')}\b")
_GAP: Final = regex(r"\S(?: {4,}|\t+ *)\S")
"""A gap between two columns in one line, such as the two names under the minutes of a meeting."""
_DATED: Final = regex(r"\b(?:từ|đến|trước|vào|trong) (?:hết )?ngày \d|\bngày \d{1,2}/\d")
_LONGEST: Final = 330
"""In characters: a longer line is a paragraph."""
_LONGEST_LABEL: Final = 4
_OPENING: Final = 5
"""The number of paragraphs that are compared with the words of a title."""
_MOST_HEADS: Final = 8
_Bins = tuple[tuple[float, str], ...]
_LENGTHS: Final[_Bins] = tuple((top, str(top)) for top in (1, 2, 3, 5, 8, 12, 20, 30, 50, 80))
_SHARES: Final[_Bins] = ((0.01, "0"), (0.3, "3"), (0.5, "5"), (0.7, "7"), (0.9, "9"))
_PARTS: Final[_Bins] = ((0.25, "25"), (0.5, "50"), (0.75, "75"))
_USUAL: Final[_Bins] = tuple((top, str(top)) for top in (0, 90, 150, 250))
_RUNS: Final[_Bins] = tuple((top, str(top)) for top in (0, 1, 2, 4, 8))
_STEPS: Final[_Bins] = tuple((top, str(top)) for top in (1, 2, 3, 5))


def _bin(value: float, bins: Sequence[tuple[float, str]]) -> str:
    return next((name for top, name in bins if value <= top), "more")


@lru_cache(maxsize=4096)
def of_words(text: str) -> tuple[str, ...]:
    """Return the features of the words of a single line."""
    final = "f" if text.rstrip(CLOSERS).endswith((*FINAL_MARKS, "./.")) else "u"
    short = len(text) <= _LONGEST
    parts = (
        *((_of_rules(text), _of_data(text), _of_names(text), _of_pictures(text)) if short else ()),
        _of_story(text, final), _of_marks(text, final),
    )  # fmt: skip
    return tuple(itertools.chain.from_iterable(parts))


def _seen(signs: dict[str, object]) -> Iterator[str]:
    return (name for name, seen in signs.items() if seen)


def _of_rules(text: str) -> Iterator[str]:
    """Yield the features from the tables of websites: buttons, links, sections."""
    table, plain, low = rules(), folded(text), text.casefold()
    rule = next(iter(line_rules(text)), None)
    pieces = take_apart(text)
    weak = pieces.is_boilerplate and pieces.counters + pieces.buttons < 2
    weak = weak and re.sub(r"[\d.,:()/ ]*$|^[\d.,]+ ", "", plain) in table.weak
    if rule is not None:
        yield f"rule_{rule.where}"
    yield from _seen({
        "rule_not_in_body": rule and rule.not_in_body,
        "rule_ends": rule and rule.ends_article,
        "rule_after_end": rule and rule.after_end,
        "rule_another": rule and rule.needs_another,
        "button": pieces.is_boilerplate and weak,
        "buttons": pieces.is_boilerplate and not weak,
        "counter_in": pieces.counters + pieces.buttons and pieces.rest,
        "breadcrumb": is_breadcrumb(text) or (len(text) <= 120 and table.bare_breadcrumb.match(text)),
        "related": plain in table.related,
        "dated_link": DATED_LINK.match(text) or DATE_FIRST.match(text),
        "menu": table.menu.search(text),
        "slogan": any(one.fullmatch(low.strip(" .!")) for one in table.slogans),
        "section": len(text) <= 80
        and (plain in table.sections or all(part in table.sections for part in _SECTIONS.split(plain))),
        "document": plain in table.documents,
        "brief": plain in table.briefs,
        "production": ":" in text and low.partition(":")[0].strip("-–•* ") in table.production,
        "programme": starts_with(low, table.heads),
        "document_begins": plain not in table.documents and starts_with(low, table.documents),
    })  # fmt: skip


def _of_data(text: str) -> Iterator[str]:
    """Yield whether a line contains the time of publication."""
    pieces = take_apart(text)
    dated = is_dateline(text, pieces)
    return _seen({
        "dateline": dated,
        "dateline_rest": dated and pieces.rest,
        "weekday": dated and pieces.has_weekday,
        "posted": dated and (pieces.is_posted or pieces.has_time),
        "date_in": pieces.dates and not dated,
    })  # fmt: skip


def _of_names(text: str) -> Iterator[str]:
    """Yield whether a line names an author, or an addressee."""
    named = signed(text)
    return _seen({
        "author_label": labelled_author(text),
        "author_word": rules().authors.fullmatch(f"{text.strip(' :*').casefold()}:"),
        "source_label": labelled_source(text),
        "name": named,
        "surname": named and has_surname(text.strip("()[] ")),
        "person": named and is_person(text),
        "office": is_office(text),
        "issuer": is_issuer(text),
        "house": is_house(text),
        "address": is_address(text),
    })  # fmt: skip


def _of_pictures(text: str) -> Iterator[str]:
    """Yield whether the words of a line belong to a picture."""
    return _seen({
        "credited": credited(text),
        "credit": is_credit(text),
        "picture_label": is_labelled(text) or numbered_picture(text),
        "view": is_view(text),
        "bracketed": is_bracketed(text),
    })  # fmt: skip


def _of_story(text: str, final: str) -> Iterator[str]:
    """Yield whether a line reports or describes; a name ends in `_f` if the line has a final mark, else in `_u`."""
    low, table = text.casefold(), rules()
    narrated, reports = starts_with(low, table.narrative), tells(low)
    who, scene = starts_with(low, table.openings) or starts_with(low, table.subjects), contains(low, table.scenes)
    counts = _DIGIT.search(low)
    found = _seen({
        "who": who,
        "scene": scene,
        "bare": not (who or scene or " tại " in low or starts_with(low, table.views)),
        "told": reports,
        "at": " tại " in low,
        "narrated": narrated,
        "narrated_told": narrated and reports,
        "said": _SAID.search(low),
        "first_person": _FIRST_PERSON.search(low),
        "calls": starts_with(low, table.calls) or low.endswith("!"),
        "percent": counts and _PERCENT.search(low),
        "money": counts and _MONEY.search(low),
        "numbered": counts and _NUMBERED.search(low),
        "dated": counts and _DATED.search(low),
        "colon_in": ": " in text,
        f"words_{_bin(len(text.split()), _LENGTHS)}": True,
    })  # fmt: skip
    return (f"{name}_{final}" for name in found)


def _of_marks(text: str, final: str) -> Iterator[str]:
    """Yield the form of a line: its case, its first and its last mark."""
    words = text.split()
    capital = all(word[0].isupper() for word in words if word[:1].isalpha())
    lettered = re.search(r"[^\W\d_]", text)
    signed_item = is_signed_item(text)
    return _seen({
        "tag": tag(text),
        "emoji": signed_item and LEADING_EMOJI.match(text),
        "item_sign": signed_item and not LEADING_EMOJI.match(text),
        "item_count": not signed_item and COUNTED.match(text),
        "capitals": text.isupper(),
        "title_case": capital and len(words) > 2 and not text.isupper(),
        "no_letters": not lettered,
        "ascii": lettered and text.isascii() and len(words) > 1,
        "lower_start": text[:1].islower(),
        "quote_start": text.startswith(("“", '"', "‘", "'")),
        "ends_colon": text.endswith(":"),
        "ends_comma": text.endswith(","),
        "ends_dash": text.endswith(("-", "–", "—")),
        "ends_dots": text.endswith(("...", "…")),
        "ends_question": text.endswith("?"),
        "ends_call": text.endswith("!"),
        "sealed": text.endswith("/."),
        "bars": "|" in text or "»" in text or " > " in text,
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Source:
    """Properties of the source as a whole."""

    lines: list[LabelledLine]
    shapes: list[Shape]
    story: list[int]
    """The indexes of the lines that are a paragraph, a full sentence, a list item or a table."""
    told: frozenset[str]
    """The words of the first of them."""
    headed: frozenset[str]
    """The words of the lines above them."""
    times: Counter[str]
    questions: int
    """The number of short questions, such as those of readers."""
    usual: int
    """The median length of the story's paragraphs in characters; 0 if there are none."""
    runs: list[int]
    page: str

    def zone(self, at: int) -> str:
        """Return whether a line is above the story, in it or below it."""
        first, last = (self.story[0], self.story[-1]) if self.story else (len(self.lines), -1)
        return "head" if at < first else "tail" if at > last else "body"


def of_lines(labels: Labelling, indexes: list[int]) -> list[tuple[str, ...]]:
    """Return the features of each of the lines `indexes`."""
    lines = [labels.lines[i] for i in indexes]
    if labels.has_structure:  # every line is a paragraph of its own
        lines = [replace(line, blank_before=True) for line in lines]
    source = _source(labels, lines)
    words = [of_words(line.text) for line in source.lines]
    found = []
    for at, (index, line) in enumerate(zip(indexes, source.lines, strict=True)):
        parts = (
            words[at], _of_form(line, source.shapes[at], source.usual), _of_place(source, at), _of_echo(source, at),
            _of_neighbours(source, words, at), _of_dropped(labels, index),
        )  # fmt: skip
        found.append(tuple(dict.fromkeys(itertools.chain.from_iterable(parts))))
    return found


def _source(labels: Labelling, lines: list[LabelledLine]) -> _Source:
    shapes = [shape_of(line) for line in lines]
    story = [at for at, shape in enumerate(shapes) if (shape.story if at else shape.prose)]
    first = story[0] if story else len(lines)
    headed = [line.text for line in lines[: min(first, _MOST_HEADS)] if line.syllables >= _LONGEST_LABEL]
    lengths = sorted(len(lines[at].text) for at in story)
    return _Source(
        lines, shapes, story,
        told=frozenset().union(*(_words(lines[at].text) for at in story[:_OPENING])),
        headed=frozenset().union(*map(_words, headed)),
        times=Counter(folded(line.text) for line in lines if line.text),
        questions=sum(line.text.endswith("?") and not shape.prose for line, shape in zip(lines, shapes, strict=True)),
        usual=lengths[len(lengths) // 2] if lengths else 0,
        runs=runs_of(shapes),
        page="of_page" if any(line.label is Label.DROPPED for line in labels.lines) else "plain",
    )  # fmt: skip


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(folded(text)))


def _of_echo(source: _Source, at: int) -> Iterator[str]:
    """Yield the shares of a line's words that occur in the article text, or in the lines above it."""
    line, zone = source.lines[at], source.zone(at)
    here = _words(line.text) if len(line.text) < _LONGEST else frozenset()
    final = source.shapes[at].mark
    if here:
        others = source.headed if at in source.story[:_OPENING] else source.told
        share = _bin(len(here & others) / len(here), _SHARES)
        yield from (f"{zone}_echo_{share}", f"echo_{share}_{final}")
        if zone != "head":
            yield f"title_echo_{_bin(len(here & source.headed) / len(here), _SHARES)}_{final}"
    if line.text and source.times[folded(line.text)] > 1:
        yield f"{zone}_again"
    if source.questions > 1 and line.text.endswith("?"):
        yield f"{zone}_question"
    yield f"run_{zone}_{_bin(source.runs[at], _RUNS)}"
    yield f"{zone}_{source.page}"


def _of_form(line: LabelledLine, shape: Shape, usual: int) -> Iterator[str]:
    """Yield the structure of a line in the file, and its length relative to the usual paragraph."""
    kind, final = line.source.kind, shape.mark
    yield from _seen({
        f"kind_{kind.value}": kind is not LineKind.TEXT,
        f"heading_{min(line.source.level, 3)}": kind is LineKind.HEADING,
        f"role_{line.source.role}": line.source.role,
        "bold": line.source.bold,
        "picture": line.source.picture is not None,
        f"after_picture_{final}": line.after_picture,
        "barred": line.barred,
        "columns": _GAP.search(line.source.text.strip()),
        "prose": shape.prose,
    })  # fmt: skip
    yield f"usual_{_bin(usual, _USUAL)}_{final}"
    if usual and not shape.prose:
        yield f"of_usual_{_bin(len(line.text) / usual, _PARTS)}_{final}"


def _of_place(source: _Source, at: int) -> Iterator[str]:
    """Yield the position of a line: its distance from the text; first or last; below an empty line."""
    line, zone = source.lines[at], source.zone(at)
    final = source.shapes[at].mark
    if zone == "head":
        first = source.story[0] if source.story else len(source.lines)
        yield f"to_story_{_bin(first - at, _STEPS)}"
        if first == 1:
            yield f"alone_above_{final}"
    elif zone == "tail":
        yield f"from_story_{_bin(at - (source.story[-1] if source.story else -1), _STEPS)}"
    elif at == source.story[0]:
        yield "first_story_bold" if line.source.bold else "first_story"
    else:
        yield f"last_story_{final}" if at == source.story[-1] else f"within_{final}"
    if at == 0:
        yield f"very_first_{final}"
    if at == len(source.lines) - 1:
        yield "very_last"
    yield "spaced" if line.blank_before else "tight"


_SHOWN_BESIDE: Final = frozenset({
    "dateline", "author_label", "name", "credit", "credited", "button", "buttons", "tag", "issuer",
})  # fmt: skip
"""Features of the words of a line that are also evidence for its neighbours."""


def _of_neighbours(source: _Source, words: list[tuple[str, ...]], at: int) -> Iterator[str]:
    lines, shapes = source.lines, source.shapes
    line, shape = lines[at], shapes[at]
    if at:
        yield from (f"above_{sign}" for sign in words[at - 1] if sign in _SHOWN_BESIDE)
        yield from (f"above_{sign}" for sign in _beside(source, at, at - 1))
        yield from _under(source, at)
    if 0 < at < len(lines) - 1 and shapes[at - 1].story and shapes[at + 1].prose:
        yield f"between_{shape.mark}_{'bare' if f'bare_{shape.mark}' in words[at] else 'shown'}"
    if at + 1 < len(lines):
        below = lines[at + 1]
        yield from (f"below_{sign}" for sign in words[at + 1] if sign in _SHOWN_BESIDE)
        yield from (f"below_{sign}" for sign in _beside(source, at, at + 1))
        if shape.mark == "u" and below.text[:1].islower():
            yield "is_gone_on"
        yield "spaced_below" if below.blank_before else "tight_below"
        if shape.prose and len(line.text) > len(below.text):
            yield "longer_than_below"


def _beside(source: _Source, at: int, other_at: int) -> Iterator[str]:
    """Yield the features of a neighbour that are evidence for the line."""
    line, shape = source.lines[at], source.shapes[at]
    other, form = source.lines[other_at], source.shapes[other_at]
    if kind := "prose" if form.prose else "sentence" if form.story else "short" if form.short else "":
        yield f"{kind}_{shape.mark}"
    if other.source.picture is not None:
        yield f"picture_{shape.mark}"
    if form.item:
        yield "item"
    if len(other.text) >= 3 * len(line.text):
        yield f"long_{shape.mark}"
    if line.text and form.beginning == shape.beginning:
        yield "alike"
    if other.source.bold and not line.source.bold:
        yield "bold"
    if form.capitals and not shape.capitals:
        yield "capitals"
    if shape.capitals and form.short and not form.capitals:
        yield "small"


def _under(source: _Source, at: int) -> Iterator[str]:
    line, above, shape, form = source.lines[at], source.lines[at - 1], source.shapes[at], source.shapes[at - 1]
    if above.text.endswith(":"):
        yield "under_colon"
    if above.text.endswith(("./.", "…/.")):
        yield "under_seal"
    if form.mark == "u" and line.text[:1].islower():
        yield "goes_on"
    if form.capitals and shape.capitals and not line.blank_before:
        yield "capitals_go_on"


def _of_dropped(labels: Labelling, index: int) -> Iterator[str]:
    if index and labels.lines[index - 1].label is Label.DROPPED:
        yield "under_struck"
        if labels.lines[index - 1].reason == message("a chat's stamp: when, and from whom"):
            yield "under_stamp"
    if index + 1 < len(labels.lines) and labels.lines[index + 1].label is Label.DROPPED:
        yield "over_struck"
