"""The files of one article → the article, its notices, and the reading of each sentence.

This is the first half of the pipeline, read → clean → script; it runs in a worker process.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..cache import Cache
from ..cleaning import clean, picture_words
from ..cleaning.structure import Ids
from ..configuration.editions import Source
from ..configuration.file_names import LEADING_NUMBER
from ..configuration.settings import ArticleOverride, ReadingStyle
from ..model import Article, Figure, Notice, Picture, Reading, Script, Sentence, Text
from ..normalization import Normalizer
from ..publication.writers.picture_encoding import LONGEST_EDGE, Pictures
from ..readers import read
from ..speech.other_languages import Hushed, other_languages
from ..speech.running_order import SpokenTemplates, all_texts, article_script
from .lexicon_rows import lexicon


@dataclass(frozen=True, slots=True)
class Task:
    """The input of a worker that prepares one article."""

    source: Source
    override: ArticleOverride
    style: ReadingStyle
    lexicons: tuple[Path, ...]
    templates: SpokenTemplates
    read_captions: bool = False
    read_tables: bool = True
    language: str = "vi"
    """The edition's language; passages in it do not count as another language."""
    environment: str = ""
    """The digest of everything else that the article depends on: code, libraries, templates, neighbouring pictures."""
    cache: Path | None = None
    """The folder of the cache of prepared articles; if None, there is no cache."""
    pictures: Path | None = None
    """The folder of the cache of resized pictures; if None, there is no cache."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready for narration; `readings` has those of all its sentences, shown or spoken, in order."""

    article: Article
    script: Script
    readings: tuple[Reading, ...]
    notices: tuple[Notice, ...]

    def renamed(self, article: Article) -> Prepared:
        """Return a copy with `article`, which has its final name (`slug`) in the edition."""
        return replace(self, article=article, script=replace(self.script, document=article.slug))


@cache
def normalizer(style: ReadingStyle, lexicons: tuple[Path, ...]) -> Normalizer:
    """Return the normalizer for this style and these lexicons, made once per process.  Raises `LexiconError`."""
    return Normalizer(style, lexicon(lexicons))


def forget_lexicons() -> None:
    """Read the lexicons again, because they are known by their paths and not by their contents."""
    lexicon.cache_clear()
    normalizer.cache_clear()


def prepare(task: Task) -> Prepared:
    """Return the cleaned and scripted article of `task`.  Raises `SourceError`, `ConfigError`, `LexiconError`."""
    return scripted(task, cleaned(task))


def cleaned(task: Task) -> Article:
    """Return the cleaned article of `task`, which does not depend on the lexicons.  Raises as `article_of`."""
    return article_of(task.source, task.override, Pictures(Cache(task.pictures)), task.language)


def scripted(task: Task, article: Article) -> Prepared:
    """Return the `cleaned` article with its readings and its script.  Raises `ConfigError`, `LexiconError`."""
    place = str(task.source.path)
    notices: dict[Notice, None] = dict.fromkeys(article.notices)
    sentences = [sentence for text in all_texts(article) for sentence in text]
    own = [one.text for one in sentences if not one.language]
    read_aloud, heart = normalizer(task.style, task.lexicons).read_article(own, place)
    known = dict(zip(own, read_aloud, strict=True))
    hushed = Hushed(lambda text: known.get(text) or heart.read(text, place), sentences)
    readings = tuple(map(hushed.of, sentences))
    notices.update(dict.fromkeys(other_languages(sentences, place)))
    by_text = {reading.written: reading for reading in readings}

    def say(text: str) -> Reading:
        reading = by_text.get(text) or hushed(text)
        notices.update(dict.fromkeys(reading.notices))
        return reading

    script = article_script(
        article, say, task.templates, read_captions=task.read_captions, read_tables=task.read_tables
    )
    for reading in readings:
        notices.update(dict.fromkeys(reading.notices))
    return Prepared(article, script, readings, tuple(notices))


def article_of(
    source: Source, override: ArticleOverride, pictures: Pictures | None = None, language: str = ""
) -> Article:
    """Return the cleaned article of `source`, in an edition of that `language`.

    The pictures are resized here, in a worker, so that a broken picture is an error of its article and not of the whole
    edition.  Raises `SourceError`, and `ConfigError` for an override that matches nothing.
    """
    article = _recorded(source, override) if source.recording == source.path else _read(source, override, language)
    for block in article.blocks:
        if isinstance(block, Figure) and block.picture:
            (pictures or Pictures()).made(block.picture, LONGEST_EDGE)
    return article


def _read(source: Source, override: ArticleOverride, language: str) -> Article:
    draft = read(source.path)
    own = language.partition("-")[0]
    if draft.phrases:
        foreign = [one for one in draft.phrases if one.phrase.language.partition("-")[0] != own]
        draft = replace(draft, phrases=tuple(foreign))
    shown = {line.picture.path.resolve() for line in draft.lines if line.picture}
    article = clean(
        draft,
        number=source.number,
        slug=source.slug,
        override=override,
        pictures=tuple(Picture(path) for path in source.pictures if path.resolve() not in shown),
    )
    return replace(article, spoken_instead=_spoken_instead(source), recording=source.recording)


def _recorded(source: Source, override: ArticleOverride) -> Article:
    """Return the article of a recording without a text; its title is the override, else the file name."""
    name = unicodedata.normalize("NFC", LEADING_NUMBER.sub("", source.path.stem)).replace("_", " ").strip()
    title = override.title or name or source.path.stem
    figures = [Figure(Picture(path)) for path in source.pictures]
    worded = picture_words.with_words(figures, override.pictures, source.path.parent, Ids().cut)
    return Article(
        source.number,
        source.slug,
        source.path,
        (Sentence("s1", title),),
        date=override.date,
        author=(Sentence("s2", override.author),) if override.author else (),
        section=override.section or "",
        blocks=worded.blocks,
        notices=picture_words.unknown_names(str(source.path), source.number, worded.unknown),
        spoken_instead=_spoken_instead(source),
        recording=source.recording,
    )


def _spoken_instead(source: Source) -> tuple[Text, ...]:
    """Return the paragraphs that the editor wrote for listeners; none if there is no such file."""
    if source.spoken_instead is None:
        return ()
    written = clean(read(source.spoken_instead), number=source.number, slug=source.slug, override=ArticleOverride())
    return tuple(text for text in all_texts(written) if text)
