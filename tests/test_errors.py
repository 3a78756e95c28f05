"""Every error says where, what, and what to do; its exit status is the one in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bantin_media import errors
from bantin_media.errors import BantinError

CLASSES = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, BantinError)]
ROOT = Path(__file__).parents[1]


def test_an_error_in_one_line() -> None:
    assert str(BantinError("tin.txt:3", "quá dài", "Hãy cắt ra.")) == "tin.txt:3: quá dài — Hãy cắt ra."
    assert str(BantinError("tin.txt:3", "quá dài")) == "tin.txt:3: quá dài"
    assert str(BantinError("", "quá dài", "Hãy cắt ra.")) == "quá dài — Hãy cắt ra."


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_the_status_of_an_error_is_the_one_in_its_tree(kind: type[BantinError]) -> None:
    tree = {name: int(status) for name, status in re.findall(r"(\w+) +(\d)  ", errors.__doc__ or "")}
    parent = kind.__mro__[1]
    assert kind.exit_status == tree.get(kind.__name__, getattr(parent, "exit_status", None))


def test_the_readme_lists_every_status() -> None:
    listed = {int(number) for number in re.findall(r"^\| (\d) \|", (ROOT / "README.md").read_text("utf-8"), re.M)}
    assert listed == {0, *(kind.exit_status for kind in CLASSES)}
