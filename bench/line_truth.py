"""The true state of each line of a training source, as `bench/learn_cleaning.py` needs it.

`x.states.tsv` next to a source has a row for each line: its number, what it is (kinds of `KINDS`, joined by "|"; "?" if
nobody knows), and its beginning.  It is written from `x.expected.json` and, where that is silent, from the present
result; then a person corrects it.  A source without this file is marked in the same way each time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench.line_model import Text

from bantin_media.cleaning import arranging, clean, preparing
from bantin_media.cleaning.characters import folded, tidy
from bantin_media.cleaning.labelling import LabelledLine
from bantin_media.cleaning.sequence import CAPTIONS, STATES, TEXT, WEBSITE
from bantin_media.cleaning.title_text import bare
from bantin_media.configuration.settings import ArticleOverride
from bantin_media.errors import BantinError
from bantin_media.messages import message
from bantin_media.model import Draft, Heading, plain
from bantin_media.readers import READERS, read

DATA = frozenset({"meta_above", "meta", "signed"})
KINDS = {
    "website": WEBSITE,
    "data": DATA,
    "title": frozenset({"title"}),
    "title_more": frozenset({"title_more"}),
    "lead": frozenset({"lead"}),
    "text": TEXT,
    "heading": frozenset({"heading"}),
    "caption": CAPTIONS,
}
"""What a line is for a person → its states in `cleaning.sequence`."""
_DATA_REASONS = ("its date was taken as the article's date", "another date of the page", "the author again")
_RULED = ("rule_", "button", "counter_in", "breadcrumb", "related", "dated_link", "menu", "slogan", "section")
"""Beginnings of the features that come from the tables of websites."""
BARE = 0.5
"""The weight of a copy of a text without these features: a model of unknown websites."""

Kinds = frozenset[str]


def sources(folder: Path) -> Iterator[Path]:
    """Yield the sources of a folder that can be trained on."""
    for path in sorted(folder.iterdir()):
        known = any(path.with_name(f"{path.stem}{end}").exists() for end in (".expected.json", ".expected.txt"))
        if path.suffix.lower() in READERS and ".expected" not in path.name and (known or _states(path).exists()):
            yield path


def _states(path: Path) -> Path:
    return path.with_name(f"{path.stem}.states.tsv")


def texts(path: Path, *, weight: float) -> list[Text]:
    """Return the training text of a source, and its copy without the features of known websites."""
    try:
        draft = read(path)
        kinds = marked(path, draft)
    except BantinError:
        return []
    found = [_text(path, draft, kinds, weight), _text(path, draft, kinds, weight * BARE, with_boilerplate=True)]
    return [one for one in found if one.signs]


def marked(path: Path, draft: Draft) -> dict[int, Kinds]:
    """Return the kinds of each line, from the source's table if it has one."""
    if not _states(path).exists():
        return mark(path, draft)
    rows = (row.split("\t") for row in _states(path).read_text("utf-8").splitlines()[1:])
    return {int(row[0]): frozenset() if row[1] == "?" else frozenset(row[1].split("|")) for row in rows}


def expected(path: Path) -> dict[str, Any]:
    """Return the expected article of a source; empty if nobody has written it."""
    found = path.with_name(f"{path.stem}.expected.json")
    return json.loads(found.read_text("utf-8")) if found.exists() else {}


def write_missing(path: Path) -> None:
    """Write the table of a source's lines, for a person to correct, unless there is one."""
    if _states(path).exists():
        return
    draft = read(path)
    kinds, lines = mark(path, draft), {line.number: line.text for line in _prepared(draft, True)[0]}
    rows = [f"{number}\t{'|'.join(sorted(one)) or '?'}\t{lines[number][:80]}" for number, one in kinds.items()]
    _states(path).write_text("\n".join(["line\tkinds\tbeginning", *rows]) + "\n", "utf-8")


def _prepared(draft: Draft, with_boilerplate: bool) -> tuple[list[LabelledLine], arranging.Sequence]:
    override = ArticleOverride()
    made = preparing.prepare(draft, override, number=1, with_boilerplate=with_boilerplate)
    found = arranging.sequence(made.labels, draft, override, known=made.known, by_form=made.by_form)
    return [made.labels.lines[index] for index in found.indexes], found


def _text(path: Path, draft: Draft, kinds: dict[int, Kinds], weight: float, *, with_boilerplate: bool = False) -> Text:
    lines, found = _prepared(draft, with_boilerplate)
    signs = [_bare(one) for one in found.signs] if with_boilerplate else found.signs
    true = []
    title = max((at for at, line in enumerate(lines) if "title" in kinds.get(line.number, ())), default=-1)
    for at, (line, permitted) in enumerate(zip(lines, found.allowed, strict=True)):
        states = frozenset().union(*(KINDS[one] for one in kinds.get(line.number, ()))) or frozenset(STATES)
        if at < title and states & CAPTIONS:  # the picture above makes it a caption
            states |= {"said_above"}
        true.append(states if permitted is None else (states & permitted) or permitted)
    return Text(f"{path.parent.name}/{path.name}", signs, found.allowed, true, weight)


def _bare(signs: tuple[str, ...]) -> tuple[str, ...]:
    own = (sign.removeprefix("above_").removeprefix("below_") for sign in signs)
    kept = [sign for sign, name in zip(signs, own, strict=True) if not name.startswith(_RULED)]
    return tuple(f"{sign.removesuffix('plain')}of_page" if sign.endswith("_plain") else sign for sign in kept)


def mark(path: Path, draft: Draft) -> dict[int, Kinds]:
    """Return the kinds of each line from the expected article and, where it is silent, from the present one."""
    known = expected(path)
    lines = _prepared(draft, True)[0]
    titles = _titles(lines, known.get("title"))
    now = _present(draft)
    told = {at: _expected(line, known, titles.get(at)) for at, line in enumerate(lines)}
    first = max((at for at, kinds in told.items() if "title" in kinds), default=-1)
    lead = max((at for at, kinds in told.items() if kinds == {"lead"}), default=-1)
    found = {}
    for at, line in enumerate(lines):
        kinds = told[at] or _unless_denied(now.get(line.number, frozenset()), known)
        if not told[at] and at < max(first, lead) and kinds <= {"heading", "lead", "text", "title"}:
            kinds = frozenset({"website", "data", "text" if at < first else "caption"})
        found[line.number] = kinds if line.text or line.source.picture is None else frozenset({"text", "caption"})
    return found


def _titles(lines: list[LabelledLine], title: str | None) -> dict[int, Kinds]:
    """Return the lines of a title: equal to it, with a few more words, or its parts."""
    sought = _words(title) if title else ""
    if not sought:
        return {}
    names = [_words(line.text) for line in lines]
    whole = [
        at for at, name in enumerate(names)
        if sought in {name, _words(bare(lines[at].text))}
        or (len(sought) > 12 and sought in name and len(name) < len(sought) + 60)
    ]  # fmt: skip
    if whole:
        return dict.fromkeys(whole, frozenset({"title"} if len(whole) == 1 else {"title", "website"}))
    for at, name in enumerate(names):
        end, joined = at + 1, name
        while name and joined != sought and end < len(names) and sought.startswith(f"{joined} {names[end]}"):
            joined, end = f"{joined} {names[end]}", end + 1
        if name and joined == sought:
            return {at: frozenset({"title"}), **dict.fromkeys(range(at + 1, end), frozenset({"title_more"}))}
    return {}


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _expected(line: LabelledLine, known: dict[str, Any], title: Kinds | None) -> Kinds:
    """Return the kinds of a line that the expected article names; empty if it is silent."""
    text, name = tidy(line.text), folded(line.text)
    if title is not None:
        return title
    if (lead := known.get("lead")) and text.lstrip("-–— ").startswith(tidy(lead).lstrip("-–— ")):
        return frozenset({"lead"})
    named = (("captions", "caption"), ("subheads", "heading"))
    if found := [kind for key, kind in named if name in map(folded, known.get(key) or [])]:
        return frozenset(found[:1])
    if any(text.startswith(tidy(one)) for one in known.get("paragraphs") or []):
        return frozenset({"text"} if "lead" in known else {"text", "lead"})
    if any(text.startswith(tidy(one)) for one in known.get("dropped") or []):
        return frozenset({"website", "data"})
    return frozenset()


def _present(draft: Draft) -> dict[int, Kinds]:
    """Return the kinds of each line in the present result."""
    article = clean(draft, number=1, slug="bai", override=ArticleOverride())
    headings = {folded(plain(block.text)) for block in article.blocks if isinstance(block, Heading)}
    found: dict[int, Kinds] = {}
    for one in article.trace:
        if one.line in found:
            continue
        kinds = _USES.get(one.use) or frozenset({"heading" if folded(one.text) in headings else "text"})
        found[one.line] = _dropped(one.reason) if one.use == "dropped" else kinds
    return found


_USES = {
    "title": frozenset({"title", "title_more"}),
    "lead": frozenset({"lead"}),
    "caption": frozenset({"caption"}),
    "author": frozenset({"data"}),
    "source": frozenset({"data"}),
    "date": frozenset({"data"}),
    "heading": frozenset({"heading"}),
}


@cache
def _data_reasons() -> tuple[str, ...]:
    return tuple(message(one) for one in _DATA_REASONS)


def _dropped(reason: str) -> Kinds:
    if any(one in reason for one in _data_reasons()):
        return frozenset({"data"})
    if reason == message("the visitor's clock, not the article's date"):
        return frozenset({"data", "website"})
    if reason == message("the caption again"):
        return frozenset({"website", "caption"})
    return frozenset({"website"})


def _unless_denied(kinds: Kinds, known: dict[str, Any]) -> Kinds:
    """Return the kinds without those that the expected article denies."""
    if "title" in known and kinds & {"title", "title_more"}:
        return frozenset({"website"})
    if "lead" in known and kinds == {"lead"}:
        return frozenset({"text"})
    if "captions" in known and kinds == {"caption"}:
        return frozenset({"text", "heading"})
    return kinds
