"""The cache of prepared articles: if its files, settings and surroundings are unchanged, an article is not read again.

An entry is JSON.  `surroundings` identifies the other files that an article depends on.  An article depends on the
lexicon's rows that begin with one of its words; these words have an entry of their own.  So has the cleaned article,
which is not read and cleaned again if only a row of the lexicon has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from .. import model
from ..cache import Cache, Codec, file_digest
from ..files import existing
from ..model import Article, Reading
from .lexicon_rows import first_words, first_words_of, rows
from .plan import Plan
from .preparation import Prepared, Task, cleaned, normalizer, scripted

_DATE: Final = "date"
_PATH: Final = "path"
_PLAIN: Final = frozenset({str, int, bool})
_NOTHING_READ: Final = model.Reading((), "")


def cached_article(task: Task) -> Prepared:
    """Return the stored result of `prepare` for `task`, or prepare it.  Errors as for `prepare`, never stored.

    Nothing is stored if a file was saved while it was read: it would be stored under the digest of another content.
    """
    if stored := stored_article(task):
        return stored
    own, known = _ingredients(task), Cache(task.cache)
    article = known.find(("cleaned", *own), _ARTICLE) or cleaned(task)
    prepared = shared(scripted(task, article))
    if _ingredients(task) == own:
        words = first_words(_readings(prepared))
        known.keep(("cleaned", *own), article, _ARTICLE)
        known.keep(("words of", *own), words, _WORDS)
        known.keep(("article", rows(words, task.lexicons), *own), prepared, _CODEC)
    return prepared


def stored_article(task: Task) -> Prepared | None:
    """Return the stored result of `prepare` for `task`; None if it has to be prepared.  Raises `LexiconError`."""
    own, known = _ingredients(task), Cache(task.cache)
    words = known.find(("words of", *own), _WORDS)
    return None if words is None else known.find(("article", rows(words, task.lexicons), *own), _CODEC)


def _ingredients(task: Task) -> tuple[str, ...]:
    """Return everything that a prepared article depends on, without the rows of the lexicon."""
    instead = task.source.spoken_instead
    files = (task.source.path, *((instead,) if instead else ()))
    return f"{replace(task, lexicons=(), cache=None, pictures=None)}", *map(file_digest, files)


def _readings(prepared: Prepared) -> Iterator[Reading]:
    yield from prepared.readings
    yield from (cue.reading for cue in prepared.script.cues)


def cached_reading(text: str, plan: Plan, cache: Cache) -> Reading:
    """Return the reading of `text`, which is not from an article, with the settings and lexicons of `plan`."""
    style, lexicons = plan.settings.reading, plan.lexicons
    ingredients = ("reading", text, f"{style}", plan.environment, rows(first_words_of(text), lexicons))
    return cache.of(ingredients, lambda: normalizer(style, lexicons).read(text), _READING)


def surroundings(files: Iterable[Path]) -> str:
    """Return a string that changes if the path or the content of a file changes."""
    return " ".join(f"{path} {file_digest(path)}" for path, _ in existing(sorted(files)))


def as_json(prepared: Prepared) -> bytes:
    """Return a prepared article as JSON: a value of the model is a list that begins with the name of its type.

    Each reading is written once, even if several cues use it, because readings are most of the size of an article.
    """
    readings = {id(one): one for one in _readings(prepared)}
    places = {name: place for place, name in enumerate(readings)}
    rest = replace(prepared, readings=(), script=replace(prepared.script, cues=()))
    cues = [[places[id(cue.reading)], _values(replace(cue, reading=_NOTHING_READ))] for cue in prepared.script.cues]
    parts = [list(map(_values, readings.values())), [places[id(one)] for one in prepared.readings], cues, _values(rest)]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(content: bytes) -> Prepared:
    """Return the prepared article that `as_json` encoded."""
    parts, places, cues, rest = json.loads(content.decode("utf-8", "surrogatepass"))
    readings = tuple(map(_value, parts))
    prepared: Prepared = _value(rest)
    heard = tuple(replace(_value(cue), reading=readings[place]) for place, cue in cues)
    return replace(
        prepared, readings=tuple(readings[place] for place in places), script=replace(prepared.script, cues=heard)
    )


def _value_as_json(value: Article | Reading) -> bytes:
    return json.dumps(_values(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _value_from_json(content: bytes) -> Any:
    return _value(json.loads(content.decode("utf-8", "surrogatepass")))


_CODEC: Final = Codec(as_json, from_json)
_READING: Final[Codec[Reading]] = Codec(_value_as_json, _value_from_json)
_ARTICLE: Final[Codec[Article]] = Codec(_value_as_json, _value_from_json)
_WORDS: Final = Codec(
    lambda words: "\n".join(sorted(words)).encode("utf-8", "surrogatepass"),
    lambda content: frozenset(content.decode("utf-8", "surrogatepass").split("\n")),
)


def _values(value: Any) -> Any:
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, tuple):
        return ["", *map(_values, value)]
    if isinstance(value, StrEnum):  # the model declares such a field as a string, so a string is stored
        return [type(value).__name__, value.value] if type(value).__name__ in _kinds() else value.value
    if isinstance(value, Path):
        return [_PATH, str(value)]
    if isinstance(value, date):
        return [_DATE, value.isoformat()]
    return [type(value).__name__, *(_values(getattr(value, one.name)) for one in fields(value))]


def _value(parts: Any) -> Any:
    if type(parts) is not list:
        return parts
    kind, *values = parts
    made = [one if type(one) is not list else _value(one) for one in values]
    if kind == "":
        return tuple(made)
    if kind != model.Token.__name__:
        return _kinds()[kind](*made)
    return _token(*made)


def shared(prepared: Prepared) -> Prepared:
    """Return `prepared` with equal short tokens replaced by one shared object, because tokens are most of its memory.

    Tokens read from the cache are shared already.
    """
    by_id = {id(one): _with_shared(one) for one in _readings(prepared)}
    cues = tuple(replace(cue, reading=by_id[id(cue.reading)]) for cue in prepared.script.cues)
    readings = tuple(by_id[id(one)] for one in prepared.readings)
    return replace(prepared, readings=readings, script=replace(prepared.script, cues=cues))


def _with_shared(reading: Reading) -> Reading:
    values = ([getattr(token, name) for name in _token_fields()] for token in reading.tokens)
    return replace(reading, tokens=tuple(_token(*one) for one in values))


def _token(written: str, spoken: str, *rest: Any) -> model.Token:
    """Return a token: one shared object for the short ones, and one text if it is said as it is written."""
    if spoken == written:
        spoken = written
    if len(written) > _LONGEST_SHARED:
        return model.Token(written, spoken, *rest)
    token = model.Token(written, spoken, *rest)
    if len(_shared) >= _MOST_SHARED:
        _shared.clear()
    return _shared.setdefault(token, token)


_shared: dict[model.Token, model.Token] = {}
_LONGEST_SHARED: Final = 12
"""Longer ones hardly ever occur again."""
_MOST_SHARED: Final = 10_000


@cache
def _token_fields() -> tuple[str, ...]:
    return tuple(one.name for one in fields(model.Token))


@cache
def _kinds() -> dict[str, Callable[..., Any]]:
    """Return name of the type → constructor, for the types of the model, paths and dates."""
    nouns = {name: one for name, one in vars(model).items() if isinstance(one, type) and _is_noun(one)}
    return {**nouns, "Prepared": Prepared, _PATH: Path, _DATE: date.fromisoformat}


def _is_noun(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, StrEnum)
