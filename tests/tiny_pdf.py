"""Objects → a PDF file with its cross-reference table and trailer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile


def pdf(objects: Sequence[bytes]) -> bytes:
    """Return the file; the first of `objects` is its catalogue."""
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, body)
    size = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(whole))
    return whole + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def of_letters(lines: Sequence[str]) -> bytes:
    """Return a page whose Vietnamese letters are drawn one by one in a separate font."""
    special = sorted({letter for line in lines for letter in line if not letter.isascii()})
    code = {letter: number for number, letter in enumerate(special, 1)}
    drawn: list[str] = []
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            x, y = 50 + 6 * column, 780 - 18 * row
            if letter in code:
                drawn.append(f"BT/F2 12 Tf 1 0 0 1 {x - 3.6} {y} Tm[-300<{code[letter]:04X}>]TJ ET")
            elif not column or line[column - 1] in code:
                run = "".join(_until(line[column:], code))
                drawn.append(f"BT/F1 12 Tf 1 0 0 1 {x} {y} Tm({run})Tj ET")
    pairs = "".join(f"<{number:04X}><{ord(letter):04X}>\n" for letter, number in code.items())
    cmap = (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapType 2 def 1 begincodespacerange<0000><FFFF>"
        f"endcodespacerange {len(code)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    content = "\n".join(drawn)
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 8 0 R/F2 5 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content.encode()),
            b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap.encode()),
            b"<</Type/Font/Subtype/TrueType/BaseFont/Y/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[%s]>>"
            % b" ".join([b"500"] * 95),
        ]
    )


def _until(line: str, special: Mapping[str, int]) -> Iterator[str]:
    return takewhile(lambda letter: letter not in special, line)
