"""A web address → its QR code as SVG, for paper: dark on light whatever the page's colours are."""

from __future__ import annotations

from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """Return the code as an inline `<svg>` with a viewBox and no size, its quiet zone included."""
    import segno

    code = segno.make(address, error="m", micro=False, boost_error=False, mask=4)  # trying all masks costs 30 ms
    return Markup(code.svg_inline(border=4, omitsize=True, light="#fff"))  # noqa: S704 - numbers and fixed colours
