"""Changes keys of `edition.toml` or `bantin.toml`; comments, order and spacing of the file are kept."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Table

from ..configuration.config import not_toml

Value = str | bool | int | date | datetime | list[str] | list[int] | None
LISTS = ("drop", "keep", "captions")
"""The keys of an article that contain lines; each line is in at most one of them."""


class SettingsFile:
    """A settings file that is being changed."""

    def __init__(self, text: str, where: str) -> None:
        try:
            tomllib.loads(text)
            self._document = tomlkit.parse(text)
        except (ValueError, TOMLKitError) as error:  # a file that cannot be parsed is never changed
            raise not_toml(text, where, error) from error

    @property
    def text(self) -> str:
        """Return the new content."""
        return tomlkit.dumps(self._document)

    def set(self, key: str, value: Value, *, table: Iterable[str] = ()) -> None:
        """Set `key` in `table`, or remove it if `value` is None; a missing table is added at the end."""
        if value is None:
            inner = self._find(table)
            if inner is not None and key in inner:
                inner.remove(key)
            return
        inner = self._made(table)
        if key in inner:
            if _plain(inner[key]) != value:
                inner[key] = value
        else:
            self._add(inner, key, value)

    def get(self, key: str, *, table: Iterable[str] = ()) -> Any:
        """Return the value of `key` in `table` as plain Python; None if it is missing."""
        inner = self._find(table)
        return _plain(inner[key]) if inner is not None and key in inner else None

    def take_table(self, table: tuple[str, ...]) -> dict[str, Any]:
        """Remove a table and return its values as plain Python; empty if it is missing."""
        outer, inner = self._find(table[:-1]), self._find(table)
        if inner is None:
            return {}
        values = dict(_plain(inner))
        outer.remove(table[-1])
        return values

    def use_line(self, number: int, line: str, use: str) -> None:
        """Put `line` of article `number` under `use`: `drop`, `keep`, `captions`, or none of them (empty)."""
        table = ("articles", str(number))
        for key in LISTS:
            had = self.get(key, table=table) or []
            rest = [one for one in had if one != line]
            wanted = [*rest, line] if key == use else rest
            if wanted != had:
                self.set(key, wanted or None, table=table)

    def update(self, values: Mapping[str, Value]) -> None:
        """Set several keys that are above all tables."""
        for key, value in values.items():
            self.set(key, value)

    def _find(self, table: Iterable[str]) -> Any:
        inner: Any = self._document
        for name in table:
            if name not in inner:
                return None
            inner = inner[name]
        return inner

    def _made(self, table: Iterable[str]) -> Any:
        inner: Any = self._document
        names = tuple(table)
        for place, name in enumerate(names):
            if name not in inner:
                is_last = place == len(names) - 1
                is_inline = isinstance(inner, InlineTable)
                inner.append(name, tomlkit.inline_table() if is_inline else tomlkit.table(is_super_table=not is_last))
            inner = inner[name]
        return inner

    def _add(self, table: Any, key: str, value: Value) -> None:
        """Insert the key after the last one of its table, because the lines below are the comment of the next table."""
        if isinstance(table, InlineTable):
            table.append(key, value)
            return
        body: Container = table if table is self._document else table.value
        own = [name for name, item in body.body if name is not None and not isinstance(item, Table | Container)]
        if own:
            body._insert_after(own[-1], key, tomlkit.item(value))
        elif table is self._document:
            self._document = tomlkit.parse(f"{tomlkit.dumps({key: value})}{self.text}")
        else:
            table.add(key, value)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value
