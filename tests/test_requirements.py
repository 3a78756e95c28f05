"""The lock files contain what `pyproject.toml` requires, each with its hash, and no address of an index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bantin_media.cache.digests import LIBRARIES

PROJECT = Path(__file__).parents[1]
WANTED = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = WANTED["optional-dependencies"]
LOCKS = {
    "run": WANTED["dependencies"],
    "extras": [one for name in ("cluster", "http", "opus", "piper") for one in EXTRAS[name]],
    "piper": EXTRAS["piper"],
    "test": [one for name in ("cluster", "http", "opus", "piper", "test") for one in EXTRAS[name]],
    "tools": EXTRAS["tools"],
}


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_has_every_requirement_with_hashes_and_no_host(lock: str) -> None:
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text("utf-8")
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
    locked = {canonical(entry): entry for entry in entries}
    assert {canonical(one) for one in LOCKS[lock]} - {"bantin-media"} <= set(locked)
    assert [name for name, entry in locked.items() if "--hash=sha256:" not in entry] == []
    assert "://" not in text


CHANGE_NO_FILE = {"asyncssh", "distributed", "httpx", "polib", "starlette", "tomlkit", "tqdm", "uvicorn"}
"""Libraries whose version no finished file depends on: for requests, locks, messages, progress and the desk."""


def test_a_new_version_of_an_output_library_rebuilds_the_edition() -> None:
    wanted = {canonical(one) for one in LOCKS["run"] + LOCKS["extras"]}
    assert wanted - CHANGE_NO_FILE <= set(LIBRARIES)
    lock = (PROJECT / "requirements" / "extras.txt").read_text("utf-8")
    assert set(LIBRARIES) - wanted <= {canonical(one) for one in re.findall(r"(?m)^[A-Za-z0-9][\w.-]*", lock)}
    assert wanted >= CHANGE_NO_FILE
