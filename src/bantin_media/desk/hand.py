"""One change that a page asks for: in which office and edition, and with which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..messages import message
from .building import Builder
from .office import Office

Answer = dict[str, Any]
"""What the page is told: `said` in words, and what it is to do next."""


@dataclass(frozen=True)
class Hand:
    """One change that is asked for: where, and with which words."""

    office: Office
    builder: Builder
    name: str
    form: dict[str, str]

    def __getitem__(self, key: str) -> str:
        """Return a field of the form, empty if it is not there."""
        return self.form.get(key, "").strip()

    @property
    def number(self) -> int:
        """Return the number of the article; raises `UsageError`."""
        text = self["article"]
        if not text.isdecimal() or len(text) > 4:
            raise UsageError(text, message("there is no such article in this edition"), "")
        return int(text)

    @property
    def folder(self) -> Path:
        """Return the edition's folder."""
        return self.office.folder(self.name).path

    @property
    def settings(self) -> Path:
        """Return the edition's settings."""
        return self.folder / "edition.toml"


Change = Callable[[Hand], Answer]
