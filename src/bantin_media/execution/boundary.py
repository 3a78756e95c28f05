"""Converts an unforeseen exception into an error of ours, with its place in the code.

So a fault of the program affects only the article or edition that was being processed, and not the rest of a run.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from ..errors import BantinError, UnforeseenError
from ..messages import message

Result = TypeVar("Result")
Task = TypeVar("Task")

_PACKAGE = Path(__file__).parents[1]
_LONGEST_CAUSE = 200
"""In characters: the message of a library may quote the whole article."""


class Boundary(AbstractContextManager[None]):
    """Raises `UnforeseenError` in place of an exception that is neither ours nor the system's (`OSError`).

    `where` names the object that was processed.  Ctrl-C and the exit of the process are not converted.
    """

    def __init__(self, where: str = "") -> None:
        self.where = where

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, BantinError | OSError):
            raise UnforeseenError(self.where, _what(error, trace), _hint()) from error


def bounded(work: Callable[[Task], Result], task: Task) -> Result:
    """Return the result of `work`.  Raises its errors, or `UnforeseenError` without a place."""
    with Boundary():
        return work(task)


def _what(error: Exception, trace: TracebackType | None) -> str:
    cause = " ".join(str(error).split())
    if len(cause) > _LONGEST_CAUSE:
        cause = f"{cause[:_LONGEST_CAUSE]}…"
    return message(
        "the program has a fault: {kind}: {cause} ({place})",
        kind=type(error).__name__,
        cause=cause,
        place=_place(trace),
    )


def _hint() -> str:
    return message(
        "Everything else is built. Please send this line, and this file if you may, to the developers of the program."
    )


def _place(trace: TracebackType | None) -> str:
    """Return file and line of the innermost frame inside this package, or of the innermost of all."""
    from traceback import extract_tb

    steps = [step for step in extract_tb(trace) if step.filename != __file__]
    if not steps:
        return "?"
    own = [step for step in steps if Path(step.filename).is_relative_to(_PACKAGE)]
    step = (own or steps)[-1]
    path = Path(step.filename)
    return f"{path.relative_to(_PACKAGE).as_posix() if own else path.name}:{step.lineno}"
