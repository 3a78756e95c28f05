"""MP3s of every version, frame by frame: their durations and their faults."""

from __future__ import annotations

import pytest

from bantin_media.verify.mp3 import SoundError, sound

VERSIONS = {"1": 3, "2": 2, "2.5": 0}


def header(version: str, bits: int, rate: int, *, mono: bool = True, padded: bool = False, layer: int = 1) -> bytes:
    second = 0xE0 | VERSIONS[version] << 3 | layer << 1 | 1
    return bytes((0xFF, second, bits << 4 | rate << 2 | padded << 1, 0xC4 if mono else 0x44))


def frame(head: bytes, length: int, inside: bytes = b"\x01") -> bytes:
    return head + inside.ljust(length - 4, inside[-1:] or b"\0")


@pytest.mark.parametrize(
    ("kind", "hz", "length", "samples"),
    [
        (("1", 9, 0), 44100, 417, 1152), (("1", 1, 1), 48000, 96, 1152), (("1", 14, 2), 32000, 1440, 1152),
        (("2", 6, 0), 22050, 156, 576), (("2", 1, 1), 24000, 24, 576), (("2", 14, 2), 16000, 720, 576),
        (("2.5", 4, 0), 11025, 208, 576), (("2.5", 5, 1), 12000, 240, 576), (("2.5", 6, 2), 8000, 432, 576),
    ],
)  # fmt: skip
def test_frames_of_each_version(kind: tuple[str, int, int], hz: int, length: int, samples: int) -> None:
    one = frame(header(*kind), length)
    padded = frame(header(*kind, padded=True), length + 1)
    found = sound(one + padded + one)
    assert (found.sample_rate_hz, found.samples, found.onsets_ms) == (hz, 3 * samples, ())
    assert found.duration_ms == 3 * samples * 1000 // hz
    for broken in (one[:-1], one + b"\0", one + one[1:], padded[:-1], b"\0" + one):
        with pytest.raises(SoundError):
            sound(broken)


ONE = frame(header("2", 6, 0), 156)


@pytest.mark.parametrize(
    "head",
    [
        header("2", 0, 0), header("2", 15, 0), header("2", 6, 3), header("2", 6, 0, layer=2),
        header("2", 6, 0, layer=0),
        bytes((0xFF, 0xEB, 0x60, 0xC4)), bytes((0xFE, 0xF3, 0x60, 0xC4)), bytes((0xFF, 0x73, 0x60, 0xC4)),
    ],
)  # fmt: skip
def test_an_invalid_header_is_reported_with_its_place(head: bytes) -> None:
    with pytest.raises(SoundError, match="156"):
        sound(ONE + head + bytes(500))


def test_nothing_and_one_of_another_rate_are_no_sound() -> None:
    with pytest.raises(SoundError):
        sound(b"")
    with pytest.raises(SoundError, match="156"):
        sound(ONE + frame(header("2", 6, 1), 144))
    assert sound(ONE + frame(header("2", 4, 0), 104)).samples == 1152  # another bit rate
    for short in (b"\xff", b"\xff\xf3\x60"):
        with pytest.raises(SoundError, match="0"):
            sound(short)


def test_tags_before_and_behind_are_not_played() -> None:
    size = bytes((0, 0, 1, 2))
    id3 = b"ID3\x03\0\0" + size + bytes(130)
    assert sound(id3 + ONE).samples == 576
    assert sound(ONE + b"TAG" + bytes(125)).samples == 576
    big = b"ID3\x03\0\0" + bytes((0, 1, 0, 0)) + bytes(16384)
    assert sound(big + ONE + ONE).samples == 1152
    marked = b"ID3\x03\0\0" + bytes((0x80, 0x80, 0x81, 0x82)) + bytes(130)  # the highest bit is ignored
    assert sound(marked + ONE).samples == 576
    with pytest.raises(SoundError):
        sound(b"ID3\x03\0\0\0\0\0")
    with pytest.raises(SoundError):
        sound(ONE + b"TAG" + bytes(126))


def info(
    version: str = "2", *, mono: bool = True, name: bytes = b"Info", flags: int = 3, told: int = 2, tag: bytes = b""
) -> bytes:
    side = {("1", True): 17, ("1", False): 32, ("2", True): 9, ("2", False): 17}[version, mono]
    length = {"1": 417, "2": 156}[version]
    inside = bytes(side) + name + flags.to_bytes(4, "big") + (told.to_bytes(4, "big") if flags & 1 else b"") + tag
    return (header(version, {"1": 9, "2": 6}[version], 0, mono=mono) + inside).ljust(length, b"\0")


def lame(before: int, behind: int, name: bytes = b"LAME") -> bytes:
    return name.ljust(21, b"\0") + (before << 12 | behind).to_bytes(3, "big")


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("mono", [True, False])
@pytest.mark.parametrize("name", [b"Info", b"Xing"])
def test_an_info_frame_is_not_played(version: str, mono: bool, name: bytes) -> None:
    one = frame(header(version, {"1": 9, "2": 6}[version], 0, mono=mono), {"1": 417, "2": 156}[version])
    samples = {"1": 1152, "2": 576}[version]
    assert sound(info(version, mono=mono, name=name) + one + one).samples == 2 * samples
    assert sound(info(version, mono=mono, name=b"Nein") + one + one).samples == 3 * samples


@pytest.mark.parametrize("told", [0, 1, 3])
def test_a_wrong_number_of_frames_is_reported(told: int) -> None:
    with pytest.raises(SoundError, match=f"2.*{told}"):
        sound(info(told=told) + ONE + ONE)
    assert sound(info(told=told, flags=2) + ONE + ONE).samples == 1152


@pytest.mark.parametrize(("flags", "before"), [(1, 0), (3, 4), (7, 104), (15, 108), (9, 4), (5, 100)])
@pytest.mark.parametrize("name", [b"LAME", b"Lavc", b"Lavf", b"XXXX"])
def test_samples_that_the_tag_declares_as_padding_are_dropped(flags: int, before: int, name: bytes) -> None:
    tag = bytes(before) + lame(576, 300, name)
    found = sound(
        info(flags=flags, tag=tag).ljust(156, b"\0") + ONE + ONE if before < 100 else big(flags, tag) + ONE2 + ONE2
    )
    length = 1152
    assert found.samples == (length - 876 if name != b"XXXX" else length)


ONE2 = frame(header("2", 8, 0), 208)


def big(flags: int, tag: bytes) -> bytes:
    inside = bytes(9) + b"Info" + flags.to_bytes(4, "big") + (2).to_bytes(4, "big") + tag
    return (header("2", 8, 0) + inside).ljust(208, b"\0")


def test_large_delays_are_dropped_whole() -> None:
    found = sound(info(flags=1, told=8, tag=lame(2000, 2047)) + ONE * 8)
    assert found.samples == 8 * 576 - 4047


def test_sound_begins_after_empty_frames() -> None:
    empty = frame(header("2", 6, 0), 156, b"\0")
    content = info(flags=1, told=9) + ONE + empty + empty + ONE + ONE + empty + ONE + empty + empty
    assert sound(content).onsets_ms == (3 * 576 * 1000 // 22050, 6 * 576 * 1000 // 22050)
    padded = frame(header("2", 6, 0, padded=True), 157, b"\0")
    assert sound(info(flags=1, told=3) + ONE + padded + ONE).onsets_ms == ()  # a padded frame comes from an encoder
    assert sound(info(flags=1, told=2) + empty + ONE).onsets_ms == (576 * 1000 // 22050,)
    assert sound(info(flags=1, told=1) + ONE).onsets_ms == ()


def test_many_frames_are_looked_at_in_runs() -> None:
    assert sound(ONE * 10_000).samples == 10_000 * 576
    with pytest.raises(SoundError, match=str(9_000 * 156)):
        sound(ONE * 9_000 + b"\0" * 156 + ONE)
