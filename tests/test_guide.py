"""The editor's guide: every link has a target, every picture exists, every verb is one of the program's."""

from __future__ import annotations

import re
from pathlib import Path

from bantin_media.commands.cli import VERBS

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = (DOCS / "huong-dan.md").read_text("utf-8")


def anchor(heading: str) -> str:
    """The anchor of a heading by GitHub's rule."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_link_inside_leads_to_a_heading() -> None:
    headings = {anchor(one) for one in re.findall(r"(?m)^#+ (.*)$", GUIDE)}
    assert set(re.findall(r"\]\(#([^)]*)\)", GUIDE)) - headings == set()


def test_every_picture_and_file_beside_is_there() -> None:
    named = re.findall(r"\]\((?!https?:|#)([^)#]*)\)", GUIDE)
    assert len(named) > 5 and [one for one in named if not (DOCS / one).exists()] == []


def test_every_verb_is_one_of_the_program() -> None:
    used = set(re.findall(r"python -m bantin_media (\w+)", GUIDE))
    assert len(used) > 8 and used - set(VERBS) == set()
