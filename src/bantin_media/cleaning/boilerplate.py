"""Removes the text that a website prints around the article: buttons, counters, links, lists of other articles.

Each rule of `data/portals.toml` matches a whole line and has a maximum length. Rules are stricter between two
paragraphs of the article than above its first or below its last paragraph.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Final

from ..messages import message
from ..model import LineKind
from ..regex import regex
from .byline import labelled_author
from .caption_words import credited
from .characters import folded
from .dates import is_dateline, take_apart
from .labelling import Label, LabelledLine, Labelling
from .rules import LineRule, certain_rule, line_rules, rules

DATED_LINK: Final = regex(
    r"^[^.!?…]{8,250}[^.!?]\s*[(\[]\s*"
    r"(?:\d{1,2}:\d{2},? )?\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}(?:,? \d{1,2}:\d{2})?\s*[)\]]$"
)
_LINK_DATE: Final = regex(r"[(\[]\s*(?:\d{1,2}:\d{2},? )?\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}(?:,? \d{1,2}:\d{2})?\s*[)\]]")
DATE_FIRST: Final = regex(r"^\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\s*[:\-–|]?\s+[^.!?]{15,250}$")
LINK_LONGEST: Final = 220
_SHORTEST_SAID: Final = 50
"""In characters: a sentence of this length or more is article text."""
_NUMBERS: Final = regex(r"(?<![.,\d])\d[\d.,]*")
_FEWEST_NUMBERS: Final = 3
_MOST_LISTS: Final = 5
"""The largest number of such lists with text between them."""
_MOST_LINKS: Final = 6
"""The largest number of links in a box inside the article."""


def zones(labels: Labelling) -> tuple[int, int]:
    """Return the indexes of the first and the last line of prose among the open lines.

    If there is no prose, the first is past the end and the last is -1, so every line counts as head and as tail.
    """
    prose = [
        index
        for index in labels.open()
        if labels.lines[index].is_prose or labels.lines[index].source.kind in {LineKind.LIST_ITEM, LineKind.TABLE}
    ]
    return (prose[0], prose[-1]) if prose else (len(labels.lines), -1)


def strike_out_marked(labels: Labelling) -> None:
    """Drop what the file itself marks as boilerplate."""
    for index in labels.open():
        if labels.lines[index].source.role == "boilerplate":
            labels.drop(index, message("the file itself marks it as not part of the article"))


def strike_out(labels: Labelling, *, broken: bool = False) -> None:
    """Drop the boilerplate, each line with its reason.

    If the lines are `broken` (by a PDF or a mail), drop page numbers inside the text too.
    """
    strike_out_marked(labels)
    began = labels.open()
    _certain(labels)
    _unbullet(labels)
    _lists(labels)
    _related(labels)
    first, last = zones(labels)
    texts = _said(labels)
    first, last = min((first, *texts)), max((last, *texts))
    ended = False
    for index in labels.open():
        line = labels.lines[index]
        if line.source.kind in {LineKind.TABLE, LineKind.PICTURE} or not line.text or line.source.stamp:
            continue
        in_head, in_tail = index < first, index > last
        bare_number = (
            re.fullmatch(r"[\d\W_]+", line.text) and line.text != "./." and not (broken and _is_row(line.text))
        )
        if (
            bare_number
            and line.is_text
            and not _among_values(labels, index)
            and (in_head or in_tail or broken)
            and not is_dateline(line.text, take_apart(line.text))
        ):
            labels.drop(index, message("a number printed by the website"))
        elif in_head and (is_breadcrumb(line.text) or (_is_bare_path(line.text) and _another(labels, index))):
            labels.drop(index, message("the page's place on the website"))
        elif reason := _phrases(line.text, edges=in_head or in_tail):
            labels.drop(index, reason)
        elif rule := _rule(line.text, labels, index, zone=(in_head, in_tail), ended=ended):
            labels.drop(index, message(rule.reason))
            ended = ended or rule.ends_article
    labels.had_boilerplate = any(labels.lines[i].label is Label.DROPPED for i in began)


def _certain(labels: Labelling) -> None:
    """Drop lines that no article contains, and lines that consist of several links with dates."""
    for index in labels.open():
        line = labels.lines[index]
        if line.source.rows or line.source.picture or not line.text:
            continue
        if rule := certain_rule(line.text):
            labels.drop(index, message(rule.reason))
        elif len(_LINK_DATE.findall(line.text)) > 1 and _LINK_DATE.search(line.text[-30:]):
            labels.drop(index, message("a list of other articles"))


def _unbullet(labels: Labelling) -> None:
    """Remove the bullets if the website made a list item of every line, including the date or the author."""
    items = [i for i in labels.open() if labels.lines[i].is_text and labels.lines[i].text.startswith("•")]
    bare = {i: labels.lines[i].text.lstrip("• ") for i in items}
    if any(labelled_author(text) or is_dateline(text, take_apart(text)) for text in bare.values()):
        for index, text in bare.items():
            labels.lines[index] = replace(labels.lines[index], text=text)


def _said(labels: Labelling) -> list[int]:
    """Return the indexes of the sentences, which are article text however short the paragraphs are."""
    opened = [i for i in labels.open() if labels.lines[i].is_text and labels.lines[i].is_final]
    long = [(i, labels.lines[i].text) for i in opened if len(labels.lines[i].text) >= _SHORTEST_SAID]
    return [i for i, text in long if not text.endswith(("...", "…")) and not _is_website(text)]  # titles end so


def _is_row(text: str) -> bool:
    """Return whether a line has the numbers of a table's row: "11 301 276"."""
    return len(_NUMBERS.findall(text)) >= _FEWEST_NUMBERS


def _is_website(text: str) -> bool:
    return bool(line_rules(text))


def _among_values(labels: Labelling, index: int) -> bool:
    """Return whether a number is among short lines without final punctuation, like a price in a list of goods."""
    number = labels.lines[index].text
    beside = [labels.lines[i] for i in (index - 2, index - 1, index + 1, index + 2) if 0 <= i < len(labels.lines)]
    plain = [
        one for one in beside if one.label is Label.OPEN and one.is_text and len(one.text) <= 40 and not one.is_final
    ]
    return len(number) > 2 and len(plain) >= 3 and not any(one.label is Label.DROPPED for one in beside)


def _lists(labels: Labelling) -> None:
    """Drop each list that consists of boilerplate only, such as a row of buttons."""
    items = [i for i in labels.open() if labels.lines[i].source.kind is LineKind.LIST_ITEM]
    for _, run in itertools.groupby(enumerate(items), lambda one: one[1] - one[0]):
        bar = [index for _, index in run]
        reasons = {index: _button(labels.lines[index].text) for index in bar}
        if all(reasons.values()):
            for index, reason in reasons.items():
                labels.drop(index, reason)


def _button(text: str) -> str:
    """Return the reason for dropping an item of such a list; empty if the item may belong to the article."""
    rule = next(iter(line_rules(text)), None)
    return _phrases(text, edges=True) or (message(rule.reason) if rule is not None and rule.where != "tail" else "")


def is_breadcrumb(text: str) -> bool:
    """Return whether a line is a breadcrumb, such as "Trang chủ > Tin tức > Kinh tế"."""
    return len(text) <= 160 and rules().breadcrumb.match(text) is not None


def _is_bare_path(text: str) -> bool:
    """Return whether a line is a breadcrumb whose separators were pictures: "Trang chủ Tin tức Kinh tế"."""
    return len(text) <= 120 and rules().bare_breadcrumb.match(text) is not None


def _phrases(text: str, *, edges: bool) -> str:
    table = rules()
    if len(text) > table.phrases_longest:
        return ""
    pieces = take_apart(text)
    if not pieces.is_boilerplate:
        return ""
    label = re.sub(r"[\d.,:()/ ]*$|^[\d.,]+ ", "", folded(text))
    if not edges and pieces.counters + pieces.buttons < 2 and label in table.weak:
        return ""
    return message(table.phrases_reason)


def _rule(text: str, labels: Labelling, index: int, *, zone: tuple[bool, bool], ended: bool) -> LineRule | None:
    in_head, in_tail = zone
    if is_dateline(text, take_apart(text)):
        return None  # the date is read from it later
    for rule in line_rules(text):
        if rule.where == "certain" or (rule.where == "tail" and not in_tail) or (rule.where == "head" and not in_head):
            continue
        if (rule.not_in_body or rule.needs_another) and not (in_head or in_tail):
            continue
        if rule.not_in_tail and in_tail:
            continue
        if rule.needs_another and not in_tail and not _another(labels, index):
            continue
        if rule.after_end and not (ended or _has_ended(labels, index)):
            continue
        if rule.below_another and (not index or labels.lines[index - 1].reason != message(rule.reason)):
            continue
        return rule
    return None


def _another(labels: Labelling, index: int) -> bool:
    """Return whether one of the 40 lines below `index` may be the title."""
    below = range(index + 1, min(index + 40, len(labels.lines)))
    return any(labels.lines[other].label is Label.OPEN and labels.lines[other].syllables > 3 for other in below)


def _has_ended(labels: Labelling, index: int) -> bool:
    """Return whether the article's end mark is in the six lines above `index`."""
    above = [line.text for line in labels.lines[max(0, index - 6) : index] if line.label is Label.OPEN]
    return any(text.rstrip('”" )').endswith(("./.", "/.")) for text in above)


def _related(labels: Labelling) -> None:
    """Drop the lists of other articles at the end: below a heading, or with a date in brackets in each item."""
    for _ in range(_MOST_LISTS):
        heading = _list_heading(labels)
        if heading is None or not _drop_list(labels, [index for index in labels.open() if index >= heading]):
            break
    _boxes(labels, _last_prose(labels), first=min(_said(labels), default=-1))
    left = labels.open()
    first = left[0] if left else 0
    for index in reversed(left):
        line = labels.lines[index]
        dated = len(line.text) <= LINK_LONGEST and (DATED_LINK.match(line.text) or DATE_FIRST.match(line.text))
        if dated and index != first:
            labels.drop(index, message("a list of other articles"))
        elif line.text and take_apart(line.text).rest:
            break


def _is_below_text(said: list[int], heading: int) -> bool:
    """Return whether a heading is below the article: no more sentences are below it than above."""
    return 2 * sum(index > heading for index in said) <= len(said)


def _last_prose(labels: Labelling) -> int:
    return max((index for index in labels.open() if labels.lines[index].is_prose), default=-1)


def _list_heading(labels: Labelling) -> int | None:
    """Return the index of the first heading of a list of other articles below the last paragraph."""
    table, last, opened, said = rules(), _last_prose(labels), labels.open(), _said(labels)
    for index in opened[1:]:
        text = labels.lines[index].text
        known = len(text) <= table.related_longest and folded(text) in table.related
        if known and index > last and _is_below_text(said, index):
            return index
    return None


def _drop_list(labels: Labelling, indexes: list[int]) -> bool:
    """Drop a heading and the links below it, and return whether the text goes on below them.

    A link may have one sentence below it.  A second sentence in a row belongs to the text, which the list interrupted,
    and so does one of another subject than the link above it if the first link has none, and the caption of a picture.
    Dropped sentences bring a notice.
    """
    heading, *below = indexes
    said = set(_said(labels))
    plain = len(below) > 1 and below[1] not in said
    told, above = [], heading
    for index in (heading, *below):
        if index in said and (above in said or above == heading):
            break
        if index in said and plain and not _is_teaser(labels.lines[index].text, labels.lines[above].text):
            break
        if credited(labels.lines[index].text):
            break
        labels.drop(index, message("a list of other articles"))
        told += [index] if index in said else []
        above = index
    if told:
        labels.notice(
            "boilerplate.guess", told[0],
            message(
                "{count} sentences below “{line}” were left out as links to other articles",
                count=len(told), line=labels.lines[heading].text,
            ),
            message("If they belong to the article, write them under keep."),
        )  # fmt: skip
    return any(labels.lines[index].label is Label.OPEN for index in below)


def _is_teaser(sentence: str, link: str) -> bool:
    """Return whether half of the words of a link occur in the sentence below it."""
    words = set(folded(link).split())
    return 2 * len(words.intersection(folded(sentence).split())) >= len(words)


def _boxes(labels: Labelling, last: int, *, first: int) -> None:
    """Drop a box of links inside the article, with a notice: its heading and the short lines down to the prose."""
    opened = labels.open()
    for at, index in enumerate(opened):
        line = labels.lines[index]
        if not first <= index <= last or not line.is_text or folded(line.text) not in rules().related:
            continue
        links = list(
            itertools.takewhile(
                lambda i: _may_be_link(labels.lines[i]), itertools.islice(opened, at + 1, at + 2 + _MOST_LINKS)
            )
        )
        after = opened[at + 1 + len(links)] if at + 1 + len(links) < len(opened) else None
        if not 0 < len(links) <= _MOST_LINKS or after is None or not labels.lines[after].is_final or not at:
            continue
        for one in (index, *links):
            labels.drop(one, message("a list of other articles"))
        labels.notice(
            "boilerplate.guess", index,
            message("{count} lines inside the article were taken for links to other articles", count=len(links)),
            message("If they belong to the article, write them under keep."),
        )  # fmt: skip


def _may_be_link(line: LabelledLine) -> bool:
    return line.is_text and len(line.text) <= LINK_LONGEST and not line.is_final and line.source.picture is None
