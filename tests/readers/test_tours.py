"""One source of each format with everything that the format has, and the same source with one part changed at a time.

The golden file shows the draft of each source, and the lines of the draft that each change adds or removes: what each
element, attribute, control word or line is for.  `pytest tests/readers/test_tours.py --accept` rewrites `tours/*.txt`.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from tests.accepted import told
from tests.tiny_odt import fodt, odt

from bantin_media import readers
from bantin_media.errors import BantinError

from .conftest import JPEG, NUMBERING, SPACES, STYLES, write_docx
from .test_word_parts import CHART, relation

TOURS = Path(__file__).with_name("tours")
LONGEST = 160
"""In characters: of a longer change only the beginning and a digest are stored."""
Write = Callable[[str], Path]
AsAccepted = Callable[[Path, str], None]
MEANT_WITHOUT = frozenset({"0", "restart"})
"""Values of a single attribute whose element means something without it; others are only made wrong."""
TOGGLES = frozenset({"b", "v", "strike", "super", "sub", "deleted", "revised", "plain"})
"""Control words that a number of 0 turns off."""


def tour(name: str) -> str:
    return (TOURS / name).read_text("utf-8")


MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>'


def word(folder: Path, part: str = "word/document.xml") -> tuple[str, Write]:
    """Return a part of the Word file, and a function that writes the file with another text of this part."""
    body = tour("document.xml")
    parts = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{STYLES}{tour('styles.xml')}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {SPACES}>{tour('footnotes.xml')}</w:footnotes>",
        "word/chart1.xml": CHART,
        "word/d1.xml": tour("diagram.xml"),
    }
    rest = {
        "word/header.xml": "<w:hdr {}><w:p><w:r><w:t>BẢN TIN SỐ 4</w:t></w:r></w:p></w:hdr>",
        "word/comments.xml": "<w:comments {}><w:comment><w:p><w:r><w:t>xem lại</w:t></w:r></w:p></w:comment>"
        "</w:comments>",
        "word/endnotes.xml": "<w:endnotes {}><w:endnote w:id='2'><w:p><w:r><w:t>Báo xã</w:t></w:r></w:p></w:endnote>"
        "</w:endnotes>",
    }
    targets = {"p1": ("image", "a.jpg"), "p3": ("image", "none.jpg"), "c1": ("chart", "chart1.xml"),
               "d1": ("diagramData", "d1.xml"), "o1": ("package", "a.xlsx"), "k5": ("comments", "comments.xml"),
               "k6": ("endnotes", "endnotes.xml")}  # fmt: skip
    relations = "".join(relation(id, *target) for id, target in targets.items())

    def write(text: str) -> Path:
        known = {name: one.encode() for name, one in {**parts, part: text}.items()}
        known |= {name: one.format(SPACES).encode() for name, one in rest.items()}
        more = {"word/a.jpg": JPEG, **known}
        return write_docx(folder / "01.docx", "", parts=more, relations=relations, compression=zipfile.ZIP_STORED)

    return parts[part], write


def open_document(folder: Path, part: str) -> tuple[str, Write]:
    """Return the body or the styles of the OpenDocument text, and a function that writes the text with another one."""
    spaces = re.search(r"<office:document (.*?)>", fodt(folder / "x.fodt", "").read_text("utf-8"))
    assert spaces
    texts = {name: tour(f"odt-{name}.xml") for name in ("body", "automatic", "styles")}

    def write(text: str) -> Path:
        inner = text.partition(">")[2].rpartition("<")[0]
        known = {**texts, part: inner}
        return odt(
            folder / "01.odt", known["body"], automatic=known["automatic"], styles=known["styles"],
            pages="<style:master-page><style:header><text:p>BẢN TIN SỐ 4</text:p></style:header></style:master-page>",
            meta="<dc:title>Báo cáo</dc:title><meta:initial-creator>Lò Thị Ban</meta:initial-creator>",
            parts={"Pictures/a.jpg": JPEG, "O1/content.xml": MATH.encode(),
                   "O2/content.xml": tour("odt-sheet.xml").encode()},
        )  # fmt: skip

    return f"<tour {spaces[1]}>{texts[part]}</tour>", write


def plain_file(folder: Path, name: str, as_name: str, *, codec: str = "utf-8") -> tuple[str, Write]:
    path = folder / as_name
    (folder / "duong.jpg").write_bytes(JPEG)

    def write(text: str) -> Path:
        path.write_bytes(text.encode(codec, "replace"))
        return path

    return tour(name), write


def without_parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield an XML text without each element that is not alone, and with each attribute missing or wrong."""
    root = etree.fromstring(text)
    elements = [one for one in root.iter() if one is not root and isinstance(one.tag, str)]
    for place, element in enumerate(elements):
        name = f"{place} {etree.QName(element).localname}"
        for key, value in sorted(element.items()):
            shown = f"{name} {etree.QName(key).localname}={value[:30]}"
            if len(element.attrib) > 1 or value in MEANT_WITHOUT:
                del element.attrib[key]
                yield f"{shown} missing", etree.tostring(root, encoding="unicode")
            element.set(key, "1" if value != "1" else "0")
            yield f"{shown} wrong", etree.tostring(root, encoding="unicode")
            element.set(key, value)
        above = element.getparent()
        if len(above) == 1:  # it is missing if its parent is
            continue
        at, tail = above.index(element), element.tail
        above.remove(element)
        yield f"{name} missing", etree.tostring(root, encoding="unicode")
        above.insert(at, element)
        element.tail = tail


def without_words(text: str) -> Iterator[tuple[str, str]]:
    r"""Yield rich text without each of its control words, and with another number in each."""
    for place, found in enumerate(re.finditer(r"\\(\*|[a-z]+)(-?\d+)? ?", text)):
        word, rest = f"{place} {found[0].strip()}", text[found.end() :]
        yield f"{word} missing", text[: found.start()] + rest
        if found[2]:
            yield f"{word} other", f"{text[: found.start()]}\\{found[1]}{int(found[2]) + 1} {rest}"
        elif found[1] in TOGGLES:
            yield f"{word} 0", f"{text[: found.start()]}\\{found[1]}0 {rest}"


def without_lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text without each of its lines, with each line twice, indented, and joined to the one before."""
    lines = text.splitlines()
    for place, line in enumerate(lines):
        before, after = lines[:place], lines[place + 1 :]
        changes = {"missing": [], "twice": [line, line], "indented": [f"  {line}"], "blank before": ["", line]}
        for what, new in changes.items():
            if line.strip() or what in {"missing", "twice"}:
                yield f"{place} {line[:30]} {what}", "\n".join([*before, *new, *after]) + "\n"


def without_tags(text: str) -> Iterator[tuple[str, str]]:
    """Yield a page without each of its tags, and without each attribute or with another value of it."""
    for place, tag in enumerate(re.finditer(r"</?[a-z][^>]*>", text)):
        yield f"{place} {tag[0][:40]} missing", text[: tag.start()] + text[tag.end() :]
        for attribute in re.finditer(r' ([\w-]+)(="[^"]*")?', tag[0]):
            for what, new in (("missing", ""), ("wrong", f' {attribute[1]}="1"')):
                at = tag.start() + attribute.start()
                changed = text[:at] + new + text[at + len(attribute[0]) :]
                yield f"{place} {tag[0].split()[0]}{attribute[0][:40]} {what}", changed


def spelled_out(folder: Path) -> tuple[str, Write]:
    """Return the rich text with its letters as Word writes them: other than ASCII by number, with a substitute."""
    text, write = plain_file(folder, "tour.rtf.txt", "01.rtf", codec="latin-1")
    return "".join(one if ord(one) < 128 else rf"\u{ord(one)}?" for one in text), write


SAME = ("docx styles", "docx numbering", "docx footnotes", "docx chart1", "docx d1", "odt automatic", "odt styles")
"""Other parts of the two packages, whose drafts are the same."""
Tour = tuple[Callable[[Path], tuple[str, Write]], Callable[[str], Iterator[tuple[str, str]]]]
ALL: dict[str, Tour] = {
    **{f"docx {part}": (lambda folder, part=part: word(folder, f"word/{part}.xml"), without_parts)
       for part in ("document", "styles", "numbering", "footnotes", "chart1", "d1")},
    **{f"odt {part}": (lambda folder, part=part: open_document(folder, part), without_parts)
       for part in ("body", "automatic", "styles")},
    "rtf": (spelled_out, without_words),
    "html": (lambda folder: plain_file(folder, "tour.html", "01.html"), without_tags),
    "md": (lambda folder: plain_file(folder, "tour.md", "01.md"), without_lines),
    "txt": (lambda folder: plain_file(folder, "tour.txt", "01.txt"), without_lines),
}  # fmt: skip


def drafted(path: Path) -> list[str]:
    try:
        spoken = list(told(readers.read(path)))
    except BantinError as error:
        spoken = [f"{type(error).__name__} {error.where}: {error.what} → {error.hint}"]
    return [line.replace(str(path.parent), "") for line in spoken]


def difference(before: list[str], after: list[str]) -> str:
    """Return the lines of a draft that a change adds and removes, without their numbers."""
    one, other = (Counter(re.sub(r"(?<=line: )\d+|(?<=:)\d+(?=')", "N", line.strip()) for line in lines)
                  for lines in (before, after))  # fmt: skip
    text = "; ".join([*(f"- {line}" for line in one - other), *(f"+ {line}" for line in other - one)])
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return text.encode("unicode_escape").decode() if not text.isprintable() else text


def uses(kind: str, folder: Path, as_accepted: AsAccepted) -> None:
    make, changes = ALL[kind]
    whole, write = make(folder)
    before = drafted(write(whole))
    words = [f"  {line}" for line in before] if kind not in SAME else []
    for what, text in changes(whole):
        if changed := difference(before, drafted(write(text))):
            words.append(f"{what}: {changed}")
    text = "\n".join(words).encode("utf-8", "backslashreplace").decode("utf-8")
    as_accepted(TOURS / f"{kind.replace(' ', '-')}.accepted.txt", text + "\n")


@pytest.mark.parametrize("part", ["document", "styles", "numbering", "footnotes", "chart1", "d1"])
def test_each_part_of_a_word_file_has_its_use(part: str, tmp_path: Path, as_accepted: AsAccepted) -> None:
    uses(f"docx {part}", tmp_path, as_accepted)


@pytest.mark.parametrize("part", ["body", "automatic", "styles"])
def test_each_part_of_an_open_document_has_its_use(part: str, tmp_path: Path, as_accepted: AsAccepted) -> None:
    uses(f"odt {part}", tmp_path, as_accepted)


def test_each_word_of_rich_text_has_its_use(tmp_path: Path, as_accepted: AsAccepted) -> None:
    uses("rtf", tmp_path, as_accepted)


def test_each_tag_of_a_page_has_its_use(tmp_path: Path, as_accepted: AsAccepted) -> None:
    uses("html", tmp_path, as_accepted)


def test_each_line_of_markdown_has_its_use(tmp_path: Path, as_accepted: AsAccepted) -> None:
    uses("md", tmp_path, as_accepted)


def test_each_line_of_a_text_has_its_use(tmp_path: Path, as_accepted: AsAccepted) -> None:
    uses("txt", tmp_path, as_accepted)
