"""Draft in, Article out: portal boilerplate struck out, metadata found, the body in blocks, sentences with ids.

Small passes over one sheet of lines, in a fixed order; each line ends in the article or in `dropped` with a
reason.  What was guessed is a notice with the words that overrule it in `edition.toml`.
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
    boilerplate,
    captions,
    joining,
    lead,
    letters,
    metadata,
    official,
    overrides,
    picture_words,
    privacy,
    ranking,
    repetition,
    structure,
    tables,
    title,
    title_text,
)
from .characters import tidy
from .notes import note_numbers
from .sheet import Sheet, Use, lay_out

__all__ = ["clean"]


def clean(
    draft: Draft,
    *,
    number: int,
    slug: str,
    override: ArticleOverride,
    pictures: tuple[Picture, ...] = (),
) -> Article:
    """Return the clean article of a draft; `pictures` are the files that lie beside it, in order.

    Raises `SourceError` if nothing is left to publish, and `ConfigError` for an override that matches nothing.
    """
    sheet = lay_out(draft)
    if not sheet.lines and not pictures:
        raise SourceError(
            str(draft.path),
            message("the file is empty"),
            message("Put the article's text into it, or take the file out of the folder."),
        )
    document = official.set_aside(sheet)
    tables.gather(sheet)
    if draft.broken_lines:
        sheet.lines = joining.join_broken(sheet.lines)
    elif not sheet.has_structure:
        sheet.lines = joining.join_wrapped(sheet.lines)
    overrides.pin(sheet, override, number=number)
    subject = letters.strike_out(sheet)
    boilerplate.strike_out(sheet, broken=draft.broken_lines)
    headline = _headline(sheet, draft, override, subject)
    found = metadata.find_metadata(sheet, draft, override, title=_place(sheet), official=document)
    boilerplate.after_the_end(sheet)
    captions.find_captions(
        sheet, title=_place(sheet), pictures=bool(pictures), by_form=_is_paste(draft) and document is None
    )
    if override.author is None:
        found = metadata.signed_below_pictures(sheet, found)
    if override.author is None:
        metadata.tell_unsigned(sheet, found, title=_place(sheet))
    repetition.tell(sheet)
    lead.find_lead(sheet, draft, override, title=_place(sheet), number=number)
    headline = _unless_alone(sheet, headline, pictures=pictures)
    if not found.source and override.source is None:
        found = replace(found, source=headline.site)
    elif headline.site and headline.site not in found.source:
        sheet.drop_part(_place(sheet) or 0, headline.site, message("the website's name beside the title"))
    article = partial(Article, number, slug, draft.path, official=document)
    return _article(article, sheet, headline.text, found, pictures=pictures, override=override, number=number)


def _without_caption(blocks: Sequence[Block], last: int) -> int:
    """Return how many of the `last` figures, those that found no caption in the text, have none now."""
    return sum(not one.caption for one in blocks[len(blocks) - last :] if isinstance(one, Figure))


def _is_paste(draft: Draft) -> bool:
    """Return whether a source may have lost its pictures in copying: a document says itself where they are."""
    return draft.path.suffix.lower() == ".txt" and not draft.broken_lines


@dataclass(frozen=True, slots=True)
class _Headline:
    """The title's words, and the site's name that was glued to them."""

    text: str
    site: str = ""


def _headline(sheet: Sheet, draft: Draft, override: ArticleOverride, subject: str) -> _Headline:
    index = title.find_title(sheet, subject or dict(draft.metadata).get("title", ""), override)
    text, site = title_text.trim(sheet, index) if index is not None else ("", "")
    if override.title is not None:
        return _Headline(tidy(override.title), site)
    if text:
        return _Headline(text, site)
    known = title_text.bare(tidy(dict(draft.metadata).get("title", "")))
    sheet.notice(
        "title.guess" if known else "title.missing", None,
        message("the title “{title}” stands in the file's own fields, not in its text", title=known) if known
        else message("no line of the text can be the title"),
        message("Write the title: title = \"…\""),
    )  # fmt: skip
    return _Headline(known)


def _unless_alone(sheet: Sheet, headline: _Headline, *, pictures: tuple[Picture, ...]) -> _Headline:
    """Return the headline; none where its line is all there is to publish, which then is the article's text."""
    place = _place(sheet)
    shown = {Use.LEAD, Use.CAPTION, Use.HEADING, Use.OPEN}
    if place is None or pictures or any(line.use in shown for line in sheet.lines):
        return headline
    sheet.mark(place, Use.OPEN)
    sheet.notice(
        "title.missing", place,
        message("no line of the text can be the title"),
        message("Write the title: title = \"…\""),
    )  # fmt: skip
    return _Headline("", headline.site)


def _place(sheet: Sheet) -> int | None:
    """Return where the title stands now: passes may have cut a line in two."""
    return next((index for index, line in enumerate(sheet.lines) if line.use is Use.TITLE), None)


def _article(
    article: Callable[..., Article],
    sheet: Sheet,
    headline: str,
    found: metadata.Found,
    *,
    pictures: tuple[Picture, ...],
    override: ArticleOverride,
    number: int,
) -> Article:
    """Return the article of a sheet whose lines are all decided.  Raises `SourceError` if nothing is left."""
    ids = structure.Ids(notes=note_numbers(sheet))
    words = ids.cut(headline, "t", whole=True)
    leads = [line for line in sheet.lines if line.use is Use.LEAD]
    lead_words = ids.cut(" ".join(line.text for line in leads), "l", of=leads)
    author = ids.cut(found.author, "a", whole=True)
    source = ids.cut(found.source, "o", whole=True)
    blocks, footnotes, unpaired = structure.build_blocks(sheet, ids, pictures)
    if not (blocks or lead_words or footnotes):
        raise SourceError(
            sheet.where,
            message("nothing is left to publish: all {count} lines are the website's", count=len(sheet.lines)),
            message("Copy the article's text again, or name its lines under keep."),
        )
    worded = picture_words.with_words(blocks, override.pictures, Path(sheet.where).parent, ids.cut)
    blocks, unpaired = worded.blocks, _without_caption(worded.blocks, unpaired)
    for index, line in enumerate(sheet.lines):
        if line.use is Use.CAPTION and line.text in worded.replaced:
            sheet.drop(index, message("replaced by edition.toml"))
    metadata.account(sheet, override, title=headline, author=found.author, source=found.source)
    if unpaired:
        what = message("{count} pictures have no caption and stand at the end of the article", count=unpaired)
        setting = picture_words.line_for(blocks, Path(sheet.where).parent)
        hint = message("Name the lines that are captions under captions, or write one: {line}", line=setting)
        sheet.notice("picture.unpaired", None, what, hint)
    privacy.warn(sheet, override.public)
    unknown = picture_words.unknown_names(sheet.where, number, worded.unknown)
    return article(
        title=words, date=found.date, lead=lead_words, author=author,
        source=source, section=found.section, blocks=blocks, footnotes=footnotes,
        dropped=sheet.all_dropped(), notices=(*ranking.ranked(sheet.notices), *unknown), trace=sheet.trace(),
    )  # fmt: skip
