"""Finds the title: the line above the article text that date, blank lines and its own form indicate.

Lines above the title belong to the page and are dropped.  If several lines could be the title, a notice says so.
"""

from __future__ import annotations

import difflib
import re
from typing import Final

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import LineKind
from .boilerplate import zones
from .byline import labelled_author
from .caption_words import is_view, shows_picture, tells
from .characters import LEADING_EMOJI, folded, toml_string
from .dates import is_dateline, take_apart
from .labelling import Label, LabelledLine, Labelling
from .letters import is_address
from .markers import COUNTED, is_item, is_signed_item, same_count
from .rules import rules, starts_with
from .title_lines import echoed, heads_something, is_set_off, is_unfinished, is_writer, join_lines, names_writer
from .title_text import LONGEST, bare, is_marked, unglue

_SHORTEST_SENTENCE: Final = 6
_VERSES: Final = 3
_LONGEST_VERSE: Final = 60
_LONGEST_LABEL: Final = 5
"""In words separated by spaces."""
_LONGEST_UNASKED: Final = 150
"""In characters.  A longer line is a title only if the date, the file or a document kind indicates it."""
_AGAIN: Final = 0.7
"""The share of a long title's words that the paragraph below it repeats."""
_STORY: Final = 80
"""In characters: a sentence of this length or more is article text."""
_MOST_CANDIDATES: Final = 40
"""The title is among the first lines; without this limit, a page of many short lines would take quadratic time."""


def find_title(labels: Labelling, known: str, override: ArticleOverride) -> int | None:
    """Label the title and return its index; None if no line can be the title.

    `known` is the title in the file's own fields, or the subject of a mail.
    """
    index = _editors(labels, override)
    if index is None:
        index = _structural(labels)
    if index is None:
        candidates = _candidates(labels)
        if not candidates and override.title is None:
            candidates = unglue(labels)
        index = _choose(labels, candidates, folded(bare(known)))
    if index is None:
        _drop_section(labels)
        return None
    _doubt(labels, index)
    labels.mark(index, Label.TITLE)
    index = join_lines(labels, index)
    _clear_above(labels, index)
    _drop_repeats(labels, index)
    _drop_section_below(labels, index)
    return index


def _drop_section(labels: Labelling) -> None:
    """Drop the name of a section above a text without a title."""
    opened = labels.open()
    first = labels.lines[opened[0]].text if opened else ""
    if len(opened) > 1 and is_section(first) and folded(first) not in rules().documents:
        labels.drop(opened[0], message("the name of a section"))


def _drop_section_below(labels: Labelling, index: int) -> None:
    """Drop the name of a section between the title and the text, if it is the only one: several are headings."""
    lines = labels.lines
    below = [i for i in labels.open() if i > index and not is_dateline(lines[i].text, take_apart(lines[i].text))]
    named = [i for i in below if lines[i].is_text and is_section(lines[i].text)]
    if (
        len(below) > 1
        and named == below[:1]
        and labels.lines[below[1]].is_final
        and labels.lines[below[1]].blank_before
    ):
        labels.drop(below[0], message("the name of a section"))


def _editors(labels: Labelling, override: ArticleOverride) -> int | None:
    if override.title is None:
        return None
    sought = folded(override.title)
    return next((i for i in labels.open() if folded(bare(labels.lines[i].text)) == sought), None)


def _structural(labels: Labelling) -> int | None:
    """Return the title by the structure of the file: the line with this role, else the first heading of level 1."""
    opened = [i for i in labels.open() if labels.lines[i].text]
    by_role = next((i for i in opened if labels.lines[i].source.role == "title"), None)
    if by_role is not None:
        return by_role
    first, _ = zones(labels)
    return next(
        (
            i
            for i in opened
            if labels.lines[i].source.kind is LineKind.HEADING and labels.lines[i].source.level == 1 and i < first
        ),
        None,
    )


def _candidates(labels: Labelling) -> list[int]:
    first, _ = zones(labels)
    found: list[int] = []
    opened = labels.open()
    for position, index in enumerate(opened):
        line = labels.lines[index]
        if index > first or len(found) == _MOST_CANDIDATES or _has_begun(labels, opened[:position]):
            break
        if (index == first and not _titles_prose(labels, opened, position)) or _begins_list(labels, index):
            break
        pieces = take_apart(line.text)
        told = line.source.kind not in {LineKind.TEXT, LineKind.HEADING} or line.source.role or line.kept
        named = line.text and len(line.text) <= LONGEST and pieces.rest and not is_dateline(line.text, pieces)
        if named and not told and not line.text.endswith((":", ";")) and _may_be_title(labels, index):
            found.append(index)
    return found


def _has_begun(labels: Labelling, above: list[int]) -> bool:
    """Return whether two sentences, even short ones, are above; then the article text has begun."""
    said = (labels.lines[i] for i in above if labels.lines[i].is_final and labels.lines[i].is_text)
    return sum(len(line.text) >= _STORY for line in said) > 1


def _begins_list(labels: Labelling, index: int) -> bool:
    """Return whether a line is the first of a counted list: "I. Thời gian" with "II. …" below it is body text."""
    text = labels.lines[index].text
    among = (one.text for one in labels.lines[index + 1 : index + 30] if one.label is Label.OPEN)
    return COUNTED.match(text) is not None and any(same_count(text, other) for other in among)


def _may_be_title(labels: Labelling, index: int) -> bool:
    """Return whether a line is neither a salutation, a caption, a list item nor the author's line."""
    text = labels.lines[index].text
    if (
        text.startswith("(")
        or (labelled_author(text) and starts_with(text.casefold(), rules().strong))
        or is_address(text)
        or shows_picture(text)
        or (is_view(text) and not is_set_off(labels, index))
        or names_writer(labels, index)
        or (text.endswith(",") and not text.isupper())
    ):
        return False
    return (
        COUNTED.match(text) is not None
        or not is_signed_item(text)
        or text.startswith(("“", "*"))
        or bool(LEADING_EMOJI.match(text))
    )


def _titles_prose(labels: Labelling, opened: list[int], position: int) -> bool:
    """Return whether the first prose line is itself a long title: one sentence above a much longer text."""
    line = labels.lines[opened[position]]
    rest = [labels.lines[index] for index in opened[position + 1 : position + 2]]
    above = any(labels.lines[index].syllables > 3 for index in opened[:position])
    return (not above and len(line.text) < 260 and bool(rest) and len(rest[0].text) > 1.5 * len(line.text)
            and len(re.findall(r"[.!?…] ", line.text)) == 0)  # fmt: skip


def _choose(labels: Labelling, candidates: list[int], known: str) -> int | None:
    candidates = [i for i in candidates if heads_something(labels, i)]
    if not candidates:
        return None
    plain = [i for i in candidates if not _is_slogan(labels.lines[i].text) and not is_section(labels.lines[i].text)]
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
    return _by_form(labels, [i for i in plain if len(labels.lines[i].text) <= _LONGEST_UNASKED], plausible)


def _said_again_below(labels: Labelling, plausible: list[int]) -> int | None:
    """Return the first line if it is longer than usual titles and the paragraph below repeats most of its words."""
    line = labels.lines[plausible[0]]
    if len(line.text) <= _LONGEST_UNASKED or line.is_final or not (line.is_text and labels.blank_after(plausible[0])):
        return None
    below = next((labels.lines[i] for i in labels.open() if i > plausible[0]), None)
    words = folded(line.text).split()
    again = set(folded(below.text).split()) if below is not None and below.is_prose else set()
    return plausible[0] if sum(word in again for word in words) >= _AGAIN * len(words) else None


def _by_form(labels: Labelling, plain: list[int], plausible: list[int]) -> int | None:
    """Return the first plausible line without final punctuation; if all are sentences, a short line above them."""
    short = [i for i in plausible if len(labels.lines[i].text) <= _LONGEST_UNASKED]
    if len(labels.lines[plausible[0]].text) > _LONGEST_UNASKED and not labels.lines[plausible[0]].is_final:
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
    bold = line.source.bold and not line.is_prose and len(line.text) < _LONGEST_UNASKED
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


def _doubt(labels: Labelling, index: int) -> None:
    """Add a notice if nothing separates a long first line from the text: it may be a caption whose title was lost."""
    line = labels.lines[index]
    set_off = line.is_text is False or is_set_off(labels, index)
    long = len(line.text) > _LONGEST_UNASKED and line.is_text
    if long or (not set_off and (len(line.text) > 100 or tells(line.text.casefold()))):
        labels.notice(
            "title.guess", index,
            message("“{line}” was taken for the title, but may be a caption", line=line.text),
            message("If the title is another, write: title = \"…\", and this line under captions."),
        )  # fmt: skip


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


def _is_slogan(text: str) -> bool:
    low = text.casefold().strip(" .!")
    return any(pattern.fullmatch(low) for pattern in rules().slogans)


def _clear_above(labels: Labelling, index: int) -> None:
    lost = []
    for above in [i for i in labels.open() if i < index]:
        line = labels.lines[above]
        pieces = take_apart(line.text)
        if line.source.picture is not None or line.source.rows or is_dateline(line.text, pieces):
            continue
        if line.source.role or line.after_picture or line.is_prose:
            continue
        if line.text.endswith((".", ":")) and line.syllables >= _SHORTEST_SENTENCE and not _is_slogan(line.text):
            continue  # a sentence above the title belongs to the article
        if (
            (is_item(line.text) and not LEADING_EMOJI.match(line.text))
            or is_address(line.text)
            or shows_picture(line.text)
        ):
            continue
        if is_section(line.text):
            labels.drop(above, message("the name of a section"))
            continue
        labels.drop(
            above, message("a slogan above the title") if _is_slogan(line.text) else message("is above the title")
        )
        if line.syllables >= 4 and not _is_slogan(line.text) and not _alike(line.text, labels.lines[index].text):
            lost.append(above)
    if lost:
        labels.notice(
            "title.above", lost[0],
            message("“{line}” is above the title and was left out", line=labels.lines[lost[0]].text[:80]),
            message("If it is the title, write: title = {line}", line=toml_string(labels.lines[lost[0]].text)),
        )  # fmt: skip


def _drop_repeats(labels: Labelling, index: int) -> None:
    first, _ = zones(labels)
    title = folded(bare(labels.lines[index].text))
    for other in labels.open():
        line = labels.lines[other]
        if other < first and line.text and folded(bare(line.text)) == title and not line.after_picture:
            labels.drop(other, message("the title again"))
    for line_index, line in enumerate(labels.lines):
        if line.label is Label.DROPPED and line_index < index and folded(bare(line.text)) == title:
            labels.drop(line_index, message("the title again"))


def is_section(text: str) -> bool:
    """Return whether a line consists of section names: "Văn hóa - Xã hội"."""
    parts = re.split(r"\s+[-–|&/]\s+|\s*,\s*|\s+và\s+", folded(text))
    return len(text) <= 80 and all(part in rules().sections for part in parts)


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, folded(bare(one)), folded(bare(other)), autojunk=False).ratio() > 0.8
