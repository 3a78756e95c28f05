"""A clean `Article` → JSON for programs, or plain text for reading: the output of `bantin clean`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ...messages import one_line
from ...model import Article, Block, Figure, Heading, ItemList, ListItem, Quote, Table, plain


def as_json(article: Article) -> str:
    """Return the article as one JSON object; its keys are documented in docs/architecture.md."""
    return json.dumps(record(article), ensure_ascii=False, indent=1)


def record(article: Article) -> dict[str, Any]:
    """Return the article as JSON values; an unknown date is null, a missing text is empty."""
    return {
        "title": plain(article.title),
        "date": article.date.isoformat() if article.date else None,
        "lead": plain(article.lead),
        "author": plain(article.author),
        "source": plain(article.source),
        "section": article.section,
        "official": _official(article),
        "blocks": [_block(block) for block in article.blocks],
        "captions": [plain(block.caption) for block in article.blocks if isinstance(block, Figure) and block.caption],
        "footnotes": [plain(note) for note in article.footnotes],
        "dropped": [asdict(one) for one in article.dropped],
        "notices": [asdict(one) for one in article.notices],
    }


def _official(article: Article) -> dict[str, Any] | None:
    official = article.official
    if official is None:
        return None
    return asdict(official) | {"date": official.date.isoformat() if official.date else None}


def _block(block: Block) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": block.kind, "text": text_of(block)}
    match block:
        case ItemList():
            entry["items"] = [_item(item) for item in block.items]
        case Table():
            entry["rows"] = [[plain(cell) for cell in row] for row in block.rows]
            entry["header_rows"] = block.header_rows
        case Figure():
            entry["caption"] = plain(block.caption)
            entry["guessed"] = block.guessed
            entry["picture"] = block.picture.member or block.picture.path.name if block.picture else None
        case Heading():
            entry["level"] = block.level
    return entry


def text_of(block: Block) -> str:
    """Return the text of `block`: one line per list item or table row; the caption of a figure."""
    lines: tuple[str, ...]
    match block:
        case Quote():
            lines = tuple(plain(text) for text in block.paragraphs)
        case ItemList():
            lines = tuple(_item(item) for item in block.items)
        case Table():
            lines = (plain(block.caption), *("\t".join(plain(cell) for cell in row) for row in block.rows))
        case Figure():
            lines = (plain(block.caption),)
        case _:
            lines = (plain(block.text),)
    return "\n".join(line for line in lines if line)


def _item(item: ListItem) -> str:
    return f"{item.marker} {plain(item.text)}".strip()


def as_text(article: Article) -> str:
    """Return the article as text for a terminal: recognised fields, body, dropped lines with reasons, notices."""
    head = [
        ("title", plain(article.title)),
        ("date", article.date.isoformat() if article.date else ""),
        ("section", article.section),
        ("author", plain(article.author)),
        ("source", plain(article.source)),
        ("lead", plain(article.lead)),
    ]
    lines = [f"{name:>9}  {value or '—'}" for name, value in head]
    lines += [f"{block.kind:>9}  {_indented(text_of(block))}" for block in article.blocks]
    lines += [f"{'footnote':>9}  {plain(note)}" for note in article.footnotes]
    lines += [f"{'dropped':>9}  {one.line}: {one.text}  ({one.reason})" for one in article.dropped]
    lines += [
        f"{'!':>9}  {one_line(one.where)}: {one.what}{' — ' if one.hint else ''}{one.hint}" for one in article.notices
    ]
    return "\n".join(lines)


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 11)
