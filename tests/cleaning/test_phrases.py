"""Phrases in another language: where they are found again in the cleaned article, and where not.

`pytest tests/cleaning/test_phrases.py --accept` writes `accepted/phrases.txt` anew; read its difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Sentences

from bantin_media.cleaning.phrases import with_phrases
from bantin_media.model import (
    Article,
    Figure,
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Phrase,
    Quote,
    SourcePhrase,
    Table,
)
from bantin_media.speech.running_order import all_texts

GOLDEN = Path(__file__).parent / "accepted" / "phrases.txt"


def article() -> Article:
    text = Sentences()
    return Article(
        1, "a", Path("01.txt"), text(TITLE), lead=text("Dữ liệu Open Data.", "Open Data!"),
        author=text("John Smith"), source=text("The Village News"),
        blocks=(
            Paragraph(text(ASKED, "We are ready. It is open.", "Hai chữ Smart", "City.")),
            Heading(text("Open Data"), 2),
            Quote((text("Xin chào, Smart City!"),)),
            ItemList((ListItem("-", text("Cre\u0301me brule\u0301e, cafés Open Data.")),)),
            Table(((text("Open"), text("Data")), (text("Open Data"), text("OpenData, x"))), 1, text("Smart City")),
            Figure(None, text("Ảnh: Smart City."), text("Open Data")),
            Paragraph(text(TWICE)),
        ),
        footnotes=(text("Theo Open Data."),),
    )  # fmt: skip


def phrase(words: str, language: str, line: str = "", *, is_read: bool = False) -> SourcePhrase:
    """Return a phrase of a source, with the twelve letters on either side of its first place in the source's line."""
    before, _, after = line.partition(words)
    letters = ["".join(filter(str.isalnum, part)) for part in (before, after)]
    return SourcePhrase(Phrase(words, language, is_read=is_read), letters[0][-12:], letters[1][:12])


TITLE, ASKED = "Open Data và Smart City ở xã", "Smart City là gì, Open Data là gì?"
WHOLE = f"{ASKED} We are ready. It is open. Hai chữ Smart City."
TWICE = "Rồi Open Data, sau đó Open Data nữa."
FOUND = {
    "alone": [phrase("Open Data", "en")],
    "read aloud": [phrase("Open Data", "en", is_read=True)],
    "two in a line": [phrase("Open Data", "en", WHOLE), phrase("Smart City", "fr", WHOLE)],
    "two in a line, the longer one first": [phrase("Smart City", "fr", TITLE), phrase("Open Data", "en", TITLE)],
    "the second of two": [phrase("Open Data", "en", "sau đó Open Data nữa.")],
    "both of two": [phrase("Open Data", "en", TWICE), phrase("Open Data", "en", "đó Open Data nữa")],
    "over two sentences": [phrase("We are ready. It is open.", "en")],
    "a long one anywhere": [phrase("We are ready. It is open.", "en", "x We are ready. It is open. y")],
    "a short one does": [phrase("Open Data", "en", "không có Open Data ở đâu")],
    "with marks of its letters": [phrase("Créme brulée", "fr", "Créme brulée, cafés Open Data."),
                                  phrase("cafés", "fr", "Créme brulée, cafés Open Data.")],
    "a part of a word": [phrase("Dat", "en", "Open Data và Smart"), phrase("pen Data", "en", TITLE)],
    "not there": [phrase("Nowhere", "en", "Nowhere"), SourcePhrase(Phrase("", "en"))],
    "a line that was split": [phrase("Hello! Xin chào, Smart City! Ảnh: Smart City.", "en")],
    "one inside another": [phrase("Open Data", "en", TITLE), phrase("Data", "fr", TITLE)],
    "in a caption and a note": [phrase("Smart City", "en", "Ảnh: Smart City."),
                                phrase("Open Data", "en", "Theo Open Data.")],
}  # fmt: skip


def test_phrases_are_found_again_as_accepted(as_accepted: Callable[[Path, str], None]) -> None:
    said: list[str] = []
    for about, found in FOUND.items():
        said.append(f"# {about}")
        for text in all_texts(with_phrases(article(), found)):
            for one in text:
                if one.language or one.phrases:
                    phrases = [f"{part.text!r} {part.language}{' read' * part.is_read}" for part in one.phrases]
                    said.append(f"{one.text}: {' '.join([one.language, *phrases]).strip()}")
    as_accepted(GOLDEN, "\n".join(said) + "\n")
