"""The command line: parses, calls one function, prints.  Results go to standard output, all else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BantinError, StrictError
from ..files import unwritable
from ..messages import message
from .arguments import understood
from .printing import duration, print_aside, print_error, print_notices, print_report, report_built, size
from .streams import end_streams, open_streams, print_line
from .unchanged import remember

if TYPE_CHECKING:
    from argparse import Namespace

    from ..configuration.settings import Settings
    from ..execution.cluster import Cluster
    from ..model import Notice
    from ..pipeline.plan import Request
    from .unchanged import Command

INTERRUPTED = 130
"""The exit status after Ctrl-C, by the convention of shells."""


def main(arguments: Sequence[str] | None = None, build: Command | None = None) -> int:
    """Run one command and return its exit status: 0, or that of the error's class (see `errors`).

    If `build` is given, the output of a repetition without changes is stored with it.
    """
    open_streams()
    try:
        options = understood(arguments)
        options.command = build
        status = VERBS[options.verb](options)
        sys.stdout.flush()  # a log on a full disk must fail here, not at the exit of the interpreter
    except BantinError as error:
        print_error(error)
        return error.exit_status
    except KeyboardInterrupt:
        print_aside(
            message("Stopped. Finished files are complete; speech is kept, and the next run continues from there.")
        )
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the output has closed the pipe
        end_streams()
        return 0
    except OSError as error:
        return _unwritten(error)
    return status


def _unwritten(error: OSError) -> int:
    """Print the error of a failed write and return the exit status; standard output may be what failed."""
    failure = unwritable(error.filename or message("the text of this command"), error)
    with suppress(OSError):
        print_error(failure)
    end_streams()
    return failure.exit_status


# ------------------------------------------------------------------------------------------------- the verbs


def _build(options: Namespace) -> int:
    return _run_build(options, publish=True)


def _check(options: Namespace) -> int:
    return _run_build(options, publish=False)


def _script(options: Namespace) -> int:
    from ..pipeline.production import announcer_path

    status = _run_build(options, publish=False, announcer=True)
    request = _request(options, publish=False)
    for path in sorted(request.proof.glob(announcer_path("*", request).name)):
        print_line(f"  → {path}")
    return status


def _run_build(options: Namespace, *, publish: bool, announcer: bool = False) -> int:
    from ..execution.workers import Workers, give_memory_back
    from ..pipeline import build
    from ..reporting.progress import progress_on

    give_memory_back()
    request = _request(options, publish=publish, announcer=announcer)
    errors: list[BantinError] = []
    reported: dict[str, bool] = {}
    has_notices = False
    with _cluster(options) as cluster, Workers(options.workers, cluster) as workers:
        for report in build(request, workers, progress_on(sys.stderr)):
            report_built(report, request)
            if report.unchanged:
                reported[report.id] = report.is_inside
            errors.extend(report.errors)
            has_notices = has_notices or bool(report.notices)
    if options.command and not errors:
        remember(options.command, request, reported, lambda report: print_report(report, request))
    if not errors and options.strict and has_notices:
        raise StrictError(
            "", message("there are notices, and --strict was given"), message("Settle them all, then run it again.")
        )
    return errors[0].exit_status if errors else 0


def _cluster(options: Namespace) -> AbstractContextManager[Cluster | None]:
    """Return the cluster of the command line, or a context of None."""
    if not getattr(options, "scheduler", ""):
        return nullcontext()
    from ..execution.batches import code_version
    from ..execution.cluster import Cluster

    return Cluster(options.scheduler, code_version)


def _request(options: Namespace, *, publish: bool, announcer: bool = False) -> Request:
    from ..pipeline.plan import Request

    return Request(
        input=options.input,
        output=options.output,
        proof=options.proof,
        work=options.work,
        editions=tuple(options.editions),
        voice=options.voice,
        audio=not options.no_audio,
        publish=publish,
        announcer=announcer,
    )


def _clean(options: Namespace) -> int:
    from ..configuration.editions import source_of
    from ..pipeline.preparation import article_of
    from ..publication.writers.article import as_json, as_text

    source = source_of(options.file)
    article = article_of(source, _settings(options.file.parent).override(source.number))
    print(as_json(article) if options.json else as_text(article))
    return 0


def _say(options: Namespace) -> int:
    from . import say

    if options.mp3:
        return _say_mp3(options, *say.to_be_spoken(options))
    print_notices(say.say(options))
    return 0


def _say_mp3(options: Namespace, settings: Settings, spoken: Sequence[str]) -> int:
    from ..speech.engines import SpeechSettings
    from ..speech.narration import speak_to_mp3

    voice = options.voice or settings.sound.voice
    made = speak_to_mp3(spoken, options.mp3, voice=voice, speech=SpeechSettings.of(settings))
    print_line(f"{options.mp3}  {duration(made.duration_ms)}  {size(made.size_bytes)}")
    return 0


def _init(options: Namespace) -> int:
    from .office import begun

    print(begun(options.folder))
    return 0


def _desk(options: Namespace) -> int:
    from .office import opened

    desk = opened(options.input.parent, options.port)
    print(message("Open {address}: Ctrl-C ends the desk.", address=desk.address), flush=True)
    desk.run(browser=not options.no_browser)
    return 0


def _sign(options: Namespace) -> int:
    from .office import signed

    print(signed(options.input.parent, options.edition, options.by, options.on))
    return 0


def _publish(options: Namespace) -> int:
    from .office import published

    print(published(_request(options, publish=True), options.target, options.host_key))
    return 0


def _new(options: Namespace) -> int:
    from ..configuration.editions import begin

    folder = begin(options.input, options.edition)
    print_line(
        message(
            "{folder} is ready: put the articles into it (01 ….docx, 02 ….txt) and fill in edition.toml.", folder=folder
        )
    )
    return 0


def _verify(options: Namespace) -> int:
    from ..verify import verify

    judges: list[Callable[[Path], Iterable[Notice]]] = [verify]
    if options.epubcheck:
        from ..verify.epubcheck import run_epubcheck

        judges.append(run_epubcheck)
    notices = [notice for file in options.files for judge in judges for notice in judge(file)]
    print_notices(notices)
    return 8 if notices else 0


def _card(options: Namespace) -> int:
    from ..configuration import editions
    from ..desk.card import built, write_card
    from ..pipeline.plan import make_plan
    from ..readers import SUFFIXES

    request = _request(options, publish=True)
    for name in request.editions or editions.names(request.input):
        plan = built(make_plan(editions.find(request.input, name, SUFFIXES), request), request)
        card = write_card(plan, options.dest, programmes=options.programmes)
        for path in card.files:
            print_line(f"  → {path}  {size(path.stat().st_size)}")
        print_notices(card.notices)
    return 0


def _deposit(options: Namespace) -> int:
    from ..configuration import editions
    from ..desk.card import built, outdated
    from ..desk.deposit import write_deposit
    from ..pipeline.plan import make_plan
    from ..readers import SUFFIXES

    request = _request(options, publish=True)
    for name in request.editions or editions.names(request.input):
        plan = built(make_plan(editions.find(request.input, name, SUFFIXES), request), request)
        print_line(f"  → {write_deposit(plan, options.dest, dspace=options.dspace)}")
        print_notices(outdated(plan))
    return 0


def _preview(options: Namespace) -> int:
    from .preview import serve

    preview = serve(options.output, options.proof, options.port)
    where = {"address": preview.address, "proof": preview.proof_address}
    print(message("Open {address} — proof pages: {proof}. Ctrl-C ends it.", **where), flush=True)
    preview.run()
    return 0


def _store(options: Namespace) -> int:
    from .office import pruned

    print(pruned(options.work, options.keep_days, size))
    return 0


def _voices(options: Namespace) -> int:
    from .voices import lines

    for line in lines(options, sys.stderr):
        print(line)
    return 0


VERBS = {
    "build": _build,
    "check": _check,
    "script": _script,
    "clean": _clean,
    "say": _say,
    "init": _init,
    "desk": _desk,
    "sign": _sign,
    "publish": _publish,
    "new": _new,
    "verify": _verify,
    "card": _card,
    "deposit": _deposit,
    "preview": _preview,
    "store": _store,
    "voices": _voices,
}
"""The function of each verb of `arguments`."""


# ---------------------------------------------------------------------------------------------- settings


def _settings(folder: Path) -> Settings:
    """Return the settings for a source in `folder`."""
    from ..configuration import config

    return config.load(folder.parent / "bantin.toml", folder / "bantin.toml", folder / "edition.toml")
