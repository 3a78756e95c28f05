"""A settings file that is not valid TOML → the faulty line, in the editor's terms, and the correction.

Common mistakes and their patterns are in `data/mistakes.toml`; the parser's own message is never shown.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..files import slug
from ..messages import message
from ..regex import regex

LONGEST_SEARCH = 400
"""Lines that are searched before the one in the parser's message: a bracket may have been opened long before."""
COMMENT = regex(r"""^((?:[^#"']|"[^"]*"|'[^']*')*)#.*$""")
GROUP = regex(r"^\s*\[+\s*([^\]]+?)\s*\]+\s*$")
KEY = regex(r"^\s*([\w-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in a line, counted from 1 (0: the whole file), and the correction."""

    kind: str
    """Its name in the table, not shown to the editor."""
    line: int
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    pattern: re.Pattern[str]
    what: str
    hint: str


def find(text: str, reason: str) -> Mistake:
    """Return the mistake in `text`; `reason` is the message of the parser."""
    lines = text.splitlines()
    named = re.search(r"at line (\d+)", reason)
    place = int(named.group(1)) if named else len(lines)
    return (
        _said_twice(lines, place, reason)
        or _open_text(lines)
        or _at(lines, place)
        or next((found for line in _before(place) if (found := _at(lines, line))), None)
        or Mistake(
            "",
            place,
            message("this line cannot be understood"),
            message("Look at this line: text needs double quotes, and each line has one key = value."),
        )
    )


def meant(key: str, known: list[str]) -> str:
    """Return the key or value of `known` for its Vietnamese name; empty if there is none."""
    name = slug(key).replace("-", "_")
    return next((words[name] for words in _table()[1:] if words.get(name) in known), "")


def _before(place: int) -> Iterator[int]:
    return iter(range(place - 1, max(0, place - LONGEST_SEARCH), -1))


def _at(lines: list[str], place: int) -> Mistake | None:
    """Return the mistake in line `place`, None if it is correct."""
    if not 0 < place <= len(lines):
        return None
    line = _without_comment(lines[place - 1])
    if not line.strip() or _is_right(line):
        return None
    if _continues(line) and (above := _line_above(lines, place)) and not above[1].endswith((",", "[")):
        what = message("a comma is missing between two entries of a list")
        return Mistake("a list without a comma", above[0], what, message('Put a comma between them, as in ["…", "…"].'))
    for row in _table()[0]:
        if found := row.pattern.search(line):
            values = {name: (value or "").strip() for name, value in found.groupdict().items()}
            values["nearest"] = _nearest(values.get("key", ""))
            return Mistake(row.name, place, message(row.what, **values), message(row.hint, **values))
    return None


def _said_twice(lines: list[str], place: int, reason: str) -> Mistake | None:
    """Return the mistake of a key or a group that occurs twice."""
    if not re.search(r"twice|overwrite|redefine|mutate", reason):
        return None
    group, wanted = "", (0, "")
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, 1):
        bare = _without_comment(line)
        if found := GROUP.match(bare):
            group = found.group(1)
            wanted = (number, "")
        elif found := KEY.match(bare):
            wanted = (number, found.group(1))
        else:
            continue
        first = seen.setdefault((group, wanted[1]), number)
        if first != number and number <= place + 1:
            name = wanted[1] or f"[{group}]"
            both = _merged(_without_comment(lines[first - 1]), bare)
            return Mistake(
                "twice",
                number,
                message("{name} is here for the second time; the first is in line {line}", name=name, line=first),
                message("Write one line in place of the two: {both}", both=both)
                if both
                else message("Merge the two, and delete one of them."),
            )
    return None


def _open_text(lines: list[str]) -> Mistake | None:
    """Return the mistake of a text of several lines without its end: the parser names the end of the file."""
    for sign in ('"""', "'''"):
        marked = [number for number, line in enumerate(lines, 1) if line.count(sign) % 2]
        if len(marked) % 2:
            what = message("a text of several lines has no end")
            hint = message("Put {sign} after its last line.", sign=sign)
            return Mistake("a text that does not end", marked[-1], what, hint)
    return None


def _continues(line: str) -> bool:
    """Return whether a line continues a list from the line above."""
    return bool(re.match(r"""\s*(?:"[^"]*"|'[^']*')\s*[,\]]*\s*$""", line))


def _line_above(lines: list[str], place: int) -> tuple[int, str] | None:
    """Return number and text of the nearest non-empty line above."""
    texts = ((number, _without_comment(lines[number - 1])) for number in range(place - 1, 0, -1))
    return next(((number, text) for number, text in texts if text.strip()), None)


def _merged(first: str, second: str) -> str:
    """Return one line with the entries of two lists of the same key; empty if they are not lists."""
    try:
        tables = [tomllib.loads(line) for line in (first, second)]
    except (ValueError, RecursionError):
        return ""
    ((key, one),), ((_, other),) = (table.items() for table in tables)
    if not (isinstance(one, list) and isinstance(other, list)):
        return ""
    entries = ", ".join(json.dumps(entry, ensure_ascii=False, default=str) for entry in (*one, *other))
    return f"{key} = [{entries}]"


def _is_right(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _without_comment(line: str) -> str:
    found = COMMENT.match(line)
    return (found.group(1) if found else line).rstrip()


def _nearest(key: str) -> str:
    known = _table()[1].get(slug(key).replace("-", "_"), "")
    if known:
        return message('Did you mean "{near}"?', near=known)
    return message("All keys are in the guide, chapter 4.")


@cache
def _table() -> tuple[tuple[_Row, ...], dict[str, str], dict[str, str]]:
    """Return the mistakes of a line, and the Vietnamese names of keys and of values."""
    text = (resources.files(__package__) / "data" / "mistakes.toml").read_text("utf-8")
    read = tomllib.loads(text)
    rows = tuple(_Row(row["name"], regex(row["pattern"]), row["what"], row["hint"]) for row in read["line"])
    return rows, read["keys"], read["values"]
