"""`bantin say`: a text → its spoken form; with `--explain` also the reason of each reading."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..configuration import config
from ..errors import SourceError
from ..messages import message
from ..normalization import Normalizer
from ..normalization.deciding import deciding_row
from ..normalization.lexicon import load
from ..vietnamese.sentences import split
from .streams import print_line

if TYPE_CHECKING:
    from argparse import Namespace

    from ..configuration.settings import Settings
    from ..model import Notice, Reading, Token
    from ..normalization import Lexicon


def say(options: Namespace) -> tuple[Notice, ...]:
    """Print the spoken form and return the notices.

    Raises `SourceError` if the edition does not exist; `ConfigError` and `LexiconError` for mistakes of the editor.
    """
    settings, lexicon = reading_of(options.input, options.edition)
    normalizer = Normalizer(settings.reading, lexicon)
    if options.lines:
        for line in sys.stdin:
            print_line(" ".join(_spoken(normalizer, split(line.rstrip("\n")))))
            if sys.stdout.isatty():
                sys.stdout.flush()
        return ()
    readings, _ = normalizer.read_article(_sentences(options))
    for reading in readings:
        print_line(reading.spoken)
        if options.explain:
            _explain(reading, lexicon)
    return tuple(notice for reading in readings for notice in reading.notices)


def to_be_spoken(options: Namespace) -> tuple[Settings, list[str]]:
    """Return the settings, and the spoken sentences of the text of `options`.  Raises like `say`."""
    settings, lexicon = reading_of(options.input, options.edition)
    return settings, _spoken(Normalizer(settings.reading, lexicon), _sentences(options))


def reading_of(folder: Path, edition: str) -> tuple[Settings, Lexicon]:
    """Return settings and lexicon, including those of `edition` if it is named."""
    places = [folder]
    if edition:
        places.append(folder / edition)
        if not places[-1].is_dir():
            raise SourceError(str(places[-1]), message("there is no such edition"), message("Name a folder inside it."))
    settings = config.load(folder / "bantin.toml", *(place / "edition.toml" for place in places[1:]))
    lexicons = [place / "lexicon.tsv" for place in places]
    return settings, load([path for path in lexicons if path.is_file() or path.is_symlink()])


def _sentences(options: Namespace) -> list[str]:
    text = options.text if options.text is not None else sys.stdin.read()
    return [sentence for line in text.splitlines() for sentence in split(line)]


def _spoken(normalizer: Normalizer, sentences: Sequence[str]) -> list[str]:
    return [reading.spoken for reading in normalizer.read_article(sentences)[0] if reading.spoken]


def _explain(reading: Reading, lexicon: Lexicon) -> None:
    for token in reading.tokens:
        if token.rule != "space":
            print_line(f"    {token.rule:<14}{token.written!r}{_said(token)}")
            if reason := _reason(token, lexicon):
                print_line(f"    {'':<14}{reason}")


def _said(token: Token) -> str:
    return f" → {token.spoken!r}" if token.spoken else ""


def _reason(token: Token, lexicon: Lexicon) -> str:
    """Return the reason of a reading: the context words, the row of the table, and the alternative."""
    row = deciding_row(token, lexicon) if token.rule not in ("word", "punctuation") else ""
    other = message("or: {other}", other=token.other) if token.other else ""
    return " · ".join(filter(None, (token.evidence, row, other)))
