"""The rules for the source code, checked in the source itself."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import import_module
from pathlib import Path

import polib
import pytest

from bantin_media.regex import Regex
from bantin_media.vietnamese.syllables import is_syllable

SOURCE = Path(__file__).parents[1] / "src" / "bantin_media"
FLOORS = {
    name: 10 - floor
    for floor, names in enumerate(
        [
            "commands",
            "desk",
            "pipeline",
            "execution",
            "speech",
            "publication verify",
            "readers cleaning normalization history",
            "vietnamese audio configuration cache",
            "files templates reporting",
            "model errors messages stamps regex",
        ]
    )
    for name in names.split()
} | {"__main__": 11}
MODULES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms: set[str] = set()
    package = ("bantin_media", *path.relative_to(SOURCE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            stem = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            names = [f"{stem}.{alias.name}" for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("bantin_media.") and name.count(".")}
    return rooms - {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_strictly_down(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    for other in imported_rooms(path) - {own}:
        assert other in FLOORS, f"{path.name} imports the unknown room {other}: give it a floor"
        assert FLOORS[other] < FLOORS[own], f"{own} may not import {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_are_short_documented_and_quiet(path: Path) -> None:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    assert len(source.splitlines()) <= 400
    assert ast.get_docstring(tree), "a module says in one line what comes in and what goes out"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is too long"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            assert path == SOURCE / "commands" / "cli.py", "only the command line prints"
        if isinstance(node, ast.ExceptHandler):
            caught = "bare" if node.type is None else ast.unparse(node.type)
            assert not re.search(r"\b(bare|Exception|BaseException)\b", caught), "catch the narrowest class"


WRITERS_OF_OUTPUT = {"audio", "cleaning", "normalization", "publication", "readers", "speech"}
NO_CLOCK = {
    "time.time",
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "random",
    "uuid4",
    "uuid1",
    "secrets",
    "urandom",
}


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) in WRITERS_OF_OUTPUT],
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_output_depends_on_no_clock_and_no_randomness(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute | ast.Name):
            name = ast.unparse(node)
            assert not any(name == bad or name.endswith("." + bad) for bad in NO_CLOCK), name


def classes_of_writing() -> set[str]:
    """Every name that a token's rule can have: those of the rows, and those that their functions give."""
    found: set[str] = set()
    for path in (SOURCE / "normalization").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Row"), args=[ast.Constant(value=name), *_]):
                    found.add(name)
                case ast.Call(func=ast.Name(id="Match" | "Token" | "Said"), args=[_, _, rule, *_]):
                    found |= {one.value for one in ast.walk(rule) if isinstance(one, ast.Constant)}
                case ast.Assign(targets=[ast.Name(id="RULES")], value=ast.Dict(values=values)):
                    found |= {ast.literal_eval(one) for one in values}
    return found - {"", "space", "punctuation"}  # the page shows neither


def test_every_class_of_writing_has_its_name_in_vietnamese() -> None:
    labels = tomllib.loads((SOURCE / "templates" / "proof" / "labels.toml").read_text("utf-8"))["rules"]
    assert sorted(classes_of_writing() - labels.keys()) == []
    assert sorted(labels.keys() - classes_of_writing()) == []


def messages_in_code() -> dict[str, str]:
    """Every literal that needs a translation (`message`, and the many-form of `plural`), with its file."""
    found: dict[str, str] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            position = {"message": 0, "plural": 1}.get(node.func.id)
            if position is not None and isinstance(node.args[position], ast.Constant):
                found[str(ast.literal_eval(node.args[position]))] = path.name
    return found


def catalogue() -> dict[str, str]:
    entries: dict[str, str] = {}
    for file in sorted((SOURCE / "locale" / "vi").glob("*.po")):
        for entry in polib.pofile(file.read_text("utf-8")):
            entries[entry.msgid] = entry.msgstr
    return entries


def test_every_message_has_its_vietnamese_words() -> None:
    translated = catalogue()
    assert not {text: file for text, file in messages_in_code().items() if not translated.get(text)}


def test_translations_fill_the_same_places() -> None:
    places = re.compile(r"\{(\w*)")
    for original, translation in catalogue().items():
        assert set(places.findall(translation)) <= set(places.findall(original)), original


def test_no_translation_is_left_over() -> None:
    used = set(messages_in_code())
    data = "\n".join(p.read_text("utf-8") for p in SOURCE.rglob("*") if p.suffix in {".toml", ".tsv", ".j2"})
    assert not [original for original in catalogue() if original not in used and original not in data]


ESCAPES_AND_SETS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
POSSESSIVE = re.compile(r"(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")


def constants(path: Path) -> list[str]:
    """Every string of a module except its docstrings, bytes as text: any may be a regular expression."""
    tree = ast.parse(path.read_text("utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose]
    return [one if isinstance(one, str) else one.decode("latin-1") for one in found if isinstance(one, str | bytes)]


def test_no_expression_is_possessive_or_atomic() -> None:
    """CPython before 3.11.5 ends such a repetition too early or raises (CPython issues 100061, 101955, 106052)."""
    tables = [p for p in SOURCE.rglob("*") if p.suffix in {".toml", ".tsv"}]
    texts = {path: constants(path) for path in MODULES} | {path: [path.read_text("utf-8")] for path in tables}
    assert not [
        f"{path.relative_to(SOURCE)}: {text[:80]}"
        for path, found in texts.items()
        for text in found
        if POSSESSIVE.search(ESCAPES_AND_SETS.sub("x", text))
    ]


def test_expressions_of_modules_are_compiled_when_they_are_used() -> None:
    """`regex` compiles on first use; six hundred compiled on import cost every run a tenth of a second."""
    own = {SOURCE / "regex.py", SOURCE / "messages.py"}  # its floor is that of `messages`
    assert not [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in set(MODULES) - own
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and "re.compile(" in ast.unparse(node.value)
    ]


ACCENTED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
WORD = re.compile(r"[^\W\d_]{2,}")


def words_in_code(path: Path) -> set[str]:
    """Return the Vietnamese words in the strings of a module, outside of docstrings and sets of letters."""
    found = (word for text in constants(path) for word in WORD.findall(ESCAPES_AND_SETS.sub(" ", text)))
    return {word.casefold() for word in found if ACCENTED.search(word) and is_syllable(word)}


def test_words_are_in_tables() -> None:
    """A linguist and an editor look for words in tables (`data/`, `labels.toml`, `templates/`), not in Python."""
    rows = [
        line.split("\t") for line in Path(__file__).with_name("words_in_code.tsv").read_text("utf-8").splitlines()[1:]
    ]
    allowed = {module: set(words.split()) for module, words, _ in rows}
    anywhere = allowed.pop("*")
    found = {str(path.relative_to(SOURCE)): words_in_code(path) for path in MODULES}
    assert {
        module: more for module, words in found.items() if (more := words - anywhere - allowed.get(module, set()))
    } == {}
    assert {module: unused for module, words in allowed.items() if (unused := words - found[module])} == {}
    assert anywhere <= set().union(*found.values())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_expression_can_be_compiled(path: Path) -> None:
    """Otherwise an editor would be the first to see a fault in an expression that is compiled late."""
    name = ".".join(("bantin_media", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    if name.endswith("__main__"):
        return
    for one in vars(import_module(name)).values():
        if isinstance(one, Regex):
            assert re.compile(one.pattern, one.flags)


def test_a_possessive_expression_would_be_seen() -> None:
    for bad in (r"\d++", r"(?:ab)*+c", r"x{2,3}+", r"(?>a|b)", r"[+*]?+", r"\+?+"):
        assert POSSESSIVE.search(ESCAPES_AND_SETS.sub("x", bad)), bad
    for good in (r"\++", r"[*+]+", r"[^]+*+]", r"a+\+", r"\*+", r"(?:a+)+"):
        assert not POSSESSIVE.search(ESCAPES_AND_SETS.sub("x", good)), good
