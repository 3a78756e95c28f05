"""What an editor may choose, with the defaults: frozen values that `config` fills from TOML.

Every field here is a key of `input/bantin.toml` or `input/<edition>/edition.toml` with the same name; a
nested class is a TOML table.  Documentation for editors: docs/huong-dan.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, NewType

Json = NewType("Json", str)
"""A JSON text, written in TOML as a table."""
Day = date
"""Within a class that has a field of that name."""
Named = tuple[tuple[str, str], ...]
"""Texts by name, written in TOML as a table."""


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
    letter_names: Literal["a bê xê", "a bê xê đê", "a bờ cờ"] = "a bê xê"
    rates: Literal["một", "trên"] = "một"
    """2 triệu đồng/người/tháng: hai triệu đồng *một* người *một* tháng, or *trên* người *trên* tháng."""


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
class SoundSettings:
    """`[sound]`: the voice and the MP3s."""

    voice: str = "espeak"
    """An engine of `engines.ENGINES`, with its variant after a colon: `espeak:central`, `http:<name>`."""
    fallback: str = ""
    """The voice that whole articles get where `voice` fails for good; empty: they stay without sound."""
    profile: str = "phone"
    bit_rate_kbps: Literal[32, 48, 64] = 48
    opus_kbps: Literal[0, 16, 20, 24] = 0
    """If not 0, each MP3 has an Opus file beside it, for those who pay for data; needs ffmpeg."""
    programme_minutes: int = 0
    """If not 0, programmes that each fit this slot are made beside the whole edition's."""
    read_captions: bool = False
    """Whether a broadcast says what is in the pictures ("Trong ảnh: …")."""
    read_tables: bool = True
    read_correction: bool = False
    """Whether a broadcast says the edition's `correction`, before it closes."""
    jingle: str = ""
    """An ident, MP3 or WAV, in the edition's folder or in `input/`."""


@dataclass(frozen=True, slots=True)
class PictureWords:
    """`[articles.<number>.pictures."<name>"]`: what is written under a picture, and said in its place."""

    caption: str | None = None
    alternative: str | None = None
    """What the picture shows, for those who do not see it; empty or like the caption: the caption says it."""


PictureNamed = tuple[tuple[str, PictureWords], ...]


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
    pictures: PictureNamed = ()
    """The editor's own words for pictures, by file name or by place in the article ("1", "2" …)."""
    public: tuple[str, ...] = ()
    """Marks ("MẬT", "Lưu hành nội bộ") and private data that may be published all the same, as they are written."""
    skip: bool = False
    share: bool = False
    """Whether it is a file to pass on, where the edition's `share` is "chosen"."""
    slug: str | None = None
    """What its files are called, whatever its title and place become: links that were sent stay alive."""
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
    """One of `forms.CATEGORIES`, Apple's."""
    guid: str = ""
    """The feed's own number (`podcast:guid`): kept, it stays the same feed when the address changes."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`[voices.<name>.patience]`: rate limit, time-outs, retries, and when the circuit opens."""

    requests_per_second: float = 2.0
    """At most, over all threads; 0 for as many as the answers allow."""
    connect_s: float = 10.0
    silence_s: float = 30.0
    """What may pass without a single byte."""
    answer_s: float = 120.0
    """What one whole answer may take, however steadily it drips."""
    tries: int = 5
    """How often one request is sent at most, the first attempt included."""
    first_wait_s: float = 2.0
    """Before the second try; three times as long before each further one."""
    longest_wait_s: float = 60.0
    """Upper bound of a wait, even if the server asks for more."""
    ready_every_s: float = 2.0
    """Between two looks at a sound that is made after the answer."""
    ready_s: float = 180.0
    """What it may take to be made."""
    rest_s: float = 600.0
    """How long the circuit stays open after a permanent failure."""


@dataclass(frozen=True, slots=True)
class HttpVoice:
    """`[voices.<name>]`: a speech server, as the engine `http` asks it; `voice = "http:<name>"` chooses it.

    `{text}`, `{voice}`, `{model}`, `{format}` and `{speed}` stand for what the request is about, wherever a template
    is; `${NAME}` for the environment variable of that name, which is where keys are kept.
    """

    preset: Literal["", "openai"] = ""
    """Defaults for the keys that are not given (`PRESETS`)."""
    # The question
    address: str = ""
    """A template; what is put into it is percent-encoded."""
    method: Literal["POST", "GET", "PUT"] = "POST"
    headers: Named = ()
    """Templates, but for `{text}`."""
    key_env: str = ""
    """The environment variable whose value is sent as `Authorization: Bearer …`."""
    json: Json = Json("")
    """The body as JSON: its strings are templates; one that is `{speed}` and nothing else becomes a number."""
    form: Named = ()
    """The body as an HTML form sends it; the values are templates."""
    xml: str = ""
    """The body as XML (SSML), a template."""
    text: str = ""
    """The body as plain text, a template."""
    voice: str = ""
    model: str = ""
    format: Literal["wav", "mp3", "flac", "ogg", "pcm"] = "wav"
    """What the sound is asked for as; any but `pcm` (16-bit little-endian, mono, without a head) is recognised."""
    longest_text: int = 600
    """Characters that one request may carry; a longer sentence is asked for by clauses."""
    # The pace
    syllables_per_minute: int = 0
    """How fast the voice is by itself; 0: it has its own pace, whatever the profile wants."""
    speed_least: float = 0.5
    speed_most: float = 2.0
    """The range that the server accepts, if its speed is a factor."""
    speeds: tuple[tuple[float, float], ...] = ()
    """If it is not a factor: pairs of a factor and the value of the server, as in [[0.8, -1], [1.0, 0], [1.2, 1]]."""
    # The answer
    answer: Literal["sound", "base64", "address"] = "sound"
    """The sound itself; or in JSON, encoded, or as an address that is asked until it is there."""
    answer_at: str = ""
    """Where in the JSON: keys and places with dots between them, as in data.0.url."""
    ready_address: str = ""
    """Where a server that answers with a task's number in JSON says how it gets on; a template with `{id}`."""
    id_at: str = ""
    """Where in the first answer that number is."""
    sample_rate_hz: int = 24000
    """What its sound has, or is brought to; for `pcm` what it has."""
    # The terms
    languages: tuple[str, ...] = ("vi",)
    max_parallel: int = 1
    """Requests under way at once."""
    allow_plain_http: bool = False
    """Whether text and key may travel unencrypted to another machine."""
    patience: RetryPolicy = field(default_factory=RetryPolicy)


PRESETS: dict[str, HttpVoice] = {
    "": HttpVoice(),
    "openai": HttpVoice(
        preset="openai",
        address="https://api.openai.com/v1/audio/speech",
        json=Json(
            '{"model": "{model}", "input": "{text}", "voice": "{voice}", "response_format": "{format}",'
            ' "speed": "{speed}"}'
        ),
        voice="alloy",
        model="tts-1",
        speed_least=0.25,
        speed_most=4.0,
    ),
}


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
    approved_on: Day | None = None
    approved_code: str = ""
    """What `bantin check` calls the state that was signed; with it, any later change makes the edition a draft."""
    settled: tuple[str, ...] = ()
    """The notices that somebody has seen and settled, by their digests."""
    correction: str = ""
    """What was corrected after publication; stands first in the imprint of page and book."""
    sample: bool = False
    """Whether this is the program's own sample, and not an office's."""
    # What the back page says
    licence: str = ""
    person_responsible: str = ""
    printer: str = ""
    copies: str = ""
    period: str = ""
    address: str = ""
    issn: str = ""
    isbn: str = ""
    """Of the light book; the talking one names it as its source, since two books never share a number."""
    rights: str = ""
    accessibility_evaluated_by: str = ""
    # How it is put together
    order: tuple[int, ...] = ()
    """Article numbers in the order they are to have; those not named follow in their own."""
    sections: tuple[str, ...] = ()
    section_voices: Named = ()
    """The voice of each section that has one of its own, as radio has two; an article's own comes first."""
    cover: str = ""
    logo: str = ""
    """The office's emblem, a picture in the edition's folder or in `input/`: on the drawn cover and the pages."""
    colour: str = ""
    """The office's own colour, "#8f1d21", on the drawn cover and the pages; empty: by the quarter of the year."""
    base_url: str = ""
    share: Literal["all", "chosen", "none"] = "all"
    """Which articles are files to pass on, whole with their sound: the largest part of an edition on the disk."""
    sound: SoundSettings = field(default_factory=SoundSettings)
    reading: ReadingStyle = field(default_factory=ReadingStyle)
    feed: Feed = field(default_factory=Feed)
    profiles: tuple[tuple[str, Profile], ...] = tuple(PROFILES.items())
    voices: tuple[tuple[str, HttpVoice], ...] = ()
    articles: tuple[tuple[int, ArticleOverride], ...] = ()

    @property
    def profile(self) -> Profile:
        """Return the narration profile that `sound.profile` names."""
        return dict(self.profiles)[self.sound.profile]

    def shown(self) -> Settings:
        """Return what a template gets: all but the servers that are asked, and the words on single articles."""
        return replace(self, voices=(), section_voices=(), articles=())

    def voice_of(self, number: int, section: str) -> str:
        """Return the voice of its own that article `number` has, or its section; empty if it is the edition's."""
        return self.override(number).voice or dict(self.section_voices).get(section, "")

    @property
    def own_voices(self) -> tuple[str, ...]:
        """Return the voices that articles and sections have of their own, each once."""
        own = (override.voice for _, override in self.articles if override.voice)
        return tuple(dict.fromkeys((*own, *(voice for _, voice in self.section_voices))))

    def override(self, number: int) -> ArticleOverride:
        """Return the editor's word on article `number`; an empty one if there is none."""
        return dict(self.articles).get(number, ArticleOverride())
