"""How much of real sources is found: `python bench/sources.py FOLDER …` prints a Markdown table.

Each source (`x.txt`, `.html`, `.docx`, `.pdf` …) has a file `x.expected.json`.  In it `title`, `date`, `author` and
`source` are the expected values, `null` if there are none; `lead` and `paragraphs` are beginnings; `captions`,
`subheads`, `dropped` (beginnings) and `tables` are lists; `signer`, `number`, `issuer` and `recipients` (a list) are
for an official document.  A missing key is not checked.  `--rows` also prints each miss.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bantin_media.cleaning import clean
from bantin_media.cleaning.characters import folded, tidy
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.errors import BantinError
from bantin_media.model import Article, Figure, Heading, ItemList, Paragraph, Quote, Table, plain
from bantin_media.readers import READERS, read

SINGLE = ("title", "date", "author", "source", "lead", "signer", "number", "issuer")
LISTS = ("paragraphs", "captions", "subheads", "tables", "dropped", "recipients")
TOLD = {"title": "title.", "author": "author.", "date": "date.", "lead": "lead.", "captions": "caption."}


@dataclass
class Score:
    """The score of one field over all sources."""

    wanted: int = 0
    right: int = 0
    invented: int = 0
    invented_told: int = 0
    missed_told: int = 0


@dataclass
class Board:
    """The scores by field, and the misses."""

    scores: dict[str, Score] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)

    def of(self, name: str) -> Score:
        """Return the score of `name`."""
        return self.scores.setdefault(name, Score())


@dataclass
class Shown:
    """An article as plain values."""

    article: Article
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    subheads: list[str] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sort the blocks."""
        for block in self.article.blocks:
            if isinstance(block, Paragraph):
                self.paragraphs.append(plain(block.text))
            elif isinstance(block, ItemList):
                self.paragraphs += [one for i in block.items for one in (plain(i.text), f"{i.marker} {plain(i.text)}")]
            elif isinstance(block, Quote):
                self.paragraphs += [plain(text) for text in block.paragraphs]
            elif isinstance(block, Figure):
                self.captions += [plain(block.caption)] if block.caption else []
            elif isinstance(block, Heading):
                self.subheads.append(plain(block.text))
            elif isinstance(block, Table):
                self.tables += [[plain(cell) for cell in row] for row in block.rows]

    def told(self, name: str) -> bool:
        """Return whether a notice is about `name`."""
        return any(notice.code.startswith(TOLD.get(name, "!")) for notice in self.article.notices)

    def single(self, name: str) -> str:
        """Return the text of a field, empty if nothing was found."""
        if name == "date":
            return self.article.date.isoformat() if self.article.date else ""
        if name in {"signer", "number", "issuer"}:
            official = getattr(self.article, "official", None)
            return getattr(official, name) if official else ""
        return plain(getattr(self.article, name))


def judge(path: Path, expected: dict[str, Any], board: Board) -> None:
    """Compare the result for the source at `path` with `expected`, and add it to `board`."""
    try:
        article = clean(read(path), number=1, slug="bai", override=ArticleOverride())
    except BantinError as error:
        board.rows.append(f"{path.name}: refused: {error}")
        article = Article(1, "bai", path, ())
    shown = Shown(article)
    for name in SINGLE:
        if name in expected:
            _judge_single(path.name, name, expected[name], shown, board)
    for name in LISTS:
        if name in expected:
            _judge_list(path.name, name, expected[name], shown, board)


def _judge_single(file: str, name: str, wanted: str | None, shown: Shown, board: Board) -> None:
    score, found = board.of(name), shown.single(name)
    right = folded(found).startswith(folded(wanted or "")) if name == "lead" else folded(found) == folded(wanted or "")
    if wanted:
        score.wanted += 1
        score.right += right
        score.missed_told += not right and shown.told(name)
    elif found and name != "lead":
        score.invented += 1
        score.invented_told += shown.told(name)
        right = False
    else:
        right = True
    if not right:
        board.rows.append(f"{file}: {name}: wanted {wanted!r}, found {found!r}{' (told)' * shown.told(name)}")


def _judge_list(file: str, name: str, wanted: list[Any], shown: Shown, board: Board) -> None:
    score = board.of(name)
    for one in wanted:
        right = _has(one, name, shown)
        score.wanted += 1
        score.right += right
        if not right:
            board.rows.append(f"{file}: {name}: {one!r} missing")
    if name == "captions":
        extra = Counter(map(folded, shown.captions)) - Counter(map(folded, wanted))
        score.invented += extra.total()
        score.invented_told += extra.total() if shown.told(name) else 0
        board.rows += [f"{file}: captions: {one!r} invented" for one in extra]


def _has(one: Any, name: str, shown: Shown) -> bool:
    if name == "paragraphs":
        return _begins(one, [*shown.paragraphs, *_cells(shown), plain(shown.article.lead)])
    if name == "dropped":
        return _begins(one, [part.text for part in shown.article.dropped])
    if name == "recipients":
        return _begins(one, [part.text for part in shown.article.dropped])
    if name == "tables":
        return [tidy(cell) for cell in one] in shown.tables
    return folded(one) in [folded(text) for text in getattr(shown, name)]


def _begins(one: str, texts: Iterable[str]) -> bool:
    return any(tidy(text).startswith(tidy(one)) for text in texts)


def _cells(shown: Shown) -> Iterator[str]:
    for row in shown.tables:
        yield from row


def sources(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the sources of `folder` that have an expected article."""
    for path in sorted(folder.iterdir()):
        expected = path.with_name(f"{path.stem}.expected.json")
        if path.suffix.lower() in READERS and expected.exists():
            yield path, json.loads(expected.read_text("utf-8"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rows", action="store_true", help="print each miss")
    given = parser.parse_args()
    board = Board()
    count = 0
    for folder in given.folders:
        for path, expected in sources(folder):
            judge(path, expected, board)
            count += 1
    if given.rows:
        print("\n".join(board.rows), end="\n\n")
    print(f"{count} sources\n\n{table(board)}")


def table(board: Board) -> str:
    """Return the scores as a Markdown table."""
    rows = ["| what | wanted | right | % | missed and told | invented | of these told |", f"|{'---|' * 7}"]
    for name in (*SINGLE, *LISTS):
        if score := board.scores.get(name):
            share = f"{100 * score.right / score.wanted:.0f}" if score.wanted else ""
            told = f"{score.missed_told} | {score.invented} | {score.invented_told}"
            rows.append(f"| {name} | {score.wanted} | {score.right} | {share} | {told} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
