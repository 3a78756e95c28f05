"""The pages of the desk, one method each, for the present state of the workspace."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response

from ..cache import file_digest
from ..cleaning.picture_words import name_of
from ..configuration import config
from ..configuration.file_names import PICTURES, RECORDINGS
from ..configuration.workspace import sample_values
from ..errors import BantinError, UsageError
from ..history import Change, Kept, bare, differences, grouped
from ..messages import message
from ..model import Figure, Picture, plain
from ..pipeline.assembly import files_of_the_whole
from ..pipeline.preparation import Prepared
from ..pipeline.production import Examined
from ..pipeline.recordings import clock, expected_s, length_s
from ..publication.documents.labels import imprint_labels, voice_name
from ..publication.writers.picture_encoding import PHONE_EDGE
from ..readers import SUFFIXES
from ..templates import environment, render, source
from . import sources_folder, views
from .building import Builder
from .guard import Keys
from .office import Office
from .sending import last_target


class Pages:
    """The pages of one desk."""

    def __init__(
        self, office: Office, keys: Keys, builder: Builder, preview: Callable[[str, bool], str] | None
    ) -> None:
        self._office = office
        self._keys = keys
        self._builder = builder
        self._preview = preview

    @cached_property
    def _templates(self) -> Environment:
        templates = environment("desk", None)
        labels = tomllib.loads(source(environment("proof", None), "labels.toml"))
        templates.globals.update(
            picture_name=name_of,
            uses=labels["uses"],
            rules=labels["rules"],
            plain=plain,
            grouped=grouped,
            token=self._keys.token,
            beside=",".join(sorted(PICTURES)),
        )
        return templates

    def _show(self, template: str, **values: object) -> str:
        return render(self._templates, f"{template}.html.j2", office=self._office.root.name, **values)

    def editions(self, request: Request) -> str:
        """Return the page of all editions."""
        rows = [(name, self._office.status(name), _settings_of(self._office, name)) for name in self._office.names()]
        shared = config.load(self._office.shared)
        borrowed = [key for key, value in sample_values() if getattr(shared, key) == value]
        unnamed = not (shared.publisher and shared.licence and shared.person_responsible)
        return self._show(
            "editions", rows=rows, unnamed=unnamed, borrowed=borrowed, has_publisher=bool(shared.publisher)
        )

    def office_form(self, request: Request) -> str:
        """Return the form for the settings of all editions."""
        shared = config.load(self._office.shared)
        fields = [(key, name, getattr(shared, key)) for key, name in imprint_labels().items() if key != "correction"]
        root = self._office.request.input
        pictures = sorted(path.name for path in root.iterdir() if path.suffix.lower() in PICTURES)
        return self._show(
            "office", shared=shared, fields=fields, voices=config.EMBEDDED, pictures=pictures,
            accepted=",".join(sorted(PICTURES)), seen=file_digest(self._office.shared),
        )  # fmt: skip

    def emblem(self, request: Request) -> Response:
        """Return a small version of a picture of all editions."""
        return self._small(Picture(sources_folder.inside(self._office.request.input, request.path_params["file"])))

    def edition(self, request: Request) -> str:
        """Return an edition's page: its articles in order, its files, its notices, its build."""
        name = request.path_params["name"]
        folder = self._office.folder(name)
        examined = self._office.examined(name)
        others = [path for path in folder.path.iterdir() if _is_media(path) and path in set(folder.others)]
        used = files_of_the_whole(folder, examined.audio.plan.settings)
        sources = {one.number: one for one in folder.sources}
        return self._show(
            "edition",
            **self._about(name, examined),
            articles=views.articles(examined),
            sources=sources,
            skipped=[one for one in folder.sources if one.number not in _numbers(examined)],
            others=sorted(others),
            loose=sorted(path for path in others if path not in used),
            whole=sorted(path for path in others if path in used),
            notices=views.of_the_edition(examined),
            errors=[(error, _file_in(folder.path, error.where)) for error in examined.report.errors],
            settings=examined.audio.plan.settings,
            lengths=_lengths(examined),
            recordings=RECORDINGS,
            accepted=",".join(sorted(SUFFIXES | PICTURES | RECORDINGS)),
            **self._building(name, examined),
        )

    def article(self, request: Request) -> str:
        """Return an article's page: its published text next to its source, with every reading."""
        name, number = request.path_params["name"], request.path_params["number"]
        examined = self._office.examined(name)
        found = views.articles(examined)
        view = next((one for one in found if one.article.number == number), None)
        if view is None:
            failed = [error for error in examined.report.errors if f"/{number:02}" in error.where]
            raise failed[0] if failed else UsageError(name, message("there is no such article in this edition"), "")
        place = found.index(view)
        return self._show(
            "article",
            **self._about(name, examined),
            view=view,
            article=view.article,
            place=place + 1,
            settings=examined.audio.plan.settings,
            before=found[place - 1].article if place else None,
            after=found[place + 1].article if place + 1 < len(found) else None,
        )

    def sign(self, request: Request) -> str:
        """Return the page for signing an edition: its code, the changes, the stored states."""
        name = request.path_params["name"]
        examined = self._office.examined(name)
        code = bare(examined.audio.plan.settings.approved_code)
        history = self._office.history.all(name)
        signed = next((one for one in history if one.code == code), None)
        published = next((one for one in history if one.published), None)
        return self._show(
            "sign",
            **self._about(name, examined),
            settings=examined.audio.plan.settings,
            since_signature=differences(signed.state, examined.state) if signed else (),
            since_publication=differences(published.state, examined.state) if published else (),
            published=published,
            signed=signed,
            history=history,
            signer=self._signer(history),
            open_count=len(views.open_notices(examined)),
            errors=examined.report.errors,
            target=last_target(self._office.request),
            **self._building(name, examined),
        )

    def compare(self, request: Request) -> str:
        """Return the differences between a stored state and the present one."""
        name = request.path_params["name"]
        examined = self._office.examined(name)
        kept = self._office.history.find(name, request.path_params["code"])
        if kept is None:
            raise UsageError(name, message("there is no such state in the history"), "")
        changes: tuple[Change, ...] = differences(kept.state, examined.state)
        return self._show("compare", **self._about(name, examined), kept=kept, changes=changes)

    def paper(self, request: Request) -> str:
        """Return the page to print and sign by hand: everything visible and audible, in playback order."""
        name = request.path_params["name"]
        examined = self._office.examined(name)
        shown, heard = _shown_and_heard(examined)
        aloud = {one.article.number: _only_heard(one, shown) for one in examined.audio.scripted}
        of_articles = {text for texts in aloud.values() for text in texts}
        return self._show(
            "paper",
            **self._about(name, examined),
            articles=views.articles(examined),
            frame=[text for text in heard if text not in shown and text not in of_articles],
            aloud=aloud,
            voices=[voice_name(voice) for voice in examined.audio.voices],
            settings=examined.audio.plan.settings,
        )

    def made(self, request: Request) -> str:
        """Return the address of the last built page of the edition; the desk's own page if there is none."""
        name = request.path_params["name"]
        if self._preview is None:
            return "/"
        try:
            return self._preview(name, self._office.is_built_inside(name))
        except BantinError:
            return "/"

    def trouble(self, request: Request, error: BantinError) -> str:
        """Return the page of an error, with a way back and an undo button."""
        name = request.path_params.get("name", "")
        known = name in self._names()
        undo = self._office.undo(name).last if known else None
        return self._show(
            "trouble", error=error, name=name if known else "", undo=undo, seen=self._office.seen(name) if known else ""
        )

    def cover(self, request: Request) -> Response:
        """Return an edition's cover, its own or the drawn one."""
        picture = self._office.examined(request.path_params["name"]).audio.cover
        return Response(picture.content, media_type=picture.media_type)

    def picture(self, request: Request) -> Response:
        """Return a small version of a picture in the edition."""
        folder = self._office.folder(request.path_params["name"]).path
        path = sources_folder.inside(folder, request.path_params["file"])
        return self._small(Picture(path))

    def article_picture(self, request: Request) -> Response:
        """Return a small version of a picture of an article, by its number among the article's pictures."""
        examined = self._office.examined(request.path_params["name"])
        for one in examined.audio.scripted:
            if one.article.number == request.path_params["number"]:
                pictures = [
                    block.picture for block in one.article.blocks if isinstance(block, Figure) and block.picture
                ]
                place = request.path_params["place"]
                if place < len(pictures):
                    return self._small(pictures[place])
        raise UsageError("", message("there is no such file in this edition"), "")

    def _small(self, picture: Picture) -> Response:
        """Return the size of a picture for the desk; it is cached for desk and books."""
        made = self._office.pictures.made(picture, PHONE_EDGE)
        return Response(made.content, media_type=made.media_type)

    def _about(self, name: str, examined: Examined) -> dict[str, Any]:
        """Return the variables of every page of an edition."""
        used = (article.section for article in examined.edition.articles if article.section)
        return {
            "sections": tuple(dict.fromkeys((*examined.audio.plan.settings.sections, *used))),
            "name": name,
            "status": self._office.status(name),
            "seen": self._office.seen(name),
            "undo": self._office.undo(name).last,
            "code": examined.state.code,
            "edition": examined.edition,
            "numbers": [(one.number, plain(one.title)) for one in examined.edition.articles],
        }

    def _building(self, name: str, examined: Examined) -> dict[str, Any]:
        """Return the variables of the card with the build of an edition."""
        last, build = self._office.last_built(name), self._builder.build
        return {
            "since_build": differences(last, examined.state) if last else (),
            "build": build if build and build.edition == name else None,
            "can_preview": self._preview is not None,
        }

    def _signer(self, history: Sequence[Kept]) -> tuple[str, str]:
        """Return name and post of the person who signed this edition last, or else the newest signed edition."""
        others = (kept for name in self._names() for kept in self._office.history.all(name))
        last = next((kept.signed_by for kept in (*history, *others) if kept.signed_by), "")
        name, _, post = last.partition(", ")
        return name, post

    def _names(self) -> tuple[str, ...]:
        try:
            return self._office.names()
        except BantinError:
            return ()


def _numbers(examined: Examined) -> set[int]:
    return {article.number for article in examined.edition.articles}


def _shown_and_heard(examined: Examined) -> tuple[set[str], tuple[str, ...]]:
    """Return the sentences that the pages show, and those that are heard, in order."""
    lines = examined.state.lines
    heard = tuple(one.written for one in lines if one.kind.startswith("heard"))
    return {one.written for one in lines if not one.kind.startswith("heard")}, heard


def _only_heard(one: Prepared, shown: set[str]) -> tuple[str, ...]:
    """Return the sentences of an article that are heard and not shown: its byline, the rows of its tables."""
    instead = {sentence.text for paragraph in one.article.spoken_instead for sentence in paragraph}
    texts = (cue.reading.written for cue in one.script.cues if cue.spoken)
    return tuple(text for text in texts if text not in shown and text not in instead)


def _is_media(path: Path) -> bool:
    return path.suffix.lower() in PICTURES | RECORDINGS


def _lengths(examined: Examined) -> dict[int, tuple[str, str]]:
    """Return the duration of each recording, and the usual duration of reading its article."""
    profile = examined.audio.plan.settings.profile
    return {
        one.article.number: (clock(length_s(one.article.recording)), clock(expected_s(one, profile)))
        for one in examined.audio.scripted
        if one.article.recording
    }


def _file_in(folder: Path, where: str) -> str:
    """Return the name of the edition's file with the error, empty if it is another file."""
    path = Path(where.rsplit(":", 1)[0] if where.rpartition(":")[2].isdecimal() else where)
    return path.name if path.parent == folder and path.is_file() and path.suffix != ".toml" else ""


def _settings_of(office: Office, name: str) -> Any:
    try:
        return office.plan(name).settings
    except BantinError:
        return None
