"""The file or address of a Piper voice → the voice, installed and tested; after an error nothing has changed.

All files are collected in a private folder, checked, tested and measured there, and then moved to the voices, the
record last.  The next run removes the folder of a killed one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from ...errors import ConfigError, SpeechError, UsageError
from ...files import private_folder, unwritable, whole_file, write_through
from ...messages import cause_of, message
from ...regex import regex
from ...vietnamese.syllables import count_syllables
from ..engines import piper, piper_voices
from ..engines.piper_voices import Installed
from ..synthesizer import refuse_unspoken
from ..voice_level import sentences
from .catalogue import Offer, offer
from .download import fetched, found, is_address, resumed

LARGEST_MODEL_BYTES: Final = 512_000_000
_LARGEST_NOTE_BYTES: Final = 256 * 1024
_CARDS: Final = ("MODEL_CARD", "MODEL_CARD.md", "MODEL_CARD.txt")
_SCALES: Final = (0.7, 1.0, 1.4)
"""The length scales at which the voice's pace is measured: from fast to slow."""
_MEASURED_ON: Final = 3
"""Sentences of the fixed text: the pace is exact to some percent, and a real model needs seconds."""
_RATES_HZ: Final = range(8_000, 48_001)
UNFINISHED: Final = ".part"
"""The suffix of an interrupted download, which the next one continues."""
_SHA256: Final = regex(r"\b[0-9a-fA-F]{64}\b")
_LICENCE: Final = regex(r"(?im)^\W*licen[cs]e\W*?(?::|$)(.*(?:\n\s*[^#\s].*)?)")
"""A line "License: …", or a heading with that word and the line below it."""
_LONGEST_LICENCE: Final = 80
_NOT_A_VOICE: Final = (b"<", b"{", b"version https://git-lfs")
"""The beginnings of pages, JSON and pointer files of a store; a model begins with a small number."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The source of a voice: a file or an address, the files next to it, and its row of the catalogue."""

    source: str
    offer: Offer | None = None

    @property
    def file_name(self) -> str:
        return PurePosixPath(unquote(urlsplit(self.source).path)).name if self._is_far else Path(self.source).name

    @property
    def _is_far(self) -> bool:
        return is_address(self.source)

    def pieces(self) -> Iterator[bytes]:
        """Yield the model in pieces.  Raises `ConfigError`, `VoiceUnavailable`."""
        if self._is_far:
            yield from fetched(self.source, most_bytes=LARGEST_MODEL_BYTES)
            return
        try:
            with Path(self.source).open("rb") as file:
                yield from iter(lambda: file.read(1024 * 1024), b"")
        except OSError as error:
            absent = isinstance(error, FileNotFoundError)
            raise ConfigError(
                self.source,
                message("there is no such file")
                if absent
                else message("cannot be read: {cause}", cause=cause_of(error)),
                message("Name the .onnx file of a Piper voice, or its https address."),
            ) from error

    def beside(self, *, suffix: str = "", name: str = "", most_bytes: int = _LARGEST_NOTE_BYTES) -> bytes | None:
        """Return the file next to the model: its name with `suffix`, or `name`; None if it does not exist."""
        if self._is_far:
            parts = urlsplit(self.source)
            path = f"{parts.path}{suffix}" if suffix else parts.path.rpartition("/")[0] + f"/{name}"
            return found(urlunsplit(parts._replace(path=path)), most_bytes=most_bytes)
        path_here = Path(f"{self.source}{suffix}") if suffix else Path(self.source).parent / name
        with contextlib.suppress(OSError), path_here.open("rb") as file:
            return file.read(most_bytes)
        return None


def add(
    source: str,
    *,
    sha256: str = "",
    language: str = "",
    mirror: str = "",
    on_bytes: Callable[[int], None] = lambda _: None,
) -> Installed:
    """Install the Piper voice at `source` for this user, and return it.

    `source` is a name of the catalogue, an `.onnx` file or its address.  For a voice of the catalogue both digests are
    checked, `mirror` replaces the server, an interrupted download is resumed, and `on_bytes` is called with the number
    of received bytes.  Any other voice needs its description (`.onnx.json`) next to it; `sha256`, or a `.sha256` file,
    is the expected digest.  `language` must be given for a voice that does not speak Vietnamese.
    Raises `ConfigError` for an invalid voice, `VoiceUnavailable` if it cannot be downloaded, `OutputError`.
    """
    if sha256 and not _SHA256.fullmatch(sha256):
        raise UsageError("--sha256", message("a SHA-256 has 64 hexadecimal digits"), message("Copy it again, whole."))
    libraries = piper.libraries_used()
    offered = offer(source)
    place = _Place(offered.at(mirror), offered) if offered else _Place(source)
    name = _name(place)
    folder = piper_voices.folder()
    with _stage(folder) as stage:
        model = stage / f"{name}{piper_voices.MODEL}"
        digest, size_bytes = _resumed(place, offered, model, folder, on_bytes) if offered else _received(place, model)
        _check_digest(place, digest, offered.sha256 if offered else sha256)
        description = _description(place)
        (stage / f"{name}{piper_voices.CONFIG}").write_bytes(description)
        voice = _described(place, description, language)
        card = _card(place)
        licence, credit = (offered.licence, offered.credit) if offered else (_licence(card), "")
        voice = replace(
            voice, folder=stage, name=name, sha256=digest, size_bytes=size_bytes, licence=licence, credit=credit
        )
        if card:
            voice.card_path.write_text(card, "utf-8")
        voice = replace(voice, paces=_measured(place, voice, libraries))
        return _moved(voice, folder)


@contextlib.contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with private_folder(str(folder)) as stage:
            yield stage
    except OSError as error:
        raise unwritable(folder, error) from error


def _name(place: _Place) -> str:
    file_name = place.file_name
    name = file_name.removesuffix(piper_voices.MODEL)
    if name == file_name or not piper_voices.is_name(name):
        raise ConfigError(
            place.source,
            message("this is not the name of a Piper voice's model"),
            message("Name its .onnx file, as in vi_VN-giong-medium.onnx: letters a to z, digits, dots and hyphens."),
        )
    return name


def _received(place: _Place, target: Path) -> tuple[str, int]:
    """Write the model to `target`; return its digest and its size in bytes."""
    digest, size_bytes = hashlib.sha256(), 0
    with whole_file(target) as file:
        for piece in place.pieces():
            if not size_bytes and piece.lstrip().startswith(_NOT_A_VOICE):
                raise ConfigError(
                    place.source,
                    message("this is a page or a note, not a model"),
                    message("Take the address of the file itself, not that of the page that shows it."),
                )
            size_bytes += len(piece)
            if size_bytes > LARGEST_MODEL_BYTES:
                size = LARGEST_MODEL_BYTES // 1_000_000
                what = message("it is larger than {size} MB", size=size)
                raise ConfigError(place.source, what, message("Choose a smaller voice."))
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest(), size_bytes


def _resumed(
    place: _Place, offered: Offer, target: Path, folder: Path, on_bytes: Callable[[int], None]
) -> tuple[str, int]:
    """Download the model of the catalogue to `target`; return its digest and its size in bytes.

    A file with another digest is removed, so that the next call starts again.
    """
    part = folder / f"{offered.sha256}{UNFINISHED}"
    resumed(place.source, part, size_bytes=offered.size_bytes, on_bytes=on_bytes)
    digest = hashlib.sha256()
    with part.open("rb") as file:
        for piece in iter(lambda: file.read(1024 * 1024), b""):
            digest.update(piece)
    if digest.hexdigest() != offered.sha256:
        part.unlink()
        return digest.hexdigest(), 0
    part.replace(target)
    return digest.hexdigest(), offered.size_bytes


def _check_digest(place: _Place, digest: str, wanted: str) -> None:
    """Raise `ConfigError` if the digest differs from the expected one."""
    note = b"" if wanted else place.beside(suffix=".sha256") or b""
    noted = "" if note.lstrip().startswith(b"<") else note.decode("utf-8", "replace")
    promised = [wanted] if wanted else _SHA256.findall(noted)[:1]
    for one in promised:
        if one.lower() != digest:
            raise ConfigError(
                place.source,
                message("its SHA-256 is {found}, but {promised} was expected", found=digest, promised=one.lower()),
                message("The file is damaged, or another one: get it again."),
            )


def _description(place: _Place) -> bytes:
    """Return the text of the model's description, which is JSON."""
    content = place.beside(suffix=".json", most_bytes=piper_voices.LARGEST_CONFIG_BYTES)
    if content is None:
        raise ConfigError(
            place.source,
            message("there is no {file} beside it", file=f"{place.file_name}.json"),
            message("A Piper voice is two files: get the .onnx.json as well, and put it beside the .onnx."),
        )
    if place.offer and hashlib.sha256(content).hexdigest() != place.offer.config_sha256:
        raise ConfigError(
            f"{place.source}.json",
            message("its SHA-256 is not the one in the catalogue"),
            message("The file is damaged, or another one: get it again."),
        )
    return content


def _described(place: _Place, description: bytes, language: str) -> Installed:
    """Return the voice with the data of its description.  Raises `ConfigError`."""
    try:
        fields = json.loads(description)
        rate_hz, count = fields["audio"]["sample_rate"], fields["num_speakers"]
        numbers = {int(number): str(name) for name, number in (fields.get("speaker_id_map") or {}).items()}
        default = fields.get("default_speaker_id") or 0
        if not isinstance(default, int) or not 0 <= default < max(count, 1):
            raise ValueError(f"default_speaker_id {default}")
        if not isinstance(rate_hz, int) or rate_hz not in _RATES_HZ or not isinstance(count, int):
            raise ValueError(rate_hz)
        speaks = _language(place, fields, language)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(
            f"{place.source}.json",
            message("its description is not that of a Piper voice: {cause}", cause=str(error)[:80]),
            message("The file is damaged, or another one: get it again."),
        ) from error
    speakers = tuple(numbers.get(number, str(number)) for number in range(min(count, 10_000))) if count > 1 else ()
    digest = hashlib.sha256(description).hexdigest()
    return Installed(Path(), "", "", digest, 0, speaks, rate_hz, speakers, default_speaker=default)


def _language(place: _Place, description: Mapping[str, Any], wanted: str) -> str:
    """Return the voice's language.  Raises `ConfigError` if it is neither Vietnamese nor `wanted`."""
    code = str((description.get("language") or {}).get("code") or "")
    read_as = str((description.get("espeak") or {}).get("voice") or "")
    families = [re.split(r"[-_]", one.lower())[0] for one in (code, read_as) if one]
    own = families[0] if families else ""
    if wanted and (wanted in families or description.get("phoneme_type") == "text"):
        return wanted
    if not wanted and own == piper.VIETNAMESE:
        return own
    shown = code or read_as or "?"
    if wanted:
        what = message('it speaks "{language}", not "{wanted}"', language=shown, wanted=wanted)
        raise ConfigError(place.source, what, message("Choose a voice of that language."))
    raise ConfigError(
        place.source,
        message('it speaks "{language}", not Vietnamese', language=shown),
        message("Choose a Vietnamese voice; if this one is meant, add: --language {language}", language=own or "vi"),
    )


def _card(place: _Place) -> str:
    """Return the model card next to the voice; empty if there is none."""
    for name in _CARDS:
        card = (place.beside(name=name) or b"").decode("utf-8", "replace")
        if card.strip() and not card.lstrip().startswith("<"):
            return card
    return ""


def _licence(card: str) -> str:
    """Return the licence of the voice in a model card; empty if it is not given."""
    stated = _LICENCE.search(card)
    lines = stated[1].splitlines() if stated else []
    words = next((line.strip("*_# \t") for line in lines if line.strip("*_# \t")), "")
    return " ".join(words.split())[:_LONGEST_LICENCE]


def _measured(place: _Place, voice: Installed, libraries: str) -> tuple[tuple[float, float], ...]:
    """Return the measured paces of the voice on the fixed text.  Raises `ConfigError` if its speech is invalid.

    If a model has several speakers, the default one is measured.
    """
    texts = sentences()
    syllables = sum(map(count_syllables, texts[:_MEASURED_ON]))
    try:
        model = piper.loaded(voice)
        for text in texts:
            piper.phonemes(model, voice, text)
        paces = []
        for scale in _SCALES:
            engine = piper.engine(voice, voice.default_speaker, scale, libraries)
            spoken = [(text, engine.speak(text)) for text in texts[:_MEASURED_ON]]
            for text, speech in spoken:
                refuse_unspoken(text, speech, voice.sample_rate_hz)
            samples = sum(speech.samples for _, speech in spoken)
            paces.append((scale, round(samples * 1000 / voice.sample_rate_hz / syllables, 1)))
    except (SpeechError, ConfigError) as error:
        raise ConfigError(
            place.source,
            message("it failed the test: {cause}", cause=error.what),
            message("The file is damaged, or not a voice for this: get it again, or choose another."),
        ) from error
    return tuple(paces)


def _moved(voice: Installed, folder: Path) -> Installed:
    """Move a voice from the private folder into `folder` and return it."""
    there = replace(voice, folder=folder)
    there.record_path.unlink(missing_ok=True)  # until the last line the voice does not exist, so it is never incomplete
    there.card_path.unlink(missing_ok=True)  # of an earlier voice with this name
    moves = (voice.model_path, there.model_path), (voice.config_path, there.config_path)
    card = ((voice.card_path, there.card_path),) if voice.card_path.exists() else ()
    for own, final in (*moves, *card):
        write_through(own)
        own.replace(final)
    piper_voices.write(there)
    return there
