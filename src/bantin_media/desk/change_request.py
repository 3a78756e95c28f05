"""One change requested by a page: the workspace, the edition and the fields of its form."""

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
"""The response to the page: `message` is shown, the other keys are instructions."""


@dataclass(frozen=True)
class ChangeRequest:
    """A requested change with the fields of its form."""

    office: Office
    builder: Builder
    name: str
    form: dict[str, str]

    def __getitem__(self, key: str) -> str:
        """Return a field of the form, empty if it is missing."""
        return self.form.get(key, "").strip()

    @property
    def number(self) -> int:
        """Return the number of the article.  Raises `UsageError`."""
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


Change = Callable[[ChangeRequest], Answer]
