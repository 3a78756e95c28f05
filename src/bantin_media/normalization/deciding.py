"""The table row that decided a reading: a token → "abbreviations.tsv:52: BCH → ban chỉ huy".

The row is looked up afterwards, when an editor asks; reading itself does not record it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from ..model import Token
from .lexicon import Entry, Lexicon

WIDEST = 60
"""How much of a cell is shown."""
VIETNAMESE = "bantin_media.vietnamese"
TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "abbreviation": ((VIETNAMESE, "abbreviations"), (__package__, "abbreviation"), (__package__, "doctype")),
    "docnum": ((__package__, "doctype"), (__package__, "issuer")),
    "foreign": ((__package__, "foreign"),),
    "name": ((__package__, "foreign"),),
    "title": ((__package__, "title"),),
    "place": ((__package__, "place"), (__package__, "address")),
    "alphanumeric": ((__package__, "alnum"), (VIETNAMESE, "abbreviations")),
    "roman": ((__package__, "roman"),),
    "gloss": ((__package__, "acronym"), (__package__, "gloss")),
    "symbol": ((__package__, "symbol"),),
    "punctuation": ((__package__, "punctuation"),),
    "url": ((__package__, "url"),),
    "measure": ((__package__, "measure"), (__package__, "per")),
    "money": ((__package__, "measure"), (__package__, "per")),
}
"""Where the rows of a class stand; those of any other class are in the table of its own name."""


def deciding_row(token: Token, lexicon: Lexicon) -> str:
    """Return the row that decided `token`, with its file and line; nothing if no table did."""
    if token.rule == "lexicon":
        return next((f"{entry.place}: {entry.written} → {entry.spoken}" for entry in _entries(token, lexicon)), "")
    evidence = token.evidence.replace("…", " ").strip()
    best: tuple[int, str] = (0, "")
    for package, table in TABLES.get(token.rule, ((__package__, token.rule),)):
        for line, cells in _rows(package, table):
            fit = _fit(token, evidence, cells)
            if fit > best[0]:
                best = (fit, f"{table}.tsv:{line}: {' → '.join(cell[:WIDEST] for cell in cells if cell)}")
    return best[1]


def _entries(token: Token, lexicon: Lexicon) -> Iterator[Entry]:
    for entry in lexicon.starting(token.written, 0):
        if entry.written.lower() == token.written.lower() and entry.spoken == token.spoken:
            yield entry


def _fit(token: Token, evidence: str, cells: tuple[str, ...]) -> int:
    """Return how well a row explains a token: its form, its reading, and the phrase that spoke for it."""
    is_form = cells[0] == token.written or cells[0].lower() == token.written.lower()
    is_said = len(cells) > 1 and cells[1] != "" and cells[1].lower() in token.spoken.lower()
    has_phrase = bool(evidence) and any(evidence == one for cell in cells[1:] for one in _phrases(cell))
    if is_form:
        return 4 + 2 * is_said + has_phrase
    return 2 * has_phrase + (is_said and cells[0] != "" and cells[0] in token.written)


def _phrases(cell: str) -> Iterator[str]:
    for condition in cell.split("; "):
        yield from condition.partition(":")[2].split("|") if ":" in condition else condition.split("|")


@cache
def _rows(package: str, table: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the rows of a table with their lines; nothing if there is no such table."""
    file = resources.files(package) / "data" / f"{table}.tsv"
    if not file.is_file():
        return ()
    lines = list(enumerate(file.read_text("utf-8").splitlines(), start=1))
    rows = [(line, tuple(text.split("\t"))) for line, text in lines if text and not text.startswith("# ")]
    return tuple(rows[1:])
