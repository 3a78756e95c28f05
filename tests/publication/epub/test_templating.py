from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import pytest

from bantin_media.errors import ConfigError
from bantin_media.model import Picture
from bantin_media.templates import environment, render
from bantin_media.templates.compiled import Compiled


def override(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / "epub").mkdir(exist_ok=True)
    (tmp_path / "epub" / name).write_text(text, "utf-8")
    return tmp_path


def test_a_custom_template_takes_precedence_and_is_escaped(tmp_path: Path) -> None:
    templates = environment("epub", override(tmp_path, "one.xhtml.j2", "<p>{{ words }}</p>"))
    assert render(templates, "one.xhtml.j2", words="a < b & {{ c }}") == "<p>a &lt; b &amp; {{ c }}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "ok\n{{ missing }}",
        "ok\n{% if %}",
        "ok\n{{ words + 1 }}",
        "ok\n{{ 1 / 0 }}",
        "ok\n{{ words.__class__.__mro__ }}",
        "ok\n{% include 'none.xhtml.j2' %}",
    ],
)
def test_a_broken_template_names_its_file_and_line(tmp_path: Path, text: str) -> None:
    templates = environment("epub", override(tmp_path, "one.xhtml.j2", text))
    with pytest.raises(ConfigError) as caught:
        render(templates, "one.xhtml.j2", words="words")
    assert "one.xhtml.j2" in caught.value.where
    assert caught.value.where.endswith(":2") or "none" in caught.value.what


def test_an_unreadable_template_is_a_message(tmp_path: Path) -> None:
    override(tmp_path, "one.xhtml.j2", "")
    (tmp_path / "epub" / "one.xhtml.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError):
        render(environment("epub", tmp_path), "one.xhtml.j2")


ATTACKS = {
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "classes by filter": "{{ ''|attr('__class__') }}",
    "globals": "{{ cycler.__init__.__globals__.os.system('touch /tmp/harmed') }}",
    "code": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "an absolute path": "{% include '/etc/passwd' %}",
    "a path upwards": "{% include '../../../../../../etc/passwd' %}",
    "a long range": "{% for one in range(10**9) %}x{% endfor %}",
    "a power": "{{ 9 ** 999999999 }}",
    "a power of powers": "{{ ((10 ** 60) ** 60) ** 60 }}",
    "a long text": "{{ 'a' * 10 ** 11 }}",
    "a list that is changed": "{% set l = [] %}{{ l.append(1) }}",
    "a text that doubles": "{% set n = namespace(x='a' * 9999) %}{% for i in range(40) %}{% set n.x = n.x ~ n.x %}"
    "{% endfor %}{{ n.x }}",
    "a wide format": "{{ '%0999999999d' % 1 }}{{ '%0999999999d' % 1 }}",
    "circles": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "itself": "{% include 'style.css' %}",
}  # fmt: skip


REACHING = {
    "a file": "{{ where.read_text() }}",
    "a file through a list": "{{ ([where]|first).read_text() }}",
    "a file by map": "{{ [where]|map(attribute='parent')|first }}",
    "a file by map and attr": "{{ [where]|map('attr', 'name')|first }}",
    "a file by item": "{{ where['parent'] }}",
    "a file by loop": "{% for one in [where] %}{{ one.parent }}{% endfor %}",
    "a file by division": "{{ (where / 'secret').read_text() }}",
    "a file in a value of ours": "{{ picture.path.read_text() }}",
    "a format": "{{ '{0.parent}'.format(where) }}",
    "a format of a mapping": "{{ '{x.parent}'.format_map({'x': where}) }}",
    "a function": "{{ act('touch') }}",
    "a function's globals": "{{ act.__globals__ }}",
    "a method of a value of ours": "{{ picture.erase() }}",
    "a module": "{{ module.system('true') }}",
    "a class": "{{ kind('/etc/passwd') }}",
    "a class's subclasses": "{{ kind.mro() }}",
    "an engine of templates": "{{ self._TemplateReference__context.environment }}",
    "a template's loader": "{% import 'two.txt' as two %}{{ two.__class__ }}",
    "a generator's frame": "{{ (i for i in [1]).gi_frame }}",
    "a macro's function": "{% macro m() %}{% endmacro %}{{ m._func }}",
    "a loop's iterable": "{% for i in [1] %}{{ loop._iterable }}{% endfor %}",
    "a date's class": "{{ day.fromtimestamp(0) }}",
    "a text's encoding": "{{ 'x'.encode('utf-8') }}",
    "a wide text": "{{ 'x'.zfill(99999999999) }}",
}  # fmt: skip


@pytest.mark.parametrize("attack", REACHING.values(), ids=REACHING)
def test_a_template_reaches_only_data(tmp_path: Path, attack: str) -> None:
    """A value that gets into a template by mistake is unusable there: the sandbox is an allow-list of types."""
    override(tmp_path, "one.txt", attack)
    override(tmp_path, "two.txt", "")
    secret = tmp_path / "secret"
    secret.write_text("mật khẩu")
    values = {
        "where": tmp_path, "picture": Picture(secret), "act": os.system, "module": os, "kind": open,
        "day": date(2026, 11, 5),
    }  # fmt: skip
    with pytest.raises(ConfigError):
        render(environment("epub", tmp_path), "one.txt", **values)


def test_a_custom_template_has_the_means_of_ours(tmp_path: Path) -> None:
    text = (
        "{{ day.strftime('%d/%m') }} {{ words.split()|map('upper')|join('-') }} {{ (picture.alt or 'x').title() }}"
        "{% for i in [3, 1]|sort %} {{ loop.index }}:{{ i }}{{ loop.cycle('a', 'b') }}{% endfor %}"
        "{% set n = namespace(x=0) %}{% set n.x = n.x + 2 %} {{ n.x }} {{ {'a': 1}.get('a') }}"
        "{% macro m(x) %}<{{ x }}{{ caller() }}>{% endmacro %}{% call m(1) %}!{% endcall %}{{ m.name }}"
        "{% import 'two.txt' as two %}{{ two.say('b') }}{% block a %}A{% endblock %}{{ self.a() }}"
        "{% for key, group in [picture]|groupby('alt') %}{{ key }}{{ group|length }}{% endfor %}"
        "{% set turns = cycler('p', 'q') %}{{ turns.next() }}{{ range(3)|list }}"
    )
    override(tmp_path, "one.txt", text)
    override(tmp_path, "two.txt", "{% macro say(x) %}({{ x }}){% endmacro %}")
    values = {"day": date(2026, 11, 5), "words": "một hai", "picture": Picture(Path("x"), alt="ảnh")}
    made = render(environment("epub", tmp_path), "one.txt", **values)
    assert made == "05/11 MỘT-HAI Ảnh 1:1a 2:3b 2 1<1!>m(b)AAảnh1p[0, 1, 2]"


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_template_that_wants_to_do_harm_is_refused(tmp_path: Path, attack: str) -> None:
    (tmp_path / "epub").mkdir()
    (tmp_path / "epub" / "style.css").write_text(attack, "utf-8")
    with pytest.raises(ConfigError) as caught:
        render(environment("epub", tmp_path), "style.css")
    assert len(str(caught.value)) < 2000


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="nothing interrupts a template on Windows")
def test_a_template_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bantin_media.templates._LONGEST_S", 0.3)
    (tmp_path / "epub").mkdir()
    loops = "{% for i in range(99999) %}{% for j in range(99999) %}{% if j < 0 %}x{% endif %}{% endfor %}{% endfor %}"
    (tmp_path / "epub" / "style.css").write_text(loops, "utf-8")
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(ConfigError):
        render(environment("epub", tmp_path), "style.css")
    assert signal.getsignal(signal.SIGVTALRM) is before
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_a_template_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mật khẩu")
    (tmp_path / "templates" / "epub").mkdir(parents=True)
    (tmp_path / "templates" / "epub" / "style.css").symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigError):
        environment("epub", tmp_path / "templates")


# ---------------------------------------------------------------------------------------------- compiled templates


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that replaces the package's own for compiled templates."""
    folder = tmp_path / "compiled"
    monkeypatch.setattr("bantin_media.templates.compiled.compiled", lambda: Compiled(folder))
    return folder


def opening() -> str:
    return render(environment("spoken", None), "section.txt.j2", section="Thời sự")


def test_a_template_of_the_package_is_compiled_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = opening()
    assert len(list(kept.iterdir())) == 1
    monkeypatch.setattr("jinja2.Environment.compile", None)  # compiling now is an error
    assert opening() == text


@pytest.mark.parametrize("content", [b"", b"x" * 200, b"j2" + bytes(90)])
def test_a_damaged_compiled_template_is_compiled_again(kept: Path, content: bytes) -> None:
    text = opening()
    (path,) = kept.iterdir()
    path.write_bytes(content)
    assert opening() == text and path.read_bytes() != content


def test_custom_templates_are_neither_stored_nor_loaded_from_the_store(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "own" / "spoken").mkdir(parents=True)
    (tmp_path / "own" / "spoken" / "section.txt.j2").write_text("{{ section.__class__ }}", "utf-8")
    opening()
    before = list(kept.iterdir())
    with pytest.raises(ConfigError):
        render(environment("spoken", tmp_path / "own"), "section.txt.j2", section="x")
    assert list(kept.iterdir()) == before


def test_without_a_place_for_it_templates_are_compiled_each_time(kept: Path) -> None:
    kept.write_text("a file where a folder should be")
    assert opening()
