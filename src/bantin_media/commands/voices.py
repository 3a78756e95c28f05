"""`bantin voices`: installs, removes or lists voices; returns the lines to print."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ..configuration import config
from ..errors import UsageError
from ..files import write_whole
from ..messages import message
from ..reporting.progress import bytes_on
from ..speech.voices import listing, remove
from ..speech.voices.catalogue import offer
from ..speech.voices.licences import forbidding


def lines(options: Namespace, log: TextIO) -> Iterator[str]:
    """Execute `options` and yield the lines to print; the progress of a download goes to `log`."""
    if (options.action is None) != (options.source is None):
        what = message("the command takes a file or an address after add, and a voice's name after remove or try")
        raise UsageError("", what, message("See: {prog} --help", prog="bantin voices"))
    if options.action == "add":
        yield from _added(options, log)
    elif options.action == "try":
        yield from _tried(options)
    elif options.action == "remove":
        remove(options.source)
        yield message("{voice} was removed", voice=f"piper:{options.source.removeprefix('piper:')}")
    else:
        yield listing.as_table(listing.rows(config.load(options.input / "bantin.toml").voices))


def _added(options: Namespace, log: TextIO) -> Iterator[str]:
    from ..speech.voices.adding import add

    offered = offer(options.source)
    log.write(message("Fetching {source} …", source=options.source) + "\n")
    if offered:
        terms = message(offered.terms)
        log.write(message("Licence: {licence}. {terms}", licence=offered.licence, terms=terms) + "\n")
    with bytes_on(log, offered.size_bytes if offered else 0) as on_bytes:
        voice = add(
            options.source, sha256=options.sha256, language=options.language, mirror=options.mirror, on_bytes=on_bytes
        )
    name, licence = f"piper:{voice.name}", voice.licence or message("not said")
    yield message(
        "{voice} is ready: {language}, {rate} Hz, licence: {licence}",
        voice=name, language=voice.language, rate=voice.sample_rate_hz, licence=licence,
    )  # fmt: skip
    card = voice.card_path.read_text("utf-8") if voice.card_path.is_file() else ""
    if forbids := forbidding(f"{voice.licence}\n{card}"):
        log.write(message('Its licence may forbid publishing its speech: "{words}"', words=forbids[:200]) + "\n")
        log.write(message("Read it before you publish the first edition: {file}", file=voice.card_path) + "\n")
    file = options.input / "bantin.toml"
    if options.use:
        _use(name, file)
        yield message("{file} chooses it now: every edition without a voice of its own speaks with it", file=file)
    else:
        line = f'voice = "{name}"'
        yield message("To use it, write into the group [sound] of {file}: {line}", file=file, line=line)


def _tried(options: Namespace) -> Iterator[str]:
    """Speak ten test sentences; yield the table to read along, and the points to check."""
    from ..normalization import Normalizer
    from ..speech.engines import SpeechSettings
    from ..speech.voices import trial
    from .say import reading_of

    settings, lexicon = reading_of(options.input, "")
    folder = options.proof / re.sub(r"[^\w.-]+", "-", f"giong-{options.source}")
    made = trial.tried(options.source, SpeechSettings.of(settings), Normalizer(settings.reading, lexicon).read, folder)
    yield trial.as_table(made)
    for notice in trial.lost_words(made):
        yield f"{notice.where}: {notice.what}. {notice.hint}"
    yield message("Listen to {folder} and read along: every number must be spoken as written here.", folder=folder)


def _use(voice: str, file: Path) -> None:
    """Set `voice` in the settings of all editions; no other line changes."""
    from ..desk.settings_file import SettingsFile

    text = file.read_text("utf-8-sig") if file.is_file() else ""
    settings = SettingsFile(text, str(file))
    settings.set("voice", voice, table=("sound",))
    write_whole(file, settings.text.encode("utf-8"))
