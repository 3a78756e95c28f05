"""The names of an edition's own files: its programme and the slots of a station."""

from __future__ import annotations

import re

from ..files import slug


def programme_name(edition_id: str) -> str:
    """Return the name of the programme of the whole edition, without a suffix."""
    return slug(edition_id)


def slot_name(edition_id: str, number: int, count: int) -> str:
    """Return the name of slot `number` of `count`: the names sort as the slots are heard."""
    return f"{slug(edition_id)}-buoi-{number:0{len(str(count))}}"


def is_own_name(edition_id: str, name: str) -> bool:
    """Return whether `name` is the programme's or could be a slot's: no article may have it."""
    return re.fullmatch(rf"{re.escape(slug(edition_id))}(-buoi-\d+)?", name) is not None
