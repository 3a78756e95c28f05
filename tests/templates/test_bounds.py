"""The lookup and the rendering of templates: ours without limits, custom ones within limits that are restored."""

from __future__ import annotations

import resource
import signal
import threading
from pathlib import Path
from types import MappingProxyType

import pytest
from jinja2 import Environment
from jinja2.exceptions import SecurityError

from bantin_media import templates
from bantin_media.errors import ConfigError
from bantin_media.model import Edition, Picture, Table
from bantin_media.templates import environment, render, rendered, source
from bantin_media.templates.compiled import Compiled, compiled
from bantin_media.templates.sandbox import Sandbox, _attributes

PAGE_BYTES = resource.getpagesize()


def own(tmp_path: Path, text: str, name: str = "one.txt") -> Environment:
    """Return the environment of an editor who has this template."""
    (tmp_path / "epub" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "epub" / name).write_text(text, "utf-8")
    return environment("epub", tmp_path)


def test_only_an_editors_templates_run_in_the_sandbox(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    for overrides in (None, tmp_path, tmp_path / "none"):
        ours = environment("epub", overrides)
        assert not ours.sandboxed and ours.bytecode_cache is compiled()
    theirs = own(tmp_path, "")
    assert isinstance(theirs, Sandbox) and theirs.bytecode_cache is None
    assert not ours.auto_reload and not theirs.auto_reload


def test_templates_without_a_custom_one_are_ours(tmp_path: Path) -> None:
    theirs = own(tmp_path, "x")
    assert source(theirs, "style.css") == (templates.TEMPLATES / "epub" / "style.css").read_text("utf-8")
    assert source(own(tmp_path, "y{}", "style.css"), "style.css") == "y{}"
    with pytest.raises(ConfigError) as caught:
        source(theirs, "none.css")
    assert caught.value.where == "none.css"
    (tmp_path / "epub" / "bad.css").write_bytes(b"\xff")
    with pytest.raises(ConfigError):
        source(theirs, "bad.css")


@pytest.mark.parametrize(
    ("name", "is_escaped"),
    [(f"a{end}", True) for end in (".xhtml.j2", ".html.j2", ".xml.j2", ".xhtml", ".html", ".xml")]
    + [(f"a{end}", False) for end in (".txt", ".css", ".js", ".txt.j2", ".htmlx", "")],
)
def test_markup_is_escaped(tmp_path: Path, name: str, is_escaped: bool) -> None:
    assert render(own(tmp_path, "{{ x }}", name), name, x="<") == ("&lt;" if is_escaped else "<")
    assert environment("epub", None).from_string("{{ x }}").render(x="<") == "<"


def test_lines_of_blocks_leave_no_trace_and_the_last_line_ends(tmp_path: Path) -> None:
    text = "a\n  {% if true %}\nb\n  {% endif %}\nc\n\n"
    theirs = own(tmp_path, text)
    assert render(theirs, "one.txt") == "a\nb\nc\n\n"
    assert "".join(rendered(theirs, "one.txt")) == "a\nb\nc\n\n"


def test_a_page_is_streamed_and_an_error_has_its_line(tmp_path: Path) -> None:
    pieces = rendered(own(tmp_path, "a\n{% for i in (1, 2) %}{{ i }}{% endfor %}\n{{ none.x }}"), "one.txt")
    assert next(pieces)
    with pytest.raises(ConfigError) as caught:
        list(pieces)
    assert caught.value.where == f"{tmp_path / 'epub' / 'one.txt'}:3"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a\n\n{{ x", ":3", "unexpected end of template"),
        ("a\n{% include 'none.txt' %}", "one.txt", "không có mẫu trình bày none.txt"),
        ("{% include 'two.txt.j2' %}", "two.txt.j2:2", "division"),
        ("a\n{{ 1 / 0 }}", "one.txt:2", "division"),
        ("a\nb\n{{ ''|attr('x')|length }}", ":3", "has no attribute"),
        ("{{ 'a' * 10 ** 14 }}", "one.txt:1", "quá nhiều thời gian hoặc bộ nhớ"),
        ("{{ 'a' * 10 ** 16 }}", "one.txt:1", "*"),
    ],
)
def test_an_error_names_the_innermost_template_and_its_cause(tmp_path: Path, text: str, place: str, what: str) -> None:
    own(tmp_path, "\n{{ 1 / 0 }}", "two.txt.j2")
    with pytest.raises(ConfigError) as caught:
        render(own(tmp_path, text), "one.txt")
    assert caught.value.where.endswith(place)
    assert what in caught.value.what and caught.value.hint


def test_a_link_within_the_folder_is_followed_and_one_out_of_it_is_not(tmp_path: Path) -> None:
    theirs = own(tmp_path, "here", "deep/er/one.txt")
    (tmp_path / "epub" / "two.txt").symlink_to(tmp_path / "epub" / "deep" / "er" / "one.txt")
    assert render(environment("epub", tmp_path), "two.txt") == render(theirs, "deep/er/one.txt") == "here"
    (tmp_path / "secret").write_text("x")
    (tmp_path / "epub" / "deep" / "er" / "out.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigError) as caught:
        environment("epub", tmp_path)
    assert caught.value.where.endswith("out.txt")


def test_limits_hold_within_and_are_given_back(tmp_path: Path) -> None:
    seen: list[tuple[float, int, object]] = []

    def look() -> str:
        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        seen.append((signal.getitimer(signal.ITIMER_VIRTUAL)[0], limit, signal.getsignal(signal.SIGVTALRM)))
        return ""

    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGVTALRM)
    theirs = own(tmp_path, "{{ look() }}")
    theirs.globals["look"] = look
    render(theirs, "one.txt")
    timer_s, limit, handler = seen[0]
    assert 19.5 < timer_s < 20.5
    size = int(Path("/proc/self/statm").read_text().split()[0]) * PAGE_BYTES
    assert abs(limit - size - 384 * 1024 * 1024) < 64 * 1024 * 1024
    assert handler is not before[1]
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGVTALRM)) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    ours = environment("epub", None)
    ours.globals["look"] = look
    ours.from_string("{{ look() }}").render()
    assert seen[1][0] == 0 and seen[1][1] == before[0][0]


def test_a_lower_limit_of_the_system_stays(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = int(Path("/proc/self/statm").read_text().split()[0]) * PAGE_BYTES
    low = size + 100 * 1024 * 1024
    theirs = own(tmp_path, "{{ look() }}")
    seen: list[tuple[int, int]] = []
    theirs.globals["look"] = lambda: seen.append(resource.getrlimit(resource.RLIMIT_AS)) or ""  # type: ignore[func-returns-value]
    resource.setrlimit(resource.RLIMIT_AS, (low, hard))
    try:
        render(theirs, "one.txt")
        assert seen == [(low, hard)]
        assert resource.getrlimit(resource.RLIMIT_AS) == (low, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_without_a_known_size_memory_is_unlimited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: Path) -> bytes:
        raise FileNotFoundError

    theirs = own(tmp_path, "ok")
    monkeypatch.setattr(templates.Path, "read_bytes", none)
    assert render(theirs, "one.txt") == "ok"
    monkeypatch.delattr(signal, "setitimer")
    assert render(theirs, "one.txt") == "ok"


def test_another_thread_fills_a_template_without_a_timer(tmp_path: Path) -> None:
    theirs = own(tmp_path, "{{ x }}")
    made: list[str] = []
    thread = threading.Thread(target=lambda: made.append(render(theirs, "one.txt", x="ok")))
    thread.start()
    thread.join()
    assert made == ["ok"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 ** 49", 2**49), ("3 ** 2 ** 2", 81), ("0 * 10 ** 15", 0), ("(-7) ** 3", -343), ("1 ** 64", 1),
        ("1.5 * 4", 6.0), ("'ab' * 2", "abab"), ("2 * 'ab'", "abab"), ("10 ** 7 * 10 ** 8", 10**15),
        ("1 * 10 ** 15", 10**15),
        ("2.0 ** 65", 2.0**65), ("(10 ** 15 + 1) * 0", 0), ("[1] * 3", [1, 1, 1]), ("-3 * 4", -12),
    ],
)  # fmt: skip
def test_numbers_of_a_page_are_reckoned(expression: str, value: object) -> None:
    assert Sandbox().compile_expression(expression)() == value


@pytest.mark.parametrize(
    "expression",
    ["1 ** 65", "2 ** 65", "(-2) ** 65", "10 ** 8 * (10 ** 7 + 1)", "(0 - 10 ** 8) * (10 ** 7 + 1)",
     "(10 ** 15 + 1) * 1",
     "(10 ** 9) ** 64 ** 2", "'ab' * 10 ** 15", "10 ** 15 * 'ab'"],
)  # fmt: skip
def test_larger_ones_are_refused(expression: str) -> None:
    with pytest.raises(SecurityError):
        Sandbox().compile_expression(expression)()


def test_only_listed_attributes_of_each_type_can_be_used() -> None:
    def free() -> None: ...

    assert {"title", "number", "is_draft", "is_public"} <= _attributes(Edition)
    assert _attributes(Table) == {"caption", "column_names", "header_rows", "kind", "rows"}
    assert _attributes(Picture) == {"path", "member", "alt"}
    for kind in (Path, type, int, float, type(None), type(free), set, bytes):
        assert _attributes(kind) == frozenset()
    assert _attributes(MappingProxyType) == {"get", "items", "keys", "values"} == _attributes(dict)
    assert _attributes(tuple) == _attributes(list) == {"count", "index"}
    assert _attributes(type("Text", (str,), {})) == _attributes(str)


@pytest.mark.parametrize(
    ("expression", "is_allowed"),
    [
        ("x.y", True), ("x._y", False), ("d.get('a')", True), ("d.pop('a')", False), ("'a'.upper()", True),
        ("'a'.format()", False), ("'{}'.format_map(d)", False), ("l.append(1)", False), ("l.count(1)", True),
    ],
)  # fmt: skip
def test_attributes_that_a_template_may_use(expression: str, is_allowed: bool) -> None:
    sandbox = Sandbox(undefined=environment("epub", None).undefined)
    text = "{% set x = namespace(y=1, _y=2) %}{{ " + expression + " }}"
    if is_allowed:
        assert sandbox.from_string(text).render(d={"a": 1}, l=[1])
    else:
        with pytest.raises((SecurityError, Exception), match=r"unsafe|not safe|undefined|no attribute|access"):
            sandbox.from_string(text).render(d={"a": 1}, l=[1])


def test_compiled_templates_are_next_to_the_modules(tmp_path: Path) -> None:
    assert compiled()._folder.name == "__pycache__" and compiled()._folder.parent == templates.TEMPLATES
    (tmp_path / "made").mkdir()
    kept = Compiled(tmp_path / "made")
    ours = environment("spoken", None)
    ours.bytecode_cache = kept
    text = render(ours, "section.txt.j2", section="Thời sự")
    (path,) = (tmp_path / "made").iterdir()
    assert path.name.startswith("template-") and path.suffix == ".jinja"
    again = environment("spoken", None)
    again.bytecode_cache = kept
    assert render(again, "section.txt.j2", section="Thời sự") == text
