"""The sources with one line left out, repeated, or in capitals, and the effect on the other lines.

Each row of `accepted/variants.txt` has the changed line and all differences from the unchanged source above it, with
use and reason of each line.  `pytest tests/cleaning/test_variants.py --accept` rewrites it; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from bantin_media.model import Article, Draft, plain

HERE = Path(__file__).parent
ACCEPTED = HERE / "accepted" / "variants.txt"
CASES = sorted(path.name.removesuffix(".expected.txt") for path in HERE.glob("*.expected.txt"))
CHANGES: dict[str, Callable[[str], list[str]]] = {
    "without": lambda _: [],
    "twice": lambda line: [line, line],
    "apart": lambda line: ["", line, ""],
    "shouted": lambda line: [line.upper()],
    "indented": lambda line: [f"        {line}"],
    "stopped": lambda line: [line[:-1] if line.endswith(".") else f"{line}."],
}
LONGEST = 48
"""In characters: the part of a value that a difference shows."""


def traits(article: Article) -> dict[str, str]:
    """Return the article's metadata, and of each line its use."""
    found = {name: plain(getattr(article, name)) for name in ("title", "author", "source", "lead")}
    found |= {"date": str(article.date or ""), "section": article.section}
    if article.official:
        found |= {f"official {name}": str(value) for name, value in asdict(article.official).items() if value}
    found["blocks"] = " ".join(block.kind for block in article.blocks)
    for line in article.trace:
        found[" ".join(line.text.split())[:24]] = f"{line.use} {line.reason}".strip()
    for number, one in enumerate(article.notices):
        found[f"notice {number}"] = f"{one.code} {one.what[:60]}"
    return found


def variants(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    for place, line in enumerate(lines):
        for number, (name, change) in enumerate(CHANGES.items()):
            if line.strip() and (name == "without" or (place + number) % 5 == 0):
                yield f"{name} {place + 1}", "\n".join([*lines[:place], *change(line), *lines[place + 1 :]])


def different(before: dict[str, str], after: dict[str, str]) -> str:
    names = (name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))
    return "; ".join(f"{name}: {before.get(name, '')[:LONGEST]} → {after.get(name, '')[:LONGEST]}" for name in names)


def told(case: str, cleaned: Callable[..., Article], draft_of: Callable[..., Draft]) -> Iterator[str]:
    def found(text: str) -> dict[str, str]:
        return traits(cleaned(draft_of(text, name="bài.txt", broken_lines=case.startswith("broken"))))

    text = (HERE / f"{case}.txt").read_text("utf-8")
    before = found(text)
    yield f"# {case}"
    yield from (f"{name}: {value}" for name, value in before.items())
    for name, changed in variants(text):
        if said := different(before, found(changed)):
            yield f"{name} → {said}"


def test_each_change_has_the_effect_that_was_accepted(
    cleaned: Callable[..., Article], draft_of: Callable[..., Draft], as_accepted: Callable[[Path, str], None]
) -> None:
    as_accepted(ACCEPTED, "".join(f"{line}\n" for case in CASES for line in told(case, cleaned, draft_of)))
