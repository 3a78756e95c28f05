"""Draft → Article: drops website boilerplate, finds metadata, builds blocks and gives each sentence an id.

Small passes run in a fixed order over one list of labelled lines.  Each line ends in the article or in `dropped`
with a reason.  Every guess is a notice that quotes the setting of `edition.toml` by which an editor corrects it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..configuration.settings import ArticleOverride
from ..errors import SourceError
from ..messages import message
from ..model import Article, Block, Draft, Figure, Picture
from . import (
    arranging,
    authors,
    captions,
    lead,
    metadata,
    phrases,
    picture_words,
    preparing,
    privacy,
    ranking,
    repetition,
    structure,
    title_text,
)
from .characters import tidy
from .labelling import Label, Labelling
from .notes import note_numbers

__all__ = ["clean"]


def clean(
    draft: Draft, *, number: int, slug: str, override: ArticleOverride, pictures: tuple[Picture, ...] = ()
) -> Article:
    """Return the article of a draft; `pictures` are the files that lie next to it, in order.

    Raises `SourceError` if nothing is left to publish, and `ConfigError` for an override that matches nothing.
    """
    made = preparing.prepare(draft, override, number=number)
    labels, document = made.labels, made.document
    if not labels.lines and not pictures:
        raise SourceError(
            str(draft.path),
            message("the file is empty"),
            message("Put the article's text into it, or take the file out of the folder."),
        )
    index = arranging.arrange(labels, draft, override, known=made.known, by_form=made.by_form)
    headline = _headline(labels, made.known, override, index)
    found = metadata.find_metadata(labels, draft, override, title=_place(labels), official=document)
    captions.find_captions(labels, title=_place(labels))
    if override.author is None:
        found = metadata.signed_below_pictures(labels, found)
    if override.author is None:
        authors.tell_unsigned(labels, found.author, title=_place(labels))
    repetition.tell(labels)
    lead.find_lead(labels, override, number=number)
    headline = _unless_alone(labels, headline, pictures=pictures)
    if not found.source and override.source is None:
        found = replace(found, source=headline.site)
    elif headline.site and headline.site not in found.source:
        labels.drop_part(_place(labels) or 0, headline.site, message("the website's name beside the title"))
    article = partial(Article, number, slug, draft.path, official=document)
    whole = _article(article, labels, headline.text, found, pictures=pictures, override=override, number=number)
    return phrases.with_phrases(whole, draft.phrases)


def _without_caption(blocks: Sequence[Block], last: int) -> int:
    """Return the number of the `last` figures that still have no caption."""
    return sum(not one.caption for one in blocks[len(blocks) - last :] if isinstance(one, Figure))


@dataclass(frozen=True, slots=True)
class _Headline:
    """The title, and the name of the website that was appended to it."""

    text: str
    site: str = ""


def _headline(labels: Labelling, known: str, override: ArticleOverride, index: int | None) -> _Headline:
    """Return the title: the editor's, the line `index`, or else `known` from the file's fields or a mail's subject."""
    text, site = title_text.trim(labels, index) if index is not None else ("", "")
    if override.title is not None:
        return _Headline(tidy(override.title), site)
    if text:
        return _Headline(text, site)
    known = title_text.bare(tidy(known))
    labels.notice(
        "title.guess" if known else "title.missing", None,
        message(
            "the title “{title}” was taken from the file's metadata or the mail's subject, not from its text",
            title=known,
        ) if known else message("no line of the text can be the title"),
        message("Write the title: title = \"…\""),
    )  # fmt: skip
    return _Headline(known)


def _unless_alone(labels: Labelling, headline: _Headline, *, pictures: tuple[Picture, ...]) -> _Headline:
    """Return the headline; if its line is the only text to publish, return no headline and keep the line as text."""
    place = _place(labels)
    shown = {Label.LEAD, Label.CAPTION, Label.HEADING, Label.OPEN}
    if place is None or pictures or any(line.label in shown for line in labels.lines):
        return headline
    labels.mark(place, Label.OPEN)
    labels.notice(
        "title.missing", place,
        message("no line of the text can be the title"),
        message("Write the title: title = \"…\""),
    )  # fmt: skip
    return _Headline("", headline.site)


def _place(labels: Labelling) -> int | None:
    """Return the present index of the title: a pass may have split a line."""
    return next((index for index, line in enumerate(labels.lines) if line.label is Label.TITLE), None)


def _article(
    article: Callable[..., Article],
    labels: Labelling,
    headline: str,
    found: metadata.Found,
    *,
    pictures: tuple[Picture, ...],
    override: ArticleOverride,
    number: int,
) -> Article:
    """Return the article of a text whose lines all have a label.  Raises `SourceError` if nothing is left."""
    ids = structure.Ids(notes=note_numbers(labels))
    words = ids.cut(headline, "t", whole=True)
    leads = [line for line in labels.lines if line.label is Label.LEAD]
    lead_words = ids.cut(" ".join(line.text for line in leads), "l", of=leads)
    author = ids.cut(found.author, "a", whole=True)
    source = ids.cut(found.source, "o", whole=True)
    blocks, footnotes, unpaired = structure.build_blocks(labels, ids, pictures)
    if not (blocks or lead_words or footnotes):
        raise SourceError(
            labels.where,
            message("nothing is left to publish: all {count} lines belong to the website", count=len(labels.lines)),
            message("Copy the article's text again, or name its lines under keep."),
        )
    worded = picture_words.with_words(blocks, override.pictures, Path(labels.where).parent, ids.cut)
    blocks, unpaired = worded.blocks, _without_caption(worded.blocks, unpaired)
    for index, line in enumerate(labels.lines):
        if line.label is Label.CAPTION and line.text in worded.replaced:
            labels.drop(index, message("replaced by edition.toml"))
    metadata.account(labels, override, title=headline, author=found.author, source=found.source)
    if unpaired:
        what = message("{count} pictures have no caption and were put at the end of the article", count=unpaired)
        setting = picture_words.line_for(blocks, Path(labels.where).parent)
        hint = message("Name the lines that are captions under captions, or write one: {line}", line=setting)
        labels.notice("picture.unpaired", None, what, hint)
    privacy.warn(labels, override.public)
    unknown = picture_words.unknown_names(labels.where, number, worded.unknown)
    return article(
        title=words, date=found.date, lead=lead_words, author=author,
        source=source, section=found.section, blocks=blocks, footnotes=footnotes,
        dropped=labels.all_dropped(), notices=(*ranking.ranked(labels.notices), *unknown), trace=labels.trace(),
    )  # fmt: skip
