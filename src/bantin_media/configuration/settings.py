"""All settings with their defaults, as frozen values; `config` fills them from TOML.

Every field is a key of `input/bantin.toml` or `input/<edition>/edition.toml` with the same name; a nested class is
a TOML table.  Documentation for editors: docs/huong-dan.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, NewType

Json = NewType("Json", str)
"""A JSON text; in TOML a table."""
Day = date
"""An alias for classes that have a field `date`."""
Named = tuple[tuple[str, str], ...]
"""Texts by name; in TOML a table."""


@dataclass(frozen=True, slots=True)
class ReadingStyle:
    """`[reading]`: the choice between two accepted spoken forms of numbers, letters and document numbers."""

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

    Each pause is in milliseconds and follows the element that it is named after; loudness is integrated, in LUFS.
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
    """The voice for whole articles if `voice` fails permanently; empty: they have no sound."""
    profile: str = "phone"
    bit_rate_kbps: Literal[32, 48, 64] = 48
    opus_kbps: Literal[0, 16, 20, 24] = 0
    """The bit rate of an additional Opus file for each MP3; 0: none.  Needs ffmpeg."""
    programme_minutes: int = 0
    """The length of a broadcast slot, for additional programmes that each fit into one; 0: none."""
    read_captions: bool = False
    """Whether captions are read in broadcasts ("Trong ảnh: …")."""
    read_tables: bool = True
    read_correction: bool = False
    """Whether broadcasts read the edition's `correction` before the closing."""
    jingle: str = ""
    """The jingle, MP3 or WAV, in the edition's folder or in `input/`."""


@dataclass(frozen=True, slots=True)
class PictureWords:
    """`[articles.<number>.pictures."<name>"]`: the caption and the alternative text of a picture."""

    caption: str | None = None
    alternative: str | None = None
    """The alternative text; empty or equal to the caption: the caption serves for both."""


PictureNamed = tuple[tuple[str, PictureWords], ...]


@dataclass(frozen=True, slots=True)
class ArticleOverride:
    """`[articles.<number>]`: the editor's settings for one article; they take precedence over cleaning."""

    title: str | None = None
    author: str | None = None
    date: date | None = None
    section: str | None = None
    source: str | None = None
    lead: str | None = None
    drop: tuple[str, ...] = ()
    """Lines (whole, or their beginning) that are not part of the article."""
    keep: tuple[str, ...] = ()
    """Lines that remain in the body although cleaning would drop them or use them as caption or metadata."""
    captions: tuple[str, ...] = ()
    """Lines that are captions."""
    pictures: PictureNamed = ()
    """Captions and alternative texts by file name or by number in the article ("1", "2" …)."""
    public: tuple[str, ...] = ()
    """Marks ("MẬT", "Lưu hành nội bộ") and private data that may be published, exactly as written."""
    skip: bool = False
    share: bool = False
    """Whether it gets a one-file copy to share, if the edition's `share` is "chosen"."""
    slug: str | None = None
    """The name of its files, independent of its title and order, so that earlier links remain valid."""
    voice: str = ""
    """A voice of its own."""


@dataclass(frozen=True, slots=True)
class Feed:
    """`[feed]`: the podcast of all editions; needs `base_url`."""

    episodes: Literal["programmes", "articles"] = "programmes"
    """One episode for each edition, or for each article."""
    email: str = ""
    """The owner's address, required by podcast directories; empty: not published."""
    category: str = "News"
    """One of Apple's categories (`forms.CATEGORIES`)."""
    guid: str = ""
    """The feed's permanent identifier (`podcast:guid`), by which it remains the same feed at a new address."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`[voices.<name>.retry]`: rate limit, time-outs, retries and circuit breaker."""

    requests_per_second: float = 2.0
    """The rate limit over all threads; 0: none."""
    connect_s: float = 10.0
    silence_s: float = 30.0
    """The longest time without a byte."""
    answer_s: float = 120.0
    """The longest time for a complete response."""
    tries: int = 5
    """The largest number of attempts of a request, including the first."""
    first_wait_s: float = 2.0
    """The time before the second attempt; each later wait is three times as long."""
    longest_wait_s: float = 60.0
    """The longest wait, even if the server asks for more."""
    ready_every_s: float = 2.0
    """The interval for polling sound that is generated after the response."""
    ready_s: float = 180.0
    """The longest time for generating it."""
    rest_s: float = 600.0
    """The time for which the circuit stays open after a permanent failure."""


@dataclass(frozen=True, slots=True)
class HttpVoice:
    """`[voices.<name>]`: a speech server for the engine `http`, chosen by `voice = "http:<name>"`.

    In a template, `{text}`, `{voice}`, `{model}`, `{format}` and `{speed}` are replaced by the values of the request,
    and `${NAME}` by the environment variable of that name, which is the place for keys.
    """

    preset: Literal["", "openai"] = ""
    """Defaults for missing keys (`PRESETS`)."""
    # The request
    address: str = ""
    """A template; inserted values are percent-encoded."""
    method: Literal["POST", "GET", "PUT"] = "POST"
    headers: Named = ()
    """Templates without `{text}`."""
    key_env: str = ""
    """The environment variable whose value is sent as `Authorization: Bearer …`."""
    json: Json = Json("")
    """The body as JSON; its strings are templates, and a string `{speed}` becomes a number."""
    form: Named = ()
    """The body as an HTML form; its values are templates."""
    xml: str = ""
    """The body as XML (SSML), a template."""
    text: str = ""
    """The body as plain text, a template."""
    voice: str = ""
    model: str = ""
    format: Literal["wav", "mp3", "flac", "ogg", "pcm"] = "wav"
    """The requested sound format; any but `pcm` (16-bit little-endian, mono, no header) is detected."""
    longest_text: int = 600
    """The most characters per request; a longer sentence is split into clauses."""
    # The pace
    syllables_per_minute: int = 0
    """The pace of the voice at normal speed; 0: its pace cannot be changed."""
    speed_least: float = 0.5
    speed_most: float = 2.0
    """The largest speed factor that the server accepts."""
    speeds: tuple[tuple[float, float], ...] = ()
    """Pairs of a factor and the server's value, if it is no factor: [[0.8, -1], [1.0, 0], [1.2, 1]]."""
    # The response
    answer: Literal["sound", "base64", "address"] = "sound"
    """The sound itself; or JSON that contains the sound in base64, or its address, which is polled."""
    answer_at: str = ""
    """The path in the JSON: keys and indexes with dots between them, as in data.0.url."""
    ready_address: str = ""
    """The address of a task's status, if the response contains a task id; a template with `{id}`."""
    id_at: str = ""
    """The path of the task id in the first response."""
    sample_rate_hz: int = 24000
    """The sample rate of the sound (for `pcm`), or to which it is resampled."""
    # The terms
    languages: tuple[str, ...] = ("vi",)
    max_parallel: int = 1
    """The largest number of requests at the same time."""
    allow_plain_http: bool = False
    """Whether text and key may be sent without encryption to another machine."""
    retry: RetryPolicy = field(default_factory=RetryPolicy)


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
    """The settings of one edition: `bantin.toml`, overridden by its own `edition.toml`."""

    # The front page
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
    """The code of the signed state, printed by `bantin check`; after any later change the edition is a draft."""
    settled: tuple[str, ...] = ()
    """The digests of the notices that an editor has settled."""
    correction: str = ""
    """A correction after publication; the first entry in the imprint of page and book."""
    sample: bool = False
    """Whether this is the program's own sample."""
    # The back page
    licence: str = ""
    person_responsible: str = ""
    printer: str = ""
    copies: str = ""
    period: str = ""
    address: str = ""
    issn: str = ""
    isbn: str = ""
    """The ISBN of the light book; the talking book names it as its source, because each book needs its own number."""
    rights: str = ""
    accessibility_evaluated_by: str = ""
    # Order and appearance
    order: tuple[int, ...] = ()
    """Article numbers in the wanted order; the others follow in their own order."""
    sections: tuple[str, ...] = ()
    section_voices: Named = ()
    """The voice of each section that has its own; an article's own voice takes precedence."""
    cover: str = ""
    logo: str = ""
    """The office's emblem on cover and pages: a picture in the edition's folder or in `input/`."""
    colour: str = ""
    """The office's colour on cover and pages, "#8f1d21"; empty: the colour of the quarter."""
    base_url: str = ""
    share: Literal["all", "chosen", "none"] = "all"
    """Which articles get a one-file copy to share, which includes the sound and so takes most of the disk space."""
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
        """Return the settings for a template: without servers and the settings of single articles."""
        return replace(self, voices=(), section_voices=(), articles=())

    def voice_of(self, number: int, section: str) -> str:
        """Return the own voice of article `number` or of its section; empty if there is none."""
        return self.override(number).voice or dict(self.section_voices).get(section, "")

    @property
    def own_voices(self) -> tuple[str, ...]:
        """Return the distinct voices of articles and sections."""
        own = (override.voice for _, override in self.articles if override.voice)
        return tuple(dict.fromkeys((*own, *(voice for _, voice in self.section_voices))))

    def override(self, number: int) -> ArticleOverride:
        """Return the editor's settings for article `number`; the defaults if there are none."""
        return dict(self.articles).get(number, ArticleOverride())
