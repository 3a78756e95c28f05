"""A regular expression compiled at first use is equal to the one that `re` compiles."""

from __future__ import annotations

import copy
import marshal
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from zlib import crc32

import pytest

from bantin_media import regex as module
from bantin_media.regex import CompiledPatterns, Regex, regex

PACKAGE = Path(module.__file__).parent
NAMED = "(?P<a>b)(c)?[à-ỹ]"


def test_it_is_compiled_once_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    compiled: list[tuple[object, int]] = []
    patterns = CompiledPatterns(tmp_path / "none")

    def counted(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append((source, flags))
        return patterns.of(source, flags)

    monkeypatch.setattr(module, "compiled_patterns", lambda: SimpleNamespace(of=counted))
    found = regex("(?P<a>b)(c)?", re.IGNORECASE)
    assert (found.pattern, found.flags, compiled) == ("(?P<a>b)(c)?", re.IGNORECASE, [])
    assert found.search("xB") and found.match("b") and not found.match("xb")
    assert found.fullmatch("bc") and not found.fullmatch("bcd")
    assert found.findall("b BC") == [("b", ""), ("B", "C")] and [one[0] for one in found.finditer("b BC")] == [
        "b",
        "BC",
    ]
    assert (found.sub("-", "abc"), found.subn("-", "abcb"), found.split("xby")) == (
        "a-",
        ("a--", 2),
        ["x", "b", None, "y"],
    )
    assert dict(found.groupindex) == {"a": 1}
    assert compiled == [("(?P<a>b)(c)?", re.IGNORECASE)]
    assert found.groups == 2  # not taken over, but available all the same


def test_bytes_and_faults_are_those_of_re() -> None:
    assert regex(b"a.", re.DOTALL).match(b"a\n")
    assert not regex(b"a.").match(b"a\n")
    broken = regex("(")
    with pytest.raises(re.error):
        broken.match("(")


def test_asking_for_what_python_may_ask_compiles_nothing() -> None:
    found = regex("(")
    assert isinstance(found, Regex)
    with pytest.raises(AttributeError, match="__iter__"):
        found.__iter__  # type: ignore[attr-defined]  # noqa: B018
    assert copy.copy(found).pattern == "("


def patterns_of_the_package() -> list[tuple[str | bytes, int]]:
    found: dict[tuple[str | bytes, int], None] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(("bantin_media", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        if not name.endswith("__main__"):
            known = (one for one in vars(import_module(name)).values() if isinstance(one, Regex))
            found.update(((one.pattern, int(one.flags)), None) for one in known)
    return list(found)


def test_every_pattern_of_the_package_is_the_same_from_the_file(tmp_path: Path) -> None:
    patterns = patterns_of_the_package()
    assert len(patterns) > 500
    first = CompiledPatterns(tmp_path / "all.sre")
    for source, flags in patterns:
        assert first.of(source, flags) == re.compile(source, flags)
    first.write()
    later = CompiledPatterns(tmp_path / "all.sre")
    for source, flags in patterns:
        found, expected = later.of(source, flags), re.compile(source, flags)
        assert found == expected  # `re` compares flags and code
        assert (found.pattern, found.groups, dict(found.groupindex)) == (
            expected.pattern,
            expected.groups,
            dict(expected.groupindex),
        )
    assert not later._is_new


def test_runs_add_to_each_other(tmp_path: Path) -> None:
    path = tmp_path / "some.sre"
    one, other = CompiledPatterns(path), CompiledPatterns(path)
    one.of("a", 0)
    other.of(b"b", re.DOTALL)
    one.write()
    other.write()
    assert sorted(map(str, CompiledPatterns(path)._known)) == ["('a', 0)", f"(b'b', {int(re.DOTALL)})"]
    written = path.stat().st_mtime_ns
    again = CompiledPatterns(path)
    assert again.of("a", 0).match("a")
    again.write()
    assert path.stat().st_mtime_ns == written
    assert [one.name for one in tmp_path.iterdir()] == ["some.sre"]


def sealed(content: bytes) -> bytes:
    return crc32(content).to_bytes(4, "big") + content


DAMAGES = {
    "cut": lambda whole: whole[:-7],
    "empty": lambda _: b"",
    "one byte": lambda whole: whole[:40] + bytes((whole[40] ^ 1,)) + whole[41:],
    "another Python": lambda whole: sealed(marshal.dumps(("3.99", marshal.loads(whole[4:])[1]))),
    "no marshal": lambda _: sealed(b"nonsense"),
    "another shape": lambda _: sealed(marshal.dumps((module._version(), [1, 2]))),
    "another entry": lambda _: sealed(marshal.dumps((module._version(), {(NAMED, 2): (1, 2)}))),
    "another code": lambda _: sealed(marshal.dumps((module._version(), {(NAMED, 2): (2, b"1234" * 9, 2, {}, ())}))),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_cannot_be_used_changes_nothing(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "some.sre"
    good = CompiledPatterns(path)
    good.of(NAMED, 2)
    good.write()
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert CompiledPatterns(path).of(NAMED, 2) == re.compile(NAMED, 2)


def test_another_interpreter_compiles_as_always(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    patterns = CompiledPatterns(tmp_path / "some.sre")
    assert patterns.of(NAMED, 2) == re.compile(NAMED, 2)
    patterns.write()
    assert not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    patterns = CompiledPatterns(tmp_path / "missing" / "some.sre")
    assert patterns.of("a", 0).match("a")
    patterns.write()
    assert not any(tmp_path.iterdir())


def test_the_file_lies_beside_the_compiled_modules() -> None:
    assert module.compiled_patterns()._path.parent == Path(str(module.__cached__)).parent
