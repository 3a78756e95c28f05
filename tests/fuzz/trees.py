"""Random Word files and pages in which every word is unique: a seed → a source and its words.

They contain constructs that once broke readers: tables in cells, content controls, unfinished fields, text boxes with
their fallback, tracked changes, notes, equations; unclosed cells and items, unknown elements, hidden and struck-through
words, lists, quotes, obsolete markup.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

_PLAIN_LOOKS = ("", "", "", "<w:b/>", '<w:vertAlign w:val="superscript"/>', "<w:caps w:val='0'/>")
_GONE_LOOKS = ("<w:strike/>", "<w:dstrike/>", "<w:vanish/>")
_STYLES = ("", "", "", "Title", "H2", "Quote", "Sapo", "Caption")
_BLOCK_TAGS = ("div", "div", "section", "article", "blockquote", "figure", "center", "main", "details", "fieldset")
_FURNITURE_TAGS = ("nav", "aside", "footer", "header", "form", "button")
_INLINE_TAGS = ("span", "b", "i", "em", "a", "font", "u", "sup", "sub", "mark", "label", "abbr", "o:p", "unknown")
_HIDING = ("hidden", "style='display:none'", "class='sr-only'", "class='d-none'", "aria-hidden='true'")
_TEXT_TAGS = ("p", "p", "p", "h1", "h2", "h3", "li", "dt", "dd", "pre", "figcaption", "summary", "address")
_INVISIBLE = ("script", "style", "template", "select", "textarea")


@dataclass
class Tree:
    """Makes one document; `words` are those that a reader can see, or could see before they were left out."""

    dice: random.Random
    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """The footnotes of a Word file, each as XML."""
    deepest: int = 4
    _count: int = 0

    def word(self, *, seen: bool = True) -> str:
        """Return a new word."""
        self._count += 1
        word = f"kw{self._count:04}z"
        if seen:
            self.words.append(word)
        return word

    def some(self, make: Callable[[int], str], depth: int, most: int = 4) -> str:
        """Return several results of `make` in sequence."""
        return "".join(make(depth) for _ in range(self.dice.randint(1, most)))

    # ------------------------------------------------------------------------------------------------- Word

    def word_body(self, depth: int = 0) -> str:
        """Return blocks of a Word file; a box, a cell and a control end in a paragraph as Word's own do."""
        return self.some(self._word_block, depth) + self._paragraph(depth)

    def _word_block(self, depth: int) -> str:
        kind = self.dice.random()
        if depth >= self.deepest or kind < 0.6:
            return self._paragraph(depth)
        if kind < 0.8:
            return self._word_table(depth + 1)
        held = self.some(self._word_block, depth + 1)
        if kind < 0.9:
            prompt = self.dice.choice(("", "", "<w:showingPlcHdr/>"))
            return f"<w:sdt><w:sdtPr>{prompt}</w:sdtPr><w:sdtContent>{held}</w:sdtContent></w:sdt>"
        return f'<w:customXml w:element="x">{held}</w:customXml>'

    def _word_table(self, depth: int) -> str:
        lines = self.dice.choice(('<w:tblStyle w:val="TableGrid"/>', ""))
        rows, columns = self.dice.randint(1, 4), self.dice.randint(1, 3)

        def cell(place: int) -> str:
            inner = self._paragraph(depth) if self.dice.random() < 0.8 else self.word_body(depth + 1)
            properties = self.dice.choice(("", "", '<w:gridSpan w:val="2"/>'))
            if place and self.dice.random() < 0.1:
                properties += "<w:vMerge/>"
            made = f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
            wrapped = f"<w:sdt><w:sdtContent>{made}</w:sdtContent></w:sdt>"
            return wrapped if self.dice.random() < 0.1 else made

        made = "".join(f"<w:tr>{''.join(map(cell, range(columns)))}</w:tr>" for _ in range(rows))
        return f"<w:tbl><w:tblPr>{lines}</w:tblPr>{made}</w:tbl>"

    def _paragraph(self, depth: int) -> str:
        style, properties = self.dice.choice(_STYLES), ""
        if style:
            properties += f'<w:pStyle w:val="{style}"/>'
        if self.dice.random() < 0.2:
            properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.dice.randint(1, 3)}"/></w:numPr>'
        if self.dice.random() < 0.1:
            properties += '<w:rPr><w:del w:id="1"/></w:rPr>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{self.some(self._word_inline, depth)}</w:p>"

    def _run(self, look: str = "", tag: str = "t") -> str:
        return f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve"> {self.word()} </w:{tag}></w:r>'

    def _word_inline(self, depth: int) -> str:
        makers = (
            *[self._plain] * 5, *[self._word_box] * 2, *[self._mark] * 2, self._gone, self._wrapped, self._deleted,
            self._field, self._prompt, self._note, self._equation, self._art,
        )  # fmt: skip
        return self.dice.choice(makers)(depth)

    def _plain(self, _: int) -> str:
        return self._run(self.dice.choice(_PLAIN_LOOKS))

    def _gone(self, _: int) -> str:
        return self._run(self.dice.choice(_GONE_LOOKS))

    def _wrapped(self, depth: int) -> str:
        tag = self.dice.choice(("hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "bdo", "sdt"))
        held = self.some(self._word_inline, depth, 2)
        return (
            f"<w:{tag}><w:sdtContent>{held}</w:sdtContent></w:{tag}>" if tag == "sdt" else f"<w:{tag}>{held}</w:{tag}>"
        )

    def _deleted(self, depth: int) -> str:
        tag = self.dice.choice(("del", "moveFrom"))
        return f"<w:{tag}>{self._run(tag='delText')}{self._word_box(depth)}</w:{tag}>"

    def _prompt(self, _: int) -> str:
        prompt = self._run('<w:rStyle w:val="PlaceholderText"/>')
        return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{prompt}</w:sdtContent></w:sdt>"

    def _art(self, _: int) -> str:
        return f'<w:r><w:pict><v:shape><v:textpath string="{self.word()}"/></v:shape></w:pict></w:r>'

    def _mark(self, _: int) -> str:
        return self.dice.choice(("<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:bookmarkStart/>", "<w:proofErr/>"))

    def _word_box(self, depth: int) -> str:
        if depth >= self.deepest:
            return ""
        held = f"<w:txbxContent>{self.word_body(depth + 2)}</w:txbxContent>"
        drawing = f"<w:drawing><wp:anchor><a:graphic><wps:txbx>{held}</wps:txbx></a:graphic></wp:anchor></w:drawing>"
        picture = f"<w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict>"
        kind = self.dice.random()
        if kind < 0.6:
            both = f"<mc:Choice Requires='wps'>{drawing}</mc:Choice><mc:Fallback>{picture}</mc:Fallback>"
            return f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
        if kind < 0.7:
            return f"<w:r><mc:AlternateContent><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r>"
        return f"<w:r>{drawing if kind < 0.85 else picture}</w:r>"

    def _field(self, depth: int) -> str:
        def mark(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        code = "<w:r><w:instrText> REF x </w:instrText></w:r>"
        result = self.some(self._word_inline, depth, 2)
        whole = mark("begin") + code + mark("separate") + result
        return whole + (mark("end") if self.dice.random() < 0.8 else "")

    def _note(self, depth: int) -> str:
        if depth:
            return self._run()
        self.notes.append("")
        key = len(self.notes) + 1
        self.notes[key - 2] = (
            f'<w:footnote w:id="{key}">{self._paragraph(self.deepest)}{self._paragraph(2)}</w:footnote>'
        )
        return f'<w:r><w:footnoteReference w:id="{key}"/></w:r>'

    def _equation(self, _: int) -> str:
        def run() -> str:
            return f"<m:r><m:t>{self.word()}</m:t></m:r>"

        half = f"<m:f><m:num>{run()}</m:num><m:den>{run()}</m:den></m:f>"
        power = f"<m:sSup><m:e>{run()}</m:e><m:sup>{run()}</m:sup></m:sSup>"
        root = f"<m:rad><m:deg>{run()}</m:deg><m:e>{half}</m:e></m:rad>"
        inner = self.dice.choice((half, power, root))
        # Words of alternatives that were not chosen occur in no document.
        self.words = [
            word for word in self.words if word in inner or not any(word in one for one in (half, power, root))
        ]
        return f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{inner}</m:oMath>'

    # ------------------------------------------------------------------------------------------------ pages

    def page_body(self) -> str:
        """Return the body of a page."""
        return self.some(self._page_block, 0, 8)

    def _page_block(self, depth: int) -> str:
        kind = self.dice.random()
        if depth >= self.deepest or kind < 0.5:
            tag = self.dice.choice(_TEXT_TAGS)
            close = "" if tag in {"p", "li", "dt", "dd"} and self.dice.random() < 0.3 else f"</{tag}>"
            return f"<{tag}{self._attribute()}>{self.some(self._page_inline, depth)}{close}"
        if kind < 0.65:
            return self._page_table(depth + 1)
        if kind < 0.75:
            tag = self.dice.choice(("ul", "ol", "ol reversed", "ol type=a start=3", "menu", "dl"))
            item = "dd" if tag == "dl" else "li"
            items = (f"<{item}>{self.some(self._page_any, depth + 1, 2)}" for _ in range(self.dice.randint(1, 3)))
            return f"<{tag}>{''.join(items)}</{tag.split()[0]}>"
        if kind < 0.82:
            tag = self.dice.choice(_FURNITURE_TAGS)
            return f"<{tag}>{self.some(self._page_any, depth + 2, 2)}</{tag}>"
        if kind < 0.86:
            tag = self.dice.choice(_INVISIBLE)
            return f"<{tag}>{self.word(seen=False)}</{tag}>"
        tag = self.dice.choice(_BLOCK_TAGS)
        return f"<{tag}{self._attribute()}>{self.some(self._page_any, depth + 1)}</{tag}>"

    def _page_any(self, depth: int) -> str:
        return self._page_block(depth) if self.dice.random() < 0.6 else self._page_inline(depth)

    def _attribute(self) -> str:
        if self.dice.random() < 0.08:
            return " " + self.dice.choice(_HIDING)
        names = ("", "", "", " class='entry-content'", " class='caption'", " class='author'", " align=right", " id=x")
        return self.dice.choice(names)

    def _page_table(self, depth: int) -> str:
        border = self.dice.choice(("", " border=1", " class='table'"))
        lined = self.dice.random() < 0.5
        columns = self.dice.randint(1, 3)

        def cell() -> str:
            tag = self.dice.choice(("td", "td", "td", "th"))
            inner = self._page_inline(depth) if self.dice.random() < 0.8 else self.some(self._page_any, depth + 1, 2)
            span = self.dice.choice(("", "", "", " colspan=2"))
            return f"<{tag}{span}>{inner}" + (f"</{tag}>" if lined else "")

        made = "".join("<tr>" + "".join(cell() for _ in range(columns)) for _ in range(self.dice.randint(1, 4)))
        caption = f"<caption>{self.word()}</caption>" if self.dice.random() < 0.2 else ""
        return f"<table{border}>{caption}{made}</table>"

    def _page_inline(self, depth: int) -> str:
        makers = (
            *[lambda _: f" {self.word()} "] * 7, *[self._page_inside] * 3, *[self._page_mark] * 2,
            lambda _: "<{0}> {1} </{0}>".format(self.dice.choice(("s", "strike", "del")), self.word()),
            lambda _: f" <math><mfrac><mi>{self.word()}</mi><mn>{self.word()}</mn></mfrac></math> ",
            lambda _: f" <svg><title>x</title><g><text>{self.word()}</text></g></svg> ",
            lambda _: f" <noscript>{self.word(seen=False)}</noscript> ",
        )  # fmt: skip
        return self.dice.choice(makers)(depth)

    def _page_inside(self, depth: int) -> str:
        tag = self.dice.choice(_INLINE_TAGS)
        return f"<{tag}{self._attribute()}> {self.some(self._page_inline, depth, 2)} </{tag}>"

    def _page_mark(self, _: int) -> str:
        return self.dice.choice(
            ("<br>", "<wbr>", "<img src='x.jpg'>", "<hr>", "&nbsp;", "<!-- x -->", "<source src=x>")
        )
