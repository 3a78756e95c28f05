"""Draws the pictures of the sample edition, four JPEGs: `python bench/draw_sample.py`.

Everything is drawn at double size and scaled down, for smooth edges.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

WIDTH_PX, HEIGHT_PX, OVERSAMPLING = 1600, 1000, 2
INDIGO, CRIMSON, OCHRE, CREAM = (38, 52, 94), (178, 49, 52), (222, 160, 61), (250, 241, 222)
LEAF, WOOD, SKIN, INK = (86, 132, 66), (121, 80, 48), (224, 178, 140), (44, 40, 46)
EDITION = Path(__file__).parents[1] / "input" / "2026-11"


class Canvas:
    """A drawing in the picture's own coordinates (1600 × 1000, origin at the top left)."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        size = (WIDTH_PX * OVERSAMPLING, HEIGHT_PX * OVERSAMPLING)
        column = Image.new("RGB", (1, HEIGHT_PX))
        for y in range(HEIGHT_PX):
            column.putpixel((0, y), mixed(top, bottom, y / HEIGHT_PX))
        self.image = column.resize(size)
        self.draw = ImageDraw.Draw(self.image)

    def polygon(self, points: list[Point], fill: Colour) -> None:
        self.draw.polygon([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, *, radius: float = 0) -> None:
        corners = tuple(value * OVERSAMPLING for value in (left, top, right, bottom))
        self.draw.rounded_rectangle(corners, radius * OVERSAMPLING, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, *, height: float | None = None) -> None:
        tall = radius if height is None else height
        corners = tuple(value * OVERSAMPLING for value in (x - radius, y - tall, x + radius, y + tall))
        self.draw.ellipse(corners, fill=fill)

    def line(self, points: list[Point], fill: Colour, width: float) -> None:
        scaled = [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
        self.draw.line(scaled, fill=fill, width=round(width * OVERSAMPLING), joint="curve")

    def below(self, height: Callable[[float], float], fill: Colour) -> None:
        """Fill everything under the curve `height(x)`."""
        curve = [(float(x), height(x)) for x in range(0, WIDTH_PX + 1, 4)]
        self.polygon([(0, HEIGHT_PX), *curve, (WIDTH_PX, HEIGHT_PX)], fill)

    def jpeg(self) -> bytes:
        small = self.image.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        small.save(target, "JPEG", quality=86, optimize=True, progressive=True)
        return target.getvalue()


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def wave(base: float, *parts: tuple[float, float, float]) -> Callable[[float], float]:
    """A skyline: `base` plus sines of (amplitude, wavelength, phase)."""
    return lambda x: base + sum(size * math.sin(x / length * math.tau + phase) for size, length, phase in parts)


def mountains(canvas: Canvas, horizon: float, near: Colour, far: Colour) -> None:
    for layer in range(4):
        share = layer / 3
        height = 190 - 40 * layer
        ridge = wave(
            horizon - 150 + 62 * layer,
            (height * 0.55, 900 - 120 * layer, layer * 2.1),
            (height * 0.22, 330 - 40 * layer, layer * 1.3),
            (height * 0.06, 90, layer * 0.7),
        )
        canvas.below(ridge, mixed(far, near, share))


def terraces(canvas: Canvas, top: float, colours: tuple[Colour, Colour], steps: int) -> None:
    """Rice terraces: bands that widen towards the viewer, each with a bright edge."""
    for step in range(steps):
        y = top + (HEIGHT_PX - top) * (step / steps) ** 1.35
        bend = 16 + 9 * step
        edge = wave(y, (bend, 1250, step * 0.55 + 0.4), (bend * 0.4, 520, step * 0.9))
        body = mixed(*colours, (step % 4) / 3)
        canvas.below(edge, mixed(body, CREAM, 0.45))
        lip = 5 + step
        canvas.below(wave(y + lip, (bend, 1250, step * 0.55 + 0.4), (bend * 0.4, 520, step * 0.9)), body)


def stilt_house(canvas: Canvas, x: float, y: float, size: float, roof: Colour) -> None:
    """A house on posts; `x`, `y` is the middle of its ground line and `size` its width."""
    floor, eaves, ridge = y - 0.24 * size, y - 0.52 * size, y - 0.84 * size
    for post in (-0.4, -0.2, 0.0, 0.2, 0.4):
        canvas.box(x + post * size - 0.018 * size, floor, x + post * size + 0.018 * size, y, mixed(WOOD, INK, 0.35))
    canvas.box(x - 0.45 * size, eaves, x + 0.45 * size, floor, WOOD)
    for plank in range(-4, 5):
        canvas.line(
            [(x + plank * 0.1 * size, eaves), (x + plank * 0.1 * size, floor)], mixed(WOOD, INK, 0.25), 0.006 * size
        )
    for window in (-0.28, 0.12):
        canvas.box(x + window * size, eaves + 0.09 * size, x + (window + 0.16) * size, floor - 0.06 * size, OCHRE)
    canvas.box(x - 0.48 * size, floor - 0.02 * size, x + 0.48 * size, floor + 0.02 * size, mixed(WOOD, INK, 0.5))
    canvas.polygon(
        [
            (x - 0.58 * size, eaves + 0.03 * size),
            (x - 0.34 * size, ridge),
            (x + 0.34 * size, ridge),
            (x + 0.58 * size, eaves + 0.03 * size),
        ],
        roof,
    )
    canvas.line([(x - 0.35 * size, ridge), (x + 0.35 * size, ridge)], mixed(roof, INK, 0.4), 0.025 * size)


def tree(canvas: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    canvas.box(x - 0.05 * size, y - 0.5 * size, x + 0.05 * size, y, mixed(WOOD, INK, 0.2))
    for dx, dy, radius, light in ((-0.22, -0.6, 0.26, 0.0), (0.22, -0.58, 0.25, 0.0), (0.0, -0.82, 0.3, 0.12)):
        canvas.disc(x + dx * size, y + dy * size, radius * size, mixed(leaf, CREAM, light))


def person(canvas: Canvas, x: float, y: float, size: float, *, coat: Colour, scarf: Colour) -> None:
    """A person behind a table: `y` is the edge of the table, `size` the height above it."""
    head = y - 0.78 * size
    canvas.polygon(
        [
            (x - 0.34 * size, y),
            (x - 0.27 * size, y - 0.46 * size),
            (x - 0.12 * size, y - 0.56 * size),
            (x + 0.12 * size, y - 0.56 * size),
            (x + 0.27 * size, y - 0.46 * size),
            (x + 0.34 * size, y),
        ],
        coat,
    )
    canvas.line([(x, y - 0.55 * size), (x, y)], scarf, 0.05 * size)
    canvas.box(x - 0.07 * size, head + 0.1 * size, x + 0.07 * size, y - 0.52 * size, mixed(SKIN, WOOD, 0.2))
    canvas.disc(x, head, 0.19 * size, SKIN, height=0.22 * size)
    canvas.draw.pieslice(
        [value * OVERSAMPLING for value in (x - 0.22 * size, head - 0.27 * size, x + 0.22 * size, head + 0.17 * size)],
        180,
        360,
        fill=scarf,
    )
    for side in (-1, 1):
        canvas.disc(x + side * 0.075 * size, head + 0.03 * size, 0.018 * size, INK)


def brocade(canvas: Canvas, left: float, top: float, right: float, cell: float) -> None:
    """A band of woven lozenges, `cell` high."""
    canvas.box(left, top, right, top + cell, CRIMSON)
    count = round((right - left) / cell)
    step = (right - left) / count
    for index in range(count):
        x, y = left + (index + 0.5) * step, top + cell / 2
        for reach, colour in ((0.46, OCHRE), (0.3, INDIGO), (0.14, CREAM)):
            canvas.polygon(
                [(x - reach * step, y), (x, y - reach * cell), (x + reach * step, y), (x, y + reach * cell)], colour
            )
    for y in (top - 0.12 * cell, top + cell):
        canvas.box(left, y, right, y + 0.12 * cell, INDIGO)


def market_desk() -> bytes:
    """Article 01: papers are done at the market, under the mountains."""
    canvas = Canvas((176, 211, 226), (247, 233, 205))
    canvas.disc(1250, 190, 85, (250, 214, 140))
    mountains(canvas, 560, (96, 134, 116), (164, 190, 196))
    canvas.below(wave(610, (14, 1400, 0.5)), (190, 186, 122))
    stilt_house(canvas, 320, 690, 430, (98, 66, 52))
    stilt_house(canvas, 1330, 650, 300, (118, 80, 58))
    tree(canvas, 620, 640, 190, LEAF)
    tree(canvas, 1560, 660, 230, mixed(LEAF, INK, 0.15))
    canvas.below(wave(715, (10, 1700, 1.0)), (208, 178, 126))
    canvas.box(516, 330, 534, 900, WOOD)
    canvas.box(1146, 330, 1164, 900, WOOD)
    canvas.polygon([(440, 360), (560, 262), (1120, 262), (1240, 360)], CRIMSON)
    for stripe in range(5):
        left, right = 440 + 160 * stripe, 520 + 160 * stripe
        canvas.polygon([(left, 360), (560 + 112 * stripe, 262), (616 + 112 * stripe, 262), (right, 360)], CREAM)
    person(canvas, 690, 710, 300, coat=(62, 98, 140), scarf=INK)
    person(canvas, 985, 710, 290, coat=INDIGO, scarf=CRIMSON)
    canvas.box(500, 700, 1180, 726, mixed(WOOD, CREAM, 0.2), radius=6)
    canvas.box(520, 726, 1160, 900, mixed(WOOD, CREAM, 0.05))
    brocade(canvas, 520, 770, 1160, 60)
    canvas.polygon([(760, 700), (780, 590), (900, 590), (880, 700)], (70, 76, 86))
    canvas.polygon([(770, 692), (788, 600), (892, 600), (874, 692)], (180, 214, 228))
    canvas.polygon([(1060, 698), (1080, 672), (1150, 672), (1140, 698)], CREAM)
    return canvas.jpeg()


def tea_terraces() -> bytes:
    """Article 02: old tea trees above the terraces, a full basket in front."""
    canvas = Canvas((250, 214, 165), (252, 240, 214))
    canvas.disc(420, 300, 110, (247, 178, 96))
    mountains(canvas, 520, (92, 128, 122), (206, 182, 168))
    terraces(canvas, 520, ((122, 158, 74), (74, 120, 66)), 9)
    for x, y, size in ((180, 560, 200), (420, 600, 240), (1130, 560, 210), (1380, 600, 260), (760, 548, 150)):
        tree(canvas, x, y, size, mixed(LEAF, INDIGO, 0.12))
    for bush in range(14):
        left = 60 + 110 * bush
        top = wave(770, (22, 800, 0.8))(left)
        canvas.disc(left, top, 62, (70, 112, 60), height=42)
        canvas.disc(left - 14, top - 12, 34, (100, 146, 76), height=20)
    canvas.polygon([(640, 700), (960, 700), (900, 960), (700, 960)], (190, 138, 82))
    for row in range(6):
        canvas.line([(652 + 9 * row, 735 + 42 * row), (948 - 9 * row, 735 + 42 * row)], (150, 102, 58), 7)
    for column in range(7):
        canvas.line([(664 + 45 * column, 706), (712 + 29 * column, 956)], (150, 102, 58), 5)
    for x, y, size in ((680, 690, 40), (740, 668, 48), (805, 655, 54), (868, 670, 48), (925, 692, 38)):
        canvas.disc(x, y, size, (126, 172, 84), height=size * 0.7)
    for x, y, tilt in ((700, 650, -0.6), (760, 625, -0.2), (815, 610, 0.1), (875, 630, 0.4), (920, 660, 0.7)):
        tip = (x + 60 * math.sin(tilt), y - 60 * math.cos(tilt))
        canvas.polygon([(x - 16, y), tip, (x + 16, y), (x, y + 20)], (168, 200, 108))
    canvas.box(622, 684, 978, 712, (164, 114, 66), radius=14)
    return canvas.jpeg()


def resettlement() -> bytes:
    """Article 03: new houses on safe ground, each with its garden, along one road."""
    canvas = Canvas((150, 198, 226), (232, 242, 240))
    for x, y in ((300, 170), (980, 120), (1340, 220)):
        for dx, radius in ((-70, 36), (0, 54), (70, 40)):
            canvas.disc(x + dx, y, radius, (250, 251, 250), height=radius * 0.7)
    mountains(canvas, 500, (88, 140, 104), (156, 190, 186))
    terraces(canvas, 520, ((150, 178, 92), (112, 156, 82)), 6)
    canvas.polygon([(560, 1000), (900, 1000), (860, 560), (830, 560)], (206, 200, 188))
    rows = (
        (180, 630, 150),
        (420, 620, 150),
        (1040, 620, 150),
        (1290, 630, 155),
        (200, 840, 250),
        (1150, 840, 250),
        (1470, 850, 250),
    )
    for x, y, size in rows:
        wall, roof = mixed(CREAM, OCHRE, 0.12), mixed(CRIMSON, WOOD, 0.2)
        canvas.box(x - 0.42 * size, y - 0.42 * size, x + 0.42 * size, y, wall)
        canvas.polygon(
            [(x - 0.54 * size, y - 0.4 * size), (x, y - 0.76 * size), (x + 0.54 * size, y - 0.4 * size)], roof
        )
        canvas.box(x - 0.1 * size, y - 0.3 * size, x + 0.1 * size, y, WOOD)
        for side in (-0.34, 0.18):
            canvas.box(
                x + side * size,
                y - 0.3 * size,
                x + (side + 0.16) * size,
                y - 0.13 * size,
                (140, 184, 204),
                radius=0.01 * size,
            )
        canvas.box(x + 0.56 * size, y - 0.34 * size, x + 0.76 * size, y, (160, 170, 178), radius=0.04 * size)
    for x, y, size in ((40, 660, 150), (600, 650, 120), (1540, 640, 150), (430, 880, 210), (960, 880, 190)):
        tree(canvas, x, y, size, LEAF)
    return canvas.jpeg()


def gourd_lute() -> bytes:
    """Article 04: a tính lute and a Mông khèn on indigo cloth."""
    canvas = Canvas((34, 46, 86), (58, 72, 122))
    for y in (60, 880):
        brocade(canvas, 0, y, WIDTH_PX, 64)
    canvas.disc(420, 640, 172, (196, 140, 72))
    canvas.disc(420, 640, 150, (226, 176, 104))
    canvas.disc(420, 640, 22, WOOD)
    canvas.polygon([(505, 520), (535, 548), (1120, 232), (1100, 200)], mixed(WOOD, INK, 0.2))
    canvas.polygon([(1090, 190), (1130, 240), (1216, 214), (1180, 160)], CRIMSON)
    for offset in (-10, 0, 10):
        canvas.line([(352 + offset, 668), (1136, 212 + offset * 0.6)], CREAM, 2.5)
    for x, y in ((1096, 176), (1150, 252), (1180, 150)):
        canvas.disc(x, y, 13, OCHRE)
    for pipe in range(6):
        x = 1010 + 34 * pipe
        canvas.polygon([(x, 420 - 8 * pipe), (x + 22, 418 - 8 * pipe), (x + 82, 800), (x + 58, 800)], (204, 156, 84))
        canvas.line([(x + 11, 430 - 8 * pipe), (x + 70, 800)], (168, 120, 60), 4)
    for y in (520, 700):
        canvas.polygon([(1010, y), (1262, y - 30), (1270, y), (1018, y + 30)], CRIMSON)
    canvas.polygon([(980, 770), (1320, 740), (1330, 812), (990, 842)], WOOD)
    canvas.polygon([(690, 806), (990, 780), (990, 832), (690, 822)], mixed(WOOD, OCHRE, 0.3))
    return canvas.jpeg()


PICTURES: tuple[tuple[Callable[[], bytes], Path], ...] = (
    (market_desk, EDITION / "01 anh 1.jpg"),
    (tea_terraces, EDITION / "02 che-shan-tuyet-ta-lin-san_files" / "doi-che.jpg"),
    (gourd_lute, EDITION / "04 anh 1.jpg"),
)

if __name__ == "__main__":
    for picture, path in PICTURES:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture())
        print(path.name, path.stat().st_size)
