"""A programme's script → a Word file for an announcer: large type, numbers in words, pauses marked.

Office Open XML (ECMA-376), three small parts in a zip; the same script gives the same bytes.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from ...files import write_whole
from ...model import Chapter, Cue, Pause, Script
from ..documents.labels import visible

TYPE_HALF_POINTS = 36
"""18 points: legible at arm's length in a dim studio."""

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENDS_PARAGRAPH = frozenset(Pause) - {Pause.SENTENCE}


def write_announcer_script(script: Script, chapters: Sequence[Chapter], day: date, target: Path) -> Path:
    """Write `script` as a Word document and return its path; each chapter has its title as heading.

    Raises `OutputError`.
    """
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": _document(script, chapters),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(_entry(name, day), text.encode("utf-8"))
    write_whole(target, content.getvalue())
    return target


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    return entry


def _document(script: Script, chapters: Sequence[Chapter]) -> str:
    titles = {chapter.first_cue: chapter.title for chapter in chapters}
    body: list[str] = []
    for first, last in _chapters(script.cues, sorted(titles)):
        if first in titles:
            body.append(_paragraph(titles[first], heading=True))
        body += [_paragraph(text) for text in _paragraphs(script.cues[first:last])]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}"><w:body>'
        f'{"".join(body)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" '
        'w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _chapters(cues: Sequence[Cue], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    borders = sorted({0, *starts, len(cues)})
    yield from itertools.pairwise(borders)


def _paragraphs(cues: Sequence[Cue]) -> Iterator[str]:
    """Yield the paragraphs: a paragraph ends at every pause longer than the one between sentences."""
    sentences: list[str] = []
    for cue in cues:
        if cue.recording:
            sentences.append(f"[{cue.recording.name}]")
        elif cue.spoken:
            sentences.append(_sentence(cue.spoken))
        if cue.pause in ENDS_PARAGRAPH and sentences:
            yield " ".join(sentences)
            sentences = []
    if sentences:
        yield " ".join(sentences)


def _sentence(spoken: str) -> str:
    """Return spoken words as a sentence: "hai giờ chiều" → "Hai giờ chiều."."""
    text = spoken[0].upper() + spoken[1:]
    return text if text[-1] in ".?!" else f"{text}."


def _paragraph(text: str, *, heading: bool = False) -> str:
    bold = "<w:b/>" if heading else ""
    space = (
        '<w:keepNext/><w:spacing w:before="480" w:after="240"/>'
        if heading
        else ('<w:spacing w:after="240" w:line="432" w:lineRule="auto"/>')
    )
    return (
        f"<w:p><w:pPr>{space}</w:pPr><w:r><w:rPr>"
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>{bold}'
        f'<w:sz w:val="{TYPE_HALF_POINTS}"/><w:szCs w:val="{TYPE_HALF_POINTS}"/><w:lang w:val="vi-VN"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(visible(text))}</w:t></w:r></w:p>'
    )
