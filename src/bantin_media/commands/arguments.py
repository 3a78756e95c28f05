"""The grammar of the command line: verbs and their arguments; a mistake raises `UsageError`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TypeAlias

from .. import __version__
from ..errors import UsageError
from ..messages import message
from .place import office


class _Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError`, with its help in the editor's language."""

    def format_help(self) -> str:
        """Return the help with argparse's own English words translated."""
        text = super().format_help()
        for english, words in (
            ("usage: ", message("usage: ")),
            ("positional arguments:", message("arguments:")),
            ("options:", message("options:")),
            ("show this help message and exit", message("show this help")),
            ("show program's version number and exit", message("show the version")),
        ):
            text = text.replace(english, words, 1)
        return text

    def error(self, text: str) -> NoReturn:
        """Raise `UsageError`; argparse itself would print and exit."""
        raise UsageError(
            "",
            message("the command was not understood: {text}", text=text),
            message("See: {prog} --help", prog=self.prog),
        )


PLACES = {"input": "input", "output": "output", "proof": "proof", "work": ".bantin"}
"""The folders and their names in a workspace (`--dir`)."""


def understood(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed `arguments` (those of this process if None), with a path for each folder.

    The default of a folder is inside the workspace: `--dir`, or else the result of `place.office`.
    """
    options = parser().parse_args(arguments)
    workspace = getattr(options, "dir", None) or Path(office())
    for name, place in PLACES.items():
        if getattr(options, name, "") is None:
            setattr(options, name, workspace / place)
    return options


def parser() -> argparse.ArgumentParser:
    """Return the parser; its result has the name of the verb in `verb`.  It raises `UsageError`."""
    program = _Parser(prog="bantin", description=message("Bulletins as books and as speech."))
    program.add_argument("--version", action="version", version=f"bantin_media {__version__}")
    verbs = program.add_subparsers(metavar=message("COMMAND"), required=True)
    for add in (
        _add_build, _add_clean, _add_say, _add_init, _add_new, _add_desk, _add_sign, _add_publish, _add_verify,
        _add_deliveries, _add_preview, _add_store, _add_voices,
    ):  # fmt: skip
        add(verbs)
    return program


Verbs: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _verb(verbs: Verbs, name: str, what: str, **values: object) -> argparse.ArgumentParser:
    """Return the parser of a new verb; `values` are the fixed values of options that it lacks."""
    parser = verbs.add_parser(name, help=what, description=what)
    parser.set_defaults(verb=name, **values)
    return parser


def _add_build(verbs: Verbs) -> None:
    for name, what in (
        ("build", message("Editions as EPUB and MP3 in the output folder.")),
        ("check", message("Everything to check before publishing, and the proof page; nothing is synthesized.")),
        ("script", message("The spoken words as a Word file in large type, for a person to read aloud.")),
    ):
        verb = _verb(verbs, name, what)
        verb.add_argument("editions", nargs="*", metavar=message("EDITION"))
        _add_folders(verb)
        verb.add_argument("--voice", default="", metavar=message("NAME"))
        verb.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, metavar="N")
        verb.add_argument("--strict", action="store_true", help=message("any notice is a failure (status 9)"))
        verb.add_argument("--no-audio", action="store_true", help=message("books only, no sound"))
        if name == "build":
            where = message("a Dask cluster for synthesis, as {example}", example="tcp://192.168.1.20:8786")
            verb.add_argument("--scheduler", default="", metavar=message("ADDRESS"), help=where)


def _add_folders(verb: argparse.ArgumentParser, *names: str) -> None:
    """Add `--dir` and the options of the folders `names` (all if none is given)."""
    where = message("the office's own folder, made by init")
    verb.add_argument("--dir", type=Path, metavar=message("FOLDER"), help=where)
    for name in names or PLACES:
        verb.add_argument(f"--{name}", type=Path, metavar=message("FOLDER"))


def _add_init(verbs: Verbs) -> None:
    verb = _verb(verbs, "init", message("A folder for an office's own bulletins, outside of the program."))
    verb.add_argument("folder", type=Path, metavar=message("FOLDER"))


def _add_clean(verbs: Verbs) -> None:
    verb = _verb(verbs, "clean", message("One source as the clean article that would be published."))
    verb.add_argument("file", type=Path, metavar=message("FILE"))
    verb.add_argument("--json", action="store_true", help=message("as JSON, for other programs"))


def _add_say(verbs: Verbs) -> None:
    verb = _verb(verbs, "say", message("Text in its spoken form."))
    verb.add_argument("text", nargs="?", metavar=message("TEXT"))
    verb.add_argument(
        "--explain", action="store_true", help=message("each piece with its reading and the row that decided it")
    )
    verb.add_argument("--lines", action="store_true", help=message("one spoken line per line of standard input"))
    verb.add_argument("--mp3", type=Path, metavar=message("FILE"), help=message("speak it into this file"))
    which = message("with the settings and the lexicon of this edition too")
    verb.add_argument("--edition", default="", metavar=message("EDITION"), help=which)
    _add_folders(verb, "input")
    verb.add_argument("--voice", default="", metavar=message("NAME"))


def _add_desk(verbs: Verbs) -> None:
    verb = _verb(verbs, "desk", message("The editor's desk in the browser: check, listen, correct, sign, publish."))
    verb.add_argument("--port", type=int, default=0, metavar="N")
    verb.add_argument("--no-browser", action="store_true", help=message("only print the address"))
    _add_folders(verb, "input")


def _add_publish(verbs: Verbs) -> None:
    what = message("Approved editions, copied to the folder or server from which they are published, and read back.")
    verb = _verb(verbs, "publish", what, voice="", no_audio=False, editions=())
    verb.add_argument("target", nargs="?", default="", metavar=message("PLACE"))
    verb.add_argument("--host-key", default="", metavar="SHA256:…", help=message("the confirmed key of a new server"))
    _add_folders(verb)


def _add_sign(verbs: Verbs) -> None:
    verb = _verb(verbs, "sign", message("A signature with its code, written into edition.toml."))
    verb.add_argument("edition", metavar=message("EDITION"))
    verb.add_argument("--by", required=True, metavar=message("NAME"), help=message("who signs, and the office"))
    verb.add_argument("--on", required=True, metavar="YYYY-MM-DD", help=message("the day of the signature"))
    _add_folders(verb, "input")


def _add_new(verbs: Verbs) -> None:
    verb = _verb(verbs, "new", message("A folder for a new edition, with its edition.toml to fill in."))
    verb.add_argument("edition", metavar=message("EDITION"))
    _add_folders(verb, "input")


def _add_verify(verbs: Verbs) -> None:
    verb = _verb(verbs, "verify", message("The defects of finished EPUBs."))
    verb.add_argument("files", nargs="+", type=Path, metavar=message("FILE"))
    verb.add_argument("--epubcheck", action="store_true", help=message("EPUBCheck too, if it is installed"))


def _add_deliveries(verbs: Verbs) -> None:
    for name, what, option, meaning in (
        ("card", message("The MP3s of built editions on a memory card, in playback order."),
         "--programmes", message("the programmes instead of the articles")),
        ("deposit", message("Built editions as packages for an archive: books, sound, records, checksums."),
         "--dspace", message("as DSpace imports it, in place of a BagIt bag")),
    ):  # fmt: skip
        verb = _verb(verbs, name, what, voice="", no_audio=False)
        verb.add_argument("editions", nargs="*", metavar=message("EDITION"))
        verb.add_argument("--dest", type=Path, required=True, metavar=message("FOLDER"))
        verb.add_argument(option, action="store_true", help=meaning)
        _add_folders(verb)


def _add_preview(verbs: Verbs) -> None:
    verb = _verb(verbs, "preview", message("The finished pages in a browser on this machine, as on a web server."))
    verb.add_argument("--port", type=int, default=0, metavar="N")
    _add_folders(verb)


def _add_store(verbs: Verbs) -> None:
    verb = _verb(verbs, "store", message("Removes old entries from the store of speech."))
    verb.add_argument("action", choices=("prune",))
    verb.add_argument("--keep-days", type=_positive, default=90, metavar="N")
    _add_folders(verb, "work")


def _add_voices(verbs: Verbs) -> None:
    what = message("Piper voices and all others: installed, available, and the requirements of each.")
    verb = _verb(verbs, "voices", what)
    verb.add_argument(
        "action",
        nargs="?",
        choices=("add", "remove", "try"),
        help=message(
            "add a Piper voice by its name in the catalogue, its .onnx file or https address; remove one; let one say"
            " ten sentences of figures"
        ),
    )
    verb.add_argument("source", nargs="?", metavar=message("FILE"))
    verb.add_argument("--sha256", default="", metavar="SHA256", help=message("the expected SHA-256 of the model"))
    verb.add_argument("--mirror", default="", metavar="URL", help=message("a server that replaces the catalogue's"))
    verb.add_argument(
        "--use", action="store_true", help=message("let all editions speak with it: written into bantin.toml")
    )
    where = message('accept a voice of this language, as in "tyz"')
    verb.add_argument("--language", default="", metavar=message("LANGUAGE"), help=where)
    _add_folders(verb, "input", "proof")


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(message("a whole number from 1 is expected here, not {text}", text=text))
    return number
