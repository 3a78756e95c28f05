"""Articles and documents → Scripts: the sentences to be spoken, their order and their pauses.

Two running orders from the same sentences.  *Broadcast* is a newsreader's: greeting, headlines, title, lead,
body, byline, correction, closing; captions only if the edition asks for them or they are guesses, footnotes never.
*Book* is every visible text of a document, for the talking EPUB.  The words around them come from
`templates/spoken/`; every line of such a template is a paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import existing
from ..model import (
    Article,
    Block,
    Chapter,
    Cue,
    Edition,
    Figure,
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Pause,
    Quote,
    Reading,
    Script,
    Sentence,
    Table,
    Text,
    plain,
)
from ..publication.documents import Document, Passage, Role
from ..publication.documents.labels import imprint_labels, spoken_byline
from ..stamps import Stamp, stamp
from ..templates import environment, render
from ..vietnamese.sentences import split
from .other_languages import unspoken

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "spoken"
"""The folder of the templates of spoken words, in the package and in the editor's folder of templates."""

Part = tuple[int, int]
"""Number of a programme, from 1, and number of programmes: an edition may be cut into broadcast slots."""

SILENT = Reading((), "")
"""The empty reading of a cue that is a recording."""

Read = Callable[[str], Reading]
"""One sentence → its reading (`Normalizer.read`)."""


@dataclass(frozen=True, slots=True)
class SpokenTemplates:
    """The templates of spoken words (`templates/spoken/`); files in the folder `overrides` replace them."""

    overrides: Path | None = None

    def cues(self, template: str, read: Read, last: Pause = Pause.PARAGRAPH, **values: object) -> tuple[Cue, ...]:
        """Return the sentences of one template filled with `values`; the pause after the last one is `last`.

        Raises `ConfigError` if a custom template cannot be used.
        """
        text = render(_templates(self.overrides, _stamps(self.overrides)), f"{template}.txt.j2", **values)
        cues = [cue for line in text.splitlines() if line.strip() for cue in _paragraph(split(line.strip()), read)]
        return (*cues[:-1], replace(cues[-1], pause=last)) if cues else ()


@dataclass(frozen=True, slots=True)
class Continuity:
    """The continuity of a programme: ident, greeting, headlines, sections and closing around the articles."""

    edition: Edition
    """Its front page gives title, number, date and publisher."""
    templates: SpokenTemplates = SpokenTemplates()
    jingle: Path | None = None
    """The ident at the start of a programme."""
    part: Part = (1, 1)
    voice: str = ""
    """The voice of these words; empty for the voice of the narration."""
    correction: str = ""
    """The correction after publication; empty if it is not to be spoken."""

    def cues(self, template: str, read: Read, last: Pause = Pause.PARAGRAPH, **values: object) -> tuple[Cue, ...]:
        """Return the sentences of one template, filled with the edition's front page and `values`."""
        edition = self.edition
        cues = self.templates.cues(
            template, read, last,
            title=edition.title, number=edition.number, date=edition.date, publisher=edition.publisher,
            greeting=edition.greeting, voice_is_machine=True, part=self.part[0], parts=self.part[1], **values,
        )  # fmt: skip
        return tuple(replace(cue, voice=self.voice) for cue in cues)


def _stamps(overrides: Path | None) -> tuple[tuple[str, Stamp], ...]:
    """Return the names and stamps of the custom templates: the desk runs for days, and they may change."""
    folder = overrides / FOLDER if overrides else None
    found = existing(sorted(folder.rglob("*"))) if folder and folder.is_dir() else ()
    return tuple((str(path), stamp(status)) for path, status in found)


@lru_cache(maxsize=8)
def _templates(overrides: Path | None, stamps: tuple[tuple[str, Stamp], ...]) -> Environment:
    return environment(FOLDER, overrides)


def article_script(
    article: Article, read: Read, templates: SpokenTemplates, *, read_captions: bool = False, read_tables: bool = True
) -> Script:
    """Return the script of `article` for a newsreader: title, lead, body, byline.

    If the editor wrote a text for listeners (`spoken_instead`), that text replaces title, lead and body.  If the
    article has a recording, the script is the recording only.
    """
    if article.recording:
        return Script(article.slug, plain(article.title), (Cue("", SILENT, Pause.END, recording=article.recording),))
    if article.spoken_instead:
        body = [cue for text in article.spoken_instead for cue in _text(text, read, Pause.PARAGRAPH)]
        cues = [replace(cue, sentence_id="") for cue in body]
    else:
        cues = [*_text(article.title, read, Pause.HEADING), *_text(article.lead, read, Pause.PARAGRAPH)]
        for block in article.blocks:
            cues += _block(block, read, templates, read_captions=read_captions, read_tables=read_tables)
    writer = _writer(article)
    cues += templates.cues(
        "byline", read, author=writer, byline=spoken_byline(writer) if writer else "", source=plain(article.source)
    )
    if cues:
        cues[-1] = replace(cues[-1], pause=Pause.END)
    return Script(article.slug, plain(article.title), tuple(cue for cue in cues if cue.spoken))


def _writer(article: Article) -> str:
    """Return the author of the article; empty for an official document whose author is its signer."""
    author = plain(article.author)
    return "" if article.official and author == article.official.signer else author


def programme(
    document: str, articles: Sequence[Article], scripts: Sequence[Script], read: Read, continuity: Continuity
) -> tuple[Script, tuple[Chapter, ...]]:
    """Return the running order of a whole programme, and a chapter for the opening and for each article.

    `scripts` are those of `articles`, in the order of `articles`.  A section is announced before its first article; a
    correction is spoken after the last article of the last part.
    """
    headlines = [{"title": plain(article.title), "section": article.section} for article in articles]
    cues = [Cue("", SILENT, Pause.PARAGRAPH, recording=continuity.jingle)] if continuity.jingle else []
    cues += continuity.cues("opening", read)
    cues += continuity.cues("headlines", read, Pause.ARTICLE, articles=headlines)
    chapters: list[Chapter] = [Chapter(continuity.edition.title, 0)] if cues else []
    section = ""
    for article, script in zip(articles, scripts, strict=True):
        if not script.cues:
            continue
        chapters.append(Chapter(plain(article.title), len(cues)))
        if article.section and article.section != section:
            section = article.section
            cues += continuity.cues("section", read, Pause.SECTION, section=section)
        cues += [*script.cues[:-1], replace(script.cues[-1], pause=Pause.ARTICLE)]
    if continuity.correction and continuity.part[0] == continuity.part[1]:
        chapters.append(Chapter(imprint_labels()["correction"], len(cues)))
        cues += continuity.cues("correction", read, Pause.ARTICLE, correction=continuity.correction)
    cues += continuity.cues("closing", read, Pause.END)
    return Script(document, continuity.edition.title, tuple(cues)), tuple(chapters)


def book(document: Document, read: Read) -> Script:
    """Return the script of `document` for the talking book: everything visible, in reading order.

    A cell is spoken with the name of its column, as in the article's own MP3.  The alternative text of a picture has
    one id, but a cue per sentence: a title on the cover is spoken once, not again with every other title.
    """
    cues = [cue for passage in document.passages for cue in _text(_heard(passage), read, passage.pause)]
    if cues:
        cues[-1] = replace(cues[-1], pause=Pause.END)
    return Script(document.name, document.title, tuple(cues))


def _heard(passage: Passage) -> Text:
    """Return the sentences of `passage` as they are spoken, each as a cue."""
    if passage.role is Role.ALTERNATIVE:
        return tuple(replace(one, text=part) for one in passage.text for part in split(one.text))
    return _named(passage.text, passage.column)


def _of_cell(cell: Text, column: str, read: Read) -> Reading:
    """Return the reading of a cell under its column's name; a cell in another language is silent."""
    if all(one.language for one in cell):
        return unspoken(Sentence(cell[0].id, plain(cell)))
    return read(under(column, plain(cell)))


def under(column: str, cell: str) -> str:
    """Return the spoken form of `cell` in the column `column`: "Số hộ", "37" → "Số hộ: 37"."""
    return f"{column}: {cell}" if column else cell


def _named(text: Text, column: str) -> Text:
    if not (column and text):
        return text
    return (replace(text[0], text=under(column, text[0].text)), *text[1:])


def all_texts(article: Article) -> Iterator[Text]:
    """Yield every visible text of `article`, in order; the proof page lists their readings."""
    yield from (article.title, article.lead)
    for block in article.blocks:
        yield from _texts_of(block)
    yield from (article.author, article.source, *article.footnotes)


def _texts_of(block: Block) -> Iterable[Text]:
    match block:
        case Quote():
            return block.paragraphs
        case ItemList():
            return (item.text for item in block.items)
        case Table():
            return (block.caption, *(cell for row in block.rows for cell in row))
        case Figure():
            return (block.caption, block.alt)
        case _:
            return (block.text,)


def _paragraph(sentences: Iterable[str], read: Read) -> list[Cue]:
    readings = [read(sentence) for sentence in sentences]
    pauses = [Pause.SENTENCE] * (len(readings) - 1) + [Pause.PARAGRAPH]
    return [Cue("", reading, pause) for reading, pause in zip(readings, pauses, strict=True) if reading.spoken]


def _text(text: Text, read: Read, last: Pause) -> list[Cue]:
    """Return the cues of `text`; the silence after its last sentence is `last`."""
    cues = [Cue(one.id, unspoken(one) if one.language else read(one.text)) for one in text]
    if cues:
        cues[-1] = replace(cues[-1], pause=last)
    return cues


def _block(
    block: Block, read: Read, templates: SpokenTemplates, *, read_captions: bool, read_tables: bool
) -> list[Cue]:
    cues: list[Cue] = []
    match block:
        case Heading():
            cues = _text(block.text, read, Pause.HEADING)
        case Quote():
            cues = [cue for text in block.paragraphs for cue in _text(text, read, Pause.QUOTE)]
        case ItemList():
            cues = _list(block, read)
        case Table() if read_tables:
            cues = _table(block, read)
        case Figure() if read_captions and block.caption:
            cues = _caption(block.caption, read, templates)
        case Figure() if block.guessed:
            cues = _text(block.caption, read, Pause.PARAGRAPH)
        case Paragraph():
            cues = _text(block.text, read, Pause.PARAGRAPH)
    return cues


def _caption(caption: Text, read: Read, templates: SpokenTemplates) -> list[Cue]:
    if all(one.language for one in caption):
        return _text(caption, read, Pause.PARAGRAPH)
    cues = templates.cues("caption", read, caption=plain(caption))
    return [replace(cue, sentence_id=caption[0].id if place == 0 else "") for place, cue in enumerate(cues)]


def _list(block: ItemList, read: Read) -> list[Cue]:
    cues: list[Cue] = []
    for item in block.items:
        cues += _text(_with_marker(item, ordered=block.ordered), read, Pause.LIST_ITEM)
    if cues:
        cues[-1] = replace(cues[-1], pause=Pause.PARAGRAPH)
    return cues


def _with_marker(item: ListItem, *, ordered: bool) -> Text:
    """Return the item's text with its number, if the list is ordered; the number is spoken: "1." → "một"."""
    if not (ordered and item.marker and item.text):
        return item.text
    first = item.text[0]
    return (replace(first, text=f"{item.marker} {first.text}", marks=()), *item.text[1:])


def _table(table: Table, read: Read) -> list[Cue]:
    """Return the table row by row: the first cell names the row, the others are spoken with their column's name."""
    cues = _text(table.caption, read, Pause.PARAGRAPH)
    columns = table.column_names
    for row in table.rows[table.header_rows :]:
        cells = [
            Cue(cell[0].id, _of_cell(cell, columns[place] if place else "", read))
            for place, cell in enumerate(row)
            if plain(cell).strip()
        ]
        if cells:
            cues += [*cells[:-1], replace(cells[-1], pause=Pause.TABLE_ROW)]
    if cues:
        cues[-1] = replace(cues[-1], pause=Pause.PARAGRAPH)
    return cues
