"""An object in an `.odt`: an equation becomes a line of text, a chart or a sheet is reported."""

from __future__ import annotations

from typing import Any

from ...messages import message
from ..builder import DraftBuilder
from ..html.equation import equation_text
from ..word.graphics import type_it
from ..word.package import Package, name_of
from ..word.runs import Piece


def carry(package: Package, piece: Piece, builder: DraftBuilder) -> tuple[str, bool]:
    """Return the text of an object and whether it is an equation; an object without text is reported."""
    member = f"{piece.target.removeprefix('./').rstrip('/')}/content.xml"
    root = package.tree(member)
    if root is not None and name_of(root) == "math":
        return f" {equation_text(_plain(root))} ", True
    kind = message("a chart") if root is not None and next(root.iter("{*}chart"), None) is not None else "OLE"
    builder.notice(
        "part.object",
        message("an embedded object is left out: {what}", what=kind),
        type_it(),
        at=builder.lines[-1].line if builder.lines else 0,
    )
    return "", False


def _plain(root: Any) -> Any:
    """Return an equation with element names without namespace, as on a web page."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = name_of(element)
    return root
