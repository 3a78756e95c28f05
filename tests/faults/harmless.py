"""Finished books and pages → active content and external references in them; a harmless file has none."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

REMOTE = re.compile(r"(?i)^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:javascript|data|file|vbscript):")
FETCHED = {"src", "href", "data", "poster", "srcset", "action", "background", "{http://www.w3.org/1999/xlink}href"}
SHOWN, INSIDE = {"img", "link", "audio"}, ("data:image/", "data:audio/mpeg")
"""Whether all of it is in the page, as in the file for sharing."""
ACTIVE = {"iframe", "object", "embed", "applet", "base", "form", "frame", "foreignobject"}


def harms(output: Path) -> Iterator[str]:
    """Yield each fault, with its place."""
    for path in sorted(output.rglob("*")):
        if path.suffix == ".html":
            yield from _of(path.name, html.fromstring(path.read_bytes()))
        elif path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    if name.endswith(".xhtml"):
                        yield from _of(f"{path.name}:{name}", etree.fromstring(book.read(name)))


def _of(where: str, root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if tag in ACTIVE:
            yield f"{where}: <{tag}>"
        if tag == "script" and "alert(" in (element.text or ""):
            yield f"{where}: a script of the article's"
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                yield f"{where}: {name}={value[:40]}"
            fetched = name.lower() in FETCHED and not (tag == "a" and value.startswith(("http://", "https://")))
            if fetched and REMOTE.match(value) and not (tag in SHOWN and value.startswith(INSIDE)):
                yield f"{where}: <{tag} {name}={value[:60]}>"
