"""Applies the editor's settings (`edition.toml`) to the lines: lines to drop, lines to keep, captions.

A setting names a line by all its words or by its beginning.  If it matches no line, this is an error that quotes
the nearest line, so that a typing error is not ignored in silence.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

from ..configuration.settings import ArticleOverride
from ..errors import ConfigError
from ..messages import message
from .characters import folded
from .labelling import Label, LabelledLine, Labelling


def pin(labels: Labelling, override: ArticleOverride, *, number: int) -> None:
    """Label the lines that `drop`, `keep` and `captions` name.  Raises `ConfigError` if one of them names no line."""
    for wanted in override.drop:
        for index in find(labels, wanted, key="drop", number=number):
            labels.drop(index, message("set by the editor: drop in edition.toml"))
    for wanted in override.keep:
        for index in find(labels, wanted, key="keep", number=number):
            labels.lines[index] = replace(labels.lines[index], kept=True, label=Label.OPEN, reason="")
    for wanted in override.captions:
        for index in find(labels, wanted, key="captions", number=number):
            labels.mark(index, Label.CAPTION)


def find(labels: Labelling, wanted: str, *, key: str, number: int) -> list[int]:
    """Return the indexes of the lines equal to `wanted`; if there are none, of the first line that begins with it.

    Raises `ConfigError`, which quotes the nearest line.
    """
    sought = folded(wanted)
    whole = [index for index, line in enumerate(labels.lines) if sought in map(folded, _texts(line))]
    if whole and sought:
        return whole
    begins = [i for i, line in enumerate(labels.lines) if any(folded(one).startswith(sought) for one in _texts(line))]
    if begins and sought:
        if len(begins) > 1:
            what = message(
                "“{wanted}” ({key}) begins {count} lines; only the first was meant",
                wanted=wanted, key=key, count=len(begins),
            )  # fmt: skip
            hint = message("Write more of the line that is meant, up to where the lines differ.")
            labels.notice("override.several", begins[0], what, hint)
        return begins[:1]
    near = nearest(labels, sought)
    hint = message("The nearest line is {number}: “{line}”. Copy it from the proof page.", number=near[0], line=near[1])
    raise ConfigError(
        f"{Path(labels.where).parent / 'edition.toml'} [articles.{number}] {key}",
        message("no line of {file} is, or begins with, “{wanted}”", file=labels.where, wanted=wanted),
        hint if near[1] else message("Take the entry out: the source has no lines."),
    )


def _texts(line: LabelledLine) -> tuple[str, ...]:
    """Return the text of a line and of the source lines joined in it; the proof page shows both."""
    return (line.text, line.source.text, *(source.text for source in line.joined))


def nearest(labels: Labelling, sought: str) -> tuple[int, str]:
    """Return the number and the beginning of the line most similar to `sought`; `(0, "")` if there are none."""
    best, number, text = -1.0, 0, ""
    for line in labels.lines:
        begin = folded(line.text)[: max(len(sought), 20)]
        ratio = difflib.SequenceMatcher(None, sought, begin, autojunk=False).ratio() if len(begin) < 2000 else 0.0
        if line.text and ratio > best:
            best, number, text = ratio, line.number, line.text[:80]
    return number, text
