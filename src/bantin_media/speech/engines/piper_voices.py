"""The installed Piper voices: model, description, and a record of the measured values.

A voice exists if its record does: `<name>.voice.json` is written last, after `<name>.onnx` and `<name>.onnx.json`.
The room `voices` adds and removes them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ...errors import ConfigError
from ...files import is_portable, write_whole
from ...messages import cause_of, message
from ...regex import regex

MODEL: Final = ".onnx"
CONFIG: Final = ".onnx.json"
RECORD: Final = ".voice.json"
CARD: Final = ".MODEL_CARD"
LARGEST_CONFIG_BYTES: Final = 1024 * 1024
_FORMAT: Final = 1
_NAME: Final = regex(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
"""Safe as a file name on Windows and FAT; without colon and number sign, which precede a speaker's name."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The record of one voice: its files, and the values measured when it was added.

    `paces` are pairs of a `length_scale` and the milliseconds per syllable at this scale, the shortest first.
    """

    folder: Path
    name: str
    sha256: str
    config_sha256: str
    size_bytes: int
    language: str
    sample_rate_hz: int
    speakers: tuple[str, ...] = ()
    """The speakers of a model with several, in the order of their numbers; a number for one without a name."""
    licence: str = ""
    paces: tuple[tuple[float, float], ...] = ()
    credit: str = ""
    """The attribution that its licence requires."""
    default_speaker: int = 0
    """The speaker if the settings name none: `default_speaker_id` of the description."""

    @property
    def model_path(self) -> Path:
        """Return the path of its model."""
        return self.folder / f"{self.name}{MODEL}"

    @property
    def config_path(self) -> Path:
        """Return the path of its description."""
        return self.folder / f"{self.name}{CONFIG}"

    @property
    def card_path(self) -> Path:
        """Return the path of its model card, which need not exist."""
        return self.folder / f"{self.name}{CARD}"

    @property
    def record_path(self) -> Path:
        """Return the path of this record."""
        return self.folder / f"{self.name}{RECORD}"


def folder() -> Path:
    """Return the folder of the user's voices: `BANTIN_VOICES`, else in the system's folder for program data."""
    return folder_on(sys.platform, os.environ, Path.home())


def folder_on(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Return the folder of voices on `platform`, as `sys.platform` names it, for a user with this `home`.

    Source: the XDG Base Directory Specification (a relative path there counts as none), Apple's File System
    Programming Guide, Microsoft's Known Folders.
    """
    if own := environment.get("BANTIN_VOICES", ""):
        return Path(own)
    if platform == "win32":
        data = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        named = Path(environment.get("XDG_DATA_HOME", ""))
        data = named if named.is_absolute() else home / ".local" / "share"
    return data / "bantin" / "voices"


def is_name(name: str) -> bool:
    """Return whether `name` is valid for a voice; it becomes a file name."""
    return bool(_NAME.fullmatch(name)) and is_portable(name)


def names() -> tuple[str, ...]:
    """Return the names of the installed voices."""
    try:
        found = [path.name.removesuffix(RECORD) for path in folder().iterdir() if path.name.endswith(RECORD)]
    except OSError:
        return ()
    return tuple(sorted(filter(is_name, found)))


def read(name: str) -> Installed:
    """Return the voice `name`.  Raises `ConfigError` if there is none, and if its record is damaged."""
    if name not in names():
        raise _missing(name)
    path = folder() / f"{name}{RECORD}"
    try:
        fields = json.loads(path.read_text("utf-8"))
        if fields.pop("format") != _FORMAT:
            raise _damaged(path)
        speakers = tuple(map(str, fields.pop("speakers")))
        paces = tuple((float(scale), float(ms)) for scale, ms in fields.pop("paces"))
        return Installed(folder=folder(), name=name, speakers=speakers, paces=paces, **fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error


def write(voice: Installed) -> None:
    """Write the record of `voice`, which makes it an installed voice.  Raises `OutputError`."""
    fields: dict[str, Any] = {"format": _FORMAT, **asdict(voice)}
    del fields["folder"], fields["name"]
    write_whole(voice.record_path, json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8"))


def voice_credit(voice: str) -> str:
    """Return the attribution that the licence of `voice` (its name in the settings) requires; empty if none."""
    engine, _, name = voice.partition(":")
    name = name.partition(":")[0].partition("#")[0]
    return read(name).credit if engine == "piper" and name in names() else ""


def record_digest(name: str) -> str:
    """Return the SHA-256 of the record of `name`, which contains those of its files; empty without a record."""
    with contextlib.suppress(OSError):
        if is_name(name):
            return hashlib.sha256((folder() / f"{name}{RECORD}").read_bytes()).hexdigest()
    return ""


def content(path: Path, sha256: str) -> bytes:
    """Return the bytes of a voice's file.  Raises `ConfigError` if they do not have the given digest."""
    try:
        found = path.read_bytes()
    except OSError as error:
        raise ConfigError(str(path), message("cannot be read: {cause}", cause=cause_of(error)), _add_again()) from error
    if hashlib.sha256(found).hexdigest() != sha256:
        raise ConfigError(str(path), message("this file is not the one that was added as a voice"), _add_again())
    return found


def _missing(name: str) -> ConfigError:
    there = ", ".join(f'"piper:{one}"' for one in names()) or "—"
    what = (
        message('there is no Piper voice "{name}" on this machine', name=name)
        if name
        else message("a Piper voice is named with its own name, as in piper:vi_VN-giong")
    )
    hint = message("Added here: {names}. Another one is added by: bantin voices add FILE", names=there)
    return ConfigError(f"piper:{name}" if name else "piper", what, hint)


def _damaged(path: Path) -> ConfigError:
    return ConfigError(str(path), message("the record of this voice is damaged"), _add_again())


def _add_again() -> str:
    return message("Add the voice again: bantin voices add FILE")
