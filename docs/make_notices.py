"""The code → `docs/notices.md`: every notice, what it says and what it asks for.  Run it after a notice has changed.

A notice is a call whose first argument is its code (`Notice("title.guess", …)`); its words are the messages among the
arguments, or what the names and local functions there stand for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib

PROJECT = Path(__file__).parents[1]
SOURCE = PROJECT / "src" / "bantin_media"
TARGET = Path(__file__).with_name("notices.md")
CODE = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+")
TELLERS = {"Notice", "notice", "_tell"}
HEAD = """# Notices

What `bantin build`, `check` and `verify` report, by code. `{…}` stands for what is found; the Vietnamese sentence
follows in italics. A notice stops nothing (with `--strict` the exit status is 9); those of `bantin verify` say what
is wrong with a finished book. Made by `python docs/make_notices.py`.
"""
ROOMS = {
    "cleaning": "Cleaning",
    "desk": "Cards",
    "configuration": "Folders and settings",
    "normalization": "Readings",
    "pipeline": "Editions",
    "publication": "Books and pages",
    "readers": "Sources",
    "speech": "Speech",
    "verify": "Finished books",
}

Row = tuple[str, str, str]
"""Code, what is said, what to do."""


def notices() -> dict[str, list[Row]]:
    """Return the notices of each room, by code and then as they stand in the code, each once."""
    found: dict[str, dict[Row, None]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0]
        for row in _in_module(ast.parse(path.read_text("utf-8"))):
            found.setdefault(room, {})[row] = None
    return {room: sorted(rows, key=lambda row: row[0]) for room, rows in sorted(found.items())}


def _in_module(module: ast.Module) -> Iterator[Row]:
    functions = {node.name: node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)}
    for function in functions.values():
        assigned = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and _name(call.func) in TELLERS and (code := _code(call)):
                texts = [text for argument in call.args[1:] if (text := _text(argument, assigned, functions))]
                yield code, *[*texts, "", ""][:2]


def _code(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)) else ""


def _text(node: ast.expr, assigned: dict[str, ast.expr], functions: dict[str, ast.FunctionDef]) -> str:
    """Return the English words of a message; of a choice between several, all of them."""
    if isinstance(node, ast.Name) and node.id in assigned:
        value = assigned[node.id]
        return _text(value, {name: one for name, one in assigned.items() if one is not value}, functions)
    if isinstance(node, ast.Call):
        name, place = _name(node.func), {"message": 0, "plural": 1}.get(_name(node.func))
        if place is not None and isinstance(node.args[place], ast.Constant):
            return str(ast.literal_eval(node.args[place]))
        body = ast.walk(functions[name]) if name in functions else ()
        returned = (one.value for one in body if isinstance(one, ast.Return) and one.value)
        return " / ".join(filter(None, (_text(value, {}, {}) for value in returned)))
    if isinstance(node, ast.IfExp):
        choices = (_text(one, assigned, functions) for one in (node.body, node.orelse))
        return " / ".join(filter(None, choices))
    return ""


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _in_vietnamese() -> dict[str, str]:
    files = sorted((SOURCE / "locale" / "vi").glob("*.po"))
    return {entry.msgid: entry.msgstr for file in files for entry in polib.pofile(file.read_text("utf-8"))}


def page() -> str:
    """Return `docs/notices.md`."""
    words = _in_vietnamese()

    def cell(text: str) -> str:
        translated = " / ".join(words.get(one, one) for one in text.split(" / "))
        shown = f"{text}<br>*{translated}*" if text else ""
        return shown.replace("|", "\\|").replace("\n", " ")

    parts = [HEAD]
    for room, rows in notices().items():
        parts.append(f"## {ROOMS.get(room, room)}\n\n| code | what it says | what to do |\n|---|---|---|")
        parts[-1] += "".join(f"\n| `{code}` | {cell(what)} | {cell(hint)} |" for code, what, hint in rows)
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), "utf-8")
