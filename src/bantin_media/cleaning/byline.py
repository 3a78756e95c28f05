"""Recognizes author and source: lines that consist of names only, or that begin with a label.

"Thu Cúc", "VĂN HÀO - TRẦN HỮU 30/04/2016 11:39", "Tin, ảnh: …", "Theo …", "(CTT-Đồng Nai) - …".  A place with a
date ("Pác Mây, ngày 11 tháng 5 năm 2022") is not a name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..regex import regex
from ..vietnamese.letters import is_upper
from .characters import folded
from .rules import rules, starts_with
from .word_table import one_of

LONGEST: Final = 90
_PARTS: Final = regex(r"\s+[-–—/&|]\s+|\s*[,;/&|+]\s*|\s+và\s+|(?<=\w)[-–](?=[^\W\d_])|(?<=\w)[-–.] (?=[^\W\d_])")
_DEGREE: Final = regex(rf"(?:(?:{one_of('degrees')}|BSCK[I12]{{1,2}}|CK[I12]{{1,2}})[. ]{{1,2}}){{1,3}}")
_HONORIFIC: Final = regex(rf"{one_of('honorifics')}\s+(?=[^\W\d_])", re.IGNORECASE)
_PEN: Final = regex(r"(?:[^\W\d_]\. ?){1,3}[^\W\d_]{1,8}\.?|[^\W\d_]{1,2}\.[^\W\d_]{1,2}\.?")
"""A short pen name: "H.Trinh", "P. Sơn", "H.V"."""
_WORD: Final = regex(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*\.?")
_TAG: Final = regex(r"^[(\[](?P<tag>[^()\[\]]{2,40})[)\]]\s*[-–—:.]\s*(?=\S)")
_TAG_WITHOUT_DASH: Final = regex(r"^\((?P<tag>[A-ZĐ]{3,6})\)\s+(?=[^\W\d_])")
_BARE_TAG: Final = regex(r"^(?P<tag>[^\W\d_a-z][^\W\d_]{1,14}(?:\.(?:vn|VN))?)\s+[-–—]\s+(?=\S)")
_DONE: Final = regex(
    rf"\s*[(\[](?:{one_of('contributions')}|{one_of('roles')})(?: và [^()\[\]]{{2,25}})?[)\]]\s*$"
    rf"|\s+{one_of('contributions')}$",
    re.IGNORECASE,
)
_OTHERS: Final = regex(r"\s*[;|]\s*[^:;|]{3,20}:[^:;|]{3,40}$")
"""Others behind the writer: "Thu Cúc; Kỹ thuật: Hà An"."""
_HEADED: Final = regex(r"(?:[IVXLC]+|[A-ZĐ])[.)] ")
_WITH_SOURCE: Final = regex(
    rf"[\s\-–|;,(\[]+(?:{one_of('contributions')} )?(?:nguồn(?: tin)? ?:|theo) ?(?P<source>[^:]{{2,60}})$",
    re.IGNORECASE,
)
_WITH_HOUSE: Final = regex(r"(?<=\w)\s*[(\[](?P<source>[^()\[\]]{2,40})[)\]]?$")
_BY_HOUSE: Final = regex(r"(?<=\w)\s*[/,]\s*(?P<source>[^()\[\]/,]{2,40})$")
"""A writer and the house, separated by a mark: "Đức Duy/Báo Lào Cai"."""
_DASH_HOUSE: Final = regex(r"(?<=\w)\s+[-–—]\s+(?P<source>[^()\[\]/,]{2,40})$")
_WRITER: Final = regex(rf"{one_of('writers')}\s*:?\s+(?=\S)", re.IGNORECASE)
_SHARED: Final = regex(
    r"(?:Tin|Bài|Tin,? bài)(?: ảnh)?:? (?P<writer>[^\d:;]{3,40}?)\s*[-–—/|;,]\s*"
    r"(?i:Ảnh|Hình|Video|Clip)(?: và (?:video|clip))?:? (?P<other>[^\d:;]{3,40})"
)
"""Text by one author and pictures by another: "Tin Ngọc Lan – Ảnh Phú Sĩ"."""
_WITH_PLACE: Final = regex(r"(?P<name>[^()\d]{3,60}) \((?P<place>[^\W\d_a-z][^()\d]{1,28})\)")
"""A name with the place of the author: "Hồng Tiềm (Nà Lúm)"."""
_WITH_PHOTOS: Final = regex(
    r"\s*(?:\s[-–—/|]|[;,(])\s*(?:ảnh|hình|video|clip)(?: và (?:video|clip))? ?: ?[^:]{2,40}$", re.IGNORECASE
)
"""The author of the pictures behind that of the text: "Thu Cúc - Ảnh: Hà An"."""
_ROLE: Final = regex(rf"{one_of('roles')}\s+(?=\S|$)", re.IGNORECASE)
_OFFICE_BEHIND: Final = regex(r"\s*[,(]\s*|\s+[-–—]\s+")
"""Between a writer's name and the office: "Phóng viên Lò Thị Ban, Đài truyền thanh xã"."""
NAME_BEHIND: Final = regex(r"(?<=[.!?…”\"]) \((?P<name>[^\W\d_][^()\d.:]{3,40})\)$")
"""A name in brackets behind the last sentence."""
_BYLINE: Final = regex(rf"{one_of('bylines')}\s*:?\s+(?=\S)|{one_of('bylines')}\s*:?$", re.IGNORECASE)
_MARKS: Final = " ()[]-–—*|•"
"""What stands around a name in a line of its own."""
_ACCOUNT: Final = regex(r"[a-z\d][a-z\d._\-]*|\S+@\S+|[^\W\d_]+\d+")
"""A word as nobody writes a name: "editor1", "bbt", an address."""
AFTER_END: Final = regex(r"(?P<end>(?:\./\.|/\.))\s*(?P<name>[^./]{3,80}(?:\.[^./]{1,40})?)$")


def is_person(text: str) -> bool:
    """Return whether `text` has the form of one person's name: two to five words, each with a capital.

    A degree may precede it: "ThS. Nông Thị Mai", "BS.CKI Lý A Sử".
    """
    words = _without_degree(text).split()
    return 2 <= len(words) <= 5 and all(_WORD.fullmatch(word) and is_upper(word[0]) for word in words)


def _without_degree(text: str) -> str:
    degree = _DEGREE.match(text)
    return text[degree.end() :] if degree else text


def without_honorific(text: str) -> str:
    """Return a name without the rank or profession before it: "Đại úy Lê Công Tuấn" → "Lê Công Tuấn"."""
    return _HONORIFIC.sub("", text, count=1) if _HONORIFIC.match(text) else text


def is_pen_name(text: str) -> bool:
    """Return whether `text` consists of capitalized initials, with or without a name after them."""
    return bool(_PEN.fullmatch(text)) and all(is_upper(word[0]) for word in text.replace(".", ". ").split())


@lru_cache(maxsize=2048)
def is_name(text: str) -> bool:
    """Return whether `text` consists of the names of one or more writers, possibly with their office."""
    text = without_honorific(text.strip(_MARKS))
    if is_pen_name(text):
        return True
    text = _without_degree(text).strip(".")
    if not text or len(text) > LONGEST or _HEADED.match(text) or any(char.isdigit() for char in text):
        return False
    parts = [part for part in _PARTS.split(text) if part]
    if not parts or len(parts) > 6:
        return False
    low = [part.casefold() for part in parts]
    pens = rules().pen_names
    if all(one in pens or is_person(part) or is_pen_name(part) for one, part in zip(low, parts, strict=True)):
        return True
    return (is_person(parts[0]) or low[0] in pens) and all(
        (is_upper(part[0]) or starts_with(part, rules().homes_of_writers)) and len(part.split()) <= 8 for part in parts
    )


def is_account(name: str) -> bool:
    """Return whether `name` is that of an account of a website."""
    return folded(name) in rules().accounts or bool(_ACCOUNT.fullmatch(name))


def without_byline(text: str) -> str:
    """Return `text` without the words before the name of who wrote or posted it: "by Thu Cúc" → "Thu Cúc"."""
    match = _BYLINE.match(text)
    return text[match.end() :] if match else text


def is_bracketed_name(text: str) -> bool:
    """Return whether a line is a person's name in brackets, possibly with an office: "(Kim Loan – Hội Chữ thập đỏ)"."""
    inner = text[1:-1] if text[:1] + text[-1:] == "()" else ""
    return has_surname(inner) and is_name(inner) and is_person(_PARTS.split(inner)[0])


def is_correspondent(text: str) -> bool:
    """Return whether a line is a person's name with the office behind it: "Lò Thị Ban (Đài truyền thanh xã)"."""
    placed = _WITH_PLACE.fullmatch(text)
    return placed is not None and has_surname(text) and is_person(placed["name"]) and is_office(placed["place"])


def has_surname(text: str) -> bool:
    """Return whether the first word of `text`, after a rank or degree, is one of the common Vietnamese surnames."""
    return starts_with(_without_degree(without_honorific(text)).casefold(), rules().surnames)


def is_office(text: str) -> bool:
    """Return whether `text` is an office ("Ban nông nghiệp xã"): few words, no digit, no final punctuation."""
    words = text.split()
    plain = len(words) <= 10 and len(words) > 1 and not any(char.isdigit() for char in text)
    return (
        plain
        and starts_with(text.casefold(), rules().offices)
        and is_upper(text[0])
        and not text.endswith((".", ":", ",", ";", "!", "?"))
    )


def _without_deed(text: str) -> str:
    """Return a line without what its writer did; without brackets, only a person's name is before it."""
    match = _DONE.search(text)
    if match is None or not (match[0].strip()[0] in "([" or is_person(text[: match.start()])):
        return text
    return text[: match.start()]


def without_contribution(text: str) -> str:
    """Return a line without its brackets and what its writer did: "BT (t/h)" → "BT"."""
    return _without_deed(text).strip(_MARKS)


def split_source(name: str) -> tuple[str, str]:
    """Return author and source of a line with both.

    "Thu Hà (Theo TTXVN)", "Thu Hà - Nguồn: Báo tỉnh", "Thu Hà/TTXVN", "Theo Thu Hà (Báo tỉnh)".
    """
    match = _WITH_SOURCE.search(name)
    if match and match.start() >= 2:
        return name[: match.start()].strip(" -–|;,(["), match["source"].strip(" .)]")
    label = rules().sources.match(name.casefold())
    begin = label.end() if label and len(name.casefold()) == len(name) else 0
    found = _before_house(name[begin:].strip(), labelled=begin > 0)
    return found if found[1] and (not begin or is_name(found[0])) else (name, "")


def _before_house(name: str, *, labelled: bool) -> tuple[str, str]:
    """Return writer and house of a line with both; only behind a label, a dash separates them."""
    match = _WITH_HOUSE.search(name)
    is_role = match is not None and _ROLE.fullmatch(f"{match['source']} ")
    if match and not is_role and (match["source"].isupper() or is_house(match["source"])):
        return name[: match.start()].strip(" -–|;,(["), match["source"].strip(" .)]")
    match = _BY_HOUSE.search(name) or (_DASH_HOUSE.search(name) if labelled else None)
    writer = name[: match.start()].strip() if match else ""
    if match and is_name(writer):
        source = match["source"].strip(" .")
        if is_house(source) and not _ROLE.fullmatch(f"{writer} "):
            return writer, source
    return name, ""


def signed(text: str) -> str:
    """Return the name in a line that consists of a name and, possibly, a role: "Thu Hiền (thực hiện)" → "Thu Hiền"."""
    if len(text) > 2 * LONGEST:
        return ""
    text = split_source(_without_deed(_WITH_PHOTOS.sub("", text)).strip(" *•"))[0]
    if (placed := _WITH_PLACE.fullmatch(text)) and is_name(placed["name"]):
        return text
    text = text.strip(" ()*•")
    if role := _ROLE.match(text):
        name = _OFFICE_BEHIND.split(text[role.end() :], maxsplit=1)[0]
        return name if is_person(name) else ""
    return text if is_name(text) else ""


def is_capitals(text: str) -> bool:
    """Return whether all letters of `text` are capitals."""
    return text.isupper()


def is_house(text: str) -> bool:
    """Return whether `text` is the name of a newspaper, a station or a website."""
    low = text.casefold().strip()
    table = rules()
    before_name = starts_with(low, table.houses_by_name) and text.strip().split()[1:2] != []
    named = len(low.split()) <= 12 and (
        starts_with(low, table.houses) or (before_name and is_upper(text.strip().split()[1][0]))
    )
    return named or low in table.house_names or bool(re.fullmatch(r"[\w\-.]+\.(?:vn|com|net|org)(?:\.vn)?", low))


def _bare(text: str) -> str:
    """Return a line without the marks around it; a bracket stays if its partner is inside the line."""
    bare = text.strip(" []*•-–|")
    return bare.strip("()") if bare.count("(") != 1 or bare.startswith("(") or not bare.endswith(")") else bare


@lru_cache(maxsize=2048)
def labelled_author(text: str) -> str:
    """Return the name after a label ("Tin, ảnh: Thu Cúc" → "Thu Cúc"); empty if there is no label."""
    if len(text) > 2 * LONGEST:
        return ""
    bare = _bare(text)
    if (shared := _SHARED.fullmatch(bare)) and is_name(shared["writer"]) and is_name(shared["other"]):
        return bare[shared.start("writer") :]
    low = bare.casefold()
    photos = _WITH_PHOTOS.search(bare)
    unnamed = photos and ":" in bare[: photos.start()] and not is_name(photos[0].rpartition(":")[2].strip())
    if photos and ("|" in photos[0] or unnamed):
        bare, low = bare[: photos.start()], low[: photos.start()]
    if rules().sources.match(low):
        author, source = split_source(bare)
        if source and is_name(author):
            return author
    if (writer := _WRITER.match(bare)) and is_name(name := _without_deed(split_source(bare[writer.end() :])[0])):
        return "" if is_account(name) else name
    match = rules().authors.match(low) or rules().genres.match(low)
    if match is None or len(text) > LONGEST or len(bare.casefold()) != len(bare):
        return ""
    name = _OTHERS.sub("", _without_deed(split_source(bare[match.end() :].strip(" .;,"))[0]))
    words = name.split()
    is_genre = ":" in match[0] and rules().authors.match(low) is None
    known = is_name(name) or (is_office(name) and not is_genre)
    few = not is_genre and (len(words) <= 4 or starts_with(low, rules().strong))
    ok = 0 < len(words) <= 12 and (known or (few and ":" in match[0] and is_upper(name[0])))
    return name if ok and not re.search(r"[.!?](?: |$)", name) else ""


def labelled_source(text: str) -> str:
    """Return the source after a label ("Theo Báo …", "Nguồn: …"); empty if the line is not a source line."""
    bare = text.strip(" ()[]*./")
    if text.startswith("(") and text.rstrip(" .").endswith(")") and is_house(bare):
        return bare
    match = rules().sources.match(bare.casefold())
    if match is None or len(text) > LONGEST or len(bare.casefold()) != len(bare):
        return ""
    name = bare[match.end() :].strip(" .;,")
    author, source = split_source(bare)
    if (source and is_name(author)) or not name or len(name.split()) > 10 or re.search(r"[.!?:] ", name):
        return ""
    with_colon = ":" in match[0]
    first = name.split()[0].casefold()
    shaped = (
        is_upper(name[0])
        or (first in rules().houses_by_name and is_house(name))
        or ".vn" in name
        or "http" in name
        or first in {"internet", "tổng"}
    )
    return name if shaped and (with_colon or not text.rstrip().endswith((".", ",", ";", ":"))) else ""


def tag(text: str) -> str:
    """Return the agency named before the first sentence: "(CTT-Đồng Nai) - Ngày …" → "CTT-Đồng Nai"."""
    table = rules()
    match = _TAG.match(text) or _TAG_WITHOUT_DASH.match(text)
    if match:
        name = match["tag"].strip()
        low = name.casefold()
        abbreviation = re.search(r"[^\W\d_]{2,}", name) and any(
            len(w) > 1 and w.isupper() for w in re.split(r"[^\w]+", name)
        )
        house = starts_with(low, (*table.houses, *table.houses_by_name)) or low in table.house_names or ".vn" in low
        return name if (abbreviation or house) and folded(name) not in table.not_houses else ""
    match = _BARE_TAG.match(text)
    if match:
        name = match["tag"]
        following = text[match.end() :].split(maxsplit=1)[0]
        known = name.isupper() or name.casefold().endswith(".vn")
        if (
            known
            and len(name) >= 3
            and name.casefold() not in table.not_houses
            and is_upper(following[0])
            and not following.strip(",.").isupper()
        ):
            return name
    return ""
