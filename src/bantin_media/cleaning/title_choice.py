"""Chooses the title among several candidate lines: by the file's own title, repetition, the date line, or its form."""

from __future__ import annotations

import re
from typing import Final

from .byline import labelled_author
from .characters import folded
from .dates import is_dateline, take_apart
from .labelling import Label, LabelledLine, Labelling
from .markers import is_item
from .rules import rules, starts_with
from .title_lines import echoed, heads_something, is_unfinished, is_writer
from .title_text import bare, is_marked

_VERSES: Final = 3
_LONGEST_VERSE: Final = 60
_LONGEST_LABEL: Final = 5
"""In words separated by spaces."""
LONGEST_UNASKED: Final = 150
"""In characters.  A longer line is a title only if the date, the file or a document kind indicates it."""
_AGAIN: Final = 0.7
"""The share of a long title's words that the paragraph below it repeats."""


def choose(labels: Labelling, candidates: list[int], known: str) -> int | None:
    """Return the index of the title among `candidates`; `known` is the folded title in the file's own fields."""
    candidates = [i for i in candidates if heads_something(labels, i)]
    if not candidates:
        return None
    plain = [i for i in candidates if not is_slogan(labels.lines[i].text) and not is_section(labels.lines[i].text)]
    plausible = [i for i in plain if labels.lines[i].syllables >= 4] or plain or candidates
    names = {i: folded(bare(labels.lines[i].text)) for i in plausible}
    for index in plausible:
        if known and (names[index] == known or (len(known) > 20 and names[index].startswith(known))):
            return index
    if (again := _printed_twice(labels, names)) is not None:
        return again
    for index in candidates:
        document = folded(labels.lines[index].text) in rules().documents and index + 1 in candidates
        if document or is_marked(labels.lines[index].text):
            return index
    below_date = _beside_date(labels, plausible)
    told = below_date is not None and labels.lines[below_date].text.endswith(".")
    if below_date is not None and not (told and any(i < below_date for i in plain)):
        return below_date
    return _by_form(labels, [i for i in plain if len(labels.lines[i].text) <= LONGEST_UNASKED], plausible)


def _said_again_below(labels: Labelling, plausible: list[int]) -> int | None:
    """Return the first line if it is longer than usual titles and the paragraph below repeats most of its words."""
    line = labels.lines[plausible[0]]
    if len(line.text) <= LONGEST_UNASKED or line.is_final or not (line.is_text and labels.blank_after(plausible[0])):
        return None
    below = next((labels.lines[i] for i in labels.open() if i > plausible[0]), None)
    words = folded(line.text).split()
    again = set(folded(below.text).split()) if below is not None and below.is_prose else set()
    return plausible[0] if sum(word in again for word in words) >= _AGAIN * len(words) else None


def _by_form(labels: Labelling, plain: list[int], plausible: list[int]) -> int | None:
    """Return the first plausible line without final punctuation; if all are sentences, a short line above them."""
    short = [i for i in plausible if len(labels.lines[i].text) <= LONGEST_UNASKED]
    if len(labels.lines[plausible[0]].text) > LONGEST_UNASKED and not labels.lines[plausible[0]].is_final:
        return _said_again_below(labels, plausible)  # else it is too long, and a line below it is not the title either
    chosen = next((i for i in short if is_unfinished(labels.lines[i].text)), None)
    if chosen is None:  # all are sentences: a short line above them is the better title
        return next((i for i in plain if not labels.lines[i].is_final), None)
    chosen = echoed(labels, short, _below_buttons(labels, short, chosen))
    chosen = _under_kicker(labels, short, _named_in_page_title(labels, short, chosen))
    if _begins_verse(labels, chosen):
        return next((i for i in reversed(plain) if i < chosen), chosen)
    return _below_label(labels, plausible, chosen)


def _below_buttons(labels: Labelling, plausible: list[int], chosen: int) -> int:
    """Return a line below the page's buttons if it is as good as the chosen one, which belongs to the page."""
    after = next((i for i in plausible if i > chosen), None)
    if after is None or labels.lines[after].is_final or labels.lines[after].syllables < _LONGEST_LABEL:
        return chosen
    between = labels.lines[chosen + 1 : after]
    struck = all(line.label is Label.DROPPED for line in between) and any(
        rules().menu.search(line.text) for line in between
    )
    return after if struck and labels.lines[after].blank_before and not is_writer(labels.lines[after].text) else chosen


def _under_kicker(labels: Labelling, plausible: list[int], chosen: int) -> int:
    """Return the line in capitals or bold directly below the name of a contest or series; else `chosen`."""
    line, below = labels.lines[chosen], next((labels.lines[i] for i in labels.open() if i > chosen), None)
    if below is None or chosen + 1 not in plausible or below.is_final or is_writer(below.text):
        return chosen
    if any(_is_loud(labels.lines[i]) for i in labels.open() if i > chosen + 2):
        return chosen  # such lines are headings of the article
    louder = (below.text.isupper() and not line.text.isupper()) or (below.source.bold and not line.source.bold)
    return chosen + 1 if louder and not line.text.isupper() else chosen


def _is_loud(line: LabelledLine) -> bool:
    """Return whether a short line is in capitals or bold and is not an author's name."""
    bold = line.source.bold and not line.is_prose and len(line.text) < LONGEST_UNASKED
    return line.is_text and line.syllables > 1 and (line.text.isupper() or bold) and not is_writer(line.text)


def _named_in_page_title(labels: Labelling, plausible: list[int], chosen: int) -> int:
    """Return a later line whose words are part of the chosen one: a page title combines site, title and section."""
    whole = labels.lines[chosen].text
    if not re.search(r"\s[:|–-]\s", whole):
        return chosen
    parts = folded(whole)
    named = [i for i in plausible if i > chosen and len(name := folded(labels.lines[i].text)) > 12 and name in parts]
    return named[0] if named else chosen


def _begins_verse(labels: Labelling, index: int) -> bool:
    """Return whether a line is the first of a run of short lines, like verses; then the title is above it."""
    below = [labels.lines[i] for i in labels.open() if i > index][:_VERSES]
    return len(below) == _VERSES and all(
        len(line.text) <= _LONGEST_VERSE and line.is_text and not is_item(line.text) and not take_apart(line.text).dates
        for line in (labels.lines[index], *below)
    )


def _below_label(labels: Labelling, plausible: list[int], chosen: int) -> int:
    """Return the title below a short label ("Hệ thống văn bản"), an office or a page's name; else `chosen`."""
    line = labels.lines[chosen]
    after = next((i for i in plausible if i > chosen), None)
    if after is None or not line.is_text or line.syllables > _LONGEST_LABEL or line.is_final:
        return chosen
    below = labels.lines[after]
    low = below.text.casefold()
    shows = starts_with(low, rules().openings) and not is_label_of_document(below.text)
    if below.is_final or below.syllables < 8 or below.text[:1].islower() or shows:
        return chosen
    under = next((labels.lines[i] for i in labels.open() if i > after), None)
    heads = under is not None and (under.is_final or under.is_prose or take_apart(under.text).dates)
    return after if heads or (under is not None and under.text.endswith(":")) else chosen


def is_label_of_document(text: str) -> bool:
    """Return whether a line begins with a document kind: "Thông báo về …", "Kế hoạch …"."""
    return starts_with(text.casefold(), rules().documents)


def _printed_twice(labels: Labelling, names: dict[int, str]) -> int | None:
    """Return the line that the page prints twice above the text; None if there is no such line.

    Two equal lines in direct sequence are a caption.  If a date or a sentence is between them, the first is the
    article's title, otherwise the second.
    """
    for first, name in names.items():
        for second, other in names.items():
            same = first < second and name == other and not labels.lines[first].is_final
            if same and (second > first + 1 or labels.lines[first].text != labels.lines[second].text):
                between = [take_apart(labels.lines[i].text).dates for i in range(first + 1, second)]
                story = any(
                    labels.lines[i].is_final and labels.lines[i].label is Label.OPEN for i in range(first + 1, second)
                )
                return first if any(between) or story else second
    return None


def _beside_date(labels: Labelling, plausible: list[int]) -> int | None:
    """Return the plausible line directly above the article's date line; a clock for visitors does not count."""
    opened = labels.open()
    for position, index in enumerate(opened[1:], 1):
        line = labels.lines[index]
        pieces = take_apart(line.text)
        above = opened[position - 1]
        dated = is_dateline(line.text, pieces) or (pieces.dates and labelled_author(pieces.rest))
        if not dated or pieces.is_clock or above not in plausible:
            continue
        below = next((i for i in opened[position + 1 : position + 2] if i in plausible), None)
        label = labels.lines[above].syllables <= 6 and not pieces.rest
        if label and below is not None and labels.lines[below].syllables >= 8 and not labels.lines[below].is_final:
            return below
        return above
    return None


def is_slogan(text: str) -> bool:
    """Return whether a line is a slogan that websites print above their articles."""
    low = text.casefold().strip(" .!")
    return any(pattern.fullmatch(low) for pattern in rules().slogans)


def is_section(text: str) -> bool:
    """Return whether a line consists of section names: "Văn hóa - Xã hội"."""
    parts = re.split(r"\s+[-–|&/]\s+|\s*,\s*|\s+và\s+", folded(text))
    return len(text) <= 80 and all(part in rules().sections for part in parts)
