"""The command line: parse, call one function, print.  Results to standard output, all else to standard error."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from . import __version__
from .errors import BantinError, StrictError, UsageError
from .messages import message, plural

if TYPE_CHECKING:
    from .model import Notice, Reading
    from .normalization import Normalizer
    from .plan import Request
    from .report import EditionReport
    from .settings import Settings

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells expect it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or that of the error's class (see `errors`)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles and LANG=C would fail on Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
    except BantinError as error:
        _complain(error)
        return error.exit_status
    except KeyboardInterrupt:
        _say_error(
            message("Stopped. Finished files are whole; what was spoken is kept, and the next run goes on from it.")
        )
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


class _Parser(argparse.ArgumentParser):
    """A parser whose mistakes are errors like all others."""

    def error(self, text: str) -> NoReturn:
        """Raise `UsageError` in place of printing and leaving."""
        raise UsageError(
            "",
            message("the command was not understood: {text}", text=text),
            message("See: {prog} --help", prog=self.prog),
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="bantin", description=message("Bulletins as books and as speech."))
    parser.add_argument("--version", action="version", version=f"bantin_media {__version__}")
    verbs = parser.add_subparsers(metavar=message("COMMAND"), required=True)
    _add_build(verbs)
    _add_clean(verbs)
    _add_say(verbs)
    _add_new(verbs)
    _add_verify(verbs)
    _add_store(verbs)
    return parser


Verbs: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _verb(verbs: Verbs, name: str, what: str) -> argparse.ArgumentParser:
    return verbs.add_parser(name, help=what, description=what)


def _add_build(verbs: Verbs) -> None:
    for name, what, run in (
        ("build", message("Editions as EPUB and MP3 in the output folder."), _build),
        ("check", message("Everything to look at before publishing, and the proof page; nothing is spoken."), _check),
    ):
        verb = _verb(verbs, name, what)
        verb.add_argument("editions", nargs="*", metavar=message("EDITION"))
        _add_folders(verb)
        verb.add_argument("--voice", default="", metavar=message("NAME"))
        verb.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, metavar="N")
        verb.add_argument("--strict", action="store_true", help=message("any notice is a failure (status 9)"))
        verb.add_argument("--no-audio", action="store_true", help=message("books only, no sound"))
        verb.set_defaults(run=run)


def _add_folders(verb: argparse.ArgumentParser) -> None:
    for name, default in (("input", "input"), ("output", "output"), ("proof", "proof"), ("work", ".bantin")):
        verb.add_argument(f"--{name}", type=Path, default=Path(default), metavar=message("FOLDER"))


def _add_clean(verbs: Verbs) -> None:
    verb = _verb(verbs, "clean", message("One source as the clean article that would be published."))
    verb.add_argument("file", type=Path, metavar=message("FILE"))
    verb.add_argument("--json", action="store_true", help=message("as JSON, for other programs"))
    verb.set_defaults(run=_clean)


def _add_say(verbs: Verbs) -> None:
    verb = _verb(verbs, "say", message("Text as the listener will hear it."))
    verb.add_argument("text", nargs="?", metavar=message("TEXT"))
    verb.add_argument("--explain", action="store_true", help=message("each piece with its class and its reading"))
    verb.add_argument("--lines", action="store_true", help=message("one spoken line per line of standard input"))
    verb.add_argument("--mp3", type=Path, metavar=message("FILE"), help=message("speak it into this file"))
    verb.add_argument("--input", type=Path, default=Path("input"), metavar=message("FOLDER"))
    verb.add_argument("--voice", default="", metavar=message("NAME"))
    verb.set_defaults(run=_say)


def _add_new(verbs: Verbs) -> None:
    verb = _verb(verbs, "new", message("A folder for a new edition, with its edition.toml to fill in."))
    verb.add_argument("edition", metavar=message("EDITION"))
    verb.add_argument("--input", type=Path, default=Path("input"), metavar=message("FOLDER"))
    verb.set_defaults(run=_new)


def _add_verify(verbs: Verbs) -> None:
    verb = _verb(verbs, "verify", message("What is wrong with finished EPUBs, or nothing."))
    verb.add_argument("files", nargs="+", type=Path, metavar=message("FILE"))
    verb.set_defaults(run=_verify)


def _add_store(verbs: Verbs) -> None:
    verb = _verb(verbs, "store", message("The store of speech, made smaller."))
    verb.add_argument("action", choices=("prune",))
    verb.add_argument("--keep-days", type=_positive, default=90, metavar="N")
    verb.add_argument("--work", type=Path, default=Path(".bantin"), metavar=message("FOLDER"))
    verb.set_defaults(run=_store)


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(message("a whole number from 1 is expected here, not {text}", text=text))
    return number


# ------------------------------------------------------------------------------------------- what the verbs do


def _build(options: argparse.Namespace) -> int:
    return _run_build(options, publish=True)


def _check(options: argparse.Namespace) -> int:
    return _run_build(options, publish=False)


def _run_build(options: argparse.Namespace, *, publish: bool) -> int:
    from .pipeline import build
    from .progress import progress_on
    from .workers import Workers

    request = _request(options, publish=publish)
    with Workers(options.workers) as workers:
        reports = build(request, workers, progress_on(sys.stderr))
    for report in reports:
        _print_report(report, request)
    errors = [error for report in reports for error in report.errors]
    if not errors and options.strict and any(report.notices for report in reports):
        raise StrictError(
            "", message("there are notices, and --strict was given"), message("Settle them all, then run it again.")
        )
    return errors[0].exit_status if errors else 0


def _request(options: argparse.Namespace, *, publish: bool) -> Request:
    from .plan import Request

    return Request(
        input=options.input,
        output=options.output,
        proof=options.proof,
        work=options.work,
        editions=tuple(options.editions),
        voice=options.voice,
        audio=not options.no_audio,
        publish=publish,
    )


def _clean(options: argparse.Namespace) -> int:
    from .editions import source_of
    from .preparation import article_of
    from .writers.article import as_json, as_text

    source = source_of(options.file)
    article = article_of(source, _settings(options.file.parent).override(source.number))
    print(as_json(article) if options.json else as_text(article))
    return 0


def _say(options: argparse.Namespace) -> int:
    from .vietnamese.sentences import split

    settings, normalizer = _reading(options.input)
    if options.lines:
        for line in sys.stdin:
            print(" ".join(_spoken(normalizer, split(line.rstrip("\n")))), flush=sys.stdout.isatty())
        return 0
    text = options.text if options.text is not None else sys.stdin.read()
    sentences = [sentence for line in text.splitlines() for sentence in split(line)]
    if options.mp3:
        return _say_mp3(options, settings, _spoken(normalizer, sentences))
    readings = [normalizer.read(sentence) for sentence in sentences]
    for reading in readings:
        print(reading.spoken)
        if options.explain:
            _explain(reading)
    _print_notices(notice for reading in readings for notice in reading.notices)
    return 0


def _say_mp3(options: argparse.Namespace, settings: Settings, spoken: Sequence[str]) -> int:
    from .narration import speak_to_mp3

    voice = options.voice or settings.sound.voice
    made = speak_to_mp3(
        spoken, options.mp3, voice=voice, profile=settings.profile, bit_rate_kbps=settings.sound.bit_rate_kbps
    )
    print(f"{options.mp3}  {_duration(made.duration_ms)}  {_size(made.size_bytes)}")
    return 0


def _new(options: argparse.Namespace) -> int:
    from .editions import begin

    folder = begin(options.input, options.edition)
    print(
        message(
            "{folder} is ready: put the articles into it (01 ….docx, 02 ….txt) and fill in edition.toml.", folder=folder
        )
    )
    return 0


def _verify(options: argparse.Namespace) -> int:
    from .verify import verify

    notices = [notice for file in options.files for notice in verify(file)]
    _print_notices(notices)
    return 8 if notices else 0


def _store(options: argparse.Namespace) -> int:
    from .store import Store

    pruned = Store(options.work / "store").prune(keep_days=options.keep_days)
    print(
        message(
            "removed {pieces} pieces ({size}); {kept} pieces ({kept_size}) are kept",
            pieces=pruned.pieces,
            size=_size(pruned.size_bytes),
            kept=pruned.kept_pieces,
            kept_size=_size(pruned.kept_size_bytes),
        )
    )
    return 0


# ------------------------------------------------------------------------------------- what they stand on


def _settings(folder: Path) -> Settings:
    """Return the settings that hold for a source in `folder`."""
    from . import config

    return config.load(folder.parent / "bantin.toml", folder / "bantin.toml", folder / "edition.toml")


def _reading(folder: Path) -> tuple[Settings, Normalizer]:
    """Return the editor's settings and his own normalizer; the defaults where there is no such folder."""
    from . import config
    from .normalization import Normalizer
    from .normalization.lexicon import load

    settings = config.load(folder / "bantin.toml")
    lexicon = folder / "lexicon.tsv"
    return settings, Normalizer(settings.reading, load([lexicon] if lexicon.is_file() else []))


def _spoken(normalizer: Normalizer, sentences: Iterable[str]) -> list[str]:
    return [spoken for sentence in sentences if (spoken := normalizer.read(sentence).spoken)]


# ------------------------------------------------------------------------------------------- what is printed


def _print_report(report: EditionReport, request: Request) -> None:
    state = message("nothing has changed") if report.unchanged else ""
    print(f"{report.id}  {state}".rstrip())
    for line in report.articles:
        print(
            "  "
            + "  ".join(
                (
                    f"{line.number:>2}. {line.title}",
                    line.date or message("no date"),
                    line.author or message("no author"),
                    plural("{number} paragraph", "{number} paragraphs", line.paragraphs),
                    _duration(line.duration_ms),
                    plural("{number} line dropped", "{number} lines dropped", line.dropped),
                )
            )
        )
    for file in report.files:
        length = f"  {_duration(file.duration_ms)}" if file.duration_ms else ""
        print(f"  → {request.output / report.id / file.name}  {_size(file.size_bytes)}{length}")
    if report.articles:
        print(f"  → {request.proof / report.id}.html")
    _print_notices(report.notices)
    for error in report.errors:
        _complain(error)


def _explain(reading: Reading) -> None:
    for token in reading.tokens:
        if token.rule != "space":
            print(
                f"    {token.rule:<14}{token.written!r} → {token.spoken!r}"
                if token.spoken
                else f"    {token.rule:<14}{token.written!r}"
            )


def _print_notices(notices: Iterable[Notice]) -> None:
    for notice in notices:
        place = f"{notice.where}: " if notice.where else ""
        hint = f" — {notice.hint}" if notice.hint else ""
        _say_error(f"  ! {place}{notice.what}{hint}  [{notice.code}]")


def _complain(error: BantinError) -> None:
    _say_error(message("ERROR  {error}", error=error))


def _say_error(text: str) -> None:
    print(text, file=sys.stderr)


def _duration(milliseconds: int) -> str:
    seconds = round(milliseconds / 1000)
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else "—"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
