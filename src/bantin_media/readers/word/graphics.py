"""Graphics in other parts of a Word file: charts and diagrams (SmartArt) become text, others are reported.

A chart becomes a table of its stored values, a diagram a list of its texts.  Embedded objects, ink and controls of
other programs have no readable text: a notice names each with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from ...messages import message
from ...model import LineKind
from ...regex import regex
from ..builder import DraftBuilder
from .package import Package, Relation, child, name_of
from .runs import Piece

_MOST_POINTS = 2000
"""Of a chart or a diagram: a larger one is data and not an illustration."""
_DEEPEST = 9
_DATE = regex(r"(?i)y{2,4}|m{3,4}|d{1,4}[-/. \\]+m|m[-/. \\]+d")
"""A number format of a sheet that shows a date (ISO 29500-1, 18.8.31)."""
_DAY_ZERO = date(1899, 12, 30)
_LAST_DAY = 2_900_000


class Graphics:
    """Adds the graphics of one document to its draft, or reports them."""

    def __init__(self, package: Package, builder: DraftBuilder) -> None:
        self.package = package
        self.builder = builder

    def carry(self, piece: Piece, relations: dict[str, Relation]) -> None:
        """Add the text of a piece of the kind `graphic`, or a notice that it is left out."""
        relation = relations.get(piece.target)
        member = relation.member if relation is not None and not relation.external else ""
        if piece.text == "chart":
            self._chart(member)
        elif piece.text == "diagram":
            self._diagram(member)
        elif piece.text == "object":
            self._object(piece.element)
        elif piece.text == "ink":
            self._tell("part.ink", message("a drawing in ink is left out"), type_it())
        else:
            self._tell("part.control", message("a control of a form is left out"), type_it())

    def _tell(self, code: str, what: str, hint: str) -> None:
        self.builder.notice(code, what, hint, at=self.builder.lines[-1].line if self.builder.lines else 0)

    def _object(self, element: Any) -> None:
        program = (element.get("ProgID") or "")[:60]
        known = next((name for key, name in _objects().items() if key in program.casefold()), program or "OLE")
        self._tell("part.object", message("an embedded object is left out: {what}", what=known), type_it())

    # ------------------------------------------------------------------------------------------------ charts

    def _chart(self, member: str) -> None:
        root = self.package.tree(member) if member else None
        chart = next(root.iter("{*}chart"), None) if root is not None else None
        title = " ".join(_texts(child(chart, "title"))) if chart is not None else ""
        rows = _chart_rows(chart) if chart is not None else []
        if rows:
            named = bool(rows[0][0] or any(rows[0][1:]))
            self.builder.add_table(rows if named else rows[1:], header_rows=int(named), caption=title)
            self._tell(
                "chart.table",
                message('the chart "{title}" was written as a table of its values', title=title or "…"),
                message("Compare the values with the chart in Word."),
            )
        else:
            self._tell("part.chart", message('the chart "{title}" is left out', title=title or "…"), type_it())

    # ---------------------------------------------------------------------------------------------- diagrams

    def _diagram(self, member: str) -> None:
        root = self.package.tree(member) if member else None
        points = _points(root) if root is not None else []
        for level, text in points:
            self.builder.add(text, LineKind.LIST_ITEM, level=level, marker="•")
        if points:
            self._tell(
                "diagram.list",
                message("a diagram (SmartArt) with {number} texts was written as a list", number=len(points)),
                message("Compare it with the diagram in Word."),
            )
        else:
            self._tell("part.diagram", message("a diagram (SmartArt) without text is left out"), type_it())


def type_it() -> str:
    """Return the advice for a graphic that cannot be converted."""
    return message("If the article needs it, describe it in words, or put a picture of it beside the article.")


def _objects() -> dict[str, str]:
    """Return the names of objects by a word in the name of their program."""
    return {
        "excel": message("a sheet of Excel"),
        "powerpoint": message("a slide of PowerPoint"),
        "word": message("a document of Word"),
        "equation": message("an equation of the old equation editor"),
        "package": message("a file"),
        "msgraph": message("a chart"),
        "acroexch": message("a PDF"),
        "visio": message("a drawing of Visio"),
    }


def _texts(element: Any) -> Iterator[str]:
    """Yield the paragraphs of a DrawingML text, or its stored value."""
    for one in element.iter("{*}p", "{*}v") if element is not None else ():
        text = one.text or "" if name_of(one) == "v" else "".join(run.text or "" for run in one.iter("{*}t"))
        if text.strip():
            yield " ".join(text.split())


def _chart_rows(chart: Any) -> list[list[str]]:
    """Return the values of a chart: a row of series names, then one row per category; empty if there are too many."""
    names: list[str] = []
    series: list[dict[int, str]] = []
    categories: dict[int, str] = {}
    for one in chart.iter("{*}ser"):
        names.append(" ".join(_texts(child(one, "tx"))))
        for place in ("cat", "xVal"):
            categories |= {key: text for key, text in _stored(child(one, place)).items() if key not in categories}
        values: dict[int, str] = {}
        for place in ("val", "yVal"):
            values |= _stored(child(one, place))
        series.append(values)
    keys = sorted({key for values in series for key in values} | set(categories))
    if not any(series) or len(keys) * (len(series) + 1) > _MOST_POINTS:
        return []
    rows = [[categories.get(key, str(key + 1)), *(values.get(key, "") for values in series)] for key in keys]
    return [["", *names], *rows]


def _stored(element: Any) -> dict[int, str]:
    """Return the values of a series by index, from its copy of the sheet."""
    found: dict[int, str] = {}
    for cache in (
        element.iter("{*}strCache", "{*}numCache", "{*}strLit", "{*}numLit", "{*}lvl") if element is not None else ()
    ):
        form = child(cache, "formatCode")
        code = (form.text or "") if form is not None else ""
        numeric = name_of(cache).startswith("num")
        for point in cache:
            digits, stored = point.get("idx") or "", child(point, "v")
            if (
                name_of(point) == "pt"
                and stored is not None
                and digits.isascii()
                and digits.isdigit()
                and len(digits) < 7
            ):
                text = " ".join((stored.text or "").split())
                found.setdefault(int(digits), value_shown(text, code) if numeric else text)
    return found


def value_shown(text: str, code: str) -> str:
    """Return a stored number in Vietnamese format: "1.9" → "1,9", "0.25" with the format "0%" → "25%"."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number) >= 10**15:
        return text
    if _DATE.search(code):
        return _date(number, code) if 0 < number < _LAST_DAY else text
    if "%" in code:
        number *= 100
    number = round(number, 6)
    whole, _, rest = f"{number:f}".partition(".")
    rest = rest.rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    whole = (
        f"{int(whole.lstrip('-')):,}".replace(",", ".")
        if len(whole.lstrip("-")) > 4 or "#,##" in code
        else whole.lstrip("-")
    )
    return sign + whole + (f",{rest}" if rest else "") + ("%" if "%" in code else "")


def _date(number: Decimal, code: str) -> str:
    """Return a date, stored as days since the end of 1899, with the parts that the format shows: "3/2024"."""
    day = _DAY_ZERO + timedelta(days=int(number))
    code = code.lower()
    parts = [str(part) for sign, part in (("d", day.day), ("m", day.month), ("y", day.year)) if sign in code]
    return "/".join(parts)


def _points(root: Any) -> list[tuple[int, str]]:
    """Return the texts of a diagram with their levels, in the order of its outline."""
    texts: dict[str, str] = {}
    start = ""
    for point in root.iter("{*}pt"):
        key, kind = point.get("modelId") or "", point.get("type") or "node"
        if kind == "doc":
            start = key
        elif kind in {"node", "asst"} and len(texts) < _MOST_POINTS:
            texts[key] = " ".join(_texts(child(point, "t")))
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter("{*}cxn"):
        if (link.get("type") or "parOf") == "parOf":
            order = link.get("srcOrd") or "0"
            place = int(order) if order.isascii() and order.isdigit() and len(order) < 7 else 0
            below.setdefault(link.get("srcId") or "", []).append((place, link.get("destId") or ""))
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    for level, key in (*_outline(start, below), *((1, key) for key in texts)):
        if key not in seen and texts.get(key):
            found.append((min(level, _DEEPEST), texts[key]))
        seen.add(key)
    return found


def _outline(start: str, below: dict[str, list[tuple[int, str]]]) -> Iterable[tuple[int, str]]:
    """Yield the points below `start` with their levels, depth first; each point at most once, even in a circle."""
    stack = [(0, start)]
    seen: set[str] = set()
    while stack:
        level, key = stack.pop()
        if key in seen:
            continue
        seen.add(key)
        if level:
            yield level, key
        stack.extend((level + 1, one) for _, one in sorted(below.get(key, ()), reverse=True))
