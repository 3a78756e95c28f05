"""An office's emblem and colour: on the cover and every page, in the signature, made again after a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bantin_media.errors import ConfigError

from .conftest import ARTICLE, SIGNED, Office

OFFICE = 'title = "Bản tin Khau Tràng"\npublisher = "Xã Khau Tràng"\nlogo = "bieu-trung.png"\ncolour = "#0f3d66"\n'


def emblem(path: Path, colour: str) -> None:
    image = Image.new("RGBA", (300, 300))
    ImageDraw.Draw(image).ellipse((10, 10, 290, 290), fill=colour)
    image.save(path)


@pytest.fixture
def dressed(office: Office) -> Office:
    (office.input / "bantin.toml").write_text(OFFICE, "utf-8")
    folder = office.edition(settings=SIGNED + 'number = "1"\ndate = 2026-11-05\n')
    (folder / "01 tin.txt").write_text(ARTICLE, "utf-8")
    emblem(office.input / "bieu-trung.png", "#d01818")
    return office


def built(office: Office) -> dict[str, str]:
    (report,) = office.build()
    assert not report.errors and not (office.site and office.site.errors)
    pages = (
        office.output / "index.html",
        office.output / "2026-11" / "index.html",
        *office.output.glob("*/share/*.html"),
    )
    return {path.name: path.read_text("utf-8") for path in pages}


def cover(office: Office) -> Image.Image:
    return Image.open(office.output / "2026-11" / "bia.jpg").convert("RGB")


def near(one: tuple[int, ...], other: str) -> bool:
    wanted = (int(other[1:3], 16), int(other[3:5], 16), int(other[5:], 16))
    return all(abs(a - b) < 24 for a, b in zip(one, wanted, strict=True))


def test_cover_and_pages_wear_them(dressed: Office) -> None:
    for name, page in built(dressed).items():
        assert 'class="star logo" src="data:image/png;base64,' in page, name
        assert "--accent: #0f3d66" in page, name
    picture = cover(dressed)
    assert near(picture.getpixel((30, 400)), "#0f3d66")
    assert any(near(picture.getpixel((x, y)), "#d01818") for x in range(140, 290, 10) for y in range(2320, 2470, 10))


def test_a_new_emblem_is_on_everything_that_is_shown(dressed: Office) -> None:
    before, picture = built(dressed), cover(dressed).tobytes()
    emblem(dressed.input / "bieu-trung.png", "#188018")
    after = built(dressed)
    assert all(after[name] != page for name, page in before.items()) and cover(dressed).tobytes() != picture


def test_a_missing_emblem_is_reported(dressed: Office) -> None:
    (dressed.input / "bieu-trung.png").unlink()
    (report, *_) = dressed.build()
    assert isinstance(report.errors[0], ConfigError) and "bieu-trung.png" in str(report.errors[0])
    assert report.errors[0].where.endswith("bantin.toml:3")
    settings = dressed.input / "2026-11" / "edition.toml"
    settings.write_text('logo = "khac.png"\n' + settings.read_text("utf-8"), "utf-8")
    (report, *_) = dressed.build()
    assert report.errors[0].where.endswith("edition.toml:1") and "khac.png" in str(report.errors[0])


def test_without_them_the_seasons_colour_and_the_star_stay(office: Office) -> None:
    folder = office.edition(settings=SIGNED + 'number = "1"\ndate = 2026-11-05\n')
    (folder / "01 tin.txt").write_text(ARTICLE, "utf-8")
    for page in built(office).values():
        assert "star logo" not in page and ":root, [class*=season]" not in page and 'class="star"' in page
