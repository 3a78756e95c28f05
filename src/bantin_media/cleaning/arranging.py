"""Labels the lines by the best sequence of states: title, lead, captions, and the text of the website.

The editor's settings and the structure of the file limit the states of a line, and so do some facts: a paragraph never
belongs to the website, and only pasted text has captions whose pictures were lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ..configuration.settings import ArticleOverride
from ..messages import message
from ..model import Draft, LineKind
from ..vietnamese.sentences import split
from . import headline, signs
from .byline import is_bracketed_name, is_correspondent
from .caption_words import LONGEST, shows_picture
from .characters import beginning, folded, toml_string
from .dates import take_apart
from .evidence import evidence
from .labelling import Label, LabelledLine, Labelling
from .letters import is_address
from .markers import is_item
from .placeholders import NUMBER_IN_BRACKETS
from .privacy import mark_of
from .sequence import CAPTIONS, STATES, TEXT, WEBSITE, Decision, decide
from .title_text import bare, is_counted, is_marked, unglue

_ALL: Final = frozenset(STATES)
_TITLES: Final = frozenset({"title", "title_more"})
_PICTURE: Final = frozenset({"said_above", "caption_above", "caption", "body"})
_KEPT: Final = frozenset({"said_above", "body", "heading"})
_DATA: Final = frozenset({"said_above", "meta_above", "meta", "signed", "body"})
_DATA_ROLES: Final = frozenset({"author", "source", "section", "date"})
_TOLD_AS_DATA: Final = frozenset({"dateline", "author_label", "author_word", "source_label", "surname"})
"""Features of lines with date or author: such a line may belong to the website, but is never boilerplate."""
_SAID_BY_FILE: Final = frozenset({"credited", "credit", "picture_label"})
_NO_TITLE: Final = frozenset({"address", "credit", "credited", "picture_label", "production", "ends_dash"})
_NO_CAPTION: Final = frozenset({
    "narrated_f", "narrated_u", "dated_f", "dated_u", "date_in", "dateline", "said_f", "calls_f", "money_f",
    "programme", "section", "tag", "colon_in_f", "name", "columns", "words_80_f",
})  # fmt: skip
"""Features of the words of a line that tells or calls, or names a person: no picture beside it, no caption."""
_SAID: Final = frozenset({"item_sign", "colon_in_f", "narrated_f", "first_person_f", "said_f"})
"""Features of a sentence that reports or is an item of a list: with a full stop it is no title."""
_OF_PAGES: Final = frozenset({".txt", ".html", ".htm", ".mhtml", ".mht"})
"""Files with what a website prints; in others a heading or a list belongs to the document."""
_EXPLAINED: Final = WEBSITE | CAPTIONS
_LONGEST_TITLE: Final = 300
_LONGEST_UNASKED: Final = 150
"""In characters.  A longer title brings a notice."""
_LONGEST_LABEL: Final = 4
"""In words: a longer line above the title may be the title, and brings a notice."""
_SHORTEST_SENTENCE: Final = 6
_FEWEST_BESIDE: Final = 2
"""In paragraphs, the longest one not counted."""
_SHORTEST_SAID: Final = 5
_PRINTED: Final = ("rule_", "button", "counter_in", "breadcrumb", "related", "dated_link", "menu", "slogan", "section",
                   "credit", "picture_label", "house", "address")  # fmt: skip
"""Beginnings of features that websites have: without one, a sentence is the article's."""
_SHORTEST_STORY: Final = 15
"""In syllables: a sentence of this length above the title belongs to the story."""
_SURELY_SHOWN: Final = 1.2
"""A natural logarithm, as below."""
_DOUBT: Final = 1.0
"""A natural logarithm: if a line's lead is smaller, another label is probable too."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """The lines to be decided, with their features and possible states."""

    indexes: list[int]
    signs: list[tuple[str, ...]]
    allowed: list[frozenset[str] | None]


def sequence(labels: Labelling, draft: Draft, override: ArticleOverride, *, known: str, by_form: bool) -> Sequence:
    """Return the lines with features and possible states; `known` is a title from the file's fields or a mail."""
    found = [i for i, one in enumerate(labels.lines) if one.label in {Label.OPEN, Label.CAPTION}]
    lines = [labels.lines[i] for i in found]
    seen = signs.of_lines(labels, found)
    large = headline.by_type(lines)
    titles = _told_title(lines, override, folded(bare(known)), large)
    captioned = [line.after_picture and "credited" in signs for line, signs in zip(lines, seen, strict=True)]
    document = draft.path.suffix.lower() not in _OF_PAGES
    allowed = [
        _allowed(
            line, signs, by_form=by_form and not above, document=document
        )  # a picture with a complete caption has no second one
        for line, signs, above in zip(lines, seen, [False, *captioned], strict=False)
    ]
    if (whole := _longer_by_far(lines)) is not None and lines[whole].source.role != "lead":
        allowed[whole] = (allowed[whole] or _ALL) - {"lead"}
    counted = [at for at, line in enumerate(lines) if is_counted(line.text) and not line.is_prose]
    for at in counted if len(counted) > 1 and counted[0] > 0 else ():  # below the title of them all
        allowed[at] = (allowed[at] or _ALL) - _TITLES - WEBSITE
    if titles:
        title, *more = titles
        others = _TITLES if title in large else frozenset({"title"})
        allowed = [_ALL - others if one is None else one - others or one for one in allowed]
        allowed[title] = frozenset({"title"})
        for at in more:
            allowed[at] = frozenset({"title_more"})
        for at in range(title + 1, len(lines)):
            if "first_story_bold" in seen[at] and lines[at].is_final and not any(line.kept for line in lines):
                allowed[at] = frozenset({"lead"})
    return Sequence(found, seen, allowed)


def _longer_by_far(lines: list[LabelledLine]) -> int | None:
    """Return the paragraph that is more than twice as long as each other one: such a paragraph is the story, not a
    summary."""
    stories = sorted((at for at, line in enumerate(lines) if line.is_prose), key=lambda at: -len(lines[at].text))
    far = len(stories) > _FEWEST_BESIDE and len(lines[stories[0]].text) > 2 * len(lines[stories[1]].text)
    return stories[0] if far else None


def _told_title(lines: list[LabelledLine], override: ArticleOverride, known: str, large: list[int]) -> list[int]:
    """Return the lines that the editor, the file, its type (the `large` lines) or a label declares as the title."""
    names = [folded(bare(line.text)) if len(line.text) <= _LONGEST_TITLE else "" for line in lines]
    if override.title is not None and (sought := folded(override.title)) in names:
        return [names.index(sought)]
    story = next((at for at, line in enumerate(lines) if line.is_prose), len(lines))
    tests = (
        lambda at: names[at] == known != "" and lines[at].source.kind is LineKind.HEADING and at <= story,
        lambda at: lines[at].source.role == "title" and at <= story,
        lambda at: lines[at].source.kind is LineKind.HEADING and lines[at].source.level == 1 and at < story,
        lambda at: at in large,
        lambda at: len(known) > 20 and names[at].startswith(known) and at <= story,
        lambda at: names[at] == known != "" and lines[at].syllables > 3 and at <= story,
        lambda at: is_marked(lines[at].text) and at < story,
        lambda at: lines[at].source.role == "title",  # below the story: often a link to another article
    )
    possible = [at for at, line in enumerate(lines) if line.text and line.label is Label.OPEN and not line.kept]
    title = next((at for test in tests for at in possible if test(at)), None)
    if title is None:
        return []
    return large if title in large else [title]


def _allowed(line: LabelledLine, signs: tuple[str, ...], *, by_form: bool, document: bool) -> frozenset[str] | None:
    """Return the possible states of a line; None if all are possible."""
    if line.label is Label.CAPTION or line.source.kind is LineKind.CAPTION or line.source.role == "caption":
        return CAPTIONS | {"said_above"}
    if line.kept:
        return _KEPT
    if line.source.picture is not None or not line.text:
        return _PICTURE
    if line.source.role == "lead":
        return frozenset({"said_above", "lead", "body"})
    if line.source.role in _DATA_ROLES:
        return _DATA
    never = _never_title(line, signs) | _never_website(line, signs, document=document)
    said = _SAID_BY_FILE.intersection(signs)
    beside = said or line.after_picture
    told = not beside and _NO_CAPTION.intersection(signs)
    if not (by_form or beside) or told or not line.is_text or not (said or _may_show(line)):
        never |= CAPTIONS
    return _ALL - never if never else None


def _never_title(line: LabelledLine, signs: tuple[str, ...]) -> set[str]:
    """Return those of the states of a title that a line cannot have."""
    plain = line.source.kind in {LineKind.TEXT, LineKind.HEADING} and not line.source.role
    if not plain or len(line.text) > _LONGEST_TITLE or "no_letters" in signs or mark_of(line):
        return set(_TITLES)
    other = not {"goes_on", "dateline"}.isdisjoint(signs)  # the rest of a line, a date
    other = other or ("author_label" in signs and ":" not in line.text)  # "Bút ký của Mai Lan"
    never = {"title"} if other or not _may_head(line.text, signs) else set()
    if "author_label" in signs or is_bracketed_name(line.text):
        never.add("title_more")
    return never


def _never_website(line: LabelledLine, signs: tuple[str, ...], *, document: bool) -> set[str]:
    """Return those of the states of the website's lines that a line cannot have."""
    never: set[str] = set()
    if {"person", "capitals"} <= set(signs) and "section" not in signs:
        never |= WEBSITE - {"above"}  # below the title it is a name without a known surname, above it often a rubric
    kept = line.is_prose or line.source.rows or line.source.stamp or line.source.kind is LineKind.QUOTE
    kept = kept or (document and (line.source.bold or line.source.kind in {LineKind.HEADING, LineKind.LIST_ITEM}))
    if kept or _TOLD_AS_DATA.intersection(signs) or _is_said(line, signs):
        never |= WEBSITE
    elif line.is_final and line.syllables >= _SHORTEST_STORY and "slogan" not in signs:
        never.add("above")  # "said_above" keeps a sentence of the story if the wrong title was chosen
    return never


def _is_said(line: LabelledLine, signs: tuple[str, ...]) -> bool:
    """Return whether a line is a sentence that no website is known to print."""
    printed = any(one.startswith(_PRINTED) for one in signs) or NUMBER_IN_BRACKETS.search(line.text)
    return line.is_final and line.syllables >= _SHORTEST_SAID and not printed


def _may_head(text: str, signs: tuple[str, ...]) -> bool:
    """Return whether a line may be a title: not a remark in brackets, salutation, credit, picture mark or address."""
    bracketed = text[:1] + text[-1:] in {"()", "[]"}
    plain = not bracketed and text[:1] not in "!|" and not text.endswith((",", ";")) and "://" not in text
    plain = plain and not is_correspondent(text)
    of_place = text.partition(":")[0].count(" ") < _LONGEST_LABEL  # "An Lão: Góp 149 triệu đồng cho quỹ."
    told = _SAID.intersection(signs) - ({"colon_in_f"} if of_place else set())
    said = text.endswith(".") and ("view" in signs or told)
    labelled = "section" in signs and not {"document", "brief"}.intersection(signs)
    return plain and not said and not labelled and not _NO_TITLE.intersection(signs)


def _may_show(line: LabelledLine) -> bool:
    """Return whether a line is a single sentence or phrase, not a list item, table row or question."""
    text = line.text
    ended = (":", ";", ",", "?", "?”", "./.", "…/.")
    plain = (
        len(text) <= LONGEST
        and "://" not in text
        and "|" not in text
        and not text.isupper()
        and not is_item(text)
        and not is_counted(text)
        and not text.endswith(ended)
    )
    begins = text[:1].isalpha() or (text[:1] in "([" and not text[1:2].isdigit())
    return plain and begins and not take_apart(text).in_words and len(split(text)) == 1


def may_have_lost_pictures(labels: Labelling, draft: Draft) -> bool:
    """Return whether a source was pasted and may have lost its pictures; a document file contains its own."""
    return draft.path.suffix.lower() == ".txt" and not draft.broken_lines and not labels.has_structure


def arrange(labels: Labelling, draft: Draft, override: ArticleOverride, *, known: str, by_form: bool) -> int | None:
    """Label the title and drop the website's lines; return the index of the title, None if there is none.

    Later passes label lead and captions by the `state` of a line.
    """
    if not _heads(labels):
        unglue(labels)
    lines = sequence(labels, draft, override, known=known, by_form=by_form)
    decisions = decide(lines.signs, lines.allowed)
    for at, (index, signs_of_it, one) in enumerate(zip(lines.indexes, lines.signs, decisions, strict=True)):
        why = evidence(signs_of_it, one) if one.state in _EXPLAINED else ""
        alone = all(other.state not in CAPTIONS for other in decisions[max(at - 1, 0) : at + 2] if other is not one)
        state = "body" if alone and _hardly_shows(labels.lines[index], signs_of_it, one) else one.state
        labels.lines[index] = replace(labels.lines[index], state=state, evidence=why)
    decided = dict(zip(lines.indexes, decisions, strict=True))
    _strike_out(labels, decided)
    title = next((i for i, one in decided.items() if one.state == "title"), None)
    if title is None:
        return None
    _doubt(labels, title, decided[title], lines.signs[lines.indexes.index(title)])
    more = [i for i, one in decided.items() if one.state == "title_more"]
    return _join(labels, title, more)


def _hardly_shows(line: LabelledLine, signs: tuple[str, ...], decision: Decision) -> bool:
    """Return whether a sentence without a picture or a caption beside it is hardly more probably a caption than text.

    A paragraph that is made a caption is a greater fault than a caption that stays a paragraph.
    """
    beside = line.after_picture or _SAID_BY_FILE.intersection(signs)
    return decision.state in CAPTIONS and line.is_final and not beside and decision.ahead_of(TEXT) < _SURELY_SHOWN


def _heads(labels: Labelling) -> bool:
    """Return whether a short line is above the text, so that no title has to be separated from it."""
    first = next((labels.lines[i] for i in labels.open()), None)
    return first is None or not first.is_prose


def _strike_out(labels: Labelling, decided: dict[int, Decision]) -> None:
    above, beside, doubted = [], [], []
    title = next((labels.lines[i].text for i, one in decided.items() if one.state == "title"), "")
    for index, one in decided.items():
        line = labels.lines[index]
        state = "above" if one.state == "said_above" and not _may_open(line) else one.state
        if state not in WEBSITE or line.label is not Label.OPEN:
            continue
        reason = _reason(line.text, state, title)
        if not reason and one.ahead_of(_KEPT | CAPTIONS | {"lead"}) < _DOUBT:
            doubted.append(index)
            continue
        guess = message("the website's text beside the article")
        labels.drop(index, reason or f"{guess}. {line.evidence}".strip(" ."))
        if not reason:
            beside.append(index)
        elif reason == message("is above the title") and line.syllables >= _LONGEST_LABEL:
            above.append(index)
    _tell_struck(labels, above, beside, doubted)


def _may_open(line: LabelledLine) -> bool:
    """Return whether a line above the title is more than a label: a sentence, an item, a salutation, a picture."""
    is_marked = line.source.role or line.source.rows or line.source.picture or line.after_picture or line.kept
    has_content = line.is_prose or is_item(line.text) or is_address(line.text) or shows_picture(line.text)
    ended = line.text.endswith((".", ":", "?", "!")) and line.syllables >= _SHORTEST_SENTENCE
    return bool(is_marked or has_content or ended or _TOLD_AS_DATA.intersection(signs.of_words(line.text)))


def _reason(text: str, state: str, title: str) -> str:
    """Return the reason why a line certainly belongs to the website; empty if only other lines indicate it."""
    seen = signs.of_words(text)
    known = (
        ("section" in seen, message("the name of a section")),
        ("slogan" in seen, message("a slogan above the title")),
        (folded(bare(text)) == folded(bare(title)), message("the title again")),
        (state == "above", message("is above the title")),
    )
    return next((reason for holds, reason in known if holds), "")


def _tell_struck(labels: Labelling, above: list[int], beside: list[int], doubted: list[int]) -> None:
    if above:
        text = labels.lines[above[-1]].text
        labels.notice(
            "title.above", above[-1],
            message("“{line}” is above the title and was left out", line=text[:80]),
            message("If it is the title, write: title = {line}", line=toml_string(text)),
        )  # fmt: skip
    if beside:
        labels.notice(
            "boilerplate.guess", beside[0],
            message(
                "{count} lines that look like the website's were left out, the first is “{line}”",
                count=len(beside), line=beginning(labels.lines[beside[0]].text),
            ),
            message("If they belong to the article, write them under keep."),
        )  # fmt: skip
    if doubted:
        labels.notice(
            "boilerplate.doubt", doubted[0],
            message(
                "{count} lines may be the website's and are read all the same, the first is “{line}”",
                count=len(doubted), line=beginning(labels.lines[doubted[0]].text),
            ),
            message("If they do not belong to the article, write them under drop."),
        )  # fmt: skip


def _doubt(labels: Labelling, title: int, decision: Decision, signs: tuple[str, ...]) -> None:
    """Add a notice if a title is long, or hardly more probable than another."""
    line = labels.lines[title]
    if line.is_text and (len(line.text) > _LONGEST_UNASKED or decision.ahead_of(_ALL - _TITLES) < _DOUBT):
        labels.lines[title] = replace(line, evidence=evidence(signs, decision))
        labels.notice(
            "title.guess", title,
            message("“{line}” was taken for the title, but may be a caption", line=line.text),
            message("If the title is another, write: title = \"…\", and this line under captions."),
        )  # fmt: skip


def _join(labels: Labelling, title: int, more: list[int]) -> int:
    """Join a title that is printed on several lines; return its index."""
    labels.mark(title, Label.TITLE)
    lines = [labels.lines[i] for i in (title, *more)]
    joined = tuple(one for line in lines[1:] for one in (line.source, *line.joined))
    text = " ".join(line.text for line in lines)
    labels.lines[title] = replace(lines[0], text=text, label=Label.TITLE, joined=(*lines[0].joined, *joined))
    for index in reversed(more):
        del labels.lines[index]
    return title
