"""Jinja2 templates: the package's own, each of which an editor's `input/templates/<folder>/` may override.

Templates run strictly: a name that does not exist is an error, not an empty place; an editor's run in `sandbox`.  A
template gets plain data: texts, numbers, dates and frozen values, no paths.  Whatever ends in `.xhtml.j2`, `.html.j2`
or `.xml.j2` is escaped as it is written.
"""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ConfigError
from ..messages import message

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent
_LONGEST_S = 20
"""Of this processor's own time; the largest page of ours takes a second."""
_LARGEST_GROWTH_BYTES = 384 * 1024 * 1024
ESCAPED = (".xhtml.j2", ".html.j2", ".xml.j2", ".xhtml", ".html", ".xml")


def environment(folder: str, overrides: Path | None) -> Environment:
    """Return the templates of `templates/<folder>`, those in `overrides/<folder>` first.

    `overrides` is the editor's whole folder of templates (`input/templates`); it need not exist.  Raises
    `ConfigError` for a link out of it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from .compiled import compiled
    from .sandbox import Sandbox

    folders = [overrides / folder] if overrides is not None and (overrides / folder).is_dir() else []
    # The sandbox asks about every attribute, which trebles the cost: the package's own templates need none.
    kind = Sandbox if folders else Environment
    for path in (path for folder_ in folders for path in folder_.rglob("*")):
        if not path.resolve().is_relative_to(folders[0].resolve()):
            raise _broken(str(path), message("it is a link to a file outside the folder of templates"))
    return kind(
        bytecode_cache=None if folders else compiled(),
        loader=FileSystemLoader([*folders, TEMPLATES / folder]),
        autoescape=lambda name: name is not None and name.endswith(ESCAPED),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(templates: Environment, name: str, /, **values: object) -> str:
    """Return template `name` filled with `values`; `ConfigError` with file and line where it cannot be."""
    with _named_errors(templates, name):
        return templates.get_template(name).render(**values)


def rendered(templates: Environment, name: str, /, **values: object) -> Iterator[str]:
    """Yield template `name` filled with `values`, a piece at a time: for a large page.  Errors as for `render`."""
    with _named_errors(templates, name):
        yield from templates.get_template(name).generate(**values)


@contextmanager
def _named_errors(templates: Environment, name: str) -> Iterator[None]:
    """Bound what an editor's template takes in a block, and raise what goes wrong with it as `ConfigError`."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        with _bounded() if templates.sandboxed else nullcontext():
            yield
    except (_TooMuch, MemoryError) as error:
        raise _broken(_place(error, name), message("it takes too much time or memory")) from error
    except TemplateSyntaxError as error:
        raise _broken(f"{error.filename or name}:{error.lineno}", error.message or "") from error
    except TemplateNotFound as error:
        raise _broken(name, message("there is no template {name}", name=error.name)) from error
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
        OSError,
    ) as error:
        raise _broken(_place(error, name), str(error)) from error


class _TooMuch(Exception):  # noqa: N818 -- raised in the midst of an editor's template, and caught around it
    """A template has worked longer than any page needs."""


@contextmanager
def _bounded() -> Iterator[None]:
    """Raise `_TooMuch` or `MemoryError` in a block that takes too much, if the system can (not on Windows)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def too_slow(*_: object) -> None:
        raise _TooMuch

    earlier = signal.signal(signal.SIGVTALRM, too_slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST_S)
    try:
        with _memory_bounded():
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)


@contextmanager
def _memory_bounded() -> Iterator[None]:
    """Let this process grow by so much and no more while the block lasts, where Linux tells how large it is."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    largest = pages * resource.getpagesize() + _LARGEST_GROWTH_BYTES
    bounds = [one for one in (largest, soft, hard) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def source(templates: Environment, name: str) -> str:
    """Return the text of template `name` as it stands, for what is copied and not filled (a stylesheet)."""
    from jinja2 import TemplateNotFound

    assert templates.loader is not None
    try:
        return templates.loader.get_source(templates, name)[0]
    except (TemplateNotFound, OSError, ValueError) as error:
        raise _broken(name, str(error)) from error


def _place(error: BaseException, name: str) -> str:
    """Return `file:line` of the innermost template that the error passed through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith((name, ".j2"))]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name


def _broken(where: str, what: str) -> ConfigError:
    return ConfigError(
        where,
        message("the template cannot be used: {cause}", cause=what),
        message("Correct this line, or remove the file to use the template that comes with the program."),
    )
