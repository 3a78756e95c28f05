"""An edition → its proof page: one self-contained, printable page that an editor reads before publishing.

The page shows each article next to its source: dropped lines struck through with the reason, guesses with the line for
`edition.toml`, and every reading that differs from the written words.  It is written to `proof/`, never to `output/`.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from ...cleaning.ranking import changes_text
from ...files import write_stream
from ...model import Article, Block, Certainty, Dropped, Edition, Figure, Notice, Reading, Text, Traced, plain
from ...reporting.report import GUESS
from ...templates import environment, rendered, source
from ..documents import front_page, issue_name
from ..documents.notes import pieces

ORDER = (Certainty.GUESS, Certainty.CONTEXT, Certainty.CERTAIN)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a source line: in the article, or left out for `reason`."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source line on the page, with its notices."""

    traced: Traced
    stretches: tuple[Stretch, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A token that is spoken otherwise than it is written, and the number of its occurrences.

    `evidence` is the context that decided, `other` the next likely reading; both are empty for a certain reading.
    """

    written: str
    spoken: str
    rule: str
    count: int
    certainty: Certainty = Certainty.CERTAIN
    evidence: str = ""
    other: str = ""

    @property
    def settling_row(self) -> str:
        """Return the row for `lexicon.tsv` that selects the other reading; empty if there is none."""
        return f"{self.written}\t{self.other}" if self.other else ""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure on the page: the name of its picture file, empty without a picture, and its caption."""

    kind: ClassVar[str] = Figure.kind
    picture: str
    caption: Text


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article on the page: its text, and the names of its files."""

    number: int
    file: str
    title: Text
    date: date | None
    section: str
    lead: Text
    author: Text
    source: Text
    blocks: tuple[Block | ShownFigure, ...]
    footnotes: tuple[Text, ...]
    recording: str
    spoken_instead: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ArticleProof:
    """One article's part of the page."""

    article: ShownArticle
    rows: tuple[SourceRow, ...]
    changes: tuple[Notice, ...]
    """The guesses that moved, dropped or reclassified text; the page shows them first."""
    notices: tuple[Notice, ...]
    """Notices about no single line, and unknown words of readings with the row for the lexicon."""
    readings: Mapping[str, tuple[ReadAs, ...]]
    """Certainty (`guess`, `context`, `certain`) → readings."""
    told: int = 0
    """The number of notices that the editor has to check."""


def stretches(traced: Traced, dropped: Iterable[Dropped]) -> tuple[Stretch, ...]:
    """Return a source line in parts: of "[14:02] Chị Tho: Họp thôn" the stamp is `dropped`, the rest in the article."""
    if traced.use == "dropped":
        return (Stretch(traced.text, traced.reason),)
    found, rest = [], traced.text
    for one in dropped:
        if one.line == traced.line and one.text in rest:
            before, _, rest = rest.partition(one.text)
            found += [Stretch(before.strip()), Stretch(one.text, one.reason)]
    return tuple(one for one in (*found, Stretch(rest.strip())) if one.text)


def write_proof(
    edition: Edition,
    target: Path,
    *,
    readings: Mapping[str, tuple[Reading, ...]],
    checksum: str,
    overrides: Path | None = None,
) -> Path:
    """Write the proof page of `edition` to `target` and return its path.

    `readings` maps the slug of each article to the readings of its sentences, `checksum` is the code of the state
    that the editor signs, `overrides` the folder of custom templates.  Raises `OutputError`, and `ConfigError` for a
    template that cannot be used.
    """
    sheets = [_article_proof(article, readings.get(article.slug, ())) for article in edition.articles]
    reported = {notice for article in edition.articles for notice in article.notices}
    reported |= {notice for sheet in sheets for notice in (*sheet.changes, *sheet.notices)}
    templates = environment("proof", overrides)
    templates.filters |= {"pieces": pieces, "plain": plain}
    issue = issue_name(edition)
    labels = tomllib.loads(source(templates, "labels.toml"))
    page = rendered(
        templates,
        "proof.html.j2",
        labels=labels["uses"],
        rules=labels["rules"],
        edition=front_page(edition),
        sheets=sheets,
        notices=_once(notice for notice in edition.notices if notice not in reported),
        checksum=checksum,
        issue=issue[:1].upper() + issue[1:],
    )
    write_stream(target, (piece.encode("utf-8") for piece in page))
    return target


def _article_proof(article: Article, readings: Iterable[Reading]) -> ArticleProof:
    lines = {traced.line for traced in article.trace}
    by_line: dict[int, list[Notice]] = defaultdict(list)
    whole = []
    for notice in article.notices:
        _, _, number = notice.where.rpartition(":")
        if number.isascii() and number.isdecimal() and int(number) in lines:
            by_line[int(number)].append(notice)
        else:
            whole.append(notice)
    rows = tuple(
        SourceRow(traced, stretches(traced, article.dropped), tuple(by_line.pop(traced.line, ())))
        for traced in article.trace
    )
    unknown = _once(notice for reading in readings for notice in reading.notices)
    reported = len(article.notices) + len(unknown)
    changes = tuple(notice for notice in article.notices if changes_text(notice))
    listed = [notice for notice in (*whole, *unknown) if notice.code != GUESS and notice not in changes]
    spoken = spoken_otherwise(readings)
    by_certainty = {one.value: tuple(read for read in spoken if read.certainty is one) for one in Certainty}
    return ArticleProof(_shown(article), rows, changes, _once(listed), by_certainty, reported)


def _shown(article: Article) -> ShownArticle:
    return ShownArticle(
        number=article.number,
        file=article.path.name,
        title=article.title,
        date=article.date,
        section=article.section,
        lead=article.lead,
        author=article.author,
        source=article.source,
        blocks=tuple(_shown_figure(block) if isinstance(block, Figure) else block for block in article.blocks),
        footnotes=article.footnotes,
        recording=article.recording.name if article.recording else "",
        spoken_instead=article.spoken_instead,
    )


def _shown_figure(figure: Figure) -> ShownFigure:
    picture = figure.picture
    name = (picture.member.rsplit("/", 1)[-1] or picture.path.name) if picture else ""
    return ShownFigure(name, figure.caption)


def spoken_otherwise(readings: Iterable[Reading]) -> tuple[ReadAs, ...]:
    """Return each token that is spoken otherwise than written, once: guesses first, then by rule and text."""
    counted = Counter(
        (token.rule, token.written.strip(), token.spoken.strip(), token.certainty, token.evidence, token.other)
        for reading in readings
        for token in reading.tokens
        if token.rule not in {"space", "punctuation"}
        and token.written.strip().casefold() != token.spoken.strip().casefold()
    )
    listed = sorted(counted.items(), key=lambda one: (ORDER.index(one[0][3]), one[0]))
    return tuple(
        ReadAs(written, spoken, rule, count, certainty, evidence, other)
        for (rule, written, spoken, certainty, evidence, other), count in listed
    )


def _once(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(dict.fromkeys(notices))
