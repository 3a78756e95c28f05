"""Documents marked as not public → an error of their article in a public edition, unless the editor allows it."""

from __future__ import annotations

from collections.abc import Iterable

from ..cleaning.privacy import MARK
from ..errors import BantinError, SourceError
from .preparation import Prepared


def for_the_public(prepared: Iterable[Prepared]) -> tuple[list[Prepared], list[BantinError]]:
    """Return the articles that may be published, and for each other article an error with its mark and line."""
    fine: list[Prepared] = []
    errors: list[BantinError] = []
    for one in prepared:
        mark = next((notice for notice in one.notices if notice.code == MARK), None)
        if mark is None:
            fine.append(one)
        else:
            errors.append(SourceError(mark.where, mark.what, mark.hint))
    return fine, errors
