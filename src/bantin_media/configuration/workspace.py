"""A workspace: an office's own folder outside the program, with its content at the beginning.

Updating or moving the program changes only the two files of a workspace that contain the program's path.
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
"""The program's folder, which contains its Makefile and `start.py`; not used for an installed package."""
TARGETS = "build check say script voice new card deposit preview publish desk clean help"
"""The targets of `make` in a workspace; the first is the default."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one office."""

    root: Path

    @property
    def input(self) -> Path:
        """Return the folder of articles and settings."""
        return self.root / "input"

    @property
    def starters(self) -> tuple[tuple[Path, str], ...]:
        """Return the files that contain the program's path, each with its template."""
        return (
            (self.root / "Makefile", "Makefile.j2"),
            (self.root / "mo-ban-bien-tap.command", "start.command.j2"),
            (self.root / "mo-ban-bien-tap.bat", "start.bat.j2"),
            (self.root / "mo-ban-bien-tap.desktop", "start.desktop.j2"),
        )


def begin(root: Path, program: Path = PROGRAM) -> Workspace:
    """Create a workspace in `root` and return it; existing files are unchanged.

    Raises `UsageError` if `root` contains settings or is the program's own folder; `OutputError`.
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
    """Write the present path `program` into the starters of `workspace`; other files of these names are unchanged.

    Does nothing for an installed package, which has no program folder.
    """
    if not (program / "Makefile").is_file():
        return
    for path, template in workspace.starters:
        if path.exists() and not _names_a_program(path):
            continue
        text = _filled(template, program=str(program), office=str(workspace.root.resolve()), targets=TARGETS)
        if path.suffix == ".bat":
            text = text.replace("\n", "\r\n")
        write_whole(path, text.encode("utf-8"))
        if path.suffix in {".command", ".desktop"}:
            path.chmod(0o755)


def _names_a_program(path: Path) -> bool:
    return bool(re.search(r"(?m)^PROGRAM \?= |[\\/]start\.py\"", path.read_text("utf-8", "replace")))


def _filled(template: str, **values: object) -> str:
    return render(environment("workspace", None), template, **values)


def sample_values() -> Iterator[tuple[str, str]]:
    """Yield the settings of the program's sample, with their values, that must not be published by another office."""
    import tomllib

    table = tomllib.loads((Path(__file__).parents[1] / "templates" / "workspace" / "sample.toml").read_text("utf-8"))
    yield from table.items()
