"""The values for every template of a whole build: plain data, which cannot read, write or remove a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import GeneratorType
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

import bantin_media
from bantin_media import templates
from bantin_media.configuration import workspace
from bantin_media.configuration.editions import begin
from bantin_media.templates.sandbox import _attributes

from .conftest import ARTICLE, SECOND, Office

SCALARS = (str, int, float, bool, type(None), date, Markup, Enum)
OFFICE = """title = "Bản tin Khau Tràng"
publisher = "Ủy ban nhân dân xã Khau Tràng"
base_url = "https://khau-trang.example/"
correction = "Số hộ là 46, không phải 64."
approved_by = "Lý A Dì"
[sound]
programme_minutes = 1
read_captions = true
read_correction = true
[feed]
episodes = "articles"
[voices.secret]
address = "https://voices.example/speak"
headers = { Authorization = "${KEY}" }
text = "{text}"
"""


def an_office_with_everything(office: Office, picture: Path) -> Office:
    settings = """number = "1"\ndate = 2026-11-05\n[articles.1]\nsection = "Xã hội"\ncaptions = ["Ông Lý A Dì"]\n"""
    folder = office.edition(settings=settings)
    (office.input / "bantin.toml").write_text(OFFICE, "utf-8")
    office.write("01 xoa mu chu.txt", ARTICLE)
    office.write("02 nuoc sach.txt", SECOND)
    office.write("02 nuoc sach (doc).txt", "Nước sạch đã về bản Thẳm Mò.")
    office.write(
        "03 bang.md", "# Giá nông sản\n\n| Loại | Giá |\n|---|---|\n| Ngô | 8.000 |\n\n- Một\n- Hai\n\n> Mừng lắm.\n"
    )
    for number in range(4, 14):  # more articles than fit on one page, so that each has its own page
        office.write(f"{number:02} tin.txt", f"Tin ngắn số {number}\n\nBà con xem tin.\n")
    shutil.copy(picture, folder / "01 anh lop hoc.png")
    return office


def walked(value: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """Yield every value that a template can reach from `value`, including itself, with its path."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield path, value
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from walked(key, f"{path} key", seen)
            yield from walked(one, f"{path}[{key!r}]", seen)
    elif isinstance(value, (tuple, list, frozenset, GeneratorType)):
        for place, one in enumerate(value):
            yield from walked(one, f"{path}[{place}]", seen)
    elif is_dataclass(value):
        for name in sorted(_attributes(type(value))):
            yield from walked(getattr(value, name), f"{path}.{name}", seen)


def is_plain(value: Any) -> bool:
    ours = type(value).__module__.startswith(bantin_media.__name__)
    containers = (Mapping, tuple, list, frozenset, GeneratorType)
    return isinstance(value, (*SCALARS, *containers)) or (ours and is_dataclass(value))


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Mapping[str, object]]]:
    """Collect Jinja's input by the template's name."""
    # kept alive until the end, so that no two values have the same address
    given: dict[str, list[Mapping[str, object]]] = {}

    def gathering(fill: Callable[..., Any]) -> Callable[..., Any]:
        def filled(template: jinja2.Template, **values: object) -> Any:
            given.setdefault(str(template.name), []).append({**template.globals, **values})
            return fill(template, **values)

        return filled

    for way in ("render", "generate"):
        monkeypatch.setattr(jinja2.Template, way, gathering(getattr(jinja2.Template, way)))
    return given


def test_every_value_that_every_template_gets_is_plain(office: Office, drawing: Path, handed: dict[str, Any]) -> None:
    reports = an_office_with_everything(office, drawing).build()
    assert not any(report.errors for report in reports)
    begin(office.input, "2026-12")
    workspace.begin(office.root / "moi")
    included = {
        "parts.xhtml.j2",
        "page.xhtml.j2",
        "base.html.j2",
        "frame.html.j2",
        "player.html.j2",
        "parts.html.j2",
        "emblem.html.j2",
    }
    replaceable = (path for path in templates.TEMPLATES.rglob("*.j2") if path.parent.name != "desk")
    assert set(handed) == {path.name for path in replaceable} - included
    functions = set(map(id, jinja2.Environment().globals.values()))
    seen: set[int] = set()
    found = [
        (path, value)
        for name, calls in handed.items()
        for values in calls
        for path, value in walked({k: v for k, v in values.items() if id(v) not in functions}, name, seen)
    ]
    assert len(found) > 1000
    assert {path: type(value) for path, value in found if not is_plain(value)} == {}
    texts = {value for _, value in found if isinstance(value, str)}
    assert not [text for text in texts if "voices.example" in text]


def test_the_same_templates_in_the_sandbox_give_the_same_bytes(
    new_office: Callable[[str], Office], drawing: Path
) -> None:
    plain, own = (an_office_with_everything(new_office(name), drawing) for name in ("plain", "own"))
    shutil.copytree(templates.TEMPLATES, own.input / "templates")
    assert not any(report.errors for office in (plain, own) for report in office.build())
    assert plain.published() == own.published()
    proof = "proof/2026-11.html"
    assert (plain.root / proof).read_bytes().count(b"<article") == (own.root / proof).read_bytes().count(b"<article")


@pytest.mark.parametrize(
    "attack",
    [
        "{{ edition.articles[0].path.parent.joinpath('secret').read_text() }}",
        "{{ articles[0].document.article.path }}",
        "{{ (articles|map(attribute='document')|first).parts|map(attribute='picture')|list }}{{ edition.cover.path }}",
        "{{ settings.voices }}",
    ],
)
def test_no_file_can_be_reached_from_a_page(office: Office, drawing: Path, attack: str) -> None:
    an_office_with_everything(office, drawing)
    (office.input / "2026-11" / "secret").with_suffix(".toml~").write_text("mật khẩu")
    folder = office.input / "templates" / "page"
    folder.mkdir(parents=True)
    (folder / "edition.html.j2").write_text(attack, "utf-8")
    (report,) = office.build()
    assert [error.where for error in report.errors] == [f"{folder / 'edition.html.j2'}:1"]
