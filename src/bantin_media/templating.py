"""Jinja2 templates: the package's own, each of which an editor's `input/templates/<folder>/` may override.

Templates run strictly: a name that does not exist is an error, not an empty place; an editor's run sandboxed.  What a
template gets is data; whatever ends in `.xhtml.j2`, `.html.j2` or `.xml.j2` is escaped as it is written.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import ConfigError
from .messages import message

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
ESCAPED = (".xhtml.j2", ".html.j2", ".xml.j2", ".xhtml", ".html", ".xml")


def environment(folder: str, overrides: Path | None) -> Environment:
    """Return the templates of `templates/<folder>`, those in `overrides/<folder>` first.

    `overrides` is the editor's whole folder of templates (`input/templates`); it need not exist.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    folders = [overrides / folder] if overrides is not None and (overrides / folder).is_dir() else []
    # The sandbox asks about every attribute, which trebles the cost: the package's own templates need none.
    kind = ImmutableSandboxedEnvironment if folders else Environment
    return kind(
        loader=FileSystemLoader([*folders, TEMPLATES / folder]),
        autoescape=lambda name: name is not None and name.endswith(ESCAPED),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(templates: Environment, name: str, **values: object) -> str:
    """Return template `name` filled with `values`; `ConfigError` with file and line where it cannot be."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        return templates.get_template(name).render(**values)
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
