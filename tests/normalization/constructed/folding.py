"""A spoken line → its canonical form, equal for lines that a listener does not distinguish.

It ignores case, punctuation, and the variants linh/lẻ, nghìn/ngàn, tư/bốn after mươi, hai mốt/hai mươi mốt, hoà/hòa,
âm/trừ, trên/xuyệt/gạch chéo, and the customary names of letters and units.  Every digit and every other word counts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGIT = "không|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười"
_TONES = tuple(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_SAME: tuple[tuple[str, str], ...] = (
    ("lẻ|lẽ", "linh"),
    ("ngàn", "nghìn"),
    (r"tỉ(?! (?:lệ|số))", "tỷ"),
    ("kỉ", "kỷ"),
    ("mồng", "mùng"),
    ("mươi bốn", "mươi tư"),
    ("tháng bốn", "tháng tư"),
    (r"(hai|ba|bốn|năm|sáu|bảy|tám|chín) (mốt|tư|lăm)", r"\1 mươi \2"),
    ("gạch chéo|xuyệt|xẹt|xoẹt|sổ|xẹc", "trên"),
    ("gạch (?:ngang|nối)", ""),
    (rf"trừ(?= (?:{_DIGIT}))", "âm"),
    ("đúp|đắp liu|đáp liu|vê vê kép", "vê kép"),
    ("qui|cu|quờ", "quy"),
    (r"en nờ|en(?= |$)", "nờ"),
    ("e lờ", "lờ"),
    (r"em mờ|em(?= nờ| |$)", "mờ"),
    ("e rờ", "rờ"),
    ("hát|hắt|hờ", "hát"),
    ("giê|gi", "gờ"),
    ("dờ", "dê"),
    ("đờ", "đê"),
    ("bờ", "bê"),
    ("tờ(?! (?:trình|khai|bản|báo|giấy))", "tê"),
    ("pờ|phê", "pê"),
    ("cờ(?= [a-zê]{1,3}(?: |$))", "xê"),
    ("vờ", "vê"),
    ("sờ|ét sì", "ét"),
    ("ka", "ca"),
    ("ki ?lô ?(gam|mét|oát|vôn)", r"ki lô \1"),
    ("mi ?li ?(mét|lít|gam)", r"mi li \1"),
    ("(?:xăng|xen|sen) ?ti ?mét", "xăng ti mét"),
    ("gram", "gam"),
    ("hecta|hec ta|ha(?= |$)", "héc ta"),
    ("đô la mĩ", "đô la mỹ"),
    ("watt", "oát"),
    ("sỹ", "sĩ"),
    ("bêta", "bê ta"),
)
_RULES = tuple((re.compile(rf"(?<!\w)(?:{old})(?!\w)"), new) for old, new in _SAME)
_ACCENTS = tuple((re.compile(f"(?<!q){old}"), new) for old, new in _TONES)
_MARKS = re.compile(r"[.,;:!?|()\[\]\"“”‘’'–—…]|(?<!\w)-|-(?!\w)")


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Return the canonical form of a line, without its pauses."""
    text = unicodedata.normalize("NFC", text).lower()
    text = " ".join(_MARKS.sub(" ", text).replace("-", " ").split())
    for accent, new in _ACCENTS:
        text = accent.sub(new, text)
    for rule, new in _RULES:
        text = rule.sub(new, text)
    return " ".join(text.split())
