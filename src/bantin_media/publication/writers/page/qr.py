"""A web address → its QR code as SVG for print: always dark on light."""

from __future__ import annotations

from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """Return the code with its quiet zone as an inline `<svg>` that has a viewBox and no size."""
    import segno

    code = segno.make(address, error="m", micro=False, boost_error=False, mask=4)  # trying all masks costs 30 ms
    return Markup(code.svg_inline(border=4, omitsize=True, light="#fff"))  # noqa: S704 - numbers and fixed colours
