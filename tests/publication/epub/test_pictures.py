from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bantin_media.cache import Cache
from bantin_media.errors import SourceError
from bantin_media.model import Edition, Picture
from bantin_media.publication.writers.cover import BAND, FOOT, HEIGHT, WIDTH, cover_picture
from bantin_media.publication.writers.picture_encoding import LARGEST_EDGE, SIZES, BookPicture, Pictures, book_picture
from bantin_media.templates import TEMPLATES

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def saved(tmp_path: Path, image: Image.Image, name: str = "x.jpg", **more: Any) -> Picture:
    image.save(tmp_path / name, **more)
    return Picture(tmp_path / name)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photograph_is_reduced_turned_upright_and_stripped_of_its_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x8825] = {1: "N", 2: (22.0, 8.0, 0.0)}
    photograph = Image.radial_gradient("L").convert("RGB").resize((3000, 1500))
    made = book_picture(saved(tmp_path, photograph, exif=exif))
    assert (made.width, made.height) == (800, 1600)
    assert made.media_type == "image/jpeg"
    image = opened(made.content)
    assert image.size == (800, 1600)
    assert not image.getexif()
    assert not {"icc_profile", "exif", "comment"} & set(image.info)


def test_a_small_picture_is_not_made_larger_and_the_same_bytes_come_out(tmp_path: Path) -> None:
    picture = saved(tmp_path, Image.new("RGB", (120, 80), "red"), "x.png")
    one, other = book_picture(picture), book_picture(picture)
    assert one == other
    assert (one.width, one.height, one.media_type) == (120, 80, "image/png")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_kind_of_pixels_can_be_shown(mode: str, tmp_path: Path) -> None:
    image = Image.new("L", (64, 64), 200).convert(mode) if mode not in {"I;16", "LA"} else Image.new(mode, (64, 64))
    made = book_picture(saved(tmp_path, image, "x.tif"))
    assert opened(made.content).mode in {"L", "RGB"}


def test_transparent_pixels_become_white(tmp_path: Path) -> None:
    made = book_picture(saved(tmp_path, Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "x.png"))
    assert opened(made.content).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(LARGEST_EDGE + 1, 1), (20_000, 20_000)])
def test_a_giant_is_refused_before_it_is_opened(size: tuple[int, int], tmp_path: Path) -> None:
    picture = saved(tmp_path, Image.new("1", (10, 10)), "x.png")
    content = bytearray(picture.path.read_bytes())
    content[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    import zlib

    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    picture.path.write_bytes(content)
    with pytest.raises(SourceError):
        book_picture(picture)


@pytest.mark.parametrize("cut", [20, 200, 0.5])
def test_a_broken_picture_is_an_error_that_names_it(cut: float, tmp_path: Path) -> None:
    picture = saved(tmp_path, Image.effect_noise((300, 300), 60), "x.png")
    content = picture.path.read_bytes()
    picture.path.write_bytes(content[: int(cut if cut > 1 else len(content) * cut)])
    with pytest.raises(SourceError) as caught:
        book_picture(picture)
    assert "x.png" in caught.value.where


@pytest.mark.parametrize("font", ["NotoSerif-Bold.ttf", "BeVietnamPro-SemiBold.ttf"])
def test_the_shipped_fonts_have_every_vietnamese_letter(font: str) -> None:
    import unicodedata

    drawn = ImageFont.truetype(TEMPLATES / "fonts" / font, 40)
    missing = drawn.getmask("\uf8ff").getbbox(), bytes(drawn.getmask("\uf8ff"))
    letters = {
        letter
        for base in LETTERS
        for tone in TONES
        for letter in unicodedata.normalize("NFC", base + tone)
        if len(unicodedata.normalize("NFC", base + tone)) == 1
    }
    for letter in sorted(letters | {letter.upper() for letter in letters} | set("0123456789…–“”‘’·,.;:!?%/()-")):
        mask = drawn.getmask(letter)
        assert (mask.getbbox(), bytes(mask)) != missing, letter
    assert (TEMPLATES / "fonts" / f"{font.split('-', maxsplit=1)[0]}-OFL.txt").is_file()


def test_a_cover_is_drawn_and_drawn_again_the_same(small_edition: Edition) -> None:
    titles = ["Đường mới về thôn xa", "Lớp học buổi tối"]
    one = cover_picture(small_edition, titles)
    image = opened(one.content)
    assert image.size == (WIDTH, HEIGHT) == (1600, 2560)
    assert cover_picture(small_edition, titles) == one
    assert cover_picture(replace(small_edition, number="12"), titles) != one


@pytest.mark.parametrize(
    "titles", [[], [""], ["Ộ" * 10_000] * 4, ["Hội nghị " * 1000] * 4, ["Một"], ["a\u202eb\ud800 {{ x }}"]]
)
def test_a_cover_holds_any_titles(titles: list[str], small_edition: Edition) -> None:
    long_name = replace(small_edition, title=titles[0] if titles else "", publisher="Cơ quan " * 60)
    image = opened(cover_picture(long_name, titles).content).convert("L")
    margin = image.crop((WIDTH - 60, 1000, WIDTH, HEIGHT - FOOT))
    assert margin.getextrema()[0] > 200, "nothing runs over the edge"


def inked(edition: Edition, titles: list[str]) -> int:
    """Return the number of rows between band and foot that contain dark letters or rules."""
    paper = opened(cover_picture(edition, titles).content).convert("L").crop((0, BAND + 4, WIDTH, HEIGHT - FOOT))
    pixels, width = paper.tobytes(), paper.width
    return sum(min(pixels[start : start + width]) < 128 for start in range(0, len(pixels), width))


def test_few_headlines_are_larger_and_without_any_the_area_is_empty(small_edition: Edition) -> None:
    title = "Hiệu quả từ công tác luân chuyển, tăng cường cán bộ tại các xã"
    alone, of_four = inked(small_edition, [title]), inked(small_edition, [title, "", "", ""])
    assert alone > 1.3 * of_four
    assert inked(small_edition, []) == 0


def test_an_editions_own_picture_is_its_cover(small_edition: Edition, drawing: Path) -> None:
    made = cover_picture(replace(small_edition, cover=Picture(drawing)), [])
    assert (made.width, made.height, made.suffix) == (640, 400, ".jpg")


@pytest.mark.parametrize("suffix", ["heic", "avif"])
def test_a_telephones_photograph_is_a_picture_like_any_other(tmp_path: Path, suffix: str) -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    photograph = Image.radial_gradient("L").convert("RGB").resize((600, 300))
    made = book_picture(saved(tmp_path, photograph, f"x.{suffix}", quality=80))
    assert (made.width, made.height, made.media_type) == (600, 300, "image/jpeg")


@pytest.mark.parametrize(("suffix", "is_learnt"), [("heic", True), ("avif", False), ("jpg", False), ("png", False)])
def test_the_plug_in_for_heic_is_loaded_for_it_alone(
    tmp_path: Path, suffix: str, is_learnt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    learnt: list[str] = []
    monkeypatch.setattr("bantin_media.publication.writers.picture_encoding.learn_heic", learnt.append)
    book_picture(saved(tmp_path, Image.new("RGB", (60, 30)), f"x.{suffix}"))
    assert bool(learnt) is is_learnt


def test_a_vector_drawing_is_refused_by_its_kind(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    with pytest.raises(SourceError, match="SVG"):
        book_picture(Picture(tmp_path / "x.svg"))


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\xff" * 500,
        b"RIFF\xff\xff\xff\xffWEBP",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
    ],
    ids=["heic", "webp", "png", "gif"],
)
def test_a_truncated_picture_has_the_same_error_each_time(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    errors = []
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            book_picture(Picture(tmp_path / "x.jpg"))
        errors.append(str(caught.value))
    assert errors[0] == errors[1]
    assert "0x" not in errors[0]


# -------------------------------------------------------------------------------------- made once, in all sizes


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a photo like a camera's: large, with edges and smooth parts."""
    path = tmp_path_factory.mktemp("camera") / "anh.jpg"
    image = Image.radial_gradient("L").convert("RGB").resize((3200, 2400))
    ImageDraw.Draw(image).ellipse((600, 500, 1800, 1700), fill="#b03020", outline="white", width=30)
    image.save(path, quality=92)
    return path


def test_a_photo_is_decoded_once_in_its_lifetime(camera: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {size: Pictures(Cache(tmp_path)).made(Picture(camera), size) for size in SIZES}
    assert {max(one.width, one.height) for one in made.values()} == set(SIZES)
    copy = tmp_path / "another name.jpg"
    copy.write_bytes(camera.read_bytes())
    monkeypatch.setattr("PIL.Image.open", None)  # opening a picture now is an error
    again = Pictures(Cache(tmp_path))
    assert {size: again.made(Picture(copy), size) for size in SIZES} == made


def test_other_bytes_are_another_picture(camera: Path, tmp_path: Path) -> None:
    path = tmp_path / "anh.jpg"
    path.write_bytes(camera.read_bytes())
    pictures = Pictures(Cache(tmp_path / "cache"))
    before = pictures.made(Picture(path), SIZES[0])
    with Image.open(camera) as image:
        image.rotate(180).save(path, quality=92)
    assert pictures.made(Picture(path), SIZES[0]) != before


def test_a_file_with_a_picture_inside_is_not_opened_again(
    camera: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bai.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(camera, "word/media/image1.jpeg")
    picture = Picture(path, "word/media/image1.jpeg")
    made = Pictures(Cache(tmp_path / "cache")).made(picture, SIZES[0])
    assert made == Pictures().made(Picture(camera), SIZES[0])
    monkeypatch.setattr("zipfile.ZipFile", None)  # opening the file now is an error
    again = Pictures(Cache(tmp_path / "cache"))
    assert again.made(picture, SIZES[0]) == made
    assert again.source_digest(picture) == Pictures().source_digest(Picture(camera))


def test_another_picture_at_the_same_place_inside_a_file_is_seen(camera: Path, tmp_path: Path) -> None:
    path, found = tmp_path / "bai.docx", set()
    for turn in (0, 180):
        with Image.open(camera) as image:
            image.rotate(turn).save(tmp_path / "x.jpg", quality=92)
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(tmp_path / "x.jpg", "word/media/image1.jpeg")
        found.add(Pictures(Cache(tmp_path / "cache")).made(Picture(path, "word/media/image1.jpeg"), SIZES[2]).content)
    assert len(found) == 2


def test_a_damaged_entry_is_made_again(camera: Path, tmp_path: Path) -> None:
    made = Pictures(Cache(tmp_path)).made(Picture(camera), SIZES[0])
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-9])
    assert Pictures(Cache(tmp_path)).made(Picture(camera), SIZES[0]) == made


def test_without_a_cache_the_same_pictures_come_out(camera: Path, tmp_path: Path) -> None:
    kept, plain = Pictures(Cache(tmp_path)), Pictures()
    for size in (*SIZES, *SIZES):
        assert kept.made(Picture(camera), size) == plain.made(Picture(camera), size)
    content = plain.made(Picture(camera), SIZES[1]).content
    assert kept.thumbnail(content, 480) == kept.thumbnail(content, 480) == plain.thumbnail(content, 480)


def test_a_photo_that_is_decoded_small_looks_as_one_that_is_decoded_whole(camera: Path) -> None:
    for size, made in Pictures().sizes(Picture(camera)).items():
        with Image.open(camera) as whole, Image.open(BytesIO(made.content)) as small:
            wanted = whole.resize(small.size, Image.Resampling.LANCZOS)
            difference = np.asarray(wanted, dtype="int16") - np.asarray(small, dtype="int16")
        assert small.size == (size, size * 3 // 4)
        assert np.abs(difference).mean() < 1.5


def test_a_portrait_that_was_held_upright_is_as_high_as_wanted(camera: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(camera) as image:
        image.save(tmp_path / "x.jpg", exif=exif, quality=90)
    for size, made in Pictures().sizes(Picture(tmp_path / "x.jpg")).items():
        assert (made.width, made.height) == (size * 3 // 4, size)


@pytest.mark.parametrize("way", ["in its sizes", "on a cover"])
def test_a_picture_saved_while_it_is_read_is_not_found_under_its_earlier_content(way: str, tmp_path: Path) -> None:
    path, cache = tmp_path / "anh.jpg", Cache(tmp_path / "cache")
    earlier, later = (saved(tmp_path, Image.new("RGB", (40, 30), one)).path.read_bytes() for one in ("red", "blue"))

    class SavedMeanwhile(Pictures):
        def sizes(self, picture: Picture) -> dict[int, BookPicture]:
            path.write_bytes(later)
            return super().sizes(picture)

    def made(pictures: Pictures) -> BookPicture:
        picture = Picture(path)
        if way == "in its sizes":
            return pictures.made(picture, SIZES[0])
        return pictures.of(("cover",), lambda: pictures.sizes(picture)[SIZES[0]], [picture])

    path.write_bytes(earlier)
    of_the_later = made(SavedMeanwhile(cache))
    path.write_bytes(earlier)
    assert made(Pictures(cache)) == made(Pictures()) != of_the_later
