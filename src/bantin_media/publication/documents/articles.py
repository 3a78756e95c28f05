"""`Article` → `Document`: header, blocks, byline and source, footnotes, each as a part of passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...messages import message
from ...model import (
    Article,
    Block,
    Figure,
    Heading,
    ItemList,
    Notice,
    Paragraph,
    Pause,
    Quote,
    Sentence,
    Table,
    Text,
    plain,
)
from .labels import NOT_IN_XML, byline, day_name, label, own, shown, source_line, visible
from .notes import announced, first_marks, moved, note_part
from .parts import PAUSES, Document, DocumentKind, Part, PartKind, Passage, Role

DEEPEST_HEADING = 6


def passage(role: Role, text: Text, *, level: int = 0, ours: bool = False, column: str = "") -> Passage:
    """Return a passage with the pause of its role."""
    text = shown(text)
    spoken = announced(text) if any(sentence.marks for sentence in text) else ()
    return Passage(role, text, PAUSES.get(role, Pause.PARAGRAPH), level, ours=ours, column=column, announced=spoken)


def article_document(article: Article, name: str) -> Document:
    """Return the document of `article`; its title is never empty, its heading levels never skip one."""
    title = shown(article.title) or own("title", label("untitled", number=article.number))
    parts = (_header(article, title), *_body(article), *_ending(article))
    return Document(
        name,
        DocumentKind.ARTICLE,
        plain(title),
        parts,
        section=visible(article.section).strip(),
        article=article,
        notices=tuple(_notices(article, parts)),
        heard_otherwise=bool(article.spoken_instead or article.recording),
    )


def _header(article: Article, title: Text) -> Part:
    day = own("date", day_name(article.date)) if article.date else ()
    passages = (
        passage(Role.SECTION, own("section", article.section)),
        passage(Role.TITLE, title),
        passage(Role.DATE, day, ours=True),
        passage(Role.LEAD, article.lead),
    )
    return Part(PartKind.HEADER, "part-header", _filled(passages))


def _body(article: Article) -> Iterator[Part]:
    level = 1
    for number, block in enumerate(article.blocks, 1):
        if isinstance(block, Heading):
            level = max(2, min(block.level, level + 1, DEEPEST_HEADING))
        part = _part(block, f"part-{number}", level)
        if part.picture is not None or next(part.spoken, None) is not None:
            yield part


def _part(block: Block, id: str, level: int) -> Part:
    match block:
        case Heading():
            return Part(PartKind.HEADING, id, _filled([passage(Role.HEADING, block.text, level=level)]))
        case Quote():
            return Part(PartKind.QUOTE, id, _filled(passage(Role.QUOTE, text) for text in block.paragraphs))
        case ItemList():
            return _list(block, id)
        case Table():
            return _table(block, id)
        case Figure():
            return _figure(block, id)
        case Paragraph():
            return Part(PartKind.PARAGRAPH, id, _filled([passage(Role.PARAGRAPH, block.text)]))


def _list(block: ItemList, id: str) -> Part:
    """Return a list whose counted markers are words of the item: "a) …" is shown and spoken as written."""
    marked = block.ordered and all(any(map(str.isalnum, item.marker)) for item in block.items)
    items = [
        passage(
            Role.LIST_ITEM, _after_marker(item.marker, item.text) if marked else item.text, level=max(1, item.level)
        )
        for item in block.items
    ]
    return Part(PartKind.LIST, id, _filled(items), ordered=block.ordered, marked=marked)


def _after_marker(marker: str, text: Text) -> Text:
    if not text:
        return ()
    first = text[0]
    return (replace(first, text=f"{marker} {first.text}", marks=moved(first.marks, marker)), *text[1:])


def _table(block: Table, id: str) -> Part:
    names = ["" if place == 0 else name for place, name in enumerate(block.column_names)]
    rows = tuple(
        tuple(
            passage(Role.COLUMN, cell) if index < block.header_rows else passage(Role.CELL, cell, column=name)
            for cell, name in zip(row, names, strict=True)
        )
        for index, row in enumerate(block.rows)
    )
    caption = _filled([passage(Role.TABLE_CAPTION, block.caption)])
    return Part(PartKind.TABLE, id, caption, rows=rows, header_rows=min(block.header_rows, len(rows)))


def _figure(block: Figure, id: str) -> Part:
    """Return a figure; one without text gets a default text for accessibility."""
    caption = _filled([passage(Role.CAPTION, block.caption)])
    alternative = shown(block.alt)
    if len(alternative) > 1:  # one element has one id
        alternative = (Sentence(alternative[0].id, plain(alternative)),)
    if block.picture is None:
        return Part(PartKind.FIGURE, id, caption or _filled([passage(Role.CAPTION, alternative)]))
    is_ours = not caption and not alternative
    if is_ours:
        alternative = own(f"{id}-picture", label("picture"))
    return Part(
        PartKind.FIGURE, id, caption, picture=block.picture, alternative=alternative, alternative_is_ours=is_ours
    )


def _ending(article: Article) -> Iterator[Part]:
    author, source = plain(shown(article.author)), plain(shown(article.source))
    passages = (
        passage(Role.BYLINE, own("byline", byline(author)) if author else (), ours=True),
        passage(Role.SOURCE, own("source", source_line(source)) if source else (), ours=True),
    )
    if filled := _filled(passages):
        yield Part(PartKind.FOOTER, "part-footer", filled)
    yield from _footnotes(article)


def _footnotes(article: Article) -> Iterator[Part]:
    """Yield the notes; a note with marks begins with its number, a link back to the first mark."""
    marked = first_marks(map(shown, _texts(article))) if article.footnotes else {}
    for number, note in enumerate(article.footnotes, 1):
        text = _filled([passage(Role.FOOTNOTE, note)])
        back = marked.get(str(number), "")
        if text and back:
            words = own(f"note-{number}", label("note", number=number))
            text = (Passage(Role.NOTE_NUMBER, words, Pause.SENTENCE, ours=True), *text)
        if text:
            yield Part(PartKind.FOOTNOTE, note_part(number), text, back=back)


def _filled(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(one for one in passages if one.text)


def _notices(article: Article, parts: tuple[Part, ...]) -> Iterator[Notice]:
    where = str(article.path)
    for part in parts:
        if part.picture is not None and part.alternative_is_ours:
            yield Notice(
                "picture.silent",
                where,
                message("the picture {name} has no caption", name=part.picture.member or part.picture.path.name),
                message("Write one below it, so that those who cannot see it know what it shows."),
            )
    odd = (one.text for text in _texts(article) for one in text if not one.text.isprintable())
    if any(NOT_IN_XML.search(words) for words in odd):
        yield Notice(
            "text.control",
            where,
            message("control characters were removed from the text"),
            message("Compare the article with its source if words seem to be joined."),
        )


def _texts(article: Article) -> Iterator[Text]:
    yield from (article.title, article.lead, article.author, article.source, *article.footnotes)
    for block in article.blocks:
        match block:
            case Paragraph() | Heading():
                yield block.text
            case Quote():
                yield from block.paragraphs
            case ItemList():
                yield from (item.text for item in block.items)
            case Table():
                yield block.caption
                yield from (cell for row in block.rows for cell in row)
            case Figure():
                yield from (block.caption, block.alt)
