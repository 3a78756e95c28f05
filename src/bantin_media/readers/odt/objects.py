"""An object in an `.odt`: an equation becomes a line of text, a chart a table of its values, a sheet is reported."""

from __future__ import annotations

from typing import Any, Final

from ...messages import message
from ..builder import DraftBuilder
from ..html.equation import equation_text
from ..word.graphics import type_it
from ..word.package import Package, child, name_of
from ..word.runs import Piece

_FEWEST_ROWS: Final = 2
_MOST_ROWS: Final = 200
"""Of a chart that a listener can follow as a table."""
_NO_NUMBER: Final = frozenset({"NaN", "1.#NAN", "nan"})


def carry(package: Package, piece: Piece, builder: DraftBuilder) -> tuple[str, bool]:
    """Return the text of an object and whether it is an equation; an object without text is reported."""
    member = f"{piece.target.removeprefix('./').rstrip('/')}/content.xml"
    root = package.tree(member)
    if root is not None and name_of(root) == "math":
        return f" {equation_text(_plain(root))} ", True
    at = builder.lines[-1].line if builder.lines else 0
    charts: list[Any] = list(root.iter("{*}chart")) if root is not None else []
    chart = charts[-1] if charts else None  # `chart:chart`, with the title, is inside `office:chart`
    if chart is None:
        builder.notice("part.object", message("an embedded object is left out: {what}", what="OLE"), type_it(), at=at)
        return "", False
    title, rows = " ".join(_words(child(chart, "title")).split()), _values(chart)
    if len(rows) < _FEWEST_ROWS:
        builder.notice("part.chart", message('the chart "{title}" is left out', title=title or "…"), type_it(), at=at)
        return "", False
    builder.add_table(rows, header_rows=1, caption=title)
    builder.notice(
        "chart.table",
        message('the chart "{title}" was written as a table of its values', title=title or "…"),
        message("Compare the values with the chart in LibreOffice."),
        at=at,
    )
    return "", False


def _words(element: Any) -> str:
    return "" if element is None else " ".join(element.itertext())


def _values(chart: Any) -> list[list[str]]:
    """Return the rows of the table from which a chart is drawn, with the names of its columns first."""
    rows = [
        [" ".join(_words(cell).split()) for cell in row if name_of(cell) == "table-cell"]
        for row in chart.iter("{*}table-row")
    ]
    cleaned = [["" if cell in _NO_NUMBER else cell for cell in row] for row in rows[:_MOST_ROWS]]
    return [row for row in cleaned if any(row)] if len(rows) <= _MOST_ROWS else []


def _plain(root: Any) -> Any:
    """Return an equation with element names without namespace, as on a web page."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = name_of(element)
    return root
