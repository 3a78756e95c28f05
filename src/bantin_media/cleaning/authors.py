"""Finds the author: the file's roles, a byline between title and body, a signature below the article.

The account that posted an article is not its author: a name below the article takes precedence over it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from ..messages import message
from ..regex import regex
from ..vietnamese.letters import is_upper
from .boilerplate import zones
from .byline import (
    AFTER_END,
    NAME_BEHIND,
    has_surname,
    is_account,
    is_bracketed_name,
    is_capitals,
    is_correspondent,
    is_house,
    is_name,
    is_office,
    is_pen_name,
    is_person,
    labelled_author,
    labelled_source,
    signed,
    split_source,
    tag,
    without_byline,
    without_contribution,
)
from .characters import folded, toml_string
from .dates import take_apart
from .labelling import Label, LabelledLine, Labelling
from .markers import is_item
from .rules import rules, starts_with
from .word_table import one_of

_PEN_WORD = regex(r"[^\W\d_]{1,2}['’]?[^\W\d_]{1,7}")
"""One word as a pen name, or initials: "Hạnh", "K'Brêl", "TD"."""
_MAIL = regex(r"\s*\(?\S+@\S+\.\w+\)?")
_BETWEEN_PENS = regex(r"\s*[-–/&,]\s*")
_CLOSING = regex(rf"{one_of('closings')}|{one_of('contributions')}", re.IGNORECASE)
_SMALL_NAME = regex(rf"[^\W\d_]+ {one_of('middles')}(?: [^\W\d_]+){{1,2}}", re.IGNORECASE)
"""A name in small letters: "nguyễn văn hợp"."""
_LONGEST_BYLINE = 12
_NUMBERS = regex(r"\d{3}|\d[/.:%]|\d+ ")
"""What no byline has: "Em Lý Thị Xoan, lớp 7B" is one, "Hotline: 0912 345 678" is none."""
_SHORT_NAME = 4
"""In words: a longer line in capitals is a heading."""
_LONGEST_NAME = 5
"""In words: a line below the title that may be a byline."""
_SIGNED_WITHIN = 12
"""In lines from the end: an author's name is among them, and the lines after it are short."""
_ADDRESS_WITHIN = 2
_DATA_ABOVE = "meta_above"
"""The state of a line with author or date above the title (`sequence`)."""
_BEHIND_ARTICLE = 3
"""In lines: how far below the article's own element a page names the author."""


def of_roles(labels: Labelling, indexes: list[int]) -> str:
    """Return the names in the lines that the file marks as the author's; the other lines of the box are dropped."""
    named = [(index, _named(labels.lines[index].text)) for index in indexes]
    named = [(index, name) for index, name in named if _says(labels, index, name)]
    sure = [(index, name) for index, name in named if is_name(name)] or named[:1]
    author = ""
    for index, name in named:
        if (index, name) not in sure:
            labels.drop(index, message("is next to the author's name"))
        elif author and folded(name) in folded(author):
            labels.drop(index, message("the author again"))
        else:
            author = f"{author} - {name}" if author else name
            if not take_apart(labels.lines[index].text).dates:  # else the line is needed for its date
                labels.mark(index, Label.AUTHOR)
    return author


def _named(text: str) -> str:
    """Return the name in a byline: without its label, its date and its marks."""
    pieces = take_apart(text)
    bare = without_byline(_MAIL.sub("", pieces.rest if pieces.dates else text).strip(" ·•|,;-–—"))
    return labelled_author(bare) or bare


def _says(labels: Labelling, index: int, name: str) -> bool:
    """Return whether a line names an author; a label or an account is dropped, a date is left to `dating`."""
    if not re.search(r"[^\W\d_]", name):
        if not take_apart(labels.lines[index].text).dates:
            labels.drop(index, message("is next to the author's name"))
        return False
    if is_account(name):
        labels.drop(index, message("the poster's name or the article's number on the website"))
        return False
    return True


def find_author(labels: Labelling, by_role: str, *, title: int | None) -> str:
    """Return the author; `by_role` is the name in the lines that the file marks, which a signature corrects."""
    if not by_role:
        return signed_author(labels, title=title) or _behind_article(labels)
    below = author_below(labels) or _author_behind_end(labels)
    if not below or not is_name(below) or _same(below, by_role):
        return by_role
    for index, line in enumerate(labels.lines):
        if line.label is Label.AUTHOR and line.source.role == "author" and line.text != below:
            labels.drop(index, message("the poster's name or the article's number on the website"))
    signature = max(i for i, line in enumerate(labels.lines) if line.label is Label.AUTHOR)
    _guess_author(labels, signature)
    return below


def _same(name: str, other: str) -> bool:
    return folded(name) in folded(other) or folded(other) in folded(name)


def _behind_article(labels: Labelling) -> str:
    """Return the person alone in a line directly below the element that a page declares to be the article."""
    body = [i for i in labels.body() if labels.lines[i].text]
    below = range(body[-1] + 1, min(body[-1] + 1 + _BEHIND_ARTICLE, len(labels.lines))) if body else ()
    for index in below:
        line = labels.lines[index]
        plain = line.source == replace(line.source, role="boilerplate", level=0)
        if plain and is_person(line.text) and has_surname(line.text) and not is_capitals(line.text):
            labels.mark(index, Label.AUTHOR)
            _guess_author(labels, index)
            return line.text
    return ""


def signed_author(labels: Labelling, *, title: int | None) -> str:
    """Return the names that the lines above and below the article give."""
    dated = [one.text for one in labels.lines if one.label is Label.AUTHOR and take_apart(one.text).dates]
    beside = take_apart(dated[0]).rest if dated else ""
    above = (labelled_author(beside) or split_source(beside)[0]) if dated else _author_above(labels, title=title)
    below = author_below(labels) or _author_behind_end(labels)
    if (
        above and below and _is_label(below) and folded(above) != folded(below)
    ):  # "ĐÁNH GIÁ" below an article whose author is named above
        labels.mark(max(i for i, line in enumerate(labels.lines) if line.label is Label.AUTHOR), Label.OPEN)
        return above
    if above and below and folded(above) == folded(below):
        last = max(index for index, line in enumerate(labels.lines) if line.label is Label.AUTHOR)
        labels.drop(last, message("the author again"))
    elif above and below:
        return f"{above} - {below}"
    return above or below


def _author_above(labels: Labelling, *, title: int | None) -> str:
    """Return the name between title and body: after a label, next to the date line, or alone below the title."""
    prose = [i for i in labels.open() if labels.lines[i].is_prose]
    second = prose[1] if len(prose) > 1 else len(labels.lines)
    if title is None and (name := _over_tagged_lead(labels)):
        return name
    for index in labels.open():
        line = labels.lines[index]
        if index >= second or not line.is_text or title is None:
            continue
        if name := labelled_author(line.text):
            labels.mark(index, Label.AUTHOR)
            return name
        if index < title:
            if line.state == _DATA_ABOVE and is_correspondent(line.text):
                labels.mark(index, Label.AUTHOR)
                _guess_author(labels, index)
                return line.text
            continue
        if is_name(line.text) and not _is_label(line.text) and _beside_date(labels, index):
            labels.mark(index, Label.AUTHOR)
            return line.text.strip(" ()*")
        if _alone_under_title(labels, index, title=title) and (not prose or index < prose[0]):
            labels.mark(index, Label.AUTHOR)
            _guess_author(labels, index)
            return (signed(line.text) or line.text).strip(" |")
    return ""


def _over_tagged_lead(labels: Labelling) -> str:
    """Return the person above a lead that begins with a newspaper's name, if the title was not copied."""
    first, below = [*labels.open(), None, None][:2]
    if first is None or below is None or not tag(labels.lines[below].text) or not is_person(labels.lines[first].text):
        return ""
    labels.mark(first, Label.AUTHOR)
    _guess_author(labels, first)
    return labels.lines[first].text


def _alone_under_title(labels: Labelling, index: int, *, title: int) -> bool:
    """Return whether the line below the title is a person's name, or several names with a separator."""
    line = labels.lines[index]
    if index != title + 1 or index + 1 >= len(labels.lines) or is_house(line.text):
        return False
    again = is_name(line.text) and any(
        folded(labels.lines[i].text) == folded(line.text) for i in labels.open() if i > index + 1
    )
    several = again or (is_name(line.text) and re.search(r"\w\s*[-–|]\s", f"{line.text} ") and has_surname(line.text))
    name = signed(line.text) or line.text
    return (
        bool(several)
        or is_correspondent(line.text)
        or (is_person(name) and not is_capitals(name) and len(name.split()) <= 4)
    )


def _is_label(text: str) -> bool:
    """Return whether a line in capitals is a heading and not a name: no surname, no separator between names."""
    if text.casefold() in rules().pen_names or is_pen_name(text):
        return False
    return is_capitals(text) and not any(mark in text for mark in "-–,/&") and not has_surname(text)


def _beside_date(labels: Labelling, index: int) -> bool:
    for other in (index - 1, index + 1):
        if 0 <= other < len(labels.lines):
            line = labels.lines[other]
            pieces = take_apart(line.text)
            if line.label in {Label.DATE, Label.DROPPED} and pieces.dates and not pieces.rest:
                return True
    return False


def author_below(labels: Labelling) -> str:
    """Return the name below the article: the first short line after its end that is a name or an office."""
    _, last = zones(labels)
    tail = [i for i in labels.open() if i > last and labels.lines[i].is_text]
    for index in tail:
        line = labels.lines[index]
        if name := labelled_author(line.text):
            labels.mark(index, Label.AUTHOR)
            return name
    if name := _under_label(labels, tail):
        return name
    for position, index in list(enumerate(tail))[-_SIGNED_WITHIN:]:
        line = labels.lines[index]
        bracketed = index == tail[-1] and is_bracketed_name(line.text)
        if not (_may_sign(labels, index) or _signs_verse(labels, index) or bracketed) or labelled_source(line.text):
            continue
        if is_office(line.text) and _has_address_below(labels, index):
            continue
        rest = [labels.lines[i] for i in tail[position + 1 :]]
        name = signed(line.text.strip(" |")) or (line.text if is_office(line.text) and not rest else "")
        alone = not rest and (is_office(line.text) or (is_person(line.text) and line.syllables <= 4))
        if name and (alone or not _is_label(name)) and all(len(one.text) < 120 for one in rest):
            labels.mark(index, Label.AUTHOR)
            if not is_name(name) or _is_label(name):
                _guess_author(labels, index)
            return name
    return _pen_name_below(labels, tail)


def _has_address_below(labels: Labelling, index: int) -> bool:
    """Return whether a way to reach an office is below its name: "HOTLINE: …", "Địa chỉ: …"."""
    below = [one for one in labels.lines[index + 1 : index + 1 + _ADDRESS_WITHIN] if one.text]
    return any(starts_with(one.text.casefold(), rules().contacts) for one in below)


def _pen_name_below(labels: Labelling, tail: list[int]) -> str:
    """Return the initials or the one word that signs the article ("TD", "Hạnh"), unless it names no person."""
    index = tail[-1] if tail else None
    if index is None or not _may_sign(labels, index):
        return ""
    text = without_contribution(labels.lines[index].text)
    words = _BETWEEN_PENS.split(text)
    pens = all(map(_is_pen_word, words)) and (len(words) == 1 or text.isupper())
    small = _SMALL_NAME.fullmatch(text) and has_surname(text)
    whole = labels.lines[index].text
    label = " " in whole and rules().authors.fullmatch(f"{whole.casefold()}:")
    if label or not (pens or small) or folded(text) in rules().not_houses or _CLOSING.fullmatch(text):
        return ""
    labels.mark(index, Label.AUTHOR)
    _guess_author(labels, index)
    return text


def _is_pen_word(text: str) -> bool:
    """Return whether a word is a pen name, or initials."""
    return bool(_PEN_WORD.fullmatch(text)) and is_upper(text[0]) and (text.isupper() or not text[-1].isupper())


def _under_label(labels: Labelling, tail: list[int]) -> str:
    """Return the person below a line that consists of a label: "Người viết" above "Lò Thị Ban"."""
    for index, below in itertools.pairwise(tail):
        label = f"{labels.lines[index].text.strip(' :*').casefold()}:"
        if rules().authors.fullmatch(label) and is_person(labels.lines[below].text):
            labels.drop(index, message("is next to the author's name"))
            labels.mark(below, Label.AUTHOR)
            return labels.lines[below].text
    return ""


def _may_sign(labels: Labelling, index: int) -> bool:
    """Return whether the article ended above a line: with a sentence, a list, a caption, or place and date."""
    body = {Label.OPEN, Label.HEADING, Label.CAPTION}
    line = next((one for one in reversed(labels.lines[:index]) if one.text and one.label in body), None)
    if line is None:
        return False
    return (
        line.label is Label.CAPTION or line.is_final or len(line.text) > 100 or is_item(line.text) or not line.is_text
        or take_apart(line.text).in_words
    )  # fmt: skip


def _signs_verse(labels: Labelling, index: int) -> bool:
    """Return whether a separate line is a person's name, as below a poem, whose lines have no final punctuation."""
    line = labels.lines[index]
    return line.blank_before and is_person(line.text) and has_surname(line.text) and not is_capitals(line.text)


def _guess_author(labels: Labelling, index: int) -> None:
    labels.notice(
        "author.guess", index,
        message("“{line}” was taken for the author", line=labels.lines[index].text),
        message("If it is not, write: author = \"\""),
    )  # fmt: skip


def _author_behind_end(labels: Labelling) -> str:
    """Split off the author after the end of the last paragraph: "… hơn./. Thu Cúc", "… hơn. (Thu Cúc)"."""
    body = [i for i in labels.open() if labels.lines[i].is_text]
    for index in body[-2:]:
        line = labels.lines[index]
        if index == body[-1] and (behind := NAME_BEHIND.search(line.text)) and is_person(behind["name"]):
            labels.lines[index] = replace(line, text=line.text[: behind.start()])
            labels.lines.insert(index + 1, replace(line, text=behind["name"], label=Label.AUTHOR, blank_before=False))
            _guess_author(labels, index + 1)
            return behind["name"]
        match = AFTER_END.search(line.text)
        if match is None:
            continue
        name = labelled_author(match["name"]) or match["name"].strip(" ()")
        if is_name(name):
            labels.lines[index] = replace(line, text=line.text[: match.end("end")])
            labels.lines.insert(index + 1, replace(line, text=match["name"], label=Label.AUTHOR, blank_before=False))
            return name
    return ""


def tell_unsigned(labels: Labelling, author: str, *, title: int | None) -> None:
    """Add a notice if a line below the title or at the end has the form of a byline and there is no author."""
    body = [i for i in labels.body() if labels.lines[i].text and (title is None or i > title)]
    if author or len(body) < 2:
        return
    first, last = body[0], body[-1]
    above, below = labels.lines[first].text, labels.lines[last].text
    if (
        first - 1 == title
        and (not above.isupper() or len(above.split()) < _SHORT_NAME)
        and _may_be_name(labels.lines[first], _LONGEST_NAME)
    ):
        index, text = first, above
        what = message("“{line}” below the title may be a byline; it is treated as text", line=above)
    elif _may_be_name(labels.lines[last], _LONGEST_BYLINE):
        index, text = last, below
        what = message("“{line}” at the end may be a byline; it is treated as a paragraph", line=below)
    else:
        return
    hint = message("If it is one, write: author = {line}", line=toml_string(text))
    labels.notice("author.missing", index, what, hint)


def _may_be_name(line: LabelledLine, longest: int) -> bool:
    """Return whether most words of a short line have a capital, as in a name, or the line is one such word."""
    words = line.text.split()
    capitals = sum(word[:1].isupper() for word in words)
    formed = len(words) <= longest and 2 * capitals > len(words) and (len(words) > 1 or _is_pen_word(line.text))
    marked = line.is_final or is_item(line.text) or _NUMBERS.search(line.text)
    return line.is_text and formed and not marked
