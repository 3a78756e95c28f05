"""Everything visible and audible in an edition → its state and code; a signed code → whether it is still valid.

The code covers text, pictures, cover, the words around the articles, voices, recordings, order, imprint and audience.
`approved_by` without a code is accepted unchecked, and the proof page shows this.
"""

from __future__ import annotations

import contextlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from ..cache import file_digest
from ..configuration.workspace import sample_values
from ..errors import OutputError, SourceError
from ..files import slug
from ..history import History, Kept, Line, State, bare, differences, grouped
from ..messages import cause_of, message
from ..model import Edition, Notice
from ..publication.documents import Document, DocumentKind, documents
from ..publication.documents.labels import imprint_labels
from ..speech.engines import data_digest
from .edition_audio import EditionAudio
from .plan import Plan, files_of

SIGNED = "·"
"""Placeholder for the signer when a state is computed: the draft mark must not be part of the state."""
MOST_SHOWN = 3
LONGEST_SHOWN = 90


def state_of(audio: EditionAudio) -> State:
    """Return the state of the edition of `audio`; it does not depend on the signer."""
    edition = replace(audio.edition, approved_by=SIGNED)
    pages = documents(edition, audio.voices)
    # the program writes the cover page from signed values; a new version may word it differently
    shown = (line for page in pages if page.kind is not DocumentKind.COVER for line in _shown(page, audio))
    return State((*_front(edition, audio), *shown, *_heard(audio)))


def _front(edition: Edition, audio: EditionAudio) -> Iterator[Line]:
    settings = audio.plan.settings
    for name, value in (
        ("title", edition.title),
        ("number", edition.number),
        ("date", edition.date.isoformat()),
        ("publisher", edition.publisher),
        ("audience", edition.audience),
        ("language", edition.language),
        ("profile", f"{settings.profile} {settings.sound.bit_rate_kbps} kbit/s"),
        ("cover", file_digest(edition.cover.path) if edition.cover else ""),
        ("templates", _templates(audio.plan.templates)),
    ):
        yield Line("", name, value)
    if edition.colour:  # no line for the default: signatures of older versions stay valid
        yield Line("", "colour", edition.colour)
    if edition.logo:
        yield Line("", "logo", file_digest(edition.logo.path))
    for voice in audio.voices:
        yield Line("", "voice", voice, data_digest(voice))


def _templates(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return " ".join(f"{path.relative_to(folder).as_posix()} {file_digest(path)}" for path in sorted(files))


def _shown(page: Document, audio: EditionAudio) -> Iterator[Line]:
    read = audio.read_in(page.article)
    for part in page.parts:
        if part.picture:
            yield Line(page.title, "picture", audio.pictures.source_digest(part.picture))
        for passage in part.spoken:
            for sentence in passage.text:
                yield Line(page.title, passage.role.value, sentence.text, read(sentence.text).spoken)


def _heard(audio: EditionAudio) -> Iterator[Line]:
    heard = [one for one in audio.scripted if one.script.is_heard]
    if not heard:
        return
    script, _ = audio.script(heard, slug(audio.edition.id))
    place = message("the programme")
    for cue in script.cues:
        if cue.recording:
            yield Line(place, "recording", file_digest(cue.recording))
        elif cue.spoken:
            yield Line(place, f"heard {cue.pause.value} {cue.voice}".rstrip(), cue.reading.written, cue.spoken)


def judged(edition: Edition, state: State, plan: Plan) -> tuple[Edition, tuple[Notice, ...]]:
    """Return the edition and notices; it becomes a draft if it changed since the signature or has sample values."""
    where = str(plan.folder.path / "edition.toml")
    notices = []
    if borrowed := _borrowed(plan):
        notices.append(
            Notice(
                "edition.sample-values",
                where,
                message("these still have the values of the program's sample: {keys}", keys=", ".join(borrowed)),
                message("Write those of your own office into input/bantin.toml; until then this edition is a draft."),
            )
        )
    code = bare(plan.settings.approved_code)
    if edition.approved_by and code and code != state.code:
        notices.append(_changed(where, code, state, plan))
    return (replace(edition, approved_by="") if notices else edition), tuple(notices)


def _borrowed(plan: Plan) -> list[str]:
    settings = plan.settings
    return [] if settings.sample else [key for key, value in sample_values() if getattr(settings, key) == value]


def _changed(where: str, code: str, state: State, plan: Plan) -> Notice:
    kept = History(plan.history).find(plan.folder.id, code)
    changes = differences(kept.state, state) if kept else ()
    shown = "; ".join(_told(one.before, one.after) for one in changes[:MOST_SHOWN])
    rest = f"; … (+{len(changes) - MOST_SHOWN})" if len(changes) > MOST_SHOWN else ""
    if kept and _is_untouched(kept, plan):
        what = message("a new version of the program shows or reads this edition differently from the signed state")
        hint = message(
            "The files in output stay as they were signed. To publish the new readings, sign again: "
            'approved_code = "{code}".',
            code=grouped(state.code),
        )
        return Notice("edition.changed-since-signature", where, f"{what}: {shown}{rest}" if shown else what, hint)
    what = message("this edition has changed since it was signed, and is a draft again")
    if shown:
        what += ": " + shown + rest
    hint = message(
        "If the change is intended, sign again: approved_code = \"{code}\"; if not, undo it.",
        code=grouped(state.code),
    )  # fmt: skip
    if kept and (lines := _as_signed(kept, plan)):
        hint += " " + message(
            "To keep the shared settings as they were then, write into this file: {lines}", lines=lines
        )
    return Notice("edition.changed-since-signature", where, what, hint)


def _is_untouched(kept: Kept, plan: Plan) -> bool:
    """Return whether every file of the edition is the same as when it was signed."""
    try:
        return dict(kept.files) == _listed(files_of(plan), plan.templates.parent)
    except OutputError:
        return False


def _as_signed(kept: Kept, plan: Plan) -> str:
    """Return, as TOML, the shared settings whose values have changed since the signature.

    Keys of the edition's own settings are not included, because they were changed there.
    """
    then, own = (_settings_of(kept, name, plan) for name in ("bantin.toml", f"{kept.edition}/edition.toml"))
    keys = [key for key in ("title", "publisher", "colour", "logo", *imprint_labels()) if key not in own]
    lost = {key: then[key] for key in keys if then.get(key) and then[key] != getattr(plan.settings, key)}
    return "; ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in lost.items())


def _settings_of(kept: Kept, name: str, plan: Plan) -> dict[str, object]:
    """Return the values of a kept settings file, none if it is not kept or cannot be read."""
    with contextlib.suppress(SourceError, ValueError, KeyError):
        return tomllib.loads(History(plan.history).content(kept.files[name]).decode("utf-8-sig"))
    return {}


def _told(before: Line | None, after: Line | None) -> str:
    old, new = ((one and (one.written or one.kind)) or "—" for one in (before, after))
    if before and after and before.written == after.written:
        old, new = before.spoken or before.kind, after.spoken or after.kind
    begin = _beginning(old, new)
    return f"“{_short(old, begin)}” → “{_short(new, begin)}”"


def _beginning(old: str, new: str) -> int:
    """Return the position from which two long texts are shown: a few words before their first difference."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    if max(len(old), len(new)) <= LONGEST_SHOWN or same <= LONGEST_SHOWN // 2:
        return 0
    return old.rfind(" ", 0, same - LONGEST_SHOWN // 3) + 1


def _short(text: str, begin: int) -> str:
    rest = text[begin:]
    return f"{'…' if begin else ''}{rest if len(rest) <= LONGEST_SHOWN else f'{rest[:LONGEST_SHOWN]}…'}"


def _listed(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return relative path → digest of the files `paths` below `root`.  Raises `OutputError` if one is unreadable."""
    found = {}
    for path in sorted(paths):
        try:
            path.open("rb").close()
        except OSError as error:
            raise OutputError(str(path), message("cannot be read: {cause}", cause=cause_of(error))) from error
        found[path.relative_to(root).as_posix()] = file_digest(path)
    return found


def keep(edition: Edition, state: State, plan: Plan, *, published: bool = False) -> None:
    """Store the state of a signed edition and its input files in the history.  Raises `OutputError`."""
    history = History(plan.history)
    earlier = history.find(edition.id, state.code)
    if earlier and (earlier.published or not published):
        return
    root = plan.templates.parent
    files = _listed(files_of(plan), root)
    day = plan.settings.approved_on
    signed_on = day.isoformat() if day else ""
    history.keep(Kept(edition.id, state.code, edition.approved_by, signed_on, published, files, state), root)
