"""The commands for a workspace and its desk: each does its work and returns the text to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..messages import message

if TYPE_CHECKING:
    from ..desk.server import Desk
    from ..model import Notice
    from ..pipeline.plan import Request


def begun(folder: Path) -> str:
    """Create a workspace in `folder`.  Raises `UsageError`, `OutputError`."""
    from ..configuration.workspace import begin

    begin(folder)
    return message(
        "{folder} is ready. Open a terminal there and run make, or double-click the file that opens the desk.",
        folder=folder,
    )


def pruned(work: Path, keep_days: int, size: Callable[[int], str]) -> str:
    """Remove cached speech that was not used for `keep_days` days; `size` formats a number of bytes."""
    from ..cache import Cache
    from ..pipeline.plan import ARTICLES, PICTURES, SPEECH

    for name in (ARTICLES, PICTURES):
        Cache(work / name).prune(keep_days=keep_days)
    done = Cache(work / SPEECH).prune(keep_days=keep_days)
    return message(
        "removed {pieces} pieces ({size}); {kept} pieces ({kept_size}) are kept",
        pieces=done.pieces, size=size(done.size_bytes), kept=done.kept_pieces, kept_size=size(done.kept_size_bytes),
    )  # fmt: skip


def opened(root: Path, port: int) -> Desk:
    """Return the listening desk of the workspace `root`; its pages link to a preview of the built files."""
    from functools import cache
    from threading import Thread
    from urllib.parse import quote

    from ..desk.server import open_desk
    from .preview import Preview, serve

    @cache
    def started() -> Preview:
        server = serve(root / "output", root / "proof")
        Thread(target=server.run, daemon=True).start()
        return server

    def preview(edition: str, is_inside: bool) -> str:
        return f"{started().inside_address if is_inside else started().address}{quote(edition)}/"

    return open_desk(root, port, preview)


def published(request: Request, target: str, host_key: str) -> str:
    """Copy the approved editions to `target`; a server's password comes from the environment.  Raises like `send`."""
    import os

    from ..desk.sending import send

    return send(request, target, password=os.environ.get("BANTIN_SFTP_PASSWORD", ""), host_key=host_key).summary


def to_paste(notices: Iterable[Notice], settings: Path) -> tuple[str, ...]:
    """Return the settings that accept several notices of one article together, preceded by their place in the file."""
    from ..configuration.pasting import pasteable

    text = settings.read_text("utf-8-sig", "replace") if settings.is_file() else ""
    lines = pasteable(notices, text)
    head = message(
        "To correct several lines of an article at once, copy the right ones of these lines into {file}:", file=settings
    )
    return (f"  {head}", *(f"    {line}" for line in lines)) if lines else ()


def signed(root: Path, edition: str, by: str, day: str) -> str:
    """Sign `edition` in its present state as `by`.  Raises like a change at the desk."""
    from ..desk.building import Builder
    from ..desk.change_request import ChangeRequest
    from ..desk.changes import sign
    from ..desk.office import Office

    office = Office(root.resolve())
    code = office.examined(edition).state.code
    form = {"seen": office.seen(edition), "code": code, "name": by, "day": day}
    return str(sign(ChangeRequest(office, Builder(office), edition, form))["message"])
