"""A page saved as a single file (.mhtml, .mht; RFC 2557) → its HTML, and its pictures by their addresses.

Chrome, Edge, Word and Outlook save such files.  The format is that of a mail: Python's own parser reads the parts,
within the limits for a page; nothing in them is executed or fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ..errors import SourceError
from ..messages import message

if TYPE_CHECKING:
    from email.message import Message

_MOST_PARTS = 3000
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page as bytes in its own encoding, and the other parts by their addresses."""

    html: bytes
    address: str = ""
    parts: dict[str, bytes] = field(default_factory=dict)

    def part(self, reference: str) -> bytes | None:
        """Return the part to which an attribute of the page refers, None if the file has no such part."""
        if reference.casefold().startswith("cid:"):
            return self.parts.get(reference)
        return self.parts.get(reference) or self.parts.get(urljoin(self.address, reference))


def is_mhtml(content: bytes) -> bool:
    """Return whether a file begins like a page saved as a single file."""
    head = content[:_HEAD_BYTES].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def page_of(content: bytes, where: str) -> SavedPage:
    """Return the page in `content`.  Raises `SourceError` if there is none."""
    import email.policy  # two dozen modules, needed only for such a page

    root = email.message_from_bytes(content, policy=email.policy.compat32)
    html: bytes | None = None
    address, parts = "", dict[str, bytes]()
    for number, part in enumerate(root.walk()):
        if number > _MOST_PARTS:
            break
        body = _body(part)
        if body is None:
            continue
        location, identity = (part.get("Content-Location") or "").strip(), (part.get("Content-ID") or "").strip(" <>")
        if html is None and part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            html, address = _declared(body, part), location
        elif location or identity:
            parts.setdefault(location, body)
            parts.setdefault(f"cid:{identity}", body)
    if html is None:
        raise SourceError(where, message("is not a page"), message("Save the page again from the browser."))
    return SavedPage(html, address, parts)


def _body(part: Message) -> bytes | None:
    if part.is_multipart():
        return None
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else None


def _declared(body: bytes, part: Message) -> bytes:
    """Return the page with the charset of its part, if the page itself declares none."""
    charset = (part.get_content_charset() or "").encode("ascii", "replace")
    if charset and b"charset" not in body[:_HEAD_BYTES].lower():
        return b'<meta charset="' + charset[:40] + b'">' + body
    return body
