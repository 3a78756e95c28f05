"""The templates of pages: their filters, their only script and style, and the policy that forbids all others."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup

from ....configuration.colours import lighter
from ....regex import regex
from ....templates import environment, render, source
from ...documents.labels import day_of_week, duration, masthead, month_name, visible
from ...documents.notes import pieces
from ...documents.tables import number_columns

if TYPE_CHECKING:
    from jinja2 import Environment

_COMMENT: Final = regex(r"^[ \t]*/\*.*?\*/", re.MULTILINE | re.DOTALL)
NBSP: Final = "\u00a0"


class Layout:
    """The templates of `templates/page/`; custom templates take precedence."""

    def __init__(self, overrides: Path | None) -> None:
        self._templates = _templates(overrides)
        self._style = squeezed(source(self._templates, "style.css"))
        self._script = squeezed(source(self._templates, "player.js"))

    def page(self, template: str, values: Mapping[str, object], *, alone: bool = False, plays: bool = True) -> bytes:
        """Return a filled page as UTF-8; an `alone` page embeds all its content and may load nothing.

        A page that does not play (`plays`) has no script.

        Raises `ConfigError` for a template that cannot be used.
        """
        own = self._style + _in_colour(str(values.get("colour", "")))
        source = self._script if plays else ""
        style, script = Markup(own), Markup(source)  # noqa: S704 - our own files, hashed into the policy
        policy = _policy(own, source, alone=alone)
        return self.text(template, {**values, "style": style, "script": script, "policy": policy}).encode("utf-8")

    def text(self, template: str, values: Mapping[str, object]) -> str:
        """Return a filled template.  Raises `ConfigError` if it cannot be used."""
        return render(self._templates, template, **values)


def _templates(overrides: Path | None) -> Environment:
    templates = environment("page", overrides)
    templates.filters |= {
        "size": size,
        "clock": clock,
        "spoken": duration,
        "day": day_of_week,
        "month": month_name,
        "masthead": masthead,
        "pieces": pieces,
        "visible": visible,
        "clipped": clipped,
        "address": quote,
        "number_columns": number_columns,
    }
    return templates


def squeezed(source: str) -> str:
    """Return a style or script without indents and line comments, because every page embeds it."""
    return "\n".join(filter(None, map(str.strip, _COMMENT.sub("", source).split("\n"))))


def _in_colour(colour: str) -> str:
    """Return the style for an office's colour ("#rrggbb") in light and dark mode; empty without a colour."""
    if not colour:
        return ""
    dark = lighter(colour)
    return (
        f":root, [class*=season] {{ --accent: {colour}; --on-accent: #fff; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root, [class*=season] {{ --accent: {dark}; --on-accent: #000; }} }}\n"
    )


def _policy(style: str, script: str, *, alone: bool) -> str:
    """Return the content security policy: this script, this style, pictures and sound from the page's own origin.

    It contains `file:` too, because browsers disagree on the meaning of 'self' for a page opened from a disk.
    """
    beside = "data:" if alone else "'self' file: data:"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script) if script else 'none'}'",
            f"style-src '{_hash(style)}'",
            f"img-src {beside}",
            f"media-src {beside}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


# ------------------------------------------------------------------------------------------------- filters


def size(count: int) -> str:
    """Return "1,6 MB" or "345 kB" with a no-break space."""
    if count >= 1_000_000:
        return f"{count / 1e6:.1f}{NBSP}MB".replace(".", ",")
    return f"{max(1, round(count / 1e3))}{NBSP}kB"


def clipped(text: str, most: int) -> str:
    """Return `text` cut between words to the given number of characters, for the preview of a link."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"


def clock(milliseconds: int) -> str:
    """Return "3:24" or "1:02:05"."""
    seconds = round(milliseconds / 1000)
    minutes = f"{seconds // 60 % 60}:{seconds % 60:02}"
    return minutes if seconds < 3600 else f"{seconds // 3600}:{minutes:0>5}"
