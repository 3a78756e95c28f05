"""A parsed page → the lines of a `DraftBuilder`, in one pass without recursion, at any depth."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from lxml import etree

from ...messages import message
from ...model import LineKind, Picture
from ...regex import regex
from ..builder import MOST_PIECES, DraftBuilder, too_many_pieces
from ..equations import beside
from ..languages import Run
from ..legacy_fonts import UNICODE, Face, convert_runs, face
from ..list_markers import list_marker, written_marker
from ..note_marks import mark_after
from ..pictures import find_picture
from ..scripts import placed
from .equation import equation_text
from .frame import Frame, role_of
from .images import Find, address_of, file_name, is_icon, picture_of
from .links import LONGEST_INTRODUCTION, introduces_a_link, is_menu, is_title_of_another, leads_elsewhere
from .names import is_article, is_hidden, meaning, tags
from .notes import PageNotes
from .page import STRUCK_STYLE, Page, font_in_style
from .stamps import stamp_of
from .styles import is_apart, is_bold, is_right, language_of, place_of
from .table import TableBuilder, is_data_table

_BLOCK_TAGS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_SPACED_TAGS = _BLOCK_TAGS - frozenset({"li", "td", "th", "tr", "dd", "dt", "tbody"})
"""Blocks that a browser separates from the line before."""
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WORD_LEVEL = regex(r"(?i)mso-list:\s*\w+\s+level(\d)")
_OF_ARTICLES = frozenset({"header", "footer"})
"""Tags that also occur inside an article, with its title or source."""
_STRUCK_TAGS = frozenset({"s", "strike"})
_SPLITTING_ROLES = frozenset({"date", "updated", "author", "source", "section"})
_MOST_PARAGRAPHS = 3
"""Of a lead."""
_LARGEST_TOOL = 400
"""In characters: more of them are the text that buttons enlarge or print, not the buttons."""
_STAMPED_TAGS = frozenset({"time", "abbr"})
_LONGEST_STAMPED = 120
"""In characters; in a longer line the moment is that of an event in the story."""


class PageWalk:
    """Walks over one page; afterwards `main_lines` are the lines of the article's own element."""

    def __init__(self, page: Page, builder: DraftBuilder, find: Find | None = None) -> None:
        self.page = page
        self.builder = builder
        self.find: Find = find or self._beside
        self.shown: set[str] = set()
        """The pictures of the page so far."""
        self.main_lines: tuple[int, int] | None = None
        self.pieces: list[tuple[str, Face]] = []
        self.all_bold = True
        self.languages: list[tuple[str, bool]] = []
        """The declared language of each piece, and whether it was declared for these words alone."""
        self.linked = 0
        """The number of letters of the line in a link to another page."""
        self.unlinked = ""
        self.stamp = ""
        """The day that an element of the line gives for machines."""
        self.left_out: list[tuple[str, list[str]]] = []
        """Text that is left out before the end of the line, by passage, each with the reason."""
        self.lists: list[Any] = []
        """The function for the next marker of each open list."""
        self.marker = ""
        self.marker_level = 0
        self.marker_pieces: list[str] = []
        self.table: TableBuilder | None = None
        self.known_notes = PageNotes(page.body)
        self.marks: list[tuple[int, str]] = []
        """The notes to which the line refers, each with the number of text pieces before its mark."""

    def run(self) -> None:
        """Fill the builder."""
        unseen, embedded = tags("invisible"), tags("embedded")
        frames = [Frame()]
        skipped: list[bool] = []
        place = 0
        for event, element in (walk := etree.iterwalk(self.page.body, events=("start", "end"))):
            if event == "start":
                place += 1
                frame = frames[-1]
                if element.tag in unseen or element.tag in embedded:
                    walk.skip_subtree()
                    skipped.append(True)
                    self._unseen(element, frame, is_embedded=element.tag in embedded)
                    continue
                skipped.append(False)
                frames.append(self._opened(element, frame, place))
                self._text(element.text, frames[-1])
            else:
                if not skipped.pop():
                    self._closed(element, frames.pop())
                self._text(element.tail if element is not self.page.body else None, frames[-1])
        self._flush(frames[0])

    def _unseen(self, element: Any, frame: Frame, *, is_embedded: bool) -> None:
        """Handle an element whose text does not belong to the page."""
        if element.tag == "math":
            text, before = equation_text(element), self.pieces[-1][0] if self.pieces else ""
            self._text(beside(before, text)[len(before) :], frame)
            self.builder.count("equations")
        elif element.tag == "svg":
            words = " ".join("".join(one.itertext()) for one in element.iter("text"))
            self.left_out.append((frame.reason or message("words in a drawing (SVG)"), [words]))
        elif element.tag == "noscript":
            for image in element.iter("img"):
                self._picture(image, frame, spare=True)
        elif is_embedded and not frame.reason:
            self.builder.lose("embedded", address_of(element))

    def _opened(self, element: Any, outer: Frame, place: int) -> Frame:
        """Return the frame of an element that begins, and apply its beginning to the line."""
        tag = element.tag
        frame = self._frame(element, outer, place)
        if frame.reason and not outer.reason:
            self.left_out.append((frame.reason, []))
        if tag == "br":
            self._flush(outer)
        elif tag in {"img", "amp-img"}:
            self._picture(element, frame)
        elif frame.mark and not outer.mark:
            self.marks.append((len(self.pieces), self.known_notes.links[element]))
        elif frame.own_line:
            self._flush(outer)
            if tag in _SPACED_TAGS:
                self.builder.blank()
            if not frame.reason:
                self._begin_block(element, tag)
        if frame.main and self.main_lines is None:
            self.main_lines = (len(self.builder.lines), len(self.builder.lines))
        return frame

    def _begin_block(self, element: Any, tag: str) -> None:
        if tag in _LISTS:
            self.lists.append(list_marker(element))
        elif tag == "li":
            self.marker = self.lists[-1](element) if self.lists else "•"
            self.marker_level = max(1, len(self.lists))
        elif tag == "p" and (level := _WORD_LEVEL.search(element.get("style", "")[:1000])):
            self.marker_level = int(level[1])
        elif self.table is not None:
            self.table.begin(element, tag)
        elif tag == "table" and is_data_table(element):
            self.table = TableBuilder()

    def _frame(self, element: Any, outer: Frame, place: int) -> Frame:
        tag, style = element.tag, element.get("style", "")[:1000]
        what = meaning(element)
        role = role_of(tag, what.role, outer)
        if role in {"lead", "caption", "date", "author"} and self.page.sizes.get(place, 0) > 1500:
            role = ""  # a name of the whole article is not the role of a line
        if role == "lead" and len(list(islice(element.iter("p"), _MOST_PARAGRAPHS + 1))) > _MOST_PARAGRAPHS:
            role = ""  # Drupal calls the whole text "text-with-summary"
        inline_role = role in _SPLITTING_ROLES and role != outer.role and not outer.in_prose
        own_line = tag in _BLOCK_TAGS or inline_role or is_apart(element, self._words_before())
        lowered, (language, by_hand) = style.lower(), language_of(element)
        note = self.known_notes.notes.get(element, outer.note)
        return replace(
            outer,
            tag=tag,
            role=role if role and own_line else outer.role,
            reason=outer.reason or self._reason(element, outer, place),
            font=self._font(element, style, outer.font),
            bold=outer.bold or is_bold(tag, style),
            heading=int(tag[1]) if tag in _HEADINGS else 0 if tag in _BLOCK_TAGS else outer.heading,
            quote=outer.quote or tag == "blockquote",
            footnote=outer.footnote or ("mso-element:footnote" in lowered and "-list" not in lowered) or bool(note),
            note=note,
            mark=outer.mark or (element in self.known_notes.links and self.table is None and not outer.reason),
            preformatted=outer.preformatted or tag == "pre",
            in_article=outer.in_article or tag in {"section"} or is_article(element) or what.main,
            own_line=own_line,
            main=place in self.page.mains,
            right=is_right(element, lowered) if own_line else outer.right,
            in_prose=(tag in {"p", "li", "td"} and role not in _SPLITTING_ROLES)
            or (outer.in_prose and tag not in {"div", "ul", "table"}),
            figure=outer.figure or tag == "figure",
            stamp=stamp_of(element) if role in {"date", "updated"} or tag in _STAMPED_TAGS else outer.stamp,
            marker=outer.marker or ("mso-list" in lowered and "ignore" in lowered and tag == "span"),
            link=outer.link or (tag == "a" and leads_elsewhere(element)),
            place=place_of(tag, style) or ("" if own_line else outer.place),
            language=language or outer.language,
            by_hand=by_hand if language else outer.by_hand,
        )

    def _reason(self, element: Any, outer: Frame, place: int) -> str:
        """Return the reason for leaving an element out, empty if it stays; an element with most of the page stays."""
        tag, size = element.tag, self.page.sizes.get(place, 0)
        whole = tag == "body" or size * 2 >= max(1, self.page.sizes[0]) or place in self.page.mains
        if whole or element in self.known_notes.notes:
            return ""
        reason, style = "", element.get("style", "")[:1000]
        if tag == "del":
            self.builder.count("deleted")
            reason = message("deleted in the source")
        elif tag in _STRUCK_TAGS or (style and STRUCK_STYLE.search(style)) or self._is_struck_by_rule(element):
            self.builder.count("left out struck")
            reason = message("struck through in the source")
        elif is_hidden(element):
            reason = message("hidden in the page")
        elif self.known_notes.is_spare_mark(element):
            reason = message("footnote mark")
        elif style and "mso-element:comment" in style.lower().replace(" ", ""):
            reason = message("readers' comments")
        elif tag in _LISTS and is_menu(element):
            reason = message("menu")
        elif place not in self.page.titled or tag in {"nav", "aside"}:
            reason = meaning(element).reason
            reason = "" if size > _LARGEST_TOOL and reason == message("sharing and printing") else reason
            if not reason and not (tag in _OF_ARTICLES and (outer.in_article or outer.quote)):
                reason = tags("boilerplate").get(tag, "")
        return reason

    def _words_before(self) -> str:
        """Return the last piece of the line, or of the text that is left out."""
        if self.left_out and self.left_out[-1][1]:
            return self.left_out[-1][1][-1]
        return self.pieces[-1][0] if self.pieces else ""

    def _is_struck_by_rule(self, element: Any) -> bool:
        if not self.page.struck:
            return False
        names = ("", *element.get("class", "").split()[:4])
        return any(key in self.page.struck for one in names for key in ((element.tag, one), ("", one)) if any(key))

    def _font(self, element: Any, style: str, outer: Face) -> Face:
        own = font_in_style(style) if style else None
        if own is not None:
            return own
        if element.tag == "font" and (name := element.get("face")):
            return face(name.split(",")[0])
        if self.page.fonts:
            for one in ("", *element.get("class", "").split()[:4]):
                for key in ((element.tag, one), ("", one)):
                    if any(key) and key in self.page.fonts:
                        return self.page.fonts[key]
        return outer

    def _text(self, text: str | None, frame: Frame) -> None:
        if not text or frame.mark:
            return
        if frame.reason:
            self.left_out = self.left_out or [(frame.reason, [])]
            self.left_out[-1][1].append(convert_runs([(text, frame.font)])[0])
        elif frame.marker:
            self.marker_pieces.append(text)
        elif frame.preformatted:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._flush(frame)
                self._take(line, frame.font, frame)
        else:
            if len(self.pieces) >= MOST_PIECES:
                raise too_many_pieces(self.builder.path, len(self.builder.lines) + 1, len(self.pieces))
            if frame.place and (raised := placed(text, frame.place)) != text:
                self._take(raised, UNICODE, frame)  # these signs are Unicode in every font
            else:
                self._take(text, frame.font, frame)
            self.all_bold = self.all_bold and (frame.bold or not text.strip())
            self.stamp = self.stamp or frame.stamp
            self.linked += len(text.strip()) if frame.link else 0
            if not frame.link and len(self.unlinked) <= LONGEST_INTRODUCTION:
                self.unlinked += text.strip()

    def _take(self, text: str, font: Face, frame: Frame) -> None:
        self.pieces.append((text, font))
        self.languages.append((frame.language, frame.by_hand))

    def _closed(self, element: Any, frame: Frame) -> None:
        """Apply the end of an element to the line and to the lists and the table around it."""
        if frame.own_line:
            self._flush(frame)
        if frame.main and self.main_lines is not None:
            self.main_lines = (self.main_lines[0], len(self.builder.lines))
        tag = element.tag
        if frame.reason:
            if tag in tags("boilerplate") and self.left_out:
                self.left_out[-1][1].append(" ")
            return
        if tag in _LISTS and self.lists:
            self.lists.pop()
            self.marker = ""
        elif self.table is not None and self.table.end(tag):
            table, self.table = self.table, None
            rows, header_rows = table.finish()
            self.builder.add_table(rows, header_rows=header_rows, caption=table.caption)
        if tag in _SPACED_TAGS:
            self.builder.blank()

    def _flush(self, frame: Frame) -> None:
        """End the current line, if it has content."""
        for reason, texts in self.left_out:
            self.builder.drop(_collapsed("".join(texts)), reason)
        self.left_out = []
        if not self.pieces:
            return
        texts, bold = convert_runs(self.pieces), self.all_bold
        self.builder.add_phrases(Run(one, *language) for one, language in zip(texts, self.languages, strict=True))
        marks = tuple(mark_after("".join(convert_runs(self.pieces[:place])), note) for place, note in self.marks)
        elsewhere = self.linked > 0 and introduces_a_link(self.unlinked)
        self.pieces, self.all_bold, self.marks, self.linked, self.unlinked = [], True, [], 0, ""
        text, self.languages = "".join(texts), []
        stamp, self.stamp = self.stamp, ""
        if not frame.preformatted:
            text = _collapsed(text).strip(" ")
        if self.table is not None:
            self.table.add(text)
            return
        if self.marker_pieces:
            self.marker, self.marker_pieces = written_marker("".join(self.marker_pieces)), []
        if not text.strip():
            return
        if elsewhere and self._is_other_article(text, frame):
            self.builder.drop(text, message("a link to another article"))
            return
        kind, level = self._kind(frame)
        marker = self.marker if kind is LineKind.LIST_ITEM else ""
        self.builder.add(
            text, kind, role=frame.role, level=level, marker=marker, bold=bold, right=frame.right,
            stamp=stamp if len(text) <= _LONGEST_STAMPED else "", marks=marks, note=frame.note,
        )  # fmt: skip
        self.marker = ""

    def _is_other_article(self, text: str, frame: Frame) -> bool:
        is_own = frame.heading == 1 or bool(frame.role) or frame.tag == "figcaption" or frame.footnote
        return not is_own and is_title_of_another(text, self.page.metadata.get("title", ""))

    def _kind(self, frame: Frame) -> tuple[LineKind, int]:
        if frame.heading:
            return LineKind.HEADING, frame.heading
        if frame.role == "caption":
            return LineKind.CAPTION, 0
        if frame.footnote:
            return LineKind.FOOTNOTE, 0
        if self.marker:
            return LineKind.LIST_ITEM, max(1, self.marker_level)
        return (LineKind.QUOTE if frame.quote else LineKind.TEXT), 0

    def _picture(self, image: Any, frame: Frame, *, spare: bool = False) -> None:
        """Add the picture of an `<img>`; a `spare` one only if its file is next to the page and new."""
        if frame.reason or self.table is not None or is_icon(image):
            return
        picture, problem = picture_of(image, self.find, self.builder.path)
        name = f"{picture.path}:{picture.member}" if picture is not None else ""
        if spare and (picture is None or name in self.shown):
            return
        self.shown.add(name)
        if picture is None:
            self.builder.lose(problem, file_name(image.get("src", "")), image.get("alt", "")[:200].strip())
        self._flush(replace(frame, preformatted=False))
        self.builder.add("", LineKind.PICTURE, picture=picture)

    def _beside(self, reference: str, alternative: str) -> tuple[Picture | None, str]:
        return find_picture(self.builder.path.parent, reference, alternative)


def _collapsed(text: str) -> str:
    """Return `text` with each run of white space as one space; no-break spaces are kept, by HTML's rules."""
    for space in "\t\n\r\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text
