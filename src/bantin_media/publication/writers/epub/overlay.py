"""`Document` + `Narration` → a media overlay (EPUB 3.3 §9): the times at which the sentences are heard.

The `par` elements follow the order of the document.  Each begins at the end of the one before it, so that a sentence is
highlighted at every moment; the last one ends with the sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from ....errors import OutputError
from ....messages import message
from ....model import Narration, Sentence
from ...documents import Document, Part, PartKind
from .container import SOUND
from .metadata import clock

ESCAPABLE = {PartKind.TABLE: "table", PartKind.LIST: "list", PartKind.FIGURE: "figure", PartKind.FOOTNOTE: "footnote"}
"""Parts that a listener can escape from or skip, with their EPUB names."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A finished SMIL file and its duration."""

    content: bytes
    duration_ms: int


def overlays(documents: Iterable[Document], narrations: Mapping[str, Narration | None]) -> dict[str, Overlay]:
    """Return document name → overlay, for every document that is narrated as it is written.

    `narrations` has None for a document without a sentence that can be spoken.  Raises `OutputError` for a sentence
    that was not narrated.
    """
    files = {}
    for document in documents:
        has_nothing_to_say = document.name in narrations and narrations[document.name] is None
        if document.passages and not (document.heard_otherwise or has_nothing_to_say):
            page, sound = f"../text/{document.name}.xhtml", f"../{SOUND}/{document.name}.mp3"
            files[document.name] = overlay(document, narrations.get(document.name), page, sound)
    return files


def overlay(document: Document, narration: Narration | None, page: str, sound: str) -> Overlay:
    """Return the overlay of `document`; `page` and `sound` are addresses relative to the SMIL file.

    Raises `OutputError` if a sentence of the document was not narrated.
    """
    times = _times(document, narration)
    page, sound = escape(page), escape(sound)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">',
        f'<body epub:textref="{page}">',
    ]
    count = 0
    for part in document.parts:
        pars = []
        for sentence, is_mark in _spoken(part):
            if sentence.id not in times:
                continue
            count += 1
            start_ms, end_ms = times[sentence.id]
            kind = ' epub:type="noteref"' if is_mark else ""
            pars.append(
                f'<par id="par-{count}"{kind}><text src="{page}#{escape(sentence.id)}"/>'
                f'<audio src="{sound}" clipBegin="{clock(start_ms)}" clipEnd="{clock(end_ms)}"/></par>'
            )
        if pars:
            lines += [_sequence(part, page), *pars, "</seq>"]
    lines += ["</body>", "</smil>", ""]
    duration_ms = sum(end_ms - start_ms for start_ms, end_ms in times.values())
    return Overlay("\n".join(lines).encode(), duration_ms)


def _spoken(part: Part) -> Iterator[tuple[Sentence, bool]]:
    """Yield each sentence of a part, and whether it announces a note mark."""
    for passage in part.spoken:
        for sentence in passage.text:
            yield sentence, sentence in passage.announced


def _sequence(part: Part, page: str) -> str:
    kind = f' epub:type="{ESCAPABLE[part.kind]}"' if part.kind in ESCAPABLE else ""
    return f'<seq id="seq-{part.id}" epub:textref="{page}#{part.id}"{kind}>'


def _times(document: Document, narration: Narration | None) -> dict[str, tuple[int, int]]:
    """Return start and end in milliseconds of every sentence that is heard, without gaps, in the document's order.

    Sound between two sentences (a pause, words outside sentences) belongs to the first of them.
    """
    starts: dict[str, int] = {}
    if narration is not None:
        for clip in narration.clips:
            starts.setdefault(clip.sentence_id, clip.start_samples * 1000 // narration.sample_rate_hz)
    ids = []
    for sentence in (sentence for passage in document.passages for sentence in passage.text):
        if sentence.id in starts:
            ids.append(sentence.id)
        elif narration is None or sentence.id not in narration.silent:
            raise OutputError(
                document.name,
                message("sentence {id} is shown but not narrated", id=sentence.id),
                message("Delete the folder .bantin and build again; report this if it comes back."),
            )
    ends = [*(starts[id] for id in ids[1:]), narration.duration_ms if narration else 0]
    return dict(zip(ids, zip([0, *ends], ends, strict=False), strict=True))
