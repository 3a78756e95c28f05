"""The changes of a POST: each is one function of a `ChangeRequest`, writes files atomically, and can be undone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from ..cache import file_digest
from ..configuration import config
from ..configuration.editions import begin
from ..configuration.file_names import LEADING_NUMBER
from ..errors import BantinError, UsageError
from ..files import slug, write_whole
from ..messages import message, plural
from ..pipeline.production import Examined
from ..publication.documents.labels import imprint_labels
from . import deliveries, lexicon_file, signing, sources_folder, views
from .change_request import Answer, Change, ChangeRequest
from .office import stale
from .settings_file import SettingsFile
from .undo import Content

MOST_LISTED = 12
TEXTS = ("number", "greeting", "correction", "cover")
SHARED_TEXTS = ("title", "publisher")
SHARED_OR_NONE = ("base_url", "logo", "colour")
"""Settings that are removed if the field is empty."""


def edited(asked: ChangeRequest, what: str, edit: Callable[[SettingsFile], None]) -> Answer:
    """Change `edition.toml` by `edit`; if the result is invalid, nothing is written."""
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        file = SettingsFile(_text(asked.settings), str(asked.settings))
        edit(file)
        _check(file.text, asked.settings)
        undo.change(what, {asked.settings: file.text.encode("utf-8")})
    return {"message": what}


# -------------------------------------------------------------------------------------------------- office


def new(asked: ChangeRequest) -> Answer:
    """Create an edition."""
    folder = begin(asked.office.request.input, asked["edition"])
    return {"message": message("{edition} was created", edition=folder.name), "go": f"/e/{folder.name}/"}


def shared(asked: ChangeRequest) -> Answer:
    """Write the settings of all editions: name, licence, person responsible, voice."""
    path = asked.office.shared
    if asked["seen"] != file_digest(path):
        raise stale(path.name)
    file = SettingsFile(_text(path), str(path))
    for key in (*SHARED_TEXTS, *imprint_labels()):
        if key in asked.form and (asked[key] or file.get(key) is not None):
            file.set(key, asked[key])
    for key in ("voice", "profile"):
        if asked[key]:
            file.set(key, asked[key], table=("sound",))
    for key in SHARED_OR_NONE:
        if key in asked.form:
            file.set(key, asked[key] or None)
    _check(file.text, path)
    write_whole(path, file.text.encode("utf-8"))
    return {"message": message("the office's details were saved"), "go": "/"}


# ------------------------------------------------------------------------------------------------- edition


def details(asked: ChangeRequest) -> Answer:
    """Write number, date, greeting, audience, cover and jingle of an edition."""

    def edit(file: SettingsFile) -> None:
        for key in TEXTS:
            if key in asked.form and (asked[key] or file.get(key) is not None):
                file.set(key, asked[key] or (None if key == "cover" else ""))
        if asked["date"]:
            file.set("date", _day(asked["date"]))
        if asked["audience"] in {"public", "internal"}:
            file.set("audience", asked["audience"])
        if "jingle" in asked.form and (asked["jingle"] or file.get("jingle", table=("sound",)) is not None):
            file.set("jingle", asked["jingle"], table=("sound",))
        reads = bool(asked["read_correction"])
        if "correction" in asked.form and reads != bool(file.get("read_correction", table=("sound",))):
            file.set("read_correction", reads, table=("sound",))
        if "sections" in asked.form:
            sections = [one for line in asked["sections"].splitlines() if (one := " ".join(line.split()))]
            if sections or file.get("sections") is not None:
                file.set("sections", sections)

    return edited(asked, message("the edition's details were saved"), edit)


def order(asked: ChangeRequest) -> Answer:
    """Change the order of the articles."""
    numbers = [int(one) for one in re.findall(r"\d{1,4}", asked["order"])]
    return edited(asked, message("the order was changed"), lambda file: file.set("order", numbers))


def article(asked: ChangeRequest) -> Answer:
    """Change title, author, date, section, source or address of an article."""
    table = ("articles", str(asked.number))

    def edit(file: SettingsFile) -> None:
        for key in ("title", "author", "section", "source", "slug"):
            if key in asked.form and asked[key] != asked[f"was-{key}"]:
                value = slug(asked[key]) if key == "slug" and asked[key] else asked[key]
                file.set(key, None if key == "slug" and not value else value, table=table)
        if "skip" in asked.form:
            file.set("skip", True if asked["skip"] else None, table=table)
        if "date" in asked.form and asked["date"] != asked["was-date"]:
            file.set("date", _day(asked["date"]) if asked["date"] else None, table=table)

    return edited(asked, message("article {number} was corrected", number=asked.number), edit)


def picture(asked: ChangeRequest) -> Answer:
    """Write the caption and the alternative text of a picture."""
    table = _picture_table(asked.number, asked.form.get("picture", ""))

    def edit(file: SettingsFile) -> None:
        for key in ("caption", "alternative"):
            if key in asked.form and asked[key] != asked[f"was-{key}"]:
                file.set(key, asked[key], table=table)

    return edited(asked, message("the picture's texts were saved"), edit)


def _picture_table(number: int, name: str) -> tuple[str, ...]:
    return ("articles", str(number), "pictures", name)


def line(asked: ChangeRequest) -> Answer:
    """Set the role of a source line: title, lead, author, caption, a paragraph, or no part of the article."""
    number, words, use = asked.number, asked.form.get("line", ""), asked["use"]
    table = ("articles", str(number))

    def edit(file: SettingsFile) -> None:
        for key in ("title", "lead", "author", "source"):
            if file.get(key, table=table) == words and key != use:
                file.set(key, None, table=table)
        file.use_line(number, words, use if use in {"drop", "keep", "captions"} else "")
        if use in {"title", "lead", "author", "source"}:
            file.set(use, words, table=table)

    return edited(asked, message("line of article {number} was settled", number=number), edit)


def settle(asked: ChangeRequest) -> Answer:
    """Mark a notice as seen; it returns if its subject changes."""

    def edit(file: SettingsFile) -> None:
        had = file.get("settled") or []
        file.set("settled", [*had, *(one for one in asked["digests"].split() if one not in had)])

    return edited(asked, message("noted as seen"), edit)


def reading(asked: ChangeRequest) -> Answer:
    """Add a row to the lexicon of this edition or of all; return the other sentences with changed readings."""
    before = asked.office.examined(asked.name)
    is_shared = asked["scope"] == "all"
    signed = signing.that_say(asked.office, asked["written"], but=asked.name) if is_shared else ()
    if signed and asked["sure"] != (names := " ".join(signed)):
        question = message(
            "these editions are signed and contain it too; they would become drafts: {names}", names=names
        )
        return {"message": question, "ask": names}
    path = (asked.office.request.input if is_shared else asked.folder) / "lexicon.tsv"
    what = message('"{written}" is read "{spoken}"', written=asked["written"], spoken=asked["spoken"])
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        undo.change(what, {path: lexicon_file.with_row(path, asked["written"], asked["spoken"])})
    after = asked.office.examined(asked.name)
    others = views.changed_readings(before, after, asked.form.get("sentence", ""))
    listed = [one.after.written for one in others if one.after][:MOST_LISTED]
    counted = plural(
        "1 other sentence is read otherwise too", "{number} other sentences are read otherwise too", len(others)
    )
    return {"message": f"{what}. {counted}.", "others": listed}


def remove(asked: ChangeRequest) -> Answer:
    """Remove a file from the edition; undo restores it."""
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        path = sources_folder.inside(asked.folder, asked.form.get("file", ""))
        what = message("{file} was removed", file=path.name)
        undo.change(what, {path: None})
    return {"message": what}


def assign(asked: ChangeRequest) -> Answer:
    """Assign a picture or a recording to another article by changing the number in its name; 0: to none."""
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        path = sources_folder.inside(asked.folder, asked.form.get("file", ""))
        rest = LEADING_NUMBER.sub("", path.stem).strip()
        bare = f"{rest}{path.suffix}" if rest else path.name
        target = sources_folder.place_for(asked.office.folder(asked.name), bare, asked.number)
        belongs = message("{file} now belongs to article {number}", file=target.name, number=asked.number)
        what = belongs if asked.number else message("{file} is now called {name}", file=path.name, name=target.name)
        settings = _with_words_moved(asked, path.name, target.name)
        undo.change(what, {target: path, path: None, **settings})
    return {"message": what}


def _with_words_moved(asked: ChangeRequest, before: str, after: str) -> dict[Path, Content]:
    """Return the settings with a picture's texts moved to another article; empty if it has none."""
    text = _text(asked.settings)
    old = LEADING_NUMBER.match(before)
    if not (old and before in text):
        return {}
    file = SettingsFile(text, str(asked.settings))
    words = file.take_table(_picture_table(int(old.group(1)), before))
    for key, value in words.items() if asked.number else ():
        file.set(key, value, table=_picture_table(asked.number, after))
    return {asked.settings: file.text.encode("utf-8")}


def take_back(asked: ChangeRequest) -> Answer:
    """Undo the last change."""
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        step = undo.take_back()
    if step is None:
        raise UsageError(asked.name, message("there is nothing to undo"), "")
    return {"message": message("undone: {what}", what=step.what)}


def build(asked: ChangeRequest) -> Answer:
    """Start to build the edition."""
    asked.builder.start(asked.office.folder(asked.name).id)
    return {"message": message("building …")}


def cancel(asked: ChangeRequest) -> Answer:
    """Stop the running build."""
    asked.builder.cancel()
    return {"message": message("the build was stopped; finished files are complete")}


def sign(asked: ChangeRequest) -> Answer:
    """Sign the present state of the edition, and store it in the history."""
    examined = asked.office.examined(asked.name)
    if asked["code"] != examined.state.code:
        raise stale(asked.name)
    name = ", ".join(filter(None, (asked["name"], asked["post"])))
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        text = signing.signed(
            _text(asked.settings), str(asked.settings), examined,
            name=name, day=_day(asked["day"]), revised=_revised(asked, examined),
        )  # fmt: skip
        _check(text, asked.settings)
        what = message("signed by {name}", name=name)
        undo.change(what, {asked.settings: text.encode("utf-8")})
    _keep(asked, asked.office.examined(asked.name))
    return {"message": what}


def unsign(asked: ChangeRequest) -> Answer:
    """Remove the signature."""
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        text = signing.unsigned(_text(asked.settings), str(asked.settings))
        undo.change(message("the signature was removed"), {asked.settings: text.encode("utf-8")})
    return {"message": message("the signature was removed")}


def restore(asked: ChangeRequest) -> Answer:
    """Restore a stored state, its articles and settings; undo brings back the present files."""
    kept = asked.office.history.find(asked.name, asked["code"])
    if kept is None:
        raise UsageError(asked["code"], message("there is no such state in the history"), "")
    sources = asked.office.history.sources(kept)
    after: dict[Path, Content] = {asked.office.request.input / name: one for name, one in sources.items()}
    what = message("the state {code} was restored", code=asked["code"])
    with asked.office.writing(asked.name, asked["seen"]) as undo:
        now = [path for path in asked.folder.rglob("*") if path.is_file()]
        gone = {path: None for path in now if path not in after and path.parent == asked.folder}
        undo.change(what, {**after, **gone})
    return {"message": what}


OFFICE: dict[str, Change] = {"new": new, "shared": shared, "publish": deliveries.publish}
EDITION: dict[str, Change] = {
    "details": details, "order": order, "article": article, "line": line, "settle": settle, "reading": reading,
    "picture": picture, "remove": remove, "assign": assign, "undo": take_back, "build": build, "cancel": cancel,
    "sign": sign, "unsign": unsign, "restore": restore, "card": deliveries.card, "deposit": deliveries.deposit,
}  # fmt: skip
"""The changes by their addresses."""


def _revised(asked: ChangeRequest, examined: Examined) -> datetime | None:
    """Return the present time if another state was published before, else None."""
    published = next((one for one in asked.office.history.all(asked.name) if one.published), None)
    if published is None or published.code == examined.state.code:
        return None
    return datetime.now(config.VIET_NAM_TIME).replace(microsecond=0)


def _keep(asked: ChangeRequest, examined: Examined) -> None:
    from ..pipeline.signature import keep

    if not examined.edition.is_draft:
        keep(examined.edition, examined.state, examined.audio.plan)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(str(path), message("is not UTF-8 text"), "") from error


def _check(text: str, path: Path) -> None:
    """Raise the error that a build would find in the settings, before they are written."""
    beside = path.with_name(f".{path.name}.thu")
    try:
        write_whole(beside, text.encode("utf-8"))
        config.load(beside)
    except BantinError as error:
        raise type(error)(error.where.replace(beside.name, path.name), error.what, error.hint) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(text, message("is not a date"), message("Choose a day.")) from error
