"""Random rich texts in which every word is unique: nested groups, tables, notes, shapes, tracked changes."""

from __future__ import annotations

from .trees import Tree

_LOOKS = (r"\b", r"\i", r"\super", r"\strike", r"\v", r"\deleted", r"\revised", r"\fs28", r"\f1", r"\caps0", r"\plain")
_SET = ("", "", r"\s1", r"\s2", r"\qr", r"\ls1\ilvl0", r"\li720")


class RtfTree(Tree):
    """Makes one document."""

    def body(self, depth: int = 0) -> str:
        """Return blocks of a document."""
        return self.some(self._block, depth) + self._p(depth)

    def _block(self, depth: int) -> str:
        return self._table(depth + 1) if depth < 2 and self.dice.random() < 0.2 else self._p(depth)

    def _table(self, depth: int) -> str:
        columns = self.dice.randint(1, 3)
        lined = self.dice.choice(("", r"\clbrdrt\brdrs"))

        def row(_: int) -> str:
            head = self.dice.choice(("", "", r"\trhdr"))
            defined = "".join(rf"{lined}\cellx{at}000" for at in range(1, columns + 1))
            cells = "".join(rf"\pard\intbl {self._cell(depth)}\cell " for _ in range(columns))
            return rf"\trowd{head}{defined}{cells}\row "

        return self.some(row, depth) + r"\pard "

    def _cell(self, depth: int) -> str:
        return r"\par ".join(self._inline(depth) for _ in range(self.dice.randint(1, 2)))

    def _p(self, depth: int) -> str:
        inner = self.some(self._inline, depth)
        marker = self.dice.choice(("", "", r"{\listtext 1.\tab}"))
        whole = rf"\pard{self.dice.choice(_SET)} {marker}{inner}\par "
        return f"{{{whole}}}" if self.dice.random() < 0.2 else whole

    def _inline(self, depth: int) -> str:
        if depth >= self.deepest or self.dice.random() < 0.45:
            return f" {self.word()} "
        makers = (self._looks, self._looks, self._sign, self._field, self._note, self._shape, self._comment)
        return self.dice.choice(makers)(depth)

    def _looks(self, depth: int) -> str:
        return f"{{{self.dice.choice(_LOOKS)} {self.some(self._inline, depth + 1, 2)}}}{self.word()} "

    def _sign(self, _: int) -> str:
        return self.dice.choice((r"\line ", r"\tab ", r"\emdash ", r"\u7841?", r"\'e1")) + f" {self.word()} "

    def _field(self, _: int) -> str:
        return rf"{{\field{{\*\fldinst REF}}{{\fldrslt {self.word()} }}}}"

    def _note(self, _: int) -> str:
        return rf"{{\footnote \pard {self._inline(self.deepest)}}}"

    def _shape(self, _: int) -> str:
        return rf"{{\shp{{\*\shpinst{{\sp{{\sn a}}{{\sv 1}}}}{{\shptxt {self._p(self.deepest)}}}}}}}"

    def _comment(self, _: int) -> str:
        return rf"{{\*\annotation \pard {self.word()} }}{{\*\nothing gone}}"
