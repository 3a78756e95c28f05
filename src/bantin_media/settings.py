"""What an editor may choose, with the defaults: frozen values that `config` fills from TOML.

Every field here is a key of `input/bantin.toml` or `input/<edition>/edition.toml` with the same name; a
nested class is a TOML table.  Documentation for editors: docs/huong-dan.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class ReadingStyle:
    """`[reading]`: how numbers, letters and document numbers are said where Vietnamese has two good ways."""

    zero_tens: Literal["linh", "lẻ"] = "linh"
    """105: một trăm *linh* năm, một trăm *lẻ* năm."""
    thousand: Literal["nghìn", "ngàn"] = "nghìn"
    zero_hundreds: bool = True
    """2009: hai nghìn *không trăm* linh chín; off: hai nghìn linh chín."""
    four_after_tens: Literal["tư", "bốn"] = "tư"
    """24: hai mươi *tư*, hai mươi *bốn*."""
    april: Literal["tư", "bốn"] = "tư"
    decimals: Literal["digits", "number"] = "digits"
    """29,01: phẩy *không một*; 0,28: phẩy *hai tám*, or as a number: phẩy *hai mươi tám*."""
    document_numbers: Literal["broadcast", "letters"] = "broadcast"
    """70/2009/QĐ-TTg: số bảy mươi, năm …, của Thủ tướng Chính phủ; or letter by letter."""
    letter_names: Literal["a bê xê", "a bờ cờ"] = "a bê xê"


@dataclass(frozen=True, slots=True)
class Profile:
    """`[profiles.<name>]`: a manner of speaking for one kind of listener.

    Pauses are in milliseconds and stand after what they are named for; loudness is integrated, in LUFS.
    """

    syllables_per_minute: int = 232
    loudness_lufs: float = -19.0
    sentence_ms: int = 380
    paragraph_ms: int = 650
    heading_ms: int = 800
    list_item_ms: int = 450
    table_row_ms: int = 450
    quote_ms: int = 500
    article_ms: int = 1500
    section_ms: int = 1200
    end_ms: int = 500


PROFILES: dict[str, Profile] = {
    "phone": Profile(),
    "loudspeaker": Profile(
        syllables_per_minute=190, loudness_lufs=-16.0, sentence_ms=550, paragraph_ms=900, heading_ms=1000,
        list_item_ms=650, table_row_ms=650, quote_ms=700, article_ms=2200, section_ms=1800, end_ms=800,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sound:
    """`[sound]`: the voice and the MP3s."""

    voice: str = "espeak"
    """An engine of `engines.ENGINES`, with its variant after a colon: `espeak:central`."""
    profile: str = "phone"
    bit_rate_kbps: Literal[32, 48, 64] = 48
    opus_kbps: Literal[0, 16, 20, 24] = 0
    """Where not 0, each MP3 has an Opus file beside it, for those who pay for data; needs ffmpeg."""
    programme_minutes: int = 0
    """Where not 0, programmes that each fit this slot are made beside the whole edition's."""
    read_captions: bool = False
    """Whether a broadcast says what is in the pictures ("Trong ảnh: …")."""
    read_tables: bool = True
    jingle: str = ""
    """An ident, MP3 or WAV, in the edition's folder or in `input/`."""


@dataclass(frozen=True, slots=True)
class ArticleOverride:
    """`[articles.<number>]`: the editor's word on one article, which overrules what cleaning found."""

    title: str | None = None
    author: str | None = None
    date: date | None = None
    section: str | None = None
    source: str | None = None
    lead: str | None = None
    drop: tuple[str, ...] = ()
    """Lines (whole, or their beginning) that are no part of the article."""
    keep: tuple[str, ...] = ()
    """Lines that cleaning would drop, or take for a caption or metadata, and must leave in the body."""
    captions: tuple[str, ...] = ()
    """Lines that are captions."""
    skip: bool = False
    voice: str = ""
    """Another voice than the edition's, as radio has two."""


@dataclass(frozen=True, slots=True)
class Feed:
    """`[feed]`: the podcast of all editions, made where `base_url` is set."""

    episodes: Literal["programmes", "articles"] = "programmes"
    """An episode for each edition, or one for each article."""
    email: str = ""
    """The owner's address, which directories ask for; empty: not published."""
    category: str = "News"
    """One of Apple's categories, in English as they write it."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is chosen for one edition: `bantin.toml` first, then its own `edition.toml`."""

    # What the front page says
    title: str = "Bản tin"
    number: str = ""
    date: date | None = None
    revised: datetime | None = None
    publisher: str = ""
    language: str = "vi"
    greeting: str = ""
    audience: Literal["public", "internal"] = "public"
    approved_by: str = ""
    # What the back page says
    licence: str = ""
    person_responsible: str = ""
    printer: str = ""
    copies: str = ""
    period: str = ""
    address: str = ""
    issn: str = ""
    rights: str = ""
    accessibility_evaluated_by: str = ""
    # How it is put together
    order: tuple[int, ...] = ()
    """Article numbers in the order they are to have; those not named follow in their own."""
    sections: tuple[str, ...] = ()
    cover: str = ""
    base_url: str = ""
    sound: Sound = field(default_factory=Sound)
    reading: ReadingStyle = field(default_factory=ReadingStyle)
    feed: Feed = field(default_factory=Feed)
    profiles: tuple[tuple[str, Profile], ...] = tuple(PROFILES.items())
    articles: tuple[tuple[int, ArticleOverride], ...] = ()

    @property
    def profile(self) -> Profile:
        """Return the narration profile that `sound.profile` names."""
        return dict(self.profiles)[self.sound.profile]

    def override(self, number: int) -> ArticleOverride:
        """Return the editor's word on article `number`; an empty one where there is none."""
        return dict(self.articles).get(number, ArticleOverride())
