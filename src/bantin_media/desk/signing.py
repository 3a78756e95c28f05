"""A signature into `edition.toml`: who, when, and the code of all that is seen and heard.

The imprint that comes from `bantin.toml` is written into the edition too, so that a past edition keeps its own; so are
the names of its articles, so that addresses that were sent stay alive.
"""

from __future__ import annotations

from datetime import date, datetime

from ..errors import UsageError
from ..history import grouped
from ..messages import message
from ..pipeline.production import Examined
from ..publication.documents.labels import imprint_labels
from .settings_file import SettingsFile

OWN = frozenset({"correction", "isbn"})
"""What the imprint prints of one edition alone."""


def signed(text: str, where: str, examined: Examined, *, name: str, day: date, revised: datetime | None = None) -> str:
    """Return the text of `edition.toml` with the signature; `revised` is now if another state was published before.

    Raises `UsageError` without a name, or while an article cannot be built, and `ConfigError`.
    """
    if not name.strip():
        raise UsageError(where, message("a signature needs a name"), message("Write who signs, and the office."))
    if examined.report.errors:
        error = examined.report.errors[0]
        raise UsageError(error.where, error.what, message("Nothing is signed while an article cannot be built."))
    file = SettingsFile(text, where)
    settings = examined.audio.plan.settings
    for key in ("title", "publisher", *imprint_labels()):
        value = str(getattr(settings, key))
        if value and key not in OWN and file.get(key) is None:
            file.set(key, value)
    for article in examined.edition.articles:
        if settings.override(article.number).slug is None:
            file.set("slug", article.slug, table=("articles", str(article.number)))
    if revised is not None:
        file.set("revised", revised)
    file.update(
        {"approved_by": " ".join(name.split()), "approved_on": day, "approved_code": grouped(examined.state.code)}
    )
    return file.text


def unsigned(text: str, where: str) -> str:
    """Return the text of `edition.toml` without a signature."""
    file = SettingsFile(text, where)
    file.set("approved_by", "")
    for key in ("approved_on", "approved_code"):
        file.set(key, None)
    return file.text
