"""An office's own folder, outside of the program: what lies in it, and how it begins.

Updating the program, or moving it, touches nothing in a workspace but the two files that name the program's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..files import write_whole
from ..messages import cause_of, message
from ..templates import environment, render

PROGRAM = Path(__file__).resolve().parents[3]
"""The program's folder, if it runs from one: its Makefile and `start.py` lie there."""
TARGETS = "build check say script voice new card deposit preview publish desk clean help"
"""What `make` does in a workspace; the first is what it does by itself."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one office."""

    root: Path

    @property
    def input(self) -> Path:
        """Return where articles and settings lie."""
        return self.root / "input"

    @property
    def starters(self) -> tuple[tuple[Path, str], ...]:
        """Return the files that name the program's place, each with its template."""
        return (
            (self.root / "Makefile", "Makefile.j2"),
            (self.root / "mo-ban-bien-tap.command", "start.command.j2"),
            (self.root / "mo-ban-bien-tap.bat", "start.bat.j2"),
        )


def begin(root: Path, program: Path = PROGRAM) -> Workspace:
    """Make a workspace in `root` and return it; what is there already is left alone.

    Raises `UsageError` if an office's settings lie there, or the folder is the program's own; `OutputError`.
    """
    workspace = Workspace(root)
    settings = workspace.input / "bantin.toml"
    if settings.exists() or root.resolve() == program:
        raise UsageError(
            str(settings if settings.exists() else root),
            message("is there already") if settings.exists() else message("is the program's own folder"),
            message("Choose another folder; nothing was changed."),
        )
    for folder in ("input", "output", "proof", ".bantin"):
        try:
            (root / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                str(root / folder),
                message("cannot be made: {cause}", cause=cause_of(error)),
                message("Choose another folder; nothing was changed."),
            ) from error
    for name in ("bantin.toml", "lexicon.tsv"):
        if not (workspace.input / name).exists():
            write_whole(workspace.input / name, _filled(f"{name}.j2").encode("utf-8"))
    repair(workspace, program)
    return workspace


def repair(workspace: Workspace, program: Path = PROGRAM) -> None:
    """Let the starters of `workspace` name the place where `program` is now; other files of these names stay.

    Without a program's folder (an installed package) there is nothing that they could start.
    """
    if not (program / "Makefile").is_file():
        return
    for path, template in workspace.starters:
        if path.exists() and not _names_a_program(path):
            continue
        text = _filled(template, program=str(program), targets=TARGETS)
        if path.suffix == ".bat":
            text = text.replace("\n", "\r\n")
        write_whole(path, text.encode("utf-8"))
        if path.suffix == ".command":
            path.chmod(0o755)


def _names_a_program(path: Path) -> bool:
    return bool(re.search(r"(?m)^PROGRAM \?= |[\\/]start\.py\"", path.read_text("utf-8", "replace")))


def _filled(template: str, **values: object) -> str:
    return render(environment("workspace", None), template, **values)


def sample_values() -> Iterator[tuple[str, str]]:
    """Yield the settings of the program's own sample that may not go out under another's name, with their values."""
    import tomllib

    table = tomllib.loads((Path(__file__).parents[1] / "templates" / "workspace" / "sample.toml").read_text("utf-8"))
    yield from table.items()
