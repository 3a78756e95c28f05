"""Random OpenDocument texts in which every word is unique: nested lists, boxes, notes, tables in cells."""

from __future__ import annotations

from .trees import Tree

_LOOKS = ("", "", "", "B", "Sup", "Struck", "Hidden", "None")
_STYLES = ("", "", "Title", "Quotations", "Caption", "Standard", "Right")


class OdtTree(Tree):
    """Makes one document."""

    def body(self, depth: int = 0) -> str:
        """Return blocks of a document."""
        return self.some(self._block, depth) + self._p(depth)

    def _block(self, depth: int) -> str:
        kind = self.dice.random()
        if depth >= self.deepest or kind < 0.5:
            return self._p(depth)
        if kind < 0.65:
            return self._list(depth + 1)
        if kind < 0.8:
            return self._table(depth + 1)
        if kind < 0.9:
            return f"<text:section>{self.body(depth + 1)}</text:section>"
        if kind < 0.95:
            return f"<draw:frame><draw:text-box>{self.body(depth + 1)}</draw:text-box></draw:frame>"
        deleted = f"<text:deletion><text:p>{self.word()}</text:p></text:deletion>"
        return f"<text:tracked-changes><text:changed-region>{deleted}</text:changed-region></text:tracked-changes>"

    def _list(self, depth: int) -> str:
        items = self.some(self._item, depth)
        goes_on = self.dice.choice(("", ' text:continue-numbering="true"'))
        return f'<text:list text:style-name="L{self.dice.randint(1, 3)}"{goes_on}>{items}</text:list>'

    def _item(self, depth: int) -> str:
        tag = self.dice.choice(("list-item", "list-item", "list-header"))
        held = self._p(depth) + (self._list(depth + 1) if depth < self.deepest and self.dice.random() < 0.3 else "")
        return f"<text:{tag}>{held}</text:{tag}>"

    def _table(self, depth: int) -> str:
        rows, columns = self.dice.randint(1, 4), self.dice.randint(1, 3)
        lined = self.dice.choice(("", ' table:style-name="G"'))

        def cell(place: int) -> str:
            if place and self.dice.random() < 0.1:
                return "<table:covered-table-cell/>"
            inner = self._p(depth) if self.dice.random() < 0.8 else self.body(depth + 1)
            wide = self.dice.choice(("", "", ' table:number-columns-spanned="2"'))
            return f"<table:table-cell{lined}{wide}>{inner}</table:table-cell>"

        made = [f"<table:table-row>{''.join(map(cell, range(columns)))}</table:table-row>" for _ in range(rows)]
        if self.dice.random() < 0.3:
            made[0] = f"<table:table-header-rows>{made[0]}</table:table-header-rows>"
        return f"<table:table>{''.join(made)}</table:table>"

    def _p(self, depth: int) -> str:
        style = self.dice.choice(_STYLES)
        named = f' text:style-name="{style}"' if style else ""
        inner = self.some(self._inline, depth)
        if self.dice.random() < 0.15:
            return f'<text:h text:outline-level="{self.dice.randint(0, 12)}"{named}>{inner}</text:h>'
        return f"<text:p{named}>{inner}</text:p>"

    def _inline(self, depth: int) -> str:
        kind = self.dice.random()
        if kind < 0.4:
            return f" {self.word()} "
        if kind < 0.65:
            held = self.some(self._inline, depth, 2)
            return f'<text:span text:style-name="{self.dice.choice(_LOOKS)}">{held}</text:span>{self.word()}'
        if kind < 0.8:
            mark = self.dice.choice(("<text:line-break/>", "<text:tab/>", '<text:s text:c="3"/>', "<text:bookmark/>"))
            return f"{mark} {self.word()} "
        if depth >= self.deepest or kind < 0.87:
            tag = self.dice.choice(("text:a", "text:ruby-base", "text:ruby-text", "text:placeholder", "text:date"))
            return f"<{tag}>{self.word()}</{tag}>"
        if kind < 0.93:
            return f"<draw:frame><draw:text-box>{self.body(depth + 2)}</draw:text-box></draw:frame>"
        note = f"<text:note-body>{self._p(self.deepest)}</text:note-body>"
        comment = f"<office:annotation><text:p>{self.word()}</text:p></office:annotation>"
        return f"<text:note><text:note-citation>1</text:note-citation>{note}</text:note>{comment}"


AUTOMATIC = (
    '<style:style style:name="Sup" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    '</style:style><style:style style:name="Struck" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="G" style:family="table-cell"><style:table-cell-properties fo:border="1pt solid #000"/>'
    "</style:style>"
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)
