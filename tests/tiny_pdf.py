"""Objects in, a PDF file out: its table of places and its trailer."""

from __future__ import annotations

from collections.abc import Sequence


def pdf(objects: Sequence[bytes]) -> bytes:
    """Return the file; the first of `objects` is its catalogue."""
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, body)
    size = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (size, len(whole))
    return whole + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
