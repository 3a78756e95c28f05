"""`bantin.toml` and `edition.toml` → `Settings`; every mistake is reported with file, line, key and the nearest key.

The settings of all editions are in `input/bantin.toml`; an edition's own file overrides them key by key.  The keys
are the fields of `settings.Settings`.  Other keys are refused, and no value is guessed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from ..errors import ConfigError
from ..messages import cause_of, message
from ..model import Notice
from ..regex import regex
from . import colours, forms
from .settings import (
    PRESETS,
    PROFILES,
    ArticleOverride,
    HttpVoice,
    Json,
    Named,
    PictureNamed,
    PictureWords,
    Profile,
    Settings,
)

VIET_NAM_TIME = timezone(timedelta(hours=7))
"""The time zone of a time without an offset."""

LARGEST_FILE_BYTES = 256 * 1024
LONGEST_LINE = 16 * 1024
"""In characters: parsing a key of thousands of dots would take minutes."""
LONGEST_NUMBER = 4
"""In digits, of an article's number."""
EMBEDDED = ("espeak", "espeak:central", "espeak:south")
"""The voices that need no installation."""
IN_LIST = ""
"""The last part of the path to an entry of a list."""
RENAMED = {"patience": "retry"}
"""Earlier names of keys, which are still read."""

Section = TypeVar("Section")


def load(*files: Path) -> Settings:
    """Return the settings of `files`; later files override earlier ones, and a missing file counts as empty.

    Raises `ConfigError` for a syntax error, an unknown key, a wrong type or a value out of range.
    """
    settings = Settings()
    for file in files:
        if file.is_file() or file.is_symlink():  # a broken link is an error and not an empty file
            settings = _Reader(file).fill(settings)
    return settings


def renamed(*files: Path) -> Iterator[Notice]:
    """Yield a notice for each line of the valid `files` that has the earlier name of a key."""
    for file in (one for one in files if one.is_file()):
        for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
            for old, new in RENAMED.items():
                if old in line and re.match(rf"[^#\"]*\b{old}\b[^#\"]*[]=]", line):
                    what = message('"{old}" is called "{new}" now; the old name is still accepted', old=old, new=new)
                    hint = message('Write "{new}" in its place.', new=new)
                    yield Notice("settings.renamed", f"{file}:{number}", what, hint)


def line_with(key: str, *files: Path) -> str:
    """Return "file:line" of `key` in the last of `files` that contains it; if none does, the last file."""
    for file in (one for one in reversed(files) if one.is_file()):
        for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
            if re.match(rf"\s*{key}\s*=", line):
                return f"{file}:{number}"
    return str(files[-1])


def not_toml(text: str, where: str, error: Exception) -> ConfigError:
    """Return the error for a file that is not valid TOML, in the editor's terms."""
    from .mistakes import find  # needed only after a mistake

    mistake = find(text, str(error))
    return ConfigError(f"{where}:{mistake.line}", mistake.what, mistake.hint)


class _Reader:
    """Reads one file; it keeps the text, so that an error can name the line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            with file.open("rb") as opened:  # at most one byte more than the limit
                self.text = opened.read(LARGEST_FILE_BYTES * 4 + 1).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError(
                str(file), message("is not UTF-8 text"), message("Save the file again with the encoding UTF-8.")
            ) from error
        except OSError as error:
            raise ConfigError(str(file), message("cannot be read: {cause}", cause=cause_of(error)), "") from error
        if len(self.text) > LARGEST_FILE_BYTES or max(map(len, self.text.splitlines()), default=0) > LONGEST_LINE:
            raise ConfigError(
                str(file),
                message("is too long for a settings file, or has a line that is too long"),
                message("Keep only settings in it; texts belong into the articles."),
            )

    def fill(self, settings: Settings) -> Settings:
        try:
            table = tomllib.loads(self.text)
        except (ValueError, RecursionError) as error:  # numbers of thousands of digits, deeply nested lists
            raise not_toml(self.text, str(self.file), error) from error
        profiles = self._profiles(settings, table.pop("profiles", {}))
        voices = self._voices(settings, table.pop("voices", {}))
        articles = self._articles(settings, table.pop("articles", {}))
        settings = dataclasses.replace(
            self._section(settings, table, ()), profiles=profiles, voices=voices, articles=articles
        )
        self._check_forms(settings)
        if settings.sound.profile not in dict(profiles):
            raise self._unknown(("sound", "profile"), settings.sound.profile, [name for name, _ in profiles])
        return settings

    def _check_forms(self, settings: Settings) -> None:
        """Raise the error of a value with the wrong form: see `forms`."""
        if not forms.LANGUAGE.fullmatch(settings.language):
            raise self._wrong_type(("language",), message('a language tag, as in "vi", "tyz" or "hmn"'))
        for key, text, has_form in (("issn", settings.issn, forms.is_issn), ("isbn", settings.isbn, forms.is_isbn)):
            if text and not has_form(text):
                raise self._mistake(
                    (key,),
                    message('{key}: "{text}" is not a valid number: its check digit is wrong', key=key, text=text),
                    message("Copy it again from the original document, with all its digits."),
                )
        if settings.base_url and not forms.ADDRESS.fullmatch(settings.base_url):
            raise self._wrong_type(("base_url",), message('a web address, as in "https://…/ban-tin/"'))
        if settings.colour:
            self._check_colour(settings.colour)
        self._check_voice(settings.sound.voice)
        if settings.feed.email and not forms.EMAIL.fullmatch(settings.feed.email):
            raise self._wrong_type(("feed", "email"), message('an e-mail address, as in "toasoan@…"'))
        if settings.feed.guid and not forms.UUID.fullmatch(settings.feed.guid):
            raise self._wrong_type(("feed", "guid"), message("the number that the notice feed.guid gave"))
        if settings.feed.category not in forms.CATEGORIES:
            raise self._unknown(("feed", "category"), settings.feed.category, list(forms.CATEGORIES))

    def _check_voice(self, voice: str) -> None:
        """Raise the error of a voice that has no engine's name; whether the voice exists is checked by the engine."""
        if " " not in voice:
            return
        from .mistakes import meant

        if meant(voice, list(EMBEDDED)):
            raise self._unknown(("sound", "voice"), voice, list(EMBEDDED))

    def _check_colour(self, colour: str) -> None:
        if not colours.FORM.fullmatch(colour):
            raise self._wrong_type(
                ("colour",), message('a colour as "#" and six digits or letters a to f, as in "#8f1d21"')
            )
        if not colours.is_readable(colour):
            raise self._mistake(
                ("colour",),
                message('colour: white text is not readable on "{colour}"', colour=colour),
                message('A darker shade of it: colour = "{shade}"', shade=colours.darker(colour)),
            )

    def _profiles(self, settings: Settings, table: object) -> tuple[tuple[str, Profile], ...]:
        profiles = dict(settings.profiles)
        for name, values in self._mapping(table, ("profiles",)).items():
            start = profiles.get(name, PROFILES["phone"])
            profiles[name] = self._section(start, self._mapping(values, ("profiles", name)), ("profiles", name))
        return tuple(profiles.items())

    def _voices(self, settings: Settings, table: object) -> tuple[tuple[str, HttpVoice], ...]:
        """Return the described voices; a voice with a preset starts from its values."""
        voices = dict(settings.voices)
        for name, values in self._mapping(table, ("voices",)).items():
            where = ("voices", name)
            described = self._mapping(values, where)
            preset = PRESETS.get(str(described.get("preset", "")), PRESETS[""])
            voices[name] = self._section(voices.get(name, preset), described, where)
        return tuple(voices.items())

    def _articles(self, settings: Settings, table: object) -> tuple[tuple[int, ArticleOverride], ...]:
        articles = dict(settings.articles)
        for name, values in self._mapping(table, ("articles",)).items():
            if not name.isdecimal() or len(name) > LONGEST_NUMBER:
                raise self._mistake(
                    ("articles", name),
                    message("[articles.{name}] is not the number of an article", name=name),
                    message("Write the number at the head of the article's file name, as in [articles.1]."),
                )
            start = articles.get(int(name), ArticleOverride())
            where = ("articles", name)
            articles[int(name)] = self._section(start, self._mapping(values, where), where)
        return tuple(sorted(articles.items()))

    def _section(self, start: Section, table: Mapping[str, object], path: tuple[str, ...]) -> Section:
        """Return `start`, a frozen dataclass, with the values of `table`."""
        hints = _hints(type(start))  # type: ignore[arg-type]  # a class of frozen dataclasses is hashable
        values: dict[str, Any] = {}
        for key, value in table.items():
            name = RENAMED.get(key, key) if key not in hints and RENAMED.get(key) not in table else key
            if name not in hints:
                raise self._unknown((*path, key), key, list(hints))
            values[name] = self._value(value, hints[name], (*path, key), getattr(start, name))
        return dataclasses.replace(start, **values)  # type: ignore[type-var]

    def _value(self, value: object, kind: Any, path: tuple[str, ...], start: object) -> object:
        """Return `value` as `kind` (a field's annotation), or raise the error."""
        if dataclasses.is_dataclass(kind):
            return self._section(start, self._mapping(value, path), path)
        if isinstance(kind, types.UnionType):
            kind = next(one for one in get_args(kind) if one is not type(None))
        if get_origin(kind) is Literal:
            if value not in get_args(kind) or isinstance(value, bool) != isinstance(get_args(kind)[0], bool):
                raise self._unknown(path, str(value), [str(one) for one in get_args(kind)])
            return value
        if kind is Json:
            return self._json(value, path)
        if kind in (Named, PictureNamed):
            return tuple(
                (name, self._named(one, kind, (*path, name))) for name, one in self._mapping(value, path).items()
            )
        if get_origin(kind) is tuple:
            if not isinstance(value, list):
                raise self._wrong_type(path, message('a list, as in ["…", "…"]'))
            return tuple(self._value(one, get_args(kind)[0], (*path, IN_LIST), None) for one in value)
        return self._scalar(value, kind, path)

    def _named(self, value: object, kind: Any, path: tuple[str, ...]) -> object:
        """Return one value of a table whose keys the editor chooses."""
        if kind == Named:
            return str(self._scalar(value, str, path))
        return self._section(PictureWords(), self._mapping(value, path), path)

    def _json(self, value: object, path: tuple[str, ...]) -> Json:
        """Return `value`, a table or a JSON text, as JSON text."""
        try:
            table = json.loads(value) if isinstance(value, str) else self._mapping(value, path)
            return Json(json.dumps(table, ensure_ascii=False))
        except (ValueError, TypeError, RecursionError) as error:
            raise self._wrong_type(path, message("a table, as in [{name}]", name=_written(path))) from error

    def _scalar(self, value: object, kind: type, path: tuple[str, ...]) -> object:
        if kind is datetime:
            return self._moment(value, path)
        if kind is date and isinstance(value, date) and not isinstance(value, datetime):
            return value
        if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if kind is int and isinstance(value, int) and not isinstance(value, bool):
            if value < 0:
                raise self._wrong_type(path, message("a number that is not negative"))
            return value
        if kind in (str, bool) and isinstance(value, kind):
            return value
        raise self._wrong_type(path, _expected(kind), instead=_instead(value, kind))

    def _moment(self, value: object, path: tuple[str, ...]) -> datetime:
        if isinstance(value, datetime):
            with contextlib.suppress(OverflowError):  # the first hours of year 1, the last of year 9999
                return (value if value.tzinfo else value.replace(tzinfo=VIET_NAM_TIME)).astimezone(UTC)
            raise self._wrong_type(path, _expected(datetime))
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        raise self._wrong_type(path, _expected(datetime), instead=_instead(value, datetime))

    def _mapping(self, value: object, path: tuple[str, ...]) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        raise self._wrong_type(path, message("a table, as in [{name}]", name=_written(path)))

    def _unknown(self, path: tuple[str, ...], wrong: str, known: list[str]) -> ConfigError:
        from difflib import get_close_matches

        from .mistakes import meant

        word = meant(wrong, known)
        near = [word] if word else get_close_matches(wrong, known, n=1, cutoff=0.6)
        hint = (
            message('Did you mean "{near}"?', near=near[0])
            if near
            else message("Known here: {known}.", known=", ".join(known))
        )
        if path[-1] == wrong:
            return self._mistake(path, message('unknown key "{key}"', key=wrong), hint)
        return self._mistake(
            path, message('{key}: "{value}" is not one of the choices', key=path[-1], value=wrong), hint
        )

    def _wrong_type(self, path: tuple[str, ...], expected: str, *, instead: str = "") -> ConfigError:
        """Return the error of a value of the wrong type; `instead` is the correct TOML, if it can be guessed."""
        if path[-1] == IN_LIST:
            path, instead = path[:-1], ""
        hint = (
            message("Write: {line}", line=f"{_written(path[-1:])} = {instead}")
            if instead
            else message("Expected here: {expected}.", expected=expected)
        )
        return self._mistake(path, message("{key} has a value of the wrong type", key=_written(path)), hint)

    def _mistake(self, path: tuple[str, ...], what: str, hint: str) -> ConfigError:
        line = self._line(path)
        return ConfigError(f"{self.file}:{line}" if line else str(self.file), what, hint)

    def _line(self, path: tuple[str, ...]) -> int:
        """Return the line of the key at `path`, counted from 1; 0 if it is not found."""
        table, key = path[:-1], path[-1]
        inside: tuple[str, ...] = ()
        for number, line in enumerate(self.text.splitlines(), 1):
            header = re.match(r"\s*\[+([^\]]+)\]", line)
            if header:
                inside = _parts(header.group(1))
                if inside[: len(path)] == path:
                    return number
            name = _parts(line.split("=", 1)[0]) if "=" in line else ()
            if name and inside + name in (path, table) and (inside == table or key in line):
                return number
        return 0


def _parts(key: str) -> tuple[str, ...]:
    """Return the parts of a dotted key as TOML has it: `articles.1."anh 1.jpg"` has three."""
    parts = (part.strip() for part in re.findall(r""""[^"]*"|'[^']*'|[^."']+""", key))
    return tuple(part.strip("\"'") for part in parts if part)


def _written(path: tuple[str, ...]) -> str:
    """Return a dotted key in TOML syntax: a part with special characters is in quotes."""
    return ".".join(
        part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else json.dumps(part, ensure_ascii=False) for part in path
    )


def _expected(kind: type) -> str:
    return {
        str: message('text in double quotes, as in "…"'),
        bool: message("true or false"),
        int: message("a whole number"),
        float: message("a number"),
        date: message("a date without quotes, as in 2026-11-05"),
        datetime: message("a date and time without quotes, as in 2026-11-05T08:00:00"),
    }[kind]


def _instead(value: object, kind: type) -> str:
    """Return the correct TOML of a value: a number without quotes, text in quotes; empty if unclear."""
    if kind is str and isinstance(value, int | float | date) and not isinstance(value, bool):
        return f'"{value}"'
    if kind in (date, datetime) and isinstance(value, str):
        if found := _DAY_FIRST.fullmatch(value.strip()):
            value = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
        with contextlib.suppress(ValueError):
            meant = datetime.fromisoformat(value.strip())
            return (
                meant.date().isoformat()
                if kind is date or len(value.strip()) == len("2026-11-05")
                else meant.isoformat()
            )
    if kind is bool and isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower()
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        return value.strip()
    return ""


_DAY_FIRST = regex(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@cache
def _hints(section: type) -> Mapping[str, Any]:
    """Return the keys of a section with their types; cached, because resolving annotations is slow."""
    return get_type_hints(section)
