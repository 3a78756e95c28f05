"""Phrases whose readings are known by construction: templates of real contexts × values × ways of writing.

`templates.tsv` has a row for each context: an id, and the phrase.  A phrase contains

    {span 2 9}      a value from a slot of `values`, in one of its written forms; any of its spoken forms is accepted
    {kg}            a row of `ways.tsv`
    <xã|thôn>       one of these, spoken as it is written
    [tr.→trang‖tờ]  a written form → its accepted spoken forms; none after the arrow: silent
    any other text  spoken as it is written

A phrase depends only on its template and a seed: `phrase("range-after-years", 17)` is the same on every machine.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from .folding import fold
from .values import SLOTS, Value

HERE = Path(__file__).parent
_PART = re.compile(
    r"\[(?P<so>[^\]]*)\]|\{(?P<slot>[^}]*)\}|<(?P<choice>(?:\[[^\]]*\]|\{[^}]*\}|[^<>\[\]{}])*)>|(?P<text>[^\[{<]+)"
)
_BRANCH = re.compile(r"((?:\[[^\]]*\]|\{[^}]*\}|[^|\[{])*)(?:\||$)")


class Phrase(NamedTuple):
    """The written form, and the permitted spoken forms of each stretch."""

    template: str
    seed: int
    written: str
    said: tuple[tuple[str, ...], ...]

    def is_said(self, spoken: str) -> bool:
        """Return whether a listener hears one of the accepted readings."""
        heard = fold(spoken)
        return any(fold(one) == heard for one in self.accepted())

    @property
    def wanted(self) -> str:
        """Return the customary reading."""
        return " ".join(" ".join(ways[0] for ways in self.said).split())

    def accepted(self) -> Iterator[str]:
        """Return each accepted reading, the customary one first."""
        return (" ".join(ways) for ways in itertools.product(*self.said))


def rows(name: str) -> Iterator[list[str]]:
    """Return the rows of a table next to this module."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line.split("\t")


@cache
def templates() -> Mapping[str, str]:
    """Return the phrases by their ids."""
    found = [(row[0], row[1]) for row in rows("templates.tsv")]
    assert len(dict(found)) == len(found), "two templates have one id"
    return dict(found)


@cache
def ways() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the rows of `ways.tsv`: written form ("_" is a space) → spoken forms."""
    return {
        name: (tuple(one.replace("_", " ") for one in written.split("|")), tuple(said.split("|")))
        for name, written, said in rows("ways.tsv")
    }


def phrase(template: str, seed: int) -> Phrase:
    """Return the phrase for a template and a seed."""
    rng = Random(f"{template} {seed}")
    values = list(_filled(templates()[template], rng))
    return Phrase(template, seed, "".join(one.written for one in values), tuple(one.said for one in values))


def _filled(text: str, rng: Random) -> Iterator[Value]:
    end = 0
    for part in _PART.finditer(text):
        assert part.start() == end, text
        end = part.end()
        if part["so"] is not None:
            written, _, spoken = part["so"].partition("→")
            yield Value(written, tuple(spoken.split("‖")))
        elif part["slot"] is not None:
            yield _slot(part["slot"], rng)
        elif part["choice"] is not None:
            branches = [branch[1] for branch in _BRANCH.finditer(part["choice"]) if branch[0]]
            yield from _filled(rng.choice(branches), rng)
        else:
            yield Value(part["text"], (part["text"],))
    assert end == len(text), text


def _slot(call: str, rng: Random) -> Value:
    name, *arguments = call.split()
    if name in ways():
        written, spoken = ways()[name]
        return Value(rng.choice(written), spoken)
    return SLOTS[name](rng, *arguments)
