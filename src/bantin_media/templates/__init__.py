"""Jinja2 templates: those of the package; files in the editor's `input/templates/<folder>/` replace them.

An undefined name is an error.  The editor's templates run in `sandbox`.  Templates get plain data: texts, numbers,
dates and frozen values, no paths.  The output of `.xhtml.j2`, `.html.j2` and `.xml.j2` files is escaped.
"""

from __future__ import annotations

import signal
import threading
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
"""In seconds of CPU time; our largest page takes one."""
_LARGEST_GROWTH_BYTES = 384 * 1024 * 1024
ESCAPED = (".xhtml.j2", ".html.j2", ".xml.j2", ".xhtml", ".html", ".xml")


def environment(folder: str, overrides: Path | None) -> Environment:
    """Return the templates of `templates/<folder>`, with those of `overrides/<folder>` in their place.

    `overrides` is the editor's folder of templates (`input/templates`); it need not exist.  Raises `ConfigError` for a
    link out of it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from .compiled import compiled
    from .sandbox import Sandbox

    folders = [overrides / folder] if overrides is not None and (overrides / folder).is_dir() else []
    # The sandbox checks every attribute, which triples the cost.  The package's own templates do not need it.
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
    """Return template `name` rendered with `values`.  Raises `ConfigError` with file and line."""
    with _named_errors(templates, name):
        return templates.get_template(name).render(**values)


def rendered(templates: Environment, name: str, /, **values: object) -> Iterator[str]:
    """Yield template `name` rendered with `values` in pieces, for a large page.  Raises like `render`."""
    with _named_errors(templates, name):
        yield from templates.get_template(name).generate(**values)


@contextmanager
def _named_errors(templates: Environment, name: str) -> Iterator[None]:
    """Limit time and memory of an editor's template in a block; convert its exceptions to `ConfigError`."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        with _bounded() if templates.sandboxed else nullcontext():
            yield
    except (_TooMuch, MemoryError) as error:
        raise _broken(_place(error, name), message("it needs too much time or memory")) from error
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
    """A template took longer than the limit."""


@contextmanager
def _bounded() -> Iterator[None]:
    """Raise `_TooMuch` or `MemoryError` if the block exceeds a limit, if the system can measure it."""
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
    """Limit the additional memory of this process during the block, on Linux only."""
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
    """Return the source text of template `name`, for a file that is copied without rendering (a stylesheet)."""
    from jinja2 import TemplateNotFound

    assert templates.loader is not None
    try:
        return templates.loader.get_source(templates, name)[0]
    except (TemplateNotFound, OSError, ValueError) as error:
        raise _broken(name, str(error)) from error


def _place(error: BaseException, name: str) -> str:
    """Return `file:line` of the innermost template in the traceback of `error`."""
    from traceback import extract_tb

    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith((name, ".j2"))]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name


def _broken(where: str, what: str) -> ConfigError:
    return ConfigError(
        where,
        message("the template cannot be used: {cause}", cause=what),
        message("Correct this line, or remove the file to use the template that comes with the program."),
    )
