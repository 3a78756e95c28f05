"""Each line of the sources, by itself: every question that cleaning asks of a line, and its answer if there is one.

So too pairs of lines: whether one goes on with, repeats or counts like the other.
`pytest tests/cleaning/test_lines_accepted.py --accept` rewrites `accepted/lines.txt` and `pairs.txt`; read the
difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from bantin_media import cleaning
from bantin_media.cleaning import (
    authors,
    boilerplate,
    byline,
    caption_words,
    characters,
    dates,
    dating,
    joining,
    labelling,
    letters,
    markers,
    official,
    official_signature,
    official_title,
    placeholders,
    rules,
    signs,
    structure,
    title_text,
)

HERE = Path(__file__).parent
SOURCES = sorted(path for path in HERE.glob("*.txt") if not path.name.endswith(".expected.txt"))
QUESTIONS: dict[str, Callable[[str], Any]] = {
    f"{module.__name__.removeprefix(cleaning.__name__ + '.')}.{name}": getattr(module, name)
    for module, names in {
        authors: "_named _is_label",
        boilerplate: "is_breadcrumb _is_website _button _is_bare_path",
        byline: "is_account without_byline is_bracketed_name is_correspondent "
        "is_person is_pen_name is_name has_surname is_office split_source signed is_capitals is_house "
        "labelled_author labelled_source tag",
        caption_words: "is_view is_bare_credit shows_picture has_no_marks shows credited is_credit is_labelled tells "
        "bare_caption",
        characters: "tidy beginning toml_string is_bracketed",
        joining: "is_broken_off",
        dating: "_is_small_name",
        labelling: "_has_sentences _without_bars",
        letters: "is_address _is_answer",
        markers: "list_marker is_item is_signed_item",
        official_signature: "is_recipients is_office _is_signed _is_name _without_rank _is_rank",
        official_title: "is_kind",
        rules: "certain_rule",
        signs: "of_words",
        structure: "without_end_mark _without_ornaments",
        title_text: "is_marked bare",
    }.items()
    for name in names.split()
}


OF_TWO: dict[str, Callable[[str, str], bool]] = {
    "goes on": official._goes_on,
    "continues the office": official._continues,
    "counts the same": markers.same_count,
    "same person": authors._same,
    "names the picture": lambda text, title: placeholders._names_picture(text, characters.folded(title)),
    "is the title": lambda text, title: placeholders._is_title(characters.folded(text), characters.folded(title)),
    "same words": lambda text, title: placeholders.is_same(characters.folded(text), characters.folded(title)),
}


def answers(text: str) -> Iterator[str]:
    for name, ask in QUESTIONS.items():
        found = ask(text)
        if name == "rules.certain_rule":
            found = found.reason if found else None
        plain = (text, f'"{text}"', None, False, "", ("", text, 1), (text, ""), text.casefold())
        if found not in plain:
            yield name.partition(".")[2] if found is True else f"{name.partition('.')[2]}={str(found)[:60]!r}"
    pieces = dates.take_apart(text)
    words = [
        f"{one.name}={getattr(pieces, one.name)!r}"
        for one in fields(pieces)
        if getattr(pieces, one.name) != one.default
    ]
    if words != [f"rest={text!r}"] and len(pieces.rest) <= 60:
        yield "; ".join(words)
    if pieces.is_boilerplate or dates.is_dateline(text, pieces):
        yield f"{pieces.is_boilerplate=} {dates.is_dateline(text, pieces)=}"


def test_lines_are_answered_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    paths = (*SOURCES, HERE / "accepted" / "more_lines.tsv")
    lines = (line.strip() for path in paths for line in path.read_text("utf-8").splitlines())
    text = "".join(f"{line[:80]}\t{' | '.join(answers(line))}\n" for line in dict.fromkeys(filter(None, lines)))
    as_accepted(HERE / "accepted" / "lines.txt", text)


def test_pairs_of_lines_are_answered_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    rows = (HERE / "accepted" / "pairs.tsv").read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if not row.startswith("# "))
    found = (
        f"{one[:60]} | {other[:60]}\t{', '.join(name for name, ask in OF_TWO.items() if ask(one, other))}\n"
        for one, other in pairs
    )
    as_accepted(HERE / "accepted" / "pairs.txt", "".join(found))


def test_a_line_has_no_features_by_default() -> None:
    pieces = dates.Pieces()
    assert not any(getattr(pieces, one.name) for one in fields(pieces)) and not pieces.is_boilerplate
