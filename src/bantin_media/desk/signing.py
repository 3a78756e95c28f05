"""Writes a signature into `edition.toml`: the signer, the day, and the code of everything visible and audible.

Values from `bantin.toml` (imprint, colour, voice) are copied into it, so that a past edition keeps them.  The names of
its articles are also written there, so that earlier links remain valid.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from ..errors import BantinError, UsageError
from ..history import bare, grouped
from ..messages import message
from ..pipeline.production import Examined
from ..publication.documents.labels import imprint_labels
from .office import Office
from .settings_file import SettingsFile

OWN = frozenset({"correction", "isbn"})
"""Imprint values that belong to one edition only."""


def signed(text: str, where: str, examined: Examined, *, name: str, day: date, revised: datetime | None = None) -> str:
    """Return the text of `edition.toml` with the signature.

    `revised` is the present time if another state was published before.  Raises `UsageError` without a name, or if an
    article cannot be built, and `ConfigError`.
    """
    if not name.strip():
        raise UsageError(where, message("a signature needs a name"), message("Write who signs, and the office."))
    if examined.report.errors:
        error = examined.report.errors[0]
        raise UsageError(error.where, error.what, message("Nothing is signed while an article cannot be built."))
    file = SettingsFile(text, where)
    settings = examined.audio.plan.settings
    for key in ("title", "publisher", "logo", "colour", *imprint_labels()):
        value = str(getattr(settings, key))
        if value and key not in OWN and file.get(key) is None:
            file.set(key, value)
    for key in ("voice", "profile"):
        if file.get(key, table=("sound",)) is None:
            file.set(key, getattr(settings.sound, key), table=("sound",))
    for article in examined.edition.articles:
        if settings.override(article.number).slug is None:
            file.set("slug", article.slug, table=("articles", str(article.number)))
    if revised is not None:
        file.set("revised", revised)
    file.update(
        {"approved_by": " ".join(name.split()), "approved_on": day, "approved_code": grouped(examined.state.code)}
    )
    return file.text


def that_say(office: Office, written: str, *, but: str) -> tuple[str, ...]:
    """Return the other signed editions whose signed text contains `written` and that have no own reading for it."""
    words = re.compile(rf"(?<!\w){re.escape(' '.join(written.split()))}(?!\w)", re.IGNORECASE)
    return tuple(name for name in office.names() if name != but and _says(office, name, words))


def _says(office: Office, name: str, words: re.Pattern[str]) -> bool:
    try:
        code = bare(office.plan(name).settings.approved_code)
    except BantinError:
        return False
    kept = office.history.find(name, code) if code else None
    if kept is None:
        return False
    own = office.request.input / name / "lexicon.tsv"
    rows = own.read_text("utf-8-sig", "replace").splitlines() if own.is_file() else []
    if any(words.fullmatch(row.split("\t")[0].strip()) for row in rows):
        return False
    return any(words.search(line.written) for line in kept.state.lines)


def unsigned(text: str, where: str) -> str:
    """Return the text of `edition.toml` without a signature."""
    file = SettingsFile(text, where)
    file.set("approved_by", "")
    for key in ("approved_on", "approved_code"):
        file.set(key, None)
    return file.text
